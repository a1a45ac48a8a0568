"""Counts of pupils with a need from a school list: counts as they are, percents of the enrollment, told apart."""

from __future__ import annotations

from collections.abc import Sequence

from redesign.districts.facts import Number, Origin
from redesign.districts.missing import Missing
from redesign.districts.school_columns import NEEDS, Columns
from redesign.districts.school_rows import Sheet, said_in, text_in, whole_in
from redesign.errors import InputError
from redesign.scenario.table import Cell, Row

_ALWAYS_LARGE = "econ_disadvantaged"
"""A measure of which whole numbers up to 100 in every school of a district are percents."""
_LARGE_SCHOOL = 200
Counts = list[Number | Missing]


def needs_of(sheet: Sheet, rows: Sequence[Row], columns: Columns, notes: list[str]) -> dict[str, Counts]:
    """Counts by measure, in the order of the rows; raises `InputError` where counts and percents look the same."""
    found: dict[str, Counts] = {}
    for key in NEEDS:
        if key not in columns.places:
            continue
        header = sheet.header[columns.places[key]]
        pupils = [said_in(row, columns, "enrollment") for row in rows]
        numbers = [said_in(row, columns, key) for row in rows]
        signs = any(text_in(row, columns, key).endswith("%") for row in rows)
        scale = _scale(key, numbers, pupils, "percent" if signs else columns.kinds[key], header)
        if scale:
            what = "percents" if scale == 1 / 100 else "shares"
            notes.append(f"'{header.text}' is read as {what} of the enrollment.")
            numbers = [_of(number, size, scale) for number, size in zip(numbers, pupils, strict=True)]
        else:
            numbers = [whole_in(row, columns, key) for row in rows]
            if columns.kinds[key] == "percent" and any(isinstance(number, Number) for number in numbers):
                notes.append(f"'{header.text}' is read as counts, whatever its name says: it has a number above 100.")
        found[key] = numbers
    return found


def _scale(
    key: str, numbers: Sequence[Number | Missing], pupils: Sequence[Number | Missing], kind: str, header: Cell
) -> float | None:
    """What makes a share of a number; nothing where numbers are counts. Values decide before names."""
    values = [number.value for number in numbers if isinstance(number, Number)]
    pairs = [
        (n.value, p.value)
        for n, p in zip(numbers, pupils, strict=True)
        if isinstance(n, Number) and isinstance(p, Number)
    ]
    if not values or max(values) > 100:
        return None
    whole = all(value.is_integer() for value in values)
    if max(values) <= 1 and not whole:
        return 1.0
    if kind == "percent" or not whole or any(value > size for value, size in pairs):
        return 1 / 100
    if kind == "count" or max(values) == 0 or all(size <= _LARGE_SCHOOL for _, size in pairs):
        return None
    if key == _ALWAYS_LARGE:
        return 1 / 100
    message = (
        f"found whole numbers up to {max(values):g}, which may be counts or percents; allowed: a name that says which, "
        f"such as '{header.text} count' or '{header.text} percent'"
    )
    raise InputError([header.mark.fault((header.text,), message)])


def _of(number: Number | Missing, pupils: Number | Missing, scale: float) -> Number | Missing:
    if isinstance(number, Missing):
        return number
    if isinstance(pupils, Missing):
        return pupils
    text = f"{number.value * scale:.1%} ({number.origin.text}) x enrollment {pupils.value:g}"
    return Number(float(round(min(1.0, number.value * scale) * pupils.value)), Origin("computed", text))
