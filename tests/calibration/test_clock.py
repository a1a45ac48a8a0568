"""The office's clock and the model's weeks, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from redesign.calibration.clock import Clock, clock_of, working_days
from redesign.scenario.model import Calendar

CLOCK = clock_of(Calendar(), 8.0)


@pytest.mark.parametrize(
    ("opened", "closed", "hours"),
    [
        ("2024-03-04T09:00", "2024-03-04T11:30", 2.5),  # a Monday
        ("2024-03-08T15:00", "2024-03-11T09:00", 2.0),  # Friday to Monday
        ("2024-03-04T08:00", "2024-03-11T08:00", 40.0),
        ("2024-03-04T20:00", "2024-03-05T08:00", 0.0),
        ("2024-03-09T12:00", "2024-03-10T12:00", 0.0),  # a weekend
        ("2024-03-04T07:00", "2024-03-04T23:00", 8.0),
    ],
)
def test_working_hours(opened: str, closed: str, hours: float) -> None:
    first, last = CLOCK.hours(np.array([opened, closed], "datetime64[s]"))
    assert last - first == pytest.approx(hours)


@pytest.mark.parametrize(
    ("day", "year", "week"),
    [
        ("2023-07-01", 2023, 0),
        ("2023-07-07", 2023, 0),
        ("2023-07-08", 2023, 1),
        ("2024-06-29", 2023, 51),
        ("2024-06-30", 2023, 51),  # the last week has the days that are left
        ("2024-07-01", 2024, 0),
        ("2024-01-01", 2023, 26),
    ],
)
def test_weeks_count_from_july(day: str, year: int, week: int) -> None:
    found = CLOCK.week_of(np.array([day], "datetime64[D]"))
    assert (found[0][0], found[1][0]) == (year, week)


def test_a_short_year_has_days_of_no_week() -> None:
    clock = clock_of(Calendar(weeks=50, last_school_week=50), 8.0)
    assert clock.week_of(np.array(["2024-06-14", "2024-06-15"], "datetime64[D]"))[1].tolist() == [49, -1]


def test_a_year_of_lengths_is_a_year() -> None:
    assert CLOCK.weeks_length().sum() * 7 == pytest.approx(365.25)


def test_long_weeks_are_worked_every_day() -> None:
    clock = clock_of(Calendar(hours_per_week=168), 8.0)
    assert (clock.days, clock.opens, clock.hours_per_day) == (7, 0.0, 24.0)


def test_working_days() -> None:
    days = working_days(np.datetime64("2024-03-01"), np.datetime64("2024-03-09"), Clock(5, 8, 8, 52))
    assert len(days) == 6
