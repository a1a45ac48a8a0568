"""One digest and one number of years, whatever runs the replications and in which order they are ready."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import LifoQueue
from typing import Any

import pytest

from mortal import die
from redesign import load_scenario
from redesign.scenario.model import Scenario
from redesign.simulation.replicate import DIED, Processes
from redesign.study.pipeline import run
from redesign.study.study import Study

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
FEW = {
    "strategies": ("tinker",),
    "build_years": 2,
    "search_years": 2,
    "final_years": 2,
    "most_final_years": 16,
    "support_half_width_share": 0.02,
}


class LastFirst(ThreadPoolExecutor):
    """Runs what was submitted last first."""

    def __init__(self) -> None:
        super().__init__(1)
        self._work_queue: Any = LifoQueue()


class Mortal(Processes):
    """Has one of its processes die amid the work that it is given later."""

    def __init__(self, workers: int, before: int) -> None:
        super().__init__(workers)
        self.before = before

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.before -= 1
        if not self.before:
            super().submit(die)
        return super().submit(fn, *args, **kwargs)


@pytest.fixture(scope="module")
def short() -> Scenario:
    scenario = load_scenario(TUTORIAL)
    return scenario.model_copy(update={"run": scenario.run.model_copy(update=FEW)})


@pytest.fixture(scope="module")
def serial(short: Scenario) -> Study:
    return run(short)


def test_years_are_added_until_intervals_are_narrow(serial: Study) -> None:
    assert 2 < serial.certificate.replications.final < 16


@pytest.mark.parametrize("executor", [partial(ThreadPoolExecutor, 3), LastFirst])
def test_threads_in_any_order(short: Scenario, serial: Study, executor: Any) -> None:
    with executor() as threads:
        assert run(short, executor=threads) == serial


def test_a_cluster(short: Scenario, serial: Study, dask_executor: Executor) -> None:
    assert run(short, executor=dask_executor) == serial


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_processes(short: Scenario, serial: Study, workers: int) -> None:
    with Processes(workers) as processes:
        assert run(short, executor=processes) == serial


@pytest.mark.slow
def test_processes_of_which_one_dies(short: Scenario, serial: Study, caplog: pytest.LogCaptureFixture) -> None:
    with Mortal(2, before=3) as processes:
        assert run(short, executor=processes) == serial
    assert caplog.messages == [DIED]


@pytest.mark.slow
def test_a_cluster_of_processes(short: Scenario, serial: Study) -> None:
    distributed = pytest.importorskip("distributed")
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**how) as cluster, distributed.Client(cluster) as client:
        assert run(short, executor=client.get_executor()) == serial
