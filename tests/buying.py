"""Random offices that may buy visits of providers, and whose levers change areas and what else teams do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from offices import random_office, random_plan
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario


def random_buyer(rng: np.random.Generator, size: int | None = None) -> Scenario:
    """A random office with one or two providers of some packages and one or two levers of areas and teams."""
    raw = random_office(rng, size).model_dump()
    teams, areas = list(raw["teams"]), list(raw["areas"])
    raw["providers"] = {f"provider{i}": _provider(rng, i, teams) for i in range(rng.integers(1, 3))}
    for area in raw["areas"].values():
        for package in area["packages"].values():
            if rng.random() < 0.5:
                package["supplier"] = str(rng.choice(list(raw["providers"])))
    for i in range(rng.integers(1, 3)):
        raw["levers"][f"practice{i}"] = {
            "label": f"Practice {i}",
            "team_hours": {str(rng.choice(teams)): float(rng.choice([0.0, 15.0]))},
            "changes": {"areas": {str(rng.choice([*areas, "all"])): _area(rng)}, "teams": _teams(rng, teams)},
        }
    return Scenario.model_validate(raw)


def random_purchase(rng: np.random.Generator, scenario: Scenario) -> Plan:
    """A random plan, in which providers stay as they are."""
    return with_own_posts(random_plan(rng, scenario), scenario)


def with_own_posts(plan: Plan, scenario: Scenario) -> Plan:
    """The plan with providers as they are."""
    outside = np.array([team.outside is not None for team in scenario.team_list])
    today = np.array([team.posts_today for team in scenario.team_list])
    hired, released = np.where(outside, 0, plan.hired), np.where(outside, 0, plan.released)
    return replace(plan, kept=np.where(outside, today, plan.kept), hired=hired, released=released)


def _provider(rng: np.random.Generator, i: int, teams: list[str]) -> dict[str, Any]:
    broker = {
        "team": str(rng.choice(teams)),
        "hours_per_contract": float(rng.choice([0.0, 8.0])),
        "hours_per_visit": float(rng.choice([0.0, 0.5])),
    }
    return {
        "label": f"Provider {i}",
        "visits_per_year": int(rng.choice([20, 10**6])),
        "visits_at_once": int(rng.integers(1, 4)),
        "price_usd_per_visit": float(rng.choice([0.0, 300.0])),
        "funding_stream": "general",
        "lead_weeks": float(rng.choice([0.0, 1.5, 4.0])),
        "effect_times": float(rng.choice([0.7, 1.0, 1.3])),
        "broker": broker if rng.random() < 0.6 else None,
    }


def _area(rng: np.random.Generator) -> dict[str, float]:
    return {
        "effect_times": float(rng.choice([-0.5, 0.5, 1.0, 1.5])),
        "visit_hours_times": float(rng.choice([0.5, 1.0, 1.5])),
    }


def _teams(rng: np.random.Generator, teams: list[str]) -> dict[str, dict[str, Any]]:
    change = {
        "other_hours_times": float(rng.choice([0.0, 0.5, 1.0, 2.0])),
        "drops_removable_work": bool(rng.random() < 0.3),
        "added_hours_per_year": float(rng.choice([0.0, 10.0])),
    }
    return {str(rng.choice([*teams, "all"])): change} if rng.random() < 0.6 else {}
