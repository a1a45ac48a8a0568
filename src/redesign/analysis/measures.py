"""Records of one simulated year -> its measures: small arrays, additive over years.

Axes: K services, T teams, A areas, S schools; kinds of work as in `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.support import support_of, visits_made
from redesign.demand.expectation import Expectation, package_index
from redesign.scenario.model import Promise, Scenario
from redesign.scenario.plan import Plan
from redesign.simulation.arrange import Ledger
from redesign.simulation.tasks import TICKS_PER_HOUR, Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

KINDS = ("mandated", "routine", "instructional", "other")
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class YearMeasures:
    """One year of one plan."""

    support: Floats
    """[A, S] coaching-equivalent hours."""
    visits_promised: Ints
    """[A]"""
    visits_made: Ints
    """[A]"""
    requests: Ints
    """[K] accepted by a team."""
    completed: Ints
    """[K]"""
    due: Ints
    """[K] requests whose due time lies in the year; unfinished ones among them count as late."""
    on_time: Ints
    """[K]"""
    turnaround_mean_hours: Floats
    """[K] working hours, of the completed; NaN where none."""
    turnaround_p90_hours: Floats
    """[K]"""
    closing_backlog: Ints
    """[K] accepted and not completed."""
    returned: Ints
    """[K] times that a request came back."""
    removed: Ints
    """[K] requests eliminated, or automated without residual work."""
    unmet: Ints
    """[K] requests that no team owns."""
    service_hours: Floats
    """[K] work hours spent in the year."""
    team_hours: Floats
    """[T, 4] work hours spent in the year, by kind of work."""
    unfinished_hours: Floats
    """[T] work hours of accepted routine, mandated and other work not finished in the year."""
    step_wait_hours: Floats
    """[T] mean wait of routine and mandated tasks in working hours; NaN where none started."""
    principal_hours: Floats
    """[S] principal time that the central office cost."""


def package_indices(scenario: Scenario, plan: Plan) -> Ints:
    """[A, S] package of each school in each area, 0 for none."""
    return np.array(
        [
            [package_index(area, plan.package(name, s.id)) for s in scenario.schools]
            for name, area in scenario.areas.items()
        ]
    )


def measure(
    scenario: Scenario, expectation: Expectation, plan: Plan, year: tuple[int, Ledger, Records]
) -> YearMeasures:
    """All measures of one year, given its horizon, ledger and records; NaN marks a mean of nothing."""
    horizon, ledger, records = year
    made = visits_made(ledger, records, horizon)
    packages = package_indices(scenario, plan)
    areas = len(scenario.areas)
    promised = np.take_along_axis(expectation.visits, packages[:, :, None], axis=2).sum(axis=(1, 2))
    service_hours, team_hours = _hours_spent(scenario, horizon, ledger, records)
    request = _requests(scenario, horizon, ledger, records)
    return YearMeasures(
        support=support_of(scenario, expectation, ledger, made, packages),
        visits_promised=promised,
        visits_made=np.bincount(ledger.area[made], minlength=areas),
        **request,
        removed=ledger.removed.sum(axis=1),
        unmet=ledger.unmet.sum(axis=1),
        service_hours=service_hours,
        team_hours=team_hours,
        unfinished_hours=_unfinished(scenario, horizon, ledger, records),
        step_wait_hours=_waits(scenario, ledger, records),
        principal_hours=_principal_hours(scenario, plan, horizon, (ledger, records)),
    )


def due_hours(scenario: Scenario, promise: Promise) -> float:
    """Working hours within which a request is due; a calendar day holds a seventh of a working week."""
    if promise.due_working_hours is not None:
        return promise.due_working_hours
    assert promise.due_calendar_days is not None  # noqa: S101  the schema lets exactly one through
    return promise.due_calendar_days * scenario.calendar.hours_per_week / DAYS_PER_WEEK


def _by(group: NDArray[np.int16], weights: Floats, size: int) -> Floats:
    inside = group >= 0
    return _sums(group[inside], weights[inside], size)


def _sums(group: NDArray[Any], weights: NDArray[Any], size: int) -> Floats:
    return np.bincount(group, weights, minlength=size).astype(np.float64)


def _count(group: Ints | NDArray[np.int16], chosen: NDArray[np.bool_], size: int) -> Ints:
    return np.bincount(group[chosen], minlength=size).astype(np.int64)


def _hours_spent(scenario: Scenario, horizon: int, ledger: Ledger, records: Records) -> tuple[Floats, Floats]:
    """Work hours spent inside the year: [K] on each service, [T, 4] by each team on each kind of work."""
    factor = np.array([t.post_fte * t.productive_share for t in scenario.teams.values()]) / TICKS_PER_HOUR
    spent = factor[ledger.team]
    spent *= np.minimum(records.finish, horizon) - records.start  # 0 where both are -1
    cells = len(scenario.teams) * len(KINDS)
    sums = _sums(ledger.team * np.int16(len(KINDS)) + ledger.kind, spent, cells)
    return _by(ledger.service, spent, len(scenario.services)), sums.reshape(-1, len(KINDS))


def _requests(scenario: Scenario, horizon: int, ledger: Ledger, records: Records) -> dict[str, NDArray[Any]]:
    services = len(scenario.services)
    of = ledger.request_service
    finish = records.finish[ledger.request_last_task] if len(of) else np.empty(0, np.int64)
    done = (finish >= 0) & (finish <= horizon)
    turnaround = (finish - ledger.request_arrival) / TICKS_PER_HOUR
    due_within = np.array([due_hours(scenario, k.promise) if k.promise else np.inf for k in scenario.services.values()])
    due = ledger.request_arrival / TICKS_PER_HOUR + due_within[of] <= horizon / TICKS_PER_HOUR
    mean, p90 = np.full(services, np.nan), np.full(services, np.nan)
    for k in range(services):
        times = turnaround[done & (of == k)]
        if len(times):
            mean[k], p90[k] = times.mean(), np.quantile(times, 0.9)
    return {
        "requests": _count(of, np.ones(len(of), bool), services),
        "completed": _count(of, done, services),
        "due": _count(of, due, services),
        "on_time": _count(of, due & done & (turnaround <= due_within[of]), services),
        "turnaround_mean_hours": mean,
        "turnaround_p90_hours": p90,
        "closing_backlog": _count(of, ~done, services),
        "returned": np.bincount(of, ledger.request_returns, minlength=services).astype(np.int64),
    }


def _unfinished(scenario: Scenario, horizon: int, ledger: Ledger, records: Records) -> Floats:
    unfinished = (ledger.area < 0) & ~((records.finish >= 0) & (records.finish <= horizon))
    return _sums(ledger.team[unfinished], ledger.work_hours[unfinished], len(scenario.teams))


def _waits(scenario: Scenario, ledger: Ledger, records: Records) -> Floats:
    started = (ledger.service >= 0) & (records.start >= 0)
    wait = (records.start[started] - records.joined[started]) / TICKS_PER_HOUR
    count = np.bincount(ledger.team[started], minlength=len(scenario.teams))
    total = _sums(ledger.team[started], wait, len(scenario.teams))
    mean: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
    return mean


def _principal_hours(scenario: Scenario, plan: Plan, horizon: int, year: tuple[Ledger, Records]) -> Floats:
    """[S] per request and per open week; an automated or eliminated request keeps its residual hours.

    A need that no team owns costs its hours per request: nobody waits for an answer.
    """
    ledger, records = year
    per_request, removed = [], []
    for name, service in scenario.services.items():
        choice = plan.lever(name)
        lever = None if choice == "as_is" else getattr(service, choice)
        removed.append(lever.residual_school_hours if lever else 0.0)
        per_request.append(lever.residual_school_hours if lever else service.principal_hours_per_request)
    per_week = np.array([k.principal_hours_per_open_week for k in scenario.services.values()])
    of, schools = ledger.request_service, len(scenario.schools)
    finish = records.finish[ledger.request_last_task] if len(of) else np.empty(0, np.int64)
    closed = np.where(finish >= 0, np.minimum(finish, horizon), horizon)
    weeks = (closed - ledger.request_arrival) / TICKS_PER_HOUR / scenario.calendar.hours_per_week
    hours = np.array(per_request)[of] + per_week[of] * weeks
    accepted = np.bincount(ledger.request_school, hours, minlength=schools)
    left: Floats = accepted + np.array(removed) @ ledger.removed
    unmet = np.array([k.principal_hours_per_request for k in scenario.services.values()]) @ ledger.unmet
    return left + unmet
