"""Large offices as a choice among whole combinations of a school's packages (Dantzig and Wolfe 1960).

    maximize    sum_si support[s,i] x[s,i]
    subject to  sum_i x[s,i] = 1 for every school s,  use[r] = sum_si use[r,s,i] x[s,i] for every resource r,
                and every constraint on posts, work and money of the school-by-school model.

Floors and what a school can take in hold inside a combination, so that the relaxation knows that packages are
whole. Combinations are made as they are needed (`prices.py`), one for each school at any prices of the resources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.optimization.linear import Terms, expression, ones
from redesign.optimization.office import Office, Variable
from redesign.optimization.problem import Problem, at_packages
from redesign.optimization.resources import (
    Cut,
    Resource,
    below_all,
    dear_prices,
    first_prices,
    price,
    resources_of,
    with_resources,
)
from redesign.optimization.solver import SolveOutcome, row_prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOTHING = 1e-6
"""Weights and uses up to this are nothing."""
FEW, FEW_EACH = 3_000, 4
"""So many combinations, or so many for each school, are all kept."""
LAST_OFFERS = 3
"""Of more, those of the last offers and those in use are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One combination for every school."""

    packages: Ints
    """[A, S]"""
    support: Floats
    """[S]"""
    use: Floats
    """[R, S]"""
    fresh: Bools
    """[S] whether no earlier offer gave the school this combination."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model leaves open."""

    whole_posts: bool = False
    """Posts, moves and levers are whole; False: they may be shared out in parts."""
    whole_combinations: bool = False
    """A school has one combination; False: it may have parts of several."""
    settled: Mapping[str, float] = field(default_factory=dict)
    """Values of variables of the office that are decided."""
    between: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """{t: least and most posts of a team}"""
    bucket: Mapping[int, int] = field(default_factory=dict)
    """{t: the bucket of its visit share}"""
    excess: bool = False
    """Combinations may use more or less than the office counts on, at a price beyond all worth: to find out what is
    missing."""


