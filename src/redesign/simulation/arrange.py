"""Workload + plan -> the tasks that an engine runs, and a ledger of what each one stands for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation
from redesign.demand.plan import Plan, at_packages
from redesign.demand.workload import Workload
from redesign.scenario.model import Scenario
from redesign.simulation.batches import other_batch, route, visit_batch
from redesign.simulation.ledger import Draft, assemble
from redesign.simulation.ledger import Ledger as Ledger
from redesign.simulation.stations import closures, lay_out, ramps
from redesign.simulation.tasks import Tasks

Ints = NDArray[np.int64]


def arrange(scenario: Scenario, expectation: Expectation, workload: Workload, plan: Plan) -> tuple[Tasks, Ledger]:
    """Lay out one year under a plan; the scenario is the one that its levers leave (`demand.plan.under`).

    Tasks stand service by service, then area by area, then team by team: their numbers break ties in time.
    Raises ValueError for a plan that the scenario does not allow: posts retrained from a team that is not listed,
    more posts than a team may have.
    """
    stations = lay_out(scenario, plan.posts, _promised_hours(expectation, plan.packages))
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
    away = dict(enumerate(zip(workload.absences, ramps(scenario, plan), strict=True)))
    return assemble(scenario, workload.horizon, draft, stations, closures(stations, away))


def _empty_draft(scenario: Scenario) -> Draft:
    shape = (len(scenario.services), len(scenario.schools))
    return Draft([], {}, np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def _promised_hours(expectation: Expectation, package: Ints) -> NDArray[np.float64]:
    """[T, S] expected visit hours that the packages [A, S] promise."""
    hours, team = at_packages(expectation.visit_hours, package), np.take_along_axis(expectation.supplier, package, 1)
    promised = np.zeros((len(expectation.post_hours), package.shape[1]))
    np.add.at(promised, (team, np.arange(package.shape[1])), hours)
    return promised
