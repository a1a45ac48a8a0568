"""The variables every stage shares: posts, moves, loads and levers, and what packages ask of them.

A model is put together from an `Office`; packages are then either the school-by-school
choice (`formulation.py`) or points of the value curves (`master.py`).

Indices: t, i teams; n position on a team's curve; b bucket of the visit share; k services; o options.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.optimization.linear import Sense, Terms, constrain
from redesign.optimization.problem import Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Variable: TypeAlias = pulp.LpVariable
SLACK_HOURS = 1e-6
"""Levels whose hours fall short by rounding only are kept."""


@dataclass(slots=True)
class Buckets:
    """A team's capacity by posts while its visit share lies in a range."""

    hours: Floats
    """[N, B] most load, cut off at what a plan can use."""
    room: Floats
    """[N, B] the same, not cut off: load and training together."""
    low_share: tuple[float, ...]
    high_share: tuple[float, ...]

    @property
    def limits_mix(self) -> bool:
        """Whether the capacity depends on the share of visits."""
        return len(self.low_share) > 1


@dataclass(slots=True)
class Office:
    """A model under construction."""

    problem: Problem
    lp: pulp.LpProblem
    buckets: list[Buckets] = field(default_factory=list)
    level: list[dict[tuple[int, int], Variable]] = field(default_factory=list)
    """[t] {(n, b): z} 1 if the team has the n-th number of posts of its curve and its visit share lies in bucket b."""
    load: list[list[Variable]] = field(default_factory=list)
    """[t][b] work hours, 0 in buckets that are not chosen."""
    visits: list[list[Variable]] = field(default_factory=list)
    """[t][b] visit hours; empty for a team whose capacity does not depend on the mix."""
    kept: list[Variable] = field(default_factory=list)
    hired: list[Variable] = field(default_factory=list)
    released: list[Variable] = field(default_factory=list)
    retrained: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(from, to): posts}"""
    option: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(k, o): q}"""
    visit_terms: list[Terms] = field(default_factory=list)
    """[t] visit hours as an expression of the package variables."""
    materials_terms: list[Terms] = field(default_factory=list)
    """[t] materials of the team's areas, in thousands of dollars."""
    span_terms: dict[int, Terms] = field(default_factory=dict)
    """{a: schools with a package in an area whose team has a span}"""
    dropped: frozenset[str] = frozenset()
    """Groups of constraints left out, to find out which cannot hold together."""

    def add(self, group: str, name: str, terms: Terms, sense: Sense, right: float) -> None:
        """Add a constraint unless its group is dropped."""
        if group not in self.dropped:
            constrain(self.lp, name, terms, sense, right)

    def binary(self, name: str) -> Variable:
        """Add a variable that is 0 or 1."""
        return self.lp.add_variable(name, 0, 1, "Integer")

    def count(self, name: str, most: float) -> Variable:
        """Add a whole number from 0 to `most`."""
        return self.lp.add_variable(name, 0, most, "Integer")

    def amount(self, name: str, most: float | None = None) -> Variable:
        """Add an amount from 0 to `most`."""
        return self.lp.add_variable(name, 0, most)

    def planned(self, t: int) -> Terms:
        """Posts of a team in the plan."""
        curve = self.problem.curves[t]
        return [(z, float(curve.posts[n])) for (n, _), z in self.level[t].items()]

    def retrained_into(self, t: int) -> list[Variable]:
        """Posts that come to a team, by where they come from."""
        return [v for (_, to), v in self.retrained.items() if to == t]

    def retrained_out_of(self, t: int) -> list[Variable]:
        """Posts that leave a team, by where they go."""
        return [v for (source, _), v in self.retrained.items() if source == t]

    def work(self, t: int) -> Terms:
        """Work hours of services as an expression of the options."""
        hours = self.problem.expectation.service_hours
        return [(q, float(hours[k, o, t])) for (k, o), q in self.option.items() if hours[k, o, t]]


def new_office(problem: Problem, name: str, dropped: frozenset[str] = frozenset()) -> Office:
    """Start a model with the variables of posts, moves, loads and levers."""
    office = Office(problem, pulp.LpProblem(name, pulp.LpMaximize), dropped=dropped)
    for t in range(len(problem.curves)):
        _team_variables(office, t)
    _move_variables(office)
    _option_variables(office)
    return office


