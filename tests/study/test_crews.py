"""Rows of the bound from what crews were found to make: which crews are asked, and what holds between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offices import team
from redesign.analysis.cost import yearly_budget
from redesign.analysis.new_people import HIRED, Crew
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import plan_today
from redesign.optimization.bound import in_expectation, upper_bound
from redesign.optimization.problem import Problem
from redesign.optimization.variables import Office
from redesign.scenario.strategy import SHIPPED
from redesign.study.most_visits import first_crews, most_visits, not_known
from study.three_teams import CLERKS, COACHES, EXPERTS, three_teams

CLERK = {"team": "clerks", "cost_usd": 1000.0}


def problem_of(**coaches: Any) -> Problem:
    """Five coaches at most, today two unless it is said; hired for eleven weeks."""
    teams = three_teams().model_dump()["teams"]
    teams["coaches"] = team(coaches.pop("posts", 2), maximum_posts=5, hire_weeks=6, hire_ramp_share=0.1, **coaches)
    areas = three_teams().model_dump()["areas"]
    if not teams["coaches"]["posts_today"]:
        areas["math"]["package_today"] = "none"
    scenario = three_teams(teams=teams, areas=areas)
    problem = Problem(scenario, expect(scenario), (), SHIPPED["clean_sheet"], yearly_budget(scenario), 1e6)
    return in_expectation(problem)


def plan_of(problem: Problem, posts: int) -> Any:
    plan = plan_today(problem.scenario)
    plan.hired[COACHES] = posts - plan.kept[COACHES]
    return plan


def crews(found: list[Crew]) -> list[tuple[int, int, bool]]:
    """Posts, people who are new, and whether they are hired."""
    return [
        (crew.posts, sum(dict(crew.new).values()), not crew.new or HIRED in dict(crew.new))
        for crew in found
        if crew.team == COACHES
    ]


def hired(posts: int, new: int) -> Crew:
    return Crew(COACHES, posts, ((HIRED, new),))


def retrained(posts: int, new: int) -> Crew:
    return Crew(COACHES, posts, ((CLERKS, new),))


def test_nobody_is_new_in_a_team_of_today_but_in_the_plans_own_posts() -> None:
    sooner = problem_of(retrain_from=(CLERK | {"ramp_share": 0.05},))
    plan = plan_of(sooner, 4)
    sizes = [(1, 0, True), (2, 0, True), (4, 0, True), (5, 0, True)]
    assert crews(first_crews(sooner, plan)) == [*sizes, (4, 2, True), (4, 2, False)]
    assert crews(not_known(sooner, plan, {})) == [(4, 2, True), (4, 2, False)]
    assert crews(not_known(sooner, plan, dict.fromkeys(first_crews(sooner, plan), 1.0))) == []
    assert crews(not_known(sooner, plan_of(sooner, 2), {})) == [(2, 0, True)]


def test_who_learns_later_than_others_are_hired_is_not_asked_about() -> None:
    """A fifth of a year of retraining is a little less than eleven weeks, a quarter is more."""
    later = problem_of(posts=0, retrain_from=(CLERK | {"ramp_share": 0.25},))
    assert crews(first_crews(later, plan_of(later, 3))) == [(n, n, True) for n in (1, 2, 3, 4, 5)]
    sooner = problem_of(posts=0, retrain_from=(CLERK | {"ramp_share": 0.2},))
    assert crews(first_crews(sooner, plan_of(sooner, 1))) == [(n, n, h) for n in (1, 2, 4, 5) for h in (True, False)]


def test_rows_say_what_crews_make_and_between_them_what_larger_ones_do() -> None:
    sooner = problem_of(retrain_from=(CLERK | {"ramp_share": 0.05},))
    known = {Crew(COACHES, n): 70.0 * n for n in (1, 2, 5)} | {hired(3, 1): 150.0}
    known[retrained(3, 1)] = 170.0
    best, late = most_visits(sooner, known)
    assert best.hours == (0.0, 70.0, 140.0, 170.0, 280.0, 350.0)
    assert late.hours == (0.0, 70.0, 140.0, 150.0, 280.0, 350.0)
    assert (best.faster, best.more) == ((), 0.0)
    assert (late.faster, late.more) == ((CLERKS,), 20.0)


def test_a_team_without_posts_today_has_new_people_only() -> None:
    none = problem_of(posts=0, retrain_from=(CLERK | {"ramp_share": 0.05},))
    known = {hired(n, n): 60.0 * n for n in (1, 4)} | {retrained(n, n): 70.0 * n for n in (1, 4)}
    best, late = most_visits(none, known)
    assert best.hours == (0.0, 70.0, 140.0, 210.0, 280.0, 350.0)
    assert late.hours == (0.0, 60.0, 120.0, 180.0, 240.0, 300.0)
    assert late.more == 50.0


def test_a_limit_that_all_schools_do_not_reach_is_no_row() -> None:
    problem = problem_of()
    every = float(problem.expectation.of_team(problem.expectation.visit_hours, COACHES).max(axis=2).sum())
    assert not most_visits(problem, {Crew(COACHES, n): np.inf for n in (1, 2, 5)})
    assert [max(row.hours) for row in most_visits(problem, {Crew(COACHES, n): every / 5 for n in (1, 2, 5)})] == [
        every / 5
    ]


@pytest.mark.parametrize(("some", "most"), [(0, 150.0), (1, 170.0)])
def test_hired_people_have_their_own_row_until_somebody_is_retrained(some: int, most: float) -> None:
    """Visit hours of a model with three coaches: those of the hired, or of the retrained."""
    sooner = problem_of(retrain_from=(CLERK | {"ramp_share": 0.05},))
    known = {Crew(COACHES, n): 70.0 * n for n in (1, 2, 5)} | {hired(3, 1): 150.0}
    known[retrained(3, 1)] = 170.0

    def fixed(office: Office) -> None:
        office.add("always", "three", office.planned(COACHES), "==", 3)
        office.add("always", "some", [(office.retrained[CLERKS, COACHES], 1.0)], "==", some)
        office.add("always", "no_others", office.visit_hours(EXPERTS), "<=", 0)

    best = float((sooner.expectation.effect[0] * sooner.expectation.need[0][:, None]).max())
    value = upper_bound(sooner, [*most_visits(sooner, known), fixed]).value
    assert 0.5 * best * most < value <= best * most * (1 + 2e-3)


def test_who_comes_in_several_ways_or_later_has_a_row_of_its_own() -> None:
    """Clerks learn later than others are hired: without any who are hired, or with one, three new ones make less."""
    later = problem_of(posts=0, retrain_from=(CLERK | {"ramp_share": 0.25},))
    mixed = Crew(COACHES, 3, ((HIRED, 1), (CLERKS, 2)))
    known = {hired(n, n): 70.0 * n for n in (1, 3, 5)} | {retrained(3, 3): 30.0, mixed: 90.0}
    plan = plan_of(later, 3)
    plan.hired[COACHES], plan.retrained[CLERKS, COACHES] = 1, 2
    late = Crew(COACHES, 5, ((HIRED, 1), (CLERKS, 4)))  # with them all posts are filled up: that says it of fewer, too
    assert [crew for crew in not_known(later, plan, {}) if crew.team == COACHES] == [hired(3, 3), late]
    best, *own = most_visits(later, known)
    assert best.hours[3] == 210.0
    assert [(row.hours, row.new) for row in own] == [(30.0, (((HIRED,), 0),)), (90.0, (((HIRED,), 1),))]
    found = []
    for some in range(4):

        def fixed(office: Office, some: int = some) -> None:
            office.add("always", "three", office.planned(COACHES), "==", 3)
            office.add("always", "some", [(office.hired[COACHES], 1.0)], "==", some)
            office.add("always", "no_others", office.visit_hours(EXPERTS), "<=", 0)

        found.append(upper_bound(later, [best, *own, fixed]).value)
    effect = float((later.expectation.effect[0] * later.expectation.need[0][:, None]).max())
    assert all(value <= effect * most * (1 + 2e-3) for value, most in zip(found, (30, 90, 210, 210), strict=True))
    assert found[0] < found[1] < 0.6 * found[2]
    assert found[2] == pytest.approx(found[3], rel=2e-3)
    *_, filled = most_visits(later, known | {late: 90.0})
    assert (filled.posts, filled.hours, filled.new) == (5, 90.0, (((HIRED,), 1),))

    def one_hired(office: Office) -> None:
        office.add("always", "one", [(office.hired[COACHES], 1.0)], "==", 1)
        office.add("always", "no_others", office.visit_hours(EXPERTS), "<=", 0)

    assert upper_bound(later, [best, filled, one_hired]).value <= effect * 90 * (1 + 2e-3)


def test_hours_that_are_lost_say_who_learns_sooner() -> None:
    problem = problem_of(retrain_from=(CLERK | {"ramp_share": 0.05},))
    lost = lost_hours(problem.scenario)
    assert lost[CLERKS, COACHES] < lost[-1, COACHES] == problem.tables[COACHES].lost[-1]
