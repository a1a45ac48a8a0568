"""A valid plan is spoiled in one way at a time; the re-check must name that way."""

from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from redesign.analysis.curve import MIX, CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.problem import CLEAN_SHEET, TINKER, Problem
from redesign.optimization.recheck import recheck
from redesign.scenario.plan import Plan, TeamChange

POSTS_USD = 400_000.0
"""Five posts."""
MATERIALS_USD = 5_000.0
LEVER_USD = 7_000.0


def problem(**changes):
    """Three clerks, of whom one is retrained; two coaches; two schools; nothing to spare in any limit."""
    scenario = office(
        schools=(school("ash"), school("birch", level="high")),
        funding_streams={"general": "General fund", "grant": "Grant"},
        teams={
            "clerks": team(3, other_work_hours_per_year=100.0, other_work_removable_share=0.5, maximum_posts=4),
            "coaches": team(
                2,
                retrain_from=({"team": "clerks", "cost_usd": 9_000.0, "ramp_share": 0.25},),
                funding_stream="grant",
                maximum_posts=4,
            ),
        },
        services={"forms": service("teachers", 40.0, ("clerks", 1.0), automate={"yearly_usd": LEVER_USD})},
        areas={
            "math": area("coaches", {"low": (20, 5.0, 1.0), "high": (40, 5.0, 1.0)}, levels=("elementary",)),
            "talent": area("coaches", {"low": (20, 5.0, 1.0), "high": (40, 5.0, 1.0)}, span_schools_per_post=2.0 / 3.0),
        },
        rules={
            "tenure": {"label": "Tenure", "kind": "release_limit", "release_share": 0.0},
            "contract": {"label": "Contract", "kind": "minimum_posts", "minimum_share": 0.6},
            "tie": {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)},
        },
        budget={"one_time_usd": 9_000.0},
        limits={
            "school_floor_hours_per_teacher": 4.9,
            "absorptive_visits_per_school": 60.0,
            "span_applies_from_schools": 2,
        },
    )
    curves = tuple(CapacityCurve(np.arange(5), np.outer(np.arange(5), [900.0] * len(MIX))) for _ in range(2))
    made = Problem(scenario, expect(scenario), curves, CLEAN_SHEET, POSTS_USD, 9_000.0)
    return replace(made, **changes)


def plan(**changes):
    made = Plan(
        posts={"clerks": TeamChange(2), "coaches": TeamChange(2, {"clerks": 1})},
        packages={"math": {"ash": "low"}, "talent": {"ash": "low", "birch": "low"}},
        levers={},
        drop_removable_work=True,
    )
    return replace(made, **changes)


def posts(clerks=None, coaches=None):
    valid = plan().posts
    return plan(posts={"clerks": clerks or valid["clerks"], "coaches": coaches or valid["coaches"]})


def talent(**packages):
    valid = plan().packages
    return plan(packages=valid | {"talent": valid["talent"] | packages})


def other_limits(**limits):
    made = problem()
    scenario = made.scenario.model_copy(update={"limits": made.scenario.limits.model_copy(update=limits)})
    return replace(made, scenario=scenario)


def cramped(team_index, hours):
    """The problem with a smaller curve for a team."""
    curves = list(problem().curves)
    curves[team_index] = CapacityCurve(np.arange(5), np.outer(np.arange(5), [hours] * len(MIX)))
    return problem(curves=tuple(curves))


VALID = (plan(), problem(yearly_usd=POSTS_USD))

