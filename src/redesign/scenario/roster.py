"""The roster: a CSV file with a school in each row, read into the same kind of tree as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from redesign.errors import Fault
from redesign.scenario.conform import conform
from redesign.scenario.grammar import Schema
from redesign.scenario.nearest import nearest
from redesign.scenario.schema import roster_schema
from redesign.scenario.text import folded
from redesign.scenario.wording import allowed
from redesign.scenario.yaml_tree import Mark, Node, Path, meaning

_CELL = re.compile(r'[ \t]*"((?:[^"]|"")*)"[ \t]*(,|$)|([^,]*)(,|$)')
_EXAMPLE = "id,name,level,enrollment,teachers"


def read_roster(text: str, file: str) -> tuple[Node, list[Fault]]:
    """Read a roster; return a list node with one block for each school, and every fault."""
    reader = _Reader(file, roster_schema())
    rows = reader.rows(text)
    if not rows and not reader.faults:
        message = f"found no school; allowed: a header such as {_EXAMPLE} and a row for each school"
        reader.faults.append(Fault(file, 1, 1, "schools", message))
    tree, faults = conform(Node(rows, Mark(file, 1, 1), faulty=not rows), reader.schema, ("schools",))
    return tree, reader.faults + faults + list(_twins(tree))


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

    def rows(self, text: str) -> list[Node]:
        lines = [(i, line) for i, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1) if line.strip(" \t,")]
        if not lines:
            return []
        number, header = lines[0]
        if "," not in header and (other := next((c for c in ";\t|" if c in header), None)):
            name = {";": "semicolons", "\t": "tabs"}.get(other, "bars")
            mark = Mark(self.file, number, header.index(other) + 1)
            self.fault(mark, (), f"found {name}; allowed: commas between cells")
            return []
        columns = self.header(number, header)
        return [self.row(number, line, columns) for number, line in lines[1:]]

    def header(self, number: int, line: str) -> list[str]:
        """Return the field that each column stands for, empty where it stands for none."""
        known = self.schema["items"]["properties"]
        columns: list[str] = []
        for name, mark in self.cells(number, line):
            meant = name if name in known else nearest(name, known)
            if name not in known:
                hint = f"; did you mean '{meant}'?" if meant else ""
                self.fault(mark, (name,), f"found an unknown column; allowed: {', '.join(known)}{hint}")
            elif name in columns:
                self.fault(mark, (name,), "found a second time; allowed: once")
            columns.append(meant if meant and meant not in columns else "")
        for name in self.schema["items"]["required"]:
            if name not in columns:
                message = f"found no such column; it is needed; allowed: {allowed(known[name])}"
                self.fault(Mark(self.file, number, 1), (name,), message)
        return columns

    def row(self, number: int, line: str, columns: list[str]) -> Node:
        cells, mark = list(self.cells(number, line)), Mark(self.file, number, 1)
        if len(cells) != len(columns):
            self.fault(mark, ("schools",), f"found {len(cells)} cells; allowed: {len(columns)}, as in the header")
            return Node({}, mark, faulty=True)
        pairs = {name: self.cell(name, text, at) for name, (text, at) in zip(columns, cells, strict=True) if name}
        pairs |= {n: Node(None, mark, faulty=True) for n in self.schema["items"]["required"] if n not in pairs}
        return Node(pairs, mark)

    def cell(self, name: str, text: str, mark: Mark) -> Node:
        schema = self.schema["items"]["properties"][name]
        if schema.get("type") not in ("number", "integer"):
            return Node(None if name == "source" and not text else text, mark)
        try:
            return Node(meaning(text), mark, raw=text)
        except ValueError as error:
            self.fault(mark, ("schools", name), str(error))
            return Node(None, mark, raw=text, faulty=True)

    def cells(self, number: int, line: str) -> Iterator[tuple[str, Mark]]:
        """Split a line at its commas; a cell in quotes may hold commas, and quotes written twice."""
        at, more = 0, True
        while more:
            match = _CELL.match(line, at)
            mark = Mark(self.file, number, at + 1)
            if match is None:
                return
            quoted, bare = match[1], match[3]
            if bare is not None and '"' in bare:
                self.fault(mark, (), 'found a quote inside a cell; allowed: "..." around the whole cell, "" inside')
            yield (bare if quoted is None else quoted.replace('""', '"')).strip(), mark
            at, more = match.end(), "," in (match[2], match[4])

    def fault(self, mark: Mark, path: Path, message: str) -> None:
        self.faults.append(mark.fault(path, message))


def _twins(roster: Node) -> Iterator[Fault]:
    """Two schools with one id or one name, also where only case or Unicode form differs."""
    for key in ("id", "name"):
        seen: dict[str, Node] = {}
        for i, row in enumerate(roster.items):
            cell = row.mapping.get(key)
            if cell is None or cell.faulty or not isinstance(cell.value, str):
                continue
            first = seen.setdefault(folded(cell.value), cell)
            if first is not cell:
                message = f"found {cell.found} a second time; first on line {first.mark.line}; allowed: once"
                yield cell.mark.fault(("schools", i, key), message)
