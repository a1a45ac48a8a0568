"""Differences of two studies over their simulated years: paired where the years are the same."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from redesign.analysis.intervals import Floats, Interval, difference_verdict, mean_interval, paired, unpaired
from redesign.study.compare.comparison import Contrast
from redesign.study.each_year import PromiseYears
from redesign.study.study import Study

DECIDE_DRAWS = ("redesign", "numpy")
"""Libraries whose version decides what a seed draws."""
Beside = tuple[Interval, Interval, Contrast]
"""A, B and B less A."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How the years of two studies go together."""

    paired: bool
    years: tuple[int, int]
    words: str

    def beside(self, a: Floats, b: Floats, compared: int = 1) -> Beside:
        """Means of both over the years that are compared, and B less A; `compared` > 1 adjusts by Bonferroni."""
        first, second = a[: self.years[0]], b[: self.years[1]]
        found = (paired if self.paired else unpaired)(second, first, compared)
        contrast = Contrast(found.mean, found.low, found.high, difference_verdict(found))
        return mean_interval(first), mean_interval(second), contrast

    def shares_beside(self, a: PromiseYears, b: PromiseYears, compared: int = 1) -> Beside | None:
        """The same of two pooled shares; None where nothing was due."""
        first, second = (_share_years(each, years) for each, years in zip((a, b), self.years, strict=True))
        if first is None or second is None:
            return None
        one, two, contrast = self.beside(first, second, compared)
        return _within(one), _within(two), contrast


def shared_years(a: Study, b: Study) -> Shared:
    """Years are shared where the seed is the same and what draws is."""
    both = len(next(iter(a.years.support.values()))), len(next(iter(b.years.support.values())))
    apart = [name for name in DECIDE_DRAWS if a.versions.get(name) != b.versions.get(name)]
    reason = f"made by different versions of {' and '.join(apart)}" if apart else ""
    if a.scenario.seed != b.scenario.seed:
        reason = f"made with different seeds ({a.scenario.seed} and {b.scenario.seed})"
    if reason:
        return Shared(False, both, f"The studies were {reason}, so that no year is shared: differences are less sure.")
    fewer = min(both)
    rests = "" if both[0] == both[1] else f" A has {both[0]} and B {both[1]}; numbers here rest on those shared."
    return Shared(True, (fewer, fewer), f"Differences year by year on the {fewer} simulated years of both.{rests}")


def _share_years(promise: PromiseYears, years: int) -> Floats | None:
    """[Y] numbers whose mean is the pooled share and whose spread is that of the delta method."""
    hits, of = np.array(promise.hits[:years]), np.array(promise.of[:years])
    total = math.fsum(of)
    if total == 0:
        return None
    share = math.fsum(hits) / total
    made: Floats = share + (hits - share * of) * (years / total)
    return made


def _within(share: Interval) -> Interval:
    return Interval(share.mean, max(0.0, share.low), min(1.0, share.high))
