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
DAY_HOURS = 24.0


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

    def interval(of: Callable[[NDArray[np.int64]], float]) -> Interval:
        return by_months(seen.month, of, draws)

    ends = week_ends(weeks)
    backlog = open_at(log, ends)
    blocks = np.arange(len(ends)) // 4
    due = None
    if due_hours is not None and (seen.done | (seen.hours > due_hours)).any():
        settled = seen.done | (seen.hours > due_hours)
        on_time = seen.done & (seen.hours <= due_hours)
        due = interval(lambda at: float(on_time[at].sum() / max(1, settled[at].sum())))
    return Turnaround(
        tickets=len(seen.done),
        open_share=float(1 - seen.done.mean()),
        mean_hours=interval(lambda at: restricted_mean(seen.hours[at], seen.done[at])),
        median_hours=interval(lambda at: quantile(seen.hours[at], seen.done[at], 0.5)),
        p90_hours=interval(lambda at: quantile(seen.hours[at], seen.done[at], 0.9)),
        mean_days=interval(lambda at: restricted_mean(seen.days[at], seen.done[at])),
        on_time_share=due,
        backlog=by_months(blocks, lambda at: float(backlog[at].mean()), draws),
    )


def by_months(month: NDArray[np.int64], of: Callable[[NDArray[np.int64]], float], draws: Draws) -> Interval:
    """A measure of the whole, its 95% interval from months drawn with replacement."""
    members = [np.flatnonzero(month == each) for each in np.unique(month)]
    value = of(np.arange(len(month)))
    if len(members) < 3:
        return Interval(value, -np.inf, np.inf)
    drawn = draws.below(len(members), (RESAMPLES, len(members)))
    found = [of(np.concatenate([members[i] for i in row])) for row in drawn]
    low, high = np.quantile(found, [0.025, 0.975])
    return Interval(value, float(low), float(high))


def kaplan_meier(spell: Floats, done: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Times at which tickets are closed, ascending, and the share still open just after each."""
    order = np.argsort(spell, kind="stable")
    times, first = np.unique(spell[order], return_index=True)
    closed = np.add.reduceat(done[order].astype(np.float64), first)
    at_risk = len(spell) - first
    return times, np.cumprod(1 - closed / at_risk).astype(np.float64)


def restricted_mean(spell: Floats, done: NDArray[np.bool_]) -> float:
    """Area under the curve up to the longest spell that was seen."""
    times, left = kaplan_meier(spell, done)
    return float(np.concatenate([[times[0]], np.diff(times)]) @ np.concatenate([[1.0], left[:-1]]))


def quantile(spell: Floats, done: NDArray[np.bool_], share: float) -> float:
    """The first time after which at most 1 - share are open; the longest seen where that never happens."""
    times, left = kaplan_meier(spell, done)
    below = np.flatnonzero(left <= 1 - share + 1e-12)
    return float(times[below[0]] if len(below) else times[-1])


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
