"""What a year takes in memory, against the tasks and the bytes of years that were simulated."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.size import MOST_GB, Size, check_size, sizes_of
from redesign.demand.workload import draw_workload
from redesign.errors import InputError
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.study.years import case_of, simulate_year

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def tutorial(rate: float = 45.0, **more: Any) -> Scenario:
    raw = load_scenario(SCENARIOS / "tutorial.yaml").model_dump(exclude={"origin"})
    raw["services"]["leave_requests"]["requests_per_driver_per_year"] = rate
    return Scenario.model_validate(raw | more)


def refusal(scenario: Scenario) -> str:
    with pytest.raises(InputError) as caught:
        check_size(scenario)
    (fault,) = caught.value.faults
    return str(fault)


@pytest.mark.parametrize("name", ["tutorial", "corpus_christi", "sharyland"])
def test_expected_tasks_of_requests_and_other_work_are_those_of_a_year(name: str) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    counted = sum(size.tasks for size in sizes_of(scenario) if size.path[0] != "areas")
    tasks, _ = arrange(scenario, expect(scenario), draw_workload(scenario, 0), plan_today(scenario))
    visits = sum(size.tasks for size in sizes_of(scenario) if size.path[0] == "areas")  # of the largest packages
    assert counted * 0.95 < len(tasks.ready) < (counted + visits) * 1.05


@pytest.mark.parametrize("rate", [2_000.0, 6_000.0])
def test_a_year_takes_no_more_memory_than_said_and_not_far_less(rate: float) -> None:
    """Truth: what Python and NumPy allocate."""
    scenario = tutorial(rate)
    case = case_of(scenario, plan_today(scenario))
    simulate_year({"today": case_of(tutorial(), plan_today(scenario))}, "simpy", 0)
    tracemalloc.start()
    simulate_year({"today": case}, "simpy", 0)
    peak = tracemalloc.get_traced_memory()[1] / 1e9
    tracemalloc.stop()
    said = sum(size.gb for size in sizes_of(scenario))
    assert peak < said < 4 * peak


def test_a_year_that_fits_is_let_through_and_a_larger_one_refused_in_the_words_of_the_file(tmp_path: Path) -> None:
    """60 teachers; a request is one task of 300 bytes and three numbers of 40, for each of three schools alike."""
    most = MOST_GB * 1e9 / (60 * (300 + 3 * 40))
    check_size(tutorial(most * 0.99))
    said = refusal(tutorial(most * 1.01))
    assert said.startswith("services.leave_requests.requests_per_driver_per_year: found ")
    assert said.endswith("takes about 3.0 GB of memory; allowed: at most 3 GB")
    for file in ("tutorial.yaml", "tutorial_schools.csv"):
        (tmp_path / file).write_text((SCENARIOS / file).read_text("utf-8"), "utf-8")
    many = "extends: tutorial.yaml\nname: many\nteams:\n  office: {other_work_hours_per_year: 1e9}\n"
    (tmp_path / "many.yaml").write_text(many, "utf-8")
    said = refusal(load_scenario(tmp_path / "many.yaml"))
    assert said.startswith("many.yaml:4:1: teams.office.other_work_hours_per_year: found 1e+09, which makes 500,0")


def test_what_levers_and_strategies_make_of_it_is_looked_at() -> None:
    changes = {"services": {"leave_requests": {"requests_times": 100.0}}}
    levers = {"flood": {"label": "Flood", "changes": changes}}
    assert refusal(tutorial(4_500.0, levers=levers)).startswith("levers.flood.changes: found 450000 for services.leave")
    strategies = {"flood": {"label": "Flood", "changes": changes}}
    assert refusal(tutorial(4_500.0, strategies=strategies)).startswith("strategies.flood.changes: found 450000 for")


def test_schools_that_ask_little_cost_as_many_draws_as_the_busiest() -> None:
    assert Size((), 1.0, tasks=0.0, draws=25e6).gb == pytest.approx(1.0)
    scenario = tutorial()
    schools = (scenario.schools[0].model_copy(update={"teachers": 200.0}), *scenario.schools[1:])
    uneven = scenario.model_copy(update={"schools": schools})
    even, more = (next(sizes_of(each)) for each in (scenario, uneven))
    assert (even.draws, more.draws) == (45 * 20 * 3 * 3, 45 * 200 * 3 * 3)
    assert (even.tasks, more.tasks) == (45 * 60, 45 * 240)
