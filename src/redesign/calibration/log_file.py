"""A ticket log's file: its text, its rows with their lines, and which column is what."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from redesign.errors import Fault, InputError
from redesign.scenario.log_map import LogMap

USUAL = {
    "opened": "opened|open|created|submitted|requested|reported|received|logged|entered",
    "closed": "resolved|completed|finished|fixed|closed|done",
    "ticket": "ticket|case|incident|work order|wo|request|key|id|number",
    "service": "service|category|type|request type|ticket type|issue type|problem type|work type|queue",
    "hours": "hours|hours worked|work hours|labor hours|actual hours|hours spent|worked hours|total hours",
    "minutes": "minutes|minutes worked|work minutes|labor minutes|minutes spent",
}
"""Words of usual column names, the better first."""
_DATES = r"(?:date |time |datetime )?(?:{})(?: date| time| datetime| at| on| date time)?"
_NUMBERS = r"(?:{})(?: id| number| no| #)?"
FIRST_LINES = 5
MOST_LINES_OF_A_ROW = 200


@dataclass(slots=True)
class Reasons:
    """Rows by reason, with the first few line numbers."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, line: int) -> None:
        """One more."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        if len(first := self.lines.setdefault(reason, [])) < FIRST_LINES:
            first.append(line)


@dataclass(slots=True)
class TicketFile:
    """What a file says before its cells are read."""

    path: Path
    columns: dict[str, str]
    """Field to column."""
    lines: list[int]
    """Of each row that is whole."""
    cells: dict[str, list[str]]
    """Of each field, row by row."""
    dropped: Reasons
    notes: list[str]

    def fault(self, message: str, line: int = 0) -> InputError:
        """An error of the file."""
        return file_fault(self.path, message, line)


def read_file(path: Path, how: LogMap) -> TicketFile:
    """Read a file; raises InputError where it cannot be read or no column says when tickets were opened."""
    text, notes = _text(path)
    header, rows, dropped = _rows(path, text, how)
    columns = _columns(path, header, how, notes)
    place = {name: header.index(column) for name, column in columns.items()}
    cells = {name: [row[at] for _, row in rows] for name, at in place.items()}
    return TicketFile(path, columns, [line for line, _ in rows], cells, dropped, notes)


def _text(path: Path) -> tuple[str, list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise file_fault(path, f"cannot be read ({error.strerror or error})") from error
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            said = [] if encoding == "utf-8-sig" else [f"The file is not UTF-8; it was read as {encoding}."]
            return content.decode(encoding), said
        except UnicodeDecodeError:
            continue
    raise file_fault(path, "found neither UTF-8 nor Windows text; save the log as CSV in UTF-8")


def _read(path: Path, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise file_fault(path, f"is no CSV that can be read ({error})") from error


def _rows(path: Path, text: str, how: LogMap) -> tuple[list[str], list[tuple[int, list[str]]], Reasons]:
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    best = max(",;\t|", key=lambda mark: len(_guessed(next(csv.reader([first], delimiter=mark), []), how)))
    reader = csv.reader(text.splitlines(keepends=True), delimiter=best)
    dropped, rows, header = Reasons(), list[tuple[int, list[str]]](), list[str]()
    line = 1
    for row in _read(path, reader):
        start, line = line, reader.line_num + 1
        if line - start > MOST_LINES_OF_A_ROW:
            raise file_fault(path, 'found a quote that is not closed; allowed: "..." around a cell', start)
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header = [cell.strip() for cell in row]
        elif len(row) != len(header):
            dropped.add("not as many cells as the header", start)
        else:
            rows.append((start, row))
    if not rows:
        raise file_fault(path, "found no row below a header; allowed: a column for when a ticket was opened, and rows")
    return header, rows, dropped


def _guessed(header: list[str], how: LogMap) -> dict[str, str]:
    """Columns by what they mean: those that the file of columns names, else by their usual names."""
    plain = {" ".join(re.sub(r"[^a-z#]+", " ", name.lower()).split()): name.strip() for name in reversed(header)}
    found: dict[str, str] = {}
    for name, words in USUAL.items():
        given = getattr(how.columns, name)
        if given is not None:
            found |= {name: given} if given in [each.strip() for each in header] else {}
            continue
        shape = _DATES if name in ("opened", "closed") else _NUMBERS if name == "ticket" else "{}"
        hits = (k for word in words.split("|") for k in plain if re.fullmatch(shape.format(word), k))
        if (hit := next(hits, None)) is not None:
            found[name] = plain[hit]
    return found


def _columns(path: Path, header: list[str], how: LogMap, notes: list[str]) -> dict[str, str]:
    found = _guessed(header, how)
    for name in USUAL:
        given = getattr(how.columns, name)
        if given is not None and name not in found:
            raise file_fault(path, f"found no column {given!r} for {name}; there are: {', '.join(header)}")
    if "opened" not in found:
        text = (
            "found no column that says when a ticket was opened; name it under `columns: {opened: ...}` in the file of"
        )
        raise file_fault(path, f"{text} --columns; there are: {', '.join(header)}")
    names = [name.lower() for name in header]
    if how.columns.closed is None and any("clos" in n for n in names) and any("resol" in n for n in names):
        notes.append(f"Of several closing times `{found['closed']}` is read; `columns: {{closed: ...}}` names another.")
    return found


def file_fault(path: Path, message: str, line: int = 0) -> InputError:
    """An error of a log, at one of its lines or as a whole."""
    return InputError([Fault(path.name, line, 1 if line else 0, "" if line else path.name, message)])
