"""Small random problems: two teams, services that levers can change, two areas, two or three schools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from offices import area, office, school, service, team
from redesign.analysis.cost import yearly_budget
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.states import levers_within
from redesign.optimization.variants import expect_variants
from redesign.scenario.in_force import in_force
from redesign.scenario.model import NONE, Area, Lever, Rule, Scenario, Service
from redesign.scenario.strategy import SHIPPED, Strategy

MOST_POSTS = 4
CLEAN_SHEET, TINKER = SHIPPED["clean_sheet"], SHIPPED["tinker"]


def menu(seed: int, strategy: Strategy | None = None) -> Problem:
    """One service, whose levers are its own; each area's packages come from its team."""
    return problem_of(seed, strategy, lambda scenario: scenario)


def menu_with_suppliers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The same office, in which packages name the other team as supplier, and some areas have one package only."""
    return problem_of(seed, strategy, lambda scenario: _with_suppliers(scenario, np.random.default_rng([2026, seed])))


def menu_with_levers(seed: int, strategy: Strategy | None = None) -> Problem:
    """The same office with a second service and levers of the whole district; one in four has suppliers, too."""
    rng = np.random.default_rng([2025, seed])

    def with_levers(scenario: Scenario) -> Scenario:
        made = _with_levers(scenario, rng)
        return _with_suppliers(made, rng) if seed % 4 == 3 else made

    problem = problem_of(seed, strategy, with_levers)
    if strategy is None and rng.random() < 0.4:
        named = tuple(name for name in problem.scenario.all_levers if rng.random() < 0.8)
        return menu_with_levers(seed, with_freedoms(problem.strategy, levers=named))
    return problem


def menu_with_rules(seed: int, strategy: Strategy | None = None) -> Problem:
    """The office with levers, and rules on change, hiring and levers beside its own, and rules that add work."""
    rng = np.random.default_rng([2029, seed])

    def with_rules(scenario: Scenario) -> Scenario:
        made = _with_levers(scenario, rng)
        return made.model_copy(update={"rules": made.rules | _more_rules(made, rng)})

    return problem_of(seed, strategy, with_rules)


def _more_rules(scenario: Scenario, rng: np.random.Generator) -> dict[str, Rule]:
    some: tuple[tuple[str, ...], ...] = ((), ("clerks",), ("coaches",))
    one, other = ((str(name),) for name in rng.choice(["clerks", "coaches"], 2))
    given: dict[str, dict[str, Any]] = {
        "slow": {"kind": "change_limit", "change_share": float(rng.choice([0.0, 0.2, 0.34, 0.5]))},
        "freeze": {"kind": "no_outside_hire"},
        "paper": {
            "kind": "forbids",
            "levers": tuple(map(str, rng.choice(list(scenario.all_levers), 3, replace=False))),
        },
        "audit": {"kind": "adds_work", "hours_per_year": float(rng.uniform(50, 900)), "teams": one},
        "grant": {"kind": "adds_work", "hours_per_1000_usd": 0.5, "grant_usd": float(rng.uniform(1e5, 1e6))},
    }
    given["slow"]["teams"], given["freeze"]["teams"] = (some[int(i)] for i in rng.integers(0, 3, 2))
    given["grant"]["teams"] = other
    return {k: Rule.model_validate({"label": k.title()} | keys) for k, keys in given.items() if rng.random() < 0.45}


def with_freedoms(strategy: Strategy, **freedoms: Any) -> Strategy:
    """The same strategy with other freedoms."""
    return strategy.model_copy(update={"may": strategy.may.model_copy(update=freedoms)})


KINDS: dict[str, Callable[[int], Problem]] = {
    "plain": menu,
    "levers": menu_with_levers,
    "suppliers": menu_with_suppliers,
}


def with_free_transition(problem: Problem) -> Problem:
    """The same problem where new people lose no hours, and there is one-time money for all moves.

    Of the facts those that hold under every strategy: without levers.
    """
    tables = tuple(TeamTable(table.hours, np.zeros_like(table.lost)) for table in problem.tables)
    facts = tuple(fact for fact in problem.facts if not fact.escapes)
    return replace(problem, tables=tables, facts=facts, one_time_usd=1e9)


def problem_of(seed: int, strategy: Strategy | None, extended: Callable[[Scenario], Scenario]) -> Problem:
    rng = np.random.default_rng([2024, seed])
    drawn = extended(_scenario(rng))
    tables = _tables(drawn, np.random.default_rng([2027, seed]))
    yearly = yearly_budget(drawn) * float(rng.uniform(0.95, 2.4))
    own = (CLEAN_SHEET, TINKER)[int(rng.random() < 0.25)]
    chosen = own if strategy is None else strategy
    scenario = in_force(drawn, chosen)
    expectation = expect_variants(scenario, levers_within(scenario, chosen.may.levers))
    made = Problem(scenario, expectation, tables, chosen, yearly, scenario.budget.one_time_usd)
    return replace(made, facts=tuple(_facts(made, np.random.default_rng([2028, seed]))))


def _with_levers(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """With mail beside forms, a lever for both, one that needs, one that excludes and one that changes nothing."""
    mail = service(
        "schools",
        float(rng.uniform(40, 160)),
        (str(rng.choice(["clerks", "clerks", "coaches"])), float(rng.uniform(1, 6))),
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
    changed_service = elsewhere if rng.random() < 0.3 else _times(rng, 0.0, 0.3)
    outsourcing = {
        "excludes": (*automates, *(["portal"] if not automates or rng.random() < 0.8 else [])),
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
    streams = (("general", "general"), ("general", "grant"), ("grant", "general"))[int(rng.integers(3))]
    clerks = team(
        int(rng.integers(1, 4)),
        loaded_cost_usd=float(rng.uniform(50e3, 90e3)),
        other_work_hours_per_year=float(rng.uniform(50, 500)),
        other_work_removable_share=float(rng.choice([0.0, 0.3])),
        funding_stream=streams[0],
        maximum_posts=MOST_POSTS,
    )
    pair = {"team": "clerks", "cost_usd": 9_000.0, "ramp_share": float(rng.choice([0.0, 0.2, 0.5]))}
    coaches = team(
        int(rng.integers(0, 3)),
        loaded_cost_usd=float(rng.uniform(60e3, 120e3)),
        other_work_hours_per_year=float(rng.choice([0.0, 50.0, 200.0])),
        retrain_from=(pair,),
        funding_stream=streams[1],
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
        float(rng.uniform(0.5, 2.5)),
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
    if rng.random() < 0.4:
        rules["tenure"] = {"label": "Tenure", "kind": "release_limit", "release_share": 0.4, "teams": ("clerks",)}
    if rng.random() < 0.35:
        rules["contract"] = {"label": "Contract", "kind": "minimum_posts", "minimum_share": 0.8}
    if rng.random() < 0.35:
        rules["tie"] = {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)}
    return rules


def _tables(scenario: Scenario, rng: np.random.Generator) -> tuple[TeamTable, ...]:
    """Tables that bend, most of them, and what new people cost, at times more than the hours that they lose."""
    lost = lost_hours(scenario)
    lost[-1] *= rng.uniform(0.0, 2.0, len(scenario.teams))
    hours = [_hours(rng, float(each)) for each in expect(scenario).post_hours]
    return tuple(TeamTable(each, lost[:, t], _pieces(rng, lost[:, t].max())) for t, each in enumerate(hours))


def _hours(rng: np.random.Generator, post_hours: float) -> NDArray[np.float64]:
    """[N + 1] n h - c sqrt(n): increasing returns, the square-root effect; or linear; or as it comes, with dips."""
    posts, kind = np.arange(MOST_POSTS + 1), rng.random()
    if kind < 0.2:
        allowance = float(rng.choice([0.0, 60.0]))
        return TeamTable.expected(MOST_POSTS, float(rng.uniform(0.6, 1.0)) * post_hours, np.zeros(1), allowance).hours
    hours = posts * post_hours - float(rng.uniform(0, 0.5)) * post_hours * np.sqrt(posts)
    if kind > 0.8:
        hours *= np.append(0.0, rng.uniform(0.4, 1.0, MOST_POSTS))
    return np.maximum(hours, 0.0)


def _pieces(rng: np.random.Generator, lost: float) -> tuple[tuple[float, float], ...]:
    """(a, b) as they are measured, a second and steeper piece for teams of which most are new; or one below 0 for few.

    A piece is 0 where b / a lost hours fall on every post of a team.
    """
    first, second = float(rng.uniform(0.5, 1.5)), float(rng.uniform(2.0, 6.0))
    free = float(rng.uniform(0.1, 0.5)) * lost
    kinds = (((1.0, 0.0),), ((first, 0.0), (second, (second - first) * free)), ((second, second * free),))
    return kinds[int(rng.choice(3, p=[0.3, 0.4, 0.3]))]


def _facts(problem: Problem, rng: np.random.Generator) -> Iterator[TooFew]:
    """Up to three: about one team or both, at times with levers that may help if taken or left, or with new people.

    What has more ways out says more: that more posts are too few, or that no number is enough.
    """
    for _ in range(int(rng.choice(4, p=[0.3, 0.35, 0.25, 0.1]))):
        teams = [0, 1] if rng.random() < 0.4 else [int(rng.integers(2))]
        new = {int(rng.random() < 0.7): int(rng.integers(1, 3))} if rng.random() < 0.3 else {}
        escapes = frozenset(e for e in rng.permutation(problem.levers)[:2].tolist() if rng.random() < 0.4)
        more = (len(teams) > 1) + 2 * bool(new) + bool(escapes)
        posts = {t: int(rng.integers(0, 3)) + more for t in teams}
        if (new or escapes) and rng.random() < 0.3:
            posts = {}
        yield TooFew(posts, frozenset(e for e in escapes if rng.random() < 0.3), escapes, new=new)
