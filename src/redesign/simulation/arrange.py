"""Workload + plan -> the tasks that an engine runs, and a ledger of what each one stands for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation
from redesign.demand.plan import Plan, at_packages
from redesign.demand.workload import Workload
from redesign.scenario.model import Scenario
from redesign.simulation.batches import other_batch, route, steps_of_team, visit_batch
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
        visit_batch(scenario, workload, a, package, stations) for a, package in enumerate(plan.packages)
    )
    for t, (team, other) in enumerate(zip(scenario.team_list, workload.other, strict=True)):
        draft.batches.append(other_batch(other, t, stations, team.other_work_dropped_share))
    away = dict(enumerate(zip(workload.absences, ramps(scenario, plan), strict=True)))
    return assemble(scenario, workload.horizon, draft, stations, closures(stations, away))


def arrange_team(
    scenario: Scenario, expectation: Expectation, workload: Workload, team: int, posts: int
) -> tuple[Tasks, Ledger]:
    """Lay out one team alone with all the work it can be given, for its capacity curve.

    It gets its own steps of every service, its other work and the visits of every school's largest package.
    Each step joins when its request arrives, plus the hand-overs before it; a return joins with its step. Nothing
    sets off anything, so that any tasks may be left out: the marks in the ledger say which.
    """
    package = expectation.of_team(expectation.visit_hours, team).argmax(axis=2)
    alone = np.zeros(len(scenario.teams), np.int64)
    alone[team] = posts
    stations = lay_out(scenario, alone, _promised_hours(expectation, package))
    draft, name = _empty_draft(scenario), scenario.team_ids[team]
    for k, service in enumerate(scenario.service_list):
        if any(step.team == name for step in service.steps):
            draft.batches.append(steps_of_team(scenario, k, workload.requests[k], team, stations))
            draft.accepted[k] = workload.requests[k]
    for a in np.flatnonzero(expectation.made_by(team).any(axis=1)).tolist():
        draft.batches.append(visit_batch(scenario, workload, a, package[a], stations))
    dropped = scenario.team_list[team].other_work_dropped_share
    draft.batches.append(other_batch(workload.other[team], team, stations, dropped))
    away = {team: (workload.absences[team], np.zeros(posts, np.int64))}
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
