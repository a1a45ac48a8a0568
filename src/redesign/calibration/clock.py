"""The office's clock: working hours between two times of a log, and weeks of the model's year, which opens on July 1.

The working week is Monday to Friday, its hours from `opens` on; above 60 hours a week every day works. Holidays are
not known. A turnaround in working hours is what the office's clock showed in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.calibration.stamps import Times
from redesign.scenario.model import Calendar

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DAY_SECONDS, DAYS = 86_400, 7
MONDAY = np.datetime64("1970-01-05", "D")
FIVE_DAYS_UP_TO_HOURS = 60.0
YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Clock:
    """Working days of one length."""

    days: int
    hours_per_day: float
    opens: float
    weeks: int
    """Of the model's year."""

    def hours(self, times: Times) -> Floats:
        """Working hours since a Monday long ago; NaN for no time."""
        second = (times - MONDAY.astype("datetime64[s]")).astype("timedelta64[s]").astype(np.int64)
        day, clock = np.divmod(second, DAY_SECONDS)
        week, weekday = np.divmod(day, DAYS)
        inside = np.clip(clock / 3600 - self.opens, 0.0, self.hours_per_day)
        at_work = np.where(weekday < self.days, inside, 0.0)
        gone = np.minimum(weekday, self.days) * self.hours_per_day
        out: Floats = np.where(np.isnat(times), np.nan, week * self.days * self.hours_per_day + gone + at_work)
        return out

    def week_of(self, days: NDArray[np.datetime64]) -> tuple[Ints, Ints]:
        """(the calendar year in which the model's year opens, its week from 0); -1 after the last week of short years.

        The last of 52 weeks has the days that are left.
        """
        july = days.astype("datetime64[Y]").astype(int) + 1970
        start = _july_first(july)
        july = np.where(days < start, july - 1, july)
        week = (days - _july_first(july)).astype(np.int64) // DAYS
        last = self.weeks - 1
        return july, np.where(week > last, last if self.weeks >= 52 else -1, week)

    def weeks_length(self) -> Floats:
        """[weeks] how many weeks each of the year's weeks is long, on average over leap years."""
        length = np.ones(self.weeks)
        if self.weeks >= 52:
            length[-1] = YEAR_DAYS / DAYS - (self.weeks - 1)
        return length


def clock_of(calendar: Calendar, opens: float) -> Clock:
    """The clock of a scenario's calendar; a day too long for its beginning begins earlier."""
    days = 5 if calendar.hours_per_week <= FIVE_DAYS_UP_TO_HOURS else 7
    day = calendar.hours_per_week / days
    return Clock(days, day, max(0.0, min(opens, 24 - day)), calendar.weeks)


def _july_first(years: Ints) -> NDArray[np.datetime64]:
    return ((years - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 6).astype("datetime64[D]")


def working_days(first: np.datetime64, end: np.datetime64, clock: Clock) -> NDArray[np.datetime64]:
    """The days from `first` on and before `end` on which the office works."""
    days = np.arange(first, end, dtype="datetime64[D]")
    weekday = (days - MONDAY).astype(int) % DAYS
    return days[weekday < clock.days]
