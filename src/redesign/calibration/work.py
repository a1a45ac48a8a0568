"""How long requests take: lognormal or gamma hours by likelihood, mean and spread with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval

Floats = NDArray[np.float64]
FEWEST = 30
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Work:
    """Hours worked on a ticket."""

    tickets: int
    distribution: Literal["lognormal", "gamma"]
    mean: Interval
    cv: Interval
    likelihood_gain: float
    """Log likelihood of the distribution taken less that of the other."""


def fit_work(hours: Floats) -> Work | None:
    """Fit hours above 0; None where they are fewer than `FEWEST` or all alike."""
    if len(hours) < FEWEST or np.ptp(hours) == 0:
        return None
    lognormal, gamma = _lognormal(hours), _gamma(hours)
    gain = lognormal[0] - gamma[0]
    _, mean, cv = lognormal if gain >= 0 else gamma
    return Work(len(hours), "lognormal" if gain >= 0 else "gamma", mean, cv, abs(gain))


def _lognormal(hours: Floats) -> tuple[float, Interval, Interval]:
    """Mean by Cox's interval, spread by that of a variance of normal numbers."""
    from scipy import special

    n, logs = len(hours), np.log(hours)
    place, variance = float(logs.mean()), float(logs.var())
    likelihood = float(-logs.sum() - n / 2 * math.log(2 * math.pi * variance) - n / 2)
    unbiased = variance * n / (n - 1)
    middle = place + unbiased / 2
    half = Z * math.sqrt(unbiased / n + unbiased**2 / (2 * (n - 1)))
    ends = [unbiased * (n - 1) / (2 * special.gammaincinv((n - 1) / 2, p)) for p in (0.975, 0.025)]
    low, high = (math.sqrt(math.expm1(end)) for end in ends)
    mean = Interval(math.exp(middle), math.exp(middle - half), math.exp(middle + half))
    return likelihood, mean, Interval(math.sqrt(math.expm1(unbiased)), low, high)


def _gamma(hours: Floats) -> tuple[float, Interval, Interval]:
    """Shape by Newton's method; the interval of its logarithm from Fisher's information."""
    from scipy import special

    n, mean = len(hours), float(hours.mean())
    s = math.log(mean) - float(np.log(hours).mean())
    shape = (3 - s + math.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s)
    for _ in range(50):
        step = (math.log(shape) - float(special.digamma(shape)) - s) / (1 / shape - float(special.polygamma(1, shape)))
        shape = max(shape / 2, shape - step)
    likelihood = n * (shape * math.log(shape / mean) - float(special.gammaln(shape)))
    likelihood += float((shape - 1) * np.log(hours).sum() - shape * hours.sum() / mean)
    error = 1 / math.sqrt(n * shape * (shape * float(special.polygamma(1, shape)) - 1))
    cv, half = 1 / math.sqrt(shape), Z / math.sqrt(n * shape)
    ends = (cv * math.exp(-Z * error / 2), cv * math.exp(Z * error / 2))
    return likelihood, Interval(mean, mean * math.exp(-half), mean * math.exp(half)), Interval(cv, *ends)
