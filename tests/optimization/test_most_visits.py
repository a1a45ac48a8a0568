"""Rows of the bound that limit the visit hours of a team by its posts: against what they say, and beside other rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from offices import team
from redesign.analysis.cost import yearly_budget
from redesign.demand.expectation import expect
from redesign.optimization import most_visits
from redesign.optimization.bound import upper_bound
from redesign.optimization.most_visits import MostVisitsRow
from redesign.optimization.problem import Problem
from redesign.optimization.promised import clairvoyant_rows
from redesign.scenario.strategy import SHIPPED
from study.three_teams import COACHES, three_teams


@pytest.fixture
def problem() -> Problem:
    """Money for today's seven posts; a coach brings support as long as there are visits."""
    teams = three_teams().model_dump()["teams"]
    teams["coaches"] |= team(2, productive_share=0.05)
    scenario = three_teams(teams=teams)
    return Problem(scenario, expect(scenario), (), SHIPPED["clean_sheet"], yearly_budget(scenario), 1e6)


def bound(problem: Problem, *rows: MostVisitsRow) -> float:
    return upper_bound(problem, rows).value


def posts(problem: Problem) -> int:
    return problem.scenario.team_list[COACHES].most_posts


def test_a_team_that_makes_no_visits_leaves_what_others_make(problem: Problem) -> None:
    none = MostVisitsRow(COACHES, (0.0,) * (posts(problem) + 1))
    inclusion = float(problem.expectation.support[1].max(axis=1).sum())
    assert bound(problem, none) <= inclusion + 1e-6 < bound(problem)


def test_the_more_posts_it_takes_to_make_visits_the_less_remains(problem: Problem) -> None:
    most = posts(problem)
    every = float(problem.expectation.visit_hours[0].max(axis=1).sum())
    limits = [MostVisitsRow(COACHES, tuple(every * (n > few) for n in range(most + 1))) for few in range(most + 1)]
    found = [bound(problem, row) for row in limits]
    assert found[0] == pytest.approx(bound(problem)), "it has one post at least anyway"
    assert np.all(np.diff(found) <= 1e-3 * found[0])
    assert found[-1] < found[0] - 1


def test_hours_are_those_of_the_posts_that_a_plan_has(problem: Problem) -> None:
    """Seven hours for every post: the bound's visits of the area are worth no more than its posts make."""
    row = MostVisitsRow(COACHES, tuple(7.0 * n for n in range(posts(problem) + 1)))
    best = float(problem.expectation.effect[0].max() * problem.expectation.need[0].max())
    inclusion = float(problem.expectation.support[1].max(axis=1).sum())
    assert bound(problem, row) <= inclusion + 7.0 * posts(problem) * best + 1e-6


def test_a_large_team_is_limited_post_for_post(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the most that a post makes in a team of any size: no lower than the row of each size."""
    hours = (0.0, 2.0, *(6.0 * n for n in range(2, posts(problem) + 1)))
    exact = bound(problem, MostVisitsRow(COACHES, hours))
    monkeypatch.setattr(most_visits, "MOST_SIZES", 2)
    alike = bound(problem, MostVisitsRow(COACHES, hours))
    same = bound(problem, MostVisitsRow(COACHES, tuple(6.0 * n for n in range(posts(problem) + 1))))
    assert exact <= alike + 1e-6
    assert alike == pytest.approx(same, rel=2e-3)


def test_sizes_are_shared_with_the_rows_of_known_absences(problem: Problem) -> None:
    """Both ask for the team's number of posts: one set of variables."""
    row = MostVisitsRow(COACHES, tuple(7.0 * n for n in range(posts(problem) + 1)))
    rows = clairvoyant_rows(problem, [0.9, 0.9])
    assert any(each.team == COACHES and not each.alike for each in rows)
    assert upper_bound(problem, [row, *rows]).value <= bound(problem, row) + 1e-6
    assert upper_bound(replace(problem), [*rows, row]).value <= bound(problem, row) + 1e-6
