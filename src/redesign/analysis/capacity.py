"""The capacity curve: how much work a team of n posts can promise.

For a team alone, n posts and visits as a share v of its load, the curve is the largest
load in work hours a year at which the team still keeps its promises, found by simulation
on thinned common random numbers: every point replays the same years and keeps the requests
whose mark lies below the load. Bigger teams keep more of each hour (the square-root
staffing effect, Halfin and Whitt 1981). The curve is a heuristic: verification decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.curve import MIX, CapacityCurve
from redesign.analysis.team_years import Staffed, TeamYears, keeps, only_team, shares, staff, team_years
from redesign.demand.expectation import expect
from redesign.demand.plan import by_team, packages_today
from redesign.scenario.model import Scenario
from redesign.simulation.engines import Engine

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
    today: Scenario | None = None
    """The scenario in which today's office reaches them; None: the one that they are asked in."""


@dataclass(slots=True)
class Line:
    """Capacity at one visit share, number of posts by number of posts."""

    mix: float
    asked_hours: float
    """Work hours a year of the largest load that has this share of visits."""
    found: list[float]
    """Share of the posts' hours that can be asked of them, for the posts simulated so far."""
    enough: float = np.inf
    """Posts from which the largest load is kept."""


def capacity_curve(
    scenario: Scenario, team: int, targets: Targets, years: range, runs_on: Engine = "simpy"
) -> CapacityCurve:
    """Simulate one team's curve from half of today's posts to the most it may have.

    `years` are replication numbers. Today's posts are given today's load at least, where the team has today's work:
    the targets were relaxed to what it achieves, so it keeps them by definition.
    """
    demand = team_years(scenario, team, years, runs_on)
    todays_work = targets.today is None or only_team(targets.today, team) == demand.scenario
    own = _of_team(scenario, demand, targets, todays_work)
    today, most = scenario.team_list[team].posts_today, scenario.team_list[team].most_posts
    posts = np.arange(today // 2, most + 1)
    hours = np.array(_lines(demand, posts, own)).T
    if todays_work:
        hours = _anchor(scenario, team, posts, hours)
    return CapacityCurve(posts, np.maximum.accumulate(hours, axis=0))


def _of_team(scenario: Scenario, demand: TeamYears, targets: Targets, todays_work: bool) -> Floats:
    """[K + A] targets of the team's services and areas; its steps are held to what today's team reaches, if less."""
    services = [i for i, name in enumerate(scenario.services) if name in demand.scenario.services]
    areas = [i for i, name in enumerate(scenario.areas) if name in demand.scenario.areas]
    own = np.concatenate([targets.service[services], targets.visits[areas]])
    posts = scenario.team_list[demand.team].posts_today
    if posts and services and todays_work:
        own = np.fmin(own, shares(staff(demand, posts), 1.0, 0.0))
    return own


def _lines(demand: TeamYears, posts: NDArray[np.int64], targets: Floats) -> list[Floats]:
    """[mixes][N] capacity at every number of posts, for each share of visits."""
    lines = [Line(mix, _most_asked(demand, mix), []) for mix in MIX]
    chosen = _simulated(posts, demand.scenario.team_list[demand.team].posts_today)
    simulated = [line for line in lines if (demand.visit_hours if line.mix else demand.scenario.services)]
    for n in chosen.tolist():
        open_lines = [line for line in simulated if n <= line.enough]
        staffed = staff(demand, n) if open_lines else None
        for line in simulated:
            share = line.found[-1] if line.found else 0.0
            if staffed is not None and n <= line.enough:
                asked = line.asked_hours / (n * demand.post_hours)
                # More posts keep at least the same share of each hour: the square-root staffing effect.
                share = _largest_share(staffed, targets, line.mix, (min(share, asked), min(1.0, asked)))
                if share >= asked:
                    line.enough = n
            line.found.append(share)
    return [_between(demand, posts, chosen, line) for line in lines]


def _between(demand: TeamYears, posts: NDArray[np.int64], chosen: NDArray[np.int64], line: Line) -> Floats:
    """[N] capacity at every number of posts, from what was found at the `chosen` ones."""
    if line.mix and not demand.visit_hours:
        return np.zeros(len(posts))
    if not line.found:
        return (posts * demand.post_hours).astype(np.float64)
    kept = np.asarray(np.interp(posts, chosen, line.found), np.float64) * posts * demand.post_hours
    # Where all there is to ask was asked and kept, nothing that a plan asks for can be too much.
    kept[posts >= line.enough] = posts[posts >= line.enough] * demand.post_hours
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


def _largest_share(staffed: Staffed, targets: Floats, mix: float, bracket: tuple[float, float]) -> float:
    """Largest share of the posts' hours within the bracket that can be asked of them; its low end is taken to hold."""
    low, high = bracket
    hours = staffed.posts * staffed.demand.post_hours
    if _keeps(staffed, targets, high * hours, mix):
        return high
    while high - low > RESOLUTION:
        middle = (low + high) / 2
        low, high = (middle, high) if _keeps(staffed, targets, middle * hours, mix) else (low, middle)
    return low


def _keeps(staffed: Staffed, targets: Floats, load_hours: float, mix: float) -> bool:
    demand = staffed.demand
    routine = load_hours * (1 - mix) / demand.routine_hours if demand.routine_hours else 0.0
    visits = load_hours * mix / demand.visit_hours if demand.visit_hours else 0.0
    return keeps(staffed, routine, visits, targets)


def _anchor(scenario: Scenario, team: int, posts: NDArray[np.int64], hours: Floats) -> Floats:
    """Give today's posts at least today's load at today's visit share."""
    expectation, packages = expect(scenario), packages_today(scenario)
    visits = float(by_team(expectation.visit_hours, expectation.supplier, packages, len(scenario.teams))[team])
    row = np.searchsorted(posts, scenario.team_list[team].posts_today)
    load = expectation.work_hours[team] + visits
    if load:
        bucket = min(int(visits / load * (len(MIX) - 1)), len(MIX) - 2)
        around = slice(bucket, bucket + 2) if visits else slice(0, 1)
        hours[row, around] = np.maximum(hours[row, around], load)
    return hours
