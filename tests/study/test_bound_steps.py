"""No step of the bound goes below a simulated admissible plan, and none above the step before.

Random offices and plans as in `test_bound.py`: the budgets are what the plan costs, the allowance is what it leaves
unfinished, and the shares of visits that must be made are those that it makes. In every second office posts and
packages are the plan's, so that the bound is as tight as it can be made.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from offices import random_office, random_plan, staffed
from plans import plan_of
from redesign.analysis.cost import cost_of
from redesign.demand.expectation import expect
from redesign.demand.streams import FINAL
from redesign.optimization import solve
from redesign.optimization.problem import Problem
from redesign.optimization.steps import STEPS
from redesign.scenario.changed import changed
from redesign.scenario.strategy import SHIPPED
from redesign.study.years import case_of, simulate_year
from study.steps_of_bound import bound_by_steps

CLEAN_SHEET = SHIPPED["clean_sheet"]
OFFICES = 120
YEARS = 12
NOISE = 4.0


def crowded(scenario, rng):
    """A random office, most of whose teams do nothing but visits, and many of them."""
    free = [name for name in scenario.teams if rng.random() < 0.7]
    steps = {name: tuple(step for step in k.steps if step.team not in free) for name, k in scenario.services.items()}
    services = {name: k.model_copy(update={"steps": steps[name]}) for name, k in scenario.services.items()}
    teams = {
        name: t.model_copy(update={"other_work_hours_per_year": 0.0}) if name in free else t
        for name, t in scenario.teams.items()
    }
    areas = {}
    for name, a in scenario.areas.items():
        packages = {
            key: p.model_copy(update={"visits_per_year": p.visits_per_year * int(rng.integers(1, 30))})
            for key, p in a.packages.items()
        }
        areas[name] = a.model_copy(update={"packages": packages})
    return scenario.model_copy(update={"services": services, "teams": teams, "areas": areas, "levers": {}})


def plan_for(rng, scenario):
    posts = {name: int(rng.integers(0, team.posts_today + 3)) for name, team in scenario.teams.items()}
    changes = staffed(scenario, **posts)
    for name, team in scenario.teams.items():
        for pair in team.retrain_from:
            source = changes[pair.team]
            if source.released and changes[name].planned < team.most_posts:
                changes[pair.team] = replace(source, released=source.released - 1)
                changes[name] = replace(changes[name], retrained_in={pair.team: 1})
    other = random_plan(rng, scenario)
    return replace(plan_of(scenario, changes), packages=other.packages, levers=other.levers)


def pinned(plan):
    """A row that leaves no more posts than a plan's, with its moves."""

    def add(office):
        for t, posts in enumerate(plan.posts.tolist()):
            office.add("always", f"pin{t}", office.planned(t), "<=", posts)
        for (i, t), moved in office.retrained.items():
            office.add("always", f"pin{i}_{t}", [(moved, 1.0)], "==", int(plan.retrained[i, t]))

    return add


def with_packages(scenario, plan):
    """Today's packages are the plan's."""
    ids = [school.id for school in scenario.schools]
    areas = {}
    for (name, a), chosen in zip(scenario.areas.items(), plan.packages.tolist(), strict=True):
        names = ["none", *a.packages]
        given = {s: names[p] for s, p in zip(ids, chosen, strict=True)}
        areas[name] = a.model_copy(update={"package_today": given})
    return scenario.model_copy(update={"areas": areas})


def below(values):
    """A mean less its noise."""
    return values.mean(axis=0) - NOISE * values.std(axis=0, ddof=1) / np.sqrt(len(values))


def checked(seed):
    """The steps, and the support that the plan reaches at least."""
    rng = np.random.default_rng([7, seed])
    scenario = crowded(changed(random_office(rng), CLEAN_SHEET.changes), rng)
    plan = plan_for(rng, scenario)
    cases = {"plan": case_of(scenario, plan)}
    years = [simulate_year(cases, "simpy", FINAL + i)["plan"] for i in range(YEARS)]
    support = np.array([float(y.support.sum()) for y in years])
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
    problem = Problem(scenario, expect(scenario), (), strategy, cost.yearly_usd + 0.01, cost.one_time_usd + 0.01)
    return bound_by_steps(problem, shares.tolist(), rows), float(below(support))


@pytest.mark.parametrize("block", range(4))
def test_no_admissible_plan_exceeds_any_step(block):
    lower, close = 0, 0
    for seed in range(block * OFFICES // 4, (block + 1) * OFFICES // 4):
        steps, least = checked(seed)
        values = [step.value for step in steps]
        assert [step.name for step in steps] == [name for name in STEPS if name in {step.name for step in steps}]
        assert least <= min(values) + 1e-6, f"office {seed}: {least} above {steps}"
        assert values == sorted(values, reverse=True)
        lower += values[-1] < 0.95 * values[0]
        close += least > 0.8 * values[-1] > 0
    assert lower >= 3, "steps that take nothing off are not tested"
    assert close >= 3, "a bound that no plan comes near proves little"


def test_no_admissible_plan_exceeds_the_windows_of_a_large_office(monkeypatch):
    """By prices, where hours are those of the visits made."""
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    lower = 0
    for seed in range(40):
        steps, least = checked(seed)
        assert least <= steps[-1].value + 1e-6, f"office {seed}: {least} above {steps}"
        lower += steps[-1].value < 0.95 * steps[0].value
    assert lower >= 3
