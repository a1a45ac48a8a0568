"""Draws around numbers that were seen: for the intervals of what a log says, and for what may come after it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.streams import stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Draws:
    """The draws of one purpose, in the order in which they are asked for."""

    def __init__(self, seed: int, *name: str) -> None:
        self._stream = stream(seed, 0, *name)

    def below(self, number: int, shape: int | tuple[int, int]) -> Ints:
        """Whole numbers from 0 and below `number`, all as likely."""
        return self._stream.integers(0, number, shape)

    def uniform(self, size: int) -> Floats:
        """[size] in [0, 1)."""
        return self._stream.random(size)

    def factor(self, error: float) -> float:
        """A lognormal factor of median 1; `error` is the standard deviation of its logarithm."""
        return float(np.exp(self._stream.normal(0.0, error)))

    def waves(self, variance: Floats) -> Floats:
        """[n] gamma factors of mean 1 and these variances; 1 where the variance is next to none."""
        there = variance > 1e-9
        drawn = np.ones(len(variance))
        drawn[there] = self._stream.gamma(1 / variance[there], variance[there])
        return drawn

    def counts(self, mean: Floats, dispersion: float) -> Ints:
        """[n] counts with these means: Poisson, or with a gamma mean where their variance is `dispersion` times it."""
        spread = dispersion - 1
        if spread > 0:
            mean = np.where(mean > 0, self._stream.gamma(np.maximum(mean, 1e-9) / spread, spread), 0.0)
        return self._stream.poisson(mean)
