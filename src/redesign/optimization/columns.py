"""Large offices as a choice among whole combinations of a school's packages (Dantzig and Wolfe 1960).

    maximize    sum_si support[s,i] x[s,i]
    subject to  sum_i x[s,i] = 1 for every school s,  use[r] = sum_si use[r,s,i] x[s,i] for every resource r,
                and every constraint on posts, work and money of the school-by-school master.

Floors and what a school can take in hold inside a combination, so that the relaxation knows that packages are
whole. Combinations are made as they are needed (`prices.py`), one for each school at any prices of the resources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.demand.plan import at_packages
from redesign.optimization import tuning
from redesign.optimization.cuts import Cut, below_all, dear_prices, first_prices, price, with_resources
from redesign.optimization.linear import Terms, expression, ones
from redesign.optimization.problem import Problem
from redesign.optimization.resources import Resource, resources_of
from redesign.optimization.solver import SolveOutcome, row_prices
from redesign.optimization.variables import Office, Variable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOTHING = 1e-6
"""Weights and uses up to this are nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """One combination for every school."""

    packages: Ints
    """[A, S]"""
    support: Floats
    """[S]"""
    use: Floats
    """[R, S]"""
    fresh: Bools
    """[S] whether no earlier proposal gave the school this combination."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a master problem leaves open."""

    whole_posts: bool = False
    """Posts, moves and levers are whole; False: they may be shared out in parts."""
    whole_combinations: bool = False
    """A school has one combination; False: it may have parts of several."""
    fixed: Mapping[str, float] = field(default_factory=dict)
    """Values of variables of the office that are decided."""
    between: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """{t: least and most posts of a team}"""
    excess: bool = False
    """Combinations may use more or less than the office counts on, at a price beyond all worth: to find out what is
    missing."""


