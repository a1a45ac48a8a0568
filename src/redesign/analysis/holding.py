"""By what a plan is chosen that is to hold whatever the numbers are: higher is better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import LEVEL, Interval
from redesign.demand.streams import stream
from redesign.scenario.settings import By as By

Floats = NDArray[np.float64]
TENTH = 0.1
RESAMPLES = 1000


def criterion(support: Floats, by: By) -> Floats:
    """[P] of support [N, P] of the same samples; regret counts from the best of these plans, and is negative here."""
    if by == "mean":
        return np.asarray(support.mean(axis=0))
    less = support - support.max(axis=1, keepdims=True) if by == "regret" else support
    return np.asarray(np.sort(less, axis=0)[: worst(len(support))].mean(axis=0))


def worst(samples: int) -> int:
    """How many samples are a tenth: at least one."""
    return max(1, round(TENTH * samples))


def gained(support: Floats, plan: int, other: int, by: By) -> Interval:
    """What a plan has more than another of what plans are chosen by, of support [N, P], with its 95% interval.

    Percentiles of the difference over samples drawn again (Efron 1979), which both plans share.
    """

    def more(samples: Floats) -> float:
        value = criterion(samples, by)
        return float(value[plan] - value[other])

    n = len(support)
    again = stream(0, 0, "samples drawn again").integers(n, size=(RESAMPLES, n))
    mean, tail = more(support), (1 - LEVEL) / 2
    low, high = np.quantile([more(support[places]) for places in again], [tail, 1 - tail]).tolist()
    return Interval(mean, min(mean, low), max(mean, high))
