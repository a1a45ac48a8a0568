"""What is done about a promise that a plan misses: less is asked of the team, as long as that helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from offices import small_office
from redesign.analysis.capacity import Targets
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.problem import CLEAN_SHEET
from redesign.optimization.solve import Solution
from redesign.scenario.plan import plan_today
from redesign.study import search, solves
from redesign.study.pipeline import capacity_curves, problem_of
from redesign.study.years import Means


@pytest.fixture(scope="module")
def problem():
    scenario = small_office()
    targets = Targets(np.zeros(len(scenario.services)), np.zeros(len(scenario.areas)))
    return problem_of(scenario, capacity_curves(scenario, targets, Means()), CLEAN_SHEET)


@pytest.fixture
def solution(problem):
    return Solution(plan_today(problem.scenario), 10.0, 11.0, 0.1, "proved", "HiGHS", 1.0, True)


def missing(monkeypatch, *several):
    """Let the simulated plans miss what is given, plan after plan."""
    left = iter(several)
    monkeypatch.setattr(search, "misses", lambda *_: next(left))


NO_TARGETS = Targets(np.zeros(0), np.zeros(0))


def run(problem, solution):
    """Search with a solver that finds the same plan again; returns what was found and the problems solved."""
    solved = []

    def solve_again(jobs):
        assert all(earlier is solution for _, earlier in jobs)
        solved.extend(tightened for tightened, _ in jobs)
        return [solution for _ in jobs]

    (found,) = search.search([(problem, solution)], NO_TARGETS, (lambda _: [], solve_again))
    return found, solved


@pytest.mark.parametrize(("by", "cut"), [(0.011, search.LEAST_CUT), (0.08, 0.08)])
def test_the_posts_of_a_plan_carry_less_afterwards(problem, by, cut):
    plan = plan_today(problem.scenario)
    for t, name in enumerate(problem.scenario.team_ids):
        tightened = search.tighten(problem, plan, {t: by})
        before, after = problem.curves[t], tightened.curves[t]
        row = np.searchsorted(before.posts, plan.posts[name].planned)
        load, visits = problem.loads(plan)[t], search.visit_hours(problem, plan)[t]
        bucket = min(int(visits / load * 4), 3)
        assert after.between[row, bucket] <= (1 - cut) * load * (1 + 1e-9)
        assert np.all(after.hours <= before.hours)
        assert [i for i, curve in enumerate(tightened.curves) if curve is not problem.curves[i]] == [t]


def test_a_plan_that_keeps_its_promises_is_not_touched(monkeypatch, problem, solution):
    missing(monkeypatch, {})
    found, solved = run(problem, solution)
    assert (found.rounds, found.missed_by, solved) == (0, {}, [])
    assert found.problem is problem


def test_tightening_goes_on_while_it_helps(monkeypatch, problem, solution):
    missing(monkeypatch, {0: 0.08}, {0: 0.03}, {0: 0.01}, {})
    found, solved = run(problem, solution)
    assert (found.rounds, found.missed_by) == (3, {})
    hours = [each.curves[0].hours.max() for each in (problem, *solved)]
    assert hours == sorted(hours, reverse=True)
    assert hours[-1] < hours[0]


def test_a_team_that_tightening_does_not_help_is_left_as_it_is(monkeypatch, problem, solution):
    missing(monkeypatch, {0: 0.05, 1: 0.05}, {0: 0.01, 1: 0.049}, {1: 0.049})
    found, solved = run(problem, solution)
    assert (found.rounds, found.missed_by) == (2, {1: 0.049})
    assert solved[1].curves[1] is solved[0].curves[1]
    assert solved[1].curves[0] is not solved[0].curves[0]


def test_a_solver_that_fails_again_leaves_the_plan_before(monkeypatch, problem, solution):
    missing(monkeypatch, {0: 0.05})
    (found,) = search.search([(problem, solution)], NO_TARGETS, (lambda _: [], lambda jobs: [None for _ in jobs]))
    assert (found.solution, found.rounds, found.missed_by) == (solution, 0, {0: 0.05})


@pytest.mark.parametrize("error", [SolverError("lost"), InfeasibleError("no room")])
def test_a_solve_that_finds_nothing_again_is_no_error(monkeypatch, problem, solution, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(solves, "solve", fails)
    assert solves.solve_again((problem, solution)) is None


def test_strategies_are_judged_side_by_side_and_only_while_they_have_something_to_gain(monkeypatch, problem, solution):
    missing(monkeypatch, {0: 0.05}, {}, {0: 0.01}, {})  # of both, then twice of the first alone
    other = replace(solution, plan=replace(solution.plan))
    simulated, solved = [], []

    def simulate(plans):
        simulated.append(plans)
        return []

    def solve_again(jobs):
        solved.append([earlier for _, earlier in jobs])
        return [solution for _ in jobs]

    first, second = search.search([(problem, solution), (problem, other)], NO_TARGETS, (simulate, solve_again))
    assert [len(plans) for plans in simulated] == [2, 1, 1]
    assert solved == [[solution], [solution]]
    assert (first.rounds, second.rounds) == (2, 0)
    assert second.problem is problem
    assert second.solution is other
