"""The same years of one team again and again: other posts, less work, how much of it on time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation, expect
from redesign.demand.workload import Workload, draw_workload
from redesign.scenario.model import Budget, Scenario
from redesign.simulation.arrange import Ledger, arrange_team
from redesign.simulation.engines import Engine, engine
from redesign.simulation.tasks import TICKS_PER_HOUR, Records, Tasks, only

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TeamYears:
    """One team's years of demand, drawn once."""

    scenario: Scenario
    """With the work of this team only."""
    expectation: Expectation
    team: int
    workloads: tuple[Workload, ...]
    routine_hours: float
    """Work hours a year of services and other work; a plan asks more only where a lever adds work."""
    visit_hours: float
    """Work hours a year of every school's largest package."""
    post_hours: float
    """Expected work hours of one post in a year."""
    runs_on: Engine


@dataclass(frozen=True, slots=True, eq=False)
class Staffed:
    """The years of a team with so many posts and all its work, ready to be thinned."""

    demand: TeamYears
    posts: int
    years: tuple[tuple[Tasks, Ledger], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Thinned:
    """One year of a team with part of its work."""

    everything: Tasks
    stays: Ints
    """Positions of the tasks that stay, [n]; the columns below are of those that are due within the year, [d]."""
    position: Ints
    """Among those that stay."""
    promise: Ints
    """Service k, or K + area a."""
    latest: Floats
    """Tick at which it must have ended."""
    due: Ints
    """[K + A] how many are due."""

    @property
    def tasks(self) -> Tasks:
        """What is left to do."""
        return only(self.everything, self.stays)

    def kept(self, records: Records) -> Ints:
        """[K + A] of these, how many ended in time."""
        finish = records.finish[self.position]
        return np.bincount(self.promise[(finish >= 0) & (finish <= self.latest)], minlength=len(self.due))


def team_years(scenario: Scenario, team: int, years: range, runs_on: Engine = "simpy") -> TeamYears:
    """Draw the demand of one team; `years` are replication numbers."""
    alone = only_team(scenario, team)
    expectation = expect(alone)
    return TeamYears(
        scenario=alone,
        expectation=expectation,
        team=team,
        workloads=tuple(draw_workload(alone, year) for year in years),
        routine_hours=float(expectation.work_hours[team]),
        visit_hours=float(expectation.of_team(expectation.visit_hours, team).max(axis=2).sum()),
        post_hours=float(expectation.post_hours[team]),
        runs_on=runs_on,
    )


def staff(demand: TeamYears, posts: int) -> Staffed:
    """Give the team `posts` and all its work."""
    years = (arrange_team(demand.scenario, demand.expectation, w, demand.team, posts) for w in demand.workloads)
    return Staffed(demand, posts, tuple(years))


def keeps(staffed: Staffed, routine_share: float, visit_share: float, targets: Floats) -> bool:
    """Whether the team keeps the shares `targets`, [K + A], of what is due, given these shares of its work.

    Years are simulated until that is certain, whatever the others bring.
    """
    years = _thinned(staffed, routine_share, visit_share)
    due = np.sum([year.due for year in years], axis=0)
    asked, kept, left = due > 0, np.zeros_like(due), due.copy()
    simulate = engine(staffed.demand.runs_on)
    for year in years:
        left -= year.due
        kept += year.kept(simulate(year.tasks))
        if np.any(((kept + left)[asked] / due[asked]) < targets[asked]):
            return False
        if np.all((kept[asked] / due[asked]) >= targets[asked]):
            return True
    return True


def shares(staffed: Staffed, routine_share: float, visit_share: float) -> Floats:
    """[K + A] share of what is due that the team keeps: requests on time, visits made; NaN where nothing is due."""
    years, simulate = _thinned(staffed, routine_share, visit_share), engine(staffed.demand.runs_on)
    due = np.sum([year.due for year in years], axis=0)
    kept = np.sum([year.kept(simulate(year.tasks)) for year in years], axis=0)
    found: Floats = np.divide(kept, due, out=np.full(len(due), np.nan), where=due > 0)
    return found


def _thinned(staffed: Staffed, routine_share: float, visit_share: float) -> list[Thinned]:
    """The years with these shares of the team's routine work (requests and other work) and visits, by their marks."""
    scenario, out = staffed.demand.scenario, []
    services, step_due = len(scenario.services), _step_due(scenario)
    for tasks, ledger in staffed.years:
        stays = np.flatnonzero(ledger.mark < np.where(ledger.area >= 0, visit_share, routine_share))
        service, area, ready = ledger.service[stays], ledger.area[stays], tasks.ready[stays]
        latest = np.where(area >= 0, tasks.horizon, ready + step_due[service])
        position = np.flatnonzero(latest <= tasks.horizon)
        promise = np.where(area >= 0, services + area, service)[position]
        due = np.bincount(promise, minlength=services + len(scenario.areas))
        out.append(Thinned(tasks, stays, position, promise, latest[position], due))
    return out


IDLE = {
    "posts_today": 0,
    "maximum_posts": 0,
    "productive_share": 1.0,
    "vacancy_rate": 0.0,
    "other_work_hours_per_year": 0.0,
    "other_work_times": 1.0,
    "removable_work_dropped": False,
}
"""A team that a year does not depend on."""


def only_team(scenario: Scenario, team: int) -> Scenario:
    """The scenario with the work of one team only, and no money: named streams leave its draws as they were.

    Strategies that change nothing of the team's work have equal ones, so that they can share its curve.
    """
    name = scenario.team_ids[team]
    services = {k: s for k, s in scenario.services.items() if any(step.team == name for step in s.steps)}
    areas = {a: area for a, area in scenario.areas.items() if name in area.suppliers[1:]}
    teams = {n: t if n == name else t.model_copy(update=IDLE) for n, t in scenario.teams.items()}
    budget = Budget(one_time_usd=0.0)
    return scenario.model_copy(update={"services": services, "areas": areas, "teams": teams, "budget": budget})


def _step_due(scenario: Scenario) -> Floats:
    """[K + 1] ticks that one step of a service may take: the promise less its hand-overs, shared evenly by its steps.

    The last, which stands for no service, is never due, nor is one that a strategy gave to a team without a promise.
    """
    due = []
    for service in scenario.service_list:
        if service.promise is None:
            due.append(np.inf)
            continue
        steps = len(service.steps)
        within = service.promise.within_hours(scenario.calendar.hours_per_week)
        free = within - (steps - 1) * service.handover_hours
        due.append(free / steps * TICKS_PER_HOUR)
    return np.array([*due, np.inf])
