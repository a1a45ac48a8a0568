"""Names in a model are neutral and each means one thing."""

from __future__ import annotations

import re

from offices import area, office, school, service, team
from optimization.test_lp import tiny_problem
from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.formulation import formulate
from redesign.optimization.names import name_map
from redesign.optimization.problem import CLEAN_SHEET, Problem
from redesign.optimization.solver import cbc_available, solve_model


def spaced_problem() -> Problem:
    """Schools whose names differ by what LP files do not tell apart."""
    scenario = office(
        schools=(school("a b"), school("a_b"), school("a-b")),
        teams={"coaches": team(2)},
        services={"forms": service("teachers", 1.0, ("coaches", 1.0))},
        areas={"math": area("coaches", {"low": (10, 4.0, 1.0)})},
    )
    expectation = expect(scenario)
    curve = CapacityCurve.expected(3, float(expectation.post_hours[0]))
    return Problem(scenario, expectation, (curve,), CLEAN_SHEET, 240_000.0, 0.0)


def test_names_are_neutral_and_distinct():
    model = formulate(spaced_problem())
    names = [v.name for v in model.lp.variables()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+[0-9_]*", name) for name in names)


def test_schools_with_nearly_one_name_stay_three_schools():
    model = formulate(spaced_problem())
    solvers = ["highs", "cbc"] if cbc_available() else ["highs"]
    for solver in solvers:
        outcome = solve_model(model.lp, solver=solver)
        assert outcome.state == "optimal"
        assert sum(outcome.count(y) for y in model.package.values()) == 3


def test_the_map_says_what_every_choice_means():
    model = formulate(tiny_problem())
    meaning = name_map(model)
    assert meaning["y0_1_2"] == "math: school elm gets high"
    assert meaning["z1_2_3"] == "coaches: 2 posts, visits 75% to 100% of the load"
    assert meaning["retrained0_1"] == "coaches: posts retrained from clerks"
    assert meaning["q0_1"] == "forms: automate"
    assert len(set(meaning.values())) == len(meaning)
    whole = {v.name for v in model.lp.variables() if v.cat == "Integer"}
    assert whole <= set(meaning)
