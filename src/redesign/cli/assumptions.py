"""The command that lists what a scenario rests on."""

from __future__ import annotations

from pathlib import Path

import click

from redesign.cli.options import SCENARIO
from redesign.errors import printable


@click.command()
@SCENARIO
@click.option("--all", "every", is_flag=True, help="Print every number, not the 20 heaviest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document with every number.")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="Write every number as a table.")
def assumptions(scenario: Path, every: bool, as_json: bool, table: Path | None) -> None:
    """List every number of a scenario: the assumed ones first, by how much of the office is computed with them.

    Each with what it is, where it comes from, whose it is (the district's own, another district's, a default of
    redesign, nobody's) and what record of the district would replace it. Runs nothing.
    """
    from redesign.analysis.weights import weigh
    from redesign.reporting.assumptions import in_words, to_csv, to_json
    from redesign.scenario.numbers import numbers_in

    loaded, numbers = numbers_in(scenario)
    resting, weighed = weigh(loaded, numbers)
    if table is not None:
        table.write_bytes(to_csv(weighed))
    if as_json:
        click.echo(to_json(loaded.name, resting, weighed).encode(), nl=False)
        return
    click.echo(printable(in_words(loaded.name, resting, weighed, every), keep="\n"), nl=False)
    if table is not None:
        click.echo(f"\nEvery number: {printable(str(table))}")
