"""Kaplan and Meier against a published table, backlog and weeks by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from redesign.calibration.clock import clock_of
from redesign.calibration.log import Log, read_log
from redesign.calibration.turnaround import Curve, fit_turnaround, open_at, week_ends
from redesign.calibration.weeks import cut
from redesign.scenario.log_map import LogMap
from redesign.scenario.model import Calendar

CLOCK = clock_of(Calendar(), 8.0)


def test_kaplan_meier_of_the_remission_times_of_freireich_1963() -> None:
    """6-mercaptopurine arm, 21 patients; the table of Kalbfleisch and Prentice 1980 and of every textbook since."""
    times = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35], float)
    done = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], bool)
    curve = Curve(times, done)
    left = curve.left()
    table = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    last = {float(t): float(share) for t, share in zip(curve.spell, left, strict=True)}
    assert {t: round(last[t], 3) for t in table} == table
    assert curve.quantile(left, 0.5) == 23
    assert curve.mean(left) == pytest.approx(23.287, abs=0.01)


def test_a_weight_of_two_is_two_tickets() -> None:
    times, done = np.array([1.0, 2.0, 2.0, 5.0]), np.array([True, True, False, True])
    twice = Curve(np.repeat(times, [1, 2, 1, 2]), np.repeat(done, [1, 2, 1, 2]))
    curve = Curve(times, done)
    left = curve.left(np.array([1.0, 2.0, 1.0, 2.0]))
    assert curve.mean(left) == pytest.approx(twice.mean(twice.left()))
    assert curve.quantile(left, 0.5) == twice.quantile(twice.left(), 0.5)


def test_without_open_tickets_it_is_the_plain_mean() -> None:
    times = np.array([3.0, 1.0, 1.0, 7.0])
    curve = Curve(times, np.ones(4, bool))
    assert curve.mean(curve.left()) == pytest.approx(3.0)
    assert curve.quantile(curve.left(), 0.5) == 1.0


def log_of(folder: Path, rows: str) -> Log:
    (folder / "log.csv").write_text("opened,closed\n" + rows)
    return read_log(folder / "log.csv", LogMap())


def test_backlog_by_hand(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        "2024-01-01 08:00,2024-01-10 08:00\n2024-01-02 08:00,\n2024-01-09 08:00,2024-01-09 09:00\n"
        "2024-01-11 08:00,unknown\n2024-01-20 08:00,2024-01-22 08:00\n",
    )
    moments = np.array(["2024-01-01", "2024-01-03", "2024-01-15", "2024-01-21", "2024-02-01"], "datetime64[s]")
    assert open_at(log, moments).tolist() == [0, 2, 1, 2, 1]


def test_on_time_counts_what_fell_due(tmp_path: Path) -> None:
    """Of four: in 8 hours, in 16, still open and overdue, still open and not yet due."""
    log = log_of(
        tmp_path,
        "2024-01-01 08:00,2024-01-02 08:00\n2024-01-01 08:00,2024-01-03 08:00\n2024-01-01 09:00,\n2024-01-11 09:00,\n",
    )
    weeks = cut(log.opened, np.datetime64("2024-01-01"), np.datetime64("2024-01-12"), CLOCK)
    seen = fit_turnaround(log, weeks, CLOCK, 10.0, 1)
    assert seen is not None
    assert seen.on_time_share is not None
    assert seen.on_time_share.mean == pytest.approx(1 / 3)
    assert seen.open_share == 0.5
    assert len(week_ends(weeks)) == 1
