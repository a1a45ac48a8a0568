"""The clock: whole ticks of one working millisecond, so that times add up exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.scenario.model import Calendar

TICKS_PER_HOUR = 3_600_000
"""One tick is one working millisecond."""


def ticks(hours: float) -> int:
    """Working hours in whole ticks."""
    return round(hours * TICKS_PER_HOUR)


def week_starts(calendar: Calendar) -> NDArray[np.float64]:
    """[weeks + 1] ticks at which the weeks start; the last one is the end of the year."""
    starts: NDArray[np.float64] = np.arange(calendar.weeks + 1) * np.float64(calendar.hours_per_week * TICKS_PER_HOUR)
    return starts


def horizon(calendar: Calendar) -> int:
    """First tick after the year."""
    return ticks(calendar.weeks * calendar.hours_per_week)
