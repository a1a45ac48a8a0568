"""Conflicts that were planted, and found."""

import re
from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from optimization.looking import enumerate_best
from optimization.menus import CLEAN_SHEET, MOST_POSTS, menu
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.errors import InfeasibleError
from redesign.optimization.conflict import groups, is_possible, smallest_conflict, without_caps
from redesign.optimization.explained import infeasible, sentence
from redesign.optimization.problem import Broken, Problem, TooFew
from redesign.optimization.repair import repair, with_floor
from redesign.optimization.solve import solve

POST_USD = 80_000.0
NOTHING_LOST = np.zeros(3)


def planted(yearly_posts=10.0, one_time_usd=1e6, forms=1.0, **changes):
    """Three clerks who need one post for `forms` requests a teacher, one coach; posts do 1,000 hours."""
    scenario = office(
        schools=(school("ash"), school("birch")),
        teams={"clerks": team(3, maximum_posts=MOST_POSTS), "coaches": team(1, maximum_posts=MOST_POSTS)},
        services={"forms": service("teachers", forms, ("clerks", 1.0))},
        areas={"math": area("coaches", {"low": (20, 5.0, 1.0), "high": (40, 5.0, 1.0)})},
        **{"run": {"solver_gap": 0.0}} | changes,
    )
    expectation = expect(scenario)
    tables = tuple(TeamTable.expected(MOST_POSTS, 1_000.0, NOTHING_LOST) for _ in scenario.teams)
    return Problem(scenario, expectation, tables, CLEAN_SHEET, yearly_posts * POST_USD, one_time_usd)


def named(problem):
    """Groups that the conflict names."""
    with pytest.raises(InfeasibleError) as error:
        solve(problem)
    needed = smallest_conflict(problem)
    assert error.value.conflict == tuple(sentence(problem, group) for group in needed)
    return set(needed)


def possible_without(problem, dropped):
    return is_possible(problem, set(groups(problem)) - set(dropped))


def minimum(share, *teams):
    return {"label": "Contract", "kind": "minimum_posts", "minimum_share": share, "teams": teams}


def too_few(*facts, **changes):
    """The planted problem with posts that simulation has found to be too few, whatever the levers."""
    known = (TooFew(posts, frozenset(), frozenset(), teams=tuple(posts) or (0,)) for posts in facts)
    return replace(planted(**changes), facts=tuple(known))


def bending(most_hours, **changes):
    """The planted problem with clerks of whom each further one adds more hours."""
    problem = planted(**changes)
    hours = most_hours * np.linspace(0, 1, MOST_POSTS + 1) ** 2
    return replace(problem, tables=(TeamTable(hours, NOTHING_LOST), problem.tables[1]))


