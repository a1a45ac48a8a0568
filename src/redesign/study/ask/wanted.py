"""A plan without which there is nothing to answer."""

from __future__ import annotations

from redesign.errors import SolverError
from redesign.optimization.explained import infeasible
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