def buckets_of(problem: Problem, t: int) -> Buckets:
    """Capacity by posts and bucket; one bucket for a team without areas and for a curve that is flat in the mix.

    Where visits are at most a share m of the load, the load is at most the other work over 1 - m: hours
    beyond that are cut off, since no plan can use them.
    """
    curve = problem.curves[t]
    if not (problem.expectation.area_team == t).any():
        return Buckets(curve.hours[:, :1], curve.hours[:, :1], (0.0,), (0.0,))
    if np.all(curve.hours == curve.hours[:, :1]):
        return Buckets(curve.hours[:, :1], curve.hours[:, :1], (0.0,), (1.0,))
    most = work_range(problem, t)[1]
    usable = [most / (1 - high) if high < 1 else np.inf for high in curve.mix[1:]]
    return Buckets(np.minimum(curve.between, usable), curve.between, curve.mix[:-1], curve.mix[1:])


def work_range(problem: Problem, t: int) -> tuple[float, float]:
    """Least and most hours of other work and services that a team can have, over the levers."""
    expectation, levers = problem.expectation, problem.freedoms.levers
    options = expectation.option_allowed if levers else expectation.option_allowed & [True, False, False]
    hours = expectation.service_hours[:, :, t]
    other = float(expectation.other_hours[t] + (0.0 if levers else expectation.removable_hours[t]))
    least = np.where(options, hours, np.inf).min(axis=1).sum()
    return other + float(least), other + float(np.where(options, hours, 0.0).max(axis=1).sum())


def _team_variables(office: Office, t: int) -> None:
    buckets = buckets_of(office.problem, t)
    width = buckets.hours.shape[1]
    office.buckets.append(buckets)
    worth_having = _levels_worth_having(office.problem, t, buckets)
    if "promises" in office.dropped:
        worth_having[:] = True
    worth = np.argwhere(worth_having).tolist()
    office.level.append({(n, b): office.binary(f"z{t}_{n}_{b}") for n, b in worth})
    office.load.append([office.amount(f"load{t}_{b}") for b in range(width)])
    office.visits.append([office.amount(f"visits{t}_{b}") for b in range(width)] if buckets.limits_mix else [])
    office.visit_terms.append([])
    office.materials_terms.append([])


def _levels_worth_having(problem: Problem, t: int, buckets: Buckets) -> Bools:
    """[N, B] levels that can carry the team's least load in the bucket.

    A team that neither makes visits nor takes in retrained posts also needs no more posts than the larger
    of today's and those for its most work: giving up one hired post more saves money and breaks nothing.
    """
    least, most = work_range(problem, t)
    worth: Bools = buckets.hours >= least / (1 - np.array(buckets.low_share)) - SLACK_HOURS
    team, posts = list(problem.scenario.teams.values())[t], problem.curves[t].posts
    if (problem.expectation.area_team == t).any() or team.retrain_from or np.any(np.diff(buckets.hours, axis=0) < 0):
        return worth
    enough = np.flatnonzero(buckets.hours[:, 0] >= most)
    if len(enough):
        worth[posts > max(int(posts[enough[0]]), team.posts_today)] = False
    return worth


def _move_variables(office: Office) -> None:
    scenario, freedoms = office.problem.scenario, office.problem.freedoms
    for t, team in enumerate(scenario.teams.values()):
        most = float(office.problem.curves[t].posts[-1])
        office.kept.append(office.count(f"kept{t}", team.posts_today))
        office.hired.append(office.count(f"hired{t}", most if freedoms.hire else 0))
        office.released.append(office.count(f"released{t}", team.posts_today if freedoms.release else 0))
        for pair in team.retrain_from if freedoms.retrain else ():
            source = scenario.team_ids.index(pair.team)
            posts = scenario.teams[pair.team].posts_today
            office.retrained[source, t] = office.count(f"retrained{source}_{t}", posts)


def _option_variables(office: Office) -> None:
    levers = office.problem.freedoms.levers
    for k, allowed in enumerate(office.problem.expectation.option_allowed.tolist()):
        for o, possible in enumerate(allowed):
            if possible and (o == 0 or levers):
                office.option[k, o] = office.binary(f"q{k}_{o}")


def pairs(office: Office) -> dict[tuple[int, int], tuple[float, float]]:
    """{(from, to): (one-time cost in dollars, ramp share)} of the retraining that is possible."""
    scenario = office.problem.scenario
    listed = {
        (scenario.team_ids.index(pair.team), t): (pair.cost_usd, pair.ramp_share)
        for t, team in enumerate(scenario.teams.values())
        for pair in team.retrain_from
    }
    return {key: listed[key] for key in office.retrained}
