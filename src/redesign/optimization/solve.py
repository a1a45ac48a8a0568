"""The method: the best plan within a strategy's freedoms, with a proof of how good it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.errors import SolverError
from redesign.optimization import tuning
from redesign.optimization.claims import check_plan
from redesign.optimization.columns import Restriction
from redesign.optimization.explained import infeasible
from redesign.optimization.fewest_moves import with_fewest_moves
from redesign.optimization.formulation import formulate
from redesign.optimization.pins import out_of_reach
from redesign.optimization.priced import Earlier, Priced
from redesign.optimization.prices import Search, solve_by_prices
from redesign.optimization.problem import Problem, choices
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.solver import PROVED, SolveOutcome, relative_gap, solve_model

Prices: TypeAlias = tuple[NDArray[np.float64], ...]
NEARBY_POSTS = 3
"""A plan for tables a little smaller is looked for within so many posts of each team, or a tenth of them, first."""
FROM_ELSEWHERE = "taken over from another strategy: within the team tables nothing better was found"
CUT_BACK = "cut back: without the visits, worth least, by which a better plan missed its promises"
POLISHED = ", then polished by simulation: changes that team tables see no use in"
MOST_CHOICES = 300
"""Packages to choose from, over areas and schools, that the solver can take as they are."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan, what it promises and what is proved about it."""

    plan: Plan
    promised_support: float
    bound: float
    """No plan within the strategy's freedoms and the team tables promises more."""
    gap: float
    """(bound - promised support) / bound."""
    status: str
    """In words: never *optimal* at a limit."""
    solver: str
    seconds: float
    reproducible: bool
    """False where a time limit ended one of its solves, one was begun again, or one failed."""
    prices: Prices = ()
    """Where to look first when the problem is solved again with smaller tables."""
    as_defined: bool = False
    """Whether prices leave a wide gap, and it was solved as defined: so are problems like it, without asking prices."""


@dataclass(frozen=True, slots=True)
class QuickStaffing:
    """A quick staffing."""

    plan: Plan | None
    """None where there is none."""
    prices: Prices
    """Where to look next."""
    reproducible: bool = True


def quick_staffing(problem: Problem, prices: Prices = ()) -> QuickStaffing:
    """Posts and levers of the most support that prices cannot rule out, with today's packages.

    A solution of the bounding model, good enough to be tried.
    """
    run = problem.scenario.run
    search = Search(problem, run.solver_gap, run.solver_seconds, Earlier(prices=prices))
    if search.columns.impossible:
        return QuickStaffing(None, prices)
    if not prices:
        search.converge(Restriction())
    office, outcome = search.prove()
    plan = read_plan(office, outcome, problem.packages_today) if outcome.found else None
    return QuickStaffing(plan, search.prices_so_far(), not search.limited)


def solve(problem: Problem, prices: Prices = (), last: Solution | None = None) -> Solution:
    """The best plan: as defined, school by school, or by prices where there are too many schools; then with the
    fewest moves of people.

    `prices` and the solution `last` are of a problem with the same packages: there to look first. Raises
    InfeasibleError with what cannot hold together, SolverError where nothing was found in time, and
    ContradictionError where the solver's claims are not what the plan is worth.
    """
    found = solve_if_possible(problem, prices, last)
    if found is None:
        raise infeasible(problem)
    return found


def solve_if_possible(
    problem: Problem, prices: Prices = (), last: Solution | None = None, quick: bool = False
) -> Solution | None:
    """The same; None, at once and without a reason, where there is no plan. `quick`: as near as prices come."""
    if out_of_reach(problem):
        return None
    start, seconds = time.perf_counter(), problem.scenario.run.solver_seconds
    known = Earlier(prices, _around(last.plan), last.as_defined) if last else Earlier(prices)
    found, sure = _first_that_decides(problem, known, quick)
    if found.outcome.state == "infeasible":
        return None
    if found.plan is None or found.outcome.bound is None:
        raise SolverError(f"no plan was found within {seconds:g} seconds ({found.outcome.state})")
    check_plan(problem, found.plan, found.outcome.objective, found.outcome.bound)
    proved = (problem.promised_support(found.plan), found.outcome.bound)
    plan, in_time = with_fewest_moves(problem, found.plan)
    check_plan(problem, plan, None, found.outcome.bound)
    solution = _solution(plan, proved, found.outcome, time.perf_counter() - start)
    sure &= solution.reproducible and in_time
    return replace(solution, prices=found.prices, reproducible=sure, as_defined=found.as_defined)


