"""The audit of a compiled run: years of the plan run through the SimPy model too, and compared with `==`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.demand.expectation import expect
from redesign.demand.streams import FINAL
from redesign.demand.workload import draw_workload
from redesign.errors import EngineError
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import engine
from redesign.simulation.tasks import Records, Tasks
from redesign.study.certified import Audit
from redesign.study.runner import Runner

AUDITED_YEARS = 2
COLUMNS = ("joined", "start", "finish")


def audit(case: Case, runner: Runner) -> Audit | None:
    """Compare both engines on the first final years; None where the SimPy model itself was the engine.

    Raises EngineError at the first record that differs, with a file that reproduces it.
    """
    if runner.engine == "simpy":
        return None
    years = range(FINAL, FINAL + AUDITED_YEARS)
    compared = runner.replicate("audit", partial(compare_year, case), years)
    return Audit(AUDITED_YEARS, sum(compared), differences=0)


def compare_year(case: Case, year: int) -> int:
    """Number of tasks of which every record is equal; raises EngineError where one is not."""
    scenario = case.scenario
    # the ledger is a third of the memory
    tasks = arrange(scenario, expect(scenario), draw_workload(scenario, year), case.plan)[0]
    compare(tasks, engine("simpy")(tasks), engine("compiled")(tasks), f"year-{year}")
    return len(tasks.ready)


def compare(tasks: Tasks, model: Records, twin: Records, name: str) -> None:
    """Raise EngineError at the first difference, after writing the engine's input beside it."""
    for column in COLUMNS:
        differs = np.flatnonzero(getattr(model, column) != getattr(twin, column))
        if len(differs):
            task = int(differs[0])
            path = Path(f"redesign-engines-differ-{name}.npz")
            columns: dict[str, Any] = {field: np.asarray(getattr(tasks, field)) for field in Tasks.__slots__}
            np.savez_compressed(path, allow_pickle=False, **columns)
            raise EngineError(
                f"The compiled engine and the SimPy model differ: {column} of task {task} is "
                f"{getattr(twin, column)[task]} and {getattr(model, column)[task]}. No result was written. "
                f"{path} holds the input that shows it; `--engine simpy` runs without the compiled engine."
            )


def reproduce(path: Path) -> None:
    """Run both engines on a file that an audit wrote; raises EngineError if they still differ."""
    with np.load(path, allow_pickle=False) as stored:
        columns = {name: stored[name] for name in Tasks.__slots__}
    tasks = Tasks(**(columns | {"horizon": int(columns["horizon"])}))
    compare(tasks, engine("simpy")(tasks), engine("compiled")(tasks), "again")
