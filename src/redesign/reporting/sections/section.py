"""One part of a report: a small table, sentences under it, and nothing that depends on where it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table with sentences after it; either may be empty. Cells are plain text, not yet escaped."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    total: bool = False
    """Whether the last row sums the others."""

    def _repr_html_(self) -> str:
        from redesign.reporting.html import document  # late: that module shows whole studies, too

        return document([], [self])
