"""Offices to test with, made in Python: no file, no loader."""

from __future__ import annotations

from typing import Any

import numpy as np

from plans import Moves, plan_of
from redesign.demand.plan import Plan
from redesign.scenario.changed import changed
from redesign.scenario.changes import ALL, Changes, ServiceChange, TeamChange
from redesign.scenario.model import Scenario

ASSUMED = "assumed: made up for a test"


def school(name: str, level: str = "elementary", **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": name.title(),
        "level": level,
        "enrollment": 400,
        "teachers": 20.0,
        "econ_disadvantaged": 200,
        "emergent_bilingual": 40,
        "special_education": 40,
    } | more


def team(posts: int, **more: Any) -> dict[str, Any]:
    return {
        "label": "Team",
        "unit": "Unit",
        "funding_stream": "general",
        "posts_today": posts,
        "loaded_cost_usd": 80_000.0,
        "productive_share": 0.75,
        "leave_share": 0.1,
        "other_work_hours_per_year": 0.0,
        "backlog_allowance_hours": 100.0,
        "hire_usd": 10_000.0,
        "release_usd": 10_000.0,
    } | more


def service(driver: str, rate: float, *steps: tuple[str, float], **more: Any) -> dict[str, Any]:
    return {
        "label": "Service",
        "driver": driver,
        "requests_per_driver_per_year": rate,
        "steps": tuple({"team": t, "work_hours": h} for t, h in steps),
        "promise": {"due_working_hours": 40.0, "on_time_share": 0.9} if steps else None,
    } | more


def area(team_name: str, packages: dict[str, tuple[int, float, float]], **more: Any) -> dict[str, Any]:
    """`packages`: name -> visits a year, hours a visit, effect per hour."""
    return {
        "label": "Area",
        "team": team_name,
        "packages": {
            name: {"visits_per_year": visits, "hours_per_visit": hours, "effect_per_hour": effect}
            for name, (visits, hours, effect) in packages.items()
        },
    } | more


def office(**blocks: Any) -> Scenario:
    """A scenario with these blocks; what is left out is made up, an area that no school has among it."""
    first_team = next(iter(blocks["teams"]))
    return Scenario.model_validate(
        {
            "name": "Test office",
            "source": ASSUMED,
            "district": {"name": "Test"},
            "funding_streams": {"general": "General fund"},
            "areas": {"nothing": area(first_team, {"low": (1, 1.0, 1.0)})},
            "budget": {"one_time_usd": 1e6},
            "run": {"strategies": ("tinker", *blocks.get("strategies", {}))},
        }
        | blocks
    )


def small_office(**changes: Any) -> Scenario:
    """Three schools, three teams and every feature of the model."""
    blocks = {
        "schools": (
            school("ash", econ_disadvantaged=320, teachers=30.0),
            school("birch", econ_disadvantaged=80),
            school("cedar", level="high", enrollment=900, teachers=55.0, principals=2.0),
        ),
        "teams": {
            "clerks": team(5, vacancy_rate=0.05, other_work_hours_per_year=900.0, other_work_removable_share=0.3),
            "experts": team(2, post_fte=0.8, vacancy_rate=0.1, other_work_hours_per_year=200.0),
            "coaches": team(
                3,
                productive_share=0.4,
                assignment="caseload",
                other_work_hours_per_year=150.0,
                retrain_from=({"team": "clerks", "cost_usd": 9_000.0, "ramp_share": 0.25},),
            ),
        },
        "services": {
            "leave": service("teachers", 20.0, ("clerks", 0.8), automate={"residual_work_share": 0.1}),
            "hiring": service(
                "teachers",
                3.0,
                ("clerks", 1.0),
                ("experts", 2.0),
                ("clerks", 0.5),
                return_share=0.3,
                handover_hours=6.0,
                opening_backlog_requests=12,
                peaks=(
                    {"from_week": 40, "to_week": 48, "factor": 3.0},
                    {"from_week": 44, "to_week": 52, "factor": 2.0},
                ),
                eliminate={"residual_school_hours": 1.0},
            ),
            "evaluation": service(
                "special_education", 0.5, ("experts", 6.0), mandated=True, work_distribution="gamma", work_cv=0.6
            ),
            "advice": service("schools", 30.0, ("coaches", 1.0)),
            "operations": service("principals", 40.0),
        },
        "areas": {
            "math": area(
                "coaches",
                {"low": (20, 3.0, 1.0), "mid": (40, 3.0, 0.9), "high": (60, 3.0, 0.7)},
                package_today="low",
                levels=("elementary",),
            ),
            "partnership": area(
                "coaches", {"low": (10, 2.0, 0.5), "high": (24, 2.5, 0.5)}, visits_per="principal", package_today="low"
            ),
            "inclusion": area("experts", {"only": (6, 4.0, 0.8)}, visits_per="20_teachers", window_working_hours=30.0),
        },
    }
    return office(**(blocks | changes))


def staffed(scenario: Scenario, **posts: int) -> dict[str, Moves]:
    """Today's posts, those of some teams changed by hiring or releasing."""
    changes = {}
    for name, today in ((n, t.posts_today) for n, t in scenario.teams.items()):
        planned = posts.get(name, today)
        changes[name] = Moves(kept=min(today, planned), hired=max(planned - today, 0), released=max(today - planned, 0))
    return changes


def busier(scenario: Scenario, times: float) -> Scenario:
    """So many times the requests, the opening backlog and the work that nobody listed."""
    more = Changes(
        services={ALL: ServiceChange(requests_times=times)}, teams={ALL: TeamChange(other_hours_times=times)}
    )
    return changed(scenario, more)


