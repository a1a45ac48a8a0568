"""Records of one simulated year -> its measures: small arrays, additive over years.

Axes: K services, T teams, A areas, S schools, W weeks; kinds of work as in `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.support import support_of, visits_made
from redesign.analysis.weeks import by_week
from redesign.demand.expectation import Expectation
from redesign.demand.plan import Plan, at_packages
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger
from redesign.simulation.tasks import TICKS_PER_HOUR, Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Kind = Literal["mandated", "routine", "instructional", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)


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
    school_visits: Ints
    """[S] visits made."""
    week_hours: Floats
    """[T, W] work hours spent in each week; W is 0 where a year is not looked at closely."""
    week_waiting: Ints
    """[T, W] tasks of requests and other work that wait at the end of each week."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one year: the end of it, what its tasks stand for, and their records."""

    horizon: int
    """First tick after the year."""
    ledger: Ledger
    records: Records

    @property
    def done(self) -> NDArray[np.bool_]:
        """[N] whether a task ended within the year."""
        finish = self.records.finish
        within: NDArray[np.bool_] = (finish >= 0) & (finish <= self.horizon)
        return within


def measure(scenario: Scenario, expectation: Expectation, plan: Plan, run: Run, closely: bool = True) -> YearMeasures:
    """All measures of one year; NaN marks a mean of nothing. The scenario is the one that the plan's levers leave.

    Not `closely`: no weeks, which take as long as all the rest.
    """
    ledger, made = run.ledger, visits_made(run.ledger, run.records, run.horizon)
    service_hours, team_hours = _hours_spent(scenario, run)
    no_weeks = np.zeros((len(scenario.teams), 0))
    week_hours, week_waiting = (
        by_week(scenario, ledger, run.records) if closely else (no_weeks, no_weeks.astype(np.int64))
    )
    return YearMeasures(
        support=support_of(expectation, ledger, made, plan.packages),
        visits_promised=at_packages(expectation.visits, plan.packages).sum(axis=1),
        visits_made=np.bincount(ledger.area[made], minlength=len(scenario.areas)),
        **_requests(scenario, run),
        removed=ledger.removed.sum(axis=1),
        unmet=ledger.unmet.sum(axis=1),
        service_hours=service_hours,
        team_hours=team_hours,
        unfinished_hours=unfinished_hours(scenario, run),
        step_wait_hours=_waits(scenario, run),
        principal_hours=_principal_hours(scenario, run),
        school_visits=np.bincount(ledger.school[made], minlength=len(scenario.schools)),
        week_hours=week_hours,
        week_waiting=week_waiting,
    )


def _by(group: NDArray[np.int16], weights: Floats, size: int) -> Floats:
    inside = group >= 0
    return _sums(group[inside], weights[inside], size)


def _sums(group: NDArray[Any], weights: NDArray[Any], size: int) -> Floats:
    return np.bincount(group, weights, minlength=size).astype(np.float64)


def _count(group: Ints | NDArray[np.int16], chosen: NDArray[np.bool_], size: int) -> Ints:
    return np.bincount(group[chosen], minlength=size).astype(np.int64)


def _hours_spent(scenario: Scenario, run: Run) -> tuple[Floats, Floats]:
    """Work hours spent inside the year: [K] on each service, [T, 4] by each team on each kind of work."""
    ledger = run.ledger
    spent = np.array([team.pace for team in scenario.team_list])[ledger.team] / TICKS_PER_HOUR
    spent *= np.minimum(run.records.finish, run.horizon) - run.records.start  # 0 where both are -1
    cells = len(scenario.teams) * len(KINDS)
    sums = _sums(ledger.team * np.int16(len(KINDS)) + ledger.kind, spent, cells)
    return _by(ledger.service, spent, len(scenario.services)), sums.reshape(-1, len(KINDS))


def answered(scenario: Scenario, run: Run) -> tuple[NDArray[np.bool_], Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Of every accepted request, [R] each: whether done, turnaround in hours, whether due in the year, and on time."""
    ledger, of = run.ledger, run.ledger.request_service
    done = run.done[ledger.request_last_task] if len(of) else np.empty(0, np.bool_)
    finish = run.records.finish[ledger.request_last_task] if len(of) else np.empty(0, np.int64)
    turnaround = (finish - ledger.request_arrival) / TICKS_PER_HOUR
    week, promises = scenario.calendar.hours_per_week, (service.promise for service in scenario.service_list)
    due_within = np.array([promise.within_hours(week) if promise else np.inf for promise in promises])
    due = ledger.request_arrival / TICKS_PER_HOUR + due_within[of] <= run.horizon / TICKS_PER_HOUR
    return done, turnaround, due, due & done & (turnaround <= due_within[of])


def _requests(scenario: Scenario, run: Run) -> dict[str, NDArray[Any]]:
    ledger, services = run.ledger, len(scenario.services)
    of, (done, turnaround, due, on_time) = ledger.request_service, answered(scenario, run)
    mean, p90 = np.full(services, np.nan), np.full(services, np.nan)
    for k in range(services):
        times = turnaround[done & (of == k)]
        if len(times):
            mean[k], p90[k] = times.mean(), np.quantile(times, 0.9)
    return {
        "requests": _count(of, np.ones(len(of), bool), services),
        "completed": _count(of, done, services),
        "due": _count(of, due, services),
        "on_time": _count(of, on_time, services),
        "turnaround_mean_hours": mean,
        "turnaround_p90_hours": p90,
        "closing_backlog": _count(of, ~done, services),
        "returned": np.bincount(of, ledger.request_returns, minlength=services).astype(np.int64),
    }


def unfinished_hours(scenario: Scenario, run: Run) -> Floats:
    """[T] work hours of accepted routine, mandated and other work not finished in the year."""
    ledger, unfinished = run.ledger, (run.ledger.area < 0) & ~run.done
    return _sums(ledger.team[unfinished], ledger.work_hours[unfinished], len(scenario.teams))


def _waits(scenario: Scenario, run: Run) -> Floats:
    ledger, records = run.ledger, run.records
    started = (ledger.service >= 0) & (records.start >= 0)
    wait = (records.start[started] - records.joined[started]) / TICKS_PER_HOUR
    count = np.bincount(ledger.team[started], minlength=len(scenario.teams))
    total = _sums(ledger.team[started], wait, len(scenario.teams))
    mean: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
    return mean


def _principal_hours(scenario: Scenario, run: Run) -> Floats:
    """[S] per request, answered or not, and per week that an answered one is open."""
    ledger, services, schools = run.ledger, scenario.service_list, len(scenario.schools)
    per_request = np.array([k.principal_hours_per_request for k in services])
    per_week = np.array([k.principal_hours_per_open_week for k in services])
    of = ledger.request_service
    finish = run.records.finish[ledger.request_last_task] if len(of) else np.empty(0, np.int64)
    closed = np.where(finish >= 0, np.minimum(finish, run.horizon), run.horizon)
    weeks = (closed - ledger.request_arrival) / TICKS_PER_HOUR / scenario.calendar.hours_per_week
    hours = per_request[of] + per_week[of] * weeks
    accepted = _sums(ledger.request_school, hours, schools)
    unanswered: Floats = per_request @ (ledger.removed + ledger.unmet)
    return accepted + unanswered
