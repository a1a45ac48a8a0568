"""Which plan to bet on: chances of being best, leads and regret over samples that all plans share."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import LEVEL, Interval, mean_interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
RANGE = 0.90
"""Share of samples that a range holds."""
SAME = 1e-9
"""Supports that differ by a smaller share are the same."""


def best_shares(support: Floats, may: Bools | None = None) -> Floats:
    """[N, P] a sample's vote for its best plan, of support [N, P]; plans that tie share it evenly.

    Where `may`, [N, P], is given, only those plans stand for election; where none does, there is no vote.
    """
    stands = np.ones(support.shape, np.bool_) if may is None else may
    most = np.where(stands, support, -np.inf).max(axis=1, keepdims=True)
    first = stands & (support >= most - SAME * np.abs(support).max(axis=1, keepdims=True))
    shares: Floats = first / np.maximum(1, first.sum(axis=1, keepdims=True))
    return shares


def wilson(votes: Floats) -> Interval:
    """Mean of votes of 0 to 1, [N], with the 95% interval of Wilson (1927), right for few and for all alike."""
    from scipy.special import ndtri

    n, z = len(votes), float(ndtri(0.5 + LEVEL / 2))
    share = math.fsum(votes) / n
    middle, length = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    ends = ((middle + sign * length) / (1 + z * z / n) for sign in (-1, 1))
    low, high = (min(1.0, max(0.0, end)) for end in ends)
    return Interval(share, min(low, share), max(high, share))


def ranged(values: Floats) -> Interval:
    """Mean over the samples, [N], with the range that holds 90% of them: no confidence interval."""
    low, high = np.quantile(values, [(1 - RANGE) / 2, (1 + RANGE) / 2]).tolist()
    return Interval(math.fsum(values) / len(values), low, high)


def regret(support: Floats, plan: int) -> tuple[Interval, float]:
    """What a plan has less than the best of each sample: mean with its 95% interval, and the point of 95%."""
    less = support.max(axis=1) - support[:, plan]
    found = mean_interval(less)
    return Interval(found.mean, max(0.0, found.low), found.high), float(np.quantile(less, 0.95))


def rivals(support: Floats, plan: int) -> list[int]:
    """Plans that are not the same as one in every sample."""
    scale = SAME * np.abs(support).max(initial=0.0)
    apart = np.abs(support - support[:, [plan]]).max(axis=0) > scale
    return np.flatnonzero(apart).tolist()


def lead(support: Floats, plan: int) -> Floats:
    """[N] what a plan has more than the best of its rivals; 0 where it has none."""
    others = rivals(support, plan)
    best = support[:, others].max(axis=1) if others else support[:, plan]
    ahead: Floats = support[:, plan] - best
    return ahead
