"""What a fitted log predicts of the time after it, from itself alone, and what that time brought.

No queue is simulated here: arrivals are drawn week by week from the fit, and each ticket stays open for as long as one
of the fitted range did, month by month, since tickets of one month share its queues. So backlog and turnaround are
predicted also where nobody wrote down hours of work; what a change of posts would do to them is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.calibration.arrivals import BLOCK_WEEKS, Arrivals, Z, change_of, expected_in
from redesign.calibration.clock import Clock
from redesign.calibration.fit import ServiceFit
from redesign.calibration.log import Log
from redesign.calibration.turnaround import open_at, spells, week_ends
from redesign.calibration.weeks import Weeks, cut
from redesign.demand.resampling import Draws

Floats = NDArray[np.float64]
DRAWS = 400
WARM_UP_WEEKS = 26
SETTLED_SHARE = 0.98
"""Months of which fewer tickets are settled say too little of how long they took."""
RECENT_MONTHS = 12
CLEAR = 2.0
"""Standard errors by which the months of two years must differ."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure, predicted with its 95% interval, and observed."""

    measure: str
    predicted: Interval
    observed: float

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the interval."""
        return self.predicted.low <= self.observed <= self.predicted.high


@dataclass(frozen=True, slots=True)
class Check:
    """One service after the fitted range."""

    service: str
    first: np.datetime64
    end: np.datetime64
    weeks: int
    weeks_inside: float
    """Share of weeks whose arrivals lie in their 95% interval."""
    backlog_inside: float | None
    """The same of tickets open at the ends of weeks."""
    compared: tuple[Compared, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Future:
    """Draws of what comes: [DRAWS, n] each."""

    arrivals: Floats
    backlog: Floats
    hours: list[Floats]
    days: list[Floats]


def check(fit: ServiceFit, later: Log, span: tuple[np.datetime64, np.datetime64], clock: Clock, seed: int) -> Check:
    """Compare what the fit predicts for the days of `span` with the service's tickets in them."""
    weeks = cut(later.opened[(later.opened >= span[0]) & (later.opened < span[1])], *span, clock)
    own = later.only((later.opened >= span[0]) & (later.opened < span[1]))
    future = _draw(fit, weeks, clock, seed)
    low, high = np.quantile(future.arrivals, [0.025, 0.975], axis=0)
    full = weeks.open_weeks > 0
    compared = [Compared("requests", _interval(future.arrivals.sum(axis=1)), float(weeks.count.sum()))]
    inside = None
    seen = spells(own, span[1], clock)
    if future.hours and seen.done.any():
        backlog = open_at(later, week_ends(weeks))
        drawn = future.backlog[:, : len(backlog)]
        under, over = np.quantile(drawn, [0.025, 0.975], axis=0)
        inside = float(((backlog >= under) & (backlog <= over)).mean())
        compared += _turnaround(future, seen.hours[seen.done], seen.days[seen.done])
        compared.append(Compared("open tickets, mean of weeks", _interval(drawn.mean(axis=1)), float(backlog.mean())))
    hit = (weeks.count >= low) & (weeks.count <= high)
    return Check(
        fit.service,
        *span,
        len(weeks.count),
        float(hit[full].mean()),
        inside,
        tuple(compared),
        tuple(_surprises(fit, weeks)),
    )


def _surprises(fit: ServiceFit, weeks: Weeks) -> list[str]:
    """Why intervals are wide, and a shift that only the later time shows."""
    known = fit.arrivals.change
    said = []
    if known is not None:
        said.append(
            f"Intervals are wide: the fitted range has a {known.kind} by {known.factor:.2f} times, and as much may "
            "come again, either way."
        )
    expected = fit.arrivals.profile
    change = change_of(weeks, expected, fit.arrivals.dispersion)
    if change is None or change.kind != "shift":
        return said
    return [
        *said,
        f"In this time arrivals shift on {change.day} to {change.factor:.2f} times what they were: nothing in the "
        "fitted range tells of it, so that what is predicted for the time after is not what came.",
    ]


def _turnaround(future: _Future, hours: Floats, days: Floats) -> list[Compared]:
    drawn = {
        "turnaround, mean working hours": [each.mean() for each in future.hours],
        "turnaround, median working hours": [np.median(each) for each in future.hours],
        "turnaround, nine in ten within working hours": [np.quantile(each, 0.9) for each in future.hours],
        "turnaround, mean calendar days": [each.mean() for each in future.days],
    }
    seen = (hours.mean(), np.median(hours), np.quantile(hours, 0.9), days.mean())
    return [
        Compared(name, _interval(np.array(values)), float(value))
        for (name, values), value in zip(drawn.items(), seen, strict=True)
    ]


