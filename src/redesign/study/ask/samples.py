"""What came of every sample, as one table of arrays that a study folder keeps: `asked/sure.npz` for `sure`."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from redesign.study.ask.sampling import Outcome
from redesign.study.storage import ASKED, add

COLUMNS = ("support", "over_usd", "floors_kept", "promise_kept")
CENT = 0.005
"""Dollars that a rounded sum may be more than a budget."""
DIGITS = 10
"""Significant digits of support that enter the digest."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Samples in their order, from the first; N of them, P plans, Q promises."""

    support: NDArray[np.float64]
    """[N, P]"""
    over_usd: NDArray[np.float64]
    """[N, P, 2] a year and once"""
    floors_kept: NDArray[np.bool_]
    """[N, P]"""
    promise_kept: NDArray[np.bool_]
    """[N, P, Q]"""

    def __len__(self) -> int:
        return len(self.support)

    @property
    def budget_kept(self) -> NDArray[np.bool_]:
        """[N, P] both budgets."""
        return np.asarray((self.over_usd <= CENT).all(axis=2))

    def first(self, samples: int) -> Table:
        """As if no more had been drawn."""
        return Table(*(getattr(self, name)[:samples] for name in COLUMNS))

    def digest(self, inputs: str) -> str:
        """SHA-256 over what was asked and what came of it."""
        rounded = [[float(f"{value:.{DIGITS}g}") for value in row] for row in self.support.tolist()]
        kept = b"".join(np.packbits(each).tobytes() for each in (self.budget_kept, self.floors_kept, self.promise_kept))
        return hashlib.sha256(f"{inputs} {rounded}".encode() + kept).hexdigest()


def table_of(outcomes: Sequence[Outcome]) -> Table:
    """Of at least one."""
    return Table(*(np.stack([getattr(each, name) for each in outcomes]) for name in COLUMNS))


def joined(first: Table | None, then: Table) -> Table:
    """One after the other."""
    if first is None:
        return then
    return Table(*(np.concatenate([getattr(first, name), getattr(then, name)]) for name in COLUMNS))


@dataclass(frozen=True, slots=True)
class TableFile:
    """Where a study folder keeps the table of a question."""

    folder: Path
    question: str
    inputs: str
    """Digest of all that outcomes depend on."""

    @property
    def name(self) -> str:
        """In the folder."""
        return f"{ASKED}/{self.question}.npz"

    def keep(self, table: Table, drawn: dict[str, NDArray[np.generic]]) -> None:
        """Put a table there, in place of the one before, with what was `drawn`; raises OutputError."""

        def write(new: Path) -> None:
            (new / ASKED).mkdir(exist_ok=True)
            columns = {name: getattr(table, name) for name in COLUMNS}
            np.savez_compressed(new / self.name, allow_pickle=False, inputs=np.array(self.inputs), **columns, **drawn)

        add(self.folder, write)

    def kept(self) -> Table | None:
        """What is there; None where there is nothing of these inputs, or nothing that can be read."""
        try:
            with np.load(self.folder / self.name, allow_pickle=False) as stored:
                if str(stored["inputs"]) != self.inputs:
                    return None
                return Table(*(stored[name] for name in COLUMNS))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None
