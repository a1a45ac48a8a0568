"""The few errors a user can see: what is wrong, where it stands and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class RedesignError(Exception):
    """Anything `redesign` raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 70


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of an input file. Lines and columns count from 1; columns count characters."""

    file: str
    line: int
    column: int
    path: str
    """Key path such as `teams.hr.posts_today`; empty where the file as a whole is meant."""
    message: str
    """What was found, what is allowed and, where there is one, the nearest right word."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class InputError(RedesignError):
    """A scenario or its roster cannot be used; holds every fault that was found in one pass."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InfeasibleError(RedesignError):
    """No plan meets everything that is asked; `conflict` says in sentences what cannot hold together."""

    exit_code = 3

    def __init__(self, conflict: Iterable[str]) -> None:
        self.conflict = tuple(conflict)
        super().__init__("\n".join(self.conflict))

    def __reduce__(self) -> tuple[type[InfeasibleError], tuple[tuple[str, ...]]]:
        """Pickle as it was made: it may come from a worker process."""
        return type(self), (self.conflict,)


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
