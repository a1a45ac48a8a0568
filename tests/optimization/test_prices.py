"""Prices against looking at every plan and against the definition: what they find, and what they prove."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pulp
import pytest

from optimization.kinds import KINDS
from optimization.larger_menus import larger
from optimization.looking import enumerate_best
from optimization.menus import menu
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization import bound, solve, tuning
from redesign.optimization.columns import Restriction
from redesign.optimization.cuts import below_all, price
from redesign.optimization.formulation import Formulation, formulate, package_constraints, package_variables
from redesign.optimization.linear import expression
from redesign.optimization.prices import Search, _decided, solve_by_prices
from redesign.optimization.problem import TooFew
from redesign.optimization.recheck import recheck
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import solve_model
from redesign.optimization.staffing import add_staffing
from redesign.optimization.variables import Office, new_office, posts_of

MENUS, BLOCK = 200, 50
FEWER = 40
LARGER = 16
TIGHT = {"providers": (0.03, 0.8)}
"""A supply for two or three schools is a knapsack of its own: its relaxation is far from whole contracts."""
kinds = pytest.mark.parametrize("kind", KINDS)


@cache
def best(kind, seed):
    found = enumerate_best(KINDS[kind](seed))
    return None if found is None else found.support


@cache
def defined(kind, seed):
    """Optimum of a larger menu, by the definition."""
    outcome = solve_model(formulate(larger(kind, seed)).lp)
    assert outcome.state in ("optimal", "infeasible")
    return outcome.objective


class Distance(NamedTuple):
    """Shares of the optimum."""

    of_bound: float
    of_optimum: float


def check(problem, optimum):
    """What pricing says is true; returns its proved gap and how far it is from the optimum, None without a plan."""
    priced = solve_by_prices(problem, 0.0, 30.0)
    if optimum is None:
        assert priced.plan is None
    if priced.plan is None:
        assert optimum is None or priced.outcome.state == "no_solution"
        return None
    near = 1e-6 * (1 + abs(optimum))
    checked = recheck(problem, priced.plan)
    assert not checked.violated
    assert checked.objective == pytest.approx(priced.outcome.objective, abs=near)
    assert checked.objective <= optimum + near
    assert priced.outcome.bound >= optimum - near
    distance = priced.outcome.bound - checked.objective
    assert priced.outcome.gap == pytest.approx(max(distance, 0.0) / max(priced.outcome.bound, near), abs=1e-6)
    return Distance(distance / max(optimum, near), (optimum - checked.objective) / max(optimum, near))


@kinds
@pytest.mark.parametrize("first", range(0, MENUS, BLOCK))
def test_what_prices_find_and_prove_on_menus_is_true(kind, first):
    """A menu has so few combinations that none of those priced may fit whole posts; the definition decides then."""
    menus = range(first, first + BLOCK)
    gaps = [check(KINDS[kind](seed), best(kind, seed)) for seed in menus]
    found = [gap for gap in gaps if gap is not None]
    possible = sum(best(kind, seed) is not None for seed in menus)
    assert len(found) >= possible - (first > 0 or kind == "providers")
    typical, best_share = TIGHT.get(kind, (1e-6, 0.85))
    assert np.median([gap.of_bound for gap in found]) < typical
    assert np.mean([gap.of_optimum < 1e-6 for gap in found]) >= best_share


@kinds
def test_what_prices_find_and_prove_on_larger_menus_is_true(kind):
    gaps = [check(larger(kind, seed), defined(kind, seed)) for seed in range(LARGER)]
    found = [gap for gap in gaps if gap is not None]
    assert len(found) > LARGER // 2
    assert np.median([gap.of_bound for gap in found]) < 0.03


@kinds
def test_large_problems_without_a_plan_are_said_to_be_infeasible(kind, monkeypatch):
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    without = [seed for seed in range(FEWER) if best(kind, seed) is None]
    assert len(without) > 5
    for seed in without:
        with pytest.raises(InfeasibleError):
            solve.solve(KINDS[kind](seed))


@kinds
def test_prices_find_a_plan_where_the_first_combinations_leave_none(kind, monkeypatch):
    monkeypatch.setattr("redesign.optimization.columns.first_prices", lambda resources: [np.zeros(len(resources))])
    possible = [seed for seed in range(FEWER) if best(kind, seed)]
    found = [seed for seed in possible if check(KINDS[kind](seed), best(kind, seed)) is not None]
    assert len(found) >= len(possible) - (kind == "providers"), "where contracts and posts exclude each other"


def bounded(problem, resources, several):
    model = Office(problem, pulp.LpProblem("bound", pulp.LpMaximize))
    cuts = [price(problem, resources, prices)[1] for prices in several]
    if any(cut.constant == -np.inf for cut in cuts):
        return None
    below_all(model, resources, cuts)
    return solve_model(model.lp).bound


@kinds
def test_any_prices_bound_every_plan(kind):
    rng, tight = np.random.default_rng(3), 0
    for seed in range(2 * FEWER):
        problem, optimum = KINDS[kind](seed), best(kind, seed)
        resources = resources_of(problem)
        hours = np.array([r.lapses for r in resources])
        several = [rng.exponential(1.0, len(resources)) * np.where(hours, 0.5, 5.0) for _ in range(3)]
        found = bounded(problem, resources, several)
        if optimum is not None:
            assert found >= optimum - 1e-6 * (1 + optimum), seed
            tight += found < 1.05 * optimum
    assert tight > (kind != "providers"), "bounds that nothing comes near prove little"


def best_with_lapses(problem):
    """The most expected support of whole packages of which some visits are not made: the solver's own optimum."""
    relaxed = bound.in_expectation(problem)
    model = Formulation(new_office(relaxed, "truth"))
    package_variables(model, whole=True)
    lost = bound._visits_not_made(model)
    package_constraints(model)
    add_staffing(model.office)
    model.lp.setObjective(expression(model.terms(relaxed.expectation.support) + lost))
    return solve_model(model.lp).objective


