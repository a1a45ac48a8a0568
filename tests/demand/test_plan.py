"""Plans as arrays, by hand; and the scenario as it is under a plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, small_office, team
from plans import Moves, plan_of
from redesign.demand.plan import at_packages, by_team, package_number, packages_today, plan_today, under
from redesign.scenario.model import Scenario


def test_todays_plan_keeps_everybody_and_takes_no_lever() -> None:
    """Cedar is a high school, for which math is not; inclusion is not given today."""
    plan = plan_today(small_office())
    assert plan.kept.tolist() == plan.posts.tolist() == [5, 2, 3]
    assert plan.moves == 0
    assert plan.packages.tolist() == [[1, 1, 0], [1, 1, 1], [0, 0, 0]]
    assert plan.levers.tolist() == [False, False]


def test_packages_of_today_by_school() -> None:
    """A school that is not named has none, and one of another level has none whatever the file says."""
    menu = {"low": (1, 1.0, 1.0), "high": (2, 1.0, 1.0)}
    given = {"ash": "high", "cedar": "low"}
    scenario = office(
        schools=(school("ash"), school("birch"), school("cedar", level="high")),
        teams={"coaches": team(1)},
        areas={
            "some": area("coaches", menu, package_today=given),
            "young": area("coaches", menu, package_today=given, levels=("elementary",)),
            "whole": area("coaches", menu, package_today="high"),
            "nothing": area("coaches", menu),
        },
    )
    assert packages_today(scenario).tolist() == [[2, 0, 1], [2, 0, 0], [2, 2, 2], [0, 0, 0]]
    assert [package_number(scenario.areas["some"], name) for name in ("none", "low", "high")] == [0, 1, 2]


def test_posts_and_moves_add_up() -> None:
    scenario = small_office()
    plan = plan_of(
        scenario,
        {
            "clerks": Moves(kept=1, hired=1, released=2),
            "coaches": Moves(kept=3, retrained_in={"clerks": 2}, hired=4),
        },
    )
    assert plan.posts.tolist() == [2, 2, 9]
    assert plan.retrained.tolist() == [[0, 0, 2], [0, 0, 0], [0, 0, 0]]
    assert plan.moves == 2 + 5 + 2
    assert (plan.kept + plan.retrained.sum(axis=1) + plan.released).tolist() == [5, 2, 3]


@pytest.mark.parametrize("name", ["kept", "retrained", "hired", "released", "packages", "levers"])
def test_plans_are_the_same_where_they_decide_the_same(name: str) -> None:
    plan = plan_today(small_office())
    assert plan.same_as(plan_today(small_office()))
    other = getattr(plan, name).copy()
    other.flat[-1] = 1 - other.flat[-1]
    assert not plan.same_as(replace(plan, **{name: other}))


def test_under_a_plan_levers_change_the_scenario_in_their_order() -> None:
    raw = small_office().model_dump()
    raw["levers"] = {
        "more": {"label": "More", "changes": {"services": {"hiring": {"returns_times": 100.0}}}},
        "less": {"label": "Less", "changes": {"services": {"hiring": {"returns_times": 0.1}}}},
    }
    scenario = Scenario.model_validate(raw)
    taken = plan_of(scenario, levers={"less": "taken", "more": "taken", "leave": "automate"})
    assert taken.levers.tolist() == [True, False, True, True]
    made = under(scenario, taken)
    assert made.services["hiring"].return_share == pytest.approx(0.09), "0.9 at most, then a tenth of it"
    assert made.services["leave"].work_times == 0.1
    assert under(scenario, plan_of(scenario, levers={"less": "taken"})).services["hiring"].return_share == 0.03
    assert under(scenario, plan_today(scenario)) is scenario


def test_what_packages_are_worth_by_school_and_by_team() -> None:
    values = np.array([[[0, 1, 2], [0, 10, 20]], [[0, 100, 200], [0, 1000, 2000]]])
    packages = np.array([[1, 2], [2, 0]])
    assert at_packages(values, packages).tolist() == [[1, 20], [200, 0]]
    supplier = np.array([[0, 0, 2], [1, 1, 2]])
    assert by_team(values, supplier, packages, 4).tolist() == [1, 0, 220, 0]
