"""What a study keeps for a proposal: a budget and sums by hand, and nothing that the file does not say."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from redesign.scenario.model import Scenario
from redesign.study.project_budget import _retrained, project_budget
from redesign.study.proposal import proposal_facts
from redesign.study.proposal_result import CostItem
from redesign.study.schools import area_facts
from redesign.study.strategy_result import TeamPosts
from scenario_files import SMALL, SMALL_ROSTER, change, load

COACHES = """\
  coaches:
    label: Coaches
    unit: Academics
    funding_stream: general
    posts_today: 2
    loaded_cost_usd: 80000
    leave_share: 0.1
    productive_share: 0.6
    other_work_hours_per_year: 0
    backlog_allowance_hours: 50
    hire_usd: 9000
    release_usd: 8000
    retrain_from:
      - {team: office, cost_usd: 5000, ramp_share: 0.2}
services:
  forms:
    label: Forms
    driver: teachers
    requests_per_driver_per_year: 4
    steps: [{team: office, work_hours: 1}]
    promise: {due_working_hours: 40, on_time_share: 0.9}
    automate: {residual_work_share: 0.1, yearly_usd: 20000, one_time_usd: 30000}
levers:
  portal: {label: A portal, yearly_usd: 1000}
areas:
"""
PLAIN = change(SMALL, "areas:\n", COACHES)
SAID = """\
proposal:
  project_years: 3
  pay_growth_rate: 0.03
  costs:
    posts_paid_by: grant
    hiring: {line: other, paid_by: grant}
    training: {line: contractual, paid_by: grant}
    levers: {line: contractual, paid_by: district}
    materials: {paid_by: grant}
  levers:
    forms.automate: {line: equipment, paid_by: grant}
