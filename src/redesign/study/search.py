"""From curves to a plan that keeps its promises on the search years: solve, simulate, tighten, repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.capacity import Targets
from redesign.analysis.curve import CapacityCurve
from redesign.analysis.measures import YearMeasures, package_indices
from redesign.demand.expectation import OPTIONS, Expectation
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan

Simulate = Callable[[Plan], list[YearMeasures]]
"""Simulate a plan on the search years."""

SolveAgain = Callable[[Problem, Solution], Solution]
"""Solve a problem with curves cut; the second argument is what solved it before they were."""

MOST_ROUNDS = 5
TIGHTEN = 0.97
"""A curve that promised too much is cut to this share of the load that the plan put on it."""
TOLERANCE_SHARE = 0.01
"""Search years cannot tell a promise missed by less from one kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, how it was solved, and how often a curve had to be tightened."""

    solution: Solution
    problem: Problem
    rounds: int
    missed: tuple[str, ...]
    """Teams that still missed a promise when the rounds were used up."""


def search(problem: Problem, solution: Solution, targets: Targets, means: tuple[Simulate, SolveAgain]) -> Found:
    """Where a solution misses a promise on the search years, tighten that team's curve and solve again."""
    (simulate, solve_again), rounds = means, 0
    while True:
        years = simulate(solution.plan)
        missed = teams_that_miss(problem, targets, years)
        if not missed or rounds == MOST_ROUNDS:
            break
        tightened = tighten(problem, solution.plan, missed)
        try:
            solution = solve_again(tightened, solution)
        except (InfeasibleError, SolverError):
            break  # no plan that gives the team more room, or none found: the certificate reports the miss
        problem, rounds = tightened, rounds + 1
    return Found(solution, problem, rounds, tuple(problem.scenario.team_ids[t] for t in missed))


def teams_that_miss(problem: Problem, targets: Targets, years: list[YearMeasures]) -> list[int]:
    """Teams to blame for a missed promise: of a service, the team on its route where requests wait longest."""
    scenario, missed = problem.scenario, set()
    waits = np.nan_to_num(np.array([y.step_wait_hours for y in years])).mean(axis=0)
    served = _share([y.on_time for y in years], [y.due for y in years])
    for k, service in enumerate(scenario.services.values()):
        if served[k] < targets.service[k] - TOLERANCE_SHARE:
            route = [scenario.team_ids.index(step.team) for step in service.steps]
            missed.add(max(route, key=lambda t: waits[t]))
    made = _share([y.visits_made for y in years], [y.visits_promised for y in years])
    for a in range(len(scenario.areas)):
        if made[a] < targets.visits[a] - TOLERANCE_SHARE:
            missed.add(int(problem.expectation.area_team[a]))
    return sorted(missed)


def tighten(problem: Problem, plan: Plan, missed: list[int]) -> Problem:
    """Cut the curves of these teams to a little less than the load they could not carry."""
    curves = list(problem.curves)
    for t in missed:
        posts = plan.posts[problem.scenario.team_ids[t]].planned
        load = float(team_loads(problem.expectation, problem.scenario, plan)[t])
        curves[t] = _cut(curves[t], posts, TIGHTEN * load)
    return replace(problem, curves=tuple(curves))


def team_loads(expectation: Expectation, scenario: Scenario, plan: Plan) -> NDArray[np.float64]:
    """[T] expected work hours a year that a plan asks of each team."""
    choices = [OPTIONS.index(plan.lever(k)) for k in scenario.services]
    routine = expectation.service_hours[np.arange(len(choices)), choices].sum(axis=0)
    other = expectation.other_hours + (0.0 if plan.drop_removable_work else expectation.removable_hours)
    packages = package_indices(scenario, plan)
    visits = np.take_along_axis(expectation.visit_hours, packages[:, :, None], axis=2).sum(axis=(1, 2))
    loads: NDArray[np.float64] = routine + other + np.bincount(expectation.area_team, visits, minlength=len(other))
    return loads


def _cut(curve: CapacityCurve, posts: int, hours: float) -> CapacityCurve:
    """No team of at most so many posts carries more than `hours`; larger ones keep at least as much as before."""
    limited = np.where((curve.posts <= posts)[:, None], np.minimum(curve.hours, hours), curve.hours)
    return replace(curve, hours=limited)


def _share(hits: list[NDArray[np.int64]], of: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    total = np.sum(of, axis=0)
    share: NDArray[np.float64] = np.divide(np.sum(hits, axis=0), total, out=np.ones(len(total)), where=total > 0)
    return share
