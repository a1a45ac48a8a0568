"""The same years of one team again and again: other posts, less work, how much of it on time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.measures import due_hours
from redesign.demand.expectation import expect
from redesign.demand.workload import Workload, draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger, arrange_team
from redesign.simulation.engines import Engine, engine
from redesign.simulation.tasks import TICKS_PER_HOUR, Tasks, only

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TeamYears:
    """One team's years of demand, drawn once."""

    scenario: Scenario
    """With the work of this team only."""
    team: int
    workloads: tuple[Workload, ...]
    routine_hours: float
    """Work hours a year of services and other work: no plan asks more, since levers only take away."""
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


def team_years(scenario: Scenario, team: int, years: range, runs_on: Engine = "simpy") -> TeamYears:
    """Draw the demand of one team; `years` are replication numbers."""
    alone = _alone(scenario, team)
    expectation = expect(alone)
    areas = expectation.area_team == team
    return TeamYears(
        scenario=alone,
        team=team,
        workloads=tuple(draw_workload(alone, year) for year in years),
        routine_hours=float(expectation.hours_today[team]),
        visit_hours=float((expectation.visit_hours.max(axis=2) * areas[:, None]).sum()),
        post_hours=float(expectation.post_hours[team]),
        runs_on=runs_on,
    )


def staff(demand: TeamYears, posts: int) -> Staffed:
    """Give the team `posts` and all its work."""
    years = (arrange_team(demand.scenario, workload, demand.team, posts) for workload in demand.workloads)
    return Staffed(demand, posts, tuple(years))


def shares(staffed: Staffed, routine_share: float, visit_share: float) -> tuple[Floats, Floats]:
    """On-time share of each service at this team, [K], and made share of each area's visits, [A]; NaN where none.

    Of its routine work (requests and other work) and of the visits the team gets these shares, by their marks.
    """
    scenario = staffed.demand.scenario
    services, areas = len(scenario.services), len(scenario.areas)
    counts = np.zeros((4, max(services, areas, 1)))
    due, simulate = _step_due(scenario), engine(staffed.demand.runs_on)
    for everything, ledger in staffed.years:
        kept = np.flatnonzero(ledger.mark < np.where(ledger.area >= 0, visit_share, routine_share))
        tasks, service, area = only(everything, kept), ledger.service[kept], ledger.area[kept]
        records = simulate(tasks)
        finished = (records.finish >= 0) & (records.finish <= tasks.horizon)
        asked, visit = service >= 0, area >= 0
        of = service[asked]
        deadline = tasks.ready[asked] + due[of]
        counted = deadline <= tasks.horizon
        on_time = counted & finished[asked] & (records.finish[asked] <= deadline)
        for row, hits in enumerate((of[counted], of[on_time], area[visit], area[visit & finished])):
            counts[row] += np.bincount(hits, minlength=counts.shape[1])
    served = np.divide(counts[1], counts[0], out=np.full(counts.shape[1], np.nan), where=counts[0] > 0)
    made = np.divide(counts[3], counts[2], out=np.full(counts.shape[1], np.nan), where=counts[2] > 0)
    return served[:services], made[:areas]


def _alone(scenario: Scenario, team: int) -> Scenario:
    """The scenario with the work of one team only: named streams leave its draws as they were."""
    name = scenario.team_ids[team]
    services = {k: s for k, s in scenario.services.items() if any(step.team == name for step in s.steps)}
    areas = {a: area for a, area in scenario.areas.items() if area.team == name}
    idle = {"other_work_hours_per_year": 0.0, "posts_today": 0, "maximum_posts": 0}
    teams = {n: t if n == name else t.model_copy(update=idle) for n, t in scenario.teams.items()}
    return scenario.model_copy(update={"services": services, "areas": areas, "teams": teams})


def _step_due(scenario: Scenario) -> Floats:
    """[K] ticks that one step of a service may take: the promise less its hand-overs, shared evenly by its steps."""
    due = []
    for service in scenario.services.values():
        assert service.promise is not None  # noqa: S101  owned services have one
        steps = len(service.steps)
        free = due_hours(scenario, service.promise) - (steps - 1) * service.handover_hours
        due.append(free / steps * TICKS_PER_HOUR)
    return np.array(due)
