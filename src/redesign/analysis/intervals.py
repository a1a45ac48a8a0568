"""Intervals over simulated years: means, ratios, paired differences and what may be said of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95
NO_WORSE = 0.005
"""A share that falls short of today's by no more is no worse than today."""
PromiseVerdict = Literal["meets", "as_today", "missed"]
DifferenceVerdict = Literal["higher", "lower", "not distinguishable"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over simulated years with its 95% confidence interval."""

    mean: float
    """The mean, or the share pooled over the years."""
    low: float
    """Low end of the interval."""
    high: float
    """High end of it."""

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2


def mean_interval(years: Floats, compared: int = 1) -> Interval:
    """Student interval of the mean of independent years, [Y]; `compared` > 1 adjusts by Bonferroni."""
    n = len(years)
    mean = math.fsum(years) / n
    if n < 2:
        return Interval(mean, -math.inf, math.inf)
    error = math.sqrt(math.fsum((x - mean) ** 2 for x in years) / (n - 1) / n)
    half = quantile(n - 1, compared) * error
    return Interval(mean, mean - half, mean + half)


def share_interval(hits: Floats, of: Floats, compared: int = 1) -> Interval | None:
    """Interval of a share pooled over years: sum(hits) / sum(of), both [Y]; None where nothing was due.

    Ratio estimator with the delta method (Law, Simulation Modeling and Analysis, section 4.2): the years
    are independent, the requests inside a year are not. `compared` > 1 adjusts by Bonferroni.
    """
    found = ratio_interval(hits, of, compared)
    return found and Interval(found.mean, max(0.0, found.low), min(1.0, found.high))


def ratio_interval(hits: Floats, of: Floats, compared: int = 1) -> Interval | None:
    """The same of a ratio that may lie outside 0 to 1, such as a mean score of requests."""
    total = math.fsum(of)
    if total == 0:
        return None
    n, share = len(of), math.fsum(hits) / total
    if n < 2:
        return Interval(share, -math.inf, math.inf)
    residual = hits - share * of
    error = math.sqrt(math.fsum(r * r for r in residual) / (n - 1) / n) / (total / n)
    half = quantile(n - 1, compared) * error
    return Interval(share, share - half, share + half)


def share_difference(
    hits: Floats, of: Floats, base_hits: Floats, base_of: Floats, compared: int = 1
) -> Interval | None:
    """Interval of the difference of two pooled shares on the same years, all [Y]; None where nothing was due.

    Delta method on the years' residuals, paired: what both plans share cancels out. `compared` > 1 adjusts by
    Bonferroni.
    """
    total, base_total = math.fsum(of), math.fsum(base_of)
    if total == 0 or base_total == 0:
        return None
    n, share, base = len(of), math.fsum(hits) / total, math.fsum(base_hits) / base_total
    residual = (hits - share * of) * (n / total) - (base_hits - base * base_of) * (n / base_total)
    around = mean_interval(residual + (share - base), compared)
    return Interval(share - base, around.low, around.high)


def paired(first: Floats, second: Floats, compared: int = 1) -> Interval:
    """Interval of the mean of first - second, year by year on the same random numbers."""
    return mean_interval(first - second, compared)


def unpaired(first: Floats, second: Floats, compared: int = 1) -> Interval:
    """Interval of mean(first) - mean(second) of independent years: Welch's, with Satterthwaite's degrees of freedom."""
    each = [(len(years), float(np.mean(years)), float(np.var(years, ddof=1)) / len(years)) for years in (first, second)]
    mean, variance = each[0][1] - each[1][1], each[0][2] + each[1][2]
    if variance == 0:
        return Interval(mean, mean, mean)
    freedom = variance**2 / sum(error**2 / (n - 1) for n, _, error in each)
    half = quantile(freedom, compared) * math.sqrt(variance)
    return Interval(mean, mean - half, mean + half)


def difference_verdict(interval: Interval) -> DifferenceVerdict:
    """What a reader may say of a difference."""
    if interval.low > 0:
        return "higher"
    return "lower" if interval.high < 0 else "not distinguishable"


def promise_verdict(above_file: Interval | None, above_today: Interval | None) -> tuple[PromiseVerdict, bool]:
    """How a promise came out, and whether that is more than chance explains.

    Its share less the file's, None where nothing was due, and less today's, None where the file's alone counts.
    """
    if above_file is None:
        return "meets", True
    if above_file.high >= 0:
        return "meets", above_file.low >= 0
    if above_today is None or above_today.high < -NO_WORSE:
        return "missed", True
    return "as_today", above_today.low >= -NO_WORSE


def highest_mean_share(years: Floats, resamples: NDArray[np.int64]) -> Floats:
    """[N] share of resampled sets of years, [B, Y], in which each of N plans, [N, Y], has the highest mean.

    Ties go to the plan listed first. This speaks of the simulated years, not of the decision.
    """
    means = years[:, resamples].mean(axis=2)
    shares: Floats = np.bincount(means.argmax(axis=0), minlength=len(years)) / len(resamples)
    return shares


def quantile(freedom: float, compared: int = 1) -> float:
    """Two-sided Student quantile at the level, Bonferroni-adjusted for the number compared."""
    from scipy import special  # late: simulating needs none of it

    return float(special.stdtrit(freedom, 1 - (1 - LEVEL) / 2 / compared))
