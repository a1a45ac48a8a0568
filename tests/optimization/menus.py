"""Small random problems: two teams, services that levers can change, two areas, two or three schools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from offices import area, office, school, service, team
from redesign.analysis.cost import yearly_budget
from redesign.analysis.curve import MIX, CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.problem import Problem
from redesign.scenario.changed import changed
from redesign.scenario.model import NONE, Area, Lever, Scenario, Service
from redesign.scenario.strategy import SHIPPED, Strategy

MOST_POSTS = 4
CLEAN_SHEET, TINKER = SHIPPED["clean_sheet"], SHIPPED["tinker"]


def menu(seed: int, strategy: Strategy | None = None) -> Problem:
    """One service, whose levers are its own; each area's packages come from its team."""
    return _problem(seed, strategy, lambda scenario: scenario)


def menu_with_suppliers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The same office, in which packages name the other team as supplier, and some areas have one package only."""
    return _problem(seed, strategy, lambda scenario: _with_suppliers(scenario, np.random.default_rng([2026, seed])))


def menu_with_levers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The same office with a second service and levers of the whole district; one in four has suppliers, too."""
    rng = np.random.default_rng([2025, seed])

    def with_levers(scenario: Scenario) -> Scenario:
        made = _with_levers(scenario, rng)
        return _with_suppliers(made, rng) if seed % 4 == 3 else made

    problem = _problem(seed, strategy, with_levers)
    if strategy is None and rng.random() < 0.4:
        named = tuple(name for name in problem.scenario.all_levers if rng.random() < 0.8)
        return menu_with_levers(seed, with_freedoms(problem.strategy, levers=named))
    return problem


def with_freedoms(strategy: Strategy, **freedoms: Any) -> Strategy:
    """The same strategy with other freedoms."""
    return strategy.model_copy(update={"may": strategy.may.model_copy(update=freedoms)})


KINDS: dict[str, Callable[[int], Problem]] = {
    "plain": menu,
    "levers": menu_with_levers,
    "suppliers": menu_with_suppliers,
}


def visiting_teams(scenario: Scenario) -> set[str]:
    """Teams that make the visits of some package that some school may have."""
    levels = {s.level for s in scenario.schools}
    areas = [each for each in scenario.areas.values() if levels & set(each.levels)]
    return {package.supplier or each.team for each in areas for package in each.packages.values()}


def with_free_transition(problem: Problem) -> Problem:
    """The same problem where moves take no training, and there is one-time money for all of them."""
    teams = {}
    for name, each in problem.scenario.teams.items():
        pairs = tuple(pair.model_copy(update={"ramp_share": 0.0}) for pair in each.retrain_from)
        teams[name] = each.model_copy(update={"retrain_from": pairs})
    return replace(problem, scenario=problem.scenario.model_copy(update={"teams": teams}), one_time_usd=1e9)


def _problem(seed: int, strategy: Strategy | None, extended: Callable[[Scenario], Scenario]) -> Problem:
    rng = np.random.default_rng([2024, seed])
    drawn = extended(_scenario(rng))
    visiting = visiting_teams(drawn)
    drawn_curves = [_curve(rng, float(h)) for h in expect(drawn).post_hours]
    curves = tuple(c if t in visiting else _no_visits(c) for t, c in zip(drawn.teams, drawn_curves, strict=True))
    yearly = yearly_budget(drawn) * float(rng.uniform(0.85, 1.7))
    own = (CLEAN_SHEET, TINKER)[int(rng.random() < 0.25)]
    chosen = own if strategy is None else strategy
    scenario = changed(drawn, chosen.changes)
    return Problem(scenario, expect(scenario), curves, chosen, yearly, scenario.budget.one_time_usd)


def _with_levers(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """With mail beside forms, a lever for both, one that needs, one that excludes and one that changes nothing."""
    mail = service(
        "schools",
        float(rng.uniform(40, 160)),
        (str(rng.choice(["clerks", "clerks", "coaches"])), float(rng.uniform(0.5, 4))),
        automate={"yearly_usd": float(rng.uniform(0, 30e3))} if rng.random() < 0.4 else None,
    )
    services = scenario.services | {"mail": Service.model_validate(mail)}
    automates = [f"{name}.automate" for name, each in services.items() if each.automate]
    two = {"forms": _times(rng, 0.3, 0.9), "mail": _times(rng, 0.3, 0.9) | {"requests_times": rng.uniform(0.5, 1.2)}}
    portal = {"needs": ("training",) if rng.random() < 0.5 else (), "services": two}
    if rng.random() < 0.4:
        portal["services"] = {"all": _times(rng, 0.3, 0.8), "mail": _times(rng, 0.5, 0.9)}
    needed = (automates[0],) if automates and rng.random() < 0.3 else ("portal",)
    kiosk = {"needs": needed, "services": {str(rng.choice(["mail", "forms"])): _times(rng, 0.0, 0.3)}}
    elsewhere = {"steps": ({"team": "coaches", "work_hours": rng.uniform(0.5, 2)},)}
    changed_service = elsewhere if rng.random() < 0.3 else _times(rng, 0.1, 0.5)
    outsourcing = {
        "excludes": (*automates, *(["portal"] if not automates or rng.random() < 0.5 else [])),
        "services": {str(rng.choice(["mail", "forms"])): changed_service},
    }
    given = {"portal": portal, "kiosk": kiosk, "training": {"services": {}}, "outsourcing": outsourcing}
    levers = {name: Lever.model_validate(_lever(rng, name, **each)) for name, each in given.items()}
    return scenario.model_copy(update={"services": services, "levers": levers})


def _times(rng: np.random.Generator, low: float, high: float) -> dict[str, Any]:
    return {"work_times": rng.uniform(low, high)}


def _lever(rng: np.random.Generator, name: str, services: dict[str, Any], **more: Any) -> dict[str, Any]:
    yearly, once = float(rng.uniform(0, 10e3)), float(rng.choice([0.0, 0.0, rng.uniform(0, 15e3)]))
    costs = {"yearly_usd": yearly, "one_time_usd": once}
    return {"label": name.title(), "changes": {"services": services}} | costs | more


def _with_suppliers(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """With packages that the other team makes the visits of: the high one, the low one, both, or the only one."""
    areas = {name: _supplied(rng, each) for name, each in scenario.areas.items()}
    return scenario.model_copy(update={"areas": areas})


def _supplied(rng: np.random.Generator, given: Area) -> Area:
    other = "clerks" if given.team == "coaches" else "coaches"
    names = [("high",), ("low",), ("low", "high"), ()][int(rng.choice(4, p=[0.4, 0.2, 0.2, 0.2]))]
    packages = {
        name: package.model_copy(update={"supplier": other if name in names else None})
        for name, package in given.packages.items()
    }
    if rng.random() < 0.25:
        packages = {"low": packages["low"]}
    today = given.package_today if given.package_today in packages else NONE
    return given.model_copy(update={"packages": packages, "package_today": today})


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


def _no_visits(curve: CapacityCurve) -> CapacityCurve:
    """The curve as it is simulated for a team that makes no visits: nothing is known of loads with visits."""
    return CapacityCurve(curve.posts, curve.hours * (np.array(MIX) == 0))
