"""Make the synthetic district of `scenarios/synthetic_1600.yaml`: the size of New York, no real school or number in it.

`python tools/make_synthetic_district.py` writes the scenario and its roster again, byte for byte.

The recipe. Of 1,600 schools 50 in a hundred are elementary, 18 middle, 26 high and 6 combined. Pupils of a school
are lognormal around a typical size of its level; teachers are pupils over 14. The shares of pupils with low
income, learning English and in special education are logistic-normal, the first two correlated. Every draw is one
number of a stream with a fixed seed, taken through an inverse distribution.
Posts: each team has as many as keep it busy for a stated share of its hours with today's services and packages,
rounded up. Other work is a fifth of the listed routine hours. The rest is round numbers, in the tables below.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np

from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.demand.plan import by_team, packages_today
from redesign.scenario.model import Scenario

SEED, SCHOOLS, NAME = 1600, 1600, "synthetic_1600"
FOLDER = Path(__file__).parents[1] / "scenarios"
PUPILS_PER_TEACHER = 14
SIZE_SIGMA = 0.5
OTHER_WORK = 0.2
LEVELS = {"elementary": (0.50, 480), "middle": (0.18, 470), "high": (0.26, 560), "combined": (0.06, 600)}
"""Share of the schools and median pupils of a school."""
ROUTINE_BUSY, VISITING_BUSY = 0.80, 0.65
"""Share of a team's hours that today's work takes; visits fall in 42 of 52 weeks."""


@dataclass(frozen=True, slots=True)
class Team:
    """One line of the table of teams."""

    label: str
    unit: str
    loaded_usd: int
    productive: float = 0.75
    stream: str = "general"
    retrain_from: str = ""

    @property
    def busy(self) -> float:
        """Utilization today that its posts are scaled to."""
        return ROUTINE_BUSY if self.productive == 0.75 else VISITING_BUSY


@dataclass(frozen=True, slots=True)
class Service:
    """One line of the table of services: promise in working hours, levers as yearly and one-time dollars."""

    label: str
    driver: str
    rate: float
    steps: tuple[tuple[str, float], ...]
    due_hours: int
    on_time: float = 0.9
    season: float = 1.0
    mandated: bool = False
    automate: tuple[float, float] | None = None
    eliminate: float | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """One line of the table of areas: visits of each package, hours of a visit, effect of the lowest."""

    label: str
    team: str
    need: str
    visits: tuple[int, int, int]
    hours: float
    effect: float
    levels: str = ""
    per: str = "school"
    today: str = "low"
    made: float = 0.9
    """Share of promised visits that must be made."""


TEAMS = {
    "hr": Team("HR specialists", "Human Resources", 110_000),
    "payroll": Team("Payroll analysts", "Finance", 95_000),
    "finance": Team("Budget and accounting analysts", "Finance", 110_000),
    "purchasing": Team("Buyers", "Finance", 105_000),
    "it_support": Team("IT support staff", "Technology", 120_000),
    "facilities": Team("Facilities coordinators", "Facilities", 100_000),
    "transportation": Team("Transportation planners", "Transportation", 90_000),
    "special_education": Team(
        "Special-education specialists", "Special Education", 115_000, stream="special_education"
    ),
    "literacy_coaches": Team("Literacy coaches", "Teaching and Learning", 130_000, 0.33, retrain_from="finance"),
    "math_coaches": Team("Mathematics coaches", "Teaching and Learning", 130_000, 0.33, retrain_from="finance"),
    "language_coaches": Team("English-learner coaches", "Teaching and Learning", 130_000, 0.33, retrain_from="hr"),
    "inclusion_coaches": Team(
        "Inclusion coaches", "Special Education", 130_000, 0.33, "special_education", "special_education"
    ),
    "counseling_coaches": Team("Counseling coaches", "Student Support", 120_000, 0.33, retrain_from="hr"),
    "principal_supervisors": Team("Principal supervisors", "School Leadership", 200_000, 0.63, retrain_from="hr"),
    "talent_partners": Team("Talent partners", "School Leadership", 115_000, 0.50, retrain_from="hr"),
    "operations_coaches": Team("Operations coaches", "School Leadership", 110_000, 0.50, retrain_from="purchasing"),
}

# fmt: off
SERVICES = {
    "leave_requests": Service("Leave requests", "teachers", 0.5, (("hr", 1.0),), 40, season=2.0, automate=(9e5, 9e5)),
    "hiring_cases": Service("Hiring cases", "teachers", 0.3, (("finance", 0.5), ("hr", 6.0)), 160, season=2.0),
    "substitute_placement": Service("Substitute placement", "teachers", 1.0, (("hr", 0.4),), 8, 0.8),
    "payroll_corrections": Service(
        "Payroll corrections", "teachers", 1.0, (("payroll", 0.8),), 40, automate=(7e5, 1.5e6)),
    "purchase_orders": Service(
        "Purchase orders", "teachers", 1.0, (("purchasing", 1.0), ("finance", 0.4)), 48, 0.8, automate=(1.5e6, 2.5e6)),
    "paper_sign_offs": Service(
        "Paper sign-offs", "schools", 30, (("purchasing", 0.4), ("finance", 0.4), ("hr", 0.4)), 80, 0.8, eliminate=7e5),
    "compliance_reports": Service(
        "Compliance reports", "schools", 6, (("finance", 4.0),), 160, 0.95, mandated=True, automate=(6e5, 7e5)),
    "it_tickets": Service("IT tickets", "students", 0.1, (("it_support", 1.2),), 24, season=1.5, automate=(2.5e6, 1e6)),
    "facility_cases": Service("Facility cases", "schools", 60, (("facilities", 1.5),), 120, 0.8),
    "bus_requests": Service("Bus requests", "special_education", 0.3, (("transportation", 0.8),), 40, season=1.5),
    "evaluations": Service(
        "Evaluation reviews", "special_education", 0.35, (("special_education", 2.5),), 160, 0.95, mandated=True),
}

POOR, SECONDARY, SUBJECT = "econ_disadvantaged", "middle, high, combined", (10, 20, 40)
AREAS = {
    "elementary_literacy": Area(
        "Elementary literacy", "literacy_coaches", POOR, SUBJECT, 2.0, 1.0, "elementary", "20_teachers"),
    "secondary_literacy": Area(
        "Secondary literacy", "literacy_coaches", POOR, SUBJECT, 2.0, 1.0, SECONDARY, "20_teachers"),
    "elementary_math": Area(
        "Elementary mathematics", "math_coaches", POOR, SUBJECT, 2.0, 1.0, "elementary", "20_teachers"),
    "secondary_math": Area("Secondary mathematics", "math_coaches", POOR, SUBJECT, 2.0, 1.0, SECONDARY, "20_teachers"),
    "language_support": Area(
        "English-learner support", "language_coaches", "emergent_bilingual", (6, 12, 24), 3.0, 0.9),
    "inclusion_support": Area("Inclusion support", "inclusion_coaches", "special_education", (6, 12, 24), 3.0, 0.9),
    "counseling_support": Area("Counseling support", "counseling_coaches", POOR, (6, 12, 24), 3.0, 0.7),
    "principal_partnership": Area(
        "Principal partnership", "principal_supervisors", POOR, (15, 25, 35), 2.5, 0.6, per="principal"),
    "talent_strategy": Area("Talent strategy", "talent_partners", POOR, (4, 8, 16), 3.0, 0.9),
    "operations_coaching": Area(
        "Operations coaching", "operations_coaches", "none", (6, 12, 24), 2.0, 0.5, today="none", made=0.85),
}
# fmt: on

HEAD = """\
# yaml-language-server: $schema=schema.json
#
# A SYNTHETIC district the size of New York: 1,600 made-up schools, 16 teams, 10 support areas. No school, count, price
# or volume here is real, and nothing may be concluded from it about any district: it shows what a run of this size
# takes.
#
# Generated by tools/make_synthetic_district.py, which states the recipe. Change the recipe, not this file.

