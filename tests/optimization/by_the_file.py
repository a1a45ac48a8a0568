"""Packages under levers and from providers by what the file says of them, in plain sums: no part of the optimizer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimization.lever_sets import Taken
from redesign.demand.expectation import limited_mean, longest_work_hours, need_of
from redesign.scenario.changes import AreaChange, TeamChange
from redesign.scenario.model import NONE, Package, Provider, Scenario

Floats = NDArray[np.float64]
MOST_EFFECT = 5.0


@dataclass(frozen=True)
class Offer:
    """What every package of every area is to every school under some levers; [A, S, P], 0 for none."""

    support: Floats
    hours: Floats
    effective_hours: Floats
    visits: Floats
    usd: Floats
    """Materials and the price of visits."""
    contract_hours: dict[str, Floats]
    """By team: work that buying makes."""


def offer(scenario: Scenario, taken: Taken) -> Offer:
    """Schools are what visits are counted by in a menu."""
    longest = 1 + max(len(area.packages) for area in scenario.areas.values())
    support, hours, effective, visits, usd = np.zeros((5, len(scenario.areas), len(scenario.schools), longest))
    contracts: dict[str, Floats] = {}
    for a, (name, area) in enumerate(scenario.areas.items()):
        need = need_of(area.need_measure, scenario.schools)
        own = [change for lever in in_order(scenario, taken) for change in area_changes(scenario, lever, name)]
        for s, school in enumerate(scenario.schools):
            for p, package in enumerate(area.packages.values(), start=1):
                if school.level not in area.levels:
                    continue
                provider = scenario.providers.get(package.supplier or "")
                effect, mean = _effect(package, provider, own), package.hours_per_visit
                for change in own:
                    mean *= change.visit_hours_times
                team = scenario.teams[package.supplier or area.team]
                each = limited_mean("lognormal", mean, area.visit_cv, longest_work_hours(scenario, team))
                visits[a, s, p] = package.visits_per_year
                hours[a, s, p] = package.visits_per_year * each
                effective[a, s, p] = effect * hours[a, s, p]
                support[a, s, p] = need[s] * effective[a, s, p]
                price = provider.price_usd_per_visit if provider else 0.0
                usd[a, s, p] = package.materials_usd + package.visits_per_year * price
                if provider and provider.broker:
                    made = contracts.setdefault(provider.broker.team, np.zeros_like(hours))
                    made[a, s, p] = provider.broker.hours_per_contract
                    made[a, s, p] += provider.broker.hours_per_visit * package.visits_per_year
    return Offer(support, hours, effective, visits, usd, contracts)


def in_order(scenario: Scenario, taken: Taken) -> list[str]:
    return [name for name in scenario.levers if name in taken]


def area_changes(scenario: Scenario, lever: str, area: str) -> list[AreaChange]:
    """What a lever changes about an area: what it changes about all, and then its own."""
    changes = scenario.levers[lever].changes.areas
    return [changes[key] for key in ("all", area) if key in changes]


def team_changes(scenario: Scenario, lever: str, team: str) -> list[TeamChange]:
    changes = scenario.levers[lever].changes.teams
    return [changes[key] for key in ("all", team) if key in changes]


def other_hours(scenario: Scenario, name: str, drops: bool, taken: Taken) -> float:
    """Work of a team that nobody listed, less what is dropped, times what levers make of it, and what they add."""
    team, times, added = scenario.teams[name], 1.0, 0.0
    if name in scenario.providers:
        return 0.0
    for lever in in_order(scenario, taken):
        added += scenario.levers[lever].team_hours.get(name, 0.0)
        for change in team_changes(scenario, lever, name):
            times *= change.other_hours_times
            added += change.added_hours_per_year
            drops |= change.drops_removable_work
    kept = 1 - team.other_work_removable_share if drops else 1.0
    for rule in scenario.rules.values():  # those in force
        if rule.kind == "adds_work" and name in rule.teams:
            added += (rule.hours_per_year or 0) + (rule.hours_per_school or 0) * len(scenario.schools)
            added += (rule.hours_per_1000_usd or 0) * (rule.grant_usd or 0) / 1000
    return team.other_work_hours_per_year * kept * times + added


def _effect(package: Package, provider: Provider | None, changes: list[AreaChange]) -> float:
    effect = package.effect_per_hour
    for change in changes:
        effect = max(-MOST_EFFECT, min(MOST_EFFECT, effect * change.effect_times))
    return effect * (provider.effect_times if provider else 1.0)


def package_today(scenario: Scenario, name: str, school_id: str) -> int:
    each = scenario.areas[name]
    level = next(s.level for s in scenario.schools if s.id == school_id)
    given = str(each.package_today)
    return 0 if given == NONE or level not in each.levels else 1 + list(each.packages).index(given)


def cost_today(scenario: Scenario, t: int) -> float:
    """Posts of a team, materials and price of the packages that it supplies today."""
    name, each = list(scenario.teams.items())[t]
    today, usd = each.posts_today * each.loaded_cost_usd, offer(scenario, frozenset()).usd
    for a, (area_name, given) in enumerate(scenario.areas.items()):
        for i, s in enumerate(scenario.schools):
            p = package_today(scenario, area_name, s.id)
            if p and (list(given.packages.values())[p - 1].supplier or given.team) == name:
                today += usd[a, i, p]
    return today