@kinds
@pytest.mark.parametrize("problem_of", [lambda kind, seed: KINDS[kind](seed), larger], ids=["menus", "larger"])
def test_no_plan_exceeds_the_bounds_of_an_office(kind, problem_of, monkeypatch):
    """By prices, and school by school with packages in parts and whole: the optimum itself."""
    tight = 0
    for seed in (seed for seed in range(LARGER) if best(kind, seed)):
        problem, truth = problem_of(kind, seed), best_with_lapses(problem_of(kind, seed))
        if truth is None:
            continue
        near = 1e-6 * (1 + abs(truth))
        in_parts, whole = (bound.upper_bound(problem, whole=whole).value for whole in (False, True))
        assert in_parts >= truth - near, seed
        assert truth - near <= whole <= truth * (1 + 2 * bound.WIDE_GAP) + near, seed
        with monkeypatch.context() as patched:
            patched.setattr(bound, "MOST_CHOICES", 0)
            proved = bound.upper_bound(problem).value
        assert proved >= truth - near, seed
        tight += proved <= 1.1 * truth
    assert tight > 0


@pytest.mark.parametrize(("large", "broken"), [(True, "solve_by_prices"), (False, "_solve_as_defined")])
def test_where_one_way_fails_the_other_one_is_gone(monkeypatch, large, broken):
    seed = next(seed for seed in range(FEWER) if best("plain", seed))

    def lost(*_):
        raise SolverError("HiGHS lost itself")

    monkeypatch.setattr(solve, "MOST_CHOICES", 0 if large else 10_000)
    monkeypatch.setattr(solve, broken, lost)
    solution = solve.solve(menu(seed))
    assert solution.promised_support <= best("plain", seed) * (1 + 1e-6)
    assert solution.bound >= best("plain", seed) * (1 - 1e-6)


@kinds
def test_posts_once_decided_stay_so_and_allow_what_they_allowed(kind):
    decided = 0
    for seed in range(LARGER):
        search = Search(larger(kind, seed), 1e-4, 30.0)
        relaxed = None if search.columns.impossible else search.converge(Restriction())
        staffing = search.whole_posts(relaxed) if relaxed else None
        if staffing is None:
            continue
        decided += 1
        office, outcome, left = staffing.relaxed.master.office, staffing.relaxed.outcome, staffing.restriction
        assert posts_of(office, outcome) == [least for least, most in left.between.values() if least == most]
        levers = (*office.state.values(), *office.alone.values())
        for variable in (*office.kept, *office.hired, *office.released, *office.retrained.values(), *levers):
            assert outcome.value(variable) == left.fixed[variable.name]
        chosen = search.choose(staffing.relaxed, left)
        if chosen:
            assert chosen.plan.posts.tolist() == posts_of(office, outcome)
            assert chosen.outcome.objective <= staffing.relaxed.objective * (1 + 1e-6)
    assert decided > LARGER // 2


