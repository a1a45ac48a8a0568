"""A plan without which there is nothing to answer, and why there is none."""

from __future__ import annotations

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.conflict import groups, is_possible
from redesign.optimization.explained import infeasible
from redesign.optimization.problem import Problem
from redesign.optimization.solve import solve_if_possible
from redesign.study.ask.answers import Bought
from redesign.study.ask.variant import Variant


def needed(variant: Variant) -> Bought:
    """Its plan; raises InfeasibleError with what cannot hold together, or SolverError where none was found in time."""
    found = variant.bought
    if found is not None:
        return found
    if solve_if_possible(variant.problem) is None:
        raise infeasible(variant.problem)
    raise SolverError("the solver found no plan in time")


def why_none(problem: Problem) -> InfeasibleError | None:
    """What cannot hold together in a problem without a plan; None where that is not proved. A job for workers."""
    return None if is_possible(problem, groups(problem)) else infeasible(problem)
