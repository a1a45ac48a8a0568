"""The command that lists what a scenario rests on."""

from __future__ import annotations

from pathlib import Path

import click

from redesign.cli.options import SCENARIO
from redesign.errors import Fault, InputError, printable


@click.command()
@SCENARIO
@click.option("--all", "every", is_flag=True, help="Print every number, not the 20 heaviest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document with every number.")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="Write every number as a table.")
@click.option(
    "--study",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Study whose answer of `ask sure` orders them.  [default: redesign-NAME, here]",
)
def assumptions(scenario: Path, every: bool, as_json: bool, table: Path | None, study: Path | None) -> None:
    """List every number of a scenario, the first to replace first: by what it moves, or by hours and money.

    Where a study of the scenario keeps an answer of `ask sure`, what knowing a number is worth and what it moves give
    the order. Else the assumed numbers come first, by how much of the office is computed with them.

    Each with what it is, where it comes from, whose it is (the district's own, another district's, a default of
    redesign, nobody's) and what record of the district would replace it. Runs nothing.
    """
    from redesign.analysis.weights import weigh
    from redesign.cli.folder import folder_name
    from redesign.reporting.assumptions import in_words, listed_by, to_csv, to_json
    from redesign.scenario.numbers import numbers_in
    from redesign.study.ask.moved import moved_in

    loaded, numbers = numbers_in(scenario)
    moved = moved_in(study or Path(folder_name(loaded.name)), loaded)
    if study is not None and isinstance(moved, str):
        raise InputError([Fault("", 0, 0, "--study", moved)])
    listed = listed_by(loaded.name, weigh(loaded, numbers), moved)
    if table is not None:
        table.write_bytes(to_csv(listed))
    if as_json:
        click.echo(to_json(listed).encode(), nl=False)
        return
    click.echo(printable(in_words(listed, every), keep="\n"), nl=False)
    if table is not None:
        click.echo(f"\nEvery number: {printable(str(table))}")
