"""What exports put around a table: titles above, notes and sums below, empty columns; found, named, and set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from redesign.errors import Fault
from redesign.scenario.nearest import nearest
from redesign.scenario.table import Row, filled
from redesign.scenario.text import folded

MOST_LINES_ABOVE = 50
_SUMS = {"total", "totals", "grand total", "sum", "all schools", "district total"}
_A_ROW = "allowed: a row for each school; delete it"


def meant(name: str, known: Collection[str]) -> str | None:
    """The column that a name most likely means; one that was broken over two lines is read without the break."""
    joined = "".join(name.split())
    return joined if joined in known else nearest(name, known)


def header_place(rows: list[Row], known: Collection[str]) -> int | None:
    """The first of the rows that names two columns or more."""
    for place, row in enumerate(rows[:MOST_LINES_ABOVE]):
        if len({meant(cell.text, known) for cell in row if cell.text} - {None}) > 1:
            return place
    return None


def table_within(
    rows: list[Row], place: int, is_entry: Callable[[Row], bool] = lambda _: False
) -> tuple[list[Row], list[Fault]]:
    """The header at `place` and the rows of the table, without columns that are empty from top to bottom.

    `is_entry` says of a row with little in it that it is no heading and no note.
    """
    header, body, faults = rows[place], rows[place + 1 :], list[Fault]()
    if place:
        first = next(cell for cell in rows[0] if cell.text)
        lines, them = ("a line", "it") if place == 1 else (f"{place} lines", "them")
        message = f"found {lines} above the header, which is on {header[0].place}; allowed: nothing; delete {them}"
        faults.append(first.mark.fault((), message))
    while body and (name := _below(body[-1], header, is_entry)):
        faults.append(body.pop()[0].mark.fault((), f"found {name} below the table; {_A_ROW}"))
    table = [header]
    for row in body:
        if name := _between(row, header, is_entry):
            faults.append(row[0].mark.fault((), f"found {name}; {_A_ROW}"))
        else:
            table.append(row)
    return list(_without_empty_columns(table)), faults


def _below(row: Row, header: Row, is_entry: Callable[[Row], bool]) -> str | None:
    """A note fills a cell or two, or breaks off where its commas end."""
    first = next(cell.text for cell in row if cell.text)
    little = filled(row) <= min(2, filled(header) // 3) or 3 * len(row) <= 2 * filled(header)
    if little and not is_entry(row):
        return "a note"
    return "sums" if folded(first) in _SUMS else None


def _between(row: Row, header: Row, is_entry: Callable[[Row], bool]) -> str | None:
    if filled(row) == 1 < filled(header) and not is_entry(row):
        return "a heading or a note inside the table"
    return "the header a second time" if [cell.text for cell in row] == [cell.text for cell in header] else None


def _without_empty_columns(table: list[Row]) -> Iterator[Row]:
    named = len(table[0])
    for row in table:
        while len(row) > named and not row[-1].text:
            row.pop()
    kept = [i for i in range(max(map(len, table))) if any(i < len(row) and row[i].text for row in table)]
    for row in table:
        yield [row[i] for i in kept if i < len(row)]
