"""Scenario files as text, to read and to break: `FULL` uses every key of the schema, `SMALL` only the needed ones."""

from __future__ import annotations

from pathlib import Path

from redesign.errors import Fault, InputError
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario

ROSTER = """\
id,name,level,enrollment,teachers,principals,econ_disadvantaged,emergent_bilingual,special_education,source
e1,Elm Elementary,elementary,400,20,1,300,40,40,state file
m1,"Maple, Middle",middle,600,30.5,1,200,0,60,state file
h1,Hickory High,high,1200,60,2,100,10,100,state file
"""

SMALL_ROSTER = """\
id,name,level,enrollment,teachers
e1,Elm,elementary,400,20
m1,Maple,middle,600,30
"""

PARENT = """\
description: A parent that says little.
"""

SMALL = """\
name: small
source: "assumed: made up"
schools_file: roster.csv
district:
  name: Two Schools
funding_streams:
  general: General fund
teams:
  office:
    label: Office
    unit: Business
    funding_stream: general
    posts_today: 6
    loaded_cost_usd: 50000
    leave_share: 0.1
    productive_share: 0.75
    other_work_hours_per_year: 1000
    backlog_allowance_hours: 100
    hire_usd: 20000
    release_usd: 20000
areas:
  coaching:
    label: Coaching
    team: office
    packages:
      low:
        visits_per_year: 10
        hours_per_visit: 2
        effect_per_hour: 1
budget:
  one_time_usd: 50000
"""

