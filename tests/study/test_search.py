"""What is done about a promise that a plan misses: less is asked of the team, as long as that helps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from offices import small_office
from redesign.analysis.capacity import Targets
from redesign.demand.plan import plan_today
from redesign.demand.streams import SEARCH
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.solve import Solution
from redesign.scenario.strategy import SHIPPED
from redesign.study import search, solves
from redesign.study.problems import Curves, problem_of
from redesign.study.runner import Runner
from redesign.study.search import Found


@pytest.fixture(scope="module")
def problem():
    scenario = small_office()
    targets = Targets(np.zeros(len(scenario.services)), np.zeros(len(scenario.areas)))
    return problem_of(scenario, SHIPPED["clean_sheet"], targets, Curves(Runner()))


@pytest.fixture
def solution(problem):
    return Solution(plan_today(problem.scenario), 10.0, 11.0, 0.1, "proved", "HiGHS", 1.0, True)


def missing(monkeypatch, *several):
    """Let the simulated plans miss what is given, plan after plan."""
    left = iter(several)
    monkeypatch.setattr(search, "misses", lambda *_: next(left))


NO_TARGETS = Targets(np.zeros(0), np.zeros(0))


@pytest.fixture
def simulated(monkeypatch):
    """The strategies that were simulated, round by round: nothing is, since `missing` says what they miss."""
    rounds = []

    def simulate(cases, years, runner, phase):
        assert years == range(SEARCH, SEARCH + 10)
        rounds.append(list(cases))
        return [dict.fromkeys(cases) for _ in years]

    monkeypatch.setattr(search, "simulate_years", simulate)
    return rounds


def solving(monkeypatch, solution):
    """Let the solver find the same again; returns the jobs that it is given."""
    jobs = []

    def solve_again(job):
        jobs.append(job)
        return solution

    monkeypatch.setattr(search, "solve_again", solve_again)
    return jobs


def run(monkeypatch, problem, solution):
    """Search with a solver that finds the same plan again; returns what was found and the problems solved."""
    jobs = solving(monkeypatch, solution)
    (found,) = search.search({"one": Found(problem, solution)}, NO_TARGETS, Runner()).values()
    assert all(earlier is solution for _, earlier in jobs)
    return found, [tightened for tightened, _ in jobs]


@pytest.mark.parametrize(("by", "cut"), [(0.011, search.LEAST_CUT), (0.08, 0.08)])
def test_the_posts_of_a_plan_carry_less_afterwards(problem, by, cut):
    plan = plan_today(problem.scenario)
    for t in range(len(problem.scenario.teams)):
        tightened = search.tighten(problem, plan, {t: by})
        before, after = problem.curves[t], tightened.curves[t]
        row = np.searchsorted(before.posts, plan.posts[t])
        load, visits = problem.loads(plan)[t], problem.visit_hours(plan)[t]
        bucket = min(int(visits / load * 4), 3)
        assert after.between[row, bucket] <= (1 - cut) * load * (1 + 1e-9)
        assert np.all(after.hours <= before.hours)
        assert [i for i, curve in enumerate(tightened.curves) if curve is not problem.curves[i]] == [t]


def test_a_plan_that_keeps_its_promises_is_not_touched(monkeypatch, simulated, problem, solution):
    missing(monkeypatch, {})
    found, solved = run(monkeypatch, problem, solution)
    assert (found.rounds, found.missed_by, solved) == (0, {}, [])
    assert found.problem is problem


def test_tightening_goes_on_while_it_helps(monkeypatch, simulated, problem, solution):
    missing(monkeypatch, {0: 0.08}, {0: 0.03}, {0: 0.01}, {})
    found, solved = run(monkeypatch, problem, solution)
    assert (found.rounds, found.missed_by) == (3, {})
    hours = [each.curves[0].hours.max() for each in (problem, *solved)]
    assert hours == sorted(hours, reverse=True)
    assert hours[-1] < hours[0]


def test_a_team_that_tightening_does_not_help_is_left_as_it_is(monkeypatch, simulated, problem, solution):
    missing(monkeypatch, {0: 0.05, 1: 0.05}, {0: 0.01, 1: 0.049}, {1: 0.049})
    found, solved = run(monkeypatch, problem, solution)
    assert (found.rounds, found.missed_by) == (2, {1: 0.049})
    assert solved[1].curves[1] is solved[0].curves[1]
    assert solved[1].curves[0] is not solved[0].curves[0]


def test_a_solver_that_fails_again_leaves_the_plan_before(monkeypatch, simulated, problem, solution):
    missing(monkeypatch, {0: 0.05})
    solving(monkeypatch, None)
    (found,) = search.search({"one": Found(problem, solution)}, NO_TARGETS, Runner()).values()
    assert (found.solution, found.rounds, found.missed_by) == (solution, 0, {0: 0.05})


@pytest.mark.parametrize("error", [SolverError("lost"), InfeasibleError("no room")])
def test_a_solve_that_finds_nothing_again_is_no_error(monkeypatch, problem, solution, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(solves, "solve", fails)
    assert solves.solve_again((problem, solution)) is None


def test_strategies_are_judged_side_by_side_and_only_while_they_have_something_to_gain(
    monkeypatch, simulated, problem, solution
):
    missing(monkeypatch, {0: 0.05}, {}, {0: 0.01}, {})  # of both, then twice of the first alone
    other = replace(solution, plan=replace(solution.plan))
    jobs = solving(monkeypatch, solution)
    both = {"first": Found(problem, solution), "second": Found(problem, other)}
    first, second = search.search(both, NO_TARGETS, Runner()).values()
    assert simulated == [["first", "second"], ["first"], ["first"]]
    assert [earlier for _, earlier in jobs] == [solution, solution]
    assert (first.rounds, second.rounds) == (2, 0)
    assert second.problem is problem
    assert second.solution is other
