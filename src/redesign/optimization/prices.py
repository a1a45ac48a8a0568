"""Large offices: relax and price, settle whole posts, price again, choose whole combinations.

The relaxation of `columns.py` prices what schools share; at these prices every school's best combination is added,
until none would raise the optimum by more than a part of the gap. The same prices bound the optimum: the most
support under the cuts of all prices, with whole posts. No result rests on where the prices came from.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pulp

from redesign.optimization.columns import FEW, NOTHING, Bools, Columns, Floats, Model, Shape
from redesign.optimization.office import Office
from redesign.optimization.problem import Problem
from redesign.optimization.readback import read_plan
from redesign.optimization.resources import SHARES
from redesign.optimization.solver import SolveOutcome, State, solve_model
from redesign.scenario.plan import Plan

MOST_ROUNDS = 12
"""Rounds of pricing in one relaxation."""
MOST_ATTEMPTS = 2
"""Rounds of settling and choosing: the second has the combinations that the first one priced."""
MOST_CUTS = 6
"""Bounds proved in one attempt to bring the bound nearer."""
MOST_HALVES = 4
"""Prices asked for between two of them."""
NEARBY = 8.0
NEAR = 4.0
NEARER = 2.0
"""How far from the best combination of its school one may be (`Columns.nearly_best`), to begin with what an earlier
solve left, to settle posts and to choose."""
CLOSE = 0.7
"""The last step stops at this share of the gap asked."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What pricing found."""

    outcome: SolveOutcome
    """Objective of the plan and the proved bound; infeasible only where that is proved."""
    plan: Plan | None
    prices: tuple[Floats, ...] = ()
    """[R] each: where to look first when the problem is solved again."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known from a problem with the same packages that allows more."""

    bound: float = np.inf
    prices: tuple[Floats, ...] = ()


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A relaxation that no combination would raise by more than a part of the gap."""

    model: Model
    outcome: SolveOutcome

    @property
    def objective(self) -> float:
        """Support of the relaxation."""
        return self.outcome.objective or 0.0


def solve_by_prices(problem: Problem, gap: float, seconds: float, earlier: Earlier = NOTHING_EARLIER) -> Priced:
    """The best plan that pricing finds, and what it proves; `seconds` limit each call of the solver.

    Without a plan the state is infeasible where that is proved, else no_solution.
    """
    start, search = time.perf_counter(), Search(problem, gap, seconds, earlier)
    best = search.best()
    prices = tuple(cut.prices for cut in search.columns.cuts[len(SHARES) + 1 :])
    return replace(best, outcome=replace(best.outcome, seconds=time.perf_counter() - start), prices=prices)


class Search:
    """The steps, over one growing set of combinations."""

    def __init__(self, problem: Problem, gap: float, seconds: float, earlier: Earlier = NOTHING_EARLIER) -> None:
        self.columns, self.gap, self.seconds = Columns(problem, earlier.prices), gap, seconds
        self.bound_so_far = earlier.bound
        self.limited = False
        """Whether a time limit ended a step."""

    def best(self) -> Priced:
        """The better of the attempts; the second is only made where the first misses the gap."""
        if self.columns.impossible:
            return _without_plan("infeasible")
        relaxed = self.converge({})
        best = self.attempt(relaxed) if relaxed else None
        if relaxed is None or best is None:
            return _without_plan("infeasible" if self.bound().state == "infeasible" else "no_solution")
        for _ in range(MOST_ATTEMPTS - 1):
            if (best.outcome.gap or 0.0) > self.gap:
                best = _better(best, self.attempt(relaxed))
        return replace(best, outcome=replace(best.outcome, state="best_found")) if self.limited else best

    def attempt(self, relaxed: Relaxed) -> Priced | None:
        """Settle whole posts, price again, choose; without settled posts where these leave no choice."""
        settled = self.whole_posts(relaxed)
        narrowed = self.converge(settled) if settled else None
        chosen = None
        if settled and narrowed:
            self.tighten(narrowed)
            chosen = self.choose(self._near(narrowed, NEARER), settled, narrowed.objective)
        else:
            self.prove()
        chosen = chosen or self.choose(self.columns.fresh, {}, relaxed.objective)
        return chosen and replace(chosen, outcome=replace(chosen.outcome, bound=_finite(self.bound_so_far)))

    def converge(self, settled: Mapping[str, float]) -> Relaxed | None:
        """Solve the relaxation and price, again and again; None where combinations need more than there is."""
        kept = self._to_begin_with()
        for rounds_left in reversed(range(MOST_ROUNDS + 1)):
            model, outcome = self._relax(kept, settled)
            if outcome.objective is None:
                return None
            missing = any(outcome.value(v) > NOTHING for v in model.excess)
            if not rounds_left:
                break
            prices, used = model.prices(), np.array([outcome.value(u) for u in model.used])
            rise = self.columns.offer(prices).constant + float(prices @ used) - outcome.objective
            if rise <= (NOTHING if missing else self.gap / 5) * abs(outcome.objective):
                break
            kept = self.columns.kept(model, outcome)
        return None if missing else Relaxed(model, outcome)

    def whole_posts(self, relaxed: Relaxed) -> dict[str, float]:
        """Posts, moves and levers of the best staffing, schools still having parts of combinations; empty if none."""
        for combinations in (self._near(relaxed, NEAR), self.columns.fresh):
            model = self.columns.model(combinations, Shape(whole_posts=True))
            outcome = self._solve(model.office, self.gap / 2)
            if outcome.found:
                whole = [v for v in model.office.lp.variables() if v.cat == pulp.LpInteger]
                return {v.name: float(outcome.count(v)) for v in whole}
        return {}

    def choose(self, near: Bools, settled: Mapping[str, float], reachable: float) -> Priced | None:
        """One whole combination for each school, as near to the bound as asked; None if there is no such choice.

        `reachable` is the support of the relaxation, which the choice cannot exceed.
        """
        model = self.columns.model(near, Shape(whole_posts=True, whole_combinations=True, settled=settled))
        enough = min(self.bound_so_far, reachable) * (1 - CLOSE * self.gap)
        to_spare = 1 - enough / reachable if reachable > 0 else 0.0
        # presolve of HiGHS 1.16 can lose itself in rows of many whole weights: few are left where posts are settled
        outcome = self._solve(model.office, max(self.gap / 10, to_spare), presolve=bool(settled))
        if not outcome.found:
            return None
        return Priced(outcome, read_plan(model.office, outcome, self.columns.packages(model, outcome)))

    def bound(self) -> SolveOutcome:
        """What no plan exceeds, by all prices so far and whole posts; infeasible only if there is no plan at all."""
        return self._solve(self.columns.bounding_model(), self.gap / 4)

    def prove(self) -> SolveOutcome:
        """The same, and the bound is kept."""
        outcome = self.bound()
        if outcome.bound is not None:
            self.bound_so_far = min(self.bound_so_far, outcome.bound)
        return outcome

    def tighten(self, inner: Relaxed) -> None:
        """Prove a bound; while it is far from what settled posts reach, ask for prices between the two.

        In-out separation (Ben-Ameur and Neto 2007): prices where the bound itself lies would jump about.
        """
        used = np.array([inner.outcome.value(u) for u in inner.model.used])
        for cuts_left in reversed(range(MOST_CUTS + 1)):
            if self.bound_so_far * (1 - CLOSE * self.gap) <= inner.objective:
                break
            outcome = self.prove()
            if not cuts_left or not outcome.found or not self.separate(used, outcome):
                break

    def separate(self, inner: Floats, proved: SolveOutcome) -> bool:
        """Find prices whose cut the solution that `proved` the bound breaks: halfway there, or nearer and nearer."""
        outer = np.array([proved.values[r.name] or 0.0 for r in self.columns.resources])
        most = (proved.objective or 0.0) * (1 - self.gap / 10)
        for _ in range(MOST_HALVES):
            inner = (inner + outer) / 2
            model = self.columns.within(inner, self.columns.fresh)
            if not self._solve(model.office, 0.0).found:
                return False
            cut = self.columns.offer(model.prices())
            if cut.constant + float(cut.prices @ outer) < most:
                return True
        return False

    def _relax(self, kept: Bools, settled: Mapping[str, float]) -> tuple[Model, SolveOutcome]:
        """Solve the relaxation; where the combinations so far need more than there is, let them have it for now."""
        model = self.columns.model(kept, Shape(settled=settled))
        outcome = self._solve(model.office, 0.0)
        if outcome.state == "infeasible":
            model = self.columns.model(kept, Shape(settled=settled, excess=True))
            outcome = self._solve(model.office, 0.0)
        return model, outcome

    def _to_begin_with(self) -> Bools:
        """All combinations while they are few; else those next to the best at the last prices, and the thriftiest."""
        columns = self.columns
        if columns.fresh.sum() <= FEW:
            return columns.fresh
        kept = columns.nearly_best(columns.cuts[-1].prices, NEARBY)
        kept[len(SHARES)] |= columns.fresh[len(SHARES)]
        return kept

    def _near(self, relaxed: Relaxed, shortfall: float) -> Bools:
        columns = self.columns
        return columns.in_use(relaxed.model, relaxed.outcome) | columns.nearly_best(relaxed.model.prices(), shortfall)

    def _solve(self, office: Office, gap: float, presolve: bool = True) -> SolveOutcome:
        outcome = solve_model(office.lp, gap, self.seconds, presolve=presolve)
        self.limited |= outcome.state in ("best_found", "no_solution")
        return outcome


def _better(first: Priced, second: Priced | None) -> Priced:
    """The plan with more support, under the bound proved last."""
    if second is None:
        return first
    best = max(first, second, key=lambda each: each.outcome.objective or 0.0)
    return replace(best, outcome=replace(best.outcome, bound=second.outcome.bound))


def _finite(bound: float) -> float | None:
    return bound if np.isfinite(bound) else None


def _without_plan(state: State) -> Priced:
    return Priced(SolveOutcome(state, "HiGHS", 0.0), None)
