"""Directions that must hold whatever the numbers are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from offices import small_office, staffed
from plans import plan_of
from redesign import load_scenario
from redesign.analysis.cost import yearly_budget
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.demand.streams import FINAL
from redesign.errors import InfeasibleError
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.solve import solve
from redesign.scenario.changed import changed
from redesign.scenario.strategy import SHIPPED
from redesign.study.years import case_of, simulate_year

CLEAN_SHEET, TINKER = SHIPPED["clean_sheet"], SHIPPED["tinker"]
GENEROUS_USD = 1e9


def with_clerks(count):
    scenario = small_office()
    return case_of(scenario, plan_of(scenario, staffed(scenario, clerks=count)))


def test_zero_effect_work_answered_faster_adds_no_support():
    """Concepts S20, S21: clerks make no visits; more of them answer faster and support stays as it was."""
    for year in range(FINAL, FINAL + 5):
        found = simulate_year({"slow": with_clerks(2), "fast": with_clerks(9)}, "simpy", year)
        assert found["fast"].on_time[:2].sum() > found["slow"].on_time[:2].sum()
        assert np.array_equal(found["fast"].support, found["slow"].support)


def test_a_need_without_a_team_stays_unmet_under_every_plan():
    """Concept S110."""
    found = simulate_year({"today": with_clerks(5), "more": with_clerks(9)}, "simpy", FINAL)
    assert found["today"].unmet[-1] == found["more"].unmet[-1] > 0


@pytest.fixture(scope="module")
def tutorial():
    return load_scenario(Path(__file__).parents[2] / "scenarios" / "tutorial.yaml")


def problem(drawn, strategy, yearly_usd=None, one_time_usd=None):
    scenario = changed(drawn, strategy.changes)
    expectation, lost = expect(scenario), lost_hours(scenario)
    tables = tuple(
        TeamTable.expected(team.most_posts, 0.9 * float(expectation.post_hours[t]), lost[:, t])
        for t, team in enumerate(scenario.team_list)
    )
    yearly = yearly_budget(scenario) if yearly_usd is None else yearly_usd
    once = scenario.budget.one_time_usd if one_time_usd is None else one_time_usd
    return Problem(scenario, expectation, tables, strategy, yearly, once)


def without_ramps(problem):
    """The problem where new people lose no hours."""
    return replace(problem, tables=tuple(TeamTable(t.hours, np.zeros_like(t.lost)) for t in problem.tables))


def test_clean_sheet_with_free_transition_is_never_below_tinkering(tutorial):
    today = CLEAN_SHEET.model_copy(update={"floors": "today"})
    clean, tinker = (
        solve(without_ramps(problem(tutorial, strategy, one_time_usd=GENEROUS_USD))) for strategy in (today, TINKER)
    )
    assert clean.bound >= tinker.promised_support - 1e-6


def test_a_rule_lifted_never_lowers_the_optimum(tutorial):
    lifted = CLEAN_SHEET.model_copy(update={"lifted_rules": ("tenure_protection",)})
    free, bound = problem(tutorial, lifted), solve(problem(tutorial, lifted)).bound
    assert "tenure_protection" in tutorial.rules.keys() - free.rules.keys()
    assert bound >= solve(problem(tutorial, CLEAN_SHEET)).promised_support - 1e-6


def test_more_money_never_lowers_the_optimum(tutorial):
    rich, poor = (solve(problem(tutorial, CLEAN_SHEET, usd)) for usd in (420_000.0, 385_000.0))
    assert rich.bound >= poor.promised_support - 1e-6


def test_a_fact_more_never_raises_the_optimum_and_new_people_who_lose_less_never_lower_it(tutorial):
    given = problem(tutorial, CLEAN_SHEET)
    found = solve(given)
    facts = tuple(TooFew({t: int(n)}, frozenset(), frozenset()) for t, n in enumerate(found.plan.posts) if n)
    more = [solve_or_none(replace(given, facts=(fact,))) for fact in facts]
    assert any(more)
    assert all(each.promised_support <= found.bound + 1e-6 for each in more if each)
    assert any(each.promised_support < found.promised_support - 1e-6 for each in more if each)
    assert solve(without_ramps(given)).bound >= found.promised_support - 1e-6


def solve_or_none(asked):
    try:
        return solve(asked)
    except InfeasibleError:
        return None
