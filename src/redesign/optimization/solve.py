"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.solver import solve_model
from redesign.scenario.plan import Plan


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan, what it promises and what is proved about it."""

    plan: Plan
    promised_support: float
    bound: float
    gap: float
    status: str
    solver: str
    seconds: float
    reproducible: bool


def solve(problem: Problem) -> Solution:
    start = time.perf_counter()
    run = problem.scenario.run
    model = formulate(problem)
    outcome = solve_model(model.lp, run.solver_gap, run.solver_seconds)
    if outcome.state == "infeasible":
        raise InfeasibleError(("the constraints",))
    if not outcome.found or outcome.objective is None or outcome.bound is None:
        raise SolverError(outcome.state)
    packages = chosen_packages(model, outcome)
    plan = read_plan(model.office, outcome, packages)
    return Solution(plan, outcome.objective, outcome.bound, outcome.gap or 0.0, outcome.state, outcome.solver, time.perf_counter() - start, outcome.state != "best_found")
