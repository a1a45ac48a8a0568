"""Which of some changes to make together: those that bring most within what is left.

    maximize  sum of values    subject to    uses @ chosen <= left

A 0-1 knapsack of several dimensions, with sets that are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.errors import SolverError
from redesign.optimization.linear import expression, ones
from redesign.optimization.solver import solve_model

Floats = NDArray[np.float64]

GAP, SECONDS = 1e-6, 10.0


class Chosen(NamedTuple):
    """A set of changes."""

    changes: tuple[int, ...]
    """Their numbers, ascending; none where nothing brings more than 0, or the solver failed."""
    in_time: bool
    """False where the solver failed, or a time limit decided."""


def best_set(values: Floats, uses: Floats, left: Floats, refused: Sequence[Sequence[int]] = ()) -> Chosen:
    """The set that brings most.

    `values` [N], `uses` [R, N] of each resource, `left` [R]; no set in `refused` is chosen, nor one that holds it.
    """
    lp = pulp.LpProblem("best_set", pulp.LpMaximize)
    chosen = [lp.add_variable(f"change_{n}", cat="Binary") for n in range(len(values))]
    lp.setObjective(expression(zip(chosen, values.tolist(), strict=True)))
    used = uses.any(axis=1)
    for row, most in zip(uses[used].tolist(), left[used].tolist(), strict=True):
        scale = max(1.0, *map(abs, row))
        lp += expression([(x, use / scale) for x, use in zip(chosen, row, strict=True) if use]) <= most / scale
    for each in refused:
        lp += expression(ones([chosen[n] for n in each])) <= len(each) - 1
    if not chosen:
        return Chosen((), in_time=True)
    try:
        outcome = solve_model(lp, GAP, SECONDS)
    except SolverError:  # the plan that is to be changed stays
        return Chosen((), in_time=False)
    changes = tuple(n for n, x in enumerate(chosen) if outcome.value(x) > 0.5) if outcome.found else ()
    return Chosen(changes, not outcome.limited)
