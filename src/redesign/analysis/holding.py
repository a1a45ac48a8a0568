"""By what a plan is chosen that is to hold whatever the numbers are: higher is better."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
By = Literal["mean", "regret", "worst_tenth"]
"""Mean: most support on average, which is also least regret on average. Regret: least regret where it is largest, in
the mean of the worst tenth of samples. Worst tenth: most support where it is least, in the mean of that tenth."""
TENTH = 0.1


def criterion(support: Floats, by: By) -> Floats:
    """[P] of support [N, P] of the same samples; regret counts from the best of these plans, and is negative here."""
    if by == "mean":
        return np.asarray(support.mean(axis=0))
    less = support - support.max(axis=1, keepdims=True) if by == "regret" else support
    return np.asarray(np.sort(less, axis=0)[: worst(len(support))].mean(axis=0))


def worst(samples: int) -> int:
    """How many samples are a tenth: at least one."""
    return max(1, round(TENTH * samples))
