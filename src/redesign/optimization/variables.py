"""The variables every stage shares: posts, moves, loads and levers, and what packages ask of them.

A model is put together from an `Office`; packages are then either the school-by-school
choice (`formulation.py`), whole combinations (`columns.py`) or only what they use (`resources.py`).

Indices: t, i teams; n position on a team's curve; b bucket of the visit share; k services; o their states; e levers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.optimization.levels import Buckets, buckets_of, corners_of, levels_worth_having
from redesign.optimization.linear import Sense, Terms, constrain, ones, scaled
from redesign.optimization.problem import Problem
from redesign.optimization.solver import SolveOutcome

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Variable: TypeAlias = pulp.LpVariable
MOST_LEVELS = 60
"""A team that may have more posts than this is modeled by the corners of its curve."""


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
    state: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(k, o): q} 1 if service k is in its o-th state."""
    alone: dict[int, Variable] = field(default_factory=dict)
    """{e: x} 1 if a lever is taken that touches no service."""
    asked: dict[str, Terms] = field(default_factory=dict)
    """{name of a resource: what packages use of it, as an expression of their variables}"""
    dropped: frozenset[str] = frozenset()
    """Groups of constraints left out, to find out which cannot hold together."""
    whole: bool = True
    """False: posts, moves and levers may be shared out in parts (a relaxation)."""
    fixed: Mapping[str, float] = field(default_factory=dict)
    """Values of variables that are decided."""
    between: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """{t: least and most posts of a team}, where a model looks at some numbers of posts only."""
    bucket: Mapping[int, int] = field(default_factory=dict)
    """{t: the bucket of its visit share}, where that is decided."""

    def add(self, group: str, name: str, terms: Terms, sense: Sense, right: float) -> None:
        """Add a constraint unless its group is dropped."""
        if group not in self.dropped:
            constrain(self.lp, name, terms, sense, right)

    def binary(self, name: str) -> Variable:
        """Add a variable that is 0 or 1."""
        return self.count(name, 1)

    def count(self, name: str, most: float) -> Variable:
        """Add a whole number from 0 to `most`."""
        low, high = (self.fixed[name],) * 2 if name in self.fixed else (0, most)
        return self.lp.add_variable(name, low, high, "Integer" if self.whole else "Continuous")

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
        """Work hours of services as an expression of their states."""
        hours = [states.hours[:, t].tolist() for states in self.problem.states]
        return [(q, hours[k][o]) for (k, o), q in self.state.items() if hours[k][o]]

    def visit_hours(self, t: int) -> Terms:
        """Hours of the visits that a team makes."""
        return self.asked.get(hours_name(t), [])

    def lever(self, e: int) -> Terms:
        """1 if a lever is taken: by the states of the first service that it touches."""
        for k, states in enumerate(self.problem.states):
            if having := states.having(e):
                return ones(self.state[k, o] for o in having)
        return ones([self.alone[e]])


def new_office(problem: Problem, name: str, dropped: frozenset[str] = frozenset()) -> Office:
    """Start a model with the variables of posts, moves, loads and levers."""
    return with_variables(Office(problem, pulp.LpProblem(name, pulp.LpMaximize), dropped=dropped))


def with_variables(office: Office) -> Office:
    """Add the variables of posts, moves, loads and levers to an empty model."""
    problem = office.problem
    for t in range(len(problem.curves)):
        _team_variables(office, t)
    _move_variables(office)
    _lever_variables(office)
    return office


def posts_of(office: Office, outcome: SolveOutcome) -> list[int]:
    """Posts of every team in a solution."""
    return [round(sum(x * outcome.value(z) for z, x in office.planned(t))) for t in range(len(office.level))]


def bucket_of_each(office: Office, outcome: SolveOutcome) -> list[int]:
    """The bucket that every team's visit share lies in, in a solution with whole posts."""
    weights = [{at: outcome.value(z) for at, z in level.items()} for level in office.level]
    return [max(weight, key=weight.__getitem__)[1] for weight in weights]


