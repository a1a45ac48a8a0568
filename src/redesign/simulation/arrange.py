"""Workload + plan -> the tasks that an engine runs, and a ledger of what each one stands for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import package_index
from redesign.demand.workload import Workload
from redesign.scenario.model import Scenario, Service
from redesign.scenario.plan import Plan
from redesign.simulation.batches import other_batch, route, steps_of_team, visit_batch
from redesign.simulation.ledger import Draft, assemble
from redesign.simulation.ledger import Ledger as Ledger
from redesign.simulation.stations import closures, lay_out, ramps
from redesign.simulation.tasks import Tasks

Ints = NDArray[np.int64]


def arrange(scenario: Scenario, workload: Workload, plan: Plan) -> tuple[Tasks, Ledger]:
    """Lay out one year under a plan.

    Tasks stand service by service, then area by area, then team by team: their numbers break ties in time.
    Raises ValueError for a plan that the scenario does not allow: a lever that is not offered, posts retrained
    from a team that is not listed, more posts than a team may have.
    """
    posts = np.array([plan.posts[name].planned for name in scenario.teams], np.int64)
    package = _packages(scenario, plan)
    stations = lay_out(scenario, posts, _promised_hours(scenario, workload, package))
    draft = _empty_draft(scenario)
    for k, (name, service) in enumerate(scenario.services.items()):
        requests, share = workload.requests[k], _work_share(service, name, plan)
        if service.steps and share > 0:
            draft.batches.append(route(scenario, k, requests, share, stations))
            draft.accepted[k] = requests
        else:
            gone = draft.removed if service.steps else draft.unmet
            gone[k] = np.bincount(requests.school, minlength=len(scenario.schools))
    draft.batches.extend(visit_batch(scenario, workload, a, package[a], stations) for a in range(len(package)))
    for t, (team, other) in enumerate(zip(scenario.teams.values(), workload.other, strict=True)):
        least = team.other_work_removable_share if plan.drop_removable_work else 0.0
        draft.batches.append(other_batch(other, t, stations, other.mark >= least))
    lost = ramps(scenario, plan)
    away = {t: (workload.absences[t], lost[name]) for t, name in enumerate(scenario.teams)}
    return assemble(scenario, workload.horizon, draft, stations, closures(stations, away))


def arrange_team(scenario: Scenario, workload: Workload, team: int, posts: int) -> tuple[Tasks, Ledger]:
    """Lay out one team alone with all the work it can be given, for its capacity curve.

    It gets its own steps of every service, its other work and the visits of every school's largest package.
    Each step joins when its request arrives, plus the hand-overs before it; a return joins with its step. Nothing
    sets off anything, so that any tasks may be left out: the marks in the ledger say which.
    """
    package = workload.visit_hours.argmax(axis=2)
    alone = np.zeros(len(scenario.teams), np.int64)
    alone[team] = posts
    stations = lay_out(scenario, alone, _promised_hours(scenario, workload, package))
    draft, name = _empty_draft(scenario), scenario.team_ids[team]
    for k, service in enumerate(scenario.services.values()):
        if any(step.team == name for step in service.steps):
            draft.batches.append(steps_of_team(scenario, k, workload.requests[k], team, stations))
            draft.accepted[k] = workload.requests[k]
    for a, area in enumerate(scenario.areas.values()):
        if area.team == name:
            draft.batches.append(visit_batch(scenario, workload, a, package[a], stations))
    other = workload.other[team]
    draft.batches.append(other_batch(other, team, stations, np.ones(len(other.mark), np.bool_)))
    away = {team: (workload.absences[team], np.zeros(posts, np.int64))}
    return assemble(scenario, workload.horizon, draft, stations, closures(stations, away))


def _empty_draft(scenario: Scenario) -> Draft:
    shape = (len(scenario.services), len(scenario.schools))
    return Draft([], {}, np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def _packages(scenario: Scenario, plan: Plan) -> Ints:
    """[A, S] package of each school in each area, 0 for none."""
    rows = [
        [package_index(area, plan.package(a, s.id)) for s in scenario.schools] for a, area in scenario.areas.items()
    ]
    return np.array(rows, np.int64).reshape(-1, len(scenario.schools))


def _promised_hours(scenario: Scenario, workload: Workload, package: Ints) -> NDArray[np.float64]:
    """[T, S] expected visit hours that the packages [A, S] promise."""
    hours = np.take_along_axis(workload.visit_hours, package[:, :, None], axis=2)[:, :, 0]
    promised = np.zeros((len(scenario.teams), len(scenario.schools)))
    np.add.at(promised, [scenario.team_ids.index(a.team) for a in scenario.areas.values()], hours)
    return promised


def _work_share(service: Service, name: str, plan: Plan) -> float:
    """Share of a service's work that its lever leaves with the teams."""
    choice = plan.lever(name)
    if choice == "as_is":
        return 1.0
    lever = service.automate if choice == "automate" else service.eliminate
    if lever is None:
        raise ValueError(f"service {name} does not offer to {choice}")
    return lever.residual_work_share
