"""Clean-sheet service redesign for school district central offices."""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, without the time to import it: the command line is to hear interrupts soon
if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from redesign.reporting.result import Result
    from redesign.scenario.model import Scenario
    from redesign.simulation.engines import Asked

__version__ = "0.1.0"


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file with its parent and roster; raise `redesign.errors.InputError` with every fault."""
    from redesign.scenario.reading import load_scenario as load  # late: the command line starts without pydantic

    return load(path)


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    workers: int | None = 1,
    executor: Executor | None = None,
    engine: Asked = "auto",
) -> Result:
    """Simulate today, optimize, verify and certify: the whole method on one scenario.

    The result is the same for any number of `workers` (None: as many as repay their start), for any `executor`
    that stands in for them, such as `dask.distributed.Client(...).get_executor()`, and for either engine. Raises
    `InfeasibleError` where targets, rules and budget cannot hold together, `SolverError` where the solver fails,
    `WorkerError` where worker processes die again and again.
    """
    from redesign.reporting.result import Result
    from redesign.study.pipeline import run as study

    return Result(study(scenario, seed=seed, workers=workers, executor=executor, engine=engine))


def load_study(path: str | Path) -> Result:
    """Read a stored study, by its folder or its `study.json`: the same result as when it was saved, charts included.

    Raises `redesign.errors.OutputError` with the file and the field where it is of another format or damaged.
    """
    from pathlib import Path

    from redesign.reporting.result import Result
    from redesign.study.storage import read_study

    return Result(read_study(Path(path)))