name: synthetic_1600
description: >-
  Synthetic: a made-up district the size of New York, generated from a stated recipe to show that the largest
  districts can be run. Nothing in it is data.
source: "assumed: synthetic, made up by tools/make_synthetic_district.py"

schools_file: synthetic_1600_schools.csv

district:
  name: Synthetic district of 1,600 schools
  principal_hour_usd: 80
  need_measure: econ_disadvantaged

calendar:
  weeks: 52
  hours_per_week: 40
  first_school_week: 7
  last_school_week: 48

funding_streams:
  general: General fund
  special_education: Special education
"""

TAIL = """
rules:
  tenure_protection:
    label: At most a tenth of a team's posts given up in a year
    kind: release_limit
    release_share: 0.10
  restricted_funds:
    label: Special-education money stays with its purpose
    kind: funding_tie
    streams: [special_education]
    removable: false

budget:
  # yearly_usd is left out: what today's office costs
  one_time_usd: 15000000

limits:
  school_floor_hours_per_teacher: 0.5
  absorptive_visits_per_school: 24
  absorptive_visits_per_teacher: 9

# A year is more than half a million requests: a few years settle what a small district needs many for.
run:
  seed: 1
  build_years: 2
  search_years: 2
  final_years: 4
  most_final_years: 16
  promise_half_width_share: 0.04

