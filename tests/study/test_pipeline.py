"""The method as a whole, on small offices: what ends it, what is left out, and what an overloaded office gets."""

from __future__ import annotations

from typing import Any

import pytest

from redesign.errors import InfeasibleError
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study.pipeline import run, without_plan
from redesign.study.study import Study
from study.three_teams import FEW, three_teams


def study_of(scenario: Scenario) -> Study:
    return run(scenario, engine="compiled")


def edited(**blocks: Any) -> Scenario:
    raw = three_teams().model_dump()
    for block, changes in blocks.items():
        for name, change in changes.items():
            raw[block][name] = raw[block][name] | change if isinstance(change, dict) else change
    return Scenario.model_validate(raw)


def test_a_certified_strategy_without_a_plan_ends_the_study_with_its_conflict() -> None:
    """No money: nobody can be paid. It is said before any final year is simulated."""
    phases: list[str] = []
    with pytest.raises(InfeasibleError) as ended:
        run(edited(budget={"yearly_usd": 1.0}), engine="compiled", progress=lambda phase, *_: phases.append(phase))
    assert any("yearly budget" in line for line in ended.value.conflict), ended.value.conflict
    assert "optimization" in phases
    assert "final years" not in phases
    assert "plans" not in phases


def test_a_strategy_without_a_plan_is_left_out_with_a_note() -> None:
    """Less money than today's posts cost, and tinkering gives up none."""
    study = study_of(edited(budget={"yearly_usd": 520_000.0}))
    assert list(study.strategies) == ["today", "clean_sheet"]
    assert without_plan(SHIPPED["tinker"]) in study.notes
    assert {(d.of, d.base) for d in study.certificate.differences} == {("clean_sheet", "today")}


def test_an_overloaded_office_gets_a_plan_that_is_no_worse_than_today() -> None:
    """Three clerks have work for four, and no plan may hire: nobody can keep the file's promise of leave."""
    never = {"maximum_posts": 3}
    overloaded = edited(
        services={"leave": {"requests_per_driver_per_year": 190.0, "automate": None}},
        teams={"clerks": never},
    )
    overloaded = overloaded.model_copy(
        update={"run": overloaded.run.model_copy(update={"final_years": 8} | {"most_final_years": 8})}
    )
    study = study_of(overloaded)
    leave = next(p for p in study.chosen.promises if p.id == "leave")
    assert leave.today_share is not None
    assert leave.today_share < 0.5
    assert (leave.verdict, leave.target_share) == ("as_today", leave.today_share)
    assert study.certificate.admissible, study.certificate.failures
    assert {row.team: row.planned for row in study.plan.posts}["clerks"] == 3
    assert study.certificate.support.mean > study.today.support.mean
    assert study.certificate.support.low <= study.certificate.support.upper_bound


def test_every_plan_within_the_money_and_every_number_of_years_is_told() -> None:
    study = study_of(three_teams())
    found = study.certificate.replications
    assert (found.build, found.search, found.final) == (FEW["build_years"], FEW["search_years"], FEW["final_years"])
    for strategy in study.strategies.values():
        assert strategy.cost.yearly_usd <= strategy.cost.yearly_budget_usd + 0.01
