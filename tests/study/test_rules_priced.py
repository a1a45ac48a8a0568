"""What rules cost: directions that hold whatever the numbers are, and what a study says of work that they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from offices import random_office
from redesign import load_scenario
from redesign.analysis.cost import yearly_budget
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import by_team, packages_today, plan_today, posts_today
from redesign.errors import InfeasibleError
from redesign.optimization.problem import Problem
from redesign.optimization.solve import solve
from redesign.reporting.sections import sections
from redesign.reporting.summary import details
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Rule, Scenario
from redesign.scenario.strategy import SHIPPED, Strategy
from redesign.study import problems
from redesign.study.compliance import compliance_under
from redesign.study.pipeline import cases_of, run
from redesign.study.problems import problems_of, setting_of
from redesign.study.runner import Runner
from redesign.study.study import Study
from study.three_teams import CLERKS, COACHES, FEW, three_teams

CLEAN_SHEET = SHIPPED["clean_sheet"]
OFFICES = 20
TITLE = "Work that rules ask for (hours a year, in expectation)"
AUDIT = {"label": "Audit", "kind": "adds_work", "hours_per_year": 500.0, "teams": ("clerks",)}
LIFTED = {"lifted": {"label": "Lifted", "may": {"release": True}, "lifted_rules": "removable"}}


def random_rules(scenario: Scenario, rng: np.random.Generator) -> dict[str, Rule]:
    """One of each kind, each for some team or all."""
    teams = [(), *((name,) for name in scenario.teams)]
    one, some, few, every = (teams[int(i)] for i in rng.integers([1, 0, 0, 0], len(teams)))
    levers = tuple(scenario.all_levers)[:2]
    given: dict[str, dict[str, Any]] = {
        "tenure": {"kind": "release_limit", "release_share": 0.2, "teams": some},
        "core": {"kind": "minimum_posts", "minimum_share": 0.9, "teams": few},
        "tied": {"kind": "funding_tie", "streams": tuple(scenario.funding_streams)},
        "slow": {"kind": "change_limit", "change_share": float(rng.choice([0.0, 0.3])), "teams": every},
        "freeze": {"kind": "no_outside_hire", "teams": some},
        "audit": {"kind": "adds_work", "hours_per_school": float(rng.uniform(5, 60)), "teams": one},
    }
    if levers:
        given["paper"] = {"kind": "forbids", "levers": levers}
    return {name: Rule.model_validate({"label": name.title()} | keys) for name, keys in given.items()}


def busy(scenario: Scenario, rng: np.random.Generator) -> tuple[TeamTable, ...]:
    """Tables under which today's posts have about as many hours as today's work and visits take."""
    expectation, lost = expect(scenario), lost_hours(scenario)
    visits = by_team(expectation.visit_hours, expectation.supplier, packages_today(scenario), len(scenario.teams))
    each = (expectation.work_hours + visits) / posts_today(scenario) * rng.uniform(0.7, 1.1, len(scenario.teams))
    return tuple(
        TeamTable.expected(team.most_posts, float(each[t]), lost[:, t] * each[t] / expectation.post_hours[t])
        for t, team in enumerate(scenario.team_list)
    )


def support_of(scenario: Scenario, tables: tuple[TeamTable, ...], lifted: Iterable[str]) -> float:
    """Most support of the clean sheet without some rules; less than nothing where there is no plan."""
    strategy = CLEAN_SHEET.model_copy(update={"lifted_rules": tuple(lifted)})
    made = in_force(scenario, strategy)
    try:
        return solve(
            Problem(made, expect(made), tables, strategy, 1.3 * yearly_budget(made), 60_000.0)
        ).promised_support
    except InfeasibleError:
        return -np.inf


def test_a_rule_lifted_never_lowers_support() -> None:
    """Each beside all others, and the others beside it; every kind that limits posts or adds work costs support."""
    paid, possible = set[str](), 0
    for seed in range(OFFICES):
        rng = np.random.default_rng([2030, seed])
        drawn = random_office(rng)
        exact = drawn.run.model_copy(update={"solver_gap": 0.0})
        scenario = drawn.model_copy(update={"rules": random_rules(drawn, rng), "run": exact})
        tables, rules = busy(scenario, rng), scenario.rules.keys()
        under, free = support_of(scenario, tables, ()), support_of(scenario, tables, rules)
        possible += free > 0
        near = 1e-5 * (1 + abs(free)) if free > 0 else 0.0
        for name in rules:
            without, alone = support_of(scenario, tables, [name]), support_of(scenario, tables, rules - {name})
            assert under <= without + near, (seed, name)
            assert max(without, alone) <= free + near, (seed, name)
            paid |= {name} if alone < free - near else set()
    assert possible >= OFFICES // 2
    assert {"core", "slow", "freeze", "audit", "paper"} <= paid


def test_a_rule_that_is_lifted_is_not_in_the_problem_nor_in_the_case() -> None:
    """Today's office keeps its work; a strategy without freedoms that lifts the rule has today's plan without it."""
    eased = {"eased": {"label": "Eased", "lifted_rules": ("audit",)}}
    few = FEW | {"strategies": ("lifted", "eased")}
    scenario = three_teams(rules={"audit": AUDIT}, strategies=LIFTED | eased, run=few)
    cases = cases_of(scenario, {}, Runner())
    assert list(cases) == ["today", "eased"]
    assert cases["eased"].plan.same_as(plan_today(scenario))
    hours = {name: expect(case.scenario).other_hours.tolist() for name, case in cases.items()}
    assert hours == {"today": [500.0, 0.0, 0.0], "eased": [0.0, 0.0, 0.0]}
    assert [list(case.scenario.rules) for case in setting_of(scenario).today] == [["audit"], [], []]


def test_tables_are_made_anew_where_a_rule_is_lifted_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[Any] = []
    monkeypatch.setattr(
        problems, "table", lambda job: jobs.append(job) or TeamTable(np.arange(10.0) * len(jobs), np.zeros(4))
    )
    audits = {"audit": AUDIT | {"teams": ("coaches",)}, "forms": AUDIT}
    strategies = LIFTED | {"kept": {"label": "Kept", "may": {"release": True}}}
    scenario = three_teams(rules=audits, strategies=strategies)
    limited = scenario.run.model_copy(update={"strategies": ("lifted", "kept")})
    made = problems_of(setting_of(scenario.model_copy(update={"run": limited})), Runner())
    assert made["kept"].expectation.other_hours.tolist() == [500.0, 500.0, 0.0]
    assert made["lifted"].expectation.other_hours.tolist() == [0.0, 0.0, 0.0]
    asked = [(job[2], list(job[1].rules)) for job in jobs]
    assert asked.count((COACHES, [])) == 1
    assert asked.count((COACHES, ["audit"])) == 1
    assert not any("forms" in rules for _, rules in asked), "work of clerks is no matter of the others"
    assert len(asked) == 3
    # clerks make no visits: an allowance of 50 hours, or what today leaves undone, beside the same hours a post
    assert made["kept"].tables[CLERKS].hours[1] == made["lifted"].tables[CLERKS].hours[1]


@pytest.fixture(scope="module")
def study() -> Study:
    """The tutorial, whose coach spends 150 of 900 hours on a grant's paperwork that a district may do away with."""
    tutorial = load_scenario(Path(__file__).parents[2] / "scenarios" / "tutorial.yaml")
    rules = {
        "paperwork": {"hours_per_1000_usd": 0.75, "grant_usd": 200_000.0, "teams": ("coaches",)},
        "law": {"hours_per_school": 20.0, "teams": ("office",), "removable": False},
    }
    more = {k: Rule.model_validate({"label": k.title(), "kind": "adds_work"} | keys) for k, keys in rules.items()}
    free = Strategy(label="Deregulate", lifted_rules="removable")
    clean = CLEAN_SHEET.model_copy(update={"lifted_rules": "removable", "label": "Clean sheet without rules"})
    run_settings = tutorial.run.model_copy(update={"strategies": ("deregulate", "all")})
    made = {"rules": tutorial.rules | more, "strategies": {"deregulate": free, "all": clean}, "run": run_settings}
    return run(tutorial.model_copy(update=made), engine="compiled")