FULL = """\
name: full
description: Every key of the schema.
source: state file, table 1
schools_file: roster.csv
extends: parent.yaml
district:
  source: state file
  name: Three Schools
  state: Texas
  year: 2021-22
  principal_hour_usd: 60
  need_measure: econ_disadvantaged
calendar:
  source:
    weeks: "assumed: a year"
    rest: board calendar
  weeks: 52
  hours_per_week: 40
  first_school_week: 6
  last_school_week: 47
funding_streams:
  general: General fund
  title_i: Title I, Part A
teams:
  hr:
    source: payroll
    label: Human Resources
    unit: Talent
    funding_stream: general
    posts_today: 10
    post_fte: 1.0
    loaded_cost_usd: 70000
    productive_share: 0.7
    leave_share: 0.12
    vacancy_rate: 0.04
    vacancy_weeks: 9
    other_work_hours_per_year: 1500
    other_work_removable_share: 0.2
    other_work_hours_per_task: 2
    backlog_allowance_hours: 200
    assignment: pooled
    hire_usd: 9000
    release_usd: 8000
    maximum_posts: 20
    hire_weeks: 9
    hire_ramp_share: 0.2
    retrain_from:
      - source: assumed
        team: coaches
        cost_usd: 5000
        ramp_share: 0.3
  coaches:
    label: Coaches
    unit: Academics
    funding_stream: title_i
    posts_today: 6
    loaded_cost_usd: 80000
    salary_usd: 64000
    fringe_rate: 0.25
    productive_share: 0.6
    leave_share: 0.1
    other_work_hours_per_year: 0
    backlog_allowance_hours: 50
    hire_usd: 9000
    release_usd: 8000
services:
  leave_requests:
    source: ticket system
    label: Leave requests
    driver: teachers
    requests_per_driver_per_year: 9
    steps:
      - source: time study
        team: hr
        work_hours: 0.5
      - team: coaches
        work_hours: 0.25
    work_distribution: gamma
    work_cv: 0.8
    peaks:
      - source: ticket system
        from_week: 5
        to_week: 8
        factor: 2
    promise:
      source: board policy
      due_working_hours: 24
      on_time_share: 0.9
      must_improve: true
    mandated: false
    handover_hours: 4
    return_share: 0.05
    rework_share: 0.5
    opening_backlog_requests: 3
    principal_hours_per_request: 0.2
    principal_hours_per_open_week: 0.1
    automate:
      source: vendor quote
      residual_work_share: 0.2
      residual_school_hours: 0.1
      yearly_usd: 20000
      one_time_usd: 30000
    eliminate:
      residual_school_hours: 0.5
  repairs:
    source: survey of principals
    label: Small repairs
    driver: schools
    requests_per_driver_per_year: 5
    steps: []
    promise:
      due_working_hours: 80
      on_time_share: 0.8
    delegate:
      residual_school_hours: 0.4
    adopt:
      source: vendor quote
      steps:
        - team: hr
          work_hours: 1
      yearly_usd: 100
      one_time_usd: 200
  evaluations:
    label: Evaluations
    driver: special_education
    requests_per_driver_per_year: 0.4
    steps:
      - team: hr
        work_hours: 6
    promise:
      due_calendar_days: 60
      on_time_share: 0.97
      as_today: true
    mandated: true
areas:
  coaching:
    source: evidence table
    label: Mathematics coaching
    team: coaches
    levels: [elementary, middle]
    need_measure: econ_disadvantaged
    visits_per: 20_teachers
    visit_cv: 0.3
    window_working_hours: 80
    visits_made_share: 0.9
    packages:
      low:
        source: evidence table
        visits_per_year: 12
        hours_per_visit: 3
        materials_usd: 100
        effect_per_hour: 1
      high:
        visits_per_year: 30
        hours_per_visit: 3
        effect_per_hour: 0.8
        supplier: hr
    package_today:
      e1: low
      m1: none
    span_schools_per_post: 15
    effect_may_rise: false
    core_element: services
levers:
  one_system:
    source: vendor quote
    label: One system for requests
    yearly_usd: 15000
    one_time_usd: 25000
    core_element: leadership
    team_hours:
      hr: 40
    needs: [leave_requests.automate]
    excludes: [leave_requests.eliminate]
    changes:
      source: pilot year
      yearly_usd_times: 1
      services:
        leave_requests:
          source: pilot year
          requests_times: 0.9
          work_times: 0.8
          handover_times: 0.5
          returns_times: 0.5
          principal_hours_times: 0.7
          principal_hours_per_request: 0.1
          courtesy: 0.1
          no_but: true
          steps:
            - team: hr
              work_hours: 0.4
            - team: coaches
              work_hours: 0.2
strategies:
  waiver:
    source: policy note
    label: Waiver
    may:
      source: what we would ask for
      retrain: true
      hire: false
      release: false
      levers: [one_system, leave_requests.automate]
      packages: one_level
      suppliers: all
    floors: today
    promises: kept
    objective: support
    posts_share_at_most: 1
    lifted_rules: [cut_limit]
    changes:
      areas:
        all:
          source: policy note
          effect_times: 1
          visit_hours_times: 1
          window_times: 1.5
      teams:
        hr:
          source: policy note
          productive_times: 1.05
          other_hours_times: 0.9
          drops_removable_work: true
          added_hours_per_year: 12
          vacancy_times: 0.5
rules:
  cut_limit:
    source: union contract
    label: At most half of a team
    kind: release_limit
    teams: [hr, coaches]
    release_share: 0.5
    removable: true
  core_staff:
    label: Keep core staff
    kind: minimum_posts
    minimum_share: 0.3
  title_money:
    label: Title I money stays
    kind: funding_tie
    streams: [title_i]
  slow:
    source: board policy
    label: Slow
    kind: change_limit
    change_share: 0.2
  freeze:
    label: Freeze
    kind: no_outside_hire
    teams: [coaches]
  paper:
    label: Paper
    kind: forbids
    levers: [leave_requests.automate]
  audit:
    source: board policy
    label: Audit
    kind: adds_work
    teams: [hr]
    hours_per_year: 120
  plans:
    source: board policy
    label: Plans
    kind: adds_work
    teams: [coaches]
    hours_per_school: 6
  reports:
    source: grant agreement
    label: Reports
    kind: adds_work
    teams: [hr]
    hours_per_1000_usd: 0.4
    grant_usd: 250000
  outsiders:
    source: board
    label: At most a fifth by others
    kind: contract_cap
    contract_share: 0.2
    set_by: board_policy
budget:
  source: adopted budget
  yearly_usd: 1500000
  one_time_usd: 200000
  reinvest_share: 0.5
limits:
  source: assumed
  school_floor_hours_per_teacher: 0.5
  school_target_hours_per_teacher: 6
  absorptive_visits_per_school: 90
  absorptive_visits_per_teacher: 2
  span_applies_from_schools: 20
satisfaction:
  source: survey of principals
  on_time_score: 1
  late_score: 0.3
  no_but_score: 0.5
  refused_score: 0
  unmet_score: -0.2
  courtesy: 0.05
run:
  source: chosen
  seed: 7
  build_years: 4
  search_years: 4
  final_years: 8
  most_final_years: 16
  support_half_width_share: 0.05
  promise_half_width_share: 0.05
  solver_gap: 0.001
  solver_seconds: 30
  strategies: [tinker, waiver]
  reference: today
  certified: clean_sheet
  robust: worst_tenth
  robust_samples: 20
providers:
  center:
    source: price list
    label: Regional center
    visits_per_year: 900
    visits_at_once: 4
    price_usd_per_visit: 450
    funding_stream: title_i
    lead_weeks: 6
    effect_times: 0.9
    broker:
      source: time study
      team: hr
      hours_per_contract: 12
      hours_per_visit: 0.2
pins:
  source: board
  posts:
    hr:
      source: board
      least: 4
      most: 12
  levers: {leave_requests.automate: left}
  packages:
    coaching:
      source: board
      at_least: low
proposal:
  source: the grant office
  title: An office for schools
  program: A grant
  first_year: 2027-28
  project_years: 3
  pay_growth_rate: 0.03
  costs:
    source: the business office
    posts_paid_by: grant
    hiring: {source: the business office, line: other, paid_by: grant}
    release: {source: the business office, line: other, paid_by: district}
    training: {source: the business office, line: contractual, paid_by: grant}
    levers: {source: the business office, line: contractual, paid_by: grant}
    materials: {source: the business office, line: supplies, paid_by: grant}
    visits_bought: {source: the business office, line: contractual, paid_by: grant}
  levers:
    leave_requests.automate: {source: a quote, line: equipment, paid_by: district}
  served:
    parents:
      source: a count
      label: Parents
      people: 900
  outcomes:
    turnover:
      source: the board
      label: Fewer teachers leave
      term: long
      measure: Teachers who leave the district in a year
      unit: percent of teachers
      today_value: 16.1
      target_value: 12
      target_date: June 2030
  external_factors: [State funding per pupil]
uncertainty:
  source: assumed
  effects: {source: assumed, low_times: 0.4, high_times: 1.6, together: false, chance_none: 0.1, chance_harmful: 0.05}
  rates: {source: assumed, low_times: 0.8, high_times: 1.25, together: false}
  hours: {low_times: 0.8, high_times: 1.25}
  shares: {low_times: 0.8, high_times: 1.25}
  money: {low_times: 0.9, high_times: 1.2}
  pay: {low_times: 0.95, high_times: 1.05, together: true}
  factors:
    paperwork: {source: assumed, label: Work that paper makes, low_times: 0.7, high_times: 1.3, together: false}
"""


def write(folder: Path, text: str | bytes = FULL, roster: str | bytes | None = ROSTER, name: str = "full.yaml") -> Path:
    """Write a scenario, its roster and its parent into a folder."""
    for file, content in ((name, text), ("roster.csv", roster), ("parent.yaml", PARENT)):
        if content is not None:
            (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / name


def load(folder: Path, text: str | bytes = FULL, roster: str | bytes | None = ROSTER) -> Scenario:
    """Write and load."""
    return load_scenario(write(folder, text, roster))


def faults_of(folder: Path, text: str | bytes = FULL, roster: str | bytes | None = ROSTER) -> tuple[Fault, ...]:
    """Load what must be refused; return the faults."""
    faults = faults_in(write(folder, text, roster))
    assert faults, "this file was accepted"
    return faults


def faults_in(path: Path) -> tuple[Fault, ...]:
    """Load a file; return its faults, none if it is good."""
    try:
        load_scenario(path)
    except InputError as error:
        return error.faults
    return ()


def change(text: str, old: str, new: str) -> str:
    """Replace the only place where `old` stands."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def place(text: str, snippet: str) -> tuple[int, int]:
    """Line and column at which a snippet first stands."""
    before = text[: text.index(snippet)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
