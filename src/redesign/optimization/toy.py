"""A model whose answer is known, to see whether the solver works on this machine."""

from __future__ import annotations

import pulp

from redesign.optimization.linear import constrain
from redesign.optimization.solver import SolveOutcome, solve_model

TOY_OPTIMUM = 9.0
"""Of three packages worth 5, 4 and 3 that cost 4, 3 and 2 hours, the first two fit into 7 hours."""


def solve_toy() -> SolveOutcome:
    """Solve max 5x + 4y + 3z, 4x + 3y + 2z <= 7, all binary; the optimum is `TOY_OPTIMUM`."""
    lp = pulp.LpProblem("toy", pulp.LpMaximize)
    values, hours = (5.0, 4.0, 3.0), (4.0, 3.0, 2.0)
    items = [lp.add_variable(f"x_{n}", 0, 1, "Integer") for n in range(3)]
    lp += pulp.lpSum(value * item for value, item in zip(values, items, strict=True))
    constrain(lp, "hours", zip(items, hours, strict=True), "<=", 7.0)
    return solve_model(lp)
