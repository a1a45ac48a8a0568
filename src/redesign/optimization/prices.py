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
from numpy.typing import NDArray

from redesign.optimization.columns import NOTHING, Columns, Model, Shape
from redesign.optimization.office import Office
from redesign.optimization.problem import Problem
from redesign.optimization.readback import read_plan
from redesign.optimization.solver import SolveOutcome, State, solve_model
from redesign.scenario.plan import Plan

MOST_ROUNDS = 12
"""Rounds of pricing in one relaxation."""
MOST_ATTEMPTS = 2
"""Rounds of settling and choosing: the second has the combinations that the first one priced."""
MOST_CUTS = 6
"""Prices asked for in one attempt to bring the bound nearer."""
NEAR = 4.0
NEARER = 2.0
"""How far from the best combination of its school one may be (`Columns.nearly_best`), to settle posts and to choose."""
CLOSE = 0.7
"""The last step stops at this share of the gap asked."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What pricing found."""

    outcome: SolveOutcome
    """Objective of the plan and the proved bound; infeasible only where that is proved."""
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A relaxation that no combination would raise by more than a part of the gap."""

    model: Model
    outcome: SolveOutcome

    @property
    def objective(self) -> float:
        """Support of the relaxation."""
        return self.outcome.objective or 0.0


def solve_by_prices(problem: Problem, gap: float, seconds: float, known_bound: float = np.inf) -> Priced:
    """The best plan that pricing finds, and what it proves; `seconds` limit each call of the solver.

    Where a bound is known already, nothing is done to prove what it proves. Without a plan the state is infeasible
    where that is proved, else no_solution.
    """
    start, search = time.perf_counter(), Search(problem, gap, seconds, known_bound)
    best = search.best()
    return replace(best, outcome=replace(best.outcome, seconds=time.perf_counter() - start))


class Search:
    """The steps, over one growing set of combinations."""

    def __init__(self, problem: Problem, gap: float, seconds: float, known_bound: float = np.inf) -> None:
        self.columns, self.gap, self.seconds, self.known_bound = Columns(problem), gap, seconds, known_bound
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
            if (best.outcome.gap or 0.0) > self.gap and not np.isfinite(self.known_bound):
                best = _better(best, self.attempt(relaxed))
        return replace(best, outcome=replace(best.outcome, state="best_found")) if self.limited else best

    def attempt(self, relaxed: Relaxed) -> Priced | None:
        """Settle whole posts, price again, choose; without settled posts where these leave no choice."""
        settled = self.whole_posts(relaxed)
        narrowed = self.converge(settled) if settled else None
        bound = self.tighten(narrowed) if narrowed else self.bound().bound
        chosen = None
        if settled and narrowed:
            chosen = self.choose(self._near(narrowed, NEARER), settled, (narrowed.objective, bound))
        chosen = chosen or self.choose(self.columns.fresh, {}, (relaxed.objective, bound))
        return chosen and replace(chosen, outcome=replace(chosen.outcome, bound=bound))

    def converge(self, settled: Mapping[str, float]) -> Relaxed | None:
        """Solve the relaxation and price, again and again; None where combinations need more than there is."""
        kept = self.columns.fresh
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

    def choose(
        self, near: NDArray[np.bool_], settled: Mapping[str, float], known: tuple[float, float | None]
    ) -> Priced | None:
        """One whole combination for each school, as near to the bound as asked; None if there is no such choice.

        `known` are the support of the relaxation, which the choice cannot exceed, and the bound.
        """
        model = self.columns.model(near, Shape(whole_posts=True, whole_combinations=True, settled=settled))
        reachable, bound = known
        enough = (bound or reachable) * (1 - CLOSE * self.gap)
        to_spare = 1 - enough / reachable if reachable > 0 else 0.0
        # presolve of HiGHS 1.16 can lose itself in rows of many whole weights: few are left where posts are settled
        outcome = self._solve(model.office, max(self.gap / 10, to_spare), presolve=bool(settled))
        if not outcome.found:
            return None
        return Priced(outcome, read_plan(model.office, outcome, self.columns.packages(model, outcome)))

    def bound(self) -> SolveOutcome:
        """What no plan exceeds, by all prices so far and whole posts; infeasible only if there is no plan at all."""
        return self._solve(self.columns.bounding_model(), self.gap / 4)

    def tighten(self, inner: Relaxed) -> float:
        """Prove a bound; while it is far from what settled posts reach, ask for prices halfway between the two.

        In-out separation (Ben-Ameur and Neto 2007): prices where the bound itself lies would jump about.
        """
        used = np.array([inner.outcome.value(u) for u in inner.model.used])
        best = self.known_bound
        if np.isfinite(best):
            return best
        for cuts_left in reversed(range(MOST_CUTS + 1)):
            if best * (1 - CLOSE * self.gap) <= inner.objective:
                break
            outcome = self.bound()
            if not outcome.found or outcome.bound is None:
                break
            best = min(best, outcome.bound)
            outer = np.array([outcome.values[r.name] or 0.0 for r in self.columns.resources])
            model = self.columns.within((used + outer) / 2)
            if not cuts_left or not self._solve(model.office, 0.0).found:
                break
            self.columns.offer(model.prices())
        return best

    def _relax(self, kept: NDArray[np.bool_], settled: Mapping[str, float]) -> tuple[Model, SolveOutcome]:
        """Solve the relaxation; where the combinations so far need more than there is, let them have it for now."""
        model = self.columns.model(kept, Shape(settled=settled))
        outcome = self._solve(model.office, 0.0)
        if outcome.state == "infeasible":
            model = self.columns.model(kept, Shape(settled=settled, excess=True))
            outcome = self._solve(model.office, 0.0)
        return model, outcome

    def _near(self, relaxed: Relaxed, shortfall: float) -> NDArray[np.bool_]:
        return self.columns.nearly_best(relaxed.model, relaxed.outcome, shortfall)

    def _solve(self, office: Office, gap: float, presolve: bool = True) -> SolveOutcome:
        outcome = solve_model(office.lp, gap, self.seconds, presolve=presolve)
        self.limited |= outcome.state in ("best_found", "no_solution")
        return outcome


def _better(first: Priced, second: Priced | None) -> Priced:
    """The plan with more support, under the bound proved last, which rests on all prices."""
    if second is None:
        return first
    best = max(first, second, key=lambda each: each.outcome.objective or 0.0)
    return replace(best, outcome=replace(best.outcome, bound=second.outcome.bound))


def _without_plan(state: State) -> Priced:
    return Priced(SolveOutcome(state, "HiGHS", 0.0), None)
