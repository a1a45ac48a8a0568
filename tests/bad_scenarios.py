# ruff: noqa: E501  a row is one fault
"""What people get wrong in a scenario file: an edit of `FULL`, and the fault that it must bring."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    name: str
    old: str
    new: str
    at: str
    """A snippet of the broken file at whose first letter the fault is reported."""
    path: str
    parts: tuple[str, ...]


NAMES = "lower-case letters, digits and _"
CASES = [
    # keys
    Case("key of the file", "funding_streams:\n", "funding_stream:\n", "funding_stream:", "funding_stream", ("unknown key", "did you mean 'funding_streams'?")),
    Case("key of a team", "posts_today: 10", "posts_tody: 10", "posts_tody", "teams.hr.posts_tody", ("unknown key", "allowed: source, label", "did you mean 'posts_today'?")),
    Case("key of a step", "work_hours: 0.5", "workhours: 0.5", "workhours", "services.leave_requests.steps.0.workhours", ("unknown key", "'work_hours'")),
    Case("key of a package", "hours_per_visit: 3\n        materials", "hour_per_visit: 3\n        materials", "hour_per_visit", "areas.coaching.packages.low.hour_per_visit", ("'hours_per_visit'",)),
    Case("key with other case", "  yearly_usd: 1500000", "  Yearly_USD: 1500000", "Yearly_USD", "budget.Yearly_USD", ("did you mean 'yearly_usd'?",)),
    Case("key with spaces", "maximum_posts: 20", "maximum posts: 20", "maximum posts", "teams.hr.maximum posts", ("did you mean 'maximum_posts'?",)),
    Case("key from elsewhere", "assignment: pooled", "color: blue", "color", "teams.hr.color", ("unknown key",)),
    Case("key of one source", "    weeks: \"assumed", "    week: \"assumed", "week: \"assumed", "calendar.source.week", ("no key of this block", "did you mean 'weeks'?")),
    Case("key twice", "    post_fte: 1.0\n", "    post_fte: 1.0\n    post_fte: 0.5\n", "post_fte: 0.5", "teams.hr.post_fte", ("second time", "first on line 31")),
    Case("key twice but for case", "  state: Texas\n", "  state: Texas\n  State: Iowa\n", "State: Iowa", "district.State", ("second time", "'state'", "first on line 9")),
    Case("key twice but for Unicode form", "  coaches:\n    label", "  \uff48\uff52:\n    label: x\n  coaches:\n    label", "\uff48", "teams.\uff48\uff52", ("second time", "'hr'")),
    Case("team name in capitals", "core_staff:", "Core-Staff:", "Core-Staff", "rules.Core-Staff", ("'Core-Staff'", NAMES, "did you mean 'core_staff'?")),
    Case("no name of a stream", "general: General fund", "general:", "general:", "funding_streams.general", ("found nothing", "text of 1 to 300")),
    Case("needed key left out", "    loaded_cost_usd: 70000\n", "", "hr:\n", "teams.hr.loaded_cost_usd", ("found nothing", "needed", "a number from 0")),
    Case("needed block left out", "budget:\n  source: adopted budget\n  yearly_usd: 1500000\n  one_time_usd: 200000\n", "", "name: full", "budget", ("found nothing", "needed")),
    Case("needed value left out", "hire_usd: 9000\n    release_usd: 8000\n    maximum", "hire_usd:\n    release_usd: 8000\n    maximum", "hire_usd:\n", "teams.hr.hire_usd", ("found nothing", "a number from 0")),
    # kinds of values
    Case("money with a sign", "loaded_cost_usd: 70000", "loaded_cost_usd: $70,000", "$70,000", "teams.hr.loaded_cost_usd", ("text '$70,000'", "a number from 0", "did you mean 70000?")),
    Case("money in thousands", "loaded_cost_usd: 70000", "loaded_cost_usd: 70k", "70k", "teams.hr.loaded_cost_usd", ("text '70k'", "did you mean 70000?")),
    Case("money with an underscore", "loaded_cost_usd: 70000", "loaded_cost_usd: 70_000", "70_000", "teams.hr.loaded_cost_usd", ("text '70_000'", "did you mean 70000?")),
    Case("hours with a unit", "hours_per_week: 40", "hours_per_week: 40h", "40h", "calendar.hours_per_week", ("text '40h'", "above 0, at most 168", "did you mean 40?")),
    Case("share in percent", "productive_share: 0.7\n", "productive_share: 70%\n", "70%", "teams.hr.productive_share", ("text '70%'", "did you mean 0.7?")),
    Case("number in quotes", "work_cv: 0.8", "work_cv: '0.8'", "'0.8'", "services.leave_requests.work_cv", ("text '0.8'", "did you mean 0.8?")),
    Case("time of day", "hours_per_week: 40", "hours_per_week: 12:30", "12:30", "calendar.hours_per_week", ("text '12:30'",)),
    Case("true as a number", "posts_today: 10", "posts_today: true", "true\n    post_fte", "teams.hr.posts_today", ("found true", "a whole number from 0 to 5,000")),
    Case("number as a switch", "must_improve: true", "must_improve: 1", "1\n    mandated", "services.leave_requests.promise.must_improve", ("found 1", "true or false")),
    Case("yes as a switch", "must_improve: true", "must_improve: yes", "yes", "services.leave_requests.promise.must_improve", ("text 'yes'", "did you mean true")),
    Case("fraction of a post", "posts_today: 10", "posts_today: 10.5", "10.5", "teams.hr.posts_today", ("found 10.5", "a whole number")),
    Case("year as a number", "year: 2021-22", "year: 2022", "2022", "district.year", ("found 2022", "text", "did you mean '2022' in quotes?")),
    Case("text as a list", "levels: [elementary, middle]", "levels: elementary", "elementary\n    need", "areas.coaching.levels", ("text 'elementary'", "a list of items (at least one), each one of")),
    Case("list as a block", "eliminate:\n      residual_school_hours: 0.5", "eliminate: [0.5]", "[0.5]", "services.leave_requests.eliminate", ("found a list", "a block with the keys source, residual_work_share", "or nothing")),
    Case("block as a number", "maximum_posts: 20", "maximum_posts: {most: 20}", "{most", "teams.hr.maximum_posts", ("found a block of keys", "whole number from 0 to 5,000 or nothing")),
    Case("block as text", "  state: Texas", "  state: [Texas]", "[Texas]", "district.state", ("found a list", "text of 0 to 30")),
    # ranges
    Case("share above one", "leave_share: 0.12", "leave_share: 12", "12\n    vacancy", "teams.hr.leave_share", ("found 12", "from 0 to 0.6")),
    Case("negative money", "one_time_usd: 200000", "one_time_usd: -1", "-1", "budget.one_time_usd", ("found -1", "from 0 to 100,000,000,000")),
    Case("zero hours", "work_hours: 6", "work_hours: 0", "0\n    promise:\n      due_cal", "services.evaluations.steps.0.work_hours", ("found 0", "above 0, at most 200")),
    Case("huge number", "loaded_cost_usd: 70000", "loaded_cost_usd: 1e30", "1e30", "teams.hr.loaded_cost_usd", ("found 1e30", "100,000,000,000")),
    Case("not a number", "work_cv: 0.8", "work_cv: .nan", ".nan", "services.leave_requests.work_cv", ("found .nan", "finite")),
    Case("infinite", "work_cv: 0.8", "work_cv: -.inf", "-.inf", "services.leave_requests.work_cv", ("found -.inf", "finite")),
    Case("beyond floating point", "work_cv: 0.8", "work_cv: 1e999", "1e999", "services.leave_requests.work_cv", ("found 1e999", "finite")),
    Case("many digits", "seed: 7", "seed: " + "7" * 5000, "7777", "run.seed", ("5,000 characters",)),
    Case("a long name", "  state: Texas", "  state: " + "T" * 31, "TTTT", "district.state", ("31 characters", "30 characters")),
    Case("an empty name", "label: Coaches", "label: ''", "''", "teams.coaches.label", ("text ''", "1 to 300")),
    Case("a blank name", "label: Coaches", "label: '  '", "'  '", "teams.coaches.label", ("1 to 300",)),
    Case("a wrong level", "levels: [elementary, middle]", "levels: [elementary, midle]", "midle", "areas.coaching.levels.1", ("text 'midle'", "one of elementary, middle", "did you mean 'middle'?")),
    Case("a wrong driver", "driver: teachers", "driver: teacher", "teacher\n", "services.leave_requests.driver", ("one of teachers", "did you mean 'teachers'?")),
    Case("an empty list of levels", "levels: [elementary, middle]", "levels: []", "levels", "areas.coaching.levels", ("empty list",)),
    # names of other things
    Case("no such stream", "funding_stream: title_i", "funding_stream: title_1", "title_1", "teams.coaches.funding_stream", ("'title_1'", "general, title_i", "did you mean 'title_i'?")),
    Case("no such team in a step", "team: hr\n        work_hours: 6", "team: hrr\n        work_hours: 6", "hrr", "services.evaluations.steps.0.team", ("'hrr'", "a team of this file: hr, coaches", "did you mean 'hr'?")),
    Case("no such team in an area", "team: coaches\n    levels", "team: coach\n    levels", "coach\n    levels", "areas.coaching.team", ("did you mean 'coaches'?",)),
    Case("no such team in a rule", "teams: [hr, coaches]", "teams: [hr, coache]", "coache]", "rules.cut_limit.teams.1", ("did you mean 'coaches'?",)),
    Case("no such stream in a rule", "streams: [title_i]", "streams: [title_ii]", "title_ii]", "rules.title_money.streams.0", ("did you mean 'title_i'?",)),
    Case("no such team to retrain", "team: coaches\n        cost", "team: bus_drivers\n        cost", "bus_drivers", "teams.hr.retrain_from.0.team", ("allowed: a team of this file: hr, coaches",)),
    Case("retraining from itself", "team: coaches\n        cost", "team: hr\n        cost", "hr\n        cost", "teams.hr.retrain_from.0.team", ("the team itself", "another team")),
    Case("no such package", "e1: low", "e1: lo", "lo\n", "areas.coaching.package_today.e1", ("a package of this file: none, low, high", "did you mean 'low'?")),
    Case("no such school", "e1: low", "e2: low", "e2:", "areas.coaching.package_today.e2", ("text 'e2'", "no school has this id")),
    Case("a package for the wrong level", "e1: low", "h1: low", "h1:", "areas.coaching.package_today.h1", ("level high",)),
    Case("a team twice in a rule", "teams: [hr, coaches]", "teams: [hr, hr]", "hr]", "rules.cut_limit.teams.1", ("second time",)),
    Case("two labels alike", "label: Coaches", "label: HUMAN  resources", "HUMAN", "teams.coaches.label", ("second time", "line 27")),
    Case("no such supplier", "supplier: hr", "supplier: hrr", "hrr", "areas.coaching.packages.high.supplier", ("'hrr'", "a team of this file", "did you mean 'hr'?")),
    Case("no such lever needed", "needs: [leave_requests.automate]", "needs: [leave_request.automate]", "leave_request.a", "levers.one_system.needs.0", ("a lever of this file", "did you mean 'leave_requests.automate'?")),
    Case("a lever that is not offered", "excludes: [leave_requests.eliminate]", "excludes: [evaluations.eliminate]", "evaluations.e", "levers.one_system.excludes.0", ("a lever of this file", "leave_requests.automate")),
    Case("a lever that needs itself", "needs: [leave_requests.automate]", "needs: [one_system]", "one_system]", "levers.one_system.needs.0", ("a lever of this file",)),
    Case("no such service in a change", "        leave_requests:\n          source: pilot", "        leave_request:\n          source: pilot", "leave_request:\n", "levers.one_system.changes.services.leave_request", ("a service of this file", "did you mean 'leave_requests'?")),
    Case("no such team in a change", "            - team: hr\n              work_hours: 0.4", "            - team: hrs\n              work_hours: 0.4", "hrs\n", "levers.one_system.changes.services.leave_requests.steps.0.team", ("a team of this file", "did you mean 'hr'?")),
    Case("no such area in a change", "        all:\n          source: policy note\n          effect", "        al:\n          source: policy note\n          effect", "al:\n          source: policy note\n          effect", "strategies.waiver.changes.areas.al", ("a support area of this file", "coaching, all")),
    Case("no such lever of a strategy", "levers: [one_system, leave_requests.automate]", "levers: [one_sytem, leave_requests.automate]", "one_sytem", "strategies.waiver.may.levers.0", ("did you mean 'one_system'?",)),
    Case("levers that are no list", "levers: [one_system, leave_requests.automate]", "levers: some", "some\n", "strategies.waiver.may.levers", ("'some'", "all, none")),
    Case("no such rule to lift", "lifted_rules: [cut_limit]", "lifted_rules: [cutlimit]", "cutlimit]", "strategies.waiver.lifted_rules.0", ("a rule that is not protected", "did you mean 'cut_limit'?")),
    Case("no such strategy", "strategies: [tinker, waiver]", "strategies: [tinker, waver]", "waver]", "run.strategies.1", ("a strategy of this file", "did you mean 'waiver'?")),
    Case("no such certified strategy", "certified: clean_sheet", "certified: clean_shet", "clean_shet", "run.certified", ("did you mean 'clean_sheet'?",)),
    Case("everything as the name of a team", "  coaches:\n    label: Coaches", "  all:\n    label: All of them\n    unit: Academics\n    funding_stream: title_i\n    posts_today: 6\n    loaded_cost_usd: 80000\n    productive_share: 0.6\n    leave_share: 0.1\n    other_work_hours_per_year: 0\n    backlog_allowance_hours: 50\n    hire_usd: 9000\n    release_usd: 8000\n  coaches:\n    label: Coaches", "all:\n    label: All", "teams.all", ("means every one",)),
    # rules across keys
    Case("a mandate that nobody answers", "        leave_requests:\n          source: pilot year\n          requests_times: 0.9\n          work_times: 0.8", "        evaluations: {work_times: 0}\n        leave_requests:\n          source: pilot year\n          requests_times: 0.9\n          work_times: 0.8", "work_times: 0}", "levers.one_system.changes.services.evaluations.work_times", ("a mandated service", "more than 0")),
    Case("a mandate without steps", "        leave_requests:\n          source: pilot year\n          requests_times: 0.9\n          work_times: 0.8", "        evaluations: {steps: []}\n        leave_requests:\n          source: pilot year\n          requests_times: 0.9\n          work_times: 0.8", "steps: []}", "levers.one_system.changes.services.evaluations.steps", ("a mandated service", "at least one")),
    Case("hand-overs longer than the promise", "handover_times: 0.5", "handover_times: 9", "changes:\n      source: pilot", "levers.one_system.changes", ("hours of hand-over for leave_requests", "less than 24")),
    Case("a label of a shipped strategy", "label: Waiver", "label: tinker", "tinker\n    may", "strategies.waiver.label", ("the label of a shipped strategy",)),
    Case("a package named like a column", "      high:\n", "      quartile:\n", "packages:\n      low", "areas.coaching.packages", ("quartile", "another name")),
    Case("a reference that changes something", "reference: today", "reference: tinker", "reference: tinker", "run.reference", ("tinker", "a strategy that changes nothing")),
    Case("nothing to certify", "certified: clean_sheet", "certified: today", "certified: today", "run.certified", ("today", "a strategy that may change something")),
    Case("a lever that changes a team", "      services:\n        leave_requests:\n          source: pilot", "      teams: {hr: {productive_times: 1.1}}\n      services:\n        leave_requests:\n          source: pilot", "changes:\n      source: pilot", "levers.one_system.changes", ("changes of services",)),
    Case("a lever named like a service", "  one_system:\n    source", "  evaluations:\n    label: Other\n    source: x\n  one_system:\n    source", "evaluations:\n    label: Other", "levers.evaluations", ("the name of a service",)),
    Case("a protected rule lifted", "    removable: true\n", "    removable: false\n", "cut_limit]", "strategies.waiver.lifted_rules.0", ("a rule that is not protected",)),
    Case("weeks of the year", "last_school_week: 47", "last_school_week: 5", "first_school_week", "calendar.first_school_week", ("weeks 6 to 5", "first_school_week <= last_school_week")),
    Case("peak backwards", "from_week: 5", "from_week: 9", "from_week", "services.leave_requests.peaks.0.from_week", ("found 9 after to_week, 8",)),
    Case("peak after the year", "to_week: 8", "to_week: 53", "53", "services.leave_requests.peaks.0.to_week", ("week 53", "at most 52")),
    Case("two units of a promise", "due_working_hours: 24", "due_working_hours: 24\n      due_calendar_days: 3", "due_working_hours", "services.leave_requests.promise.due_working_hours", ("found both", "exactly one")),
    Case("no unit of a promise", "      due_calendar_days: 60\n", "", "promise:\n      on_time", "services.evaluations.promise.due_working_hours", ("found neither",)),
    Case("an impossible promise", "due_working_hours: 24", "due_working_hours: 4", "4\n      on_time", "services.leave_requests.promise.due_working_hours", ("no request can keep", "more than 4")),
    Case("a mandate eliminated", "    mandated: true\n", "    mandated: true\n    eliminate: {}\n", "eliminate: {}", "services.evaluations.eliminate", ("mandated",)),
    Case("work left by eliminating", "eliminate:\n", "eliminate:\n      residual_work_share: 0.1\n", "eliminate:\n", "services.leave_requests.eliminate", ("residual_work_share 0.1", "allowed: 0")),
    Case("a service without a promise", "    promise:\n      due_calendar_days: 60\n      on_time_share: 0.97\n      as_today: true\n", "", "steps:\n      - team: hr\n        work_hours: 6", "services.evaluations.promise", ("no promise",)),
    Case("worse than the law without one", "    mandated: true\n", "", "as_today", "services.evaluations.promise.as_today", ("not mandated", "leave it out")),
    Case("better and no better than today", "as_today: true", "as_today: true\n      must_improve: true", "as_today", "services.evaluations.promise.as_today", ("beside must_improve", "one of them")),
    Case("nobody hired this year", "hire_weeks: 9", "hire_weeks: 41.7", "41.7", "teams.hr.hire_weeks", ("found 41.7 weeks empty and 0.2 of the year to learn, 52.1 weeks in all", "hire_weeks + hire_ramp_share x 52 at most 52")),
    Case("nobody learns this year", "hire_weeks: 9\n    hire_ramp_share: 0.2", "hire_ramp_share: 0.9", "0.9\n    retrain", "teams.hr.hire_ramp_share", ("found 6 weeks empty and 0.9 of the year to learn, 52.8 weeks",)),
    Case("rising effect", "effect_per_hour: 0.8", "effect_per_hour: 1.8", "packages", "areas.coaching.packages", ("1.8 in high after 1 in low", "effect_may_rise")),
    Case("package called none", "      high:\n", "      none:\n", "packages", "areas.coaching.packages", ("always there",)),
    Case("a rule without its number", "    minimum_share: 0.3\n", "", "kind: minimum_posts", "rules.core_staff.minimum_share", ("needs minimum_share",)),
    Case("a rule with another's number", "minimum_share: 0.3", "minimum_share: 0.3\n    release_share: 0.4", "release_share: 0.4", "rules.core_staff.release_share", ("does not use it",)),
    Case("years that end before they begin", "most_final_years: 16", "most_final_years: 7", "final_years: 8", "run.final_years", ("found 8", "at most most_final_years, 7")),
    # hidden characters and YAML's own machinery
    Case("escape character", "label: Coaches", 'label: "Coa\\e[31mches"', '"Coa', "teams.coaches.label", ("U+001B",)),
    Case("right-to-left override", "label: Coaches", 'label: "Coa\\u202eches"', '"Coa', "teams.coaches.label", ("U+202E (RIGHT-TO-LEFT OVERRIDE)",)),
    Case("zero-width space", "label: Coaches", 'label: "Coa\\u200bches"', '"Coa', "teams.coaches.label", ("U+200B",)),
    Case("raw bidirectional mark", "label: Coaches", "label: Coa\u2067ches", "\u2067", "", ("U+2067",)),
    Case("alias", "label: Coaches", "label: *x", "*x", "teams.coaches.label", ("an alias", "extends")),
    Case("anchor", "label: Coaches", "label: &x Coaches", "&x", "teams.coaches.label", ("an anchor",)),
    Case("merge key", "label: Coaches", "<<: {label: Coaches}", "<<", "teams.coaches", ("merge key",)),
    Case("Python tag", "label: Coaches", "label: !!python/name:os.system x", "!!python", "teams.coaches.label", ("tag '!!python/name:os.system'",)),
    Case("include tag", "label: Coaches", "label: !include secrets.yaml", "!include", "teams.coaches.label", ("tag '!include'",)),
    Case("second document", "limits:\n", "---\nlimits:\n", "---", "", ("second document",)),
    Case("directive", "name: full\n", "%YAML 1.1\n---\nname: full\n", "%YAML", "", ("% directive",)),
    Case("list as a key", "    label: Coaches", "    ? [label]\n    : Coaches", "[label]", "teams.coaches", ("as a key",)),
    Case("tab", "    label: Coaches", "\tlabel: Coaches", "\tlabel", "", ("found a tab", "spaces")),
    Case("open quote", "solver_seconds: 30", "solver_seconds: '30", "", "", ("quoted scalar",)),
    Case("colon in text", "label: Coaches", "label: Coaches: all", "", "", ("mapping values are not allowed",)),
]  # fmt: skip

TOGETHER = (
    "key of a team", "key of a step", "money with a sign", "share above one", "negative money", "a wrong level",
    "a wrong driver", "no such stream", "no such team in a step", "no such package", "weeks of the year", "peak backwards",
    "two units of a promise", "rising effect", "work left by eliminating", "a rule without its number", "infinite",
)  # fmt: skip
"""Faults that one file can have side by side, some of them in one block."""
