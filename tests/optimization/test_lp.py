"""What every constraint looks like on the smallest office that has it: one file for each under tests/lp/.

A file that changes shows what a change of the formulation does. After a wanted change:
`python tests/optimization/test_lp.py` writes them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pulp
import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from offices import area, office, school, service, team
from redesign.analysis.curve import MIX, CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.formulation import (
    Formulation,
    absorptive_capacity,
    floor,
    one_package,
    package_variables,
)
from redesign.optimization.office import new_office
from redesign.optimization.problem import CLEAN_SHEET, Problem
from redesign.optimization.staffing import STAFFING

FOLDER = Path(__file__).parents[1] / "lp"
OF_SCHOOLS = (one_package, absorptive_capacity, floor)
NAMES = [constraint.__name__ for constraint in (*OF_SCHOOLS, *STAFFING)]
SENSES = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "=="}


def tiny_problem() -> Problem:
    """Two schools, two teams, one service with a lever, one area with two packages, one rule of each kind."""
    packages = {
        "low": {"visits_per_year": 10, "hours_per_visit": 4.0, "effect_per_hour": 1.0, "materials_usd": 500.0},
        "high": {"visits_per_year": 20, "hours_per_visit": 4.0, "effect_per_hour": 0.5, "materials_usd": 2_000.0},
    }
    lever = {"residual_work_share": 0.5, "yearly_usd": 7_000.0, "one_time_usd": 9_000.0}
    scenario = office(
        schools=(school("ash", teachers=10.0), school("elm", teachers=30.0)),
        funding_streams={"general": "General fund", "grant": "Grant"},
        teams={
            "clerks": team(2, other_work_hours_per_year=100.0, loaded_cost_usd=50_000.0),
            "coaches": team(
                1,
                funding_stream="grant",
                other_work_hours_per_year=30.0,
                loaded_cost_usd=90_000.0,
                retrain_from=({"team": "clerks", "cost_usd": 3_000.0, "ramp_share": 0.25},),
            ),
        },
        services={"forms": service("teachers", 10.0, ("clerks", 1.0), work_cv=0.01, automate=lever)},
        areas={"math": area("coaches", {}, visit_cv=0.01, span_schools_per_post=3.0) | {"packages": packages}},
        rules={
            "tenure": {"label": "Tenure", "kind": "release_limit", "release_share": 0.5},
            "core": {"label": "Core", "kind": "minimum_posts", "minimum_share": 0.6, "teams": ("clerks",)},
            "tie": {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)},
        },
        budget={"one_time_usd": 40_000.0},
        limits={
            "school_floor_hours_per_teacher": 0.5,
            "absorptive_visits_per_school": 5.0,
            "absorptive_visits_per_teacher": 0.5,
            "span_applies_from_schools": 2,
        },
    )
    posts = np.arange(4)
    hours = posts[:, None] * np.array([300.0, 290.0, 280.0, 270.0, 260.0])[None, : len(MIX)]
    curve = CapacityCurve(posts, hours)
    return Problem(scenario, expect(scenario), (curve, curve), CLEAN_SHEET, 200_000.0, 40_000.0)


def rows_of(name: str) -> str:
    """One constraint function alone, as text."""
    problem = tiny_problem()
    model = Formulation(new_office(problem, "tiny"))
    package_variables(model, whole=True)
    functions: dict[str, Callable] = {f.__name__: f for f in (*OF_SCHOOLS, *STAFFING)}
    functions[name](model if functions[name] in OF_SCHOOLS else model.office)
    return "".join(f"{row}\n" for row in map(_row, model.lp.constraints()))


def _row(constraint) -> str:
    terms = " ".join(f"{_number(a):>+} {v.name}" for v, a in constraint.items())
    return f"{constraint.name}: {terms} {SENSES[constraint.sense]} {_number(-constraint.constant):g}"


def _number(value: float) -> float:
    return round(value, 6) + 0.0


@pytest.mark.parametrize("name", NAMES)
def test_constraint_reads_as_before(name):
    assert rows_of(name) == (FOLDER / f"{name}.lp").read_text(encoding="utf-8")


def test_every_constraint_has_its_file_and_says_its_equation():
    assert sorted(p.stem for p in FOLDER.glob("*.lp")) == sorted(NAMES)
    for constraint in (*OF_SCHOOLS, *STAFFING):
        assert any(sign in (constraint.__doc__ or "") for sign in ("<=", ">=", "=")), constraint.__name__


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in NAMES:
        (FOLDER / f"{each}.lp").write_text(rows_of(each), encoding="utf-8", newline="\n")
