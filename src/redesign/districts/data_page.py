"""DATA.md: for every number of a new scenario, where it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from redesign.districts.compose import Composed
from redesign.districts.data_office import residuals, table, teams, today, units
from redesign.districts.data_promises import promises
from redesign.districts.residuals import doubts
from redesign.districts.schools_table import NEED, RosterRow

_ROW = re.compile(r", row ([\d,]+)")
_OF_SCHOOL = re.compile(r"^[\d.]+% (\(.+\) x enrollment) \d+$")
"""A percent of a list: its arithmetic differs from school to school, its column does not."""
_MARKS = {"read": "", "computed": " c", "assumed": " a"}

NO_SPENDING = (
    "The files have no spending of the district: posts and pay rest on other districts' payrolls, and on staff counts "
    "where there are any, and may be far off."
)

Sourced = Sequence[tuple[str, float, str]]


def data_page(made: Composed, numbers: Sourced) -> str:
    """The page; `numbers` are those of the scenario file: key path, value and source."""
    parts = {
        f"# Where the numbers of {made.district.name} come from": _opening(made, numbers),
        "## Worth knowing": _notes(made),
        "## Schools left out": _left_out(made),
        "## The roster": _roster(made),
        "## Central office, by unit": units(made),
        "## Teams, by size": teams(made),
        "## What remains of what is published": residuals(made),
        "## Today's office": today(made),
        "## First promises": promises(made, numbers),
        "## Every number of scenario.yaml": _every_number(numbers),
    }
    return "\n".join(line for title, lines in parts.items() for line in (title, "", *lines, "")).rstrip("\n") + "\n"


def kind_of(source: str) -> str:
    """Read, computed or assumed, as a source of the file opens."""
    found = source.partition(":")[0].strip().casefold()
    return found if found in ("computed", "assumed") else "read"


def _opening(made: Composed, numbers: Sourced) -> Iterator[str]:
    district = made.district
    who = ", ".join(filter(None, (district.name, district.id, district.state, district.year)))
    kinds = Counter(kind_of(source) for _, _, source in numbers)
    kinds.update(number.origin.kind for row in made.rows for number in row.numbers.values())
    yield (
        f"{who}: {len(made.rows)} schools, {made.staffing.pupils:,.0f} pupils, {made.staffing.teachers:,.1f} teachers. "
        "Written by `redesign new` with scenario.yaml and schools.csv."
    )
    yield ""
    yield (
        f"Of {kinds.total():,} numbers {kinds['read']:,} are read from the files, {kinds['computed']:,} computed from "
        f"such numbers, and {kinds['assumed']:,} assumed. *Read* names file, column and row; *computed* gives the "
        "arithmetic; *assumed* has no published figure of this district behind it, only the reason that stands "
        "with it. What scenario.yaml leaves out has defaults of redesign; `redesign validate` and every study count "
        "these as assumed, too."
    )


def _notes(made: Composed) -> Iterator[str]:
    notes = [*([] if made.district.spending else [NO_SPENDING]), *made.district.notes]
    notes += doubts(made)
    notes += (f"{name}: {text}." for name, text in made.raised.items())
    if made.district.need_measure == "none":
        notes.append(f"The files have no measure of need: the column {NEED} of schools.csv is assumed.")
    elif made.district.need_measure != NEED:
        notes.append(f"The column {NEED} of schools.csv holds {made.district.need_measure}, which these files have.")
    yield from (f"- {note}" for note in notes or ["Nothing."])


def _left_out(made: Composed) -> Iterator[str]:
    left_out = made.district.left_out
    if not left_out:
        yield f"None: all {len(made.rows)} schools of the files are in the roster."
        return
    for rule, count in Counter(school.rule for school in left_out).most_common():
        yield f"- {count}: {rule}"
    yield ""
    yield from table(("School", "Name", "Rule"), ((each.id, each.name, each.rule) for each in left_out))


def _roster(made: Composed) -> Iterator[str]:
    yield "In parentheses the row of the file; c computed, a assumed, else read. What each column is:"
    yield ""
    columns = list(made.rows[0].numbers)
    for column in columns:
        numbers = [row.numbers[column] for row in made.rows]
        texts = Counter((number.origin.kind, _of_all(number.origin.text)) for number in numbers)
        for (kind, text), count in texts.most_common():
            which = f" ({count} school{'' if count == 1 else 's'})" if len(texts) > 1 else ""
            yield f"- `{column}`{which}: {kind}: {text}"
    yield ""
    schools = ((row.school.id, row.school.name, row.school.level, *_values(row)) for row in made.rows)
    yield from table(("id", "name", "level", *columns), schools)


def _of_all(text: str) -> str:
    """An origin without what differs from school to school."""
    return _OF_SCHOOL.sub(r"percent \1", _ROW.sub("", text))


def _values(row: RosterRow) -> Iterator[str]:
    for number in row.numbers.values():
        found = _ROW.search(number.origin.text) if number.origin.kind == "read" else None
        yield f"{number.value:g}{_MARKS[number.origin.kind]}" + (f" ({found[1]})" if found else "")


def _every_number(numbers: Sourced) -> Iterator[str]:
    """Numbers that follow each other in one block with one source stand in one row."""
    groups = groupby(numbers, lambda each: (".".join(each[0].split(".")[:2]), each[2]))
    rows = ((block, _shown(block, list(these)), kind_of(source), source) for (block, source), these in groups)
    yield from table(("Block", "Numbers", "Kind", "Source"), rows)


def _shown(block: str, numbers: Sourced) -> str:
    return "; ".join(f"{key.removeprefix(block).lstrip('.') or key} {value:g}" for key, value, _ in numbers)
