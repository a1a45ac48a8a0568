"""A table as a file has it, whatever kind of file that is: rows of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from redesign.errors import Fault, InputError
from redesign.scenario.yaml_tree import Mark, Path

MOST_ROWS, MOST_COLUMNS = 50_000, 200


@dataclass(frozen=True, slots=True)
class SheetMark(Mark):
    """A cell of a workbook: `line` and `column` count rows and columns of its sheet."""

    sheet: str = ""

    def fault(self, path: Path, message: str) -> Fault:
        """Make a fault in this cell."""
        return replace(Mark.fault(self, path, message), sheet=self.sheet)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text without the space around it, its line breaks read as spaces."""

    text: str
    mark: Mark

    @property
    def place(self) -> str:
        """`line 4` of a text file, `row 4` of a sheet."""
        return f"{'row' if isinstance(self.mark, SheetMark) else 'line'} {self.mark.line}"


Row = list[Cell]
"""At least one cell."""


@dataclass(slots=True)
class Table:
    """The rows in which something stands, what is wrong in single cells, and what a reader should be told."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def filled(row: Row) -> int:
    """How many cells have something in them."""
    return sum(cell.text != "" for cell in row)


def too_large(mark: Mark) -> InputError:
    """A table that no roster needs, at the first cell too far out."""
    limit = f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
    return InputError([mark.fault((), f"found more than {limit}; allowed: at most {limit}")])
