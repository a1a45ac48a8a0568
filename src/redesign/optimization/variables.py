"""The variables every stage shares: posts, moves and levers, and what packages ask of them.

A model is put together from an `Office`; packages are then either the school-by-school
choice (`formulation.py`), whole combinations (`columns.py`) or only what they use (`resources.py`).

Indices: t, i teams; n posts of a team; k services; o their states; e levers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.optimization.levels import corners_of, levels_worth_having
from redesign.optimization.linear import Sense, Terms, constrain, joined, ones
from redesign.optimization.problem import Problem
from redesign.optimization.solver import SolveOutcome

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Variable: TypeAlias = pulp.LpVariable
MOST_LEVELS = 60
"""A team that may have more posts than this is modeled by the corners of its table."""


@dataclass(slots=True)
class Office:
    """A model under construction."""

    problem: Problem
    lp: pulp.LpProblem
    posts: list[Variable] = field(default_factory=list)
    """[t]"""
    level: list[dict[int, Variable]] = field(default_factory=list)
    """[t] {n: z} 1 if the team has n posts; empty where every post adds as many hours as the one before."""
    kept: list[Variable] = field(default_factory=list)
    hired: list[Variable] = field(default_factory=list)
    released: list[Variable] = field(default_factory=list)
    retrained: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(from, to): posts}"""
    state: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(k, o): q} 1 if service k is in its o-th state."""
    alone: dict[int, Variable] = field(default_factory=dict)
    """{e: x} 1 if a lever is taken that touches no service."""
    size: dict[int, list[Variable]] = field(default_factory=dict)
    """{t: [n]} 1 for the team's number of posts, where a row asked for it."""
    above: dict[str, Variable] = field(default_factory=dict)
    """By name, 1 only if a team has more posts than some number, or fewer new ones."""
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
        return [(self.posts[t], 1.0)]

    def sizes(self, t: int) -> list[Variable]:
        """[n] 1 if the team has n posts."""
        if t not in self.size:
            self.size[t] = [self.binary(f"size{t}_{n}") for n in range(self.problem.tables[t].most_posts + 1)]
            self.add("always", f"size{t}", ones(self.size[t]), "==", 1)
            posts = [(z, float(-n)) for n, z in enumerate(self.size[t]) if n]
            self.add("always", f"sizes{t}", self.planned(t) + posts, "==", 0)
        return self.size[t]

    def room(self, t: int) -> tuple[Terms, float]:
        """Hours that the posts of a team can promise: an expression and a constant."""
        hours = self.problem.tables[t].hours
        if self.level[t]:
            return [(z, float(hours[n])) for n, z in self.level[t].items()], 0.0
        return [(self.posts[t], self.problem.tables[t].slope or 0.0)], float(hours[0])

    def more_posts_than(self, t: int, posts: int, new_lose: tuple[float, ...] = ()) -> Variable:
        """1 only if a team has more posts than these, less what new people lose."""
        name = f"above{t}_{posts}" + ("_worth" if new_lose else "")
        if name not in self.above:
            self.above[name] = self.binary(name)
            half = 0.5 if new_lose else 0.0
            known = self.problem.least_worth if new_lose else self.problem.least_posts
            least = min(int(known[t]), posts + 1) - half
            terms = [*self.worth(t, new_lose), (self.above[name], float(least - posts - 1 + half))]
            self.add(self.problem.promises[t], name, terms, ">=", least)
        return self.above[name]

    def worth(self, t: int, new_lose: tuple[float, ...]) -> Terms:
        """Posts of a team, less the parts of them that new people lose."""
        lost = [(v, -new_lose[i]) for (i, to), v in self.retrained.items() if to == t and new_lose]
        hired = [(self.hired[t], -new_lose[-1])] if new_lose else []
        return [(self.posts[t], 1.0), *(term for term in [*lost, *hired] if term[1])]

    def fewer_new_than(self, t: int, posts: int) -> Variable:
        """1 only if fewer posts of a team than these are retrained or hired."""
        name, most = f"below{t}_{posts}", self.problem.tables[t].most_posts
        if name not in self.above:
            self.above[name] = self.binary(name)
            new = [*ones([*self.retrained_into(t), self.hired[t]]), (self.above[name], float(most - posts + 1))]
            self.add(self.problem.promises[t], name, new, "<=", most)
        return self.above[name]

    def lost_hours(self, t: int) -> Terms:
        """Hours that the new people of a team lose."""
        lost = self.problem.tables[t].lost
        terms = [(v, float(lost[i])) for (i, to), v in self.retrained.items() if to == t]
        return [term for term in [*terms, (self.hired[t], float(lost[-1]))] if term[1]]

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

    def brokering(self, t: int) -> Terms:
        """Hours that contracts with providers make for a team."""
        return self.asked.get(broker_name(t), [])

    def less_brokering_than(self, t: int, hours: float) -> Variable:
        """1 only if contracts make a team no more hours than these."""
        name, most = f"brokered{t}_{hours:.6f}", max(hours, float(self.problem.most_brokering[t]))
        if name not in self.above:
            self.above[name] = self.binary(name)
            asked = joined([self.brokering(t), [(self.above[name], most - hours)]])
            self.add(self.problem.promises[t], name, asked, "<=", most)
        return self.above[name]

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
    for t in range(len(problem.tables)):
        _team_variables(office, t)
    _move_variables(office)
    _lever_variables(office)
    return office


