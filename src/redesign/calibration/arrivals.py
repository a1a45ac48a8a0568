"""How many requests come in a year, and in which weeks: rates with intervals, seasons as peaks, shifts and trends.

Counts of weeks are Poisson, or more widely spread: their variance is `dispersion` times their mean, read from weeks
that follow each other. The year is cut into stretches of one rate by dynamic programming (deviance, each further
stretch at a price); the longest level is the base, the others are peaks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.calibration.weeks import Weeks
from redesign.demand.resampling import Draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRETCH_PRICE = 12.0
"""Deviance that a further stretch must explain: 3 log 52."""
MOST_STRETCHES = 9
BASE_Z = 3.3
"""Standard errors by which a stretch must differ from the longest one: a chance of 1 in 1,000."""
SEASON_TICKETS, SEASON_WEEKS = 200, 50.0
SHIFT_DEVIANCE, SHIFT_WEEKS, SHIFT_SHARE = 20.0, 8, 0.2
TREND_Z, TREND_SHARE = 3.3, 0.1
RESAMPLES = 1000
BLOCK_WEEKS = 4
Z = 1.959964


@dataclass(frozen=True, slots=True)
class FittedPeak:
    """Weeks whose rate differs from the base."""

    from_week: int
    to_week: int
    factor: Interval


@dataclass(frozen=True, slots=True)
class Change:
    """A level shift on a day, or a trend over the whole log."""

    kind: str
    """`shift` or `trend`."""
    day: np.datetime64
    """Of a shift: the first day of the new level."""
    factor: float
    """The new level over the old; of a trend, what a year multiplies the rate with."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a log says of how often a service is asked for."""

    per_year: Interval
    peaks: tuple[FittedPeak, ...]
    profile: Floats
    """[W] requests in each week of an ordinary year, base and peaks."""
    dispersion: float
    """Variance over mean of weekly counts; 1 is Poisson."""
    dispersion_long: float
    """The same of blocks of four weeks: what a year's total is as uncertain as."""
    change: Change | None
    seasonal: bool
    """Whether seasons were looked for: the log is long enough."""


