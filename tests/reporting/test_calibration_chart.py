"""The chart of a fitted service: what is drawn are the numbers of the log and of the simulated years."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from redesign.calibration.example import Made, write_example_log
from redesign.demand.streams import FINAL
from redesign.reporting.calibration import page, to_json
from redesign.reporting.calibration_chart import FORM, NO_TURNAROUND, draw, table_of, write_charts
from redesign.scenario.log_map import LogMap
from redesign.scenario.reading import load_scenario
from redesign.study.calibrated.calibrated import Calibrated, Range, calibrated, fitted
from redesign.study.calibrated.compared import YEARS
from redesign.study.calibrated.curves import SHARES, Curves
from redesign.study.runner import silent
from reporting.seen import faults, panels, words

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
LABELS = {"leave_requests": "Leave requests", "purchase_orders": "Purchase orders"}
Ticket = tuple[datetime, datetime]


def done_with(log: Path, folder: Path) -> Calibrated:
    return calibrated(TUTORIAL, folder, fitted(TUTORIAL, log, LogMap(), Range()), silent)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "tickets.csv"
    write_example_log(load_scenario(TUTORIAL), path, Made(range(300, 302)))
    return path


@pytest.fixture(scope="module")
def done(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    return done_with(log, tmp_path_factory.mktemp("out") / "ours")


@pytest.fixture(params=LABELS)
def curves(request: pytest.FixtureRequest, done: Calibrated) -> Curves:
    return next(each for each in done.curves if each.service == request.param)


@pytest.fixture
def tickets(log: Path, curves: Curves) -> list[Ticket]:
    return tickets_in(log, curves)


def tickets_in(log: Path, curves: Curves) -> list[Ticket]:
    """Those of the service, read here."""
    with log.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Category"] == LABELS[curves.service]]
    return [(datetime.fromisoformat(row["Opened"]), datetime.fromisoformat(row["Closed"])) for row in rows]


def july_of(moment: datetime) -> date:
    """The day on which its year opens."""
    return date(moment.year - (moment.month < 7), 7, 1)


def weeks_of(tickets: list[Ticket]) -> Counter[tuple[int, int]]:
    """{(year, week from 1): opened}"""
    opened = [(july_of(each), each.date()) for each, _ in tickets]
    return Counter((july.year, (day - july).days // 7 + 1) for july, day in opened)


def hours(moment: datetime) -> float:
    """Working hours since a Monday: eight a day from 8 o'clock on, Monday to Friday."""
    days = int(np.busday_count(date(2020, 1, 6), moment.date()))
    clock = moment.hour + moment.minute / 60 + moment.second / 3600
    return days * 8 + (min(8.0, max(0.0, clock - 8)) if moment.weekday() < 5 else 0.0)


def circles(panel: Any) -> list[tuple[float, float]]:
    """What is drawn of the log."""
    line = next(each for each in panel.lines if each.get_marker() == "o")
    return [(float(x), float(y)) for x, y in zip(*line.get_data(), strict=True)]


def test_each_circle_is_a_week_of_the_log(done: Calibrated, curves: Curves, tickets: list[Ticket]) -> None:
    drawn = circles(panels(draw(done, curves).axes)[2])
    counted = weeks_of(tickets)
    assert [week for week, _ in drawn] == [*range(1, 51), *range(1, 51)]
    by_hand = {week: [counted[july, week] for july in (2022, 2023)] for week in range(2, 50)}
    for week, counts in by_hand.items():  # the first and the last are no full weeks
        assert [value for at, value in drawn if at == week] == counts


def test_open_requests_are_those_that_were_opened_and_not_closed(
    done: Calibrated, curves: Curves, tickets: list[Ticket]
) -> None:
    drawn = circles(panels(draw(done, curves).axes)[3])
    at = datetime(2022, 7, 1) + 12 * timedelta(days=7)  # weeks of that year open on a Friday
    by_hand = sum(opened <= at and closed > at for opened, closed in tickets)
    assert drawn[11] == (12, by_hand)


