"""Work of one kind as columns of tasks: a service's requests, an area's visits, a team's other work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import ticks, week_starts
from redesign.demand.expectation import longest_work_hours, visit_units
from redesign.demand.requests import Requests
from redesign.demand.workload import OtherWork, Workload
from redesign.scenario.model import Scenario, Service
from redesign.simulation.stations import Stations
from redesign.simulation.tasks import NEVER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Column = NDArray[Any] | int

MANDATED, ROUTINE, VISIT, OTHER = range(4)
"""Kinds of work."""
QUEUE_CLASS = np.array([0, 1, 2, 1], np.int8)
"""Of each kind."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Columns of n tasks; a whole number stands for n equal entries."""

    kind: int
    team: Column
    station: NDArray[np.integer]
    ready: Ints
    work_hours: Floats
    deadline: Column = int(NEVER)
    following: Column = -1
    """Position in the batch, or -1."""
    delay: Column = 0
    service: int = -1
    request: Column = -1
    """Position in the batch's requests, or -1."""
    step: Column = 0
    """Step of a request, number of a visit."""
    school: Column = -1
    area: int = -1
    mark: Floats | float = 0.0
    """Uniform in [0, 1): a team alone with a share of its work has the tasks with mark < share."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Every time that a request is with a team, request by request and in order."""

    request: NDArray[np.int32]
    step: NDArray[np.int32]
    again: Bools
    """Whether it has come back."""
    leaves: Bools
    """Whether it goes on to the next step, and not back to this one."""


def passages(requests: Requests) -> Passages:
    """Unroll the steps of requests with their returns."""
    number, steps = requests.work_hours.shape
    times = np.ones((number, steps), np.int64)
    times[:, :-1] += requests.returns
    cell = np.repeat(np.arange(number * steps, dtype=np.int32), times.ravel())
    after = np.cumsum(times)
    again, leaves = np.ones(len(cell), np.bool_), np.zeros(len(cell), np.bool_)
    again[after - times.ravel()] = False
    leaves[after - 1] = True
    return Passages(cell // steps, cell % steps, again, leaves)


def handovers(service: Service) -> Bools:
    """[m] whether a step hands the request over to another team."""
    return np.array([a.team != b.team for a, b in pairwise(service.steps)] + [False])


def route(scenario: Scenario, service: int, requests: Requests, stations: Stations) -> Batch:
    """All tasks of a service's requests, each set off by the one before.

    A return goes back and comes again: two hand-overs. The step after it only finds the request
    incomplete, which costs that team no work.
    """
    path = passages(requests)
    batch = _steps(scenario, service, requests, path, stations)
    asked = scenario.service_list[service]
    first = (path.step == 0) & ~path.again
    last = path.leaves & (path.step == len(asked.steps) - 1)
    passing = ticks(asked.handover_hours)
    return replace(
        batch,
        ready=np.where(first, batch.ready, NEVER),
        following=np.where(last, -1, np.arange(1, len(last) + 1, dtype=np.int32)),
        delay=np.where(path.leaves, (handovers(asked) * passing)[path.step], 2 * passing),
    )


def _steps(scenario: Scenario, service: int, requests: Requests, path: Passages, stations: Stations) -> Batch:
    """Every passage of a service's requests as a task that joins on arrival."""
    asked = scenario.service_list[service]
    team = np.array([scenario.team_ids.index(step.team) for step in asked.steps], np.int16)[path.step]
    school = requests.school[path.request]
    work = requests.work_hours[path.request, path.step]
    return Batch(
        kind=MANDATED if asked.mandated else ROUTINE,
        team=team,
        station=stations.of_schools(team, school),
        ready=requests.arrival[path.request],
        work_hours=np.where(path.again, asked.rework_share, 1.0) * work * asked.work_times,
        service=service,
        request=path.request,
        step=path.step,
        school=school,
    )


def visit_batch(scenario: Scenario, workload: Workload, area: int, package: Ints, stations: Stations) -> Batch:
    """Visits of one area under the packages [S] of its schools, each by the team that its package names.

    Visit j of m falls at (j + offset) / m of the school weeks and lapses where its window closes.
    """
    given, draws = scenario.area_list[area], workload.visit_draws[area]
    a_year = np.array([0, *(p.visits_per_year for p in given.packages.values())])[package]
    promised = a_year * visit_units(given, scenario.schools)
    school = np.repeat(np.arange(len(promised)), promised)
    visit = np.arange(len(school)) - np.repeat(np.cumsum(promised) - promised, promised)
    weeks = week_starts(scenario.calendar)
    opens, closes = weeks[scenario.calendar.first_school_week - 1], weeks[scenario.calendar.last_school_week]
    place = (visit + draws.offset[visit, school]) / promised[school]
    date = np.minimum((opens + place * (closes - opens)).astype(np.int64), workload.horizon - 1)
    supplier = np.array([scenario.team_ids.index(name) for name in given.suppliers], np.int16)
    team = supplier[package][school]
    longest = np.array([longest_work_hours(scenario, scenario.teams[name]) for name in given.suppliers])
    hours = np.array([0.0, *(p.hours_per_visit for p in given.packages.values())])[package]
    return Batch(
        kind=VISIT,
        team=team,
        station=stations.of_schools(team, school),
        ready=date,
        work_hours=np.minimum(hours[school] * draws.length_factor[visit, school], longest[package][school]),
        deadline=np.minimum(date + ticks(given.window_working_hours), workload.horizon - 1),
        step=visit,
        school=school,
        area=area,
        mark=draws.mark[visit, school],
    )


def other_batch(draws: OtherWork, team: int, stations: Stations, dropped_share: float) -> Batch:
    """A team's other work without the share that changes drop; a caseload team's goes round its posts."""
    kept = draws.mark >= dropped_share
    station = stations.of_posts(team, np.arange(len(kept)))
    return Batch(
        kind=OTHER,
        team=team,
        station=station[kept],
        ready=draws.arrival[kept],
        work_hours=draws.work_hours[kept],
        mark=(draws.mark[kept] - dropped_share) / max(1 - dropped_share, 1e-9),
    )
