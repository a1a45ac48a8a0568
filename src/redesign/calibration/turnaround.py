"""How long tickets stay open, seen in a log: turnaround, share on time, open tickets at the end of each week.

Tickets that are still open count with what is known of them (Kaplan and Meier 1958). Intervals resample months, since
tickets of one month share its queues.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.calibration.clock import Clock
from redesign.calibration.log import Log
from redesign.calibration.stamps import Times
from redesign.calibration.weeks import Weeks
from redesign.demand.resampling import Draws

Floats = NDArray[np.float64]
RESAMPLES = 400
FEWEST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Turnaround:
    """Seen of the tickets of a stretch of the log."""

    tickets: int
    """With a closing time, or known to be open."""
    open_share: float
    """Of them, still open at the end."""
    mean_hours: Interval
    """Working hours, Kaplan-Meier, up to the longest that was seen."""
    median_hours: Interval
    p90_hours: Interval
    mean_days: Interval
    """The same in calendar days."""
    on_time_share: Interval | None
    """Of those that fell due; None where nothing is promised."""
    backlog: Interval
    """Mean of tickets open at the ends of weeks."""


@dataclass(frozen=True, slots=True)
class Spells:
    """How long each ticket was open for, or has been."""

    hours: Floats
    days: Floats
    done: NDArray[np.bool_]
    month: NDArray[np.int64]


def spells(log: Log, end: np.datetime64, clock: Clock) -> Spells:
    """Of tickets whose closing is known or yet to come at `end`."""
    known = ~log.unclear
    opened, closed = log.opened[known], log.closed[known]
    done = ~np.isnat(closed)
    until = np.where(done, closed, np.maximum(end.astype("datetime64[s]"), opened))
    hours = clock.hours(until) - clock.hours(opened)
    days = (until - opened).astype(np.int64) / 86_400
    return Spells(hours, days, done, opened.astype("datetime64[M]").astype(int))


def fit_turnaround(log: Log, weeks: Weeks, clock: Clock, due_hours: float | None, seed: int) -> Turnaround | None:
    """What the log says; None without closing times."""
    seen = spells(log, weeks.end, clock)
    if not seen.done.any():
        return None
    draws = Draws(seed, "calibration", "turnaround")
    by_hours, by_days = Curve(seen.hours, seen.done), Curve(seen.days, seen.done)
    settled = seen.done | (seen.hours > (due_hours or np.inf))
    on_time = seen.done & (seen.hours <= (due_hours or np.inf))

    def measures(weight: Floats) -> list[float]:
        hours, days = by_hours.left(weight), by_days.left(weight)
        due = float(weight @ settled)
        return [
            by_hours.mean(hours),
            by_hours.quantile(hours, 0.5),
            by_hours.quantile(hours, 0.9),
            by_days.mean(days),
            float(weight @ on_time) / due if due else np.nan,
        ]

    mean, median, p90, days, on_time_share = by_groups(seen.month, measures, draws)
    ends = week_ends(weeks)
    backlog = open_at(log, ends)
    (waiting,) = by_groups(np.arange(len(ends)) // 4, lambda weight: [float(weight @ backlog / weight.sum())], draws)
    return Turnaround(
        tickets=len(seen.done),
        open_share=float(1 - seen.done.mean()),
        mean_hours=mean,
        median_hours=median,
        p90_hours=p90,
        mean_days=days,
        on_time_share=on_time_share if due_hours is not None and settled.any() else None,
        backlog=waiting,
    )


def by_groups(group: NDArray[np.int64], of: Callable[[Floats], list[float]], draws: Draws) -> list[Interval]:
    """Measures of the whole, given how often each counts; 95% intervals from groups drawn with replacement."""
    names, member = np.unique(group, return_inverse=True)
    values = of(np.ones(len(group)))
    if len(names) < FEWEST_GROUPS:
        return [Interval(value, -np.inf, np.inf) for value in values]
    drawn = draws.below(len(names), (RESAMPLES, len(names)))
    found = [of(np.bincount(row, minlength=len(names))[member].astype(np.float64)) for row in drawn]
    low, high = np.nanquantile(found, [0.025, 0.975], axis=0)
    return [Interval(*each) for each in zip(values, low.tolist(), high.tolist(), strict=True)]


class Curve:
    """The share of tickets that are still open after so long (Kaplan and Meier), for any weights of the tickets."""

    def __init__(self, spell: Floats, done: NDArray[np.bool_]) -> None:
        self.order = np.lexsort((~done, spell))  # of equal spells those that ended come first
        self.spell, self.done = spell[self.order], done[self.order]

    def left(self, weight: Floats | None = None) -> Floats:
        """[n] just after each spell, the shortest first."""
        own = np.ones(len(self.spell)) if weight is None else weight[self.order]
        at_risk = np.cumsum(own[::-1])[::-1]
        gone = np.divide(own * self.done, at_risk, out=np.zeros(len(own)), where=at_risk > 0)
        out: Floats = np.cumprod(1 - gone)
        return out

    def mean(self, left: Floats) -> float:
        """Area under the curve up to the longest spell that was seen."""
        return float(np.diff(self.spell, prepend=0.0) @ np.concatenate([[1.0], left[:-1]]))

    def quantile(self, left: Floats, share: float) -> float:
        """The first spell after which at most 1 - share are open; the longest seen where that never happens."""
        at = int(np.searchsorted(-left, -(1 - share) - 1e-12))
        return float(self.spell[min(at, len(left) - 1)])


def week_ends(weeks: Weeks) -> Times:
    """The moments at which open tickets are counted: a week after each week's first day, inside the log."""
    ends = (weeks.start + 7).astype("datetime64[s]")
    out: Times = ends[ends <= weeks.end.astype("datetime64[s]")]
    return out


def open_at(log: Log, moments: Times) -> Floats:
    """Tickets open at each of these moments; those whose closing is unclear are left out."""
    known = ~log.unclear
    opened = np.sort(log.opened[known])
    closed = np.sort(log.closed[known & ~np.isnat(log.closed)])
    out: Floats = (np.searchsorted(opened, moments, "right") - np.searchsorted(closed, moments, "right")).astype(
        np.float64
    )
    return out
