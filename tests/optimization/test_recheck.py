"""A valid plan is spoiled in one way at a time; the re-check must name that way."""

from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from optimization.menus import CLEAN_SHEET, TINKER, with_freedoms
from plans import Moves, plan_of
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.optimization.conflict import groups
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.recheck import recheck
from redesign.optimization.solver import solve_model
from redesign.optimization.states import chosen_states
from redesign.scenario.changed import changed

POSTS_USD = 400_000.0
"""Five posts."""
MATERIALS_USD = 5_000.0
LEVER_USD = 7_000.0


def drawn():
    """Three clerks, of whom one is retrained; two coaches; two schools; nothing to spare in any limit."""
    return office(
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
        levers={
            "portal": {"label": "Portal", "needs": ("forms.automate",)},
            "desk": {"label": "Desk", "excludes": ("forms.automate",)},
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


def table(hours, pieces=((1.0, 0.0),)):
    """Of so many hours a post up to four; whoever comes from the clerks loses 360 of them, whoever is hired 450."""
    return TeamTable(np.arange(5) * hours, np.array([360.0, 0.0, 450.0]), pieces)


def problem(**changes):
    """Of the clean sheet, which drops 50 of the clerks' hours from the start."""
    scenario = changed(drawn(), CLEAN_SHEET.changes)
    made = Problem(scenario, expect(scenario), (table(900.0), table(900.0)), CLEAN_SHEET, POSTS_USD, 9_000.0)
    return replace(made, **changes)


POSTS = {"clerks": Moves(2), "coaches": Moves(2, {"clerks": 1})}
PACKAGES = {"math": {"ash": "low"}, "talent": {"ash": "low", "birch": "low"}}


def plan(posts=POSTS, packages=PACKAGES, **levers):
    return plan_of(drawn(), posts, packages, levers)


def posts(**teams):
    return plan(posts=POSTS | teams)


def talent(**packages):
    return plan(packages=PACKAGES | {"talent": PACKAGES["talent"] | packages})


def other_scenario(made, **blocks):
    """The problem with other blocks of its scenario."""
    scenario = made.scenario.model_copy(update=blocks)
    return replace(made, scenario=scenario, expectation=expect(scenario))


def other_limits(**limits):
    return other_scenario(problem(), limits=drawn().limits.model_copy(update=limits))


def supplied(made, name, supplier):
    """The problem with an area whose low package comes from another team."""
    given = made.scenario.areas[name]
    low = given.packages["low"].model_copy(update={"supplier": supplier})
    areas = made.scenario.areas | {name: given.model_copy(update={"packages": given.packages | {"low": low}})}
    return other_scenario(made, areas=areas)


def cramped(team_index, hours, pieces=((1.0, 0.0),)):
    """The problem with fewer hours for a team."""
    tables = list(problem().tables)
    tables[team_index] = table(hours, pieces)
    return problem(tables=tuple(tables))


def fact(posts, taken=(), escapes=(), **more):
    """The problem with posts that were found to be too few, levers by name."""
    numbers = {name: e for e, name in enumerate(drawn().all_levers)}
    levers = (frozenset(numbers[name] for name in names) for names in (taken, escapes))
    return problem(
        facts=(TooFew({}, frozenset(), frozenset({numbers["portal"]}), new={0: 1}), TooFew(posts, *levers, **more))
    )


def dented(team_index, posts):
    """The problem with a number of posts that has no hours in a team."""
    tables = list(problem().tables)
    hours = tables[team_index].hours.copy()
    hours[posts] = 0.0
    tables[team_index] = replace(tables[team_index], hours=hours)
    return problem(tables=tuple(tables))


VALID = (plan(), problem(yearly_usd=POSTS_USD))

SPOILED = {
    "one post too many appears": (posts(clerks=Moves(3)), problem(), "posts of today of clerks"),
    "a post is lost": (posts(clerks=Moves(1)), problem(), "posts of today of clerks"),
    "a post that was retrained stays": (posts(coaches=Moves(2)), problem(), "posts of today of clerks"),
    "more posts than there can be": (posts(coaches=Moves(2, {"clerks": 1}, 2)), problem(), "largest team coaches"),
    "negative posts": (posts(clerks=Moves(3, {}, 0, -1)), problem(), "no negative posts released of clerks"),
    "retraining that is not listed": (
        posts(clerks=Moves(1, {"coaches": 1}), coaches=Moves(1, {"clerks": 2})),
        problem(),
        "listed retraining for clerks",
    ),
    "hiring without the freedom": (
        posts(coaches=Moves(2, {"clerks": 1}, 1)),
        problem(strategy=TINKER),
        "freedom to hire for coaches",
    ),
    "release without the freedom": (
        posts(clerks=Moves(1, {}, 0, 1)),
        problem(strategy=TINKER),
        "freedom to release of clerks",
    ),
    "retraining without the freedom": (
        plan(),
        problem(strategy=with_freedoms(CLEAN_SHEET, retrain=False)),
        "listed retraining for coaches",
    ),
    "release against the rule": (posts(clerks=Moves(1, {}, 0, 1)), problem(), "tenure for clerks"),
    "fewer posts than the rule asks": (
        posts(clerks=Moves(1), coaches=Moves(2, {"clerks": 2})),
        problem(),
        "contract for clerks",
    ),
    "money leaves its stream": (
        posts(clerks=Moves(3, {}, 1), coaches=Moves(1, {}, 0, 1)),
        problem(),
        "funding tie",
    ),
    "a package that a level may not have": (
        plan(packages=PACKAGES | {"math": {"ash": "low", "birch": "low"}}),
        problem(),
        "allowed packages of birch",
    ),
    "a package too far from today's": (talent(ash="high"), problem(strategy=TINKER), "allowed packages of ash"),
    "a floor missed": (talent(birch="none"), problem(), "floor of birch"),
    "more visits than a school takes in": (
        plan(packages={"math": {"ash": "high"}, "talent": {"ash": "high", "birch": "low"}}),
        problem(),
        "visits that ash can take in",
    ),
    "the yearly budget exceeded": (
        posts(coaches=Moves(2, {"clerks": 1}, 1)),
        problem(),
        "yearly budget",
    ),
    "the yearly budget exceeded by a lever": (plan(forms="automate"), problem(), "yearly budget"),
    "the one-time budget exceeded": (plan(), problem(one_time_usd=8_999.0), "one-time budget"),
    "a lever without the freedom": (
        plan(forms="automate"),
        problem(strategy=TINKER),
        "levers that the strategy may take",
    ),
    "a lever that the strategy does not name": (
        plan(desk="taken"),
        problem(strategy=with_freedoms(CLEAN_SHEET, levers=("portal", "forms.automate"))),
        "levers that the strategy may take",
    ),
    "a lever without the one that it needs": (plan(portal="taken"), problem(), "what portal needs"),
    "a lever beside one that it excludes": (plan(desk="taken", forms="automate"), problem(), "what desk excludes"),
    "work that is too much": (plan(), cramped(0, 820.0), "capacity of clerks"),
    "work that the strategy does not drop": (
        plan(),
        other_scenario(cramped(0, 840.0), teams=drawn().teams),
        "capacity of clerks",
    ),
    "visits that are too much for their supplier": (
        plan(),
        supplied(cramped(0, 870.0), "math", "clerks"),
        "capacity of clerks",
    ),
    "visits that are too much": (plan(), cramped(1, 99.0), "capacity of coaches"),
    "new people who lose too much": (plan(), cramped(1, 215.0), "capacity of coaches"),
    "new people who cost more than they lose": (plan(), cramped(1, 225.0, ((1.1, 0.0),)), "capacity of coaches"),
    "new people who cost more in a team of which most are new": (
        plan(),
        cramped(1, 225.0, ((1.0, 0.0), (1.5, 50.0))),
        "capacity of coaches",
    ),
    "hired people who lose too much": (
        posts(clerks=Moves(2, {}, 0, 1), coaches=Moves(2, {}, 1)),
        cramped(1, 240.0),
        "capacity of coaches",
    ),
    "hours that only more posts have": (plan(), dented(1, 3), "capacity of coaches"),
    "posts found too few": (plan(), fact({0: 2}), "least posts 1"),
    "posts of one team or the other found too few": (plan(), fact({0: 2, 1: 3}), "least posts 1"),
    "no number of posts found to be enough": (plan(), fact({}), "least posts 1"),
    "posts found too few without a lever": (plan(), fact({0: 3}, escapes=("forms.automate",)), "least posts 1"),
    "posts found too few beside a lever": (
        plan(forms="automate"),
        fact({0: 3}, ("forms.automate",), ("forms.automate", "portal")),
        "least posts 1",
    ),
    "a lever that does not help": (plan(forms="automate"), fact({0: 2}, escapes=("portal",)), "least posts 1"),
    "posts found too few with new people": (plan(), fact({0: 2, 1: 3}, new={1: 1}), "least posts 1"),
    "posts found too few with hired people": (
        posts(coaches=Moves(2, {"clerks": 1}, 1)),
        fact({1: 4}, new={1: 2}),
        "least posts 1",
    ),
    "a span too wide": (
        posts(coaches=Moves(2), clerks=Moves(3)),
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
    "new people who lose too much": ("capacity of coaches",),
    "new people who cost more than they lose": ("capacity of coaches",),
    "new people who cost more in a team of which most are new": ("capacity of coaches",),
    "hours that only more posts have": ("capacity of coaches",),
    "posts found too few": ("least posts 1",),
    "posts of one team or the other found too few": ("least posts 1",),
    "no number of posts found to be enough": ("least posts 1",),
    "posts found too few without a lever": ("least posts 1",),
    "posts found too few with new people": ("least posts 1",),
    "a lever that the strategy does not name": ("levers that the strategy may take",),
    "a lever without the one that it needs": ("what portal needs",),
    "work that the strategy does not drop": ("capacity of clerks",),
    "visits that are too much for their supplier": ("capacity of clerks",),
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


FITS = {
    "hours that are just enough": (plan(), cramped(1, 221.0)),
    "a piece that is not reached": (plan(), cramped(1, 221.0, ((1.0, 0.0), (1.5, 61.0)))),
    "a piece that is below nothing": (plan(), cramped(1, 101.0, ((1.0, 121.0),))),
    "no post more is needed": (plan(), fact({0: 1})),
    "the other team has more": (plan(), fact({0: 4, 1: 2})),
    "a lever that helps": (plan(forms="automate"), fact({0: 2}, escapes=("forms.automate",))),
    "a lever left that hurts": (plan(), fact({0: 2}, ("forms.automate",), ("forms.automate",))),
    "nobody new in the team": (plan(), fact({0: 2, 1: 3}, new={0: 1})),
    "fewer new": (plan(), fact({0: 2, 1: 3}, new={1: 2})),
    "new in one team of two": (plan(), fact({}, new={1: 1, 0: 1})),
}


@pytest.mark.parametrize("what", FITS)
def test_what_just_fits_is_not_too_much(what):
    fits, within = FITS[what]
    named = recheck(within, fits).violated
    assert not any(name.startswith(("capacity", "least posts")) for name in named)


def decide(model, asked):
    """Leave a model no other plan than this one."""
    office = model.office
    levers = dict(enumerate(asked.levers.tolist()))
    states = dict(enumerate(chosen_states(model.problem.states, asked.levers)))
    decided = [*zip(office.kept, asked.kept, strict=True), *zip(office.hired, asked.hired, strict=True)]
    decided += zip(office.released, asked.released, strict=True)
    decided += [(variable, asked.retrained[pair]) for pair, variable in office.retrained.items()]
    decided += [(variable, states[k] == o) for (k, o), variable in office.state.items()]
    decided += [(variable, levers[e]) for e, variable in office.alone.items()]
    decided += [(variable, asked.packages[a, s] == p) for (a, s, p), variable in model.package.items()]
    for variable, value in decided:
        variable.bounds(float(value), float(value))


def test_the_rows_of_the_optimizer_refuse_what_the_recheck_refuses_and_take_what_it_takes():
    """All that hangs on tables and facts."""
    ways = {
        name: spoiled[:2] for name, spoiled in SPOILED.items() if spoiled[2].startswith(("capacity", "least posts"))
    }
    for name, (asked, within) in (ways | FITS).items():
        model = formulate(
            within, dropped=frozenset(group for group in groups(within) if not group.startswith("promises"))
        )
        decide(model, asked)
        assert solve_model(model.lp).found == (name in FITS), name


@pytest.mark.parametrize("hours", [840.0, 870.0])
def test_work_that_is_dropped_and_visits_that_others_make_are_not_too_much(hours):
    assert recheck(cramped(0, hours), plan()).violated == ()


def test_a_span_counts_the_visits_of_its_own_team_only():
    spoiled, against, _ = SPOILED["a span too wide"]
    assert "span of talent" not in recheck(supplied(against, "talent", "clerks"), spoiled).violated
    assert "span of talent" in recheck(supplied(against, "math", "clerks"), spoiled).violated


def test_a_rule_lifted_and_a_small_district_are_not_checked():
    lifted = CLEAN_SHEET.model_copy(update={"lifted_rules": ("tenure", "contract", "tie")})
    spoiled = SPOILED["fewer posts than the rule asks"][0]
    assert "contract for clerks" not in recheck(problem(strategy=lifted), spoiled).violated
    small = other_limits(span_applies_from_schools=3)
    assert "span of talent" not in recheck(small, SPOILED["a span too wide"][0]).violated


@pytest.mark.parametrize("lifted", ["removable", ("tenure", "contract")])
def test_a_protected_rule_is_checked_whatever_a_strategy_lifts(lifted):
    """Two clerks are given up: tenure forbids it and goes; the contract asks for two of three, and stays."""
    spoiled = posts(clerks=Moves(1, {}, 0, 2), coaches=Moves(2))
    free = problem(strategy=CLEAN_SHEET.model_copy(update={"lifted_rules": lifted}))
    rules = free.scenario.rules
    kept = rules | {"contract": rules["contract"].model_copy(update={"removable": False})}
    both = {"tenure for clerks", "contract for clerks"}
    assert both <= set(recheck(problem(), spoiled).violated)
    assert not both & set(recheck(free, spoiled).violated)
    assert both & set(recheck(other_scenario(free, rules=kept), spoiled).violated) == {"contract for clerks"}


def test_a_smaller_floor_of_today_is_the_floor_where_a_strategy_keeps_today():
    keeps = problem(strategy=CLEAN_SHEET.model_copy(update={"floors": "today"}))
    assert recheck(keeps, talent(birch="none")).violated == ()
