"""What a plan costs a year and once: posts, materials, levers, moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import expect, principal_hours
from redesign.demand.plan import Plan, by_team, plan_today, under
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlanCost:
    """Dollars of a plan; T teams."""

    posts_usd: Floats
    """[T] authorized posts at loaded cost, a year."""
    materials_usd: Floats
    """[T] materials of the packages whose visits a team makes, a year."""
    levers_usd: float
    """Levers, a year."""
    one_time_usd: float
    """Hiring, releasing, retraining and levers, once."""

    @property
    def yearly_usd(self) -> float:
        """All of a year."""
        return float(sum(self.posts_usd.tolist())) + float(self.materials_usd.sum()) + self.levers_usd

    def of_stream(self, scenario: Scenario, stream: str) -> float:
        """Yearly dollars of one funding stream: its teams' posts and their materials."""
        own = [team.funding_stream == stream for team in scenario.team_list]
        return float(self.posts_usd[own].sum() + self.materials_usd[own].sum())


def cost_of(scenario: Scenario, plan: Plan) -> PlanCost:
    """What a plan costs; today's cost is that of today's plan."""
    teams, levers = scenario.team_list, scenario.all_levers.values()
    taken = [lever for lever, on in zip(levers, plan.levers.tolist(), strict=True) if on]
    once = float(sum(lever.one_time_usd for lever in taken))
    once += float(plan.hired @ [t.hire_usd for t in teams] + plan.released @ [t.release_usd for t in teams])
    for t, team in enumerate(teams):
        for pair in team.retrain_from:
            once += int(plan.retrained[scenario.team_ids.index(pair.team), t]) * pair.cost_usd
    expectation = expect(scenario)
    return PlanCost(
        posts_usd=plan.posts * np.array([team.loaded_cost_usd for team in teams]),
        materials_usd=by_team(expectation.materials_usd, expectation.supplier, plan.packages, len(teams)),
        levers_usd=float(sum(lever.yearly_usd for lever in taken)),
        one_time_usd=once,
    )


def yearly_budget(scenario: Scenario) -> float:
    """Dollars a year: the file's, or what today's office costs, times what a strategy changes."""
    given = scenario.budget.yearly_usd
    usd = cost_of(scenario, plan_today(scenario)).yearly_usd if given is None else given
    return usd * scenario.budget.yearly_times


def returned_usd(scenario: Scenario, plan: Plan) -> float:
    """Dollars a year of the principals' time that a plan's levers save which return to the budget: `reinvest_share`.

    Below 0 where levers take more of it. Hours of requests count, not how long requests stay open: that is known only
    after simulation.
    """
    before, after = (sum(principal_hours(s, k) for k in s.service_list) for s in (scenario, under(scenario, plan)))
    return (before - after) * reinvested_usd_per_hour(scenario)


def reinvested_usd_per_hour(scenario: Scenario) -> float:
    """Dollars that return to the yearly budget for each hour of principals' time that is saved."""
    return scenario.budget.reinvest_share * scenario.district.principal_hour_usd
