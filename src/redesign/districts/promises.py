"""First promises: what is usual elsewhere, or the next longer time that today's office, as described, would keep."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.measures import Run, answered
from redesign.analysis.support import visits_made
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.workload import draw_workload
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import engine
from redesign.simulation.tasks import TICKS_PER_HOUR

if TYPE_CHECKING:
    from redesign.scenario.model import Scenario, Team

Floats = NDArray[np.float64]
HOURS = (8, 16, 24, 40, 60, 80, 120, 160, 200, 240, 320, 400, 480)
DAYS = (2, 4, 7, 10, 14, 21, 30, 45, 60, 75, 90)
SLACK_SHARE = 0.04
"""Today keeps a first promise by so much more, so that chance does not break it."""
MOST_TIMES = 4
"""No first promise is longer than so many times the usual one; a smaller share is promised instead."""
LESS_MADE = ((2.0, 0.15), (6.0, 0.10), (math.inf, 0.0))
"""Full-time equivalents of a team up to which so much less of new visits is promised; assumed."""
TASKS, FEWEST_YEARS, MOST_YEARS = 200_000, 4, 20
"""Years of today's office are simulated until there are so many tasks."""


@dataclass(frozen=True, slots=True)
class First:
    """The first promise of a service, or of the visits of an area (without a time)."""

    due: float
    share: float
    usual_due: float
    usual_share: float
    reached: float
    """Share that today's office reaches of the usual promise; NaN where it does nothing of the kind."""


@dataclass(frozen=True, slots=True)
class FirstPromises:
    """Of every service and area that somebody answers or visits today."""

    services: Mapping[str, First]
    areas: Mapping[str, First]
    years: int


def first_promises(today: Scenario) -> FirstPromises:
    """Simulate today's office, held to the usual promises, and find what it keeps."""
    asked: dict[str, list[Floats]] = {name: [] for name in today.services}
    made, promised = np.zeros(len(today.areas)), np.zeros(len(today.areas))
    year, tasks = 0, 0
    while year < FEWEST_YEARS or (tasks < TASKS and year < MOST_YEARS):
        year += 1
        run = _year(today, year)
        tasks += len(run.ledger.kind)
        done, hours, _, _ = answered(today, run)
        left = (run.horizon - run.ledger.request_arrival) / TICKS_PER_HOUR
        waited = np.stack([np.where(done, hours, math.inf), left])
        for k, name in enumerate(today.services):
            asked[name].append(waited[:, run.ledger.request_service == k])
        of_area = run.ledger.area[visits_made(run.ledger, run.records, run.horizon)]
        made += np.bincount(of_area, minlength=len(today.areas))
        promised += np.bincount(run.ledger.area[run.ledger.area >= 0], minlength=len(today.areas))
    services = {
        name: _of_service(today, name, *np.concatenate(years, axis=1))
        for name, years in asked.items()
        if sum(each.shape[1] for each in years)
    }
    areas = {
        name: _of_area(area.visits_made_share, float(made[a] / promised[a]))
        if promised[a]
        else _of_new_area(area.visits_made_share, today.teams[area.team])
        for a, (name, area) in enumerate(today.areas.items())
    }
    return FirstPromises(services, areas, year)


def _year(today: Scenario, year: int) -> Run:
    expectation, workload = expect(today), draw_workload(today, year)
    tasks, ledger = arrange(today, expectation, workload, plan_today(today))
    return Run(tasks.horizon, ledger, engine("simpy")(tasks))


def _of_service(today: Scenario, name: str, turnaround: Floats, left: Floats) -> First:
    """From working hours that requests took, and that were left of the year when they came."""
    promise, week = today.services[name].promise, today.calendar.hours_per_week
    assert promise is not None  # noqa: S101  somebody answers it
    usual, share = promise.within_hours(week), promise.on_time_share

    def reached(hours: float) -> float:
        due = left >= hours
        return float((turnaround[due] <= hours).mean()) if due.any() else 0.0

    in_days = promise.due_calendar_days is not None
    times = DAYS if in_days else HOURS
    unit = week / 7 if in_days else 1.0
    asked = usual / unit
    longer = [asked, *(float(time) for time in times if asked < time <= MOST_TIMES * asked)]
    due = next((time for time in longer if reached(time * unit) >= min(1.0, share + SLACK_SHARE)), longer[-1])
    kept = reached(due * unit)
    lower = share if kept >= share else _rounded_down(kept - SLACK_SHARE)
    return First(due, lower, asked, share, reached(usual))


def _of_area(share: float, reached: float) -> First:
    kept = share if reached >= share + SLACK_SHARE / 2 else _rounded_down(reached - SLACK_SHARE / 2)
    return First(0.0, kept, 0.0, share, reached)


def _of_new_area(share: float, team: Team) -> First:
    """Nobody is visited today: less is promised where few posts stand behind it, who are missed when one is vacant."""
    less = next(off for most, off in LESS_MADE if team.posts_today * team.post_fte <= most)
    return First(0.0, round(share - less, 2), 0.0, share, math.nan)


def _rounded_down(share: float) -> float:
    """To a twentieth."""
    return max(0.0, math.floor(share * 20 + 1e-9) / 20)
