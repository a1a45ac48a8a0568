"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.conflict import conflict
from redesign.optimization.formulation import formulate
from redesign.optimization.master import solve_split
from redesign.optimization.problem import (
    Problem,
    allowed_packages,
    at_packages,
    floor_hours,
    package_indices,
    visit_limit,
)
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.recheck import recheck
from redesign.optimization.settle import settle
from redesign.optimization.solver import SolveOutcome, relative_gap, solve_model
from redesign.scenario.plan import Plan

PROVED = 1e-6
"""A gap this small is called optimal."""


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


def solve(problem: Problem) -> Solution:
    """The best plan: split by team where only hours and money couple packages, else school by school; then settle.

    Raises InfeasibleError with what cannot hold together, and SolverError where nothing was found in time.
    """
    start, run = time.perf_counter(), problem.scenario.run
    if not packages_are_coupled(problem):
        split = solve_split(problem, run.solver_gap, run.solver_seconds)
        if split.plan is not None and split.outcome.bound is not None:
            plan, support = split.plan, promised_support(problem, split.plan)
            if not recheck(problem, plan).violated and relative_gap(support, split.outcome.bound) <= run.solver_gap:
                return _solution(settle(problem, plan), (support, split.outcome.bound), split.outcome, start)
    model = formulate(problem)
    outcome = solve_model(model.lp, run.solver_gap, run.solver_seconds)
    if outcome.state == "infeasible":
        raise InfeasibleError(conflict(problem))
    if not outcome.found or outcome.bound is None:
        raise SolverError(f"no plan was found within {run.solver_seconds:g} seconds ({outcome.state})")
    plan = read_plan(model.office, outcome, chosen_packages(model, outcome))
    return _solution(settle(problem, plan), (promised_support(problem, plan), outcome.bound), outcome, start)


def packages_are_coupled(problem: Problem) -> bool:
    """Whether anything but hours and the money for posts couples packages: materials, floors, absorption, spans."""
    scenario, expectation, allowed = problem.scenario, problem.expectation, allowed_packages(problem)
    most_visits = np.where(allowed, expectation.visits, 0).max(axis=2).sum(axis=0)
    spans = len(scenario.schools) >= scenario.limits.span_applies_from_schools
    return bool(
        np.any(expectation.materials_usd[allowed] > 0)
        or np.any(floor_hours(problem) > 0)
        or np.any(most_visits > visit_limit(problem))
        or (spans and any(area.span_schools_per_post is not None for area in scenario.areas.values()))
    )


def promised_support(problem: Problem, plan: Plan) -> float:
    """Support of a plan if every promised visit is made, in the order of areas and schools."""
    return float(at_packages(problem.expectation.support, package_indices(problem.scenario, plan)).sum())


def _solution(plan: Plan, found: tuple[float, float], outcome: SolveOutcome, start: float) -> Solution:
    objective, bound = found[0], max(found)
    gap = relative_gap(objective, bound)
    limited = outcome.state == "best_found"
    status = f"best found at the time limit, gap {gap:.2%}" if limited else f"proved within a gap of {gap:.2%}"
    if not limited and gap <= PROVED:
        status = "optimal"
    return Solution(plan, objective, bound, gap, status, outcome.solver, time.perf_counter() - start, not limited)
