"""The capacity curve: how much work a team of n posts can promise.

For a team alone, n posts and visits as a share v of its load, the curve is the largest
load in work hours a year at which the team still keeps its promises, found by simulation
on thinned common random numbers: every point replays the same years and keeps the requests
whose mark lies below the load. Bigger teams keep more of each hour (the square-root
staffing effect, Halfin and Whitt 1981). The curve is a heuristic: verification decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.curve import MIX, CapacityCurve
from redesign.analysis.measures import due_hours, package_indices
from redesign.demand.expectation import Expectation, expect
from redesign.demand.workload import Workload, draw_workload
from redesign.scenario.model import Scenario
from redesign.scenario.plan import plan_today
from redesign.simulation.arrange import arrange_team
from redesign.simulation.engines import Engine, engine
from redesign.simulation.tasks import TICKS_PER_HOUR

Floats = NDArray[np.float64]

RESOLUTION = 1 / 64
"""Loads are found to this share of a team's hours."""
MOST_POINTS = 5
"""Numbers of posts that are simulated; between them the load per post is interpolated."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The shares that a plan must keep: the file's, or today's simulated share where today misses it."""

    service: Floats
    """[K]"""
    visits: Floats
    """[A]"""


@dataclass(frozen=True, slots=True)
class TeamYears:
    """One team's years of demand, drawn once and thinned for every point of its curve."""

    scenario: Scenario
    team: int
    workloads: tuple[Workload, ...]
    routine_hours: float
    """Work hours a year of services and other work: no plan asks more, since levers only take away."""
    visit_hours: float
    """Work hours a year of every school's largest package."""
    step_target: Floats
    """[K] on-time share that this team's step of a service must reach."""
    visit_target: Floats
    """[A]"""
    post_hours: float
    """Expected work hours of one post in a year."""
    runs_on: Engine


