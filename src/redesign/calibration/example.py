"""A ticket log as the simulated office would have written it: to try calibration on a log whose truth is known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from redesign.calibration.clock import Clock, clock_of, working_days
from redesign.calibration.stamps import Times
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import Engine, engine

HEADER = ("Ticket", "Category", "Opened", "Closed", "Hours")
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """Which years are simulated, and from which July 1 on they are dated."""

    years: range
    first_year: int = 2022
    engine: Engine = "simpy"


def write_example_log(scenario: Scenario, path: Path, made: Made) -> int:
    """Simulate today's office and write its tickets, one file; returns how many.

    Every year is simulated by itself. What waits when it opens was asked for before and stands in no log; what is open
    when it ends is closed on its last evening.
    """
    rows = [row for at, year in enumerate(made.years) for row in _year(scenario, year, made.first_year + at, made)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def _year(scenario: Scenario, replication: int, july: int, made: Made) -> list[Row]:
    expectation, workload = expect(scenario), draw_workload(scenario, replication)
    tasks, ledger = arrange(scenario, expectation, workload, plan_today(scenario))
    records = engine(made.engine)(tasks)
    finish = records.finish[ledger.request_last_task]
    finish = np.where((finish < 0) | (finish > tasks.horizon), tasks.horizon - 1, finish)
    own = ledger.request >= 0
    hours = np.bincount(ledger.request[own], ledger.work_hours[own], len(finish))
    opened, closed = (_dated(scenario, july, each) for each in (ledger.request_arrival, finish))
    labels = [service.label for service in scenario.service_list]
    return [
        (f"{july}-{n + 1:06}", labels[ledger.request_service[n]], _text(opened[n]), _text(closed[n]), f"{hours[n]:.6f}")
        for n in np.flatnonzero(ledger.request_arrival > 0)
    ]


def _dated(scenario: Scenario, july: int, ticks: np.ndarray) -> Times:
    """Working time of the year that opens on a July 1 as days and hours of the office's clock."""
    clock: Clock = clock_of(scenario.calendar, 8.0)
    days = working_days(np.datetime64(f"{july}-07-01"), np.datetime64(f"{july + 1}-07-15"), clock)
    day, rest = np.divmod(ticks / TICKS_PER_HOUR, clock.hours_per_day)
    second = np.floor((clock.opens + rest) * 3600).astype("timedelta64[s]")
    out: Times = days[day.astype(int)].astype("datetime64[s]") + second
    return out


def _text(moment: np.datetime64) -> str:
    return str(moment).replace("T", " ")
