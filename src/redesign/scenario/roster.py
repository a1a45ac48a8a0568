"""The roster: a CSV file or a workbook with a school in each row, read into the same kind of tree as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from redesign.errors import Fault
from redesign.scenario.conform import conform
from redesign.scenario.csv_table import read_csv
from redesign.scenario.file_kind import kind_of
from redesign.scenario.grammar import Schema
from redesign.scenario.layout import header_place, meant, table_within
from redesign.scenario.schema import roster_schema
from redesign.scenario.table import Cell, Row, Table
from redesign.scenario.text import decode, folded
from redesign.scenario.wording import allowed
from redesign.scenario.workbook import read_workbook
from redesign.scenario.yaml_tree import Mark, Node, Path, meaning

_EXAMPLE = "id,name,level,enrollment,teachers"
_COMMAS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_AGAIN = "format the column as text, enter it again from where it comes from, and save"
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_LOST = {
    "a number that a spreadsheet has shortened or rounded": re.compile(r"\d([.,]\d*)?[eE]\+\d{2,}|\d{15}0+"),
    "a number with a decimal point, which a program made of it": re.compile(r"\d+\.0+"),
    "a date, which a spreadsheet makes of entries like 3-1": re.compile(rf"(?i)\d\d?-{_MONTH}|{_MONTH}-\d\d"),
}
_NAMELESS = re.compile(r"Unnamed: \d+")
"""What pandas calls a column without a name."""
_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|#+)")


@dataclass(slots=True)
class Roster:
    """A list node with one block for each school, every fault, and what a reader should be told."""

    tree: Node
    faults: list[Fault]
    notes: list[str] = field(default_factory=list)


def read_roster(content: bytes, file: str) -> Roster:
    """Read a roster; raises `InputError` where the file as a whole cannot be read."""
    reader = _Reader(file, roster_schema())
    table = reader.table(content)
    rows = reader.schools(table)
    if not rows and not reader.faults:
        message = f"found no school; allowed: a header such as {_EXAMPLE} and a row for each school"
        reader.faults.append(Fault(file, 1, 1, "schools", message))
    tree, faults = conform(Node(rows, Mark(file, 1, 1), faulty=not rows), reader.schema, ("schools",))
    return Roster(tree, reader.faults + faults + list(_twins(tree)), table.notes)


def missing_columns(roster: Node) -> list[str]:
    """Return the columns with numbers that a roster leaves to the defaults."""
    given = roster.items[0].mapping if roster.items else {}
    known = roster_schema()["items"]["properties"]
    return [key for key, schema in known.items() if key not in given and schema.get("type") in ("number", "integer")]


@dataclass(slots=True)
class _Reader:
    file: str
    schema: Schema
    faults: list[Fault] = field(default_factory=list)

    @property
    def known(self) -> Schema:
        columns: Schema = self.schema["items"]["properties"]
        return columns

    def table(self, content: bytes) -> Table:
        """The table of a file of either kind; none where its cells are not parted by commas."""
        if kind_of(content, self.file) == "workbook":
            return read_workbook(content, self.file, lambda rows: header_place(rows, self.known) is not None)
        text = decode(content, self.file)
        table = read_csv(text, self.file)
        if header_place(table.rows, self.known) is not None:
            return table
        for comma, name in _COMMAS.items():
            rows = read_csv(text, self.file, comma).rows
            place = header_place(rows, self.known)
            if place is not None:
                mark = rows[place][1].mark
                self.fault(
                    Mark(mark.file, mark.line, mark.column - 1), (), f"found {name}; allowed: commas between cells"
                )
                return Table()
        return table

    def schools(self, table: Table) -> list[Node]:
        """A block for each row of the table below its header."""
        self.faults += table.faults
        if not table.rows:
            return []
        (header, *rows), around = table_within(table.rows, header_place(table.rows, self.known) or 0)
        self.faults += around
        columns = self.header(header)
        return [self.row(row, columns) for row in rows]

    def header(self, row: Row) -> list[str]:
        """Return the field that each column stands for, empty where it stands for none."""
        columns: list[str] = []
        exact = {cell.text for cell in row} & set(self.known)
        for cell in row:
            nameless = not cell.text or _NAMELESS.fullmatch(cell.text)
            name = None if nameless else meant(cell.text, self.known)
            if name != cell.text and name in exact:
                name = None
            if nameless:
                self.fault(cell.mark, (), "found a column without a name; allowed: a name above each column; delete it")
            elif name != cell.text and name != "".join(cell.text.split()):
                hint = f"; did you mean '{name}'?" if name else ""
                message = f"found an unknown column; allowed: {', '.join(self.known)}{hint}"
                self.fault(cell.mark, (cell.text,), message)
            elif name in columns:
                self.fault(cell.mark, (name,), "found a second time; allowed: once")
            columns.append(name if name and name not in columns else "")
        for name in self.schema["items"]["required"]:
            if name not in columns:
                message = f"found no such column; it is needed; allowed: {allowed(self.known[name])}"
                self.fault(row[0].mark, (name,), message)
        return columns

    def row(self, row: Row, columns: list[str]) -> Node:
        mark = row[0].mark
        if len(row) != len(columns):
            self.fault(mark, ("schools",), f"found {len(row)} cells; allowed: {len(columns)}, as in the header")
            return Node({}, mark, faulty=True)
        pairs = {name: self.cell(name, cell) for name, cell in zip(columns, row, strict=True) if name}
        pairs |= {n: Node(None, mark, faulty=True) for n in self.schema["items"]["required"] if n not in pairs}
        return Node(pairs, mark)

    def cell(self, name: str, cell: Cell) -> Node:
        text, mark = cell.text, cell.mark
        try:
            if self.known[name].get("type") in ("number", "integer"):
                return Node(meaning(text), mark, raw=text)
            if _ERROR.fullmatch(text):
                raise ValueError(f"found {text}, an error of a spreadsheet; allowed: {allowed(self.known[name])}")
            if name == "id" and (lost := next((what for what, like in _LOST.items() if like.fullmatch(text)), None)):
                raise ValueError(f"found {text}, {lost}; allowed: the id as it was; {_AGAIN}")
        except ValueError as error:
            self.fault(mark, ("schools", name), str(error))
            return Node(None, mark, raw=text, faulty=True)
        return Node(None if name == "source" and not text else text, mark)

    def fault(self, mark: Mark, path: Path, message: str) -> None:
        self.faults.append(mark.fault(path, message))


def _twins(roster: Node) -> Iterator[Fault]:
    """Two schools with one id, also where only case or Unicode form differs. Of one name there may be several."""
    seen: dict[str, Node] = {}
    for i, row in enumerate(roster.items):
        cell = row.mapping.get("id")
        if cell is None or cell.faulty or not isinstance(cell.value, str):
            continue
        first = seen.setdefault(folded(cell.value), cell)
        if first is not cell:
            place = Cell("", first.mark).place
            message = f"found {cell.found} a second time; first on {place}; allowed: once"
            yield cell.mark.fault(("schools", i, "id"), message)
