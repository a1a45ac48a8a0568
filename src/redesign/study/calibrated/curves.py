"""A service in the log and in simulated years: requests by week, turnaround, open requests at the ends of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.calibration.clock import Clock
from redesign.calibration.fit import ServiceFit
from redesign.calibration.turnaround import Curve, open_at, spells, week_ends

Floats = NDArray[np.float64]
SHARES = tuple(n / 20 for n in range(1, 20))
"""Of the requests, from 5% to 95%: turnaround is told at these."""
FULL_ENOUGH = 0.5
"""Of a working week: of less no rate is shown."""


@dataclass(frozen=True, slots=True)
class ServiceYear:
    """One service in one simulated year of W weeks."""

    measures: list[float]
    """In the order of `compared.MEASURES`."""
    requests: Floats
    """[W]"""
    turnaround: Floats
    """[Q] working hours that each share of `SHARES` took at most; NaN where none was done."""
    open: Floats
    """[W] at the ends of weeks."""


@dataclass(frozen=True, slots=True)
class Curves:
    """A service in both. Simulated: mean over the years, and the lowest and the highest year."""

    service: str
    requests_seen: tuple[tuple[int, float], ...]
    """Each week of the log: week of the model's year from 1, tickets in a full week."""
    requests_fitted: tuple[float, ...]
    """By week of the model's year."""
    requests: tuple[Interval, ...]
    """The same, simulated."""
    open_seen: tuple[tuple[int, float], ...]
    """Ends of weeks of the log: week from 1, open tickets. Empty without closing times."""
    open: tuple[Interval, ...]
    """By week of the model's year, simulated."""
    turnaround_seen: tuple[float, ...]
    """Working hours that each share of `SHARES` took at most (Kaplan-Meier), as far as the log tells."""
    turnaround: tuple[Interval, ...]
    """The same, simulated; empty where no request is done."""


def curves_of(fit: ServiceFit, clock: Clock, years: Sequence[ServiceYear]) -> Curves:
    """What the log has beside what the years have."""
    weeks = fit.weeks
    full = weeks.open_weeks >= FULL_ENOUGH
    ends = week_ends(weeks)
    closed = fit.turnaround is not None
    return Curves(
        service=fit.service,
        requests_seen=_by_week(weeks.week[full], weeks.count[full] / weeks.open_weeks[full]),
        requests_fitted=tuple(fit.arrivals.profile.tolist()),
        requests=_ranges([year.requests for year in years]),
        open_seen=_by_week(weeks.week[: len(ends)], open_at(fit.log, ends)) if closed else (),
        open=_ranges([year.open for year in years]),
        turnaround_seen=_spent(fit, clock) if closed else (),
        turnaround=_ranges([year.turnaround for year in years if np.isfinite(year.turnaround).all()]),
    )


def _by_week(week: NDArray[np.int64], value: Floats) -> tuple[tuple[int, float], ...]:
    return tuple(zip((week + 1).tolist(), value.tolist(), strict=True))


def _ranges(years: list[Floats]) -> tuple[Interval, ...]:
    if not years:
        return ()
    found = np.array(years)
    ends = (found.mean(axis=0), found.min(axis=0), found.max(axis=0))
    return tuple(Interval(*each) for each in zip(*(end.tolist() for end in ends), strict=True))


def _spent(fit: ServiceFit, clock: Clock) -> tuple[float, ...]:
    seen = spells(fit.log, fit.weeks.end, clock)
    curve = Curve(seen.hours, seen.done)
    left = curve.left()
    return tuple(curve.quantile(left, share) for share in SHARES if left[-1] <= 1 - share + 1e-12)
