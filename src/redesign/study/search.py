"""From curves to a plan that keeps its promises on the search years: solve, simulate, tighten, repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.capacity import Targets
from redesign.analysis.measures import YearMeasures
from redesign.demand.plan import Plan
from redesign.demand.streams import SEARCH
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution
from redesign.study.runner import Runner
from redesign.study.solves import solve_again
from redesign.study.years import Case, case_of, simulate_years

Floats = NDArray[np.float64]

MOST_ROUNDS = 5
LEAST_CUT = 0.03
"""A curve that promised too much is lowered by the share that was missed, and by this much at least."""
HELPED = 0.5
"""Tightening did not help where more than this share of a miss is left: more posts are not what the promise lacks."""
TOLERANCE_SHARE = 0.01
"""Search years cannot tell a promise missed by less from one kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, how it was solved, and how often a curve had to be tightened."""

    problem: Problem
    solution: Solution
    rounds: int = 0
    missed_by: dict[int, float] = field(default_factory=dict)
    """{t: share} by which the plan's teams miss a promise on the search years."""

    @property
    def case(self) -> Case:
        """What to simulate."""
        return case_of(self.problem.scenario, self.solution.plan)


def search(solved: Mapping[str, Found], targets: Targets, runner: Runner) -> dict[str, Found]:
    """Where a solution misses a promise on the search years, tighten that team's curve and solve again.

    All strategies go through the same years side by side. A team whose miss tightening did not make smaller is left
    as it is, and so is a plan that cannot give it more room: the certificate reports the miss.
    """
    found, going = dict(solved), list(solved)
    while going:
        run = found[going[0]].problem.scenario.run
        years = simulate_years(
            {name: found[name].case for name in going}, range(SEARCH, SEARCH + run.search_years), runner, "plans"
        )
        tightened: dict[str, Problem] = {}
        for name in going:
            found[name], hopeful = _judged(found[name], targets, [year[name] for year in years])
            if hopeful:
                tightened[name] = tighten(found[name].problem, found[name].solution.plan, hopeful)
        # solved again in workers, if there are any: HiGHS may lose itself there and take nothing else along
        jobs = [(problem, found[name].solution) for name, problem in tightened.items()]
        again = runner.replicate("optimization", solve_again, jobs) if jobs else []
        solutions = {name: solution for name, solution in zip(tightened, again, strict=True) if solution}
        for name, solution in solutions.items():
            before = found[name]
            found[name] = Found(tightened[name], solution, before.rounds + 1, before.missed_by)
        going = list(solutions)
    return found


def _judged(found: Found, targets: Targets, years: list[YearMeasures]) -> tuple[Found, dict[int, float]]:
    """What a plan misses, and what of it tightening may help."""
    missed = misses(found.problem, found.solution.plan, targets, years)
    hopeful = {t: by for t, by in missed.items() if by <= HELPED * found.missed_by.get(t, np.inf)}
    return replace(found, missed_by=missed), hopeful if found.rounds < MOST_ROUNDS else {}


def misses(problem: Problem, plan: Plan, targets: Targets, years: list[YearMeasures]) -> dict[int, float]:
    """{team: share by which a promise is missed} of the teams to blame, in order, and the largest miss of each.

    Of a service that is the team on its route where requests wait longest, of visits every team that makes some.
    """
    scenario, found = problem.scenario, dict[int, float]()
    waits = np.nan_to_num(np.array([y.step_wait_hours for y in years])).mean(axis=0)
    served = targets.service - _share([y.on_time for y in years], [y.due for y in years])
    for k, service in enumerate(case_of(scenario, plan).scenario.service_list):
        if served[k] > TOLERANCE_SHARE:
            team = max((scenario.team_ids.index(step.team) for step in service.steps), key=lambda t: waits[t])
            found[team] = max(found.get(team, 0.0), float(served[k]))
    made = targets.visits - _share([y.visits_made for y in years], [y.visits_promised for y in years])
    for a in np.flatnonzero(made > TOLERANCE_SHARE).tolist():
        for team in problem.expectation.supplier[a, np.unique(plan.packages[a][plan.packages[a] > 0])].tolist():
            found[team] = max(found.get(team, 0.0), float(made[a]))
    return dict(sorted(found.items()))


def tighten(problem: Problem, plan: Plan, missed: dict[int, float]) -> Problem:
    """Lower the curves of the teams that missed a promise until the plan's posts carry less than they could not carry.

    They carry less by the share that they missed, which is most often enough, since near capacity waits shrink faster
    than loads. The whole curve is lowered by one factor, since a team that is a post larger does not keep much more of
    its hours.
    """
    curves = list(problem.curves)
    loads, visits = problem.loads(plan), problem.visit_hours(plan)
    for t, by in missed.items():
        curve = curves[t]
        row = int(np.searchsorted(curve.posts, plan.posts[t]))
        bucket = min(int(np.searchsorted(curve.mix, visits[t] / loads[t], "right")), len(curve.mix) - 1) - 1
        promised = max(float(curve.between[row, bucket]), float(loads[t]))
        factor = (1 - max(LEAST_CUT, by)) * float(loads[t]) / promised
        curves[t] = replace(curve, hours=curve.hours * factor)
    return replace(problem, curves=tuple(curves))


def _share(hits: list[NDArray[np.int64]], of: list[NDArray[np.int64]]) -> Floats:
    total = np.sum(of, axis=0)
    share: Floats = np.divide(np.sum(hits, axis=0), total, out=np.ones(len(total)), where=total > 0)
    return share
