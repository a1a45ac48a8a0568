"""Large offices: relax and price, find whole posts, price again, choose whole combinations.

The relaxation of `columns.py` prices what schools share; at these prices every school's best combination is added,
until none would raise the optimum by more than a part of the gap. The same prices bound the optimum: the most
support under the cuts of all prices, with whole posts. No result rests on where the prices came from.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from redesign.optimization import tuning
from redesign.optimization.columns import NOTHING, Bools, Columns, Floats, Master, Restriction
from redesign.optimization.formulation import formulate
from redesign.optimization.priced import NOTHING_EARLIER, Earlier, Priced, Relaxed, Staffing
from redesign.optimization.problem import Problem, choices
from redesign.optimization.readback import read_plan
from redesign.optimization.solver import SolveOutcome, State, solve_model
from redesign.optimization.variables import Office, posts_of


def solve_by_prices(problem: Problem, gap: float, seconds: float, earlier: Earlier = NOTHING_EARLIER) -> Priced:
    """The best plan that pricing finds, and what it proves; `seconds` limit each call of the solver.

    Without a plan the state is infeasible where that is proved, else no_solution.
    """
    start, search = time.perf_counter(), Search(problem, gap, seconds, earlier)
    best = search.best()
    outcome = replace(best.outcome, seconds=time.perf_counter() - start)
    return replace(best, outcome=outcome, prices=search.prices_so_far(), limited=search.limited)


class Search:
    """The steps, over one growing set of combinations."""

    def __init__(self, problem: Problem, gap: float, seconds: float, earlier: Earlier = NOTHING_EARLIER) -> None:
        self.columns, self.gap, self.seconds = Columns(problem, earlier.prices), gap, seconds
        self.bound_so_far, self.nearby = np.inf, earlier.between
        self.small = choices(problem) <= tuning.FEW_CHOICES
        self.limited = False
        """Whether a time limit ended a step."""

    def prices_so_far(self) -> tuple[Floats, ...]:
        """Those that were asked, but for the ones that every search begins with."""
        return tuple(cut.prices for cut in self.columns.cuts[self.columns.first :])

    def best(self) -> Priced:
        """The better of the attempts; the second is only made where the first misses the gap."""
        if self.columns.impossible:
            return _without_plan("infeasible")
        relaxed = self.converge(Restriction())
        known, chosen = self.settled(relaxed) if relaxed else None, None
        if known:
            chosen = self.choose(known.relaxed, known.restriction)
        if relaxed and not chosen:  # posts that leave no choice
            chosen = self.choose(relaxed, Restriction())
        if chosen is None:
            return _without_plan("infeasible" if self.prove()[1].state == "infeasible" else "no_solution")
        outcome = replace(chosen.outcome, bound=_finite(self.bound_so_far))
        return replace(chosen, outcome=replace(outcome, state="best_found") if self.limited else outcome)

    def settled(self, relaxed: Relaxed) -> Staffing | None:
        """Whole posts: found among the combinations that suit the relaxation, then among those that suit them, too.

        Prices of a relaxation know nothing of whole posts and levers: far from it other combinations are the best ones.
        """
        known = self.whole_posts(relaxed) or self.bounding_posts()
        if known is None:
            return None
        known = self.tighten(self.in_parts(known) if self.small else known)
        for _ in range(tuning.MOST_SEARCHES):
            if self._far_from(known.relaxed) <= tuning.FAR * self.bound_so_far:
                break
            other = self.other_posts(relaxed, known)
            if other is None:
                break
            known = self.tighten(other)
        return known

    def converge(
        self,
        restriction: Restriction,
        in_use: Bools | None = None,
        rounds: int = tuning.MOST_ROUNDS,
        beat: float = -np.inf,
    ) -> Relaxed | None:
        """Solve a relaxation and price, again and again; None where combinations need more than there is.

        `in_use` are combinations with which it is known to have a solution. None also as soon as prices prove that
        its optimum does not `beat` a support.
        """
        kept = self._to_begin_with() if in_use is None else self._to_begin_with() | self._whole(in_use)
        for rounds_left in reversed(range(rounds + 1)):
            master, outcome = self._relax(kept, restriction)
            if outcome.objective is None:
                return None
            missing = any(outcome.value(v) > NOTHING for v in master.excess)
            if not rounds_left:
                break
            prices, used = self.columns.prices(master, outcome), np.array([outcome.value(u) for u in master.used])
            most = self.columns.propose(prices).constant + float(prices @ used)
            if most <= beat:
                return None
            rise = most - outcome.objective
            if rise <= (NOTHING if missing else self.gap / 5) * abs(outcome.objective):
                break
            kept = self.columns.kept(master, outcome)
        return None if missing else Relaxed(master, outcome)

    def whole_posts(self, relaxed: Relaxed) -> Staffing | None:
        """Posts, moves and levers of the best staffing, schools still having parts of combinations; None if none."""
        near, anywhere = self._near(relaxed, tuning.NEAR), Restriction(whole_posts=True)
        tries = [(each, anywhere) for each in (near, self._with_the_thriftiest(near), self.columns.fresh)]
        if self.nearby:
            tries.insert(0, (near, replace(anywhere, between=self.nearby)))
        for combinations, restriction in tries:
            model = self.columns.master(combinations, restriction)
            outcome = self._solve(model.office, self.gap / 2)
            if outcome.found:
                return self.staffed(_decided(model.office, outcome), self.columns.in_use(model, outcome))
        return None

    def other_posts(self, relaxed: Relaxed, known: Staffing) -> Staffing | None:
        """Better ones, where the combinations that suit the known ones may be chosen, too; None if there are none."""
        combinations = self._near(relaxed, tuning.NEAR) | self._near(known.relaxed, tuning.NEAR)
        model = self.columns.master(self._with_the_thriftiest(combinations), Restriction(whole_posts=True))
        far = self._far_from(known.relaxed) / self.bound_so_far
        outcome = self._solve(model.office, max(self.gap / 2, tuning.AS_EXACT * far))
        if not outcome.found:
            return None
        in_use, least = self.columns.in_use(model, outcome), known.relaxed.objective
        other = self.staffed(_decided(model.office, outcome), in_use, beat=least)
        return other if other and other.relaxed.objective > least else None

    def bounding_posts(self) -> Staffing | None:
        """Posts, moves and levers of the solution that proves the bound; None where no combinations fit them."""
        office, outcome = self.prove()
        return self.staffed(_decided(office, outcome), np.zeros_like(self.columns.fresh)) if outcome.found else None

    def staffed(
        self, restriction: Restriction, in_use: Bools, rounds: int = tuning.MOST_ROUNDS, beat: float = -np.inf
    ) -> Staffing | None:
        """Price with posts, moves and levers decided; None where they leave no choice, or none that can `beat`."""
        relaxed = self.converge(restriction, in_use, rounds, beat)
        return Staffing(restriction, relaxed, in_use) if relaxed else None

    def choose(self, relaxed: Relaxed, restriction: Restriction) -> Priced | None:
        """One whole combination for each school; None if there is no such choice."""
        near = self._near(relaxed, tuning.NEARER, tuning.MOST_WEIGHTS)
        model = self.columns.master(near, replace(restriction, whole_posts=True, whole_combinations=True))
        outcome = self._solve(model.office, self.gap / (2 if self.small else 10))
        if not outcome.found:
            return None
        return Priced(outcome, read_plan(model.office, outcome, self.columns.packages(model, outcome)))

    def prove(self) -> tuple[Office, SolveOutcome]:
        """Solve for what no plan exceeds, by all prices so far and whole posts, and keep the bound.

        Infeasible only if there is no plan at all.
        """
        office = self.columns.bounding_model()
        outcome = self._solve(office, self.gap / 10)
        if outcome.bound is not None:
            self.bound_so_far = min(self.bound_so_far, outcome.bound)
        return office, outcome

    def in_parts(self, known: Staffing) -> Staffing:
        """Prove the bound of a small office: the definition with whole posts and packages in parts.

        With few schools each number of posts counts, and cuts come near too slowly. Returns its posts where they are
        the better ones.
        """
        office = formulate(self.columns.problem, whole=False).office
        outcome = self._solve(office, self.gap / 2)
        if outcome.bound is not None:
            self.bound_so_far = min(self.bound_so_far, outcome.bound)
        return self.better(known, office, outcome) if outcome.found else known

    def tighten(self, known: Staffing) -> Staffing:
        """Prove a bound; while it is far from what known posts reach, price what lies between the two.

        In-out separation (Ben-Ameur and Neto 2007): prices where the bound itself lies would jump about. They are
        asked for only where prices between change nothing. Returns the best posts met on the way.
        """
        for cuts_left in reversed(range(tuning.MOST_CUTS + 1)):
            if self._close_to(known.relaxed):
                break
            before, (office, outcome) = self.bound_so_far, self.prove()
            if not cuts_left or not outcome.found or self._close_to(known.relaxed):
                break
            if before - self.bound_so_far <= tuning.WORTHWHILE * self._far_from(known.relaxed):
                break
            known = self.separate(known, office, outcome)
        return known

    def separate(self, known: Staffing, office: Office, proved: SolveOutcome) -> Staffing:
        """Add cuts that the solution which proved a bound breaks; returns its posts where they are the better ones."""
        inner = known.relaxed
        ends = zip(posts_of(inner.master.office, inner.outcome), posts_of(office, proved), strict=True)
        between = {t: (min(end), max(end)) for t, end in enumerate(ends)}
        cuts = len(self.columns.cuts)
        self.converge(Restriction(between=between), known.in_use, tuning.CUT_ROUNDS)
        if self._lowest(proved, cuts) < (proved.objective or 0.0) - tuning.WORTHWHILE * self._far_from(inner):
            return known
        return self.better(known, office, proved)

    def better(self, known: Staffing, office: Office, outcome: SolveOutcome) -> Staffing:
        """These posts, or those of another solution where they allow more."""
        least = known.relaxed.objective
        other = self.staffed(_decided(office, outcome), known.in_use, tuning.CUT_ROUNDS, least)
        return other if other and other.relaxed.objective > least else known

    def _lowest(self, proved: SolveOutcome, since: int) -> float:
        """The most support that the last cuts leave to a bounding solution."""
        used = np.array([proved.values[r.name] or 0.0 for r in self.columns.resources])
        return min((cut.constant + float(cut.prices @ used) for cut in self.columns.cuts[since:]), default=np.inf)

    def _far_from(self, inner: Relaxed) -> float:
        return self.bound_so_far - inner.objective

    def _close_to(self, inner: Relaxed) -> bool:
        return self.bound_so_far * (1 - tuning.CLOSE * self.gap) <= inner.objective

    def _relax(self, kept: Bools, restriction: Restriction) -> tuple[Master, SolveOutcome]:
        """Solve the relaxation; where the combinations so far need more than there is, let them have it for now."""
        model = self.columns.master(kept, restriction)
        outcome = self._solve(model.office, 0.0)
        if outcome.state == "infeasible":
            model = self.columns.master(kept, replace(restriction, excess=True))
            outcome = self._solve(model.office, 0.0)
        return model, outcome

    def _whole(self, in_use: Bools) -> Bools:
        """Combinations of some offers, [I, S], among those of all offers so far."""
        among = np.zeros_like(self.columns.fresh)
        among[: len(in_use)] = in_use
        return among

    def _to_begin_with(self) -> Bools:
        """All combinations while they are few; else those next to the best at the last prices, and the thriftiest."""
        columns = self.columns
        if columns.few:
            return columns.fresh
        return self._with_the_thriftiest(columns.nearly_best(columns.cuts[-1].prices, tuning.NEARBY))

    def _near(self, relaxed: Relaxed, shortfall: float, most: int | None = None) -> Bools:
        columns = self.columns
        near = columns.nearly_best(columns.prices(relaxed.master, relaxed.outcome), shortfall, most)
        return columns.in_use(relaxed.master, relaxed.outcome) | near

    def _with_the_thriftiest(self, combinations: Bools) -> Bools:
        """These, and of every school the one that was offered at prices beyond all worth."""
        kept = combinations.copy()
        kept[self.columns.first - 1] |= self.columns.fresh[self.columns.first - 1]
        return kept

    def _solve(self, office: Office, gap: float) -> SolveOutcome:
        outcome = solve_model(office.lp, gap, self.seconds)
        self.limited |= outcome.limited
        return outcome


def _decided(office: Office, outcome: SolveOutcome) -> Restriction:
    """The posts, moves and levers of a solution."""
    moves = [
        *office.kept,
        *office.hired,
        *office.released,
        *office.retrained.values(),
        *office.state.values(),
        *office.alone.values(),
    ]
    posts = {t: (n, n) for t, n in enumerate(posts_of(office, outcome))}
    return Restriction(fixed={v.name: float(outcome.count(v)) for v in moves}, between=posts)


def _finite(bound: float) -> float | None:
    return bound if np.isfinite(bound) else None


def _without_plan(state: State) -> Priced:
    return Priced(SolveOutcome(state, "HiGHS", 0.0), None)
