"""Large offices: one variable for a whole combination of a school's packages (Dantzig and Wolfe 1960).

    maximize    sum_si support[s,i] x[s,i]
    subject to  sum_i x[s,i] = 1 for every school s,  use[r] = sum_si use[r,s,i] x[s,i] for every resource r,
                and every constraint on posts, work and money of the school-by-school model.

Floors and what a school can take in hold inside a combination, so that the relaxation knows that packages are
whole. Combinations are made as they are needed, at the prices of the relaxation; the same prices bound the optimum.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.optimization.linear import Terms, expression, ones
from redesign.optimization.office import Office, Variable
from redesign.optimization.problem import Problem, at_packages
from redesign.optimization.readback import read_plan
from redesign.optimization.resources import (
    Cut,
    Resource,
    below_all,
    first_prices,
    price,
    resources_of,
    with_resources,
)
from redesign.optimization.solver import SolveOutcome, row_prices, solve_model
from redesign.scenario.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_ROUNDS = 12
SHARED_OUT = 1e-6
"""A combination whose weight is further than this from 0 and 1 is shared out."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What pricing found."""

    outcome: SolveOutcome
    """Objective of the plan and the bound that prices and whole posts prove."""
    plan: Plan | None


@dataclass(slots=True)
class Model:
    """One choice for each school among combinations."""

    office: Office
    used: list[Variable] = field(default_factory=list)
    """[R]"""
    weight: dict[tuple[int, int], Variable] = field(default_factory=dict)
    """{(s, i): x}, i the position of the offer."""


class Columns:
    """Offers made so far, and the bounds proved on the way."""

    def __init__(self, problem: Problem, gap: float, seconds: float) -> None:
        self.problem, self.gap, self.seconds = problem, gap, seconds
        self.resources: tuple[Resource, ...] = resources_of(problem)
        self.offers: list[Ints] = []
        """[I][A, S]"""
        self.fresh: list[NDArray[np.bool_]] = []
        """[I][S] whether the offer gives a school a combination that no earlier one gave it."""
        self.cuts: list[Cut] = []
        for prices in first_prices(problem, self.resources):
            self.offer(prices)

    def offer(self, prices: Floats) -> Cut:
        """Add every school's best combination at these prices, and the bound that they prove."""
        chosen, cut = price(self.problem, self.resources, prices)
        known = [(chosen == offer).all(axis=0) for offer in self.offers]
        self.fresh.append(~np.any(known, axis=0) if known else np.ones(chosen.shape[1], bool))
        self.offers.append(chosen)
        self.cuts.append(cut)
        return cut

    def converge(self, settled: Mapping[str, float], rounds: int) -> tuple[Model, SolveOutcome]:
        """Solve the relaxation and price, until no combination would raise it by more than a part of the gap."""
        near = np.array(self.fresh)
        while True:
            model = self.model(near, whole=(False, False), settled=settled)
            outcome = solve_model(model.office.lp, 0.0, self.seconds)
            if outcome.objective is None or rounds == 0:
                return model, outcome
            prices = row_prices(model.office.lp, [f"use_{r.name}" for r in self.resources])
            cut = self.offer(prices)
            used = np.array([outcome.value(u) for u in model.used])
            if cut.constant + float(prices @ used) - outcome.objective <= self.gap / 5 * abs(outcome.objective):
                return model, outcome
            near, rounds = self.likely(model, outcome), rounds - 1

    def model(self, combinations: NDArray[np.bool_], whole: tuple[bool, bool], settled: Mapping[str, float]) -> Model:
        """Build the model over some combinations [I, S]; `whole` says whether posts and combinations are whole."""
        office = Office(self.problem, pulp.LpProblem("columns", pulp.LpMaximize), whole=whole[0], settled=settled)
        model = Model(office, with_resources(office, self.resources))
        support = [at_packages(self.problem.expectation.support, o).sum(axis=0) for o in self.offers]
        use = np.array([[r.used_by(o) for o in self.offers] for r in self.resources]).tolist()
        objective: Terms = []
        tied: list[Terms] = [[(u, 1.0)] for u in model.used]
        for s in range(combinations.shape[1]):
            for i in np.flatnonzero(combinations[:, s]).tolist():
                x = office.lp.add_variable(f"x{s}_{i}", 0, 1, "Integer" if whole[1] else "Continuous")
                model.weight[s, i] = x
                objective.append((x, float(support[i][s])))
                for r, terms in enumerate(tied):
                    if use[r][i][s]:
                        terms.append((x, -use[r][i][s]))
            mine = [model.weight[s, i] for i in np.flatnonzero(combinations[:, s]).tolist()]
            office.add("always", f"combination{s}", ones(mine), "==", 1)
        for resource, terms in zip(self.resources, tied, strict=True):
            office.add("always", f"use_{resource.name}", terms, "==", 0)
        office.lp.setObjective(expression(objective))
        return model

    def bound(self) -> float:
        """What no plan exceeds, by all prices so far and whole posts."""
        office = Office(self.problem, pulp.LpProblem("bound", pulp.LpMaximize))
        below_all(office, self.resources, self.cuts)
        proved = solve_model(office.lp, self.gap / 10, self.seconds).bound
        return np.inf if proved is None else proved

    def choose(self, near: NDArray[np.bool_], settled: Mapping[str, float], known: tuple[float, float]) -> Priced:
        """One whole combination for each school, near enough to the `known` support of the relaxation and bound."""
        model = self.model(near, (True, True), settled)
        relaxed, bound = known
        to_spare = 1 - bound * (1 - CLOSE * self.gap) / relaxed
        outcome = solve_model(model.office.lp, max(self.gap / 10, to_spare), self.seconds)
        if not outcome.found:
            return Priced(outcome, None)
        packages = np.zeros(self.problem.expectation.allowed.shape[:2], np.int64)
        for (s, i), x in model.weight.items():
            if outcome.count(x):
                packages[:, s] = self.offers[i][:, s]
        return Priced(outcome, read_plan(model.office, outcome, packages))

    def likely(self, model: Model, outcome: SolveOutcome) -> NDArray[np.bool_]:
        """[I, S] combinations that the relaxation uses, and those offered last."""
        fresh = np.array(self.fresh)
        if fresh.sum() <= FEW:
            return fresh
        near = np.zeros_like(fresh)
        near[-LAST_OFFERS:] = fresh[-LAST_OFFERS:]
        for (s, i), x in model.weight.items():
            near[i, s] |= outcome.value(x) > SHARED_OUT
        return near