SPOILED = {
    "one post too many appears": (posts(clerks=TeamChange(3)), problem(), "posts of today of clerks"),
    "a post is lost": (posts(clerks=TeamChange(1)), problem(), "posts of today of clerks"),
    "a post that was retrained stays": (posts(coaches=TeamChange(2)), problem(), "posts of today of clerks"),
    "more posts than there can be": (posts(coaches=TeamChange(2, {"clerks": 1}, 2)), problem(), "largest team coaches"),
    "negative posts": (posts(clerks=TeamChange(3, {}, 0, -1)), problem(), "no negative posts of clerks"),
    "retraining that is not listed": (
        posts(clerks=TeamChange(1, {"coaches": 1}), coaches=TeamChange(1, {"clerks": 2})),
        problem(),
        "listed retraining for clerks",
    ),
    "hiring without the freedom": (
        posts(coaches=TeamChange(2, {"clerks": 1}, 1)),
        problem(freedoms=TINKER),
        "freedom to hire for coaches",
    ),
    "release without the freedom": (
        posts(clerks=TeamChange(1, {}, 0, 1)),
        problem(freedoms=TINKER),
        "freedom to release of clerks",
    ),
    "retraining without the freedom": (
        plan(),
        problem(freedoms=replace(CLEAN_SHEET, retrain=False)),
        "listed retraining for coaches",
    ),
    "release against the rule": (posts(clerks=TeamChange(1, {}, 0, 1)), problem(), "tenure for clerks"),
    "fewer posts than the rule asks": (
        posts(clerks=TeamChange(1), coaches=TeamChange(2, {"clerks": 2})),
        problem(),
        "contract for clerks",
    ),
    "money leaves its stream": (
        posts(clerks=TeamChange(3, {}, 1), coaches=TeamChange(1, {}, 0, 1)),
        problem(),
        "funding tie",
    ),
    "a package that a level may not have": (
        plan(packages=plan().packages | {"math": {"ash": "low", "birch": "low"}}),
        problem(),
        "allowed packages of birch",
    ),
    "a package too far from today's": (talent(ash="high"), problem(freedoms=TINKER), "allowed packages of ash"),
    "a floor missed": (talent(birch="none"), problem(), "floor of birch"),
    "more visits than a school takes in": (
        plan(packages={"math": {"ash": "high"}, "talent": {"ash": "high", "birch": "low"}}),
        problem(),
        "visits that ash can take in",
    ),
    "the yearly budget exceeded": (
        posts(coaches=TeamChange(2, {"clerks": 1}, 1)),
        problem(),
        "yearly budget",
    ),
    "the yearly budget exceeded by a lever": (plan(levers={"forms": "automate"}), problem(), "yearly budget"),
    "the one-time budget exceeded": (plan(), problem(one_time_usd=8_999.0), "one-time budget"),
    "a lever that is not offered": (plan(levers={"forms": "eliminate"}), problem(), "lever of forms"),
    "a lever without the freedom": (
        plan(levers={"forms": "automate"}),
        problem(freedoms=TINKER),
        "lever of forms",
    ),
    "work dropped without the freedom": (plan(), problem(freedoms=TINKER), "removable work"),
    "work that is too much": (plan(), cramped(0, 820.0), "capacity of clerks"),
    "visits that are too much": (plan(), cramped(1, 200.0), "capacity of coaches"),
    "training that is too much": (plan(), cramped(1, 215.0), "capacity of coaches"),
    "a span too wide": (
        posts(coaches=TeamChange(2), clerks=TeamChange(3)),
        problem(),
        "span of talent",
    ),
}


def test_the_plan_that_is_spoiled_below_is_valid():
    checked = recheck(VALID[1], VALID[0])
    assert checked.violated == ()
    assert checked.largest_violation == 0.0
    assert checked.constraints > 20
    assert checked.objective == pytest.approx(3 * 20 * 5.0, rel=1e-2)


@pytest.mark.parametrize("way", SPOILED)
def test_what_is_spoiled_is_named(way):
    spoiled, against, name = SPOILED[way]
    checked = recheck(against, spoiled)
    assert name in checked.violated
    assert checked.largest_violation > 0


ALONE = {
    "a floor missed": ("floor of birch",),
    "the one-time budget exceeded": ("one-time budget",),
    "a span too wide": ("span of talent",),
    "more visits than a school takes in": ("visits that ash can take in",),
    "a package that a level may not have": ("allowed packages of birch",),
}


@pytest.mark.parametrize("way", ALONE)
def test_nothing_else_is_named(way):
    spoiled, against, _ = SPOILED[way]
    assert recheck(against, spoiled).violated == ALONE[way]


def test_training_that_is_too_much_is_not_work_that_is_too_much():
    spoiled, against, _ = SPOILED["training that is too much"]
    free = replace(against, freedoms=replace(CLEAN_SHEET, free_transition=True))
    assert recheck(free, spoiled).violated == ()


def test_a_rule_lifted_and_a_small_district_are_not_checked():
    lifted = replace(CLEAN_SHEET, lifted_rules=frozenset({"tenure", "contract", "tie"}))
    spoiled = SPOILED["fewer posts than the rule asks"][0]
    assert "contract for clerks" not in recheck(problem(freedoms=lifted), spoiled).violated
    small = other_limits(span_applies_from_schools=3)
    assert "span of talent" not in recheck(small, SPOILED["a span too wide"][0]).violated


def test_a_smaller_floor_of_today_is_the_floor_where_a_strategy_keeps_today():
    keeps = problem(freedoms=replace(CLEAN_SHEET, floors=False))
    assert recheck(keeps, talent(birch="none")).violated == ()