"""


@pytest.fixture
def plan() -> Any:
    """Three posts of the office end, one is retrained for the coaches, who hire two; forms are automated."""
    office = TeamPosts("office", 6, 2, {}, 1, 0, 3, 2)
    coaches = TeamPosts("coaches", 2, 2, {"office": 1}, 0, 2, 0, 5)
    cost = SimpleNamespace(materials_usd=5_000.4, providers_usd=0.0, yearly_usd=520_000.0)
    return SimpleNamespace(
        plan=SimpleNamespace(posts=(office, coaches), levers={"forms": "automate", "portal": "left"}),
        cost=cost,
        support=SimpleNamespace(mean=30.0),
        visits=(SimpleNamespace(made=12.0), SimpleNamespace(made=8.5)),
        promises=[
            SimpleNamespace(verdict=verdict, decided=decided)
            for verdict, decided in (("meets", True), ("meets", False), ("as_today", True), ("missed", True))
        ],
    )


@pytest.fixture
def today() -> Any:
    cost = SimpleNamespace(materials_usd=1_000.0, providers_usd=700.0, yearly_usd=521_000.0)
    return SimpleNamespace(cost=cost, support=SimpleNamespace(mean=12.0), visits=(SimpleNamespace(made=4.0),))


def scenario(tmp_path: Path, text: str) -> Scenario:
    return load(tmp_path, text, SMALL_ROSTER)


def found(item: CostItem) -> tuple[Any, ...]:
    return item.kind, item.label, item.line, item.paid_by, item.posts, item.post_usd, item.usd_by_year


def test_the_budget_is_what_a_pencil_says(tmp_path: Path, today: Any, plan: Any) -> None:
    text = change(PLAIN, "loaded_cost_usd: 80000", "loaded_cost_usd: 80000\n    fringe_rate: 0.25")
    budget = project_budget(scenario(tmp_path, text + SAID), today, plan)
    assert [found(item) for item in budget.items] == [
        ("personnel", "Coaches", "personnel", "grant", 3, 64_000, (192_000, 197_760, 203_693)),
        ("fringe", "Coaches", "fringe", "grant", 3, 16_000, (48_000, 49_440, 50_923)),
        ("release", "Office", None, None, 3, 20_000, (60_000, 0, 0)),
        ("hiring", "Coaches", "other", "grant", 2, 9_000, (18_000, 0, 0)),
        ("training", "Coaches", "contractual", "grant", 1, 5_000, (5_000, 0, 0)),
        ("lever_once", "Forms: automate", "equipment", "grant", None, None, (30_000, 0, 0)),
        ("lever", "Forms: automate", "equipment", "grant", None, None, (20_000, 20_000, 20_000)),
        ("materials", "", "supplies", "grant", None, None, (4_000, 4_000, 4_000)),
    ]
    assert [(t.paid_by, t.line, t.usd_by_year, t.usd) for t in budget.by_line] == [
        ("grant", "personnel", (192_000, 197_760, 203_693), 593_453),
        ("grant", "fringe", (48_000, 49_440, 50_923), 148_363),
        ("grant", "equipment", (50_000, 20_000, 20_000), 90_000),
        ("grant", "supplies", (4_000, 4_000, 4_000), 12_000),
        ("grant", "contractual", (5_000, 0, 0), 5_000),
        ("grant", "other", (18_000, 0, 0), 18_000),
    ]
    assert [(t.paid_by, t.usd_by_year, t.usd) for t in budget.direct] == [
        ("grant", (317_000, 271_200, 278_616), 866_816),
        ("district", (0, 0, 0), 0),
        (None, (60_000, 0, 0), 60_000),
    ]
    assert budget.usd == 926_816


def test_what_the_file_does_not_say_is_left_open(tmp_path: Path, today: Any, plan: Any) -> None:
    facts = proposal_facts(scenario(tmp_path, PLAIN), today, plan)
    items = {(item.kind, item.label): item for item in facts.budget.items}
    assert found(items["posts", "Coaches"]) == ("posts", "Coaches", None, None, 3, 80_000, (240_000,))
    assert items["materials", ""].line == "supplies"
    assert {item.paid_by for item in facts.budget.items} == {None}
    assert facts.budget.by_line == ()
    assert [total.usd for total in facts.budget.direct] == [0, 0, facts.budget.usd]
    said = (facts.title, facts.program, facts.first_year, facts.project_years, facts.pay_growth_rate)
    assert said == (None,) * 5
    assert facts.served == facts.outcomes == facts.external_factors == facts.roster[1:] == ()
    assert [area.evidence for area in area_facts(scenario(tmp_path, PLAIN))] == [""]
    sources = "label: Coaching\n    source: {packages: a study, rest: 'assumed: a guess'}"
    sourced = scenario(tmp_path, change(PLAIN, "label: Coaching", sources))
    assert [area.evidence for area in area_facts(sourced)] == ["a study; assumed: a guess"]


@pytest.mark.parametrize(
    ("keys", "salary"),
    [
        ("salary_usd: 64000", 64_000),
        ("fringe_rate: 0.28", 62_500),
        ("salary_usd: 64200\n    fringe_rate: 0.25", 64_200),
    ],
)
def test_salary_and_benefits_come_to_the_loaded_cost(
    tmp_path: Path, today: Any, plan: Any, keys: str, salary: float
) -> None:
    text = change(PLAIN, "loaded_cost_usd: 80000", f"loaded_cost_usd: 80000\n    {keys}")
    personnel, fringe, *_ = project_budget(scenario(tmp_path, text), today, plan).items
    assert (personnel.kind, personnel.post_usd, fringe.kind, fringe.post_usd) == (
        "personnel",
        salary,
        "fringe",
        80_000 - salary,
    )


def test_sums_are_those_of_the_plan(tmp_path: Path, today: Any, plan: Any) -> None:
    totals = proposal_facts(scenario(tmp_path, PLAIN), today, plan).totals
    assert (totals.posts_today, totals.posts_planned) == (8, 7)
    assert (totals.retrained, totals.hired, totals.released) == (1, 2, 3)
    assert (totals.visits_today, totals.visits_planned) == (4, 20.5)
    assert (totals.support_times, totals.yearly_change_usd) == (2.5, -1_000)
    assert (totals.promises, totals.meets, totals.close, totals.as_today, totals.missed) == (4, 1, 1, 1, 1)
    assert totals.assumptions == len(scenario(tmp_path, PLAIN).origin.assumptions) > 10
    today.support.mean = 0.0
    assert proposal_facts(scenario(tmp_path, PLAIN), today, plan).totals.support_times is None


def test_people_who_retrain_at_the_same_cost_are_one_item_wherever_they_come_from() -> None:
    """One and two at $6,000 are three; four at $8,000 stand apart."""
    pairs = [SimpleNamespace(team=name, cost_usd=usd) for name, usd in (("a", 6_000), ("b", 8_000), ("c", 6_000))]
    team: Any = SimpleNamespace(retrain_from=pairs)
    posts: Any = SimpleNamespace(retrained_in={"a": 1, "b": 4, "c": 2})
    assert list(_retrained(team, posts)) == [(3, 6_000), (4, 8_000)]
