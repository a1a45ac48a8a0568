"""What is done about a promise that a plan misses: less is asked of the team, as long as that helps."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from offices import small_office
from plans import plan_of
from redesign.analysis.capacity import Targets
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.streams import SEARCH
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.solve import Solution
from redesign.scenario.model import Scenario
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


def shared_problem():
    """Experts make the high visits of math and those of inclusion, coaches all the others."""
    raw = small_office().model_dump()
    raw["areas"]["math"]["packages"]["high"]["supplier"] = "experts"
    scenario = Scenario.model_validate(raw)
    return SimpleNamespace(scenario=scenario, expectation=expect(scenario))


CLERKS, EXPERTS, COACHES = range(3)
ASKED = Targets(np.array([0.9, 0.8, 0.9, 0.9, 0.0]), np.array([0.9, 0.8, 0.7]))


def years(on_time=(90, 80, 90, 90), made=(90, 80, 70), waits=((1, 2, 3), (1, 2, 3))):
    """Two years, one with three times the other's requests: 100 and 300 are due, 50 and 150 visits promised."""
    return [
        SimpleNamespace(
            on_time=np.array([*(x * times for x in on_time), 0]),
            due=np.array([100 * times] * 4 + [0]),
            visits_made=np.array([x / 2 * times for x in made]),
            visits_promised=np.array([50 * times] * 3),
            step_wait_hours=np.array(wait, float),
        )
        for times, wait in zip((1, 3), waits, strict=True)
    ]


EVERYWHERE = {"math": {"ash": "low", "birch": "high"}, "partnership": "low", "inclusion": "only"}


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ({}, {}),
        ({"on_time": (89.5, 79.5, 89.5, 89.5), "made": (89.5, 79.5, 69.5)}, {}),  # half a point: nobody can tell
        ({"on_time": (85, 80, 90, 90)}, {CLERKS: 0.05}),
        # Hiring goes from clerks to experts and back: the one where its requests wait longest, over both years.
        ({"on_time": (90, 70, 90, 90)}, {EXPERTS: 0.1}),
        ({"on_time": (90, 70, 90, 90), "waits": ((1, 4, 9), (9, 4, 9))}, {CLERKS: 0.1}),
        ({"on_time": (90, 70, 90, 90), "waits": ((np.nan, 1, 9), (1.5, 1, 9))}, {EXPERTS: 0.1}),  # 0.75 hours a year
        ({"on_time": (80, 70, 90, 88), "waits": ((9, 4, 9), (9, 4, 9))}, {CLERKS: 0.1, COACHES: 0.02}),
        ({"on_time": (70, 70, 90, 90), "waits": ((9, 4, 9), (9, 4, 9))}, {CLERKS: 0.2}),
        # Both teams make visits of math under this plan.
        ({"made": (60, 80, 70)}, {EXPERTS: 0.3, COACHES: 0.3}),
        ({"made": (90, 60, 70)}, {COACHES: 0.2}),
        ({"made": (80, 60, 30)}, {EXPERTS: 0.4, COACHES: 0.2}),
        ({"made": (60, 70, 60)}, {EXPERTS: 0.3, COACHES: 0.3}),
    ],
)
def test_the_team_to_blame_and_its_largest_miss(found, wanted):
    problem = shared_problem()
    plan = plan_of(problem.scenario, packages=EVERYWHERE)
    assert search.misses(problem, plan, ASKED, years(**found)) == pytest.approx(wanted)


def test_shares_are_pooled_over_the_years():
    """All of 100 in one year and 240 of 300 in the next are 85 in a hundred."""
    problem = shared_problem()
    good, bad = years(on_time=(100, 80, 90, 90))[0], years(on_time=(80, 80, 90, 90))[1]
    missed = search.misses(problem, plan_of(problem.scenario, packages=EVERYWHERE), ASKED, [good, bad])
    assert missed == pytest.approx({CLERKS: 0.05})


def test_only_teams_that_make_visits_under_the_plan_are_to_blame():
    """With low math in every school it is coaches alone, with high math experts."""
    problem = shared_problem()
    for package, team in (("low", COACHES), ("high", EXPERTS)):
        plan = plan_of(problem.scenario, packages={"math": package})
        assert search.misses(problem, plan, ASKED, years(made=(60, 80, 70))) == pytest.approx({team: 0.3})


def test_a_service_is_the_teams_that_answer_it_under_the_levers_of_the_plan():
    raw = small_office().model_dump()
    change = {"services": {"leave": {"steps": ({"team": "coaches", "work_hours": 0.5},)}}}
    raw["levers"] = {"portal": {"label": "Portal", "changes": change}}
    scenario = Scenario.model_validate(raw)
    problem = SimpleNamespace(scenario=scenario, expectation=expect(scenario))
    for choice, team in (("left", CLERKS), ("taken", COACHES)):
        plan = plan_of(scenario, packages=EVERYWHERE, levers={"portal": choice})
        assert search.misses(problem, plan, ASKED, years(on_time=(80, 80, 90, 90))) == pytest.approx({team: 0.1})
