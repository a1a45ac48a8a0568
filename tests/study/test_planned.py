"""A plan read back from a study is the plan that was simulated: its years come out to the last digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign import load_scenario
from redesign.demand.streams import FINAL
from redesign.scenario.in_force import in_force
from redesign.study.pipeline import run
from redesign.study.planned import plan_of
from redesign.study.strategy_report import named
from redesign.study.years import case_of, simulate_year

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FEW = {"build_years": 2, "search_years": 2, "final_years": 2, "most_final_years": 2}


@pytest.mark.parametrize("name", ["tutorial", "tutorial_ideas"])
def test_every_plan_of_a_study_can_be_simulated_again(name: str) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update=FEW)})
    study = run(scenario)
    cases = {}
    for key, result in study.strategies.items():
        made = in_force(scenario, scenario.all_strategies[key])
        plan = plan_of(made, result.plan)
        cases[key] = case_of(made, plan)
        assert named(cases[key].scenario, plan) == result.plan
    for i in range(2):
        year = simulate_year(cases, "simpy", FINAL + i)
        found = {key: float(each.support.sum()) for key, each in year.items()}
        assert found == {key: pytest.approx(years[i], rel=1e-12) for key, years in study.years.support.items()}
