"""A study made and written: what `run` does, and `ask` where there is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.result import Result
from redesign.simulation.replicate import Processes
from redesign.study import pipeline

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from redesign.scenario.model import Scenario
    from redesign.study.knowledge import Knowledge
    from redesign.study.place import Place


def studied(scenario: Scenario, place: Place, executor: Executor | None, **how: Any) -> Result:
    """Run a study and put it, with what it has learned, into a place that is held."""
    known: list[Knowledge] = []
    scenario = pipeline.with_seed(scenario, how.get("seed"))
    study = pipeline.run(scenario, **how, executor=executor, learned=known.append)
    result = Result(study, next(iter(known), None), scenario=scenario)
    how["progress"]("tables and figures", 0, 1)
    result.save_in(place, executor if isinstance(executor, Processes) else None)  # others may run on other machines
    return result
