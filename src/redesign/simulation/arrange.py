"""Workload + plan -> the tasks that an engine runs, and a ledger of what each one stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.absences import Absences
from redesign.demand.expectation import Expectation
from redesign.demand.plan import Plan, at_packages
from redesign.demand.workload import Workload
from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import Scenario
from redesign.simulation.batches import other_batch, route, visit_batch
from redesign.simulation.ledger import Draft, assemble
from redesign.simulation.ledger import Ledger as Ledger
from redesign.simulation.stations import Closures, Stations, closures, lay_out, ramps
from redesign.simulation.tasks import Tasks

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Staffed:
    """Where the work of a plan stands in line, and what its new people lose: the same in every year."""

    stations: Stations
    lost: list[Ints]
    """[T][posts] ticks at the start of the year."""


def staffed(scenario: Scenario, expectation: Expectation, plan: Plan) -> Staffed:
    """Raises ValueError for a plan that the scenario does not allow: posts retrained from a team that is not listed."""
    stations = lay_out(scenario, plan.posts, _promised_hours(expectation, plan.packages))
    return Staffed(stations, ramps(scenario, plan))


def arrange(
    scenario: Scenario, expectation: Expectation, workload: Workload, plan: Plan, by: Staffed | None = None
) -> tuple[Tasks, Ledger]:
    """Lay out one year under a plan; the scenario is the one that its levers leave (`demand.plan.under`).

    Tasks stand service by service, then area by area, team by team, rule by rule: their numbers break ties in time.
    `by` is what `staffed` gives, where it is known. Raises ValueError as it does, and for more posts than a team may
    have.
    """
    by = by or staffed(scenario, expectation, plan)
    stations = by.stations
    draft = _empty_draft(scenario)
    for k, service in enumerate(scenario.service_list):
        requests = workload.requests[k]
        if service.steps and service.work_times > 0:
            draft.batches.append(route(scenario, k, requests, stations))
            draft.accepted[k] = requests
        else:
            gone = draft.removed if service.steps else draft.unmet
            gone[k] = np.bincount(requests.school, minlength=len(scenario.schools))
    draft.batches.extend(
        visit_batch(scenario, workload, a, package, stations)
        for a, package in enumerate(plan.packages)
        if package.any()
    )
    for t, (team, other) in enumerate(zip(scenario.team_list, workload.other, strict=True)):
        if len(other.arrival):
            draft.batches.append(other_batch(other, t, stations, team.other_work_dropped_share))
    for rule, work in zip(rules_with_work(scenario).values(), workload.of_rules, strict=True):
        draft.batches.append(other_batch(work, scenario.team_ids.index(rule.teams[0]), stations, 0.0))
    return assemble(scenario, workload.horizon, draft, stations, _closed(workload.absences, by))


def restaffed(years: Tasks, absences: Sequence[Sequence[Absences]], by: Staffed) -> Tasks:
    """The same years side by side under other posts, where caseload teams have as many as before: all else stays.

    `absences` are those of each year and team.
    """
    closed = [_closed(each, by) for each in absences]
    servers = by.stations.servers.astype(np.int32)
    start = np.concatenate([each.start for each in closed])
    order = np.argsort(start, kind="stable")
    station = np.concatenate([each.station + y * len(servers) for y, each in enumerate(closed)])
    return replace(
        years,
        servers=np.tile(servers, len(closed)),
        closure_station=station[order].astype(np.int32),
        closure_start=start[order],
        closure_length=np.concatenate([each.length for each in closed])[order],
    )


def _closed(absences: Sequence[Absences], by: Staffed) -> Closures:
    return closures(by.stations, dict(enumerate(zip(absences, by.lost, strict=True))))


def _empty_draft(scenario: Scenario) -> Draft:
    shape = (len(scenario.services), len(scenario.schools))
    return Draft([], {}, np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def _promised_hours(expectation: Expectation, package: Ints) -> NDArray[np.float64]:
    """[T, S] expected visit hours that the packages [A, S] promise."""
    hours, team = at_packages(expectation.visit_hours, package), np.take_along_axis(expectation.supplier, package, 1)
    promised = np.zeros((len(expectation.post_hours), package.shape[1]))
    np.add.at(promised, (team, np.arange(package.shape[1])), hours)
    return promised
