"""The command that writes what people read of a stored study."""

from __future__ import annotations

from pathlib import Path

import click

from redesign.errors import printable

OUTPUT = "Folder of the report.  [default: report, in the study folder]"


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help=OUTPUT)
def report(study: Path, output: Path | None) -> None:
    """Write a report of a stored study: a page to open and to forward, documents for a board and for a grant proposal.

    STUDY is a study folder, or its study.json. Nothing is computed anew: every number comes from the study, and from
    the answers of `redesign ask` that its folder keeps.
    """
    from redesign.reporting.documents import missing
    from redesign.reporting.report import write_report

    folder = write_report(study, output)
    click.echo(f"Report: {printable(str(folder))}")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        click.echo(f"  {printable(file.relative_to(folder).as_posix())}")
    if lacking := missing():
        click.echo(lacking, err=True)
