"""The command that remakes a study from its own folder."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redesign.cli.ending import NOT_THE_SAME
from redesign.cli.options import ENGINE, WORKERS
from redesign.errors import OutputError, printable

if TYPE_CHECKING:
    from redesign.scenario.model import Scenario
    from redesign.study.compare.remade import Remade
    from redesign.study.study import Study

OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Keep the remade study.  [default: discard it]"
)


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@OUTPUT
@WORKERS
@ENGINE
@click.option("--json", "as_json", is_flag=True, help="Print what was found as one JSON document.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def reproduce(study: Path, output: Path | None, as_json: bool, quiet: bool, **how: Any) -> None:
    """Remake a stored study from the scenario in its folder, and compare plan, tables and figures.

    STUDY is a study folder, which stays as it is. Ends with code 0 where everything is the same, and with code 8
    where something differs, which is named.
    """
    from redesign.study.compare.remade import compared
    from redesign.study.storage import STUDY

    folder = study.parent if study.name == STUDY else study
    if output is not None and output.resolve() == folder.resolve():
        raise click.UsageError("--output: found the study itself; allowed: another folder")
    kept, scenario = _kept(folder)
    with ExitStack() as stack:
        room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="redesign-"))) / "study"
        made = output or room
        if how["engine"] == "auto":
            how["engine"] = kept.scenario.engine
        _remake(scenario, made, quiet, **how)
        found = compared(folder, made)
    _show(found, kept, as_json)
    if output is not None:
        click.echo(f"\nRemade in {printable(str(output))}", err=as_json)
    if not found.same:
        sys.exit(NOT_THE_SAME)


def _kept(folder: Path) -> tuple[Study, Scenario]:
    """The study and its scenario; raises OutputError."""
    from redesign.study.manifest import changed_since
    from redesign.study.storage import SCENARIO, read_as_it_is, read_scenario

    kept, scenario = read_as_it_is(folder), read_scenario(folder)
    if scenario is None:
        raise OutputError(f"{folder}: keeps no {SCENARIO}, from which it could be remade; run the scenario again")
    if SCENARIO in changed_since(folder):
        raise OutputError(f"{folder / SCENARIO}: changed since the study was written, which cannot be remade from it")
    return kept, scenario


def _remake(scenario: Scenario, folder: Path, quiet: bool, workers: int | None, engine: str) -> None:
    from redesign.cli.progress import progress_on_stderr
    from redesign.cli.studied import studied
    from redesign.study.pipeline import workers_for
    from redesign.study.place import claimed

    with (
        progress_on_stderr(quiet) as progress,
        claimed(folder) as place,
        workers_for(scenario, workers) as executor,
    ):
        studied(scenario, place, executor, progress=progress, engine=engine)


def _show(found: Remade, kept: Study, as_json: bool) -> None:
    from redesign.reporting.remade import in_words, to_json

    if as_json:
        click.echo(to_json(found).encode(), nl=False)
    else:
        click.echo(printable(in_words(found, kept), keep="\n"), nl=False)
