"""Arrivals of one service week by week: counts, how long the office was open for, and where the log has holes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.calibration.clock import Clock, working_days
from redesign.calibration.stamps import Times

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HOLE_DAYS = 10
"""Working days in a row without any ticket that count as a hole: two weeks or more."""
HOLE_MISSING = 12.0
"""And as many tickets that should have come: e^-12 is no chance."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch without tickets."""

    first: np.datetime64
    last: np.datetime64


@dataclass(frozen=True, slots=True)
class Weeks:
    """A log cut at the weeks of the model's year, in order of time; holes and what lies outside are left out."""

    week: Ints
    """[n] of the model's year, from 0."""
    start: NDArray[np.datetime64]
    """[n] first working day."""
    count: Ints
    """[n] tickets."""
    open_weeks: Floats
    """[n] how much of a working week the log covers."""
    outside: int
    """Tickets on days that the model's year does not have."""
    first: np.datetime64
    end: np.datetime64
    holes: tuple[Hole, ...]

    @property
    def years(self) -> float:
        """Years that the log covers, holes left out."""
        return float(
            (self.end - self.first).astype(int) - sum((h.last - h.first).astype(int) + 1 for h in self.holes)
        ) / (365.25)


def cut(opened: Times, first: np.datetime64, end: np.datetime64, clock: Clock) -> Weeks:
    """Count tickets by week; `end` is the first day that the log does not cover."""
    days = opened.astype("datetime64[D]")
    all_days = working_days(first, end, clock)
    all_days = all_days[clock.week_of(all_days)[1] >= 0]
    holes = _holes(days, all_days)
    seen = np.ones(len(all_days), np.bool_)
    for hole in holes:
        seen &= (all_days < hole.first) | (all_days > hole.last)
    all_days = all_days[seen]
    year, week = clock.week_of(all_days)
    cells, at = np.unique(year * 100 + week, return_inverse=True)
    open_weeks = np.bincount(at, minlength=len(cells)) / clock.days
    start = np.full(len(cells), np.datetime64("2200-01-01", "D"))
    np.minimum.at(start, at, all_days)
    own_year, own_week = clock.week_of(days)
    own = np.searchsorted(cells, own_year * 100 + own_week)
    hit = (own_week >= 0) & (own < len(cells))
    hit[hit] = cells[own[hit]] == (own_year * 100 + own_week)[hit]
    count = np.bincount(own[hit], minlength=len(cells))
    return Weeks(cells % 100, start, count, open_weeks, int((~hit).sum()), first, end, holes)


def _holes(days: NDArray[np.datetime64], all_days: NDArray[np.datetime64]) -> tuple[Hole, ...]:
    """Stretches of working days without a ticket, too long for chance at the rate of the whole log."""
    if not len(all_days):
        return ()
    there = np.isin(all_days, days)
    rate = len(days) / len(all_days)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], there, [True]]).astype(int)))
    found = []
    for begin, after in zip(edges[::2], edges[1::2], strict=True):
        length = int(after - begin)
        if length >= HOLE_DAYS and length * rate >= HOLE_MISSING:
            found.append(Hole(all_days[begin], all_days[after - 1]))
    return tuple(found)
