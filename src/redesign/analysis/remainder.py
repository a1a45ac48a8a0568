"""What many small numbers do together, though none of them can be told from chance alone.

Single numbers below the threshold are taken as doing nothing. Together they may do much: of independent numbers the
squared slopes less what chance adds to them are an unbiased estimate of what they explain, and the sum of many small
parts is normal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.expansion import CHANCE, Expansion
from redesign.analysis.smooth import functions

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Remainder:
    """A normal part of M responses."""

    covariance: Floats
    """[M, M]"""
    error: float
    """Standard error of its size, as a share of it."""


def remainder(expansion: Expansion, scores: Floats, columns: frozenset[int]) -> Remainder:
    """What the lines of a group's columns that have no term explain together.

    A group none of whose columns has a term has nothing where chance explains it: in 19 of 20 groups on which nothing
    depends.
    """
    lines = {term[0][0] for term in expansion.terms if len(term) == 1 and term[0][1] == 0}
    small = sorted(columns - lines)
    residual = np.where(expansion.open, expansion.residual, 0.0)
    n, nothing = len(residual), Remainder(np.zeros((residual.shape[1],) * 2), 0.0)
    if len(small) < 2 or not expansion.open.any():
        return nothing
    slopes = functions(scores[:, small])[..., 0].T @ residual / n
    by_chance = residual.T @ residual / n**2
    ratios = (slopes**2).sum(axis=0)[expansion.open] / np.diag(by_chance)[expansion.open]
    if not expansion.of(columns) and _explained(ratios, len(small)):
        return nothing
    values, vectors = np.linalg.eigh(slopes.T @ slopes - len(small) * by_chance)
    kept = n / (n - len(expansion.coefficients))  # the terms have taken their part of every slope
    covariance = kept**2 * (vectors * np.maximum(values, 0.0)) @ vectors.T
    more = max(1.0, float(ratios.max()) - len(small))
    return Remainder(covariance, math.sqrt(2 * len(small) + 4 * more) / more)


def _explained(ratios: Floats, columns: int) -> bool:
    """Whether sums of so many squared slopes, in their variances by chance, are no larger than chance explains."""
    from scipy.special import chdtrc

    return float(chdtrc(columns, ratios).min()) > CHANCE / len(ratios)
