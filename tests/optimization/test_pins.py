"""Pins in conflicts and re-checks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimization.menus import CLEAN_SHEET, TINKER, menu
from redesign.errors import InfeasibleError
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import solve
from redesign.scenario.pins import Pins


def pinned(problem: Problem, **pins: object) -> Problem:
    return replace(problem, pins=Pins.model_validate(pins))


def test_an_impossible_pin_is_named_with_what_it_runs_into() -> None:
    problem = menu(1, CLEAN_SHEET)
    most = problem.tables[0].most_posts
    with pytest.raises(InfeasibleError) as told:
        solve(pinned(problem, posts={"clerks": most + 1}))
    assert f"the pin posts.clerks: {most + 1}" in told.value.conflict
    assert "no pin posts.clerks" in told.value.repairs


def test_pins_that_cannot_hold_together_are_both_named() -> None:
    problem = menu(1, CLEAN_SHEET)
    area = next(iter(problem.scenario.areas))
    given = problem.scenario.areas[area]
    rich = replace(problem, one_time_usd=1e9, yearly_usd=1e9)
    highest = list(given.packages)[-1]
    with pytest.raises(InfeasibleError) as told:
        solve(pinned(rich, posts={given.team: 0}, packages={area: highest}))
    said = " ".join(told.value.conflict)
    assert f"the pin posts.{given.team}: 0" in said or f"the pin packages.{area}" in said


def test_a_package_that_a_strategy_may_not_give_is_named_with_a_school() -> None:
    problem = menu(1, TINKER.model_copy(update={"may": TINKER.may.model_copy(update={"packages": "none"})}))
    area, given = next(iter(problem.scenario.areas.items()))
    today = given.package_today
    other = next(name for name in ("none", *given.packages) if name != today)
    with pytest.raises(InfeasibleError) as told:
        solve(pinned(problem, packages={area: other}))
    assert told.value.conflict[0].startswith(f"the pin packages.{area}: {other} in every school; ")


def test_a_lever_that_a_strategy_may_not_take_cannot_be_pinned() -> None:
    free = menu(4, CLEAN_SHEET)
    lever = next(iter(free.scenario.all_levers), None)
    if lever is None:
        pytest.skip("no lever in this menu")
    bound = CLEAN_SHEET.model_copy(update={"may": CLEAN_SHEET.may.model_copy(update={"levers": "none"})})
    with pytest.raises(InfeasibleError) as told:
        solve(pinned(menu(4, bound), levers={lever: "taken"}))
    assert any(line.startswith(f"the pin levers.{lever}: taken") for line in told.value.conflict)


def test_the_recheck_sees_a_broken_pin() -> None:
    problem = menu(1, CLEAN_SHEET)
    plan = solve(problem).plan
    clerks = int(plan.posts[0])
    assert not recheck(pinned(problem, posts={"clerks": clerks}), plan).violated
    assert recheck(pinned(problem, posts={"clerks": clerks + 1}), plan).violated == ("pinned least of clerks",)
    assert recheck(pinned(problem, posts={"clerks": {"most": clerks - 1}}), plan).violated == ("pinned most of clerks",)
    for e, name in enumerate(problem.scenario.all_levers):
        other = "left" if plan.levers[e] else "taken"
        assert recheck(pinned(problem, levers={name: other}), plan).violated == (f"pinned lever {name}",)