def test_deregulation_alone_brings_less_than_the_clean_sheet(study: Study) -> None:
    today, free, clean = (study.strategies[name] for name in ("today", "deregulate", "clean_sheet"))
    assert today.support.mean <= free.support.mean < clean.support.mean
    assert free.plan.posts == today.plan.posts
    difference = next(d for d in study.certificate.differences if (d.of, d.base) == ("clean_sheet", "deregulate"))
    assert difference.verdict == "higher"
    assert free.difference_from_today is not None
    assert free.difference_from_today.verdict == "higher", "the coach makes visits that lapse today"


def test_a_clean_sheet_without_rules_brings_at_least_what_it_brings_with_them(study: Study) -> None:
    assert study.strategies["all"].promised_support >= study.chosen.promised_support * (1 - 0.01)


def test_the_study_says_what_rules_ask_for(study: Study) -> None:
    """0.75 hours for each of 200 thousand dollars; 20 for each of three schools, by law."""
    found = {name: s.compliance for name, s in study.strategies.items()}
    assert {name: c.hours_per_year for name, c in found.items()} == {
        "today": 210.0,
        "deregulate": 60.0,
        "all": 60.0,
        "clean_sheet": 210.0,
    }
    assert found["today"].hours_per_grant_usd == pytest.approx(0.00075)
    assert found["deregulate"].hours_per_grant_usd is None
    assert [(r.rule, r.team, r.hours_per_year, r.grant_usd) for r in found["today"].rules] == [
        ("paperwork", "coaches", 150.0, 200_000.0),
        ("law", "office", 60.0, None),
    ]
    other = [study.strategies[name].hours_by_kind["other"] for name in ("today", "deregulate")]
    assert other[0] - other[1] == pytest.approx(150.0, abs=10.0)


def test_the_report_has_a_part_on_it(study: Study) -> None:
    part = next(section for section in sections(study) if section.title == TITLE)
    assert part.rows == (
        ("Today", "210", "0.75"),
        ("Deregulate", "60", ""),
        ("Clean sheet without rules", "60", ""),
        ("Clean sheet", "210", "0.75"),
    )
    assert part.lines == (
        "Paperwork: 150 hours for a grant of $200,000 in Coaches.",
        "Law: 60 hours in Office team.",
    )
    assert TITLE in details(study)


def test_without_such_rules_there_is_no_part() -> None:
    plain = compliance_under(three_teams())
    assert (plain.hours_per_year, plain.hours_per_grant_usd, plain.rules) == (0.0, None, ())