PLANTED = {
    "too little money for the promises": (
        planted(yearly_posts=1.5, forms=70.0),
        {"yearly_budget", "promises:0"},
    ),
    "too few hours for a floor": (
        planted(limits={"school_floor_hours_per_teacher": 8.0}, yearly_posts=1.5),
        {"floors", "yearly_budget", "promises:0", "promises:1"},
    ),
    "a floor that no package reaches": (planted(limits={"school_floor_hours_per_teacher": 11.0}), {"floors"}),
    "a floor that schools cannot take in": (
        planted(limits={"school_floor_hours_per_teacher": 8.0, "absorptive_visits_per_school": 30.0}),
        {"floors", "absorptive"},
    ),
    "a rule against the budget": (
        planted(yearly_posts=2.5, rules={"contract": minimum(1.0, "clerks")}),
        {"rule:contract", "yearly_budget"},
    ),
    "no money to release": (planted(yearly_posts=2.5, one_time_usd=0.0), {"one_time_budget", "yearly_budget"}),
    "a rule against release": (
        planted(
            yearly_posts=2.5,
            rules={"tenure": {"label": "Tenure", "kind": "release_limit", "release_share": 0.0, "teams": ("clerks",)}},
        ),
        {"rule:tenure", "yearly_budget"},
    ),
    "more work than posts can be had": (planted(forms=200.0), {"promises:0", "cap:0"}),
    "more work than posts can be had where hours bend": (bending(2_000.0, forms=70.0), {"promises:0", "cap:0"}),
    "work for the third post of three where hours bend": (
        bending(4_000.0, forms=50.0, yearly_posts=2.5),
        {"promises:0", "yearly_budget"},
    ),
    "posts found too few that cannot be paid": (too_few({0: 2}, yearly_posts=2.5), {"promises:0", "yearly_budget"}),
    "posts of one team or another found too few": (
        too_few({0: 2, 1: 2}, yearly_posts=2.5),
        {"promises:0", "yearly_budget"},
    ),
    "no number of posts found to be enough": (too_few({}), {"promises:0", "cap:0"}),
    "all posts that may be had found too few": (too_few({0: MOST_POSTS}), {"promises:0", "cap:0"}),
    "posts found too few in two teams": (
        too_few({0: 1, 1: 1}, {0: 2}, {1: 0}, yearly_posts=3.5),
        {"promises:0", "promises:1", "yearly_budget"},
    ),
    "new people who lose more than they bring": (
        replace(
            too_few({1: 1}),
            tables=(planted().tables[0], TeamTable.expected(MOST_POSTS, 1_000.0, np.array([0.0, 0.0, 2_500.0]))),
        ),
        {"promises:1"},
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_conflict_is_named_and_nothing_else(what):
    problem, expected = PLANTED[what]
    assert named(problem) == expected


@pytest.mark.parametrize("what", PLANTED)
def test_without_any_of_the_named_there_is_a_plan(what):
    problem, expected = PLANTED[what]
    for group in expected:
        assert possible_without(problem, {group} | (set(groups(problem)) - expected)), group


def test_the_words_name_the_numbers_that_a_planner_can_change():
    problem = PLANTED["a rule against the budget"][0]
    text = str(infeasible(problem))
    assert "$200,000" in text
    assert "contract: Contract" in text


def test_a_rule_that_is_no_part_of_the_conflict_is_not_named():
    problem = planted(yearly_posts=1.5, forms=70.0, rules={"contract": minimum(0.1, "coaches")})
    assert "rule:contract" not in named(problem)


def test_conflicts_of_random_menus_cannot_be_made_smaller():
    seen = 0
    for seed in range(30):
        problem = menu(seed)
        if enumerate_best(problem) is not None:
            continue
        seen += 1
        needed = named(problem)
        rest = set(groups(problem)) - needed
        assert needed
        assert not possible_without(problem, rest)
        assert all(possible_without(problem, rest | {group}) for group in needed), seed
    assert seen >= 5


def mended(problem, group):
    """The problem with the repair of a group written into it."""
    words = repair(problem, group)
    number = float(re.sub(r"[$,]", "", re.search(r"[\d.,]+(?= in all)|[\d.]+$", words).group()))
    if group == "floors":
        return with_floor(problem, number)
    if group.startswith("cap:"):
        return without_caps(problem, {int(group[4:]): int(number)})
    if group == "absorptive":
        limits = problem.scenario.limits.model_copy(update={"absorptive_visits_per_school": number})
        return replace(problem, scenario=problem.scenario.model_copy(update={"limits": limits}))
    return replace(problem, **{group.replace("budget", "usd"): number})


REPAIRABLE = [
    (what, group)
    for what, (_, needed) in PLANTED.items()
    for group in sorted(needed)
    if not group.startswith(("promises", "rule"))
]


@pytest.mark.parametrize(("what", "group"), REPAIRABLE)
def test_the_repair_of_a_group_is_enough_and_hardly_more(what, group):
    problem = PLANTED[what][0]
    nothing_known = group.startswith("cap:") and any(not fact.posts for fact in problem.facts)
    if nothing_known or not possible_without(problem, {group}):
        assert repair(problem, group) == ""
        return
    better = mended(problem, group)
    assert is_possible(better, groups(better))
    key = {"yearly_budget": "yearly_usd", "one_time_budget": "one_time_usd"}.get(group)
    if key:
        less = replace(problem, **{key: getattr(problem, key) + 0.95 * (getattr(better, key) - getattr(problem, key))})
        assert not is_possible(less, groups(less))


def test_repairs_by_hand():
    """Three clerks of whom one is needed, 1,000 hours a post, $80,000 each."""
    money = PLANTED["a rule against the budget"][0]
    assert repair(money, "rule:contract") == "no rule contract"
    assert repair(money, "yearly_budget") == "$40,200 more a year ($240,200 in all)"
    cap = PLANTED["more work than posts can be had"][0]
    assert repair(cap, "cap:0") == "maximum_posts of clerks: 8"
    floor = PLANTED["a floor that no package reaches"][0]
    assert repair(floor, "floors") == "limits: school_floor_hours_per_teacher: 9.96"


def test_a_floor_names_the_school_and_what_it_can_reach():
    problem = PLANTED["a floor that no package reaches"][0]
    assert "Ash 10, Birch 10" in sentence(problem, "floors")


def test_a_cap_that_the_file_does_not_say_is_said_to_be_a_default():
    written = PLANTED["more work than posts can be had"][0]
    assert sentence(written, "cap:0") == f"at most {MOST_POSTS} posts in clerks, its maximum_posts"
    clerks = written.scenario.teams["clerks"].model_copy(update={"maximum_posts": None})
    scenario = written.scenario.model_copy(update={"teams": written.scenario.teams | {"clerks": clerks}})
    assert "the file does not say: twice today's and five more" in sentence(
        replace(written, scenario=scenario), "cap:0"
    )


def test_a_promise_is_named_with_what_was_kept_of_it():
    broken = Broken("service", "forms", 0.712)
    fact = TooFew({}, frozenset(), frozenset(), teams=(0,), broken=broken)
    text = sentence(replace(planted(), facts=(fact,)), "promises:0")
    assert "forms" in text
    assert "71.2% were kept" in text
    assert f"{MOST_POSTS} in clerks" in text


def test_a_team_with_more_work_than_hours_is_named_with_both():
    text = sentence(PLANTED["more work than posts can be had"][0], "promises:0")
    assert text.startswith("the promises of clerks: it has ")
    assert f"the {MOST_POSTS} posts that it may have" in text
