"""Small random problems: two teams, one service that levers can change, two areas, two or three schools."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from offices import area, office, school, service, team
from redesign.analysis.curve import MIX, CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.problem import CLEAN_SHEET, TINKER, Freedoms, Problem, default_yearly_usd
from redesign.scenario.model import NONE, Scenario

MOST_POSTS = 4


def menu(seed: int) -> Problem:
    """Two teams, one service, two areas, two or three schools."""
    rng = np.random.default_rng([2024, seed])
    scenario = _scenario(rng)
    expectation = expect(scenario)
    curves = tuple(_curve(rng, float(h)) for h in expectation.post_hours)
    yearly = default_yearly_usd(scenario, expectation) * float(rng.uniform(0.85, 1.7))
    freedoms = (CLEAN_SHEET, TINKER)[int(rng.random() < 0.25)]
    return Problem(scenario, expectation, curves, freedoms, yearly, scenario.budget.one_time_usd)


def with_freedoms(problem: Problem, freedoms: Freedoms, **changes: Any) -> Problem:
    return replace(problem, freedoms=replace(freedoms, **changes))


def _scenario(rng: np.random.Generator) -> Scenario:
    names = ("ash", "birch", "cedar")[: int(rng.integers(2, 4))]
    limits: dict[str, Any] = {"span_applies_from_schools": 0}
    if rng.random() < 0.4:
        limits["school_floor_hours_per_teacher"] = float(rng.uniform(0.1, 2.0))
    if rng.random() < 0.4:
        limits |= {"absorptive_visits_per_school": float(rng.integers(10, 50)), "absorptive_visits_per_teacher": 0.3}
    return office(
        schools=tuple(
            school(
                name,
                level=str(rng.choice(["elementary", "elementary", "high"])),
                teachers=float(rng.uniform(10, 50)),
                econ_disadvantaged=int(rng.integers(20, 400)),
            )
            for name in names
        ),
        funding_streams={"general": "General fund", "grant": "Grant"},
        teams=_teams(rng),
        services={"forms": _service(rng)},
        areas={"math": _area(rng, "coaches"), "talent": _area(rng, _second_team(rng))},
        rules=_rules(rng),
        budget={"one_time_usd": float(rng.choice([15_000.0, 30_000.0, 60_000.0, 1e6]))},
        limits=limits,
        run={"solver_gap": 0.0},
    )


def _teams(rng: np.random.Generator) -> dict[str, Any]:
    clerks = team(
        int(rng.integers(1, 4)),
        loaded_cost_usd=float(rng.uniform(50e3, 90e3)),
        other_work_hours_per_year=float(rng.uniform(100, 900)),
        other_work_removable_share=float(rng.choice([0.0, 0.3])),
        maximum_posts=MOST_POSTS,
    )
    pair = {"team": "clerks", "cost_usd": 9_000.0, "ramp_share": float(rng.choice([0.0, 0.2, 0.5]))}
    coaches = team(
        int(rng.integers(0, 3)),
        loaded_cost_usd=float(rng.uniform(60e3, 120e3)),
        other_work_hours_per_year=float(rng.choice([0.0, 50.0, 300.0])),
        retrain_from=(pair,),
        funding_stream=str(rng.choice(["general", "grant"])),
        maximum_posts=MOST_POSTS,
    )
    return {"clerks": clerks, "coaches": coaches}


def _service(rng: np.random.Generator) -> dict[str, Any]:
    steps = [("clerks", float(rng.uniform(1, 6)))] + [("coaches", float(rng.uniform(0.2, 2)))] * int(rng.integers(0, 2))
    automate = {
        "residual_work_share": 0.2,
        "yearly_usd": float(rng.uniform(0, 60e3)),
        "one_time_usd": float(rng.uniform(0, 40e3)),
    }
    return service(
        "teachers",
        float(rng.uniform(1, 4)),
        *steps,
        automate=automate if rng.random() < 0.7 else None,
        eliminate={"one_time_usd": 15_000.0} if rng.random() < 0.3 else None,
    )


def _second_team(rng: np.random.Generator) -> str:
    return "clerks" if rng.random() < 0.25 else "coaches"


def _area(rng: np.random.Generator, team_name: str) -> dict[str, Any]:
    low, high = int(rng.integers(5, 25)), int(rng.integers(25, 60))
    hours, effect = float(rng.uniform(2, 8)), float(rng.uniform(0.2, 1.0))
    packages: dict[str, Any] = area(team_name, {"low": (low, hours, effect), "high": (high, hours, 0.8 * effect)})
    if rng.random() < 0.4:
        packages["packages"]["low"]["materials_usd"] = 2_000.0
        packages["packages"]["high"]["materials_usd"] = float(rng.uniform(3e3, 30e3))
    if rng.random() < 0.25:
        packages["span_schools_per_post"] = float(rng.choice([0.7, 1.0, 1.5]))
    levels = ("elementary",) if rng.random() < 0.2 else ("elementary", "middle", "high")
    return packages | {"package_today": str(rng.choice([NONE, "low", "low", "high"])), "levels": levels}


def _rules(rng: np.random.Generator) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if rng.random() < 0.3:
        rules["tenure"] = {"label": "Tenure", "kind": "release_limit", "release_share": 0.4, "teams": ("clerks",)}
    if rng.random() < 0.2:
        rules["contract"] = {"label": "Contract", "kind": "minimum_posts", "minimum_share": 0.6}
    if rng.random() < 0.2:
        rules["tie"] = {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)}
    return rules


def _curve(rng: np.random.Generator, post_hours: float) -> CapacityCurve:
    """n h - c sqrt(n): the square-root effect; for some teams visits leave less of each hour."""
    posts = np.arange(MOST_POSTS + 1)
    hours = np.maximum(0.0, posts * post_hours - float(rng.uniform(0, 0.6)) * post_hours * np.sqrt(posts))
    slope = float(rng.choice([0.0, 0.15, -0.15]))
    return CapacityCurve(posts, hours[:, None] * (1 - 0.1 * abs(slope) - slope * np.array(MIX)))
