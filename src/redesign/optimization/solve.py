"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.conflict import conflict
from redesign.optimization.formulation import Formulation, formulate
from redesign.optimization.master import solve_split
from redesign.optimization.problem import Problem
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.recheck import recheck
from redesign.optimization.solver import SolveOutcome, relative_gap, solve_model
from redesign.optimization.strengthen import strengthen
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
    """Split by team; where the areas of a school turn out to be coupled, solve school by school.

    Raises InfeasibleError with what cannot hold together, and SolverError where nothing was found in time.
    """
    start, run = time.perf_counter(), problem.scenario.run
    split = solve_split(problem, run.solver_gap, run.solver_seconds)
    if split.outcome.state == "infeasible":
        raise InfeasibleError(conflict(problem))
    bound = np.inf if split.outcome.bound is None else split.outcome.bound
    if split.plan is not None:
        checked = recheck(problem, split.plan)
        if not checked.violated and relative_gap(checked.objective, bound) <= run.solver_gap:
            return _solution(split.plan, (checked.objective, bound), split.outcome, start)
    model = formulate(problem)
    strengthen(model)
    outcome = solve_model(model.lp, run.solver_gap, run.solver_seconds)
    if outcome.state == "infeasible":
        raise InfeasibleError(conflict(problem))
    if not outcome.found or outcome.objective is None or outcome.bound is None:
        raise SolverError(f"no plan was found within {run.solver_seconds:g} seconds ({outcome.state})")
    plan = _read(model, outcome)
    return _solution(plan, (outcome.objective, min(bound, outcome.bound)), outcome, start)


def _read(model: Formulation, outcome: SolveOutcome) -> Plan:
    return read_plan(model.office, outcome, chosen_packages(model, outcome))


def _solution(plan: Plan, found: tuple[float, float], outcome: SolveOutcome, start: float) -> Solution:
    objective, bound = found[0], max(found)
    gap = relative_gap(objective, bound)
    limited = outcome.state == "best_found"
    status = f"best found at the time limit, gap {gap:.2%}" if limited else f"proved within a gap of {gap:.2%}"
    if not limited and gap <= PROVED:
        status = "optimal"
    return Solution(plan, objective, bound, gap, status, outcome.solver, time.perf_counter() - start, not limited)