@dataclass(slots=True)
class Master:
    """The restricted master problem: one choice for each school among the combinations proposed so far."""

    office: Office
    resources: tuple[Resource, ...]
    used: list[Variable]
    """[R]"""
    excess: list[Variable] = field(default_factory=list)
    """[R] used beyond what the office has, [R] counted on and not used; or empty"""
    weight: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(s, i): x}, i the position of the proposal."""


class Columns:
    """The proposals made so far, and the bounds that their prices prove."""

    def __init__(self, problem: Problem, earlier: Sequence[Floats] = ()) -> None:
        """`earlier` are prices, [R] each, at which a problem with the same packages was solved."""
        self.problem = problem
        self.resources: tuple[Resource, ...] = resources_of(problem)
        self.proposals: list[Proposal] = []
        self.cuts: list[Cut] = []
        first = first_prices(self.resources)
        self.first = len(first)
        """Proposals that any search begins with; the last of them is made at prices beyond all worth."""
        for prices in [*first, *earlier]:
            self.propose(prices)

    @property
    def impossible(self) -> bool:
        """Whether some school has no combination at all, whatever the prices."""
        return self.cuts[0].constant == -np.inf

    @property
    def fresh(self) -> Bools:
        """[I, S] every combination once."""
        return np.array([proposal.fresh for proposal in self.proposals])

    @property
    def few(self) -> bool:
        """Whether all combinations can be kept."""
        fresh = self.fresh
        return bool(fresh.sum() <= max(tuning.FEW, tuning.FEW_EACH * fresh.shape[1]))

    def propose(self, prices: Floats) -> Cut:
        """Add every school's best combination at these prices, and the bound that they prove."""
        packages, cut = price(self.problem, self.resources, prices)
        known = np.zeros(packages.shape[1], bool)
        for earlier in self.proposals:
            known |= (packages == earlier.packages).all(axis=0)
        support = np.asarray(at_packages(self.problem.expectation.support, packages), np.float64).sum(axis=0)
        use = np.array([r.used_by(packages) for r in self.resources])
        self.proposals.append(Proposal(packages, support, use, ~known))
        self.cuts.append(cut)
        return cut

    def master(self, combinations: Bools, restriction: Restriction) -> Master:
        """Build the master problem over some combinations [I, S]."""
        lp = pulp.LpProblem("columns", pulp.LpMaximize)
        office = Office(
            self.problem,
            lp,
            whole=restriction.whole_posts,
            fixed=restriction.fixed,
            between=restriction.between,
        )
        master = Master(office, self.resources, with_resources(office, self.resources))
        objective = self._weights(master, combinations, restriction.whole_combinations)
        if restriction.excess:
            master.excess = [office.amount(f"{kind}_{r.name}") for kind in ("excess", "idle") for r in self.resources]
            dear = dear_prices(self.resources).tolist()
            objective += [(v, -p) for v, p in zip(master.excess, dear * 2, strict=True)]
        self._tie(master)
        lp.setObjective(expression(objective))
        return master

    def bounding_model(self) -> Office:
        """A model with whole posts that no plan exceeds: all cuts so far."""
        office = Office(self.problem, pulp.LpProblem("bound", pulp.LpMaximize))
        below_all(office, self.resources, self.cuts)
        return office

    def prices(self, master: Master, outcome: SolveOutcome) -> Floats:
        """[R] what one more unit of each resource is worth in the relaxation just solved.

        Duals come with either sign; the right one is that by which the combinations of the master promise less.
        """
        found = row_prices(master.office.lp, [f"use_{r.name}" for r in self.resources])
        used = np.array([outcome.value(u) for u in master.used])
        return min((found, -found), key=lambda prices: self._promised(master, prices) + float(prices @ used))

    def _promised(self, master: Master, prices: Floats) -> float:
        """The most profit at these prices with the combinations of a master."""
        profit = np.full((len(self.proposals), len(self.proposals[0].support)), -np.inf)
        school, proposal = (np.array(keys) for keys in zip(*master.weight, strict=True))
        worth = np.array([each.support - prices @ each.use for each in self.proposals])
        profit[proposal, school] = worth[proposal, school]
        return float(profit.max(axis=0).sum())

    def in_use(self, master: Master, outcome: SolveOutcome) -> Bools:
        """[I, S] combinations that a solution gives some weight."""
        used = np.zeros_like(self.fresh)
        for (s, i), x in master.weight.items():
            used[i, s] = outcome.value(x) > NOTHING
        return used

    def kept(self, master: Master, outcome: SolveOutcome) -> Bools:
        """[I, S] combinations for the next relaxation: all while they are few, then those in use and proposed last."""
        fresh = self.fresh
        if self.few:
            return fresh
        late = np.arange(len(self.proposals)) >= len(self.proposals) - tuning.LAST_PROPOSALS
        return self.in_use(master, outcome) | (fresh & late[:, None])

    def nearly_best(self, prices: Floats, shortfall: float, most: int | None = None) -> Bools:
        """[I, S] combinations whose profit is next to the best of their school's, the nearest `most` of them.

        Next to: short of it by at most `shortfall` average schools' profit over the number of schools.
        """
        profit = np.array([each.support - prices @ each.use for each in self.proposals])
        worth = np.array([each.support for each in self.proposals])
        best, schools = profit.argmax(axis=0), np.arange(profit.shape[1])
        short = np.where(self.fresh, profit.max(axis=0) - profit, np.inf)
        enough = shortfall * float(worth[best, schools].mean()) / len(schools)
        if most is not None and most < short.size:
            enough = min(enough, float(np.partition(short.ravel(), most)[most]))
        near: Bools = short <= enough
        return near

    def packages(self, master: Master, outcome: SolveOutcome) -> Ints:
        """[A, S] packages of whole combinations."""
        chosen = np.zeros_like(self.proposals[0].packages)
        for (s, i), x in master.weight.items():
            if outcome.count(x):
                chosen[:, s] = self.proposals[i].packages[:, s]
        packages: Ints = self.problem.variants.package[chosen]
        return packages

    def _weights(self, master: Master, combinations: Bools, whole: bool) -> Terms:
        """Add one weight for each combination, one whole weight for each school; returns the support of all."""
        office, objective = master.office, []
        for s in range(combinations.shape[1]):
            mine = []
            for i in np.flatnonzero(combinations[:, s]).tolist():
                x = office.lp.add_variable(f"x{s}_{i}", 0, 1, "Integer" if whole else "Continuous")
                master.weight[s, i] = x
                mine.append(x)
                objective.append((x, float(self.proposals[i].support[s])))
            office.add("always", f"combination{s}", ones(mine), "==", 1)
        return objective

    def _tie(self, master: Master) -> None:
        """For every resource: use + excess - idle is what the chosen combinations use."""
        use, count = np.array([each.use for each in self.proposals]).tolist(), len(self.resources)
        for r, resource in enumerate(self.resources):
            excess, idle = ones(master.excess[:count][r : r + 1]), ones(master.excess[count:][r : r + 1], -1.0)
            terms: Terms = [(master.used[r], 1.0), *excess, *idle]
            terms += [(x, -use[i][r][s]) for (s, i), x in master.weight.items() if use[i][r][s]]
            master.office.add("always", f"use_{resource.name}", terms, "==", 0)