# How far the numbers that are assumed above may lie from the truth: nine times in ten between these many times the
# number. `redesign ask SCENARIO sure` draws from them; no study reads them.
uncertainty:
  source: "assumed: judgments, no data"
  effects:
    low_times: 0.5
    high_times: 1.3
    source: "assumed: coaching helps less where a program is large (Kraft, Blazar, Hogan 2018), so more room below"
  rates: {low_times: 0.8, high_times: 1.25}
  hours: {low_times: 0.75, high_times: 1.33}
  shares: {low_times: 0.8, high_times: 1.25}
  money: {low_times: 0.8, high_times: 1.4, source: "assumed: prices of systems run over more often than under"}
  pay: {low_times: 0.97, high_times: 1.03, together: true}
"""


def roster() -> str:
    """The schools, as a CSV file."""
    stream, normal = np.random.default_rng(SEED), NormalDist()
    lines = ["id,name,level,enrollment,teachers,principals,econ_disadvantaged,emergent_bilingual,special_education"]
    for i in range(1, SCHOOLS + 1):
        level = _level(stream.random())
        size, poor, own, special = (normal.inv_cdf(min(max(stream.random(), 1e-9), 1 - 1e-9)) for _ in range(4))
        pupils = max(80, min(4500, round(LEVELS[level][1] * math.exp(SIZE_SIGMA * size))))
        counts = (
            round(pupils * _share(1.0 + 0.9 * poor)),
            round(pupils * _share(-2.0 + 0.5 * poor + 0.8 * own)),
            round(pupils * _share(-1.4 + 0.3 * special)),
        )
        teachers = max(4.0, round(pupils / PUPILS_PER_TEACHER, 1))
        cells = (f"s{i:04d}", f"Synthetic school {i:04d}", level, pupils, f"{teachers:g}", 1, *counts)
        lines.append(",".join(str(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def scenario(posts: dict[str, int], other: dict[str, int], backlog: dict[str, int]) -> str:
    """The scenario with these posts, hours of other work a year and backlog allowances, as YAML."""
    parts = [
        HEAD,
        f"# Posts keep a team busy for {ROUTINE_BUSY:.0%} of its hours, visiting teams for {VISITING_BUSY:.0%}.",
    ]
    parts += ["teams:"] + [_team(name, posts[name], other[name], backlog[name]) for name in TEAMS]
    parts += ["\nservices:"] + [_service(name, service) for name, service in SERVICES.items()]
    parts += ["\nareas:"] + [_area(name, area) for name, area in AREAS.items()]
    return "\n".join(parts) + "\n" + TAIL


def make(folder: Path) -> None:
    """Write both files: first with a post in each team, to work out the load, then with the posts it asks for."""
    (folder / f"{NAME}_schools.csv").write_text(roster(), encoding="utf-8", newline="\n")
    path, nothing = folder / f"{NAME}.yaml", dict.fromkeys(TEAMS, 0)
    path.write_text(scenario(dict.fromkeys(TEAMS, 1), nothing, nothing), encoding="utf-8", newline="\n")
    routine, visits, post_hours = _loads(load_scenario(path))
    posts, other, backlog = {}, {}, {}
    for name, team in TEAMS.items():
        other[name] = round(OTHER_WORK * routine[name] / 10) * 10
        load = routine[name] + other[name] + visits[name]
        posts[name] = math.ceil(load / team.busy / post_hours[name])
        backlog[name] = max(60, round(load / 26 / 10) * 10)
    path.write_text(scenario(posts, other, backlog), encoding="utf-8", newline="\n")


def _loads(drawn: Scenario) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Routine hours and visit hours of each team today, and work hours of one post."""
    expectation = expect(drawn)
    visits = by_team(expectation.visit_hours, expectation.supplier, packages_today(drawn), len(drawn.teams))
    columns = (expectation.work_hours, visits, expectation.post_hours)
    routine, visiting, post = (dict(zip(drawn.teams, map(float, column), strict=True)) for column in columns)
    return routine, visiting, post


