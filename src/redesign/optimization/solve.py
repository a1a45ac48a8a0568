"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.conflict import conflict
from redesign.optimization.formulation import formulate
from redesign.optimization.prices import Earlier, solve_by_prices
from redesign.optimization.problem import Problem, allowed_packages, at_packages, package_indices
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.settle import settle
from redesign.optimization.solver import SolveOutcome, relative_gap, solve_model
from redesign.scenario.plan import Plan

PROVED = 1e-6
"""A gap this small is called optimal."""
NEARBY_POSTS = 3
"""A plan for curves a little smaller is looked for within so many posts of each team, or a tenth of them, first."""
MOST_CHOICES = 2_500
"""Packages to choose from, over areas and schools, that the solver can take as they are."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan, what it promises and what is proved about it."""

    plan: Plan
    promised_support: float
    bound: float
    """No plan within the strategy's freedoms and the capacity curves promises more."""
    gap: float
    """(bound - promised support) / bound."""
    status: str
    """In words: never *optimal* at a limit."""
    solver: str
    seconds: float
    reproducible: bool
    """False where a time limit ended the search."""
    prices: tuple[NDArray[np.float64], ...] = ()
    """Where to look first when the problem is solved again with smaller curves."""


def solve(problem: Problem, earlier: Solution | None = None) -> Solution:
    """The best plan: as defined, school by school, or by prices where there are too many schools; then settled.

    `earlier` solved a problem with the same packages that allows more: its bound holds here, too. Raises
    InfeasibleError with what cannot hold together, and SolverError where nothing was found in time.
    """
    start, run = time.perf_counter(), problem.scenario.run
    known = Earlier(earlier.bound, earlier.prices, _around(earlier.plan)) if earlier else Earlier()
    priced = solve_by_prices(problem, run.solver_gap, run.solver_seconds, known) if is_large(problem) else None
    if priced and (priced.plan or priced.outcome.state == "infeasible"):
        outcome, plan = priced.outcome, priced.plan
    else:
        outcome, plan = _solve_as_defined(problem, run.solver_gap, run.solver_seconds)
    if outcome.state == "infeasible":
        raise InfeasibleError(conflict(problem))
    if plan is None or outcome.bound is None:
        raise SolverError(f"no plan was found within {run.solver_seconds:g} seconds ({outcome.state})")
    found = (promised_support(problem, plan), min(outcome.bound, known.bound))
    solution = _solution(settle(problem, plan), found, outcome, time.perf_counter() - start)
    return replace(solution, prices=priced.prices) if priced else solution


def is_large(problem: Problem) -> bool:
    """Whether a problem has more packages to choose from than the solver can take as they are."""
    return int(np.count_nonzero(allowed_packages(problem)[:, :, 1:])) > MOST_CHOICES


def promised_support(problem: Problem, plan: Plan) -> float:
    """Support of a plan if every promised visit is made, in the order of areas and schools."""
    return float(at_packages(problem.expectation.support, package_indices(problem.scenario, plan)).sum())


def _around(plan: Plan) -> dict[int, tuple[int, int]]:
    """{t: least and most posts} near those of a plan."""
    posts = [change.planned for change in plan.posts.values()]
    return {t: (n - max(NEARBY_POSTS, n // 10), n + max(NEARBY_POSTS, n // 10)) for t, n in enumerate(posts)}


def _solve_as_defined(problem: Problem, gap: float, seconds: float) -> tuple[SolveOutcome, Plan | None]:
    model = formulate(problem)
    outcome = solve_model(model.lp, gap, seconds)
    if not outcome.found:
        return outcome, None
    return outcome, read_plan(model.office, outcome, chosen_packages(model, outcome))


def _solution(plan: Plan, found: tuple[float, float], outcome: SolveOutcome, seconds: float) -> Solution:
    objective, bound = found[0], max(found)
    gap = relative_gap(objective, bound)
    limited = outcome.state == "best_found"
    status = f"best found at the time limit, gap {gap:.2%}" if limited else f"proved within a gap of {gap:.2%}"
    if not limited and gap <= PROVED:
        status = "optimal"
    return Solution(plan, objective, bound, gap, status, outcome.solver, seconds, not limited)