LAST_OFFERS = 3
FEW = 3_000
"""So many combinations are all kept."""
MOST_ATTEMPTS = 2
CLOSE = 0.7
"""The last step stops at this share of the gap asked."""
NEAR = 4.0
"""Combinations that cost less than so many average schools' support, over the number of schools, are near the best."""


def solve_by_prices(problem: Problem, gap: float, seconds: float) -> Priced:
    """Relax and price; settle whole posts, price again, choose whole combinations; until the gap is proved.

    The bound is proved by all prices together with whole posts.
    """
    start = time.perf_counter()
    columns = Columns(problem, gap, seconds)
    model, relaxed = columns.converge({}, MOST_ROUNDS)
    best = Priced(relaxed, None)
    for _ in range(MOST_ATTEMPTS if relaxed.found else 0):
        staffing = columns.model(_near(columns, model, relaxed, NEAR), (True, False), {})
        staffed = solve_model(staffing.office.lp, gap / 2, seconds)
        if not staffed.found:
            return best if best.plan else Priced(staffed, None)
        whole = [v for v in staffing.office.lp.variables() if v.cat == pulp.LpInteger]
        settled = {v.name: float(staffed.count(v)) for v in whole}
        narrowed, shared_out = columns.converge(settled, MOST_ROUNDS)
        bound = columns.bound()
        near = _near(columns, narrowed, shared_out, NEAR / 2)
        chosen = columns.choose(near, settled, (shared_out.objective or 0.0, bound))
        better = Priced(replace(chosen.outcome, bound=bound, seconds=time.perf_counter() - start), chosen.plan)
        if best.plan is None or (better.outcome.objective or 0.0) > (best.outcome.objective or 0.0):
            best = better
        best = replace(best, outcome=replace(best.outcome, bound=bound))
        if (best.outcome.gap or 0.0) <= gap:
            break
    return best


def _near(columns: Columns, model: Model, outcome: SolveOutcome, times: float) -> NDArray[np.bool_]:
    """[I, S] what the relaxation uses, and every combination that would lower it by next to nothing."""
    prices = row_prices(model.office.lp, [f"use_{r.name}" for r in columns.resources])
    support = columns.problem.expectation.support
    profit = np.array(
        [
            at_packages(support, offer).sum(axis=0)
            - sum(p * r.used_by(offer) for p, r in zip(prices.tolist(), columns.resources, strict=True))
            for offer in columns.offers
        ]
    )
    nearly = times * (outcome.objective or 0.0) / profit.shape[1] ** 2
    near: NDArray[np.bool_] = np.array(columns.fresh) & (profit >= profit.max(axis=0) - nearly)
    for (s, i), x in model.weight.items():
        near[i, s] |= outcome.value(x) > SHARED_OUT
    return near
