"""A plan without the visits that are worth least: what stays, against every way of leaving so many out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from offices import area, school
from plans import plan_of
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed
from redesign.scenario.strategy import SHIPPED
from redesign.study.cut_back import cut_back, without_areas
from redesign.study.questions import Answer
from study.three_teams import COACHES, EXPERTS, judged, three_teams

KEEPS, MISSES = judged(0.1), judged(-0.1)
SHARES = (320, 80, 200, 140, 60, 260)
"""Of 400 students: schools need hours to different degrees."""


@pytest.fixture(scope="module")
def problem() -> Problem:
    schools = tuple(school(f"s{i}", econ_disadvantaged=share) for i, share in enumerate(SHARES))
    areas = {
        "math": area("coaches", {"low": (20, 3.0, 1.0), "high": (60, 3.0, 0.7)}),
        "reading": area("coaches", {"only": (15, 2.0, 0.5)}),
        "inclusion": area("experts", {"only": (6, 4.0, 0.8)}),
    }
    scenario = three_teams(schools=schools, areas=areas)
    tables = tuple(
        TeamTable(np.arange(each.most_posts + 1) * 1000.0, np.array([0.0, 0.0, 0.0, 100.0]))
        for each in scenario.team_list
    )
    return Problem(scenario, expect(scenario), tables, SHIPPED["clean_sheet"], 1e9, 1e6)


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Plan:
    return plan_of(problem.scenario, packages={"math": "high", "reading": "only", "inclusion": "only"})


def misses(factors: Mapping[int, float]) -> list[Answer]:
    return [Answer(KEEPS), *(Answer(MISSES, {t: factor}) for t, factor in factors.items())]


def test_a_plan_that_keeps_its_promises_is_not_cut_back(problem: Problem, plan: Plan) -> None:
    assert cut_back(problem, plan, [Answer(KEEPS), Answer(KEEPS, {COACHES: 0.97})]) is None


def test_nor_is_one_that_has_too_few_posts_somewhere(problem: Problem, plan: Plan) -> None:
    assert cut_back(problem, plan, [Answer(MISSES), *misses({COACHES: 0.9})]) is None


def test_nor_is_one_that_would_lose_most_of_it(problem: Problem, plan: Plan) -> None:
    assert cut_back(problem, plan, misses({COACHES: 0.4})) is None


@pytest.mark.parametrize("factor", [0.99, 0.9, 0.75, 0.6])
def test_what_is_left_out_is_worth_least(problem: Problem, plan: Plan, factor: float) -> None:
    """As good as the best of all 3^6 x 2^6 ways within the same hours, but for one school's visits in part."""
    found = cut_back(problem, plan, misses({COACHES: factor}))
    assert found is not None
    hours, before = (float(problem.visit_hours(each)[COACHES]) for each in (found, plan))
    assert hours <= factor * before
    assert np.array_equal(found.packages[2], plan.packages[2]), "other teams' visits stay"
    for name in ("kept", "retrained", "hired", "released", "levers"):
        assert np.array_equal(getattr(found, name), getattr(plan, name))
    year, schools = problem.expectation, range(len(SHARES))
    best, largest = 0.0, 0.0
    options = [
        (
            float(year.visit_hours[0, s, m] + year.visit_hours[1, s, r]),
            float(year.support[0, s, m] + year.support[1, s, r]),
        )
        for s in schools
        for m, r in product(range(3), range(2))
    ]
    by_school = [options[6 * s : 6 * s + 6] for s in schools]
    worth = {(0.0, 0.0)}
    for own in by_school:
        worth = {(round(h + x, 6), round(v + y, 6)) for h, v in worth for x, y in own}
    best = max(v for h, v in worth if h <= factor * before + 1e-6)
    largest = max(v for own in by_school for _, v in own)
    fixed = float(year.support[2, schools, found.packages[2]].sum())
    assert best - largest <= problem.promised_support(found) - fixed <= best + 1e-6


def test_every_team_that_misses_is_cut_back(problem: Problem, plan: Plan) -> None:
    found = cut_back(problem, plan, misses({COACHES: 0.95, EXPERTS: 0.8}))
    assert found is not None
    for t, factor in ((COACHES, 0.95), (EXPERTS, 0.8)):
        assert problem.visit_hours(found)[t] <= factor * problem.visit_hours(plan)[t]


def test_floors_and_rules_stand(problem: Problem, plan: Plan) -> None:
    """A school keeps what it must be promised; where all must keep theirs, nothing can be left out."""
    hours = plan_hours(problem, plan)
    for share, possible in ((0.4, True), (1.0, False)):
        least = share * float((hours / problem.expectation.teachers).min())
        limits = problem.scenario.limits.model_copy(update={"school_floor_hours_per_teacher": least})
        scenario = problem.scenario.model_copy(update={"limits": limits})
        strategy = SHIPPED["clean_sheet"].model_copy(update={"floors": "file"})
        held = replace(problem, scenario=scenario, strategy=strategy)
        found = cut_back(held, plan, misses({COACHES: 0.7}))
        assert (found is not None) == possible
        if found is not None:
            assert is_allowed(held, found)
            assert (plan_hours(held, found) >= least * problem.expectation.teachers - 1e-6).all()


def plan_hours(problem: Problem, plan: Plan) -> np.ndarray:
    year = problem.expectation
    return np.array(
        [sum(year.effective_hours[a, s, plan.packages[a, s]] for a in range(3)) for s in range(len(SHARES))]
    )


# Areas whose promise hardly any of the visits would keep


def hardly(*areas: str, factor: float = 0.05) -> Answer:
    return Answer(MISSES, {COACHES: factor}, areas=areas)


def test_an_area_that_is_missed_with_hardly_any_visits_is_left_out(problem: Problem) -> None:
    """Of the same team another area stays, and so does the area where another team makes the visits."""
    found = without_areas(problem, [Answer(KEEPS), hardly("math")])
    assert found is not None
    allowed = found.allowed_packages
    assert not allowed[0, :, 1:].any()
    assert allowed[0, :, 0].all()
    assert np.array_equal(allowed[1:], problem.allowed_packages[1:])
    both = without_areas(found, [hardly("reading")])
    assert both is not None
    assert not both.allowed_packages[:2, :, 1:].any(), "what was left out before stays out"
    assert problem.allowed_packages[0, :, 1].all(), "the problem itself is as it was"


def test_the_table_of_such_a_team_hopes_again(problem: Problem) -> None:
    """It was made with the visits that are left out now."""
    low = TeamTable(np.full(len(problem.tables[COACHES].hours), 7.0), problem.tables[COACHES].lost)
    lowered = replace(problem, tables=(problem.tables[0], low, problem.tables[2]))
    found = without_areas(lowered, [hardly("math")])
    assert found is not None
    assert found.tables[COACHES].hours[2] > 2000
    assert found.tables[EXPERTS] is lowered.tables[EXPERTS]


@pytest.mark.parametrize(
    "answers",
    [
        [Answer(KEEPS), Answer(KEEPS, {COACHES: 0.05}, areas=("math",))],
        [hardly("math", factor=0.9)],
        [hardly()],
        [hardly("math"), Answer(MISSES)],
    ],
    ids=["nothing is missed", "most of the visits can be made", "a request is missed", "posts are too few, too"],
)
def test_else_nothing_is_left_out(problem: Problem, answers: list[Answer]) -> None:
    assert without_areas(problem, answers) is None
