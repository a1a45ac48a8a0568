"""What is odd about a log, said before anybody believes the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from redesign.calibration.arrivals import Arrivals
from redesign.calibration.clock import Clock
from redesign.calibration.log import Log
from redesign.calibration.stamps import Times
from redesign.calibration.turnaround import spells
from redesign.calibration.weeks import Weeks

ONE_STAMP_SHARE, ONE_STAMP_TICKETS = 0.02, 30
AUTOMATIC_DAYS, AUTOMATIC_SHARE = 5.0, 0.5
AWAY_SHARE = 0.2
DROPPED_SHARE = 0.01
ELAPSED_SHARE = 0.5


def oddities_of_log(log: Log) -> Iterator[str]:
    """Of the log as a whole."""
    yield from log.notes
    lost = rows_without_time(log)
    if lost > DROPPED_SHARE * log.rows:
        more = lost / len(log.opened)
        yield f"If the {lost:,} rows that cannot be placed in time were requests, rates are {more:.0%} higher."
    if log.reopened:
        yield f"{log.reopened:,} rows reopen a ticket: each counts once, from its first opening to its last closing."


def rows_without_time(log: Log) -> int:
    """Rows that cannot be placed in time."""
    reasons = ("no opening time", "opening time unreadable", "not as many cells as the header")
    return sum(log.dropped.counts.get(reason, 0) for reason in reasons)


def oddities(log: Log, weeks: Weeks, arrivals: Arrivals, clock: Clock) -> Iterator[str]:
    """Of the tickets of one service."""
    if weeks.years < 1:
        yield (
            f"The log covers {weeks.years * 12:.0f} months, fewer than a year: no season can be told, and the rate "
            "takes the scenario's peaks for true, which stay."
        )
    elif not arrivals.seasonal:
        few = f"{int(weeks.count.sum()):,} tickets are too few to tell a season"
        yield f"{few}; the rate takes the scenario's peaks for true."
    if arrivals.change is not None:
        yield _change(arrivals)
    for hole in weeks.holes:
        yield f"No ticket from {hole.first} to {hole.last}: a hole in the log, left out."
    if weeks.outside:
        yield f"{weeks.outside:,} tickets lie on days that the scenario's year has not: in the rate, in no season."
    yield from _stamps("opened", log.opened)
    yield from _stamps("closed", log.closed[~np.isnat(log.closed)])
    yield from _closings(log, weeks, clock)


def _change(arrivals: Arrivals) -> str:
    change = arrivals.change
    assert change is not None  # noqa: S101
    if change.kind == "trend":
        return (
            f"Arrivals change by {change.factor - 1:+.0%} a year: the rate is that of the last year, and nothing here "
            "says whether that goes on."
        )
    return (
        f"Arrivals shift on {change.day} to {change.factor:.2f} times what they were: the rate is that of the time "
        "since."
    )


def _stamps(word: str, times: Times) -> Iterator[str]:
    """One moment for many tickets: a batch, not a time."""
    if not len(times):
        return
    moments, counts = np.unique(times, return_counts=True)
    at = int(counts.argmax())
    if counts[at] >= max(ONE_STAMP_TICKETS, ONE_STAMP_SHARE * len(times)):
        yield f"{counts[at]:,} tickets were {word} at the same moment, {moments[at]}: a batch, not when it happened."
    second = (times - times.astype("datetime64[D]")).astype(np.int64)
    if (second == 0).mean() > ELAPSED_SHARE:
        yield f"Most tickets were {word} at midnight: the log has days, not hours, and turnaround is known to a day."


def _closings(log: Log, weeks: Weeks, clock: Clock) -> Iterator[str]:
    seen = spells(log, weeks.end, clock)
    if not seen.done.any():
        yield "No closing times: turnaround and backlog cannot be told."
        return
    days = seen.days[seen.done]
    early, middle = np.quantile(days, [0.005, 0.5])
    if early > AUTOMATIC_DAYS and early > AUTOMATIC_SHARE * middle:
        yield (
            f"Hardly a ticket closes within {early:.0f} days, half within {middle:.0f}: closings look automatic, "
            "some time after the work was done."
        )
    if seen.done.mean() < 1 - AWAY_SHARE:
        yield f"{1 - seen.done.mean():.0%} of the tickets are not closed."
    hour = (log.opened - log.opened.astype("datetime64[D]")).astype(np.int64) / 3600
    weekday = (log.opened.astype("datetime64[D]") - np.datetime64("1970-01-05")).astype(int) % 7
    away = (weekday >= clock.days) | (hour < clock.opens) | (hour > clock.opens + clock.hours_per_day)
    if away.mean() > AWAY_SHARE:
        yield (
            f"{away.mean():.0%} of the tickets are opened outside the working day, {clock.opens:g} to "
            f"{clock.opens + clock.hours_per_day:g} o'clock: `opens_at_hour` may be another, or time zones are mixed."
        )
    worked = np.isfinite(log.hours) & ~np.isnat(log.closed)
    if worked.sum() > ONE_STAMP_TICKETS:
        elapsed = (log.closed[worked] - log.opened[worked]).astype(np.int64) / 3600
        same = np.abs(log.hours[worked] - elapsed) < 0.02 * np.maximum(elapsed, 0.1)
        if same.mean() > ELAPSED_SHARE:
            yield "Hours worked are the hours from opening to closing: they are no work times."
