"""No simulated admissible plan exceeds the upper bound: 200 random offices, each with a random plan.

Packages may have suppliers of their own, levers of the whole district may be taken, and a rule asks a team for work in
one office of three.

The budgets are what the plan costs, to the cent, and the allowance is the work that it leaves
unfinished: the plan is admissible and the bound as tight as it can be made.
"""

from dataclasses import replace

import numpy as np
import pytest

from offices import random_office, random_plan, staffed
from plans import plan_of
from redesign.analysis.cost import cost_of
from redesign.demand.expectation import expect
from redesign.demand.streams import FINAL
from redesign.optimization.bound import upper_bound
from redesign.optimization.problem import Problem
from redesign.scenario.changed import changed
from redesign.scenario.rules import Rule
from redesign.scenario.strategy import SHIPPED
from redesign.study.years import case_of, simulate_year

CLEAN_SHEET = SHIPPED["clean_sheet"]
OFFICES = 200
YEARS = 12
NOISE = 4.0
"""Standard errors that a mean over so few years may lie above its expectation, over 200 tries."""


def admissible_plan(rng, scenario):
    """Random posts by hiring, releasing and retraining, random packages and levers."""
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


def made_by_others(scenario, plan):
    """Schools and areas whose visits another team than the area's makes."""
    areas = zip(scenario.areas.values(), plan.packages.tolist(), strict=True)
    return sum(area.suppliers[p] != area.team for area, packages in areas for p in packages)


def with_a_rule(scenario, seed):
    """In one office of three, a team has forms to fill in."""
    keys = {"label": "Forms", "kind": "adds_work", "hours_per_year": 20.0 * (1 + seed % 5)}
    rule = Rule.model_validate(keys | {"teams": (scenario.team_ids[seed % len(scenario.teams)],)})
    return scenario if seed % 3 else scenario.model_copy(update={"rules": {"forms": rule}})


def with_allowances(scenario, unfinished_hours):
    teams = {
        name: team.model_copy(update={"backlog_allowance_hours": float(hours)})
        for (name, team), hours in zip(scenario.teams.items(), unfinished_hours, strict=True)
    }
    return scenario.model_copy(update={"teams": teams})


@pytest.mark.parametrize("block", range(4))
def test_no_admissible_plan_exceeds_the_bound(block):
    share_of_bound, supplied, levered = [], 0, 0
    for seed in range(block * OFFICES // 4, (block + 1) * OFFICES // 4):
        rng = np.random.default_rng(seed)
        scenario = with_a_rule(changed(random_office(rng), CLEAN_SHEET.changes), seed)
        plan = admissible_plan(rng, scenario)
        cases = {"plan": case_of(scenario, plan)}
        years = [simulate_year(cases, "simpy", FINAL + i)["plan"] for i in range(YEARS)]
        support = np.array([float(y.support.sum()) for y in years])
        unfinished = np.array([y.unfinished_hours for y in years])
        allowed = unfinished.mean(axis=0) + NOISE * unfinished.std(axis=0, ddof=1) / np.sqrt(YEARS)
        scenario = with_allowances(scenario, allowed)
        cost = cost_of(scenario, plan)
        problem = Problem(scenario, expect(scenario), (), CLEAN_SHEET, cost.yearly_usd + 0.01, cost.one_time_usd + 0.01)
        bound = upper_bound(problem).value
        error = support.std(ddof=1) / np.sqrt(YEARS)
        assert support.mean() <= bound + NOISE * error + 1e-6, f"office {seed}"
        if bound > 0:
            share_of_bound.append(support.mean() / bound)
        supplied += made_by_others(scenario, plan) > 0
        levered += bool(plan.levers[-len(scenario.levers) :].any()) if scenario.levers else False
    assert max(share_of_bound) > 0.8, "a bound that no plan comes near proves little"
    assert min(supplied, levered) > 10