@dataclass(slots=True)
class Model:
    """One choice for each school among combinations."""

    office: Office
    resources: tuple[Resource, ...]
    used: list[Variable]
    """[R]"""
    excess: list[Variable] = field(default_factory=list)
    """[R] used beyond what the office has, [R] counted on and not used; or empty"""
    weight: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(s, i): x}, i the position of the offer."""


class Columns:
    """The offers made so far, and the bounds that their prices prove."""

    def __init__(self, problem: Problem, earlier: Sequence[Floats] = ()) -> None:
        """`earlier` are prices, [R] each, at which a problem with the same packages was solved."""
        self.problem = problem
        self.resources: tuple[Resource, ...] = resources_of(problem)
        self.offers: list[Offer] = []
        self.cuts: list[Cut] = []
        first = first_prices(problem, self.resources)
        self.first = len(first)
        """Offers that any search begins with; the last of them is made at prices beyond all worth."""
        for prices in [*first, *earlier]:
            self.offer(prices)

    @property
    def impossible(self) -> bool:
        """Whether some school has no combination at all, whatever the prices."""
        return self.cuts[0].constant == -np.inf

    @property
    def fresh(self) -> Bools:
        """[I, S] every combination once."""
        return np.array([offer.fresh for offer in self.offers])

    @property
    def few(self) -> bool:
        """Whether all combinations can be kept."""
        fresh = self.fresh
        return bool(fresh.sum() <= max(FEW, FEW_EACH * fresh.shape[1]))

    def offer(self, prices: Floats) -> Cut:
        """Add every school's best combination at these prices, and the bound that they prove."""
        packages, cut = price(self.problem, self.resources, prices)
        known = np.zeros(packages.shape[1], bool)
        for earlier in self.offers:
            known |= (packages == earlier.packages).all(axis=0)
        support = np.asarray(at_packages(self.problem.expectation.support, packages), np.float64).sum(axis=0)
        use = np.array([r.used_by(packages) for r in self.resources])
        self.offers.append(Offer(packages, support, use, ~known))
        self.cuts.append(cut)
        return cut

    def model(self, combinations: Bools, shape: Shape) -> Model:
        """Build the model over some combinations [I, S]."""
        lp = pulp.LpProblem("columns", pulp.LpMaximize)
        office = Office(
            self.problem,
            lp,
            whole=shape.whole_posts,
            settled=shape.settled,
            between=shape.between,
            bucket=shape.bucket,
        )
        model = Model(office, self.resources, with_resources(office, self.resources))
        objective = self._weights(model, combinations, shape.whole_combinations)
        if shape.excess:
            model.excess = [office.amount(f"{kind}_{r.name}") for kind in ("excess", "idle") for r in self.resources]
            dear = dear_prices(self.problem, self.resources).tolist()
            objective += [(v, -p) for v, p in zip(model.excess, dear * 2, strict=True)]
        self._tie(model)
        lp.setObjective(expression(objective))
        return model

    def bounding_model(self) -> Office:
        """A model with whole posts that no plan exceeds: all cuts so far."""
        office = Office(self.problem, pulp.LpProblem("bound", pulp.LpMaximize))
        below_all(office, self.resources, self.cuts)
        return office

    def prices(self, model: Model, outcome: SolveOutcome) -> Floats:
        """[R] what one more unit of each resource is worth in the relaxation just solved.

        Duals come with either sign; the right one is that by which the combinations of the model promise less.
        """
        found = row_prices(model.office.lp, [f"use_{r.name}" for r in self.resources])
        used = np.array([outcome.value(u) for u in model.used])
        return min((found, -found), key=lambda prices: self._promised(model, prices) + float(prices @ used))

    def _promised(self, model: Model, prices: Floats) -> float:
        """The most profit at these prices with the combinations of a model."""
        profit = np.full((len(self.offers), len(self.offers[0].support)), -np.inf)
        school, offer = (np.array(keys) for keys in zip(*model.weight, strict=True))
        worth = np.array([each.support - prices @ each.use for each in self.offers])
        profit[offer, school] = worth[offer, school]
        return float(profit.max(axis=0).sum())

    def in_use(self, model: Model, outcome: SolveOutcome) -> Bools:
        """[I, S] combinations that a solution gives some weight."""
        used = np.zeros_like(self.fresh)
        for (s, i), x in model.weight.items():
            used[i, s] = outcome.value(x) > NOTHING
        return used

    def kept(self, model: Model, outcome: SolveOutcome) -> Bools:
        """[I, S] combinations for the next relaxation: all while they are few, then those in use and offered last."""
        fresh = self.fresh
        if self.few:
            return fresh
        late = np.arange(len(self.offers)) >= len(self.offers) - LAST_OFFERS
        return self.in_use(model, outcome) | (fresh & late[:, None])

    def nearly_best(self, prices: Floats, shortfall: float, most: int | None = None) -> Bools:
        """[I, S] combinations whose profit is next to the best of their school's, the nearest `most` of them.

        Next to: short of it by at most `shortfall` average schools' profit over the number of schools.
        """
        profit = np.array([offer.support - prices @ offer.use for offer in self.offers])
        worth = np.array([offer.support for offer in self.offers])
        best, schools = profit.argmax(axis=0), np.arange(profit.shape[1])
        short = np.where(self.fresh, profit.max(axis=0) - profit, np.inf)
        enough = shortfall * float(worth[best, schools].mean()) / len(schools)
        if most is not None and most < short.size:
            enough = min(enough, float(np.partition(short.ravel(), most)[most]))
        near: Bools = short <= enough
        return near

    def packages(self, model: Model, outcome: SolveOutcome) -> Ints:
        """[A, S] packages of whole combinations."""
        chosen = np.zeros_like(self.offers[0].packages)
        for (s, i), x in model.weight.items():
            if outcome.count(x):
                chosen[:, s] = self.offers[i].packages[:, s]
        return chosen

    def _weights(self, model: Model, combinations: Bools, whole: bool) -> Terms:
        """Add one weight for each combination, one whole weight for each school; returns the support of all."""
        office, objective = model.office, []
        for s in range(combinations.shape[1]):
            mine = []
            for i in np.flatnonzero(combinations[:, s]).tolist():
                x = office.lp.add_variable(f"x{s}_{i}", 0, 1, "Integer" if whole else "Continuous")
                model.weight[s, i] = x
                mine.append(x)
                objective.append((x, float(self.offers[i].support[s])))
            office.add("always", f"combination{s}", ones(mine), "==", 1)
        return objective

    def _tie(self, model: Model) -> None:
        """For every resource: use + excess - idle is what the chosen combinations use."""
        use, count = np.array([offer.use for offer in self.offers]).tolist(), len(self.resources)
        for r, resource in enumerate(self.resources):
            excess, idle = ones(model.excess[:count][r : r + 1]), ones(model.excess[count:][r : r + 1], -1.0)
            terms: Terms = [(model.used[r], 1.0), *excess, *idle]
            terms += [(x, -use[i][r][s]) for (s, i), x in model.weight.items() if use[i][r][s]]
            model.office.add("always", f"use_{resource.name}", terms, "==", 0)
