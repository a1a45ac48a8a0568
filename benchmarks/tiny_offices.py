"""Random offices so small that every plan can be simulated: two or three teams, two or three schools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from outside_office import Ints, Office

from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario

MOST_RETRAINED = 2


def tiny_office(seed: int) -> Scenario:
    """Clerks with routine work and levers, coaches with visits and at times other work, at times experts."""
    rng = np.random.default_rng([7, seed])
    experts, two_areas = bool(rng.random() < 0.4), bool(rng.random() < 0.4)
    teams = {"clerks": _team(rng, int(rng.integers(2, 4)), 4), "coaches": _team(rng, int(rng.integers(0, 2)), 3)}
    teams["coaches"] |= {
        "productive_share": float(rng.uniform(0.35, 0.6)),
        "loaded_cost_usd": float(rng.uniform(70e3, 110e3)),
        "retrain_from": ({"team": "clerks", "cost_usd": 8e3, "ramp_share": float(rng.choice([0.0, 0.2]))},),
        "assignment": str(rng.choice(["pooled", "pooled", "caseload"])),
    }
    if experts:
        teams["experts"] = _team(rng, 1, 2)
    names = ("ash", "birch", "cedar")[: 2 if two_areas else 3]
    areas = {"math": _area(rng, ("low", "high"))}
    if two_areas:
        areas["talent"] = _area(rng, ("only",))
    return Scenario.model_validate(
        {
            "name": f"tiny office {seed}",
            "source": "assumed: drawn at random",
            "district": {"name": "Tiny"},
            "funding_streams": {"general": "General fund"},
            "teams": teams,
            "services": _services(rng, experts),
            "areas": areas,
            "levers": {"portal": _portal(rng)} if rng.random() < 0.6 else {},
            "rules": _rules(rng),
            "budget": {"yearly_usd": _usd(teams) * float(rng.uniform(0.95, 1.5)), "one_time_usd": _once(rng)},
            "limits": {"school_floor_hours_per_teacher": float(rng.choice([0.0, 0.0, 1.0]))},
            "run": {"seed": int(rng.integers(1, 1000)), "strategies": ("clean_sheet",)},
            "schools": tuple(_school(rng, name) for name in names),
        }
    )


def _team(rng: np.random.Generator, posts: int, most: int) -> dict[str, Any]:
    return {
        "label": "Team",
        "unit": "Unit",
        "funding_stream": "general",
        "posts_today": posts,
        "maximum_posts": most,
        "loaded_cost_usd": float(rng.uniform(50e3, 90e3)),
        "productive_share": 0.75,
        "leave_share": float(rng.choice([0.0, 0.1])),
        "vacancy_rate": float(rng.choice([0.0, 0.1])),
        "other_work_hours_per_year": float(rng.choice([0.0, 200.0])),
        "other_work_removable_share": float(rng.choice([0.0, 0.3])),
        "backlog_allowance_hours": 150.0,
        "hire_usd": 10e3,
        "release_usd": 10e3,
    }


def _services(rng: np.random.Generator, experts: bool) -> dict[str, Any]:
    """A route leads on to the experts at times, and coaches have a little to answer at times."""
    forms = [{"team": "clerks", "work_hours": float(rng.uniform(0.5, 1.5))}]
    if experts and rng.random() < 0.6:
        forms.append({"team": "experts", "work_hours": 0.5})
    lever = {"residual_work_share": 0.2, "yearly_usd": float(rng.uniform(0, 40e3)), "one_time_usd": 10e3}
    found = {
        "forms": _service(rng, "teachers", rng.uniform(10, 25), forms),
        "mail": _service(rng, "schools", rng.uniform(150, 400), [{"team": "clerks", "work_hours": 1.0}]),
    }
    found["mail"] |= {"automate": lever if rng.random() < 0.7 else None}
    if experts:
        found["cases"] = _service(rng, "schools", 60.0, [{"team": "experts", "work_hours": 3.0}]) | {"mandated": True}
    if rng.random() < 0.4:
        found["advice"] = _service(rng, "schools", 30.0, [{"team": "coaches", "work_hours": 2.0}])
    return found


def _service(rng: np.random.Generator, driver: str, rate: float, steps: list[dict[str, Any]]) -> dict[str, Any]:
    promise = {"due_working_hours": 40.0, "on_time_share": float(rng.choice([0.7, 0.8, 0.9]))}
    return {
        "label": "Service",
        "driver": driver,
        "requests_per_driver_per_year": float(rate),
        "steps": tuple(steps),
        "promise": promise | {"must_improve": bool(rng.random() < 0.2)},
    }


def _area(rng: np.random.Generator, packages: tuple[str, ...]) -> dict[str, Any]:
    visits, hours = int(rng.integers(30, 80)), float(rng.uniform(2, 5))
    effect = float(rng.uniform(0.6, 1.0))
    menu = {
        name: {"visits_per_year": visits * i, "hours_per_visit": hours, "effect_per_hour": effect / i**0.3}
        for i, name in enumerate(packages, start=1)
    }
    share = float(rng.choice([0.8, 0.9]))
    return {"label": "Area", "team": "coaches", "packages": menu, "visits_made_share": share}


def _portal(rng: np.random.Generator) -> dict[str, Any]:
    changes = {"services": {"forms": {"work_times": float(rng.uniform(0.4, 0.8))}}}
    return {"label": "Portal", "yearly_usd": float(rng.uniform(0, 40e3)), "one_time_usd": 5e3, "changes": changes}


def _rules(rng: np.random.Generator) -> dict[str, Any]:
    if rng.random() < 0.7:
        return {}
    return {"tenure": {"label": "Tenure", "kind": "release_limit", "release_share": 0.4, "teams": ("clerks",)}}


def _once(rng: np.random.Generator) -> float:
    return float(rng.choice([20e3, 40e3, 100e3]))


def _usd(teams: dict[str, Any]) -> float:
    return sum(float(team["posts_today"] * team["loaded_cost_usd"]) for team in teams.values())


def _school(rng: np.random.Generator, name: str) -> dict[str, Any]:
    pupils = int(rng.integers(300, 700))
    return {
        "id": name,
        "name": name.title(),
        "level": "elementary",
        "enrollment": pupils,
        "teachers": float(rng.integers(15, 40)),
        "econ_disadvantaged": int(pupils * rng.uniform(0.1, 0.9)),
    }


def staffings(office: Office) -> Iterator[Plan]:
    """Every number of posts and of retrained ones, with the fewest hired and released; packages and levers as today."""
    today, none = office.today, office.plan_today()
    pairs = list(office.pairs)
    for counts in product(range(MOST_RETRAINED + 1), repeat=len(pairs)):
        moved = np.zeros_like(none.retrained)
        for pair, count in zip(pairs, counts, strict=True):
            moved[pair] = count
        left = today - moved.sum(axis=1)
        if (left < 0).any():
            continue
        ranges = [range(int(into), int(most) + 1) for into, most in zip(moved.sum(axis=0), office.most, strict=True)]
        for posts in product(*ranges):
            own = np.array(posts) - moved.sum(axis=0)
            kept = np.minimum(own, left)
            yield replace(none, kept=kept, retrained=moved, hired=own - kept, released=left - kept)


def lever_sets(office: Office) -> list[np.ndarray]:
    """Every set of levers, [L] each; those that may not be taken together are for the constraints."""
    return [np.array(taken, bool) for taken in product((False, True), repeat=len(office.levers))]


def package_choices(office: Office) -> list[Ints]:
    """Every choice of a package for each area and school, [A, S] each."""
    cells = [np.flatnonzero(row).tolist() for row in office.exists.reshape(-1, office.exists.shape[2])]
    shape = office.exists.shape[:2]
    return [np.array(choice, np.int64).reshape(shape) for choice in product(*cells)]