def capacity_curve(
    scenario: Scenario, team: int, targets: Targets, years: range, runs_on: Engine = "simpy"
) -> CapacityCurve:
    """Simulate one team's curve from half of today's posts to the most it may have.

    `years` are replication numbers. Today's posts are given today's load at least: the targets were
    relaxed to what today's team achieves, so it keeps them by definition.
    """
    demand = team_years(scenario, team, targets, years, runs_on)
    today, most = _posts_today(scenario, team), list(scenario.teams.values())[team].most_posts
    posts = np.arange(today // 2, most + 1)
    hours = np.array([_points(demand, posts, v) for v in MIX]).T
    anchored = _anchor(scenario, team, posts, hours)
    return CapacityCurve(posts, np.maximum.accumulate(anchored, axis=0))


def team_years(scenario: Scenario, team: int, targets: Targets, years: range, runs_on: Engine = "simpy") -> TeamYears:
    """Draw the demand of one team, and hold its steps to what today's team reaches where that is less."""
    alone = _alone(scenario, team)
    expectation = expect(alone)
    areas = expectation.area_team == team
    visits = float((expectation.visit_hours.max(axis=2) * areas[:, None]).sum())
    routine = float(expectation.hours_today[team])
    keep = [i for i, name in enumerate(scenario.services) if name in alone.services]
    keep_areas = [i for i, name in enumerate(scenario.areas) if name in alone.areas]
    workloads = tuple(draw_workload(alone, year) for year in years)
    served, made = targets.service[keep], targets.visits[keep_areas]
    post_hours = float(expectation.post_hours[team])
    demand = TeamYears(alone, team, workloads, routine, visits, served, made, post_hours, runs_on)
    posts = _posts_today(scenario, team)
    if posts and alone.services:
        reached, _ = _shares(demand, posts, 1.0, 0.0)
        demand = replace(demand, step_target=np.fmin(demand.step_target, reached))
    return demand


def _alone(scenario: Scenario, team: int) -> Scenario:
    """The scenario with the work of one team only: named streams leave its draws as they were."""
    name = scenario.team_ids[team]
    services = {k: s for k, s in scenario.services.items() if any(step.team == name for step in s.steps)}
    areas = {a: area for a, area in scenario.areas.items() if area.team == name}
    idle = {"other_work_hours_per_year": 0.0, "posts_today": 0, "maximum_posts": 0}
    teams = {n: t if n == name else t.model_copy(update=idle) for n, t in scenario.teams.items()}
    return scenario.model_copy(update={"services": services, "areas": areas, "teams": teams})


def _posts_today(scenario: Scenario, team: int) -> int:
    return list(scenario.teams.values())[team].posts_today


def _points(demand: TeamYears, posts: NDArray[np.int64], mix: float) -> Floats:
    """[N] capacity at every number of posts for one visit share."""
    if mix and not demand.visit_hours:
        return np.zeros(len(posts))
    if not mix and not demand.scenario.services:
        return (posts * demand.post_hours).astype(np.float64)
    chosen = _simulated(posts, _posts_today(demand.scenario, demand.team))
    found, enough = np.empty(len(chosen)), np.inf
    share = 0.0
    for i, n in enumerate(chosen):
        asked = _most_asked(demand, mix) / (n * demand.post_hours)
        if n > enough:
            found[i] = share
            continue
        # More posts keep at least the same share of each hour: the square-root staffing effect.
        share = found[i] = _largest_share(demand, int(n), mix, (min(share, asked), min(1.0, asked)))
        if share >= asked:
            enough = n
    kept = np.asarray(np.interp(posts, chosen, found), np.float64) * posts * demand.post_hours
    # Where all there is to ask was asked and kept, nothing that a plan asks for can be too much.
    kept[posts >= enough] = posts[posts >= enough] * demand.post_hours
    return kept


def _most_asked(demand: TeamYears, mix: float) -> float:
    """Work hours a year of the largest load that has this share of visits."""
    routine = demand.routine_hours / (1 - mix) if mix < 1 else np.inf
    visits = demand.visit_hours / mix if mix else np.inf
    return min(routine, visits)


def _simulated(posts: NDArray[np.int64], today: int) -> NDArray[np.int64]:
    """Numbers of posts to simulate: spread evenly in the square root, today among them."""
    first = max(1, int(posts[0]))
    spread = np.linspace(np.sqrt(first), np.sqrt(max(first, posts[-1])), MOST_POINTS) ** 2
    inside = [today] if today >= first else []
    return np.unique(np.concatenate([np.rint(spread).astype(np.int64), np.array(inside, np.int64)]))


def _largest_share(demand: TeamYears, posts: int, mix: float, bracket: tuple[float, float]) -> float:
    """Largest share of the posts' hours within the bracket that can be asked of them; its low end is taken to hold."""
    low, high = bracket
    hours = posts * demand.post_hours
    if _keeps(demand, posts, high * hours, mix):
        return high
    while high - low > RESOLUTION:
        middle = (low + high) / 2
        low, high = (middle, high) if _keeps(demand, posts, middle * hours, mix) else (low, middle)
    return low


def _keeps(demand: TeamYears, posts: int, load_hours: float, mix: float) -> bool:
    routine = load_hours * (1 - mix) / demand.routine_hours if demand.routine_hours else 0.0
    visits = load_hours * mix / demand.visit_hours if demand.visit_hours else 0.0
    served, made = _shares(demand, posts, routine, visits)
    kept_services = np.isnan(served) | (served >= demand.step_target)
    kept_visits = np.isnan(made) | (made >= demand.visit_target)
    return bool(kept_services.all() and kept_visits.all())


def _shares(demand: TeamYears, posts: int, routine_share: float, visit_share: float) -> tuple[Floats, Floats]:
    """On-time share of each service at this team, [K], and made share of each area's visits, [A]; NaN where none."""
    services, areas = len(demand.scenario.services), len(demand.scenario.areas)
    counts = np.zeros((4, max(services, areas, 1)))
    due, simulate = _step_due(demand.scenario), engine(demand.runs_on)
    for workload in demand.workloads:
        tasks, ledger = arrange_team(demand.scenario, workload, demand.team, posts, (routine_share, visit_share))
        records = simulate(tasks)
        finished = (records.finish >= 0) & (records.finish <= tasks.horizon)
        asked = ledger.service >= 0
        of = ledger.service[asked]
        deadline = tasks.ready[asked] + due[of]
        counted = deadline <= tasks.horizon
        on_time = counted & finished[asked] & (records.finish[asked] <= deadline)
        visit = ledger.area >= 0
        counts[0] += np.bincount(of[counted], minlength=counts.shape[1])
        counts[1] += np.bincount(of[on_time], minlength=counts.shape[1])
        counts[2] += np.bincount(ledger.area[visit], minlength=counts.shape[1])
        counts[3] += np.bincount(ledger.area[visit & finished], minlength=counts.shape[1])
    served = np.divide(counts[1], counts[0], out=np.full(counts.shape[1], np.nan), where=counts[0] > 0)
    made = np.divide(counts[3], counts[2], out=np.full(counts.shape[1], np.nan), where=counts[2] > 0)
    return served[:services], made[:areas]


def _step_due(scenario: Scenario) -> Floats:
    """[K] ticks that one step of a service may take: the promise less its hand-overs, shared evenly by its steps."""
    due = []
    for service in scenario.services.values():
        assert service.promise is not None  # noqa: S101  owned services have one
        steps = len(service.steps)
        free = due_hours(scenario, service.promise) - (steps - 1) * service.handover_hours
        due.append(free / steps * TICKS_PER_HOUR)
    return np.array(due)


def _anchor(scenario: Scenario, team: int, posts: NDArray[np.int64], hours: Floats) -> Floats:
    """Give today's posts at least today's load at today's visit share."""
    expectation: Expectation = expect(scenario)
    routine = expectation.hours_today[team]
    packages = package_indices(scenario, plan_today(scenario))[expectation.area_team == team]
    offered = expectation.visit_hours[expectation.area_team == team]
    visits = float(np.take_along_axis(offered, packages[:, :, None], axis=2).sum())
    row = np.searchsorted(posts, _posts_today(scenario, team))
    load = routine + visits
    if load:
        bucket = min(int(visits / load * (len(MIX) - 1)), len(MIX) - 2)
        around = slice(bucket, bucket + 2) if visits else slice(0, 1)
        hours[row, around] = np.maximum(hours[row, around], load)
    return hours
