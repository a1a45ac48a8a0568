"""The few errors a user can see: what is wrong, where it stands and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class RedesignError(Exception):
    """Anything `redesign` raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 70


MOST_SHOWN = 50
"""Faults in one message; an error holds them all."""


def printable(text: str, keep: str = "") -> str:
    """Text for a terminal: what is not in `keep` and controls it, or cannot be seen, is written as its code."""
    return "".join(c if c.isprintable() or c in keep else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of an input file. Lines and columns count from 1; columns count characters, in a workbook cells.

    Line 0: no file was read.
    """

    file: str
    line: int
    column: int
    path: str
    """Key path such as `teams.hr.posts_today`; empty where the file as a whole is meant."""
    message: str
    """What was found, what is allowed and, where there is one, the nearest right word."""
    sheet: str = ""
    """The sheet of a workbook; empty in a text file."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else ""
        if self.sheet:
            where = f"{self.file}, sheet {self.sheet}, row {self.line}, column {letters(self.column)}"
        return printable(": ".join(part for part in (where, self.path, self.message) if part))


def letters(column: int) -> str:
    """A column as a spreadsheet names it: A is 1, AA is 27."""
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


class InputError(RedesignError):
    """A scenario or its roster cannot be used; holds every fault that was found in one pass."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if more := len(self.faults) - len(lines):
            lines.append(f"and {more:,} more")
        super().__init__("\n".join(lines))


class InfeasibleError(RedesignError):
    """No plan meets everything that is asked.

    `conflict` says in sentences what cannot hold together, `repairs` which least changes would each do alone.
    """

    exit_code = 3

    def __init__(self, conflict: Iterable[str], repairs: Iterable[str] = ()) -> None:
        self.conflict, self.repairs = tuple(conflict), tuple(repairs)
        super().__init__("\n".join(self.conflict))

    def __reduce__(self) -> tuple[type[InfeasibleError], tuple[tuple[str, ...], tuple[str, ...]]]:
        """Pickle as it was made: it may come from a worker process."""
        return type(self), (self.conflict, self.repairs)


class SolverError(RedesignError):
    """The solver is missing, failed, or ended without a usable plan."""

    exit_code = 4


class ContradictionError(RedesignError):
    """The solver contradicts itself, or what was computed without it: nothing that it said can be believed."""

    exit_code = 4


class OutputError(RedesignError):
    """A result could not be written."""

    exit_code = 6


class EngineError(RedesignError):
    """The two simulation engines disagree: a fault of ours."""

    exit_code = 70


class WorkerError(RedesignError):
    """Worker processes died again and again."""

    exit_code = 7