def _team(name: str, posts: int, other: int, backlog: int) -> str:
    team = TEAMS[name]
    most = math.ceil(posts * (1.1 if team.productive == 0.75 else 1.5)) + 20
    lines = [f"  {name}:", f"    label: {team.label}", f"    unit: {team.unit}", f"    funding_stream: {team.stream}"]
    lines += [f"    posts_today: {posts}", f"    loaded_cost_usd: {team.loaded_usd}", "    vacancy_rate: 0.10"]
    lines += [f"    productive_share: {team.productive:.2f}", "    leave_share: 0.13"]
    lines += [f"    other_work_hours_per_year: {other}", "    other_work_hours_per_task: 8"]
    lines += [f"    backlog_allowance_hours: {backlog}", "    hire_usd: 25000", "    release_usd: 10000"]
    lines += [f"    maximum_posts: {most}"]
    if team.retrain_from:
        lines += ["    retrain_from:", f"      - {{team: {team.retrain_from}, cost_usd: 10000, ramp_share: 0.25}}"]
    return "\n".join(lines)


def _service(name: str, service: Service) -> str:
    lines = [f"  {name}:", f"    label: {service.label}", f"    driver: {service.driver}"]
    lines += [f"    requests_per_driver_per_year: {service.rate}", "    steps:"]
    lines += [f"      - {{team: {team}, work_hours: {hours}}}" for team, hours in service.steps]
    if len(service.steps) > 1:
        lines += ["    handover_hours: 8", "    return_share: 0.10"]
    if service.season > 1:
        lines += ["    peaks:", f"      - {{from_week: 6, to_week: 9, factor: {service.season}}}"]
    lines += [f"    promise: {{due_working_hours: {service.due_hours}, on_time_share: {service.on_time}}}"]
    lines += ["    mandated: true"] if service.mandated else []
    lines += ["    principal_hours_per_request: 0.2", "    principal_hours_per_open_week: 0.1"]
    if service.automate:
        yearly, once = service.automate
        lines += [
            "    automate:",
            f"      {{residual_work_share: 0.4, yearly_usd: {yearly:.0f}, one_time_usd: {once:.0f}}}",
        ]
    if service.eliminate:
        lines += ["    eliminate:", f"      {{residual_school_hours: 0.1, one_time_usd: {service.eliminate:.0f}}}"]
    return "\n".join(lines)


def _area(name: str, area: Area) -> str:
    lines = [f"  {name}:", f"    label: {area.label}", f"    team: {area.team}", f"    need_measure: {area.need}"]
    lines += [f"    levels: [{area.levels}]"] if area.levels else []
    lines += [f"    visits_made_share: {area.made:.2f}"]
    lines += [f"    visits_per: {area.per}", f"    package_today: {area.today}", "    packages:"]
    for level, visits, fade in zip(("low", "mid", "high"), area.visits, (1.0, 0.9, 0.8), strict=True):
        effect = round(area.effect * fade, 3)
        lines += [
            f"      {level}: {{visits_per_year: {visits}, hours_per_visit: {area.hours}, effect_per_hour: {effect}}}"
        ]
    return "\n".join(lines)


def _level(draw: float) -> str:
    for level, (share, _) in LEVELS.items():
        if draw < share:
            return level
        draw -= share
    return level


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
