"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.conflict import conflict
from redesign.optimization.formulation import formulate
from redesign.optimization.prices import solve_by_prices
from redesign.optimization.problem import Problem, allowed_packages, at_packages, package_indices
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.settle import settle
from redesign.optimization.solver import SolveOutcome, relative_gap, solve_model
from redesign.scenario.plan import Plan

PROVED = 1e-6
"""A gap this small is called optimal."""
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


def solve(problem: Problem, known_bound: float = np.inf) -> Solution:
    """The best plan: as defined, school by school, or by prices where there are too many schools; then settled.

    `known_bound` is one that holds for this problem, from a problem that allows more. Raises InfeasibleError with
    what cannot hold together, and SolverError where nothing was found in time.
    """
    start, run = time.perf_counter(), problem.scenario.run
    if is_large(problem):
        outcome, plan = _solve_by_prices_or_as_defined(problem, run.solver_gap, run.solver_seconds, known_bound)
    else:
        outcome, plan = _solve_as_defined(problem, run.solver_gap, run.solver_seconds)
    if outcome.state == "infeasible":
        raise InfeasibleError(conflict(problem))
    if plan is None or outcome.bound is None:
        raise SolverError(f"no plan was found within {run.solver_seconds:g} seconds ({outcome.state})")
    found = (promised_support(problem, plan), min(outcome.bound, known_bound))
    return _solution(settle(problem, plan), found, outcome, time.perf_counter() - start)


def is_large(problem: Problem) -> bool:
    """Whether a problem has more packages to choose from than the solver can take as they are."""
    return int(np.count_nonzero(allowed_packages(problem)[:, :, 1:])) > MOST_CHOICES


def promised_support(problem: Problem, plan: Plan) -> float:
    """Support of a plan if every promised visit is made, in the order of areas and schools."""
    return float(at_packages(problem.expectation.support, package_indices(problem.scenario, plan)).sum())


def _solve_by_prices_or_as_defined(
    problem: Problem, gap: float, seconds: float, known_bound: float
) -> tuple[SolveOutcome, Plan | None]:
    priced = solve_by_prices(problem, gap, seconds, known_bound)
    if priced.plan is None and priced.outcome.state != "infeasible":
        return _solve_as_defined(problem, gap, seconds)
    return priced.outcome, priced.plan


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