def taken_over(problem: Problem, plan: Plan, last: Solution | None, status: str = FROM_ELSEWHERE) -> Solution:
    """A plan that the solver did not find, as its solution; `last` is what it did find, with its bound."""
    support = problem.promised_support(plan)
    bound = max(support, last.bound if last else support)
    reproducible = last.reproducible if last else True
    return Solution(plan, support, bound, relative_gap(support, bound), status, "HiGHS", 0.0, reproducible)


def _first_that_decides(problem: Problem, known: Earlier, quick: bool) -> tuple[Priced, bool]:
    """The way that suits the size, then the other one, until there is a plan or none is possible.

    Returns whether another time would go the same way, too: not after a solve that failed or had no time. That pricing
    finds no whole plan is no matter of time. Raises the SolverError of the last where the solver fails in both.
    """
    run = problem.scenario.run
    few = choices(problem) <= tuning.FEW_CHOICES
    gap = max(run.solver_gap, tuning.QUICK_GAP) if quick and not few else run.solver_gap
    if known.as_defined and not quick and (narrow := _narrow_as_defined(problem)):
        return replace(narrow, prices=known.prices), not narrow.outcome.limited
    by_prices = partial(solve_by_prices, problem, gap, run.solver_seconds, known)
    as_defined = partial(_solve_as_defined, problem, run.solver_gap, run.solver_seconds)
    first, second = (by_prices, as_defined) if is_large(problem) else (as_defined, by_prices)
    try:
        found = first()
    except SolverError:
        return second(), False
    if found.plan and first is by_prices and not quick and few:
        return _nearer(problem, found)
    if found.plan or found.outcome.state == "infeasible":
        return found, True
    return second(), not found.limited


def _nearer(problem: Problem, found: Priced) -> tuple[Priced, bool]:
    """Where prices leave a wide gap in a small office, the better plan and the nearer bound of both ways.

    With few schools every combination counts, and those that prices propose may not hold the best ones. Returns also
    whether another time would go the same way. Where the solver fails, what prices found stays.
    """
    run = problem.scenario.run
    if (found.outcome.gap or 0.0) <= max(run.solver_gap, tuning.WIDE_GAP):
        return found, True
    try:
        other = _with_few_nodes(problem)
    except SolverError:
        return found, False
    bound = min(each.outcome.bound for each in (found, other) if each.outcome.bound is not None)
    best = max(found, other, key=lambda each: (each.outcome.objective or 0.0) if each.plan else -np.inf)
    outcome = replace(best.outcome, bound=bound, seconds=found.outcome.seconds + other.outcome.seconds)
    return replace(found, outcome=outcome, plan=best.plan, as_defined=True), not other.outcome.limited


def _narrow_as_defined(problem: Problem) -> Priced | None:
    """Solved as defined, or found impossible; None where that leaves a wide gap or fails."""
    try:
        found = _with_few_nodes(problem)
    except SolverError:
        return None
    gap = found.outcome.gap
    narrow = found.outcome.state == "infeasible" or (found.plan and gap is not None and gap <= tuning.WIDE_GAP)
    return found if narrow else None


def _with_few_nodes(problem: Problem) -> Priced:
    run = problem.scenario.run
    gap = max(run.solver_gap, tuning.DEFINED_GAP)
    return replace(_solve_as_defined(problem, gap, run.solver_seconds, tuning.MOST_NODES), as_defined=True)


def is_large(problem: Problem) -> bool:
    """Whether a problem has more packages to choose from than the solver can take as they are."""
    return choices(problem) > MOST_CHOICES


def _around(plan: Plan) -> dict[int, tuple[int, int]]:
    """{t: least and most posts} near those of a plan."""
    near = {t: (n, max(NEARBY_POSTS, n // 10)) for t, n in enumerate(plan.posts.tolist())}
    return {t: (n - far, n + far) for t, (n, far) in near.items()}


def _solve_as_defined(problem: Problem, gap: float, seconds: float, nodes: int | None = None) -> Priced:
    model = formulate(problem)
    outcome = solve_model(model.lp, gap, seconds, nodes=nodes)
    if not outcome.found:
        return Priced(outcome, None, limited=outcome.limited)
    return Priced(outcome, read_plan(model.office, outcome, chosen_packages(model, outcome)))


def _solution(plan: Plan, found: tuple[float, float], outcome: SolveOutcome, seconds: float) -> Solution:
    objective, bound = found[0], max(found)
    gap = relative_gap(objective, bound)
    limited = outcome.limited
    status = f"best found, a solve cut short, gap {gap:.2%}" if limited else f"proved within a gap of {gap:.2%}"
    if not limited and gap <= PROVED:
        status = "optimal"
    return Solution(plan, objective, bound, gap, status, outcome.solver, seconds, not limited)
