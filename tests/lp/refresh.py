"""Rewrite the expected rows of every constraint: `python tests/lp/refresh.py`. Read the diff before committing it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pulp

sys.path.insert(0, str(Path(__file__).parents[1]))

from offices import area, office, school, service, team
from redesign.analysis.team_table import TeamTable
from redesign.optimization.formulation import (
    Formulation,
    absorptive_capacity,
    floor,
    one_package,
    package_variables,
)
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.staffing import STAFFING, least_posts, work_within_capacity
from redesign.optimization.states import levers_within
from redesign.optimization.variables import MOST_LEVELS, Office, new_office
from redesign.optimization.variants import expect_variants
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario, Service
from redesign.scenario.pins import Pins
from redesign.scenario.strategy import SHIPPED

ROWS = Path(__file__).parent / "rows"
PACKAGES = (one_package, absorptive_capacity, floor)
CONSTRAINTS: dict[str, Callable[[Formulation], None]] = {f.__name__: f for f in PACKAGES}
OF_LEVERS = ("one_lever_everywhere", "levers_together")
"""What says nothing about an office without levers of the whole district."""
CONSTRAINTS |= {f.__name__: lambda model, f=f: f(model.office) for f in STAFFING}
OF_VARIABLES = ("levels", "corners")
"""No constraints of their own: what ties the levels of a table to posts, in a small team and a large one."""
CONSTRAINTS |= {name: lambda model: None for name in OF_VARIABLES}
CONTRACTS = {"work_beside_contracts": work_within_capacity, "least_posts_beside_contracts": least_posts}
CONSTRAINTS |= {name: lambda model, f=f: f(model.office) for name, f in CONTRACTS.items()}
OF_PROVIDERS = ("contract_cap", "packages_of_a_state", "supply_of_providers", *CONTRACTS)


def tiny() -> Problem:
    """Two schools, clerks who may become coaches, one service, two areas, every rule: round numbers."""
    return _problem(_office())


def with_levers() -> Problem:
    """The tiny office with three services, and levers of the whole district that touch three, one and none."""
    mail = service("schools", 50.0, ("clerks", 2.0))
    calls = service("schools", 20.0, ("clerks", 1.0), automate={}, eliminate={})  # as many states as forms
    services = _office().services | {
        name: Service.model_validate(given) for name, given in (("mail", mail), ("calls", calls))
    }
    half, less = {"work_times": 0.5}, {"work_times": 0.75}
    everywhere = dict.fromkeys(("forms", "mail", "calls"), half)
    levers = {
        "portal": {"label": "Portal", "yearly_usd": 4_000.0, "changes": {"services": everywhere}},
        "training": {"label": "Training", "one_time_usd": 2_000.0, "needs": ("portal",)},
        "outsourcing": {
            "label": "Outsourcing",
            "excludes": ("forms.automate",),
            "changes": {"services": {"mail": less}},
        },
    }
    return _problem(_office(services=services, levers=levers))


def with_facts() -> Problem:
    """The office with levers and one fact of each kind; levers are forms.automate (0) to outsourcing (6)."""
    one, both, levers = {0: 0}, {0: 1, 1: 0}, (frozenset({0, 4}), frozenset({0, 1, 6}))
    facts = (
        TooFew(one, frozenset(), frozenset()),
        TooFew({0: 1}, *levers),
        TooFew(both, frozenset(), frozenset()),
        TooFew(both, frozenset(), frozenset({5}), new={1: 1}),
        TooFew({1: 1}, frozenset(), frozenset(), new={1: 2}),
        TooFew({}, frozenset({4}), frozenset({4})),
        TooFew({1: 1}, frozenset(), frozenset()),
    )
    return replace(with_levers(), facts=facts)


def with_providers() -> Problem:
    """The tiny office, which may buy the high package of math and call in talent; two levers change both areas."""
    areas = {name: each.model_dump() for name, each in _office().areas.items()}
    areas["math"]["packages"]["high"] |= {"supplier": "firm"}
    areas["talent"]["packages"]["only"] |= {"supplier": "firm"}
    firm = {
        "label": "Firm",
        "visits_per_year": 50,
        "visits_at_once": 2,
        "price_usd_per_visit": 90.0,
        "effect_times": 0.5,
    }
    broker = {"team": "clerks", "hours_per_contract": 6.0, "hours_per_visit": 0.25}
    levers = {
        "practice": {"label": "Practice", "changes": {"areas": {"math": {"effect_times": 2.0}}}},
        "project": {
            "label": "Project",
            "needs": ("practice",),
            "team_hours": {"coaches": 40.0},
            "changes": {"areas": {"all": {"visit_hours_times": 0.5}}},
        },
    }
    providers = {"firm": firm | {"funding_stream": "grant", "broker": broker}}
    rules = {"cap": {"label": "Cap", "kind": "contract_cap", "contract_share": 0.25}}
    problem = _problem(_office(areas=areas, providers=providers, levers=levers, rules=rules))
    facts = (
        TooFew({0: 1}, frozenset(), frozenset(), brokered={0: 9.0}),
        TooFew({}, frozenset(), frozenset({3}), brokered={0: 9.0}),
    )
    return replace(problem, facts=facts)


def tall() -> Problem:
    """The tiny office, whose clerks may have more posts than are modeled one by one: hours bend at 3 and 40 posts."""
    problem = tiny()
    hours = np.interp(np.arange(MOST_LEVELS + 1), [0, 3, 40, MOST_LEVELS], [0.0, 1800.0, 31_400.0, 48_000.0])
    return replace(problem, tables=(TeamTable(hours, problem.tables[0].lost), problem.tables[1]))


def with_pins() -> Problem:
    """The office with levers; posts in number and in range, and levers taken and left, are pinned."""
    pins = {
        "posts": {"clerks": 2, "coaches": {"least": 1, "most": 2}},
        "levers": {"forms.automate": "left", "portal": "taken", "training": "taken"},
    }
    return replace(with_levers(), pins=Pins.model_validate(pins))


def _office(**blocks: Any) -> Scenario:
    talent = area("coaches", {"only": (30, 2.0, 0.5)}, need_measure="none", span_schools_per_post=1.5)
    talent["packages"]["only"]["materials_usd"] = 500.0
    own: dict[str, Any] = {
        "calendar": {"weeks": 40, "hours_per_week": 40.0, "first_school_week": 1, "last_school_week": 40},
        "schools": (school("ash"), school("birch", level="high", teachers=40.0)),
        "funding_streams": {"general": "General fund", "grant": "Grant"},
        "teams": {
            "clerks": team(
                2,
                productive_share=1.0,
                leave_share=0.0,
                maximum_posts=2,
                other_work_hours_per_year=100.0,
                other_work_removable_share=0.5,
            ),
            "coaches": team(
                1,
                productive_share=1.0,
                leave_share=0.0,
                maximum_posts=2,
                other_work_hours_per_year=50.0,
                funding_stream="grant",
                retrain_from=({"team": "clerks", "cost_usd": 9_000.0, "ramp_share": 0.25},),
            ),
        },
        "services": {
            "forms": service(
                "teachers",
                10.0,
                ("clerks", 1.0),
                automate={"residual_work_share": 0.5, "yearly_usd": 7_000.0, "one_time_usd": 3_000.0},
                eliminate={"one_time_usd": 1_000.0},
            )
        },
        "areas": {
            "math": area(
                "coaches", {"low": (10, 2.0, 1.0), "high": (20, 2.0, 0.75)}, levels=("elementary",), package_today="low"
            ),
            "talent": talent,
        },
        "rules": {
            "tenure": {"label": "Tenure", "kind": "release_limit", "release_share": 0.5, "teams": ("clerks",)},
            "contract": {"label": "Contract", "kind": "minimum_posts", "minimum_share": 0.5},
            "tie": {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)},
            "slow": {"label": "Slow", "kind": "change_limit", "change_share": 0.5},
            "slow_clerks": {"label": "Clerks", "kind": "change_limit", "change_share": 1.0, "teams": ("clerks",)},
            "freeze": {"label": "Freeze", "kind": "no_outside_hire", "teams": ("coaches",)},
            "paper": {"label": "Paper", "kind": "forbids", "levers": ("forms.automate",)},
        },
        "limits": {
            "school_floor_hours_per_teacher": 0.5,
            "absorptive_visits_per_school": 40.0,
            "span_applies_from_schools": 2,
        },
        "budget": {"one_time_usd": 20_000.0},
    }
    return office(**(own | blocks))


def _problem(drawn: Scenario) -> Problem:
    strategy = SHIPPED["clean_sheet"]
    scenario = changed(drawn, strategy.changes)
    teams = len(scenario.teams)
    lost = np.zeros((teams + 1, teams))
    lost[:2, :2], lost[-1, :2] = [[0.0, 400.0], [0.0, 0.0]], [160.0, 200.0]  # by source and for hires
    tables = (
        TeamTable(np.array([0.0, 700.0, 1500.0]), lost[:, 0]),
        TeamTable.expected(2, 700.0, lost[:, 1], 30.0),
    )
    tables = (tables[0], replace(tables[1], pieces=((1.0, 0.0), (1.5, 100.0))))
    tables += tuple(TeamTable.expected(2, 1600.0, lost[:, t], 0.0) for t in range(2, teams))
    expectation = expect_variants(scenario, levers_within(scenario, "all"))
    return Problem(scenario, expectation, tables, strategy, 250_000.0, 20_000.0)


def texts() -> dict[str, str]:
    """Constraint -> its rows, in a form that is the same with every PuLP."""
    return {name: _text(constraint, _office_for(name)) for name, constraint in CONSTRAINTS.items()}


def _office_for(name: str) -> Problem:
    if name == "least_posts":
        return with_facts()
    if name == "corners":
        return tall()
    if name in OF_PROVIDERS:
        return with_providers()
    if name.startswith("pinned"):
        return with_pins()
    return with_levers() if name in OF_LEVERS else tiny()


def _text(constraint: Callable[[Formulation], None], problem: Problem) -> str:
    """The rows that a constraint adds; what variables bring along is looked at as `levels` and `corners`."""
    model = Formulation(new_office(problem, "tiny"))
    package_variables(model, whole=True)
    brought = _rows(model.office)
    constraint(model)
    return "".join(f"{row}\n" for row in _rows(model.office)[len(brought) :] or brought)


def _rows(office_model: Office) -> list[str]:
    rows = []
    # adding zero takes the sign from a negative zero, which PuLP 3.3 keeps and PuLP 4 does not
    for row in office_model.lp.constraints():
        terms = sorted((variable.name, float(factor) + 0.0) for variable, factor in row.items())
        left = " ".join(f"{factor:+.9g} {name}" for name, factor in terms)
        sense = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "=="}[row.sense]
        rows.append(f"{row.name}: {left} {sense} {-row.constant + 0.0:.9g}")
    return rows


def refresh() -> None:
    """Write one file for each constraint."""
    for name, text in texts().items():
        (ROWS / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    refresh()
