"""From curves to a plan that keeps its promises on the search years: solve, simulate, tighten, repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.capacity import Targets
from redesign.analysis.measures import YearMeasures
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.problem import Problem, visit_hours
from redesign.optimization.solve import Solution
from redesign.scenario.plan import Plan

Floats = NDArray[np.float64]
Simulate = Callable[[Plan], list[YearMeasures]]
"""Simulate a plan on the search years."""

SolveAgain = Callable[[Problem, Solution], Solution]
"""Solve a problem with curves cut; the second argument is what solved it before they were."""

MOST_ROUNDS = 5
TIGHTEN = 0.97
"""A curve that promised too much is lowered until the plan's posts carry this share of what they could not carry."""
HELPED = 0.5
"""Tightening did not help where more than this share of a miss is left: more posts are not what the promise lacks."""
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
    """Where a solution misses a promise on the search years, tighten that team's curve and solve again.

    A team whose miss tightening did not make smaller is left as it is: the certificate reports the miss.
    """
    (simulate, solve_again), rounds = means, 0
    before: dict[int, float] = {}
    while True:
        missed = misses(problem, targets, simulate(solution.plan))
        hopeful = [t for t, by in missed.items() if by <= HELPED * before.get(t, np.inf)]
        if not hopeful or rounds == MOST_ROUNDS:
            break
        tightened = tighten(problem, solution.plan, hopeful)
        try:
            solution = solve_again(tightened, solution)
        except (InfeasibleError, SolverError):
            break  # no plan that gives the team more room, or none found: the certificate reports the miss
        problem, rounds, before = tightened, rounds + 1, missed
    return Found(solution, problem, rounds, tuple(problem.scenario.team_ids[t] for t in missed))


def misses(problem: Problem, targets: Targets, years: list[YearMeasures]) -> dict[int, float]:
    """{team: share by which a promise is missed} of the teams to blame, in order, and the largest miss of each.

    Of a service that is the team on its route where requests wait longest.
    """
    scenario, found = problem.scenario, dict[int, float]()
    waits = np.nan_to_num(np.array([y.step_wait_hours for y in years])).mean(axis=0)
    served = targets.service - _share([y.on_time for y in years], [y.due for y in years])
    for k, service in enumerate(scenario.services.values()):
        if served[k] > TOLERANCE_SHARE:
            team = max((scenario.team_ids.index(step.team) for step in service.steps), key=lambda t: waits[t])
            found[team] = max(found.get(team, 0.0), float(served[k]))
    made = targets.visits - _share([y.visits_made for y in years], [y.visits_promised for y in years])
    for a in np.flatnonzero(made > TOLERANCE_SHARE).tolist():
        team = int(problem.expectation.area_team[a])
        found[team] = max(found.get(team, 0.0), float(made[a]))
    return dict(sorted(found.items()))


def tighten(problem: Problem, plan: Plan, missed: list[int]) -> Problem:
    """Lower the curves of these teams until the plan's posts carry a little less than they could not carry.

    The whole curve is lowered by one factor, since a team that is a post larger does not keep much more of its hours.
    """
    curves = list(problem.curves)
    loads, visits = problem.loads(plan), visit_hours(problem, plan)
    for t in missed:
        curve = curves[t]
        row = int(np.searchsorted(curve.posts, plan.posts[problem.scenario.team_ids[t]].planned))
        bucket = min(int(np.searchsorted(curve.mix, visits[t] / loads[t], "right")), len(curve.mix) - 1) - 1
        promised = max(float(curve.between[row, bucket]), float(loads[t]))
        factor = TIGHTEN * float(loads[t]) / promised
        curves[t] = replace(curve, hours=curve.hours * factor)
    return replace(problem, curves=tuple(curves))


def _share(hits: list[NDArray[np.int64]], of: list[NDArray[np.int64]]) -> Floats:
    total = np.sum(of, axis=0)
    share: Floats = np.divide(np.sum(hits, axis=0), total, out=np.ones(len(total)), where=total > 0)
    return share
