"""The most visit hours that posts can work if all absences are known beforehand: cuts through weeks, path by path.

For given absences and any set of weeks, the visits dated in these weeks start while one of their windows is open, so

    hours of visits made <= hours of visits dated in other weeks
                            + open hours of the posts while these windows are open
                            + what posts have in progress where each stretch of open windows ends.

Visits are dated evenly over the school weeks whatever the packages, so that the first term is the promised hours times
a share of weeks. The smallest right side is a minimum cut, found week by week; docs/model.md, section 8, has the proof.
All hours are per post; a team of n posts has n times the intercept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.absences import draw_absences
from redesign.demand.clock import week_starts
from redesign.demand.streams import BOUND
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
ERRORS = 3.0
"""Standard errors that every line is raised by."""


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """When visits are dated and started, in whole weeks; W weeks."""

    opens: int
    dates_end: int
    """End of the last school week."""
    window: int
    """Weeks that a window is open at most, rounded up."""
    more: Floats
    """[W + 1] hours of visits in progress at the end of each week, per post, in expectation."""
    open_hours: float
    """Expected open hours of a post from the first school week to the last window's end: the mean of drawn paths."""

    @property
    def dates(self) -> int:
        """Weeks in which visits are dated."""
        return self.dates_end - self.opens


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Upper bounds on the made hours of a post: intercept + slope x promised hours - the ramp hours of one retrained.

    J lines, Q lengths of ramps.
    """

    intercept: Floats
    """[J] hours."""
    slope: Floats
    """[J]"""
    ramp: Floats
    """[J, Q] hours."""

    def and_line(self, intercept: float, slope: float, ramp: Sequence[float]) -> Lines:
        """These and one more."""
        ramps = np.vstack([self.ramp, np.array(ramp, np.float64)[None, :]])
        return Lines(np.append(self.intercept, intercept), np.append(self.slope, slope), ramps)

    def at(self, slope: float) -> tuple[float, Floats]:
        """Intercept and ramp hours [Q] of the lowest mean of two lines that has this slope."""
        low, high = np.nonzero((self.slope[:, None] <= slope) & (self.slope[None, :] >= slope))
        apart = self.slope[high] - self.slope[low]
        part = np.divide(slope - self.slope[low], apart, out=np.zeros(len(apart)), where=apart > 0)
        heights = self.intercept[low] * (1 - part) + self.intercept[high] * part
        best = int(heights.argmin())
        ramp = self.ramp[low[best]] * (1 - part[best]) + self.ramp[high[best]] * part[best]
        return float(heights[best]), ramp


def open_by_week(scenario: Scenario, team: str, posts: int, years: int) -> Floats:
    """[years, posts, W] work hours that each post is open for in each week of the years kept for the bound."""
    edges = week_starts(scenario.calendar)
    closed = np.zeros((years, posts, len(edges) - 1))
    for year in range(years):
        drawn = draw_absences(scenario, BOUND + year, team, posts)
        start, end = drawn.start[:, None], (drawn.start + drawn.length)[:, None]
        inside = np.clip(np.minimum(end, edges[1:]) - np.maximum(start, edges[:-1]), 0, None)
        np.add.at(closed[year], drawn.post, inside / edges[1])
    pace = scenario.calendar.hours_per_week * scenario.teams[team].pace
    hours: Floats = np.clip(1 - closed, 0.0, 1.0) * pace
    return hours


def lines_of(open_hours: Floats, season: Season, loads: Sequence[float], ramps: Sequence[float]) -> Lines:
    """Lines that touch the bound at some promised hours of a post, for teams that share their work.

    `open_hours` [paths, posts, W]; `ramps` are weeks at the start that a retrained post is closed for.
    """
    alone = (len(open_hours), open_hours.shape[2])
    lost = np.array([ramp_hours(open_hours, weeks).mean(axis=1) for weeks in ramps]).reshape(-1, *alone)
    before, before_lost = _summed(open_hours.mean(axis=1)), _summed(lost)
    found = [_cut(before, before_lost, season, load) for load in loads]
    return Lines(*(np.array(each) for each in zip(*found, strict=True)))


def ramp_hours(open_hours: Floats, weeks: float) -> Floats:
    """[..., W] hours that a ramp of so many weeks takes from each week at least: what leave leaves of it comes last."""
    most = open_hours.max(initial=0.0)
    inside = np.clip(weeks - np.arange(open_hours.shape[-1]), 0.0, 1.0)
    hours: Floats = np.where(inside >= 1, open_hours, np.clip(open_hours - (1 - inside) * most, 0.0, None))
    return hours


def _cut(before: Floats, before_lost: Floats, season: Season, load: float) -> tuple[float, float, Floats]:
    """Intercept, slope and ramp hours [Q] at one load: the smallest cut of every path.

    `before` [W + 1, paths] are open hours before each week, `before_lost` [W + 1, Q, paths] those that ramps take.

    After each week: the smallest cut of the dates so far, its hours of dates outside, and what ramps take of it. A
    stretch of weeks a to b has open windows from a to the last one's end.
    """
    each, weeks, paths = load / season.dates, len(before) - 1, before.shape[1]
    value, outside, taken = np.zeros(paths), np.zeros(paths), np.zeros(before_lost.shape[1:])
    start, start_outside, start_taken = np.full(paths, np.inf), outside, taken
    for week in range(season.opens, season.dates_end):
        closes = min(week + 1 + season.window, weeks)
        fresh = value - before[week] < start
        start = np.where(fresh, value - before[week], start)
        start_outside = np.where(fresh, outside, start_outside)
        start_taken = np.where(fresh, taken - before_lost[week], start_taken)
        inside = start + before[closes] + season.more[closes]
        better = inside < value + each
        value = np.where(better, inside, value + each)
        outside = np.where(better, start_outside, outside + each)
        taken = np.where(better, start_taken + before_lost[closes], taken)
    last = min(season.dates_end + season.window, weeks)
    drawn = before[last] - before[season.opens] - season.open_hours
    most, error = _mean(value, drawn)
    least = [mean - error for mean, error in (_mean(each, drawn) for each in taken)]
    share = float(outside.mean() / load)
    return most + error - share * load, share, np.clip(np.array(least), 0.0, None)


def _mean(values: Floats, control: Floats) -> tuple[float, float]:
    """Mean of values [paths], and `ERRORS` standard errors, less what a control [paths] of mean 0 explains of them."""
    spread = float(control @ control)
    part = float((values - values.mean()) @ control) / spread if spread > 0 else 0.0
    left = values - part * control
    return float(left.mean()), ERRORS * float(left.std(ddof=1)) / float(np.sqrt(len(values)))


def _summed(weekly: Floats) -> Floats:
    """[W + 1, ...] sums before each week of [..., W]."""
    first = np.moveaxis(weekly, -1, 0)
    sums: Floats = np.concatenate([np.zeros((1, *first.shape[1:])), np.cumsum(first, axis=0)])
    return sums
