"""The command that writes what people read of a stored study."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from redesign.errors import printable

OUTPUT = "Folder of the report.  [default: report, in the study folder]"
SCENARIOS = (".yaml", ".yml")


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help=OUTPUT)
def report(study: Path, output: Path | None) -> None:
    """Write a report of a stored study: a page to open and to forward, documents for a board and for a grant proposal.

    STUDY is a study folder, or its study.json. Nothing is computed anew: every number comes from the study, and from
    the answers of `redesign ask` that its folder keeps.
    """
    if study.suffix in SCENARIOS and study.is_file():
        raise click.UsageError(_wanted(study))
    reported(study, output)


def reported(study: Path, output: Path | None = None, err: bool = False) -> None:
    """Write a report and name its files."""
    from redesign.reporting.documents import missing
    from redesign.reporting.report import write_report

    folder = write_report(study, output)
    click.echo(f"Report: {printable(str(folder))}", err=err)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        click.echo(f"  {printable(file.relative_to(folder).as_posix())}", err=err)
    if lacking := missing():
        click.echo(lacking, err=True)


def _wanted(scenario: Path) -> str:
    """A report is of a study: where that of a scenario is, or how to make it."""
    from redesign.cli.folder import folder_name
    from redesign.errors import RedesignError
    from redesign.scenario.reading import load_scenario
    from redesign.study.storage import STUDY

    said = f"{printable(str(scenario))} is a scenario; a report is made of a study, given by its folder. "
    with suppress(RedesignError):
        folder = Path(folder_name(load_scenario(scenario).name))
        if (folder / STUDY).is_file():
            return f"{said}Try: redesign report {folder}"
    return f"{said}Make one first: redesign run {printable(str(scenario))}"
