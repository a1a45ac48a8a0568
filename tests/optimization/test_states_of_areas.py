"""States of areas and teams by hand, and what levers make of packages: variants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offices import area, office, school, team
from plans import plan_of
from redesign.demand.expectation import expect
from redesign.demand.plan import under
from redesign.optimization.problem import Problem
from redesign.optimization.states import States, levers_within, states_of
from redesign.optimization.variants import Variants, expect_variants
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED

AREAS = {
    "math": area("coaches", {"low": (10, 2.0, 1.0), "high": (20, 2.0, 0.8)}),
    "arts": area("coaches", {"only": (5, 4.0, 0.5)}),
}


def scenario(**levers: dict[str, Any]) -> Scenario:
    """Clerks have 300 hours of other work, a third of it removable; coaches 100."""
    other = {"other_work_hours_per_year": 300.0, "other_work_removable_share": 1 / 3}
    return office(
        schools=(school("ash"), school("birch", "high")),
        teams={"clerks": team(2, **other), "coaches": team(2, other_work_hours_per_year=100.0)},
        areas=AREAS,
        levers={name: {"label": name.title()} | each for name, each in levers.items()},
    )


def of(made: Scenario, kind: str, may: Any = "all") -> dict[str, States]:
    return {each.name: each for each in states_of(made, levers_within(made, may)) if each.kind == kind}


def effect(times: float) -> dict[str, float]:
    return {"effect_times": times}


def test_what_no_lever_touches_has_no_states() -> None:
    idle = scenario(idle={}, windows={"changes": {"areas": {"math": {}}}})
    assert of(idle, "areas").keys() == {"math"}, "a lever that names it touches it"
    assert not of(idle, "teams")
    assert not of(idle, "levers")


def test_states_of_an_area() -> None:
    made = scenario(
        one={"changes": {"areas": {"math": effect(1.5)}}},
        two={"changes": {"areas": {"all": effect(0.5)}}, "excludes": ("one",)},
        three={"changes": {"areas": {"math": effect(2.0)}}, "needs": ("two",)},
    )
    found = of(made, "areas")
    assert [sorted(taken) for taken in found["math"].levers] == [[], [0], [1], [1, 2]]
    assert [sorted(taken) for taken in found["arts"].levers] == [[], [1]]
    assert not found["math"].hours.any()
    assert [sorted(taken) for taken in of(made, "areas", ("three",))["math"].levers] == [[], [2]], (
        "rows refuse it alone"
    )


def test_work_that_is_multiplied_has_states_of_its_team() -> None:
    made = scenario(
        half={"changes": {"teams": {"clerks": {"other_hours_times": 0.5}}}},
        drop={"changes": {"teams": {"all": {"drops_removable_work": True, "added_hours_per_year": 7.0}}}},
        more={"changes": {"teams": {"clerks": {"other_hours_times": 2.0}}}, "excludes": ("half",)},
    )
    found = of(made, "teams")["clerks"]
    hours = {tuple(sorted(taken)): h for taken, h in zip(found.levers, found.hours[:, 0].tolist(), strict=True)}
    assert hours == pytest.approx({(): 0, (0,): -150, (1,): -100, (2,): 300, (0, 1): -200, (1, 2): 100})
    assert of(made, "teams")["coaches"].hours.tolist() == [[0, 0], [0, 0]], "nothing of it may be dropped"
    assert of(made, "levers")["drop"].hours.tolist() == [[0, 0], [7, 7]]


def test_hours_that_levers_take_add_up_lever_by_lever() -> None:
    """Twelve levers take hours of one team: two states of each, not a state of every set."""
    each = {f"lever{i}": {"team_hours": {"clerks": 10.0 + i}} for i in range(11)}
    both = {"team_hours": {"clerks": 5.0}, "changes": {"teams": {"clerks": {"added_hours_per_year": 3.0}}}}
    made = scenario(**each, both=both)
    found = of(made, "levers")
    assert [len(states.levers) for states in found.values()] == [2] * 12
    assert found["lever4"].hours.tolist() == [[0, 0], [14, 0]]
    assert found["both"].hours.tolist() == [[0, 0], [8, 0]]
    assert not of(made, "teams")


def test_variants_stand_for_packages_of_states() -> None:
    """Two packages and none at most; up to three states."""
    variants = Variants.of(3, (2, 3))
    assert variants.package.tolist() == [0, 1, 2, 1, 2, 1, 2]
    assert variants.state.tolist() == [0, 0, 0, 1, 1, 2, 2]
    chosen = variants.chosen(np.array([[0, 2], [1, 1]]), [2, 0])
    assert chosen.tolist() == [[0, 6], [1, 1]]
    assert Variants.of(3, ()).package.tolist() == [0, 1, 2]


def problem(made: Scenario) -> Problem:
    expectation = expect_variants(made, levers_within(made, "all"))
    return Problem(made, expectation, (), SHIPPED["clean_sheet"], 1e6, 1e6)


def test_what_variants_say_is_what_the_changed_scenario_says() -> None:
    """Of every set of levers: the chosen variants have the numbers that a scenario with these levers has."""
    made = scenario(
        one={"changes": {"areas": {"math": effect(1.5) | {"visit_hours_times": 0.5}}}},
        two={"changes": {"areas": {"all": effect(-0.5)}}},
    )
    asked = problem(made)
    assert len(asked.variants.package) == 1 + 2 * 4
    for one in (False, True):
        for two in (False, True):
            packages = np.array([[2, 1], [1, 1]])
            levers = {"one": "taken" if one else "left", "two": "taken" if two else "left"}
            plan = plan_of(made, packages={"math": {"ash": "high", "birch": "low"}, "arts": "only"}, levers=levers)
            assert plan.packages.tolist() == packages.tolist()
            after, chosen = expect(under(made, plan)), asked.chosen(plan)
            for name in ("visits", "visit_hours", "effective_hours", "support", "materials_usd", "allowed"):
                found = np.take_along_axis(getattr(asked.expectation, name), chosen[:, :, None], axis=2)
                wanted = np.take_along_axis(getattr(after, name), packages[:, :, None], axis=2)
                assert np.array_equal(found, wanted), (name, one, two)
    assert not asked.expectation.allowed[1, :, 2].any(), "arts has one package"
    assert not asked.expectation.allowed[1, :, 5:].any(), "and two states only"
