"""The first screen of a study and all its tables, for a terminal or as plain text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from redesign.reporting.first_screen import MOST_WIDTH, write_first_screen
from redesign.reporting.reading import difference_of, whose
from redesign.reporting.sections import Section, sections
from redesign.reporting.text import amount, between, cells, counted, usd, visible, wrapped
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study
from redesign.study.verdicts import conflict_in_words, no_plan_in_words, promises_in_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 80
GAP = 2


def summary(study: Study, width: int = WIDTH, sure: Sure | None = None, robust: Robust | None = None) -> str:
    """The first screen as plain text, no line longer than `width` columns."""
    return plain_text(lambda console: write_summary(study, console, sure, robust), width)


def details(study: Study, width: int = WIDTH) -> str:
    """Every table as plain text, after what was studied and the answer."""
    return plain_text(lambda console: write_details(study, console), width)


def plain_text(write: Callable[[Console], None], width: int = WIDTH) -> str:
    """What is written on a rich console, as plain text."""
    from rich.console import Console

    text = io.StringIO()
    write(Console(file=text, width=width, color_system=None, force_terminal=False, legacy_windows=False))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def write_summary(
    study: Study, console: Console, sure: Sure | None = None, robust: Robust | None = None, folder: str | None = None
) -> None:
    """The first screen on a rich console. Names are shown as they are: none of them is read as markup."""
    write_first_screen(study, console, sure, robust, folder)


def write_details(study: Study, console: Console) -> None:
    """Everything that a study says, on a rich console."""
    from rich.text import Text

    width = min(console.width, MOST_WIDTH)
    console.print(Text(_opening(study)), width=width)
    for section in sections(study):
        console.print()
        write_section(section, console, width)


def write_section(section: Section, console: Console, width: int) -> None:
    """One part of a report on a rich console."""
    from rich.text import Text

    console.print(Text(section.title, style="bold"), width=width)
    if section.rows:
        console.print(_table(section, width))
    for line in section.lines:
        console.print(_bullet(line), width=width)


def _opening(study: Study) -> str:
    """What a reader must know before all else, what was studied, and the answer."""
    scenario, certificate = study.scenario, study.certificate
    no_plan = no_plan_in_words(certificate.failures), conflict_in_words(certificate.conflict, certificate.repairs)
    first = [visible(line) for line in (*certificate.below_law, *no_plan) if line]
    about = (
        f"{whose(study)}: {counted(scenario.schools, 'school')}, {amount(scenario.enrollment)} students, "
        f"{amount(round(scenario.teachers))} teachers. Scenario {visible(scenario.name)} "
        f"({visible(scenario.file) or 'made in Python'}), seed {scenario.seed}, "
        f"{certificate.replications.final} simulated years."
    )
    return "\n\n".join(["\n".join(first), about, _answer(study)] if first else [about, _answer(study)])


def _answer(study: Study) -> str:
    """The study in a few sentences."""
    chosen, certificate = study.chosen, study.certificate
    name, difference = visible(chosen.label), difference_of(chosen)
    spent = f"{usd(chosen.cost.yearly_usd)} of {usd(chosen.cost.yearly_budget_usd)} a year"
    holds = "It is admissible on fresh years" if certificate.admissible else "It is NOT admissible"
    return (
        f"{name}: modeled support {between(chosen.support)}{', ' if difference else ''}{difference}, for {spent}. "
        f"{promises_in_words(certificate.promises)}. {holds}. "
        f"No admissible plan of this strategy can exceed {amount(certificate.support.upper_bound)}."
    )


def _table(section: Section, width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=any(section.columns))
    fitted = folded(section, width)
    room = _room(fitted, width)
    for place, name in enumerate(fitted.columns):
        side: Any = {"justify": "right", "width": _needed(fitted, place)} if place else {"no_wrap": True}
        table.add_column(Text(name, style="underline"), vertical="bottom", **side)
    for number, row in enumerate(fitted.rows):
        style = "bold" if section.total and number == len(section.rows) - 1 else ""
        table.add_row(*(Text(cell, style=style) for cell in (_name(row[0], room), *row[1:])))
    return table


def folded(section: Section, width: int) -> Section:
    """The section with intervals under their means, the widest column first, until no name is broken or cut."""
    while any(" ".join(_name(row[0], _room(section, width)).split()) != visible(row[0]) for row in section.rows):
        wide = [place for place in range(1, len(section.columns)) if any(" (" in row[place] for row in section.rows)]
        if not wide:
            break
        widest = max(wide, key=partial(_needed, section))
        rows = (
            tuple(cell.replace(" (", "\n(") if place == widest else cell for place, cell in enumerate(row))
            for row in section.rows
        )
        section = replace(section, rows=tuple(rows))
    return section


def _room(section: Section, width: int) -> int:
    """Columns that are left for the names of rows."""
    return max(12, width - sum(_needed(section, place) + GAP for place in range(1, len(section.columns))))


def _name(name: str, room: int) -> str:
    """The name of a row: in one line if it fits, else in up to three, the further ones set in."""
    return name if cells(name) <= room else wrapped(name, room - 2, 3).replace("\n", "\n  ")


def _needed(section: Section, place: int) -> int:
    """Columns that a column needs: its longest line or the longest word of its heading."""
    words = [*section.columns[place].split(), *(line for row in section.rows for line in row[place].split("\n"))]
    return max(map(cells, words), default=0)


def _bullet(line: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    bullet = Table.grid(padding=(0, 1, 0, 0))
    bullet.add_row(Text("-"), Text(line, overflow="fold"))
    return bullet
