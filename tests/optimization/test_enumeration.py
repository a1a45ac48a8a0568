"""The optimizer against looking at every plan, on small random menus."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimization.kinds import KINDS
from optimization.lever_sets import names_of, service_hours
from optimization.looking import all_staffings, enumerate_best, judges, plan_of
from optimization.menus import (
    CLEAN_SHEET,
    TINKER,
    menu,
    menu_with_levers,
    menu_with_suppliers,
    with_free_transition,
)
from redesign.analysis.team_table import TeamTable
from redesign.errors import InfeasibleError
from redesign.optimization.formulation import formulate
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import solve
from redesign.optimization.solver import cbc_available, solve_model

MENUS = 200
BLOCK = 20
CBC_MENUS = 60
DIRECTIONS = 50
kinds = pytest.mark.parametrize("kind", KINDS)
blocks = pytest.mark.parametrize("first", range(0, MENUS, BLOCK))


@cache
def best(kind, seed):
    return enumerate_best(KINDS[kind](seed))


def near(support):
    return pytest.approx(support, rel=1e-6, abs=1e-6)


@kinds
@blocks
def test_the_method_finds_the_best_plan_or_says_that_there_is_none(kind, first):
    for seed in range(first, first + BLOCK):
        problem, found = KINDS[kind](seed), best(kind, seed)
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


@kinds
@blocks
def test_the_definition_has_the_same_optimum(kind, first):
    for seed in range(first, first + BLOCK):
        found, outcome = best(kind, seed), solve_model(formulate(KINDS[kind](seed)).lp)
        assert outcome.state == ("infeasible" if found is None else "optimal"), seed
        if found is not None:
            assert outcome.objective == near(found.support), seed


@kinds
@pytest.mark.skipif(not cbc_available(), reason="no CBC is installed")
def test_cbc_gives_the_same_optimum(kind):
    for seed in range(CBC_MENUS):
        found, outcome = best(kind, seed), solve_model(formulate(KINDS[kind](seed)).lp, solver="cbc")
        assert outcome.found == (found is not None), seed
        if found is not None:
            assert outcome.state == "optimal", seed
            assert outcome.objective == near(found.support), seed


@kinds
def test_menus_are_neither_all_possible_nor_all_alike(kind):
    found = [best(kind, seed) for seed in range(MENUS)]
    possible = [each for each in found if each is not None]
    assert 100 <= len(possible) <= MENUS - 20
    assert len({round(each.support, 6) for each in possible}) > 80
    for take in ("retrained", "hired", "released"):
        assert any(getattr(each.plan, take).any() for each in possible)
    taken = set().union(*(each.taken for each in possible))
    assert {"forms.automate", "forms.eliminate"} <= taken
    assert any(not each.taken for each in possible)


def test_levers_of_the_district_are_taken_alone_and_together():
    """Also those that need another, that exclude one of a service, and that change nothing but are needed."""
    found = [(menu_with_levers(seed).scenario.levers, best("levers", seed)) for seed in range(MENUS)]
    taken = [(levers, each.taken & levers.keys()) for levers, each in found if each is not None]
    for name in ("portal", "kiosk", "training", "outsourcing"):
        assert sum(name in own for _, own in taken) >= 5, name
    assert sum("training" in own and "training" in levers["portal"].needs for levers, own in taken) >= 5
    assert sum(len(own) > 1 for _, own in taken) >= 10
    assert sum(not own for _, own in taken) >= 20


@pytest.mark.parametrize("key", ["needs", "excludes"])
def test_what_levers_need_and_exclude_costs_support_in_some_menus(key):
    """An optimizer that did not know of it would be found out above."""
    more = 0
    for seed in range(MENUS + 100):
        problem, found = menu_with_levers(seed), best("levers", seed)
        levers = {k: lever.model_copy(update={key: ()}) for k, lever in problem.scenario.levers.items()}
        free = replace(problem, scenario=problem.scenario.model_copy(update={"levers": levers}))
        outcome = solve_model(formulate(free).lp)
        more += outcome.found and (found is None or outcome.objective > found.support * (1 + 1e-6))
    assert more >= 5


FACTS = {
    "about one team": lambda fact: len(fact.posts) == 1 and not fact.escapes and not fact.new,
    "about both teams": lambda fact: len(fact.posts) == 2,
    "with levers that may help": lambda fact: bool(fact.escapes),
    "with levers that may help if they are left": lambda fact: bool(fact.escapes & fact.levers),
    "that no number of posts is enough": lambda fact: not fact.posts,
    "about new people": lambda fact: bool(fact.new),
}


@pytest.mark.parametrize("about", FACTS)
def test_facts_of_every_kind_cost_support_in_some_menus(about):
    """An optimizer that did not know of them would be found out above."""
    assert costs_support(lambda problem: without_facts(problem, FACTS[about])) >= 5


def without_facts(problem, about):
    facts = tuple(fact for fact in problem.facts if not about(fact))
    return None if len(facts) == len(problem.facts) else replace(problem, facts=facts)


TABLES = {
    "what new people lose": lambda table: TeamTable(table.hours, np.zeros_like(table.lost), table.pieces),
    "what new people cost beyond what they lose": lambda table: TeamTable(table.hours, table.lost),
    "that few new people may cost nothing": lambda table: TeamTable(
        table.hours, table.lost, tuple((a, 0.0) for a, _ in table.pieces)
    ),
    "that posts of a large team are worth more": lambda table: TeamTable(
        np.linspace(0.0, table.hours[-1], len(table.hours)), table.lost, table.pieces
    ),
}


@pytest.mark.parametrize("what", TABLES)
def test_what_tables_say_decides_some_menus(what):
    def other(problem):
        return replace(problem, tables=tuple(TABLES[what](table) for table in problem.tables))

    assert changes_support(other) >= 5


def test_tables_of_every_kind_are_among_the_menus():
    tables = [table for kind in KINDS for seed in range(MENUS) for table in KINDS[kind](seed).tables]
    steps = [np.diff(table.hours) for table in tables]
    assert sum(table.slope is not None for table in tables) > 50
    assert sum(table.slope is not None and table.hours[0] > 0 for table in tables) > 20
    assert sum(bool((np.diff(each) > 0).all()) for each in steps) > 100, "increasing returns"
    assert sum(bool((each < 0).any()) for each in steps) > 20, "dips"
    assert sum(len(table.pieces) > 1 for table in tables) > 100
    assert sum(all(b > 0 for _, b in table.pieces) for table in tables) > 50


def costs_support(other):
    """Menus of which the optimum is less than that of another problem."""
    return sum(found < without * (1 - 1e-6) or (found < 0 <= without) for found, without in optima(other))


def changes_support(other):
    return sum(found != near(without) for found, without in optima(other))


def optima(other):
    """Of every menu, and of what `other` makes of it, where that is something else; -1 where there is no plan."""
    for kind in KINDS:
        for seed in range(MENUS):
            changed = other(KINDS[kind](seed))
            if changed is not None:
                outcome, found = solve_model(formulate(changed).lp), best(kind, seed)
                yield -1.0 if found is None else found.support, outcome.objective if outcome.found else -1.0


def test_visits_of_an_area_come_from_both_teams():
    """In some menus an area's own team makes all of them, in some none, and in some its span counts only its own."""
    ways, spanned = set(), 0
    for seed in range(MENUS):
        problem, found = menu_with_suppliers(seed), best("suppliers", seed)
        if found is None:
            continue
        for given, chosen in zip(problem.scenario.areas.values(), found.plan.packages, strict=True):
            own = {given.suppliers[p] == given.team for p in chosen.tolist() if p}
            ways.add(frozenset(own))
            spanned += given.span_schools_per_post is not None and False in own
    assert ways == {frozenset(), frozenset({True}), frozenset({False}), frozenset({True, False})}
    assert spanned >= 5


