"""What decides menus with levers of areas and with providers: an optimizer that did not know of it is found out."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from optimization.looking import Best, enumerate_best
from optimization.more_menus import MORE_KINDS, menu_with_area_levers, menu_with_providers
from redesign.demand.expectation import Expectation
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem
from redesign.optimization.solver import solve_model
from redesign.optimization.variants import PACKAGE_AXIS, expect_variants
from redesign.scenario.model import Provider
from redesign.scenario.team import station_of

MENUS = 120


@cache
def best(kind: str, seed: int) -> Best | None:
    return enumerate_best(MORE_KINDS[kind](seed))


def optimum(problem: Problem) -> float:
    """-1 where there is no plan."""
    outcome = solve_model(formulate(problem).lp)
    return outcome.objective if outcome.objective is not None else -1.0


def other(problem: Problem, **blocks: object) -> Problem:
    """The problem with other blocks of its scenario."""
    scenario = problem.scenario.model_copy(update=blocks)
    return replace(problem, scenario=scenario, expectation=expect_variants(scenario, problem.levers))


def with_providers(problem: Problem, **update: object) -> Problem:
    providers = {name: each.model_copy(update=update) for name, each in problem.scenario.providers.items()}
    stations = {name: station_of(each) for name, each in providers.items()}
    return other(problem, providers=providers, teams=problem.scenario.teams | stations)


WITHOUT_LIMITS = {
    "supply": lambda problem: with_providers(problem, visits_per_year=10**6),
    "price": lambda problem: with_providers(problem, price_usd_per_visit=0.0),
    "contract work": lambda problem: with_providers(replace(problem, facts=()), broker=None),
}


@pytest.mark.parametrize("limit", WITHOUT_LIMITS)
def test_limits_of_providers_cost_support_in_some_menus(limit: str) -> None:
    more = 0
    for seed in range(MENUS):
        problem = menu_with_providers(seed)
        if limit == "contract work":
            problem = replace(problem, facts=())
        found, free = optimum(problem), optimum(WITHOUT_LIMITS[limit](problem))
        tied = any(rule.kind == "funding_tie" for rule in problem.rules.values())  # to what today costs
        assert tied or free >= found - 1e-6 * (1 + abs(found)), seed
        more += free > found + 1e-6 * (1 + abs(found))
    assert more >= 5


def test_facts_about_contracts_cost_support_in_some_menus() -> None:
    less = 0
    for seed in range(MENUS):
        problem, found = menu_with_providers(seed), best("providers", seed)
        without = replace(problem, facts=tuple(fact for fact in problem.facts if not fact.brokered))
        less += optimum(without) > (found.support if found else -1.0) * (1 + 1e-6) + 1e-6
    assert less >= 5


def test_schools_buy_visits_in_some_menus_and_in_some_they_do_not() -> None:
    bought = []
    for seed in range(MENUS):
        problem, found = menu_with_providers(seed), best("providers", seed)
        if found is not None:
            supplier = np.take_along_axis(problem.expectation.supplier, found.plan.packages, axis=1)
            bought.append(bool((supplier[found.plan.packages > 0] >= 2).any()))
    assert 20 < sum(bought) < len(bought) - 10


def test_levers_of_areas_are_taken_alone_and_together_and_left() -> None:
    found = [each for each in (best("areas", seed) for seed in range(MENUS)) if each is not None]
    for name in ("practice", "project", "harm", "relief"):
        assert sum(name in each.taken for each in found) >= 3, name
    assert sum({"practice", "project"} <= each.taken for each in found) >= 5
    assert sum(not each.taken for each in found) >= 5


def test_what_levers_do_to_areas_and_teams_decides_some_menus() -> None:
    """Without changes of areas, or without hours that they take, other plans would be best."""
    areas, hours = 0, 0
    for seed in range(MENUS):
        problem, found = menu_with_area_levers(seed), best("areas", seed)
        support = found.support if found else -1.0
        levers = problem.scenario.levers
        plain = {
            k: e.model_copy(update={"changes": e.changes.model_copy(update={"areas": {}})}) for k, e in levers.items()
        }
        spared = {k: each.model_copy(update={"team_hours": {}}) for k, each in levers.items()}
        areas += optimum(other(problem, levers=plain)) != pytest.approx(support, rel=1e-6, abs=1e-6)
        hours += optimum(other(problem, levers=spared)) > support + 1e-6 * (1 + abs(support))
    assert min(areas, hours) >= 5


def test_every_axis_of_packages_is_lengthened() -> None:
    problem = next(p for p in map(menu_with_area_levers, range(9)) if p.area_states)
    variants, packages = len(problem.variants.package), problem.broker_hours.shape[3]
    assert variants == packages > 3
    for field in fields(Expectation):
        array = getattr(problem.expectation, field.name)
        if field.name in {*PACKAGE_AXIS, "allowed", "supplier"}:
            assert array.shape[-1] == variants, field.name
    assert isinstance(next(iter(menu_with_providers(0).scenario.providers.values())), Provider)
