"""Safe moves against plans made up by hand: which of them count, and what they have in common."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from plans import Moves, plan_of
from redesign.demand.plan import Plan, plan_today
from redesign.optimization.problem import Problem
from redesign.scenario.model import Scenario
from redesign.study.certified import PackagesAlike, PostsRange, SafeMoves
from redesign.study.found import Found, Tried
from redesign.study.safe_moves import near_best, safe_moves
from redesign.study.tables import tables
from reporting import sample_study
from study.test_search import problem_of, solution, tried
from study.three_teams import three_teams

LOW: dict[str, Any] = {"math": "low"}


@pytest.fixture(scope="module")
def problem() -> Problem:
    return problem_of(three_teams())


@pytest.fixture(scope="module")
def scenario(problem: Problem) -> Scenario:
    return problem.scenario


def plan(scenario: Scenario, clerks: int, coaches: int, **rest: Any) -> Plan:
    moves = {"clerks": Moves(kept=clerks, released=3 - clerks), "coaches": Moves(kept=2, hired=coaches - 2)}
    return plan_of(scenario, moves, **rest)


def found(problem: Problem, taken: Plan, *others: Tried) -> Found:
    return Found(problem, last=solution(taken), tried=list(others))


def test_what_all_do_and_what_some_do(problem: Problem, scenario: Scenario) -> None:
    every = {"leave": "automate"}
    first = plan(scenario, 2, 3, packages={"math": {"ash": "high", "birch": "low"}}, levers=every)
    second = plan(scenario, 1, 2, packages=LOW, levers=every | {"portal": "taken"})
    state = found(
        problem, first, tried(problem, 0.1, support=100.0, plan=first), tried(problem, 0.0, support=99.5, plan=second)
    )
    labels = [area.label for area in scenario.area_list]
    assert safe_moves(scenario, state) == SafeMoves(
        plans=2,
        posts=(PostsRange("clerks", "Team", 3, 1, 2), PostsRange("coaches", "Team", 2, 2, 3)),
        levers_in_all=("leave.automate",),
        levers_in_some=("portal",),
        packages=(PackagesAlike("math", labels[0], 2, 1), PackagesAlike("inclusion", labels[1], 2, 2)),
    )


@pytest.mark.parametrize(
    ("room", "support", "counts"),
    [(0.0, 99.0, True), (0.0, 98.9, False), (-0.001, 100.0, False), (-0.001, 500.0, False), (0.2, 100.0, True)],
)
def test_near_best_keeps_its_promises_and_lies_one_percent_below_at_most(
    problem: Problem, scenario: Scenario, room: float, support: float, counts: bool
) -> None:
    """A plan that misses a promise does not set the mark either."""
    best, other = plan(scenario, 2, 3), plan(scenario, 1, 3)
    state = found(
        problem, best, tried(problem, 0.1, support=100.0, plan=best), tried(problem, room, support=support, plan=other)
    )
    plans = near_best(state)
    assert plans[0] is best
    assert [each is other for each in plans[1:]] == [True] * counts


def test_the_same_plan_counts_once(problem: Problem, scenario: Scenario) -> None:
    twice = [tried(problem, 0.1, support=100.0, plan=plan(scenario, 2, 3)) for _ in range(3)]
    assert safe_moves(scenario, found(problem, plan(scenario, 2, 3), *twice)).plans == 1


def test_the_plan_taken_counts_whatever_it_keeps(problem: Problem, scenario: Scenario) -> None:
    """Where no plan keeps its promises it is the only one."""
    taken, other = plan(scenario, 2, 3), plan(scenario, 1, 3)
    misses = tried(problem, -0.1, support=100.0, plan=other)
    assert near_best(found(problem, taken, misses)) == [taken]
    assert near_best(found(problem, taken)) == [taken]


def test_today_among_them_changes_nothing_in_all(problem: Problem, scenario: Scenario) -> None:
    taken, today = plan(scenario, 2, 3), plan_today(scenario)
    moves = safe_moves(scenario, found(problem, taken, tried(problem, 0.1, support=1.0, plan=today)))
    assert [(p.team, p.in_all) for p in moves.posts] == [("clerks", False), ("coaches", False)]


def test_only_schools_that_an_area_is_for_are_counted(problem: Problem) -> None:
    from study.tiny import tiny_office

    office = tiny_office()
    moves = safe_moves(office, found(problem, plan_today(office)))
    for row in moves.packages:
        assert row.schools == row.alike == sum(s.level in office.areas[row.area].levels for s in office.schools)
    assert {row.schools for row in moves.packages} != {len(office.schools)}, "or nothing was tested"


@pytest.mark.parametrize(
    ("today", "least", "most", "in_all"),
    [(5, 6, 8, True), (5, 5, 8, False), (5, 2, 4, True), (5, 2, 5, False), (5, 4, 6, False)],
)
def test_a_team_that_shrinks_or_grows_everywhere(today: int, least: int, most: int, in_all: bool) -> None:
    assert PostsRange("a", "A", today, least, most).in_all == in_all


def test_the_table_has_a_row_for_every_move() -> None:
    rows = {(row["kind"], row["id"]): row for row in tables(sample_study.study())["safe_moves"]}
    keys = ("today", "least", "most", "in_all")
    assert {key: tuple(row[k] for k in keys) for key, row in rows.items() if key[0] != "packages"} == {
        ("posts", "hr"): (24, 18, 18, True),
        ("posts", "nutrition"): (18, 17, 18, False),
        ("posts", "math"): (8, 17, 18, True),
        ("lever", "leave.automate"): (0, 1, 1, True),
        ("lever", "sign_offs.eliminate"): (0, 1, 1, True),
        ("lever", "orders.automate"): (0, 0, 1, False),
    }
    assert rows["lever", "orders.automate"]["label"] == "automate Purchase orders"
    assert tuple(rows["packages", "inclusion"][k] for k in keys) == (None, 40, 57, False)
    assert len(rows) == 6 + len(asdict(sample_study.study())["areas"])


def test_a_single_plan_has_nothing_in_common_with_others() -> None:
    study = sample_study.study()
    moves = study.certificate.safe_moves
    alone = replace(study, certificate=replace(study.certificate, safe_moves=replace(moves, plans=1)))
    assert {(row["in_all"], row["plans"]) for row in tables(alone)["safe_moves"]} == {(None, 1)}
    assert {row["plans"] for row in tables(study)["safe_moves"]} == {moves.plans}
