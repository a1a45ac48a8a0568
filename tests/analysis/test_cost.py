"""What a plan costs, in dollars and by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from offices import area, office, school, service, team
from plans import Moves, plan_of
from redesign.analysis.cost import cost_of, yearly_budget
from redesign.demand.plan import Plan, plan_today
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario

CLERKS, COACHES, PARTNERS = range(3)


def priced_office(**budget: Any) -> Scenario:
    """Every price is another one, so that no two of them can be mixed up."""
    math = area("coaches", {"low": (2, 1.0, 1.0), "high": (4, 1.0, 0.9)}, levels=("elementary", "middle"))
    math["packages"]["low"]["materials_usd"] = 100.0
    math["packages"]["high"] |= {"materials_usd": 700.0, "supplier": "partners"}
    math["package_today"] = "low"
    reading = area("partners", {"only": (1, 1.0, 1.0)})
    reading["packages"]["only"]["materials_usd"] = 11.0
    ask = service(
        "schools",
        1.0,
        ("clerks", 1.0),
        automate={"yearly_usd": 1_000.0, "one_time_usd": 10_000.0},
        eliminate={"yearly_usd": 2_000.0, "one_time_usd": 20_000.0},
    )
    return office(
        schools=(school("ash"), school("birch", level="middle"), school("cedar"), school("dogwood", level="high")),
        funding_streams={"general": "General fund", "title": "Federal money"},
        teams={
            "clerks": team(6, loaded_cost_usd=50_000.0, hire_usd=3.0, release_usd=50.0),
            "coaches": team(
                2,
                loaded_cost_usd=80_000.0,
                hire_usd=700.0,
                release_usd=9_000.0,
                retrain_from=(
                    {"team": "clerks", "cost_usd": 110_000.0, "ramp_share": 0.25},
                    {"team": "partners", "cost_usd": 1_300_000.0, "ramp_share": 0.25},
                ),
            ),
            "partners": team(
                2,
                loaded_cost_usd=90_000.0,
                funding_stream="title",
                retrain_from=({"team": "clerks", "cost_usd": 17_000_000.0, "ramp_share": 0.25},),
            ),
        },
        services={"ask": ask},
        areas={"math": math, "reading": reading},
        levers={"portal": {"label": "Portal", "yearly_usd": 4_000.0, "one_time_usd": 40_000.0}},
        budget={"one_time_usd": 1e6} | budget,
    )


def redesigned(scenario: Scenario) -> Plan:
    """Clerks 6 -> 1 + 1; coaches 2 -> 1 + 3 retrained; partners 2 -> 1 + 1 retrained + 2 hired."""
    return plan_of(
        scenario,
        {
            "clerks": Moves(kept=1, hired=1, released=2),
            "coaches": Moves(kept=1, retrained_in={"clerks": 2, "partners": 1}, released=1),
            "partners": Moves(kept=1, retrained_in={"clerks": 1}, hired=2),
        },
        {"math": {"ash": "low", "birch": "high", "cedar": "high"}, "reading": "only"},
        {"ask": "eliminate", "portal": "taken"},
    )


def test_posts_cost_what_is_planned_filled_or_not() -> None:
    assert cost_of(priced_office(), redesigned(priced_office())).posts_usd.tolist() == [100_000, 320_000, 360_000]


def test_materials_are_charged_to_the_team_that_makes_the_visits() -> None:
    """Low math by coaches, high math by partners, who read with all four schools."""
    cost = cost_of(priced_office(), redesigned(priced_office()))
    assert cost.materials_usd.tolist() == [0, 100, 2 * 700 + 4 * 11]
    # Dogwood is a high school: math is not for it, so that today's low costs nothing there.
    assert cost_of(priced_office(), plan_today(priced_office())).materials_usd.tolist() == [0, 3 * 100, 0]
    everywhere = plan_of(priced_office(), packages={"math": "high"})
    assert cost_of(priced_office(), everywhere).materials_usd.tolist() == [0, 0, 3 * 700]


@pytest.mark.parametrize(
    ("levers", "yearly", "once"),
    [
        ({}, 0, 0),
        ({"ask": "automate"}, 1_000, 10_000),
        ({"ask": "eliminate"}, 2_000, 20_000),
        ({"portal": "taken"}, 4_000, 40_000),
        ({"ask": "automate", "portal": "taken"}, 5_000, 50_000),
    ],
)
def test_levers_cost_a_year_and_once(levers: dict[str, str], yearly: float, once: float) -> None:
    cost = cost_of(priced_office(), plan_of(priced_office(), levers=levers))
    assert (cost.levers_usd, cost.one_time_usd) == (yearly, once)


@pytest.mark.parametrize(
    ("name", "moves", "usd"),
    [
        ("clerks", Moves(kept=6, hired=2), 2 * 3),
        ("clerks", Moves(kept=4, released=2), 2 * 50),
        ("coaches", Moves(kept=2, hired=1), 700),
        ("coaches", Moves(kept=2, retrained_in={"clerks": 2}), 2 * 110_000),
        ("coaches", Moves(kept=2, retrained_in={"partners": 2}), 2 * 1_300_000),
        ("partners", Moves(kept=2, retrained_in={"clerks": 1}), 17_000_000),
    ],
)
def test_moves_cost_once(name: str, moves: Moves, usd: float) -> None:
    cost = cost_of(priced_office(), plan_of(priced_office(), {name: moves}))
    assert cost.one_time_usd == usd


def test_everything_adds_up() -> None:
    scenario = priced_office()
    cost = cost_of(scenario, redesigned(scenario))
    moves = (1 * 3 + 2 * 50) + (2 * 110_000 + 1_300_000 + 9_000) + (17_000_000 + 2 * 10_000)
    assert cost.one_time_usd == moves + 20_000 + 40_000
    assert cost.yearly_usd == (100_000 + 320_000 + 360_000) + (100 + 1_444) + (2_000 + 4_000)
    assert cost.of_stream(scenario, "general") == 100_000 + 320_000 + 100
    assert cost.of_stream(scenario, "title") == 360_000 + 1_444
    assert cost.of_stream(scenario, "general") + cost.of_stream(scenario, "title") == cost.yearly_usd - cost.levers_usd


def test_the_yearly_budget_is_what_today_costs_unless_the_file_says_so() -> None:
    today = 6 * 50_000 + 2 * 80_000 + 2 * 90_000 + 300
    assert cost_of(priced_office(), plan_today(priced_office())).yearly_usd == today
    assert yearly_budget(priced_office()) == today
    assert yearly_budget(priced_office(yearly_usd=1_234.0)) == 1_234
    assert yearly_budget(priced_office(yearly_usd=0.0)) == 0
    less = Changes(yearly_usd_times=0.5)
    assert yearly_budget(changed(priced_office(), less)) == today / 2
    assert yearly_budget(changed(priced_office(yearly_usd=1_234.0), less, less)) == 308.5


def test_dearer_plans_cost_more_by_their_difference() -> None:
    """One post more of one team: its loaded cost a year and its hiring once, and nothing else."""
    scenario = priced_office()
    plan = redesigned(scenario)
    for t, (yearly, once) in enumerate([(50_000, 3), (80_000, 700), (90_000, 10_000)]):
        hired = plan.hired.copy()
        hired[t] += 1
        before, after = cost_of(scenario, plan), cost_of(scenario, replace(plan, hired=hired))
        assert after.yearly_usd - before.yearly_usd == yearly
        assert after.one_time_usd - before.one_time_usd == once
