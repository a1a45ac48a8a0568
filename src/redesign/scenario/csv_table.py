"""CSV text to a table (RFC 4180): quoted cells may hold commas, line breaks, and quotes written twice."""

from __future__ import annotations

import re

from redesign.scenario.table import MOST_COLUMNS, MOST_ROWS, Cell, Row, Table, filled, too_large
from redesign.scenario.yaml_tree import Mark

_BREAK = re.compile(r"\r\n|\r|\n")
_SPACED_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_SEPARATOR = re.compile(r'"?sep=."?[,;\t| ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""A first line that tells a spreadsheet what stands between cells."""
_WIDEST_ROW = 20_000
"""Cells, empty ones included: more than any spreadsheet has."""
_STRAY = 'found a quote inside a cell; allowed: "..." around the whole cell, "" inside'


def read_csv(text: str, file: str, comma: str = ",") -> Table:
    """Split a text into cells with their places, and report quotes where none may be.

    `="0100005"` is a text that a spreadsheet was kept from taking for a number. Raises `InputError` for a table that
    is too large.
    """
    pattern = re.compile(rf'[ \t]*=?"([^"]*+(?:""[^"]*+)*+)"[ \t]*(?=[{comma}\r\n]|\Z)|([^{comma}\r\n]*)')
    table, row = Table(), list[Cell]()
    told = _SEPARATOR.match(text)
    line, start = (2, told.end()) if told else (1, 0)
    at = start
    while match := pattern.match(text, at):
        quoted, bare = match.groups()
        mark = Mark(file, line, at - start + 1)
        if bare and '"' in bare:
            table.faults.append(mark.fault((), _STRAY))
        row.append(Cell(_text(bare if quoted is None else quoted.replace('""', '"')), mark))
        at = match.end()
        for inside in _BREAK.finditer(quoted or ""):
            line, start = line + 1, match.start(1) + inside.end()
        if text.startswith(comma, at) and len(row) <= _WIDEST_ROW:
            at += 1
            continue
        _keep(row, table, len(row) > _WIDEST_ROW)
        end = _BREAK.match(text, at)
        if end is None:
            break
        at = start = end.end()
        row, line = [], line + 1
    return table


def _keep(row: Row, table: Table, too_wide: bool) -> None:
    """Add a row in which something stands; raise `InputError` where the table becomes too large."""
    if too_wide:
        raise too_large(row[MOST_COLUMNS].mark)
    if filled(row):
        while len(row) > MOST_COLUMNS and not row[-1].text:
            row.pop()
        if len(row) > MOST_COLUMNS or len(table.rows) > MOST_ROWS:
            raise too_large(row[min(len(row) - 1, MOST_COLUMNS)].mark)
        table.rows.append(row)


def _text(raw: str) -> str:
    """One line, without what is left of `="0100005"` where quotes were put around the whole."""
    line = _SPACED_BREAK.sub(" ", raw).strip()
    return line[2:-1] if len(line) > 2 and line.startswith('="') and line.endswith('"') else line
