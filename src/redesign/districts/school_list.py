"""A district from a list of its schools, CSV or workbook, under the column names that states and districts use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from redesign.districts.drafts import ONE_PRINCIPAL, Draft, filled, measure_of
from redesign.districts.facts import LeftOut, Level, Number, Origin, PublishedDistrict
from redesign.districts.grades import grade, level_of
from redesign.districts.missing import Missing
from redesign.districts.school_columns import Columns, columns_of, names_of
from redesign.districts.school_left_out import sorted_out
from redesign.districts.school_levels import level_of_name, level_of_word
from redesign.districts.school_needs import needs_of
from redesign.districts.school_rows import Sheet, read_sheet, refuse_no_numbers, said_in, text_in, whole_in
from redesign.districts.school_sums import without_sums
from redesign.errors import Fault, InputError
from redesign.scenario.nearest import suggestion
from redesign.scenario.table import Row
from redesign.scenario.text import folded

_LONGEST_ID = 32
_MADE_A_DATE = re.compile(r"(?i)\d{1,2}-[a-z]{3}|[a-z]{3}-\d\d")
"""What a spreadsheet writes for grades such as 1-5."""


def district(file: Path, name: str, state: str, year: str) -> PublishedDistrict:
    """Read a list of schools; of a list with several districts, those of the one whose name has `name` in it.

    Raises `InputError` for a file that cannot be read, a column that is needed, and each cell that is neither a number
    nor a mark of what is missing.
    """
    sheet = read_sheet(file)
    columns = columns_of([cell.text for cell in sheet.header])
    _needed(sheet, columns)
    rows, own, notes = _of_district(sheet, columns, name)
    rows, sums = without_sums(rows, columns, own)
    kept, left_out = sorted_out(rows, columns)
    refuse_no_numbers(kept, columns)
    drafts = _drafts(sheet, kept, columns, notes)
    header = sheet.header[columns.places["enrollment"]]

    def asked(_: str, message: str) -> InputError:
        return InputError([header.mark.fault((header.text,), message)])

    if not drafts:
        raise asked("", "found no school with pupils; allowed: a row for each school")
    schools = filled(drafts, {}, asked)
    measure, why = measure_of(schools, "pupils economically disadvantaged")
    read = _read(sheet, columns)
    if columns.unread:
        read.append(f"Columns that are not read: {', '.join(columns.unread)}.")
    return PublishedDistrict(
        id="",
        name=own,
        state=state,
        year=year,
        schools=tuple(schools.schools),
        left_out=tuple(left_out),
        need_measure=measure,
        doubts=tuple(schools.doubts),
        notes=(*sheet.notes, *sums, *read, *notes, *_counted(left_out, len(rows)), *schools.notes, *why),
    )


def _drafts(sheet: Sheet, rows: Sequence[Row], columns: Columns, notes: list[str]) -> list[Draft]:
    ids, levels = _ids(rows, columns, notes), _levels(rows, columns, notes)
    needs = needs_of(sheet, rows, columns, notes)
    return [
        Draft(
            own,
            text_in(row, columns, "name") or own,
            level,
            whole_in(row, columns, "enrollment"),
            _teachers(row, columns),
            {measure: counts[i] for measure, counts in needs.items()},
            _principals(row, columns),
        )
        for i, (row, own, level) in enumerate(zip(rows, ids, levels, strict=True))
    ]


def _needed(sheet: Sheet, columns: Columns) -> None:
    """Refuse a list without names or pupils, with what its columns may mean."""
    first, faults = sheet.header[0], list[Fault]()
    for key, others in {"name": ("id",), "enrollment": ()}.items():
        if key not in columns.places and not any(other in columns.places for other in others):
            unread = f"; not recognized: {', '.join(columns.unread)}" if columns.unread else ""
            message = (
                f"found no column for it; it is needed; allowed: a name such as {', '.join(names_of(key))}{unread}"
            )
            faults.append(first.mark.fault((key,), message))
    if faults:
        raise InputError(faults)


def _of_district(sheet: Sheet, columns: Columns, name: str) -> tuple[list[Row], str, list[str]]:
    """Rows of the district and its name, where the list has a column of districts with more than one in it."""
    if "district" not in columns.places:
        return sheet.rows, name, []
    owners = [text_in(row, columns, "district") for row in sheet.rows]
    if len(set(map(folded, owners))) < 2:
        return sheet.rows, name, []
    exact = {own for own in owners if folded(own) == folded(name)}
    fitting = exact or {own for own in owners if folded(name) in folded(own)}
    if len({folded(own) for own in fitting}) != 1:
        header = sheet.header[columns.places["district"]]
        some = ", ".join(sorted(fitting or set(owners))[:10])
        message = f"found {len(fitting)} districts for '{name}'; allowed: one of {some}{suggestion(name, owners)}"
        raise InputError([header.mark.fault((header.text,), message)])
    rows = [row for row, own in zip(sheet.rows, owners, strict=True) if own in fitting]
    return (
        rows,
        min(fitting),
        [f"{len(rows)} of {len(sheet.rows)} rows are of {min(fitting)}; the others are not read."],
    )


def _ids(rows: Sequence[Row], columns: Columns, notes: list[str]) -> list[str]:
    """Ids as they are written; the numbers of the rows where the list has none. Raises on an id twice."""
    if "id" not in columns.places:
        notes.append("The list has no ids: schools are numbered in its order.")
        _once(rows, columns)
        return [f"s{i:03}" for i in range(1, len(rows) + 1)]
    seen: dict[str, Row] = {}
    faults = []
    for row in rows:
        cell = row[columns.places["id"]]
        first = seen.setdefault(folded(cell.text), row)
        if not cell.text or len(cell.text) > _LONGEST_ID:
            message = f"found '{cell.text[:40]}'; allowed: an id of 1 to {_LONGEST_ID} characters"
            faults.append(cell.mark.fault(("id",), message))
        elif first is not row:
            message = f"found '{cell.text}' a second time; first on {first[0].place}; allowed: once"
            faults.append(cell.mark.fault(("id",), message))
    if faults:
        raise InputError(faults)
    return [row[columns.places["id"]].text for row in rows]


def _once(rows: Sequence[Row], columns: Columns) -> None:
    """Raises on a school that stands twice, as in a list of several years, where it has no ids to tell."""
    seen: dict[tuple[str, ...], Row] = {}
    faults = []
    for row in rows:
        first = seen.setdefault(tuple(folded(text_in(row, columns, k)) for k in ("name", "level", "grades")), row)
        if first is not row:
            cell = row[columns.places["name"]]
            message = (
                f"found '{cell.text}' a second time; first on {first[0].place}; allowed: one row a school, of one "
                "year; schools that share a name need ids"
            )
            faults.append(cell.mark.fault(("name",), message))
    if faults:
        raise InputError(faults)


def _levels(rows: Sequence[Row], columns: Columns, notes: list[str]) -> list[Level]:
    """The level that each row says; failing that, of its grades; failing that, of its name. Raises on one without."""
    found, faults, sources = list[Level](), list[Fault](), Counter[str]()
    for row in rows:
        level, source = _level(row, columns)
        if level is None:
            cell = row[_first_of(columns, "level", "grades", "low", "name", "id")]
            allowed = "elementary, middle, high, combined, or grades such as KG-05"
            dated = "; a spreadsheet made a date of grades" if _MADE_A_DATE.fullmatch(cell.text) else ""
            message = f"found no level in '{cell.text}'{dated}; allowed: {allowed}"
            faults.append(cell.mark.fault(("level",), message))
        else:
            found.append(level)
            sources[source] += 1
    if faults:
        raise InputError(faults)
    parts = ", ".join(f"{count} from {source}" for source, count in sources.items())
    notes.append(f"Levels of {len(rows)} school{'' if len(rows) == 1 else 's'}: {parts}.")
    return found


def _first_of(columns: Columns, *keys: str) -> int:
    return next((columns.places[key] for key in keys if key in columns.places), 0)


def _level(row: Row, columns: Columns) -> tuple[Level | None, str]:
    for key, source in {"level": "the column of levels", "grades": "grades"}.items():
        if level := level_of_word(text_in(row, columns, key)):
            return level, source
    low, high = grade(text_in(row, columns, "low")), grade(text_in(row, columns, "high"))
    if low is not None and high is not None and low <= high:
        return level_of(low, high), "grades"
    if level := level_of_word(text_in(row, columns, "type")):
        return level, "the type of school"
    return level_of_name(text_in(row, columns, "name")), "names"


def _teachers(row: Row, columns: Columns) -> Number | Missing:
    """Teachers as they are written, or enrollment by the published ratio."""
    if "teachers" in columns.places:
        return said_in(row, columns, "teachers")
    ratio, pupils = said_in(row, columns, "ratio"), said_in(row, columns, "enrollment")
    if isinstance(ratio, Number) and ratio.value and isinstance(pupils, Number):
        text = f"enrollment {pupils.value:g} / {ratio.value:g} pupils per teacher ({ratio.origin.text})"
        return Number(max(0.1, round(pupils.value / ratio.value, 1)), Origin("computed", text))
    return Missing("the list has no teachers")


def _principals(row: Row, columns: Columns) -> Number:
    number = said_in(row, columns, "principals")
    why = Origin("assumed", "one principal a school: the list has none")
    return number if isinstance(number, Number) else replace(ONE_PRINCIPAL, origin=why)


def _read(sheet: Sheet, columns: Columns) -> list[str]:
    """Which column stands for what."""
    pairs = [f"{key.replace('_', ' ')} from '{name}'" for key, name in columns.names.items()]
    return [f"{sheet.header[0].mark.file}, header on {sheet.header[0].place}: {', '.join(pairs)}."]


def _counted(left_out: Sequence[LeftOut], rows: int) -> list[str]:
    rules = Counter(each.rule.split(":")[0] for each in left_out)
    count = ", ".join(f"{rule} {number}" for rule, number in sorted(rules.items())) or "none"
    return [f"{rows - len(left_out)} of {rows} schools of the list are kept; left out: {count}."]
