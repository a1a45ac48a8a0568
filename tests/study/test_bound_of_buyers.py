"""No step of the bound goes below a simulated plan that buys visits and takes levers of areas and teams.

As in `test_bound_steps.py`: budgets, allowances and shares are what the plan costs, leaves unfinished and makes, and
providers sell what it buys. In every second office posts and packages are the plan's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from buying import random_buyer, with_own_posts
from redesign.analysis.cost import cost_of
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, by_team
from redesign.demand.streams import FINAL
from redesign.optimization import solve
from redesign.optimization.problem import Problem
from redesign.optimization.steps import Step
from redesign.optimization.variants import expect_variants
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.scenario.team import station_of
from redesign.study.years import case_of, simulate_year
from study.steps_of_bound import bound_by_steps
from study.test_bound_steps import NOISE, YEARS, below, crowded, pinned, plan_for, with_packages

CLEAN_SHEET = SHIPPED["clean_sheet"]
OFFICES, BLOCKS = 120, 4


class Checked(NamedTuple):
    steps: tuple[Step, ...]
    least: float
    """Support that the plan surely reaches."""
    bought: bool
    levers: bool


def selling_what_is_bought(scenario: Scenario, plan: Plan) -> Scenario:
    """Nobody sells more than the plan buys."""
    found = expect(scenario)
    visits = by_team(found.visits, found.supplier, plan.packages, len(scenario.teams)).tolist()
    providers = {
        name: each.model_copy(update={"visits_per_year": int(visits[scenario.team_ids.index(name)])})
        for name, each in scenario.providers.items()
    }
    teams = scenario.teams | {name: station_of(each) for name, each in providers.items()}
    return scenario.model_copy(update={"providers": providers, "teams": teams})


def checked(seed: int) -> Checked:
    rng = np.random.default_rng([11, seed])
    drawn = random_buyer(rng)
    scenario = changed(drawn, CLEAN_SHEET.changes)
    if seed % 3:
        busy = crowded(scenario, rng)
        scenario = busy.model_copy(update={"levers": drawn.levers})
    plan = with_own_posts(plan_for(rng, scenario), scenario)
    scenario = selling_what_is_bought(scenario, plan)
    cases = {"plan": case_of(scenario, plan)}
    years = [simulate_year(cases, "compiled", FINAL + i)["plan"] for i in range(YEARS)]
    promised = np.maximum(np.array([y.visits_promised for y in years]), 1)
    shares = np.clip(below(np.array([y.visits_made for y in years]) / promised), 0, 1)
    unfinished = np.array([y.unfinished_hours for y in years])
    allowed = unfinished.mean(axis=0) + NOISE * unfinished.std(axis=0, ddof=1) / np.sqrt(YEARS)
    teams = {
        name: team.model_copy(update={"backlog_allowance_hours": float(hours)})
        for (name, team), hours in zip(scenario.teams.items(), allowed, strict=True)
    }
    scenario = scenario.model_copy(update={"teams": teams})
    cost, strategy, rows = cost_of(scenario, plan), CLEAN_SHEET, ()
    if seed % 2:
        scenario, rows = with_packages(scenario, plan), (pinned(plan),)
        strategy = strategy.model_copy(update={"may": strategy.may.model_copy(update={"packages": "none"})})
    everything = tuple(range(len(scenario.all_levers)))
    money = (cost.yearly_usd + 0.01, cost.one_time_usd + 0.01)
    problem = Problem(scenario, expect_variants(scenario, everything), (), strategy, *money)
    least = float(below(np.array([float(y.support.sum()) for y in years])))
    bought = any(each.visits_per_year for each in scenario.providers.values())
    taken = bool(plan.levers[-len(scenario.levers) :].any())
    return Checked(bound_by_steps(problem, shares.tolist(), rows), least, bought, taken)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_plan_that_buys_exceeds_any_step(block: int) -> None:
    close, bought, levers = 0, 0, 0
    for seed in range(block * OFFICES // BLOCKS, (block + 1) * OFFICES // BLOCKS):
        found = checked(seed)
        values = [step.value for step in found.steps]
        assert found.least <= min(values) + 1e-6, f"office {seed}: {found.least} above {found.steps}"
        assert values == sorted(values, reverse=True)
        close += found.least > 0.75 * values[-1] > 0
        bought += found.bought
        levers += found.levers
    assert close >= 3, "a bound that no plan comes near proves little"
    assert min(bought, levers) >= 8


def test_no_plan_that_buys_exceeds_the_bound_of_a_large_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """By prices, where hours are those of the visits made."""
    monkeypatch.setattr("redesign.optimization.bound.MOST_CHOICES", 0)
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    for seed in range(40):
        found = checked(seed)
        assert found.least <= found.steps[-1].value + 1e-6, f"office {seed}: {found.least} above {found.steps}"
