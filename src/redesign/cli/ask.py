"""The command that asks questions of a study."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from redesign.cli.options import ENGINE, EXECUTOR, OUTPUT, PIN, SCENARIO, SEED, WORKERS
from redesign.errors import printable

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from redesign.cli.progress import Progress
    from redesign.scenario.model import Scenario
    from redesign.study.ask.robust_result import Robust
    from redesign.study.knowledge import Knowledge
    from redesign.study.study import Study

BY = "robust: by what.  [default: the file's, or mean]"
VERIFY = "Simulate the plans, too, beside the certified one on the same years.  [default: for rules only]"


@click.command()
@SCENARIO
@click.argument(
    "question", type=click.Choice(["rules", "budget", "posts", "alternatives", "targets", "sure", "robust"])
)
@OUTPUT
@SEED
@WORKERS
@EXECUTOR
@ENGINE
@PIN
@click.option("--verify/--no-verify", default=None, help=VERIFY)
@click.option("--points", type=click.IntRange(1, 200), help="budget: steps of the yearly budget.  [default: 20]")
@click.option(
    "--spread", type=click.FloatRange(0, 0.9, min_open=True), help="budget: share less and more.  [default: 0.1]"
)
@click.option(
    "--support", type=float, multiple=True, help="targets: modeled support to reach. May be given several times."
)
@click.option("--within", type=click.FloatRange(0, 0.5), help="alternatives, robust: share less.  [default: 0.01]")
@click.option("--differ", type=click.IntRange(1, 1000), help="alternatives: posts and levers.  [default: 3]")
@click.option("--plans", type=click.IntRange(1, 50), help="alternatives: how many at most.  [default: 5]")
@click.option(
    "--samples", type=click.IntRange(20, 100_000), help="sure, robust: sets of numbers drawn.  [default: 500]"
)
@click.option("--years", type=click.IntRange(1, 100), help="sure, robust: years under each.  [default: 1]")
@click.option("--resolve", type=click.IntRange(2, 10_000), help="sure: draws to plan anew for.  [default: none]")
@click.option("--by", type=click.Choice(["mean", "regret", "worst_tenth"]), help=BY)
@click.option("--truths", type=click.IntRange(0, 100), help="robust: other effects to solve for.  [default: 5]")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON document.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def ask(scenario: Path, question: str, as_json: bool, quiet: bool, **how: Any) -> None:
    """Ask what a rule costs, what more money buys, what the next post is worth, which other plans are as good, what
    a target costs, how sure the answer is, or which plan holds whatever the numbers are.

    QUESTION is one of rules, budget, posts, alternatives, targets, sure, robust. All but the last two are answered by
    solving the certified strategy's problem again with what its study has learned. `sure` draws the uncertain numbers
    and simulates the study's plans under each set of them, `robust` those and others near them, to choose one; both go
    on where a run was ended. SCENARIO is a scenario file, or a study folder: then it is the scenario as it was
    studied, seed and pins included. Where the study folder holds no study of the scenario yet, that is run first. The
    answer is kept in the folder.
    """
    from redesign.cli.cluster import workers
    from redesign.cli.progress import progress_on_stderr
    from redesign.study.pipeline import with_seed

    named, at = _asked_of(scenario)
    loaded, folder = with_seed(named, how.pop("seed")), how.pop("output") or at
    runs_in = workers(loaded, how.pop("workers"), how.pop("cluster"))
    with progress_on_stderr(quiet) as progress, runs_in as executor:
        answered, study = _answer(loaded, folder, question, (executor, progress), how)
        kept = _keep(folder, answered, study, progress)
    _show(answered, study, as_json)
    click.echo(f"\nKept in {kept}", err=as_json)


def which_holds(scenario: Scenario, folder: Path, runs: tuple[Executor | None, Progress], engine: str) -> Robust:
    """The answer to `robust` of the study that stands in a folder, kept there."""
    answered, study = _answer(scenario, folder, "robust", runs, {"engine": engine, "pin": ()})
    _keep(folder, answered, study, runs[1])
    return cast("Robust", answered)


def _asked_of(named: Path) -> tuple[Scenario, Path]:
    """The scenario of a file, or the one that a study folder keeps, and where its study is."""
    from redesign.cli.folder import folder_name
    from redesign.errors import OutputError
    from redesign.scenario.reading import load_scenario
    from redesign.study.storage import SCENARIO as KEPT
    from redesign.study.storage import STUDY, read_scenario

    folder = named.parent if named.name == STUDY else named
    if (folder / STUDY).is_file():
        kept = read_scenario(folder)
        if kept is None:
            raise OutputError(f"{folder}: keeps no {KEPT}, of which it could be asked; name the scenario file instead")
        return kept, folder
    loaded = load_scenario(named)
    return loaded, Path(folder_name(loaded.name))


def _keep(folder: Path, answered: Any, study: Study, progress: Progress) -> str:
    """The answer and its pictures in the study folder; returns their names."""
    from redesign.reporting.asked_charts import PICTURES, write_pictures
    from redesign.study.ask.ask import keep

    progress("pictures", 0, 1)
    name = keep(folder, answered, partial(write_pictures, answered, study))
    drawn = PICTURES.get(answered.question, ())
    pictures = f"\nPictures beside it: {', '.join(f'{each}.png' for each in drawn)}" if drawn else ""
    return printable(str(folder / name)) + pictures


def _answer(
    scenario: Scenario, folder: Path, question: Any, runs: tuple[Executor | None, Progress], how: Any
) -> tuple[Any, Study]:
    from redesign.scenario.pinned import pinned
    from redesign.study.ask.ask import ask as answer
    from redesign.study.ask.ask import engine_for
    from redesign.study.ask.options import options_for
    from redesign.study.ask.variant import Asking
    from redesign.study.pipeline import runner_for

    executor, progress = runs
    engine, pins = how.pop("engine"), how.pop("pin")
    with_pins = pinned(scenario, pins)
    study, knowledge = _study(scenario, folder, runs, engine)
    runner, _ = runner_for(scenario, executor, engine_for(question, engine), progress)
    given = {name: value for name, value in how.items() if value is not None}
    options = options_for(question, scenario.run, given)
    return answer(Asking(with_pins, study, knowledge, runner, folder), question, options), study


def _study(
    scenario: Scenario, folder: Path, runs: tuple[Executor | None, Progress], engine: str
) -> tuple[Study, Knowledge]:
    """The study in the folder, or a new one."""
    from redesign.cli.ending import say
    from redesign.cli.studied import studied
    from redesign.study.ask.ask import study_in
    from redesign.study.place import claimed

    found = study_in(folder, scenario)
    if not isinstance(found, str):
        with claimed(folder):  # that the answer can be kept is known before anything is computed
            return found
    executor, progress = runs
    replaced = " That replaces it, with the answers that it holds." if (folder / "study.json").exists() else ""
    say(printable(f"{found}: the scenario is studied first.{replaced}"))
    with claimed(folder) as place:
        result = studied(scenario, place, executor, progress=progress, engine=engine)
    assert result.knowledge is not None  # noqa: S101 - a study that was just run has learned something
    return result.study, result.knowledge


def _show(answered: Any, study: Study, as_json: bool) -> None:
    from redesign.reporting.asked import in_words
    from redesign.study.ask.answers import to_json

    if as_json:
        click.echo(to_json(answered).encode(), nl=False)
    else:
        click.echo(in_words(answered, study), nl=False)
