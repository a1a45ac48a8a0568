"""The optimizer against looking at every plan, on small random menus."""

from functools import cache

import numpy as np
import pytest

from optimization.looking import Judge, all_packages, all_staffings, enumerate_best, plan_of
from optimization.menus import menu, with_freedoms
from redesign.errors import InfeasibleError
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import CLEAN_SHEET, TINKER
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import solve
from redesign.optimization.solver import cbc_available, solve_model

MENUS = 200
BLOCK = 20
CBC_MENUS = 60
DIRECTIONS = 50
blocks = pytest.mark.parametrize("first", range(0, MENUS, BLOCK))


@cache
def best(seed):
    return enumerate_best(menu(seed))


def near(support):
    return pytest.approx(support, rel=1e-6, abs=1e-6)


@blocks
def test_the_method_finds_the_best_plan_or_says_that_there_is_none(first):
    for seed in range(first, first + BLOCK):
        problem, found = menu(seed), best(seed)
        if found is None:
            with pytest.raises(InfeasibleError):
                solve(problem)
            continue
        solution = solve(problem)
        assert solution.promised_support == near(found.support), seed
        assert solution.bound >= found.support - 1e-6 * (1 + found.support), seed
        assert solution.status == "optimal", seed
        checked = recheck(problem, solution.plan)
        assert not checked.violated, seed
        assert checked.objective == near(found.support), seed


@blocks
def test_the_definition_has_the_same_optimum(first):
    for seed in range(first, first + BLOCK):
        found, outcome = best(seed), solve_model(formulate(menu(seed)).lp)
        assert outcome.state == ("infeasible" if found is None else "optimal"), seed
        if found is not None:
            assert outcome.objective == near(found.support), seed


@pytest.mark.skipif(not cbc_available(), reason="no CBC is installed")
def test_cbc_gives_the_same_optimum():
    for seed in range(CBC_MENUS):
        found, outcome = best(seed), solve_model(formulate(menu(seed)).lp, solver="cbc")
        assert outcome.found == (found is not None), seed
        if found is not None:
            assert outcome.state == "optimal", seed
            assert outcome.objective == near(found.support), seed


def test_menus_are_neither_all_possible_nor_all_alike():
    found = [best(seed) for seed in range(MENUS)]
    possible = [each for each in found if each is not None]
    assert 100 <= len(possible) <= MENUS - 20
    assert len({round(each.support, 6) for each in possible}) > 80
    for take in ("retrained_in", "hired", "released"):
        assert any(any(getattr(change, take) for change in each.plan.posts.values()) for each in possible)
    assert {each.plan.lever("forms") for each in possible} == {"as_is", "automate", "eliminate"}


def test_the_best_plan_by_looking_passes_the_recheck():
    for seed in range(MENUS):
        found = best(seed)
        if found is not None:
            checked = recheck(menu(seed), found.plan)
            assert not checked.violated, seed
            assert checked.objective == near(found.support), seed


def test_recheck_and_looking_refuse_the_same_plans():
    rng = np.random.default_rng(1)
    verdicts = []
    for seed in range(MENUS):
        problem = menu(seed)
        judge, staffings = Judge(problem, all_packages(problem)), list(all_staffings(problem))
        for _ in range(20):
            staffing = staffings[rng.integers(len(staffings))]
            allowed = judge.allows(staffing, "as_is")
            at = int(rng.choice(np.flatnonzero(allowed) if allowed.any() else len(allowed)))
            plan = plan_of(problem, staffing, "as_is", judge.packages[at])
            assert (not recheck(problem, plan).violated) == allowed[at], (seed, plan)
            verdicts.append(bool(allowed[at]))
    assert 100 < sum(verdicts) < len(verdicts) - 100


def support_of(problem):
    try:
        return solve(problem).promised_support
    except InfeasibleError:
        return -np.inf


def test_clean_sheet_with_free_transition_is_never_below_tinkering():
    more = 0
    for seed in range(DIRECTIONS):
        problem = menu(seed)
        tinker = support_of(with_freedoms(problem, TINKER, free_transition=True))
        clean = support_of(with_freedoms(problem, CLEAN_SHEET, free_transition=True, floors=False))
        assert clean >= tinker - 1e-6 * (1 + abs(tinker)), seed
        more += clean > tinker
    assert more > 0


def test_a_rule_lifted_never_lowers_the_bound():
    ruled = [seed for seed in range(MENUS) if menu(seed).rules and best(seed)][:DIRECTIONS]
    assert len(ruled) > 20
    for seed in ruled:
        problem = menu(seed)
        lifted = solve(with_freedoms(problem, problem.freedoms, lifted_rules=frozenset(problem.rules)))
        assert lifted.bound >= solve(problem).bound - 1e-6 * (1 + lifted.bound), seed


def test_a_plan_drops_removable_work_only_where_there_is_some_and_it_may():
    seen = set()
    for seed in range(12):
        for freedoms in (CLEAN_SHEET, TINKER):
            problem = with_freedoms(menu(seed), freedoms)
            try:
                plan = solve(problem).plan
            except InfeasibleError:
                continue
            some = any(team.other_work_removable_share for team in problem.scenario.teams.values())
            assert plan.drop_removable_work == (some and freedoms is CLEAN_SHEET)
            seen.add((some, freedoms.name))
    assert len(seen) == 4
