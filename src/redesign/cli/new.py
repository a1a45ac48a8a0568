"""`redesign new`: a scenario of a district nobody prepared, from published files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redesign.errors import Fault, InputError, RedesignError, printable

if TYPE_CHECKING:
    from redesign.districts.facts import Candidate, PublishedDistrict

MOST_SHOWN = 20
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--tea", type=_FOLDER, help="Folder with schools.csv and districts.csv of the Texas Education Agency.")
@click.option("--ccd", type=_FOLDER, help="Folder with files of the Common Core of Data, as nces.ed.gov/ccd has them.")
@click.option("--f33", type=_FILE, help="The district finance file of the same site, beside --ccd or --tea: spending.")
@click.option(
    "--roster", type=_FILE, help="A list of schools, CSV or workbook: name, level, enrollment, teachers, need."
)
@click.option("--state", default="", help="The state or its two letters, beside --roster.")
@click.option("--year", default="", help="The school year of the list, such as 2023-24, beside --roster.")
@click.option("--district", metavar="NAME_OR_ID", help="The district's id, or a part of its name.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="New folder.  [default: the district's name, here]"
)
def new(district: str | None, output: Path | None, state: str, year: str, **sources: Path | None) -> None:
    """Write the scenario of a district from files that states and the federal government publish.

    Name one source: --tea, --ccd or --roster. A part of the district's name is enough; where several have it, they are
    listed, and nothing is written.

    The new folder has scenario.yaml, complete and commented; schools.csv; and DATA.md, which says for every number
    where it comes from. It validates and runs as it is. Then replace what is assumed; `redesign assumptions` says what
    first. To try it: `redesign new --tea data/texas --district dumas`.
    """
    from redesign.districts.compose import SCENARIO, slug
    from redesign.districts.data_page import NO_SPENDING, kind_of
    from redesign.districts.make import PAGE, make
    from redesign.districts.residuals import doubts
    from redesign.scenario.sourced import sourced_numbers
    from redesign.study.place import claimed

    published = _published(district, sources, state, year)
    folder = output or Path(slug(published.name).replace("_", "-"))
    with claimed(folder, users=True) as place:
        made = place.fill(lambda room: make(published, room))
    kinds = Counter(kind_of(source) for _, _, source in sourced_numbers(folder / SCENARIO))
    kinds.update(number.origin.kind for row in made.rows for number in row.numbers.values())
    posts = sum(team.posts for team in made.teams.values())
    left_out = f"; {len(published.left_out)} left out by rule" if published.left_out else ""
    who = ", ".join(filter(None, (published.name, published.state, published.year)))
    click.echo(printable(f"{who}: {_schools(len(made.rows))}{left_out}."))
    teams = sum(team.posts > 0 for team in made.teams.values())
    click.echo(
        f"{posts:,} central posts in {teams} teams. Of {kinds.total():,} numbers, the roster's included, "
        f"{kinds['read']:,} are read, {kinds['computed']:,} computed and {kinds['assumed']:,} assumed."
    )
    if not published.spending and not sources["roster"]:
        click.echo(f"{NO_SPENDING} `--f33 FILE` adds it.")
    for doubt in doubts(made):
        click.echo(printable(f"Look at this first: {doubt}"))
    click.echo(printable(f"Where each comes from: {folder / PAGE}. Next: redesign run {folder / SCENARIO}"))


def _published(wanted: str | None, sources: dict[str, Path | None], state: str, year: str) -> PublishedDistrict:
    from redesign.districts import ccd, school_list, tea

    texas, federal, roster, f33 = (sources[name] for name in ("tea", "ccd", "roster", "f33"))
    if sum(bool(source) for source in (texas, federal, roster)) != 1:
        raise click.UsageError("name one source: --tea FOLDER, --ccd FOLDER or --roster FILE")
    if not wanted:
        raise click.UsageError("name the district with --district: its id, or a part of its name")
    if roster:
        if f33:
            raise click.UsageError("--f33 goes beside --tea or --ccd: a list of schools has no id to find its row by")
        return school_list.district(roster, wanted, *_spelled(state, year))
    if state or year:
        raise click.UsageError("--state and --year go beside --roster: the other files have them")
    if texas:
        return tea.district(texas, _chosen(tea.candidates(texas, wanted), wanted, tea.DISTRICTS).id, f33)
    assert federal is not None  # noqa: S101  the one that is left
    return ccd.district(federal, _chosen(ccd.candidates(federal, wanted), wanted, ccd.directory(federal).name).id, f33)


def _spelled(state: str, year: str) -> tuple[str, str]:
    """State and year in their usual spelling; raises InputError for what is given and is none."""
    from redesign.districts.states import STATES, state_named, year_named
    from redesign.scenario.nearest import suggestion

    place = "a state or territory of the United States, or its two letters, such as Ohio or OH; BIE or DoDEA"
    found = {
        "--state": (state, state_named(state), place + suggestion(state, STATES)),
        "--year": (year, year_named(year), "a school year such as 2023-24"),
    }
    faults = [
        Fault("", 0, 0, option, f"found '{text[:40]}'; allowed: {allowed}")
        for option, (text, spelled, allowed) in found.items()
        if text and not spelled
    ]
    if faults:
        raise InputError(faults)
    return state_named(state), year_named(year)


def _chosen(found: tuple[Candidate, ...], wanted: str, file: str) -> Candidate:
    """The one district of a file that is meant; raises InputError with the candidates where that is not clear."""
    exact = [each for each in found if wanted.strip().casefold() in (each.id.casefold(), each.name.casefold())]
    if len(exact or found) == 1:
        return (exact or list(found))[0]
    if not found:
        text = f"found no district with '{wanted}' in its name or as its id; allowed: its id, or a part of its name"
        raise InputError([Fault(file, 1, 1, "", text)])
    lines = [f"  {each.id}  {each.name}, {each.state} ({_schools(each.schools)})" for each in found[:MOST_SHOWN]]
    more = [f"  and {len(found) - MOST_SHOWN:,} more"] if len(found) > MOST_SHOWN else []
    raise Ambiguous("\n".join([f"'{wanted}' may mean {len(found):,} districts; name one by its id:", *lines, *more]))


def _schools(count: int) -> str:
    return f"{count} school{'' if count == 1 else 's'}"


class Ambiguous(RedesignError):
    """Several districts may be meant."""

    exit_code = 2