def posts_of(office: Office, outcome: SolveOutcome) -> list[int]:
    """Posts of every team in a solution."""
    return [round(outcome.value(posts)) for posts in office.posts]


def _team_variables(office: Office, t: int) -> None:
    table = office.problem.tables[t]
    levels = levels_worth_having(office.problem, t)
    if office.problem.promises[t] in office.dropped:
        levels = np.arange(table.most_posts + 1)
    least, most = office.between.get(t, (0, table.most_posts))
    most = min(most, office.problem.most_posts(t))
    posts = office.count(f"posts{t}", table.most_posts)
    posts.bounds(float(min(least, most)), float(most))
    office.posts.append(posts)
    if table.slope is not None:
        office.level.append({})
    else:
        _level_variables(office, t, levels[(levels >= least) & (levels <= most)])


def _level_variables(office: Office, t: int, levels: Ints) -> None:
    """Which number of posts a team has; a large team's shared out between two neighboring corners of its table.

    For every stretch i between corners: z[n] <= sum of w[i] over the stretches that n is an end of, sum_i w[i] = 1.
    """
    hours = office.problem.tables[t].hours
    if len(hours) <= MOST_LEVELS:
        level = {int(n): office.binary(f"z{t}_{n}") for n in levels}
    else:
        corners = corners_of(hours, levels)
        level = {n: office.amount(f"z{t}_{n}", 1) for n in corners}
        ends = [(n, m) for n, m in pairwise(corners) if np.isin(np.arange(n, m + 1), levels).all()]
        ends += [(n, n) for n in corners if not any(n in end for end in ends)]
        chosen = [office.binary(f"w{t}_{i}") for i in range(len(ends))]
        for n in corners:
            near = [w for w, end in zip(chosen, ends, strict=True) if n in end]
            office.add("always", f"near{t}_{n}", [(level[n], 1.0), *ones(near, -1.0)], "<=", 0)
        office.add("always", f"stretch{t}", ones(chosen), "==", 1)
    office.level.append(level)
    whole = [(z, float(-n)) for n, z in level.items() if n]
    office.add("always", f"posts_of_level{t}", [(office.posts[t], 1.0), *whole], "==", 0)


def _move_variables(office: Office) -> None:
    scenario, may = office.problem.scenario, office.problem.strategy.may
    for t, team in enumerate(scenario.team_list):
        most = float(office.problem.tables[t].most_posts)
        own = team.outside is None
        office.kept.append(office.count(f"kept{t}", team.posts_today))
        office.hired.append(office.count(f"hired{t}", most if may.hire and own else 0))
        office.released.append(office.count(f"released{t}", team.posts_today if may.release and own else 0))
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


def supply_name(t: int) -> str:
    """Resource: visits of a provider."""
    return f"supply{t}"


VISITS = "visits"
"""Resource: visits of all packages, where a rule counts them."""


def broker_name(t: int) -> str:
    """Resource: hours that contracts with providers make for a team."""
    return f"broker{t}"


def variant_name(a: int, o: int) -> str:
    """Resource: schools with a package of an area in one of its states."""
    return f"variant{a}_{o}"


def prices_of_pairs(office: Office) -> dict[tuple[int, int], float]:
    """{(from, to): one-time dollars} of the retraining that is possible."""
    scenario = office.problem.scenario
    listed = {
        (scenario.team_ids.index(pair.team), t): pair.cost_usd
        for t, team in enumerate(scenario.team_list)
        for pair in team.retrain_from
    }
    return {key: listed[key] for key in office.retrained}