@kinds
def test_the_best_plan_by_looking_passes_the_recheck(kind):
    for seed in range(MENUS):
        found = best(kind, seed)
        if found is not None:
            checked = recheck(KINDS[kind](seed), found.plan)
            assert not checked.violated, seed
            assert checked.objective == near(found.support), seed


@kinds
def test_recheck_and_looking_refuse_the_same_plans(kind):
    rng = np.random.default_rng(1)
    verdicts = []
    for seed in range(MENUS):
        problem = KINDS[kind](seed)
        staffings, judged = list(all_staffings(problem)), {taken: judge for judge, taken in judges(problem)}
        sets = list(judged)
        for _ in range(30):
            staffing = staffings[rng.integers(len(staffings))]
            taken = frozenset(name for name in problem.scenario.all_levers if rng.random() < 0.3)
            if rng.random() < 0.8:
                taken = sets[rng.integers(len(sets))]
            judge = judged.get(taken, judged[sets[0]])
            allowed = judge.allows(staffing, taken) & (taken in sets)
            at = int(rng.choice(np.flatnonzero(allowed) if allowed.any() else len(allowed)))
            plan = plan_of(problem, staffing, taken, judge.packages[at])
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
        tinker = support_of(with_free_transition(menu(seed, TINKER)))
        today_kept = CLEAN_SHEET.model_copy(update={"floors": "today"})
        clean = support_of(with_free_transition(menu(seed, today_kept)))
        assert clean >= tinker - 1e-6 * (1 + abs(tinker)), seed
        more += clean > tinker
    assert more > 0