def random_office(rng: np.random.Generator, size: int | None = None) -> Scenario:
    """A small office of random size, or of so many teams, and of random features."""
    weeks = int(rng.integers(12, 30))
    teams = {f"team{i}": _random_team(rng) for i in range(size or rng.integers(1, 4))}
    names = list(teams)
    for name in names[1:]:
        teams[name]["retrain_from"] = (
            {"team": names[0], "cost_usd": 5_000.0, "ramp_share": float(rng.choice([0, 0.3, 1]))},
        )
    levels = ("elementary", "middle", "high")
    schools = tuple(
        school(
            f"s{i}",
            level=str(rng.choice(levels)),
            teachers=float(rng.integers(5, 60)),
            principals=float(rng.integers(0, 3)),
            econ_disadvantaged=int(rng.integers(0, 400)),
        )
        for i in range(rng.integers(1, 6))
    )
    services = {f"service{i}": _random_service(rng, names) for i in range(rng.integers(0, 5))}
    return office(
        calendar={
            "weeks": weeks,
            "hours_per_week": float(rng.choice([37.5, 40.0])),
            "first_school_week": int(rng.integers(1, 4)),
            "last_school_week": int(rng.integers(8, weeks + 1)),
        },
        schools=schools,
        teams=teams,
        services=services,
        areas={f"area{i}": _random_area(rng, names) for i in range(rng.integers(1, 4))},
        levers={f"lever{i}": _random_lever(rng, i, list(services), names) for i in range(rng.integers(0, 3))},
        run={"seed": int(rng.integers(0, 2**31)), "strategies": ("tinker",)},
    )


def random_plan(rng: np.random.Generator, scenario: Scenario) -> Plan:
    """Random posts, packages and levers; budgets and rules are not looked at."""
    posts = {}
    for name, today in scenario.teams.items():
        kept = int(rng.integers(0, today.posts_today + 1))
        retrained = {r.team: int(rng.integers(0, 2)) for r in today.retrain_from}
        posts[name] = Moves(kept, retrained, hired=int(rng.integers(0, 3)), released=today.posts_today - kept)
    packages = {
        name: {s.id: str(rng.choice(["none", *a.packages])) for s in scenario.schools}
        for name, a in scenario.areas.items()
    }
    levers: Any = {}
    for name, k in scenario.services.items():
        offered = ["as_is", *(choice for choice in ("automate", "eliminate") if getattr(k, choice))]
        levers[name] = str(rng.choice(offered))
    for name in scenario.levers:
        levers[name] = str(rng.choice(["left", "taken"]))
    return plan_of(scenario, posts, packages, levers)


def _random_team(rng: np.random.Generator) -> dict[str, Any]:
    return team(
        int(rng.integers(1, 5)),
        post_fte=float(rng.choice([0.5, 1.0])),
        productive_share=float(rng.choice([0.4, 0.75, 1.0])),
        leave_share=float(rng.choice([0.0, 0.1, 0.25])),
        vacancy_rate=float(rng.choice([0.0, 0.1])),
        vacancy_weeks=int(rng.integers(1, 9)),
        other_work_hours_per_year=float(rng.choice([0.0, 60.0])),
        other_work_removable_share=float(rng.choice([0.0, 0.4])),
        assignment=str(rng.choice(["pooled", "caseload"])),
    )


def _random_service(rng: np.random.Generator, teams: list[str]) -> dict[str, Any]:
    mandated = bool(rng.random() < 0.3)
    steps = [(str(rng.choice(teams)), float(rng.uniform(0.2, 3.0))) for _ in range(rng.integers(0, 4))]
    return service(
        str(rng.choice(["teachers", "schools", "special_education"])),
        float(rng.uniform(0.1, 2.0)),
        *steps,
        mandated=mandated,
        work_distribution=str(rng.choice(["lognormal", "gamma"])),
        handover_hours=float(rng.choice([0.0, 4.0])),
        return_share=float(rng.choice([0.0, 0.4])),
        opening_backlog_requests=int(rng.integers(0, 5)),
        automate={"residual_work_share": float(rng.choice([0.0, 0.2]))} if rng.random() < 0.5 else None,
        eliminate={} if rng.random() < 0.5 and not mandated else None,
    )


def _random_area(rng: np.random.Generator, teams: list[str]) -> dict[str, Any]:
    """Every package may have its visits made by another team than the area's."""
    low = int(rng.integers(1, 6))
    made = area(
        str(rng.choice(teams)),
        {"low": (low, 2.0, 1.0), "high": (2 * low, 2.5, 0.7)},
        visits_per=str(rng.choice(["school", "principal", "20_teachers"])),
        window_working_hours=float(rng.choice([8.0, 60.0])),
        package_today="low",
    )
    for package in made["packages"].values():
        package["supplier"] = str(rng.choice(teams)) if rng.random() < 0.5 else None
    return made


def _random_lever(rng: np.random.Generator, i: int, services: list[str], teams: list[str]) -> dict[str, Any]:
    """A choice of the whole district that changes one service, all of them, or nothing."""
    change = {
        "requests_times": float(rng.choice([0.5, 1.0, 1.5])),
        "work_times": float(rng.choice([0.0, 0.5, 1.0])),
        "handover_times": float(rng.choice([0.0, 1.0])),
        "returns_times": float(rng.choice([0.0, 1.0, 2.0])),
    }
    if rng.random() < 0.3:
        change["steps"] = ({"team": str(rng.choice(teams)), "work_hours": 0.5},)
    name = str(rng.choice(["all", *services]))
    return {"label": f"Lever {i}", "changes": {"services": {name: change} if services else {}}}