def fit_arrivals(weeks: Weeks, lengths: Floats, given: Floats, seed: int) -> Arrivals:
    """Fit rate and seasons; `lengths` [W] are those of the year's weeks.

    Where no season can be told, the year is as `given` [W] says: demand over that of a week without a peak.
    """
    short = _dispersion(weeks, np.ones(len(lengths)))
    seasonal = weeks.open_weeks.sum() >= SEASON_WEEKS and weeks.count.sum() >= SEASON_TICKETS
    seasonal = seasonal and len(np.unique(weeks.week)) == len(lengths)
    level = np.ones(len(weeks.count))
    season = None if seasonal else given
    profile, base = _profile(weeks, level, short, season)
    short = _dispersion(weeks, profile)  # where a season begins, weeks differ by more than chance
    profile, base = _profile(weeks, level, short, season)
    change = change_of(weeks, profile, short) if seasonal else None  # what shifts may be a season that nobody knows
    used = np.ones(len(level), np.bool_)
    if change is not None:
        level, used = _level(weeks, change)
        profile, base = _profile(weeks, level, short, season)
    long = _long_dispersion(weeks, profile, level, short)
    outside = weeks.outside / weeks.years
    mean = float(profile @ lengths) + outside
    share = max(1.0, float(weeks.count[used].sum()))
    freedom = max(2, len(weeks.count) // BLOCK_WEEKS - 1)
    error = math.sqrt(long / share) * (Z if long == 1.0 else _student(freedom))
    per_year = Interval(mean, mean * math.exp(-error), mean * math.exp(error))
    peaks = _peaks(weeks, level, base, short, seed) if seasonal else ()
    return Arrivals(per_year, peaks, profile, short, long, change, bool(seasonal))


def _dispersion(weeks: Weeks, profile: Floats) -> float:
    """Variance over mean of counts, from how weeks that follow each other differ beside `profile` [W]; at least 1."""
    full = (weeks.open_weeks > 0.75) & (profile[weeks.week] > 0)
    size = (weeks.open_weeks * profile[weeks.week])[full]
    rate = weeks.count[full] / size
    if len(rate) < 8:
        return 1.0
    mean = (rate[1:] + rate[:-1]) / 2
    variance = mean * (1 / size[1:] + 1 / size[:-1])
    there = variance > 0
    found = float(np.mean(np.diff(rate)[there] ** 2 / variance[there])) if there.any() else 1.0
    error = math.sqrt(3 / max(1, there.sum()))
    return found if found > 1 + error else 1.0


def _long_dispersion(weeks: Weeks, profile: Floats, level: Floats, short: float) -> float:
    expected = profile[weeks.week] * weeks.open_weeks * level
    blocks = np.arange(len(expected)) // BLOCK_WEEKS
    of = np.bincount(blocks, expected)
    there = of > 0
    miss = np.bincount(blocks, weeks.count - expected)[there] ** 2 / of[there]
    found = float(miss.mean()) if len(miss) else 1.0
    error = 2 * math.sqrt(2 / max(1, len(miss)))
    return max(short, found if found > 1 + error else 1.0)


def _profile(
    weeks: Weeks, level: Floats, dispersion: float, given: Floats | None
) -> tuple[Floats, list[tuple[int, int, bool]]]:
    """[W] rate of a full week, and the stretches: first week, week after the last, whether it is of the base.

    With a season that is `given` only the level is fitted.
    """
    if given is not None:
        room = float((weeks.open_weeks * level * given[weeks.week]).sum())
        return given * (weeks.count.sum() / room if room else 0.0), [(0, len(given), True)]
    number = int(weeks.week.max()) + 1
    count, size = _by_week(weeks, level, number)
    stretches = stretches_of(count, size, dispersion)
    rates = [count[a:b].sum() / size[a:b].sum() for a, b in stretches]
    basic = _base(count, size, stretches, dispersion)
    own = sum(count[a:b].sum() for (a, b), is_base in zip(stretches, basic, strict=True) if is_base)
    own_size = sum(size[a:b].sum() for (a, b), is_base in zip(stretches, basic, strict=True) if is_base)
    profile = np.empty(number)
    for (a, b), rate, is_base in zip(stretches, rates, basic, strict=True):
        profile[a:b] = own / own_size if is_base else rate
    return profile, [(a, b, is_base) for (a, b), is_base in zip(stretches, basic, strict=True)]


def _by_week(weeks: Weeks, level: Floats, number: int) -> tuple[Floats, Floats]:
    """[W] tickets in each week of the year, and the weeks that they came in."""
    count = np.bincount(weeks.week, weeks.count, number).astype(np.float64)
    return count, np.bincount(weeks.week, weeks.open_weeks * level, number).astype(np.float64)


def stretches_of(count: Floats, size: Floats, dispersion: float) -> list[tuple[int, int]]:
    """Cut the weeks of a year into stretches of one rate, [first, after), by the deviance that they leave."""
    number = len(count)
    counts, sizes = np.concatenate([[0], np.cumsum(count)]), np.concatenate([[0], np.cumsum(size)])
    first, after = np.meshgrid(np.arange(number + 1), np.arange(number + 1), indexing="ij")
    total, room = counts[after] - counts[first], sizes[after] - sizes[first]
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where((total > 0) & (room > 0), 2 * total * np.log(total / room), 0.0) / dispersion
    gain[after <= first] = -np.inf
    best, back = gain[0].copy(), [np.zeros(number + 1, int)]
    chosen, at = best[number], 1
    for number_of in range(2, MOST_STRETCHES + 1):
        tried = best[:, None] + gain
        back.append(tried.argmax(axis=0))
        best = tried.max(axis=0)
        if best[number] - STRETCH_PRICE * (number_of - 1) > chosen:
            chosen, at = best[number] - STRETCH_PRICE * (number_of - 1), number_of
    edges = [number]
    for level in range(at - 1, 0, -1):
        edges.append(int(back[level][edges[-1]]))
    return list(pairwise([0, *sorted(edge for edge in set(edges) if edge > 0)]))


def _base(count: Floats, size: Floats, stretches: list[tuple[int, int]], dispersion: float) -> list[bool]:
    """The longest stretch, and those whose rate cannot be told from it."""
    longest = max(stretches, key=lambda pair: pair[1] - pair[0])
    own, room = count[slice(*longest)].sum(), size[slice(*longest)].sum()
    found = []
    for pair in stretches:
        n, e = count[slice(*pair)].sum(), size[slice(*pair)].sum()
        error = math.sqrt(dispersion * (1 / max(n, 0.5) + 1 / max(own, 0.5)))
        found.append(
            pair == longest or abs(math.log(max(n, 0.5) / e) - math.log(max(own, 0.5) / room)) < BASE_Z * error
        )
    return found


def _peaks(
    weeks: Weeks, level: Floats, stretches: list[tuple[int, int, bool]], dispersion: float, seed: int
) -> tuple[FittedPeak, ...]:
    """Factor of each peak over the base, given its weeks; intervals by parametric bootstrap of both counts."""
    number = stretches[-1][1]
    count, size = _by_week(weeks, level, number)
    base = np.zeros(number, np.bool_)
    for a, b, is_base in stretches:
        base[a:b] = is_base
    draws = Draws(seed, "calibration", "peaks")
    found = []
    for a, b, is_base in stretches:
        if is_base:
            continue
        rate = (count[base].sum() / size[base].sum(), count[a:b].sum() / size[a:b].sum())
        below, above = (
            draws.counts(np.full(RESAMPLES, max(n, 0.5)), dispersion) / e
            for n, e in ((count[base].sum(), size[base].sum()), (count[a:b].sum(), size[a:b].sum()))
        )
        low, high = np.quantile(above / np.maximum(below, 1e-12), [0.025, 0.975])
        found.append(FittedPeak(a + 1, b, Interval(rate[1] / rate[0], float(low), float(high))))
    return tuple(found)


def change_of(weeks: Weeks, profile: Floats, dispersion: float) -> Change | None:
    """A level shift or a trend that neither season nor chance explains; the better of the two."""
    expected = profile[weeks.week] * weeks.open_weeks
    found = [each for each in (_shift(weeks, expected, dispersion), _trend(weeks, expected, dispersion)) if each]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _deviance(count: Floats, expected: Floats) -> Floats:
    """What a level of its own explains of counts: 2 n log(n / expected)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((count > 0) & (expected > 0), 2 * count * np.log(count / expected), 0.0)


def _shift(weeks: Weeks, expected: Floats, dispersion: float) -> tuple[float, Change] | None:
    counts, means = np.cumsum(weeks.count).astype(np.float64), np.cumsum(expected)
    cuts = np.arange(SHIFT_WEEKS - 1, len(counts) - SHIFT_WEEKS)
    if not len(cuts):
        return None
    later = (counts[-1] - counts[cuts], means[-1] - means[cuts])
    gain = _deviance(counts[cuts], means[cuts]) + _deviance(*later) - _deviance(counts[-1:], means[-1:])[0]
    at = int(gain.argmax())
    before, after = counts[cuts[at]] / means[cuts[at]], later[0][at] / later[1][at]
    ratio = float(after / before) if before else math.inf
    explained = float(gain[at]) / dispersion
    if explained < SHIFT_DEVIANCE or abs(ratio - 1) < SHIFT_SHARE:
        return None
    return explained, Change("shift", weeks.start[cuts[at] + 1], ratio)


def _trend(weeks: Weeks, expected: Floats, dispersion: float) -> tuple[float, Change] | None:
    """Log-linear growth by Newton's method on a Poisson likelihood."""
    years = (weeks.start - weeks.start[0]).astype(int) / 365.25
    if years[-1] < 1.4:  # season and trend cannot be told apart
        return None
    a = b = 0.0
    t = years - np.average(years, weights=expected)
    for _ in range(25):
        mean = expected * np.exp(a + b * t)
        step = np.linalg.solve(
            [[mean.sum(), (mean * t).sum()], [(mean * t).sum(), (mean * t * t).sum()]],
            [(weeks.count - mean).sum(), ((weeks.count - mean) * t).sum()],
        )
        a, b = a + step[0], b + step[1]
    mean = expected * np.exp(a + b * t)
    explained = float(2 * (weeks.count * (a + b * t)).sum() - 2 * (mean - expected).sum()) / dispersion
    error = math.sqrt(dispersion / (mean * t * t).sum())
    if abs(b) / error < TREND_Z or abs(math.expm1(b)) < TREND_SHARE:
        return None
    return explained, Change("trend", weeks.start[0], math.exp(b))


def _level(weeks: Weeks, change: Change) -> tuple[Floats, NDArray[np.bool_]]:
    """[n] level of each week relative to the last one (shift) or the last year (trend), and the weeks that set it."""
    if change.kind == "shift":
        used = weeks.start >= change.day
        return np.where(used, 1.0, 1 / change.factor), used
    years = (weeks.start - weeks.start[-1]).astype(int) / 365.25
    used = years > -1
    level = change.factor**years
    return level / np.average(level[used], weights=weeks.open_weeks[used]), used


def _student(freedom: int) -> float:
    from redesign.analysis.intervals import quantile

    return quantile(freedom)


def expected_in(arrivals: Arrivals, weeks: Weeks) -> Floats:
    """[n] tickets that the fit expects in the weeks of another stretch of the log."""
    out: Floats = arrivals.profile[weeks.week] * weeks.open_weeks
    return out