def test_a_rule_lifted_never_lowers_the_bound():
    ruled = [seed for seed in range(MENUS) if menu(seed).rules and best("plain", seed)][:DIRECTIONS]
    assert len(ruled) > 20
    more = 0
    for seed in ruled:
        problem = menu(seed)
        lifted = menu(seed, problem.strategy.model_copy(update={"lifted_rules": tuple(problem.rules)}))
        assert not lifted.rules
        free, bound = solve(lifted).bound, solve(problem).bound
        assert free >= bound - 1e-6 * (1 + free), seed
        more += free > bound * (1 + 1e-6)
    assert more > 0


def test_only_removable_rules_are_lifted():
    """With `removable` every rule goes that is not protected; the one that is stays, and costs what it costs."""
    more = 0
    for seed in range(MENUS):
        problem = menu(seed)
        rules = problem.scenario.rules
        if len(rules) < 2:
            continue
        protected = next(iter(rules))
        marked = {name: rule.model_copy(update={"removable": name != protected}) for name, rule in rules.items()}
        scenario = problem.scenario.model_copy(update={"rules": marked})
        lifted = problem.strategy.model_copy(update={"lifted_rules": "removable"})
        by_name = problem.strategy.model_copy(update={"lifted_rules": tuple(rules)})
        alone = problem.strategy.model_copy(update={"lifted_rules": tuple(name for name in rules if name != protected)})
        left = replace(problem, scenario=scenario, strategy=lifted)
        assert list(left.rules) == [protected]
        assert list(replace(left, strategy=by_name).rules) == [protected], "a protected rule is lifted by no name"
        found = enumerate_best(replace(problem, strategy=alone))
        assert support_of(left) == near(-np.inf if found is None else found.support), seed
        more += support_of(left) > support_of(replace(problem, scenario=scenario))
    assert more > 0


def test_removable_work_is_dropped_where_the_strategy_drops_it():
    seen = set()
    for seed in range(12):
        for strategy in (CLEAN_SHEET, TINKER):
            problem = menu(seed, strategy)
            try:
                plan = solve(problem).plan
            except InfeasibleError:
                continue
            teams = problem.scenario.teams.values()
            dropped = [team.other_work_removable_share if strategy is CLEAN_SHEET else 0.0 for team in teams]
            other = [team.other_work_hours_per_year * (1 - d) for team, d in zip(teams, dropped, strict=True)]
            services = [
                service_hours(problem.scenario, name, names_of(problem, plan)) for name in problem.scenario.teams
            ]
            work = problem.loads(plan) - problem.visit_hours(plan)
            assert work == pytest.approx(np.add(other, services))
            seen.add((any(team.other_work_removable_share for team in teams), strategy.label))
    assert len(seen) == 4
