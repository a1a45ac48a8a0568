"""How long requests take: lognormal or gamma hours by likelihood, mean and spread with intervals.

Hours that people write down are rounded, to a quarter of an hour or to minutes. Where that is coarse, a value stands
for all that is rounded to it, and what is rounded to nothing is not in the log.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval

Floats = NDArray[np.float64]
FEWEST = 30
GRIDS = (1.0, 0.5, 0.25, 0.2, 0.1, 1 / 12, 0.05, 1 / 60, 0.01)
ON_GRID_SHARE, COARSE_SHARE = 0.99, 0.05
"""Hours are rounded where nearly all are whole numbers of one unit, coarsely where that is so much of the median."""
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
    rounded_to: float | None
    """Hours that values are rounded to, where that is coarse."""


def fit_work(hours: Floats) -> Work | None:
    """Fit hours above 0; None where they are fewer than `FEWEST` or all alike."""
    if len(hours) < FEWEST or np.ptp(hours) == 0:
        return None
    unit = _coarse(hours)
    if unit is None:
        lognormal, gamma = _lognormal(hours), _gamma(hours)
    else:
        lognormal, gamma = _rounded(hours, unit, _lognormal_below), _rounded(hours, unit, _gamma_below)
    gain = lognormal[0] - gamma[0]
    _, mean, cv = lognormal if gain >= 0 else gamma
    return Work(len(hours), "lognormal" if gain >= 0 else "gamma", mean, cv, abs(gain), unit)


def _coarse(hours: Floats) -> float | None:
    for unit in GRIDS:
        if (np.abs(hours / unit - np.rint(hours / unit)) < 1e-3).mean() >= ON_GRID_SHARE:
            return unit if unit >= COARSE_SHARE * float(np.median(hours)) else None
    return None


def _lognormal_below(x: Floats, mean: float, cv: float) -> Floats:
    from scipy import special

    sigma = math.sqrt(math.log1p(cv**2))
    return np.asarray(special.ndtr((np.log(np.maximum(x, 1e-12) / mean) + sigma**2 / 2) / sigma), np.float64)


def _gamma_below(x: Floats, mean: float, cv: float) -> Floats:
    from scipy import special

    return np.asarray(special.gammainc(1 / cv**2, x / (mean * cv**2)), np.float64)


def _rounded(
    hours: Floats, unit: float, below: Callable[[Floats, float, float], Floats]
) -> tuple[float, Interval, Interval]:
    """Likelihood of what rounds to each value, given that it is more than nothing; Wald's intervals of logarithms."""
    from scipy import optimize

    values, counts = np.unique(np.rint(hours / unit) * unit, return_counts=True)
    values, counts = values[values > 0], counts[values > 0]

    def loss(at: Floats) -> float:
        mean, cv = (float(each) for each in np.exp(np.clip(at, -20, 20)))
        inside = below(values + unit / 2, mean, cv) - below(values - unit / 2, mean, cv)
        seen = 1 - below(np.array([unit / 2]), mean, cv)[0]
        return float(-(counts @ np.log(np.maximum(inside, 1e-300))) + counts.sum() * math.log(max(seen, 1e-300)))

    start = np.log([hours.mean(), max(0.1, hours.std() / hours.mean())])
    best = optimize.minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
    errors = np.sqrt(np.diag(np.linalg.inv(_curvature(loss, best.x))))
    mean, cv = (
        Interval(math.exp(x), math.exp(x - Z * error), math.exp(x + Z * error))
        for x, error in zip(best.x, errors, strict=True)
    )
    return -float(best.fun), mean, cv


def _curvature(loss: Callable[[Floats], float], at: Floats, step: float = 1e-3) -> Floats:
    """Second derivatives by central differences."""
    moves = step * np.eye(len(at))
    return np.array(
        [
            [(loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b)) / (4 * step**2) for b in moves]
            for a in moves
        ]
    )


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
