"""Menus whose levers change areas and what else teams do, and menus of which providers make some of the visits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from optimization.menus import MOST_POSTS, problem_of, with_freedoms
from redesign.optimization.problem import Problem, TooFew
from redesign.scenario.model import Area, Lever, Package, Provider, Scenario
from redesign.scenario.strategy import Strategy
from redesign.scenario.team import station_of


def menu_with_area_levers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The plain office with levers that help areas, that harm them, that take hours of teams and give some back."""
    rng = np.random.default_rng([2031, seed])
    return _named(seed, strategy, rng, menu_with_area_levers, lambda scenario: _with_area_levers(scenario, rng))


def menu_with_providers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The plain office with one or two providers; one in four has levers that change areas, too."""
    rng = np.random.default_rng([2032, seed])

    def extended(scenario: Scenario) -> Scenario:
        made = _with_providers(scenario, rng)
        return _with_area_levers(made, rng) if seed % 4 == 3 else made

    problem = _named(seed, strategy, rng, menu_with_providers, extended)
    return replace(problem, facts=(*problem.facts, *_facts_of_contracts(problem, np.random.default_rng([2033, seed]))))


MORE_KINDS: dict[str, Callable[[int], Problem]] = {"areas": menu_with_area_levers, "providers": menu_with_providers}


def _named(
    seed: int,
    strategy: Strategy | None,
    rng: np.random.Generator,
    menu: Callable[[int, Strategy], Problem],
    extended: Callable[[Scenario], Scenario],
) -> Problem:
    """Some strategies may take some of the levers only."""
    problem = problem_of(seed, strategy, extended)
    if strategy is not None or rng.random() > 0.3:
        return problem
    names = tuple(name for name in problem.scenario.all_levers if rng.random() < 0.8)
    return menu(seed, with_freedoms(problem.strategy, levers=names))


def _with_area_levers(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    def area() -> str:
        return str(rng.choice(["math", "talent"]))

    def team() -> str:
        return str(rng.choice(["clerks", "coaches"]))

    practice = {"areas": {str(rng.choice(["math", "all"])): {"effect_times": rng.uniform(1.05, 1.8)}}}
    project: dict[str, Any] = {"areas": {area(): {"visit_hours_times": rng.uniform(0.4, 1.2), "effect_times": 1.2}}}
    if rng.random() < 0.4:
        project["areas"] = {"all": {"visit_hours_times": rng.uniform(0.5, 0.9)}, area(): {"effect_times": 0.9}}
    harm: dict[str, Any] = {"areas": {area(): {"effect_times": rng.uniform(-1.0, 0.7)}}}
    harm["services"] = {"forms": {"work_times": rng.uniform(0.0, 0.5)}}
    relief: dict[str, Any] = {
        "teams": {str(rng.choice(["clerks", "all"])): {"other_hours_times": rng.uniform(0.0, 0.8)}}
    }
    relief["teams"] |= {"coaches": {"drops_removable_work": True, "added_hours_per_year": rng.uniform(0, 60)}}
    if rng.random() < 0.3:
        relief["areas"] = {area(): {"effect_times": rng.uniform(0.5, 1.1)}}
        practice["areas"] = {"math": {"effect_times": rng.uniform(1.05, 1.8)}}
    given = {
        "practice": {"changes": practice, "team_hours": {team(): rng.uniform(0, 400)}},
        "project": {"changes": project, "needs": ("practice",) if rng.random() < 0.4 else ()},
        "harm": {"changes": harm, "excludes": ("practice",) if rng.random() < 0.3 else ()},
        "relief": {"changes": relief, "needs": ("harm",) if rng.random() < 0.2 else ()},
    }
    levers = {name: _lever(rng, name, each) for name, each in given.items() if rng.random() < 0.85}
    for name, each in levers.items():
        there = {key: tuple(n for n in getattr(each, key) if n in levers) for key in ("needs", "excludes")}
        levers[name] = each.model_copy(update=there)
    return scenario.model_copy(update={"levers": levers})


def _lever(rng: np.random.Generator, name: str, given: dict[str, Any]) -> Lever:
    yearly, once = float(rng.uniform(0, 15e3)), float(rng.choice([0.0, 0.0, rng.uniform(0, 15e3)]))
    return Lever.model_validate({"label": name.title(), "yearly_usd": yearly, "one_time_usd": once} | given)


def _with_providers(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    names = ("firm", "center")[: int(rng.integers(1, 3))]
    providers = {name: _provider(rng, name) for name in names}
    stations = {name: station_of(each) for name, each in providers.items()}
    areas = {name: _bought(rng, each, names) for name, each in scenario.areas.items()}
    return scenario.model_copy(update={"providers": providers, "teams": scenario.teams | stations, "areas": areas})


def _provider(rng: np.random.Generator, name: str) -> Provider:
    broker = {
        "team": str(rng.choice(["clerks", "coaches"])),
        "hours_per_contract": float(rng.choice([0.0, rng.uniform(0, 600)])),
        "hours_per_visit": float(rng.choice([0.0, rng.uniform(0, 20)])),
    }
    return Provider.model_validate(
        {
            "label": name.title(),
            "visits_per_year": int(rng.choice([0, 30, 60, 100, 500, 500])),
            "visits_at_once": int(rng.integers(1, MOST_POSTS + 1)),
            "price_usd_per_visit": float(rng.choice([rng.uniform(0, 250), rng.uniform(250, 2500)])),
            "funding_stream": str(rng.choice(["general", "grant"])),
            "lead_weeks": float(rng.choice([0.0, rng.uniform(0, 20)])),
            "effect_times": float(rng.choice([1.0, rng.uniform(0.9, 1.6), rng.uniform(-0.3, 1.4)])),
            "broker": broker if rng.random() < 0.8 else None,
        }
    )


def _bought(rng: np.random.Generator, given: Area, providers: tuple[str, ...]) -> Area:
    """With a provider that makes the visits of the high package, the low one, both, or one more that is sold."""
    name = str(rng.choice(providers))
    chosen = [("high",), ("low",), ("low", "high"), ("sold",), ()][int(rng.choice(5, p=[0.3, 0.2, 0.2, 0.2, 0.1]))]
    packages: dict[str, Package] = {
        key: package.model_copy(update={"supplier": name if key in chosen else None})
        for key, package in given.packages.items()
    }
    if "sold" in chosen:
        sold = {"supplier": name, "visits_per_year": int(rng.integers(5, 50))}
        packages["sold"] = packages["high"].model_copy(update=sold)
    return given.model_copy(update={"packages": packages})


def _facts_of_contracts(problem: Problem, rng: np.random.Generator) -> list[TooFew]:
    """Posts that are too few beside more contract work than some."""
    facts = []
    for t, most in enumerate(problem.most_brokering.tolist()):
        if most and rng.random() < 0.7:
            posts = {t: int(rng.integers(1, 5))} if rng.random() < 0.8 else {}
            escapes = frozenset(e for e in problem.levers if rng.random() < 0.15)
            taken = frozenset(e for e in escapes if rng.random() < 0.3)
            facts.append(TooFew(posts, taken, escapes, brokered={t: float(rng.uniform(0.0, 0.6) * most)}))
    return facts