def _team_variables(office: Office, t: int) -> None:
    buckets = buckets_of(office.problem, t)
    width = buckets.hours.shape[1]
    office.buckets.append(buckets)
    worth_having = levels_worth_having(office.problem, t, buckets)
    if "promises" in office.dropped:
        worth_having[:] = True
    if t in office.between:
        (least, most), posts = office.between[t], office.problem.curves[t].posts
        worth_having &= ((posts >= least) & (posts <= most))[:, None]
    if t in office.bucket:
        worth_having &= np.arange(width) == office.bucket[t]
    worth = np.argwhere(worth_having).tolist()
    if len(buckets.hours) > MOST_LEVELS:
        _weights_of_corners(office, t, worth_having)
    else:
        office.level.append({(n, b): office.binary(f"z{t}_{n}_{b}") for n, b in worth})
    office.load.append([office.amount(f"load{t}_{b}") for b in range(width)])
    office.visits.append([office.amount(f"visits{t}_{b}") for b in range(width)] if buckets.limits_mix else [])


def _weights_of_corners(office: Office, t: int, worth_having: Bools) -> None:
    """Share a large team's posts out between two neighboring corners of its curve, on which it is linear.

    For every stretch i of bucket b: z[n] <= sum of w[i,b] over the stretches that n is an end of, sum_ib w[i,b] = 1.
    """
    curve, level, stretches = office.problem.curves[t], {}, []
    for b in range(worth_having.shape[1]):
        corners = corners_of(office.buckets[t], worth_having[:, b], b)
        ends = [(n, m) for n, m in pairwise(corners) if worth_having[n : m + 1, b].all()]
        ends += [(n, n) for n in corners if not any(n in end for end in ends)]
        chosen = [office.binary(f"w{t}_{i}_{b}") for i in range(len(ends))]
        for n in corners:
            level[n, b] = office.amount(f"z{t}_{n}_{b}", 1)
            near = [w for w, end in zip(chosen, ends, strict=True) if n in end]
            office.add("always", f"near{t}_{n}_{b}", [(level[n, b], 1.0), *ones(near, -1.0)], "<=", 0)
        stretches += chosen
    office.add("always", f"stretch{t}", ones(stretches), "==", 1)
    office.level.append(level)
    posts = office.count(f"posts{t}", float(curve.posts[-1]))
    office.add("always", f"whole_posts{t}", [(posts, 1.0), *scaled(office.planned(t), -1.0)], "==", 0)


def _move_variables(office: Office) -> None:
    scenario, may = office.problem.scenario, office.problem.strategy.may
    for t, team in enumerate(scenario.team_list):
        most = float(office.problem.curves[t].posts[-1])
        office.kept.append(office.count(f"kept{t}", team.posts_today))
        office.hired.append(office.count(f"hired{t}", most if may.hire else 0))
        office.released.append(office.count(f"released{t}", team.posts_today if may.release else 0))
        for pair in team.retrain_from if may.retrain else ():
            source = scenario.team_ids.index(pair.team)
            posts = scenario.teams[pair.team].posts_today
            office.retrained[source, t] = office.count(f"retrained{source}_{t}", posts)


def _lever_variables(office: Office) -> None:
    problem = office.problem
    for k, states in enumerate(problem.states):
        for o in range(len(states.levers)):
            office.state[k, o] = office.binary(f"q{k}_{o}")
    for e in problem.levers:
        if not any(states.having(e) for states in problem.states):
            office.alone[e] = office.binary(f"x{e}")


def hours_name(t: int) -> str:
    """Resource: hours of the visits that a team makes."""
    return f"hours{t}"


def materials_name(t: int) -> str:
    """Resource: materials of the packages whose visits a team makes, in thousands of dollars."""
    return f"usd{t}"


def schools_name(a: int) -> str:
    """Resource: schools with a package of an area, where its team has a span."""
    return f"schools{a}"


def pairs(office: Office) -> dict[tuple[int, int], tuple[float, float]]:
    """{(from, to): (one-time cost in dollars, ramp share)} of the retraining that is possible."""
    scenario = office.problem.scenario
    listed = {
        (scenario.team_ids.index(pair.team), t): (pair.cost_usd, pair.ramp_share)
        for t, team in enumerate(scenario.team_list)
        for pair in team.retrain_from
    }
    return {key: listed[key] for key in office.retrained}
