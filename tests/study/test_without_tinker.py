"""A budget that tinkering cannot meet, because it gives up no post: it is left out, and the study says so."""

from pathlib import Path

import pytest

from redesign import load_scenario, run
from redesign.scenario.strategy import SHIPPED
from redesign.study.pipeline import without_plan

SCENARIO = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


def study_of(yearly_usd):
    scenario = load_scenario(SCENARIO)
    few = {"strategies": ("tinker",), "build_years": 4, "search_years": 4, "final_years": 4, "most_final_years": 4}
    budget = scenario.budget.model_copy(update={"yearly_usd": yearly_usd})
    settings = scenario.run.model_copy(update=few)
    return run(scenario.model_copy(update={"budget": budget, "run": settings}), engine="simpy").study


@pytest.mark.parametrize(("yearly_usd", "left_out"), [(385_500.0, False), (340_000.0, True)])
def test_tinker_is_left_out_where_it_has_no_plan(yearly_usd, left_out):
    study = study_of(yearly_usd)
    assert ("tinker" not in study.strategies) == left_out
    assert "clean_sheet" in study.strategies
    assert (without_plan(SHIPPED["tinker"]) in study.notes) == left_out
