"""Time stamps of the usual kinds, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesign.calibration.stamps import AmbiguousError, read_stamps

NINE_PM = np.datetime64("2024-03-25T21:05:00")


def one(text: str, day_first: bool | None = None, zone: str | None = None) -> np.datetime64:
    read = read_stamps({"opened": [text]}, day_first, ZoneInfo(zone) if zone else None)
    return read.times["opened"][0]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-25 21:05:00",
        "2024-03-25T21:05:00.000",
        "2024/03/25 21:05",
        "3/25/2024 9:05 PM",
        "03/25/24 09:05:00 p.m.",
        "25/03/2024 21:05",
        "25.03.2024 21:05",
        "25-Mar-2024 21:05",
        "25 March 2024 9:05 pm",
        "Mar 25, 2024 9:05 PM",
        "Mon, 25 Mar 2024 21:05:00",
        "45376.878472",  # what a spreadsheet keeps: days since 1899-12-30
        "1711400700",
        "1711400700000",
    ],
)
def test_the_usual_kinds(text: str) -> None:
    assert abs(one(text) - NINE_PM) <= np.timedelta64(1, "s")


def test_midnight_and_noon_of_twelve_hours() -> None:
    assert one("3/25/2024 12:00 AM") == np.datetime64("2024-03-25T00:00:00")
    assert one("3/25/2024 12:30 PM") == np.datetime64("2024-03-25T12:30:00")
    assert np.isnat(one("3/25/2024 13:30 PM"))


@pytest.mark.parametrize(
    "text", ["2024-02-30", "25/25/2024", "31/04/2024 10:00", "soon", "0", "1900-01-01", "2024-13-01", "99999", "24:00"]
)
def test_what_is_no_time_of_a_log(text: str) -> None:
    assert np.isnat(one(text, day_first=True))
    assert read_stamps({"opened": [text, "2024-01-01"]}, True, None).unreadable["opened"].tolist() == [True, False]


def test_other_values_tell_day_from_month() -> None:
    told = {"opened": ["03/04/2024", "13/04/2024"], "closed": ["05/04/2024", ""]}
    assert read_stamps(told, None, None).times["opened"][0] == np.datetime64("2024-04-03")
    told["opened"][1] = "04/13/2024"
    assert read_stamps(told, None, None).times["closed"][0] == np.datetime64("2024-05-04")


def test_nothing_tells_day_from_month() -> None:
    with pytest.raises(AmbiguousError, match="3/4"):
        one("03/04/2024 10:00 AM")
    assert one("03/04/2024", day_first=False) == np.datetime64("2024-03-04")
    assert one("03/04/2024", day_first=True) == np.datetime64("2024-04-03")
    with pytest.raises(AmbiguousError):  # two orders in one log
        read_stamps({"opened": ["13/04/2024", "04/13/2024"]}, None, None)


def test_a_few_wrong_values_do_not_turn_a_log_round() -> None:
    texts = [f"4/{day}/2024" for day in range(13, 31)] * 10 + ["14/4/2024"]
    read = read_stamps({"opened": texts}, None, None)
    assert read.times["opened"][0] == np.datetime64("2024-04-13")
    assert np.isnat(read.times["opened"][-1])


def test_zones_move_to_the_office() -> None:
    assert one("2024-07-01T15:00:00Z", zone="America/Chicago") == np.datetime64("2024-07-01T10:00:00")
    assert one("2024-01-01T15:00:00+00:00", zone="America/Chicago") == np.datetime64("2024-01-01T09:00:00")
    assert one("7/21/2024 4:00 PM EDT", zone="America/Chicago") == np.datetime64("2024-07-21T15:00:00")
    assert one("2024-07-01T15:00:00-05:00") == np.datetime64("2024-07-01T15:00:00")
    assert read_stamps({"opened": ["2024-07-01 15:00Z"]}, None, None).zoned
    assert not read_stamps({"opened": ["2024-07-01 15:00"]}, None, None).zoned


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)), st.sampled_from(["US/Hawaii", "America/New_York"]))
def test_what_is_written_is_read(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    wanted = np.datetime64(moment)
    assert one(moment.isoformat(" ")) == wanted
    assert one(moment.strftime("%d.%m.%Y %H:%M:%S")) == wanted
    assert one(moment.strftime("%m/%d/%Y %I:%M:%S %p"), day_first=False) == wanted
    assert one(f"{(moment - datetime(1899, 12, 30)) / timedelta(days=1):.9f}") == wanted
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert one(f"{moment.isoformat()}Z", zone=zone) == np.datetime64(there)