def todays_posts(search):
    """Whole posts that nobody would choose."""
    today = search.columns.problem.scenario.team_list
    posts = {t: (team.posts_today, team.posts_today) for t, team in enumerate(today)}
    model = search.columns.master(search.columns.fresh, Restriction(whole_posts=True, between=posts))
    outcome = search._solve(model.office, 0.0)
    return (
        search.staffed(_decided(model.office, outcome), search.columns.in_use(model, outcome))
        if outcome.found
        else None
    )


def test_posts_far_from_the_best_are_left_for_better_ones(monkeypatch):
    """Where the first posts are bad ones, those that the search settles for are as good as ever, or nearly."""
    left = 0
    for kind, seed in product(KINDS, range(LARGER)):
        search, again = (Search(larger(kind, seed), 1e-4, 30.0) for _ in range(2))
        relaxed, anew = (None if each.columns.impossible else each.converge(Restriction()) for each in (search, again))
        bad = todays_posts(again) if anew else None
        truth = search.settled(relaxed) if relaxed else None
        if bad is None or truth is None or bad.relaxed.objective > 0.98 * truth.relaxed.objective:
            continue
        with monkeypatch.context() as patched:
            patched.setattr(again, "whole_posts", lambda _, bad=bad: bad)
            patched.setattr(again, "small", False)
            settled = again.settled(anew).relaxed.objective
        assert bad.relaxed.objective < settled <= again.bound_so_far * (1 + 1e-6)
        assert settled >= 0.99 * truth.relaxed.objective, (kind, seed)
        left += 1
    assert left >= 5


@pytest.mark.parametrize("kind", ["areas", "providers"])
def test_an_office_with_a_wide_gap_is_solved_as_defined_too(kind, monkeypatch):
    """Both ways at once: never less than either, and the definition's own bound."""
    asked = []
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    monkeypatch.setattr(tuning, "WIDE_GAP", -1.0)
    as_defined = solve._solve_as_defined
    monkeypatch.setattr(solve, "_solve_as_defined", lambda *given: asked.append(1) or as_defined(*given))
    for seed in (seed for seed in range(LARGER) if defined(kind, seed)):
        problem, truth = larger(kind, seed), defined(kind, seed)
        problem = replace(problem, scenario=with_gap(problem.scenario, 0.0))
        found = solve.solve(problem)
        near = 1e-6 * (1 + truth)
        assert truth * (1 - tuning.DEFINED_GAP) - near <= found.promised_support <= truth + near
        assert truth - near <= found.bound <= truth * (1 + 1.01 * tuning.DEFINED_GAP) + near
    assert asked


def test_who_asks_quickly_gets_what_prices_find(monkeypatch):
    """An allowed plan and a bound above the truth, and the definition is not asked."""
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    monkeypatch.setattr(tuning, "WIDE_GAP", -1.0)
    monkeypatch.setattr(solve, "_nearer", lambda *_: pytest.fail("asked as defined, too"))
    for seed in (seed for seed in range(LARGER) if defined("areas", seed)):
        problem = larger("areas", seed)
        found = solve.solve_if_possible(problem, quick=True)
        assert not recheck(problem, found.plan).violated
        assert found.promised_support <= defined("areas", seed) * (1 + 1e-6) <= found.bound * (1 + 2e-6)


def test_a_plan_that_prices_found_outlives_a_solver_that_fails_as_defined(monkeypatch):
    asked = []

    def lost(*_):
        asked.append(1)
        raise SolverError("HiGHS lost itself")

    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    monkeypatch.setattr(tuning, "WIDE_GAP", 0.0)
    monkeypatch.setattr(solve, "_solve_as_defined", lost)
    for seed in (seed for seed in range(LARGER) if defined("areas", seed)):
        problem = larger("areas", seed)
        before = len(asked)
        found = solve.solve(replace(problem, scenario=with_gap(problem.scenario, 0.0)))
        assert not recheck(problem, found.plan).violated
        assert found.reproducible == (len(asked) == before), "another time the solver may not fail"
    assert asked


