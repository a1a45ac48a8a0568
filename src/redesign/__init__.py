"""Clean-sheet service redesign for school district central offices."""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, without the time to import it: the command line is to hear interrupts soon
if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path
    from typing import Any

    from redesign.reporting.compared import Compared
    from redesign.reporting.result import Result
    from redesign.scenario.model import Scenario
    from redesign.simulation.engines import Asked
    from redesign.study.ask.answers import Answer
    from redesign.study.ask.ask import Question
    from redesign.study.knowledge import Knowledge

__version__ = "0.11.0"


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
    from redesign.study.pipeline import with_seed

    known: list[Knowledge] = []
    how: Any = {"workers": workers, "executor": executor, "engine": engine, "learned": known.append}
    scenario = with_seed(scenario, seed)
    return Result(study(scenario, **how), *known, scenario=scenario)


def load_study(path: str | Path) -> Result:
    """Read a stored study, by its folder or its `study.json`: the same result as when it was saved, charts included.

    What the folder keeps beside it, what was learned and what was answered, goes along where it is saved again.
    Raises `redesign.errors.OutputError` with the file and the field where it is of another format or damaged.
    """
    from pathlib import Path

    from redesign.reporting.result import Result
    from redesign.study.storage import read_beside, read_scenario, read_study

    place = Path(path)
    return Result(read_study(place), scenario=read_scenario(place), beside=read_beside(place))


def compare(a: Result | str | Path, b: Result | str | Path) -> Compared:
    """What differs from study A to study B, each a result or a study folder: inputs, plans, support, cost, promises.

    Nothing is simulated. Print it, or let a notebook show it; `comparison` has its parts. Raises
    `redesign.errors.OutputError` where a folder holds no study.
    """
    from redesign.reporting.compared import Compared
    from redesign.reporting.result import Result
    from redesign.study.compare.compare import compare as compared

    first, second = (each if isinstance(each, Result) else load_study(each) for each in (a, b))
    return Compared(compared((first.study, first.scenario), (second.study, second.scenario)))


def ask(where: str | Path | Scenario, question: Question, *, workers: int | None = 1, **options: Any) -> Answer:
    """Ask `rules`, `budget`, `posts`, `alternatives`, `targets`, `sure` or `robust`.

    The answer is a frozen dataclass of `redesign.study.ask.answers`.
    Of a study folder: the answer that is kept there, see `redesign ask`; raises `redesign.errors.OutputError` where
    there is none. Of a scenario: its study is run first, in memory, and then the question is answered; `options` are
    those of `redesign.study.ask.options.Options`, and `pins`, texts such as `posts.coaches=5`.
    """
    from pathlib import Path

    from redesign.study.ask import ask as asking

    if isinstance(where, (str, Path)):
        return asking.kept(Path(where), question)
    return asking.ask_anew(where, question, workers, **options)
