"""Counts of pupils with a need from a school list: counts as they are, percents of the enrollment, told apart."""

from __future__ import annotations

from collections.abc import Sequence

from redesign.districts.facts import Number, Origin
from redesign.districts.missing import Missing
from redesign.districts.school_columns import NEEDS, Columns, Kind
from redesign.districts.school_rows import Sheet, said_in, whole_in
from redesign.errors import InputError
from redesign.scenario.table import Cell, Row
from redesign.scenario.text import folded

_ALWAYS_LARGE = "econ_disadvantaged"
"""A measure of which whole numbers up to 100 in every school of a district are percents."""
_USUAL = {"special_education": (0.04, 0.35)}
"""Shares of pupils within which districts lie: where one reading of a column lies there and the other does not, it is
the one that is meant."""
_LARGE_SCHOOL = 200
Counts = list[Number | Missing]
Pairs = Sequence[tuple[float, float]]
"""Number and enrollment of the schools that have both."""


def needs_of(sheet: Sheet, rows: Sequence[Row], columns: Columns, notes: list[str]) -> dict[str, Counts]:
    """Counts by measure, in the order of the rows; raises `InputError` where counts and percents look the same."""
    found: dict[str, Counts] = {}
    pupils = [said_in(row, columns, "enrollment") for row in rows]
    for key in NEEDS:
        if key not in columns.places:
            continue
        header, kind = sheet.header[columns.places[key]], columns.kinds[key]
        numbers = [said_in(row, columns, key) for row in rows]
        signs = _signs(key, [row[columns.places[key]] for row in rows], numbers)
        pairs = _pairs(numbers, pupils)
        scale = 1 / 100 if signs else _scale(key, numbers, pairs, kind, header)
        if scale:
            what = "percents" if scale == 1 / 100 else "shares"
            notes.append(f"'{header.text}' is read as {what} of the enrollment.")
            numbers = [_of(number, size, scale) for number, size in zip(numbers, pupils, strict=True)]
        else:
            numbers = [whole_in(row, columns, key) for row in rows]
            if kind != "count" and pairs:
                share = f": {_as_counts(pairs):.0%} of pupils"
                why = ", whatever its name says: it has a number above 100" if kind else share
                notes.append(f"'{header.text}' is read as counts{why}.")
        found[key] = numbers
    return found


def _signs(key: str, cells: Sequence[Cell], numbers: Counts) -> bool:
    """Whether the numbers have a percent sign; raises `InputError` where some have. A bound such as >95% is none."""
    signed: dict[bool, list[Cell]] = {True: [], False: []}
    for cell, number in zip(cells, numbers, strict=True):
        if isinstance(number, Number) and number.value:
            signed[cell.text.endswith("%")].append(cell)
    odd, usual = sorted(signed.values(), key=len)
    if odd:
        message = f"allowed: all with a percent sign or all without; {usual[0].place} has '{usual[0].text}'"
        raise InputError([cell.mark.fault((key,), f"found '{cell.text}'; {message}") for cell in odd])
    return bool(signed[True])


def _pairs(numbers: Counts, pupils: Counts) -> Pairs:
    both = zip(numbers, pupils, strict=True)
    return [(n.value, p.value) for n, p in both if isinstance(n, Number) and isinstance(p, Number)]


def _scale(key: str, numbers: Counts, pairs: Pairs, kind: Kind, header: Cell) -> float | None:
    """What makes a share of a number; nothing where numbers are counts. Values decide before names."""
    values = [number.value for number in numbers if isinstance(number, Number)]
    if not values or max(values) > 100:
        return None
    whole = all(value.is_integer() for value in values)
    if max(values) <= 1 and not whole:
        return 1.0
    if kind == "percent" or not whole:
        return 1 / 100
    if kind == "count" or max(values) == 0:
        return None
    if any(value > size for value, size in pairs):
        return 1 / 100
    if all(size <= _LARGE_SCHOOL for _, size in pairs):
        return None
    likely = _likely(key, pairs, header)
    if likely:
        return 1 / 100 if likely == "percent" else None
    message = (
        f"found whole numbers up to {max(values):g}, which may be counts or percents; allowed: a name that says which, "
        f"such as '{header.text} count' or '{header.text} percent'"
    )
    raise InputError([header.mark.fault((header.text,), message)])


def _likely(key: str, pairs: Pairs, header: Cell) -> Kind:
    """What whole numbers up to 100 are where neither they nor their name say it; nothing where they may be both."""
    if key == _ALWAYS_LARGE:
        return "percent"
    if key in _USUAL:
        least, most = _USUAL[key]
        count, percent = (least <= share <= most for share in (_as_counts(pairs), _as_percents(pairs)))
        if count != percent:
            return "count" if count else "percent"
    return "count" if {"students", "pupils"} & set(folded(header.text).split()) else ""


def _as_counts(pairs: Pairs) -> float:
    """The share of all pupils if numbers are counts."""
    return sum(number for number, _ in pairs) / sum(size for _, size in pairs)


def _as_percents(pairs: Pairs) -> float:
    """The same if they are percents."""
    return sum(number * size for number, size in pairs) / 100 / sum(size for _, size in pairs)


def _of(number: Number | Missing, pupils: Number | Missing, scale: float) -> Number | Missing:
    if isinstance(number, Missing):
        return number
    if isinstance(pupils, Missing):
        return pupils
    text = f"{number.value * scale:.1%} ({number.origin.text}) x enrollment {pupils.value:g}"
    return Number(float(round(number.value * scale * pupils.value)), Origin("computed", text))
