"""The command that fits a scenario to a ticket log."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redesign.cli.options import SCENARIO
from redesign.errors import printable

if TYPE_CHECKING:
    from rich.console import Console

    from redesign.reporting.sections.section import Section
    from redesign.study.calibrated.calibrated import Calibrated, Fit
    from redesign.study.runner import Progress

DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@SCENARIO
@click.option("--tickets", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The log, as CSV.")
@click.option(
    "--columns",
    type=click.Path(path_type=Path),
    metavar="MAP.yaml",
    help="Which columns and services: docs/how-to/calibrate.md.  [default: usual names]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write.  [default: calibrated-NAME, here]"
)
@click.option("--until", type=DATE, help="Fit what was known on this day.  [default: all of the log]")
@click.option("--check-from", type=DATE, help="Predict from this day on, and compare with what came.")
@click.option("--check-until", type=DATE, help="First day that is not compared any more.  [default: all of the log]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def calibrate(scenario: Path, tickets: Path, as_json: bool, quiet: bool, **how: Any) -> None:
    """Fit arrivals, seasons and work times of services to a log of tickets with opening and closing times.

    Writes a folder with the scenario, a variant of it that holds the fitted numbers with their source, and the page
    CALIBRATION.md: what was read and dropped, each number with its interval, simulated against observed, and what is
    odd about the log. In its folder `figures` is a chart of each service, with all of its values in words.
    """
    from redesign.cli.folder import folder_name
    from redesign.cli.progress import progress_on_stderr
    from redesign.scenario.log_map import LogMap, read_log_map
    from redesign.study.calibrated.calibrated import Range, fitted
    from redesign.study.calibrated.variant import variant_name
    from redesign.study.place import claimed

    read_as = read_log_map(how["columns"]) if how["columns"] else LogMap()
    fit = fitted(
        scenario, tickets, read_as, Range(*(_day(how[name]) for name in ("until", "check_from", "check_until")))
    )
    folder = how["output"] or Path(folder_name(fit[0].name).replace("redesign-", "calibrated-", 1))
    with claimed(folder) as place, progress_on_stderr(quiet) as progress:
        done = place.fill(lambda new: _made(scenario, new, fit, progress))
    _show(done, as_json)
    written = folder / variant_name(scenario)
    click.echo(f"\nWritten: {printable(str(written))}, and CALIBRATION.md and figures beside it", err=as_json)


def _made(scenario: Path, folder: Path, fit: Fit, progress: Progress) -> Calibrated:
    """Everything in the folder; raises OSError or OutputError."""
    from redesign.reporting.calibration import page, to_json
    from redesign.reporting.calibration_chart import write_charts
    from redesign.study.calibrated.calibrated import calibrated
    from redesign.study.calibrated.variant import PAGE, variant_name

    done = calibrated(scenario, folder, fit, progress)
    write_charts(done, folder, progress)
    (folder / PAGE).write_text(page(done, variant_name(scenario)), encoding="utf-8")
    (folder / "calibration.json").write_text(to_json(done), encoding="utf-8")
    return done


def _day(given: object) -> datetime.date | None:
    return given.date() if isinstance(given, datetime.datetime) else None


def _write(section: Section, console: Console) -> None:
    from redesign.reporting.summary import write_section

    write_section(section, console, console.width)


def _show(done: Calibrated, as_json: bool) -> None:
    from redesign.reporting.calibration import sections, to_json
    from redesign.reporting.summary import plain_text

    if as_json:
        click.echo(to_json(done).encode(), nl=False)
        return
    for place, section in enumerate(sections(done)):
        if place:
            click.echo()
        text = plain_text(partial(_write, section))
        click.echo(printable(text, keep="\n"), nl=False)