def _interval(values: Floats) -> Interval:
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(np.mean(values)), float(low), float(high))


def _draw(fit: ServiceFit, weeks: Weeks, clock: Clock, seed: int) -> _Future:
    draws = Draws(seed, "calibration", "future", fit.service)
    months, again = _months(fit, clock)
    mean = expected_in(fit.arrivals, weeks)
    before = np.full(WARM_UP_WEEKS, mean.mean())
    starts = np.concatenate([weeks.start[0] - 7 * np.arange(WARM_UP_WEEKS, 0, -1), weeks.start])
    ends = week_ends(weeks).astype("datetime64[D]")
    moments = (ends - starts[0]).astype(float)
    arrivals, backlog, hours, days = np.empty((DRAWS, len(mean))), np.empty((DRAWS, len(ends))), [], []
    for at in range(DRAWS):
        count = _counts(np.concatenate([before, mean]), fit.arrivals, draws)
        arrivals[at] = count[WARM_UP_WEEKS:]
        if not months:
            continue
        opened = np.repeat((starts - starts[0]).astype(float), count) + 7 * draws.uniform(int(count.sum()))
        factor = draws.factor(again)
        worked, spent = (factor * each for each in _spent(opened, months, draws))
        closed = opened + spent
        backlog[at] = np.searchsorted(np.sort(opened), moments) - np.searchsorted(np.sort(closed), moments)
        inside = opened >= (weeks.start[0] - starts[0]).astype(float)
        hours.append(worked[inside])
        days.append(spent[inside])
    return _Future(arrivals, backlog, hours, days)


def _months(fit: ServiceFit, clock: Clock) -> tuple[list[tuple[Floats, Floats]], float]:
    """Working hours and calendar days of the tickets of each settled month of the last year, and how much they changed.

    That is the logarithm of this year over the year before, where months tell them apart: as much may come again.
    """
    seen = spells(fit.log, fit.weeks.end, clock)
    found = []
    for month in np.unique(seen.month):
        own = seen.month == month
        if seen.done[own].mean() >= SETTLED_SHARE:
            done = own & seen.done
            found.append((seen.hours[done], seen.days[done]))
    recent, before = found[-RECENT_MONTHS:], found[-2 * RECENT_MONTHS : -RECENT_MONTHS]
    if len(before) < RECENT_MONTHS // 2:
        return recent, 0.0
    means = [np.array([hours.mean() for hours, _ in part]) for part in (recent, before)]
    error = math.sqrt(sum((part.std(ddof=1) / part.mean()) ** 2 / len(part) for part in means))
    change = abs(math.log(means[0].mean() / means[1].mean()))
    return recent, change if change > CLEAR * error else 0.0


def _counts(mean: Floats, arrivals: Arrivals, draws: Draws) -> NDArray[np.int64]:
    """Tickets by week: the level is as uncertain as the fit, months vary more than weeks explain, weeks are drawn.

    A log whose level has changed may change as much again, either way.
    """
    year, change = arrivals.per_year, arrivals.change
    error = math.log(year.high / year.mean) / Z
    again = abs(math.log(change.factor)) if change is not None and math.isfinite(change.factor) else 0.0
    level = draws.factor(math.hypot(error, again))
    blocks = np.arange(len(mean)) // BLOCK_WEEKS
    of = np.bincount(blocks, mean)
    extra = (arrivals.dispersion_long - arrivals.dispersion) / np.maximum(of, 1e-9)
    return draws.counts(mean * level * draws.waves(extra)[blocks], arrivals.dispersion)


def _spent(opened: Floats, months: list[tuple[Floats, Floats]], draws: Draws) -> tuple[Floats, Floats]:
    """How long each ticket takes: those of a month as those of one month of the log, drawn anew."""
    month = (opened // 30.4375).astype(int)
    hours, days = np.empty(len(opened)), np.empty(len(opened))
    for each in np.unique(month):
        own = np.flatnonzero(month == each)
        known = months[int(draws.below(len(months), 1)[0])]
        at = draws.below(len(known[0]), len(own))
        hours[own], days[own] = known[0][at], known[1][at]
    return hours, days
