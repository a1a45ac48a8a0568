"""The rows of a school list: a CSV file or a workbook to a header and rows, without what exports put around them."""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from redesign.districts.facts import Number, Origin
from redesign.districts.missing import Missing, not_whole, said
from redesign.districts.school_columns import NEEDS, Columns, columns_of, is_header, names_of
from redesign.districts.school_levels import level_of_word
from redesign.districts.school_words import names_a_school, names_a_sum
from redesign.errors import Fault, InputError
from redesign.scenario.csv_table import read_csv
from redesign.scenario.file_kind import kind_of
from redesign.scenario.layout import MOST_LINES_ABOVE, table_within
from redesign.scenario.table import Cell, Row, SheetMark, Table, filled
from redesign.scenario.text import decode, read_bytes
from redesign.scenario.workbook import read_workbook

_COMMAS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header, its rows, each with as many cells, and what was set aside."""

    header: Row
    rows: list[Row]
    notes: list[str]


def read_sheet(path: Path) -> Sheet:
    """Read a list; raises `InputError` where it is none, or where a row has another number of cells."""
    content = read_bytes(path, path.name)
    if kind_of(content, path.name) == "workbook":
        table = read_workbook(content, path.name, lambda rows: _header_place(rows) is not None)
    else:
        table = _from_text(_utf8(content), path.name)
    place_of_header = _header_place(table.rows)
    if place_of_header is None:
        known = "; ".join(", ".join(names_of(key)) for key in ("name", "level", "enrollment", "teachers"))
        message = f"found no header; allowed: a row that names the columns, such as: {known}"
        raise InputError([Fault(path.name, 1, 1, "", message)])
    columns = columns_of([cell.text for cell in table.rows[place_of_header]])
    (header, *rows), around = table_within(table.rows, place_of_header, lambda row: _is_school(row, columns))
    notes = [f"{fault.file}, line {fault.line}: {fault.message.split(';')[0]}; set aside." for fault in around]
    faults = [fault for fault in table.faults if fault.line >= header[0].mark.line]
    for row in rows:
        if len(row) != len(header):
            message = f"found {len(row)} cells; allowed: {len(header)}, as in the header"
            faults.append(row[0].mark.fault((header[min(len(row), len(header)) - 1].text,), message))
    if faults:
        raise InputError(faults)
    return Sheet(header, rows, [*table.notes, *notes])


def _utf8(content: bytes) -> bytes:
    """Text in UTF-16, as spreadsheets save "Unicode Text", or in Windows-1252; what is neither stays, to be refused."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding).encode("utf-8")
    return content


def _from_text(content: bytes, name: str) -> Table:
    text = decode(content, name)
    tables = [read_csv(text, name, comma) for comma in _COMMAS]
    return next((table for table in tables if _header_place(table.rows) is not None), tables[0])


def _is_school(row: Row, columns: Columns) -> bool:
    """Whether a row with little in it is of a school: by its name, or by a level or a number beside its first cell."""
    texts = {key: row[at].text for key, at in columns.places.items() if at < len(row)}
    name = texts.get("name", "")
    if names_a_sum(name) or ":" in name:
        return False
    level = any(level_of_word(texts.get(key, "")) for key in ("level", "grades"))
    number = any(isinstance(said(texts.get(key, "")), float) for key in ("id", "enrollment", "teachers"))
    return names_a_school(name) or (filled(row) > 1 and (level or number))


def _header_place(rows: list[Row]) -> int | None:
    for at, row in enumerate(rows[:MOST_LINES_ABOVE]):
        if is_header(cell.text for cell in row):
            return at
    return None


def text_in(row: Row, columns: Columns, key: str, default: str = "") -> str:
    """The text of a field; `default` where the list has no such column."""
    return row[columns.places[key]].text if key in columns.places else default


def said_in(row: Row, columns: Columns, key: str) -> Number | Missing:
    """The number of a field, or why there is none; raises `InputError` where it is neither."""
    if key not in columns.places:
        return Missing("the list has no such column")
    cell = row[columns.places[key]]
    found = said(cell.text.removesuffix("%").rstrip() if key in NEEDS else cell.text)
    if found is None:
        raise InputError([cell.mark.fault((key,), f"found '{cell.text[:40]}'; allowed: a number from 0, or nothing")])
    where = place(cell, columns.names[key])
    return Missing(found.reason, where) if isinstance(found, Missing) else Number(found, Origin("read", where))


def whole_in(row: Row, columns: Columns, key: str) -> Number | Missing:
    """The same of pupils, who are whole."""
    found = said_in(row, columns, key)
    if isinstance(found, Number) and not found.value.is_integer():
        cell = row[columns.places[key]]
        raise InputError([cell.mark.fault((key,), not_whole(cell.text, found.value))])
    return found


def refuse_no_numbers(rows: list[Row], columns: Columns) -> None:
    """Raise `InputError` with all cells that should be numbers and are none; one at a time would be a run for each."""
    faults = list[Fault]()
    keys = ("enrollment", "teachers" if "teachers" in columns.places else "ratio", "principals", *NEEDS)
    for row in rows:
        for key in keys:
            try:
                (whole_in if key == "enrollment" else said_in)(row, columns, key)
            except InputError as error:
                faults.extend(error.faults)
    if faults:
        raise InputError(faults)


def place(cell: Cell, column: str) -> str:
    """File, column and row of a cell, as an origin says it."""
    sheet = f", sheet {cell.mark.sheet}" if isinstance(cell.mark, SheetMark) else ""
    return f"{cell.mark.file}{sheet}, column {column}, row {cell.mark.line:,}"
