"""What a plan costs a year and once, from the plan and the scenario alone."""

from __future__ import annotations

from typing import Any

from redesign.scenario.model import NONE, Scenario
from redesign.scenario.plan import Plan


def cost_document(scenario: Scenario, plan: Plan, budget_usd: float) -> dict[str, Any]:
    """The document's `cost`: authorized posts at loaded cost, materials, levers; hiring, releasing, retraining once."""
    by_team = {name: scenario.teams[name].loaded_cost_usd * change.planned for name, change in plan.posts.items()}
    materials = sum(
        scenario.areas[area].packages[package].materials_usd
        for area, chosen in plan.packages.items()
        for package in chosen.values()
        if package != NONE
    )
    levers = [getattr(scenario.services[k], choice) for k, choice in plan.levers.items() if choice != "as_is"]
    once = sum(lever.one_time_usd for lever in levers)
    for name, change in plan.posts.items():
        team = scenario.teams[name]
        price = {pair.team: pair.cost_usd for pair in team.retrain_from}
        once += change.hired * team.hire_usd + change.released * team.release_usd
        once += sum(n * price[source] for source, n in change.retrained_in.items())
    yearly_levers = sum(lever.yearly_usd for lever in levers)
    return {
        "yearly_usd": sum(by_team.values()) + materials + yearly_levers,
        "yearly_budget_usd": budget_usd,
        "one_time_usd": float(once),
        "one_time_budget_usd": scenario.budget.one_time_usd,
        "by_team": [{"team": name, "usd": usd} for name, usd in by_team.items()],
        "materials_usd": float(materials),
        "levers_usd": float(yearly_levers),
    }