@pytest.mark.parametrize("kind", ["areas", "providers"])
def test_an_office_that_was_solved_as_defined_is_so_again_at_once(kind, monkeypatch):
    """As good, prices are not asked, and where to look first is as before; the tables may be others."""
    wide = 0
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    for seed in (seed for seed in range(LARGER) if defined(kind, seed)):
        problem, truth = larger(kind, seed), defined(kind, seed)
        with monkeypatch.context() as asked:
            asked.setattr(tuning, "WIDE_GAP", -1.0)
            first = solve.solve(replace(problem, scenario=with_gap(problem.scenario, 0.0)))
        wide += first.as_defined
        first = replace(first, as_defined=True)
        with monkeypatch.context() as closed:
            closed.setattr(solve, "solve_by_prices", lambda *_: pytest.fail("prices were asked"))
            again = solve.solve(problem, first.prices, first)
        assert again.as_defined
        assert again.prices is first.prices
        assert not recheck(problem, again.plan).violated
        assert truth * (1 - tuning.DEFINED_GAP) * (1 - 1e-6) <= again.promised_support <= truth * (1 + 1e-6)
        assert again.bound >= truth * (1 - 1e-6)
    assert wide


@pytest.mark.parametrize("fails", [True, False])
def test_where_that_fails_or_leaves_a_wide_gap_prices_are_asked(fails, monkeypatch):
    """And where it finds that there is no plan they are not."""
    seed = next(seed for seed in range(LARGER) if defined("areas", seed))
    problem, as_defined = larger("areas", seed), solve._solve_as_defined

    def poorly(*given):
        if fails:
            raise SolverError("HiGHS lost itself")
        found = as_defined(*given)
        return replace(found, outcome=replace(found.outcome, bound=2 * found.outcome.objective))

    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    last = replace(solve.solve(problem), as_defined=True)
    poor = replace(problem, yearly_usd=1.0)
    with monkeypatch.context() as closed:
        closed.setattr(solve, "solve_by_prices", lambda *_: pytest.fail("prices were asked"))
        with pytest.raises(InfeasibleError):
            solve.solve(poor, last.prices, last)
    monkeypatch.setattr(solve, "_solve_as_defined", poorly)
    found = solve.solve(problem, last.prices, last)
    assert not found.as_defined
    assert found.bound >= defined("areas", seed) * (1 - 1e-6)


def with_gap(scenario, gap):
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"solver_gap": gap})})


@kinds
def test_where_posts_prove_too_few_the_problem_is_solved_again_from_what_is_known(kind, monkeypatch):
    """As the study does: the plan's own posts are ruled out, and prices and plan say where to look first."""
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    again, lower = 0, 0
    for seed in (seed for seed in range(2 * FEWER) if best(kind, seed)):
        problem = KINDS[kind](seed)
        first = solve.solve(problem)
        posts = dict(enumerate(first.plan.posts.tolist()))
        learned = replace(problem, facts=(*problem.facts, TooFew(posts, frozenset(), frozenset())))
        found = enumerate_best(learned)
        if found is None:
            with pytest.raises(InfeasibleError):
                solve.solve(learned, first.prices, first)
            continue
        second = solve.solve(learned, first.prices, first)
        near = 1e-6 * (1 + found.support)
        assert not recheck(learned, second.plan).violated
        assert second.promised_support <= found.support + near <= second.bound + 2 * near
        assert (second.plan.posts > first.plan.posts).any()
        again += 1
        lower += found.support < best(kind, seed) - near
    assert again > 10
    assert lower > (1 if kind == "providers" else 3)


OF_POSTS = ("posts of", "largest", "no negative", "freedom", "listed", "levers", "what", "least posts", "one-time")
"""Constraints that have nothing to do with packages."""


@kinds
def test_quick_staffings_keep_to_everything_but_packages_and_are_found_wherever_there_is_a_plan(kind):
    found = 0
    for seed in range(2 * FEWER):
        problem = KINDS[kind](seed)
        quick = solve.quick_staffing(problem)
        plan, prices = quick.plan, quick.prices
        assert quick.reproducible
        if plan is None:
            assert best(kind, seed) is None
            continue
        found += 1
        assert (plan.packages == problem.packages_today).all()
        rules = tuple(name for name in problem.rules if problem.rules[name].kind != "funding_tie")
        whatever = replace(problem, facts=tuple(fact for fact in problem.facts if not fact.brokered))
        assert not [name for name in recheck(whatever, plan).violated if name.startswith((*OF_POSTS, *rules))]
        work = problem.loads(plan) - problem.visit_hours(plan) - problem.brokering(plan)
        for t, table in enumerate(problem.tables):
            lost = float(table.lost @ np.append(plan.retrained[:, t], plan.hired[t]))
            assert work[t] + table.cost_of(int(plan.posts[t]), lost) <= table.hours[plan.posts[t]] + 1e-5
        assert solve.quick_staffing(problem, prices).plan is not None
    assert found > FEWER
