"""The command that compares stored studies."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.argument("others", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document; several comparisons as a list.")
def compare(study: Path, others: tuple[Path, ...], as_json: bool) -> None:
    """Compare stored studies with the first one: inputs first, then the plans, what they bring and what they cost.

    Reads study folders, and runs nothing. Differences are taken year by year where both studies have the same
    simulated years, which is where seed and version are the same.
    """
    from redesign.reporting.compared import Compared, write
    from redesign.study.compare.compare import compare as compared
    from redesign.study.compare.comparison import to_json
    from redesign.study.storage import read_scenario, read_study

    first, *rest = ((read_study(path), read_scenario(path)) for path in (study, *others))
    found = [compared(first, other, len(rest)) for other in rest]
    if as_json:
        click.echo(to_json(found).encode(), nl=False)
        return
    for place, comparison in enumerate(found):
        if place:
            click.echo()
        if sys.stdout.isatty():
            from rich.console import Console

            write(comparison, Console())
        else:
            click.echo(Compared(comparison).summary(), nl=False)
