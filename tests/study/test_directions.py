"""Directions that must hold whatever the numbers are."""

from pathlib import Path

import numpy as np
import pytest

from offices import small_office, staffed
from redesign import load_scenario
from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import expect
from redesign.demand.streams import FINAL
from redesign.optimization.problem import CLEAN_SHEET, TINKER, Freedoms, Problem, default_yearly_usd
from redesign.optimization.solve import solve
from redesign.scenario.plan import Plan, plan_today
from redesign.study.years import simulate_year


def test_zero_effect_work_answered_faster_adds_no_support():
    """Concepts S20, S21: clerks make no visits; more of them answer faster and support stays as it was."""
    scenario = small_office()
    slow, fast = (Plan(staffed(scenario, clerks=n), plan_today(scenario).packages) for n in (2, 9))
    for year in range(FINAL, FINAL + 5):
        before, after = simulate_year(scenario, (slow, fast), "simpy", year)
        assert after.on_time[:2].sum() > before.on_time[:2].sum()
        assert np.array_equal(after.support, before.support)


def test_a_need_without_a_team_stays_unmet_under_every_plan():
    """Concept S110."""
    scenario = small_office()
    today = plan_today(scenario)
    years = simulate_year(scenario, (today, Plan(staffed(scenario, clerks=9), today.packages)), "simpy", FINAL)
    assert years[0].unmet[-1] == years[1].unmet[-1] > 0


@pytest.fixture(scope="module")
def tutorial():
    return load_scenario(Path(__file__).parents[2] / "scenarios" / "tutorial.yaml")


def problem(scenario, freedoms, yearly_usd=None):
    expectation = expect(scenario)
    curves = tuple(
        CapacityCurve.expected(team.most_posts, 0.9 * float(expectation.post_hours[t]))
        for t, team in enumerate(scenario.teams.values())
    )
    money = default_yearly_usd(scenario, expectation) if yearly_usd is None else yearly_usd
    return Problem(scenario, expectation, curves, freedoms, money, scenario.budget.one_time_usd)


def freed(freedoms, **changes):
    names = Freedoms.__slots__
    return Freedoms(**({name: getattr(freedoms, name) for name in names} | changes))


def test_clean_sheet_with_free_transition_is_never_below_tinkering(tutorial):
    clean = solve(problem(tutorial, freed(CLEAN_SHEET, free_transition=True, floors=False)))
    tinker = solve(problem(tutorial, freed(TINKER, free_transition=True)))
    assert clean.bound >= tinker.promised_support - 1e-6


def test_a_rule_lifted_never_lowers_the_optimum(tutorial):
    bound = solve(problem(tutorial, freed(CLEAN_SHEET, lifted_rules=frozenset({"tenure_protection"})))).bound
    assert bound >= solve(problem(tutorial, CLEAN_SHEET)).promised_support - 1e-6


def test_more_money_never_lowers_the_optimum(tutorial):
    rich, poor = (solve(problem(tutorial, CLEAN_SHEET, usd)) for usd in (420_000.0, 385_000.0))
    assert rich.bound >= poor.promised_support - 1e-6
