"""Conflicts that were planted, and found."""

from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from optimization.looking import enumerate_best
from optimization.menus import CLEAN_SHEET, MOST_POSTS, menu
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.errors import InfeasibleError
from redesign.optimization.conflict import conflict, groups, sentence
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.solve import solve
from redesign.optimization.solver import solve_model

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
    reasons = conflict(problem)
    assert all(reason in str(error.value) for reason in reasons)
    return {group for group in groups(problem) if sentence(problem, group) in reasons}


def possible_without(problem, dropped):
    return solve_model(formulate(problem, dropped=frozenset(dropped)).lp).state == "optimal"


def minimum(share, *teams):
    return {"label": "Contract", "kind": "minimum_posts", "minimum_share": share, "teams": teams}


def too_few(*facts, **changes):
    """The planted problem with posts that simulation has found to be too few, whatever the levers."""
    return replace(planted(**changes), facts=tuple(TooFew(posts, frozenset(), frozenset()) for posts in facts))


def bending(most_hours, **changes):
    """The planted problem with clerks of whom each further one adds more hours."""
    problem = planted(**changes)
    hours = most_hours * np.linspace(0, 1, MOST_POSTS + 1) ** 2
    return replace(problem, tables=(TeamTable(hours, NOTHING_LOST), problem.tables[1]))


PLANTED = {
    "too little money for the promises": (
        planted(yearly_posts=1.5, forms=70.0),
        {"yearly_budget", "promises"},
    ),
    "too few hours for a floor": (
        planted(limits={"school_floor_hours_per_teacher": 8.0}, yearly_posts=1.5),
        {"floors", "yearly_budget", "promises"},
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
    "more work than posts can be had": (planted(forms=200.0), {"promises"}),
    "more work than posts can be had where hours bend": (bending(2_000.0, forms=70.0), {"promises"}),
    "work for the third post of three where hours bend": (
        bending(4_000.0, forms=50.0, yearly_posts=2.5),
        {"promises", "yearly_budget"},
    ),
    "posts found too few that cannot be paid": (too_few({0: 2}, yearly_posts=2.5), {"promises", "yearly_budget"}),
    "posts of one team or another found too few": (
        too_few({0: 2, 1: 2}, yearly_posts=2.5),
        {"promises", "yearly_budget"},
    ),
    "no number of posts found to be enough": (too_few({}), {"promises"}),
    "all posts that may be had found too few": (too_few({0: MOST_POSTS}), {"promises"}),
    "posts found too few in two teams": (
        too_few({0: 1, 1: 1}, {0: 2}, {1: 0}, yearly_posts=3.5),
        {"promises", "yearly_budget"},
    ),
    "new people who lose more than they bring": (
        replace(
            too_few({1: 1}),
            tables=(planted().tables[0], TeamTable.expected(MOST_POSTS, 1_000.0, np.array([0.0, 0.0, 2_500.0]))),
        ),
        {"promises"},
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
    text = " | ".join(conflict(problem))
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
        assert solve_model(formulate(problem, dropped=frozenset(rest)).lp).state == "infeasible"
        assert all(possible_without(problem, rest | {group}) for group in needed), seed
    assert seen >= 5