def test_turnaround_is_in_the_log_as_drawn(done: Calibrated, curves: Curves, tickets: list[Ticket]) -> None:
    spent = sorted(hours(closed) - hours(opened) for opened, closed in tickets)
    drawn = circles(panels(draw(done, curves).axes)[4])
    assert [share for _, share in drawn] == [*SHARES]
    for found, share in drawn:
        assert found == pytest.approx(spent[math.ceil(share * len(spent) - 1e-9) - 1], abs=1e-6)


def test_simulated_curves_agree_with_the_measures_beside_them(done: Calibrated, curves: Curves) -> None:
    simulated = {row.measure: row for row in done.beside if row.service == curves.service}
    requests, waiting = ([each.mean for each in found] for found in (curves.requests, curves.open))
    assert np.mean(requests) == pytest.approx(simulated["requests a week"].simulated.mean)
    assert np.mean(waiting) == pytest.approx(simulated["open requests, mean of weeks"].simulated.mean)
    for share, measure in ((0.5, "turnaround, median working hours"), (0.9, "turnaround, nine in ten within")):
        row, found = simulated[measure], curves.turnaround[SHARES.index(share)]
        assert (found.mean, found.low, found.high) == pytest.approx((row.years.mean, row.years.low, row.years.high))


def test_simulated_weeks_are_those_of_a_log_that_the_same_years_write(
    done: Calibrated, curves: Curves, tmp_path: Path
) -> None:
    write_example_log(done.scenario, tmp_path / "again.csv", Made(range(FINAL, FINAL + YEARS)))
    tickets = tickets_in(tmp_path / "again.csv", curves)
    counted, years = weeks_of(tickets), range(2022, 2022 + YEARS)
    for week in (1, 20, 49):
        requests = [counted[july, week] for july in years]
        ends = [datetime(july, 7, 1) + week * timedelta(days=7) for july in years]
        waiting = [sum(opened <= end < closed for opened, closed in tickets) for end in ends]
        for found, by_hand in ((curves.requests[week - 1], requests), (curves.open[week - 1], waiting)):
            assert (found.low, found.mean, found.high) == (min(by_hand), np.mean(by_hand), max(by_hand))


def test_a_log_of_the_office_itself_lies_in_the_band_of_its_years(curves: Curves) -> None:
    inside = [curves.requests[week - 1].low <= value <= curves.requests[week - 1].high
              for week, value in curves.requests_seen]  # fmt: skip
    assert np.mean(inside) > 0.8


def test_nothing_leaves_the_page_and_all_of_it_is_said(done: Calibrated, curves: Curves) -> None:
    chart = draw(done, curves)
    assert faults(chart.axes) == []
    assert "working hours from request to answer" in words(chart.axes)
    assert FORM in chart.alt
    assert chart.finding in chart.alt
    rows = table_of(done, curves).rows
    assert len(rows) == 50 + len(SHARES)
    assert all(f"{row[0]}: " in chart.alt for row in rows)
    assert "20 simulated" not in chart.finding
    assert chart.finding.startswith(f"{LABELS[curves.service]}. ")


def test_files_page_and_json_have_it(done: Calibrated, tmp_path: Path) -> None:
    write_charts(done, tmp_path, silent)
    names = {f"{service}.{suffix}" for service in LABELS for suffix in ("png", "svg", "txt")}
    assert {path.name for path in (tmp_path / "figures").iterdir()} == names
    text = page(done, "x.yaml")
    for service in LABELS:
        assert f"](figures/{service}.png)" in text
        assert f"`figures/{service}.txt`" in text
    found = json.loads(to_json(done))["curves"]
    assert found["services"][0]["requests_fitted"] == pytest.approx(done.curves[0].requests_fitted)


def test_without_closing_times_one_panel_is_left_and_said_to_be(log: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    rows = [line.split(",") for line in log.read_text(encoding="utf-8").splitlines()]
    bare.write_text("\n".join(",".join(row[:3]) for row in rows) + "\n", encoding="utf-8")
    done = done_with(bare, tmp_path / "out")
    chart = draw(done, done.curves[0])
    assert len(panels(chart.axes)) == 3
    assert faults(chart.axes) == []
    assert NO_TURNAROUND in words(chart.axes)
    assert "hours" not in " ".join(cell for row in chart.table.rows for cell in row)
