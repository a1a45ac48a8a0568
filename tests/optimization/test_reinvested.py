"""Dollars of principals' time that return to the budget: against looking at every plan, and by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimization.looking import Best, enumerate_best
from optimization.menus import menu as plain_menu
from optimization.menus import menu_with_levers
from redesign.analysis.cost import returned_usd
from redesign.errors import InfeasibleError
from redesign.optimization.bound import upper_bound
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed, recheck
from redesign.optimization.solve import solve

SEEDS = range(48)


@cache
def menu(seed: int, share: float) -> Problem:
    """A menu in which requests cost principals time, levers save some of it, or take more, and money is short."""
    problem, rng = (menu_with_levers if seed % 4 else plain_menu)(seed), np.random.default_rng([2031, seed])
    scenario = problem.scenario
    services = {}
    for name, each in scenario.services.items():
        hours = {"principal_hours_per_request": float(rng.uniform(0, 12)), "principal_hours_per_open_week": 0.3}
        short = {
            kind: lever.model_copy(update={"residual_school_hours": float(rng.choice([0.0, 1.0, 30.0]))})
            for kind in ("automate", "eliminate")
            if (lever := getattr(each, kind))
        }
        services[name] = each.model_copy(update=hours | short)
    levers = {}
    for name, lever in scenario.levers.items():
        own = {
            key: change.model_copy(update={"principal_hours_times": float(rng.choice([0.3, 1.0, 4.0]))})
            for key, change in lever.changes.services.items()
        }
        levers[name] = lever.model_copy(update={"changes": lever.changes.model_copy(update={"services": own})})
    budget = scenario.budget.model_copy(update={"reinvest_share": share})
    update = {"services": services, "levers": levers, "budget": budget}
    usd = problem.yearly_usd * float(rng.uniform(0.35, 0.9))
    return replace(problem, scenario=scenario.model_copy(update=update), yearly_usd=usd)


@cache
def best(seed: int, share: float) -> Best | None:
    return enumerate_best(menu(seed, share))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_plan_spends_what_returns(seed: int) -> None:
    problem, found = menu(seed, 0.8), best(seed, 0.8)
    if found is None:
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    solution = solve(problem)
    assert solution.promised_support == pytest.approx(found.support, rel=1e-6, abs=1e-6)
    assert upper_bound(problem).value >= found.support - 1e-6 * (1 + found.support)
    assert not recheck(problem, solution.plan).violated
    assert is_allowed(problem, found.plan)


def test_it_makes_a_difference_in_some_menus_in_both_directions() -> None:
    more, less = 0, 0
    for seed in SEEDS:
        with_it, without = (best(seed, share) for share in (0.8, 0.0))
        more += with_it is not None and (without is None or with_it.support > without.support + 1)
        less += without is not None and (with_it is None or with_it.support < without.support - 1)
    assert more >= 5
    assert less >= 1


def test_what_returns_is_hours_of_requests_times_the_price_of_an_hour_times_the_share() -> None:
    """Menus have 90 teachers or so: whatever they are, the best plan's dollars are those of its levers' requests."""
    problem, plans = menu(1, 0.8), [best(seed, 0.8) for seed in SEEDS]
    scenario = problem.scenario
    forms = scenario.services["forms"]
    assert forms.automate
    found = next(each.plan for each in plans if each)
    none = replace(found, levers=np.zeros(len(scenario.all_levers), np.bool_))
    one = replace(none, levers=np.array([name == "forms.automate" for name in scenario.all_levers]))
    requests = forms.requests_per_driver_per_year * sum(school.teachers for school in scenario.schools)
    saved = requests * (forms.principal_hours_per_request - forms.automate.residual_school_hours)
    assert returned_usd(scenario, none) == 0
    assert returned_usd(scenario, one) == pytest.approx(0.8 * 60 * saved)
