"""The commands. Heavy libraries are imported when a command needs them: `--help` answers at once."""

from __future__ import annotations

import io
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redesign import __version__
from redesign.cli.ask import ask, which_holds
from redesign.cli.assumptions import assumptions
from redesign.cli.calibrate import calibrate
from redesign.cli.compare import compare
from redesign.cli.ending import NOT_AS_ASKED, SOLVER_FAILED, Commands
from redesign.cli.new import new
from redesign.cli.options import ENGINE, EXECUTOR, OUTPUT, PIN, SCENARIO, SEED, WORKERS
from redesign.cli.report import report, reported
from redesign.cli.reproduce import reproduce
from redesign.errors import printable

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from redesign.cli.progress import Progress
    from redesign.reporting.result import Result
    from redesign.scenario.model import Scenario
    from redesign.study.ask.robust_result import Robust

HOLDS = "study.json, details.txt, tables as CSV, figures"
"""What is in a study folder."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="redesign")
def main() -> None:
    """Redesign a school district's central office from a clean sheet.

    A scenario file describes the office; `redesign run` simulates it, finds the plan that buys the most modeled
    support for the same money, and certifies it on fresh simulated years.

    Exit codes: 0 fine, 2 bad input, 3 no plan can meet the scenario, 4 solver missing, failed or contradicting itself,
    5 a study was written, but its plan is not admissible or not reproducible, 6 output not written,
    7 worker processes died or memory ran out, 8 a study remade is not the stored one, 70 a bug, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a name shows its code; that is no reason to stop.
            stream.reconfigure(errors="backslashreplace")


@main.command()
@SCENARIO
@OUTPUT
@SEED
@WORKERS
@EXECUTOR
@ENGINE
@PIN
@click.option("--json", "as_json", is_flag=True, help="Print the study as one JSON document instead of the summary.")
@click.option("--details", is_flag=True, help="Print every table instead of the first screen.")
@click.option("--report", "with_report", is_flag=True, help="Write the report, too, as `redesign report` does.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def run(
    scenario: Path,
    output: Path | None,
    workers: int | None,
    pin: tuple[str, ...],
    as_json: bool,
    details: bool,
    with_report: bool,
    quiet: bool,
    **how: Any,
) -> None:
    """Simulate, optimize and certify; write the study folder and print a summary.

    Ends with code 5 where no admissible plan was found, which the summary says first, or where the search stopped at
    a time limit; the study is written all the same.
    """
    from redesign.cli.folder import folder_name
    from redesign.cli.progress import progress_on_stderr
    from redesign.scenario.pinned import pinned
    from redesign.scenario.reading import load_scenario

    loaded = pinned(load_scenario(scenario), pin)
    _look_at_today(loaded, aloud=not quiet, err=True)
    folder = Path(folder_name(loaded.name)) if output is None else output
    with progress_on_stderr(quiet) as progress:
        from redesign.cli.cluster import workers as runs_in
        from redesign.reporting.fonts import missing_letters

        with runs_in(loaded, workers, how.pop("cluster")) as executor:
            result, robust = _studied(loaded, folder, (executor, progress), how)
    _print_json(result) if as_json else _print_summary(result, folder, details, robust)
    if note := missing_letters(result.study):
        click.echo(f"\n{printable(note)}", err=as_json)
    click.echo(f"\nStudy folder: {printable(str(folder))} ({HOLDS})", err=as_json)
    if with_report:
        reported(folder, err=as_json)
    if not (result.certificate.admissible and result.certificate.reproducible):
        sys.exit(NOT_AS_ASKED)


main.add_command(new)
main.add_command(ask)
main.add_command(report)
main.add_command(compare)
main.add_command(reproduce)
main.add_command(assumptions)
main.add_command(calibrate)


@main.command()
@SCENARIO
def validate(scenario: Path) -> None:
    """Check a scenario file and its roster; report every fault with its line, or what looks wrong about today."""
    from redesign.demand.size import check_size
    from redesign.scenario.reading import load_scenario

    loaded = load_scenario(scenario)
    check_size(loaded)
    counts = {
        "school": loaded.schools,
        "team": loaded.own_teams,
        "service": loaded.services,
        "support area": loaded.areas,
    }
    words = ", ".join(f"{len(items)} {noun}{'' if len(items) == 1 else 's'}" for noun, items in counts.items())
    for note in loaded.origin.notes:
        click.echo(printable(f"Note: {note}"), err=True)
    assumed = len(loaded.origin.assumptions)
    click.echo(f"{printable(scenario.name)} is valid: {words}, {assumed} assumed numbers.")
    _look_at_today(loaded, aloud=True, err=False)


@main.command()
@SCENARIO
def show(scenario: Path) -> None:
    """Print every value of a scenario, merged with its parent, and where each comes from."""
    from redesign.scenario.merged import merged_values
    from redesign.scenario.reading import load_scenario

    for path, value, where in merged_values(load_scenario(scenario)):
        if value is not None:
            click.echo(printable(f"{path}: {value}    # {where}"))


@main.command()
@click.option("--dictionary", is_flag=True, help="The same as a data dictionary in Markdown.")
@click.option("--study", is_flag=True, help="That of study.json instead.")
def schema(dictionary: bool, study: bool) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json

    if study:
        from redesign.study.dictionary import study_dictionary as in_words
        from redesign.study.study import study_schema as as_schema
    else:
        from redesign.scenario.schema import data_dictionary as in_words
        from redesign.scenario.schema import scenario_schema as as_schema
    if dictionary:
        click.echo(in_words(), nl=False)
    else:
        click.echo(json.dumps(as_schema(), indent=2))


@main.command()
def doctor() -> None:
    """Say what is installed, solve a toy model, and tell how to mend what does not work."""
    from redesign.cli.doctor import examine

    if not examine(click.echo):
        sys.exit(SOLVER_FAILED)


def _look_at_today(scenario: Scenario, aloud: bool, err: bool) -> None:
    """Refuse what does not fit in memory; say what looks wrong about today's office."""
    from redesign.demand.size import check_size
    from redesign.demand.today import notes_on_today
    from redesign.reporting.text import visible

    check_size(scenario)
    notes = notes_on_today(scenario) if aloud else []
    if notes:
        click.echo("Worth a look before planning:", err=err)
    for note in notes:
        click.echo(f"  {visible(note)}", err=err)


def _studied(
    scenario: Scenario, folder: Path, runs: tuple[Executor | None, Progress], how: Any
) -> tuple[Result, Robust | None]:
    """The study, put into its folder; and which plan holds, where the scenario says that it shall be asked."""
    from redesign.cli.studied import studied
    from redesign.study.pipeline import with_seed
    from redesign.study.place import claimed

    executor, progress = runs
    with claimed(folder) as place:
        result = studied(scenario, place, executor, progress=progress, **how)
    if scenario.run.robust is None:
        return result, None
    return result, which_holds(with_seed(scenario, how["seed"]), folder, runs, how["engine"])


def _print_json(result: Result) -> None:
    click.echo(result.study.to_json().encode(), nl=False)


def _print_summary(result: Result, folder: Path, details: bool, robust: Robust | None) -> None:
    from rich.console import Console

    from redesign.reporting.summary import plain_text, write_details, write_summary

    typed = shlex.quote(printable(str(folder)))
    write = write_details if details else partial(write_summary, robust=robust, folder=typed)
    if sys.stdout.isatty():
        write(result.study, Console())
    else:
        click.echo(plain_text(lambda console: write(result.study, console)), nl=False)
