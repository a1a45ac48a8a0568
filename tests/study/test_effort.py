"""What a study will simulate is foreseen well enough to choose engine and workers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cases import arranged
from redesign import load_scenario
from redesign.demand.plan import plan_today
from redesign.simulation.engines import Engine, engine
from redesign.simulation.tasks import Records, Tasks
from redesign.study.effort import PROCESSES_REPAY_TASKS, compiling_repays, expected_tasks, worthwhile_workers
from redesign.study.pipeline import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["tutorial", "sharyland", "corpus_christi"])
def test_expected_tasks_are_those_that_years_have(name: str) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    asked = scenario.run
    held = 5  # responsiveness, tinker, portfolio, deregulate, clean sheet
    years = 3 * held * len(scenario.teams) * (asked.build_years + asked.search_years) + 8 * asked.final_years
    tasks, _ = arranged(scenario, plan_today(scenario))
    assert expected_tasks(scenario) / years == pytest.approx(len(tasks.ready), rel=0.1)


def test_a_study_simulates_about_as_much_as_foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a factor of two, which is all that engine and workers are chosen by."""
    simulated = []

    def counting(name: Engine) -> Callable[[Tasks], Records]:
        def run_year(tasks: Tasks) -> Records:
            simulated.append(len(tasks.ready))
            return engine(name)(tasks)

        return run_year

    monkeypatch.setattr("redesign.analysis.cluster_years.engine", counting)
    monkeypatch.setattr("redesign.study.years.engine", counting)
    scenario = load_scenario(SCENARIOS / "tutorial.yaml")
    run(scenario, engine="compiled")
    assert 0.5 < sum(simulated) / expected_tasks(scenario) < 2


def test_every_shipped_scenario_repays_compiled_code() -> None:
    for name in ("tutorial", "sharyland", "corpus_christi"):
        assert compiling_repays(load_scenario(SCENARIOS / f"{name}.yaml"))


def test_a_small_study_starts_no_processes() -> None:
    tutorial = load_scenario(SCENARIOS / "tutorial.yaml")
    small = tutorial.model_copy(update={"run": tutorial.run.model_copy(update={"strategies": ("tinker",)})})
    assert expected_tasks(small) < PROCESSES_REPAY_TASKS
    assert worthwhile_workers(small) == 1


def test_all_cores_that_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    large = load_scenario(SCENARIOS / "corpus_christi.yaml")
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {2, 3, 5}, raising=False)
    assert worthwhile_workers(large) == 3
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert worthwhile_workers(large) == 1
