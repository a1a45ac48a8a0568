"""Logs that are short or odd are said to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from redesign.calibration.fit import calibrate
from redesign.calibration.log import read_log
from redesign.errors import InputError
from redesign.scenario.log_map import LogMap
from redesign.scenario.reading import load_scenario

SCENARIO = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
EVERY = LogMap(services={"leave_requests": "*"})


def tickets(days: int, a_day: int = 4, closed_after_hours: float = 3.0) -> list[list[str]]:
    """So many a working day, at odd minutes."""
    rows, draws = [], np.random.default_rng(1)
    for day in np.arange(np.datetime64("2022-07-01"), np.datetime64("2022-07-01") + days):
        if (day - np.datetime64("1970-01-05")).astype(int) % 7 < 5:
            for _ in range(draws.poisson(a_day)):
                opened = day.astype("datetime64[s]") + np.timedelta64(int(draws.integers(8 * 3600, 15 * 3600)), "s")
                closed = opened + np.timedelta64(int(closed_after_hours * 3600 * draws.uniform(0.9, 1.1)), "s")
                rows.append([str(len(rows)), str(opened), str(closed), ""])
    return rows


def notes(folder: Path, rows: list[list[str]]) -> str:
    (folder / "log.csv").write_text("\n".join(map(",".join, [["id", "opened", "closed", "hours"], *rows])) + "\n")
    found = calibrate(load_scenario(SCENARIO), read_log(folder / "log.csv", EVERY), EVERY)
    return "\n".join([*found.notes, *found.services[0].notes])


def test_an_ordinary_log_has_nothing_odd_but_no_hours(tmp_path: Path) -> None:
    said = notes(tmp_path, tickets(700)).splitlines()
    assert [line for line in said if "days that the scenario's year has not" not in line] == [
        "No hours worked, or too few: work times cannot be told. Turnaround has waiting in it, and the same turnaround "
        "comes of little work and few free hours as of much work and many; `work_hours` and `work_cv` stay as they are."
    ]


def test_short(tmp_path: Path) -> None:
    assert "The log covers 5 months, fewer than a year: no season can be told" in notes(tmp_path, tickets(150))


def test_one_moment_for_many(tmp_path: Path) -> None:
    rows = [[*row[:2], "2024-07-01T17:00:00" if i % 5 == 0 else row[2], ""] for i, row in enumerate(tickets(700))]
    assert "were closed at the same moment, 2024-07-01T17:00:00: a batch" in notes(tmp_path, rows)


def test_days_without_hours(tmp_path: Path) -> None:
    assert "opened at midnight: the log has days, not hours" in notes(
        tmp_path, [[row[0], row[1][:10], row[2][:10], ""] for row in tickets(400)]
    )


def test_automatic_closings(tmp_path: Path) -> None:
    assert "closings look automatic" in notes(tmp_path, tickets(500, closed_after_hours=31 * 24))


def test_hours_that_are_elapsed_time(tmp_path: Path) -> None:
    rows = [
        [*row[:3], f"{(np.datetime64(row[2]) - np.datetime64(row[1])).astype(int) / 3600:.3f}"] for row in tickets(400)
    ]
    assert "they are no work times" in notes(tmp_path, rows)


def test_tickets_of_the_night(tmp_path: Path) -> None:
    rows = [[row[0], row[1].replace("T", "T0").replace("T0", "T", 1), row[2], ""] for row in tickets(400)]
    night = [[r[0], r[1][:11] + "23:00:00", "", ""] if i % 3 == 0 else r for i, r in enumerate(rows)]
    assert "opened outside the working day, 8 to 16 o'clock" in notes(tmp_path, night)


def test_a_hole_and_a_shift(tmp_path: Path) -> None:
    rows = [r for r in tickets(700, 6) if not "2022-10-01" <= r[1] < "2022-11-15"]
    assert "No ticket from 2022-10-03 to 2022-11-14: a hole in the log" in notes(tmp_path, rows)
    few = [r for i, r in enumerate(tickets(700, 6)) if r[1] < "2023-06-01" or i % 2]
    assert "Arrivals shift on 2023-0" in notes(tmp_path, few)


def test_no_closings(tmp_path: Path) -> None:
    assert "No closing times" in notes(tmp_path, [[*r[:2], "", ""] for r in tickets(400)])


def test_too_few_and_of_no_service(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least 50 tickets of a service"):
        notes(tmp_path, tickets(8))
    (tmp_path / "log.csv").write_text("opened,type\n" + "2024-01-02,Hardware\n" * 60)
    with pytest.raises(InputError, match='leave_requests: "Hardware"'):
        calibrate(load_scenario(SCENARIO), read_log(tmp_path / "log.csv", LogMap()), LogMap())
    wrong = LogMap(services={"payrol": "*"})
    with pytest.raises(InputError, match="found payrol under services; allowed: leave_requests, purchase_orders"):
        calibrate(load_scenario(SCENARIO), read_log(tmp_path / "log.csv", wrong), wrong)


def broken(rows: list[list[str]], every: int) -> list[list[str]]:
    return [[row[0], "when?", *row[2:]] if i % every == 0 else row for i, row in enumerate(rows)]


def test_a_log_of_which_most_cannot_be_placed_in_time_is_refused(tmp_path: Path) -> None:
    """What is left may be any part of the requests, and no interval knows which."""
    with pytest.raises(InputError, match="rows that cannot be placed in time; allowed: at most a quarter"):
        notes(tmp_path, broken(tickets(400), 3))


def test_a_few_that_cannot_are_said_where_the_number_stands(tmp_path: Path) -> None:
    rows = broken(tickets(400), 10)
    assert "cannot be placed in time were requests" in notes(tmp_path, rows)
    found = calibrate(load_scenario(SCENARIO), read_log(tmp_path / "log.csv", EVERY), EVERY)
    rate = next(each for each in found.services[0].numbers if each.key == "requests_per_driver_per_year")
    lost = -(-len(rows) // 10)
    assert rate.how.endswith(f"; {lost:,} of {len(rows):,} rows of the log have no time and are left out")


@pytest.mark.parametrize(
    ("days", "told"), [(1, "1 day in opened, 2022-07-01 to 2022-07-01"), (27, "27 days in opened")]
)
def test_a_log_of_less_than_four_weeks_is_refused(tmp_path: Path, days: int, told: str) -> None:
    last = np.datetime64("2022-07-01") + days - 1
    rows = [*tickets(days, a_day=60), ["last", f"{last}T15:30:00", "", ""]]
    with pytest.raises(InputError, match=rf"log\.csv: found tickets of {told}.*; allowed: of four weeks or more"):
        notes(tmp_path, rows)


def test_a_log_of_four_weeks_is_not(tmp_path: Path) -> None:
    assert "fewer than a year" in notes(tmp_path, [*tickets(28), ["last", "2022-07-28T15:30:00", "", ""]])
