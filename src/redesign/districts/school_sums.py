"""Rows of a school list that are no schools but sums or means of those above."""

from __future__ import annotations

from collections.abc import Sequence

from redesign.districts.grades import grade
from redesign.districts.missing import said
from redesign.districts.school_columns import Columns
from redesign.districts.school_levels import level_of_word
from redesign.districts.school_rows import text_in
from redesign.districts.school_words import ALL_SCHOOLS, SUMS, names_a_sum, words_of
from redesign.scenario.table import Row
from redesign.scenario.text import folded


def without_sums(rows: Sequence[Row], columns: Columns, district: str) -> tuple[list[Row], list[str]]:
    """The schools among the rows, and a line on each row that is a sum or a mean."""
    kept, notes = list[Row](), list[str]()
    for row in rows:
        name = text_in(row, columns, "name") or text_in(row, columns, "id")
        if names_a_sum(name) or _is_sum(row, columns, kept, _may_be_sum(name, district), row is rows[-1]):
            mark, label = row[0].mark, f", '{name}'" if name else " without a name"
            notes.append(f"{mark.file}, line {mark.line}: found sums or means{label}, not a school; set aside.")
        else:
            kept.append(row)
    return kept, notes


def _is_sum(row: Row, columns: Columns, above: Sequence[Row], named: bool, last: bool) -> bool:
    """A name alone may be a school's (Total Learning Academy), and so may numbers alone; two signs are asked for."""
    no_level = _no_level(row, columns)
    if named:
        return no_level or _adds_up(row, columns, above, range(len(above)))
    return last and no_level and len(above) > 1 and _adds_up(row, columns, above, range(1))


def _may_be_sum(name: str, district: str) -> bool:
    words = words_of(name)
    ends = SUMS & {*words[:1], *words[-1:]} or words[-1:] == ["district"]
    whole = ALL_SCHOOLS in (tuple(words[:2]), tuple(words[-2:]))
    return not name or whole or bool(ends) or folded(name) == folded(district)


def _no_level(row: Row, columns: Columns) -> bool:
    """Whether the list has levels and the row has none, or one such as All or District."""
    cells = [text_in(row, columns, key) for key in ("level", "grades", "low") if key in columns.places]
    return bool(cells) and not any(level_of_word(text) or grade(text) is not None for text in cells)


def _adds_up(row: Row, columns: Columns, above: Sequence[Row], starts: range) -> bool:
    """Whether pupils and teachers, as far as told, are the sum or the mean of the rows above from one of the starts."""
    own = {key: said(text_in(row, columns, key)) for key in ("enrollment", "teachers")}
    if not isinstance(own["enrollment"], float):
        return False

    def near(key: str, start: int, mean: bool) -> bool:
        told = own[key]
        numbers = [said(text_in(each, columns, key)) for each in above[start:]]
        total = sum(number for number in numbers if isinstance(number, float))
        return not isinstance(told, float) or abs(total / (len(numbers) if mean else 1) - told) <= 0.5

    return any(all(near(key, start, mean) for key in own) for start in starts for mean in (False, True))
