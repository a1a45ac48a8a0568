"""What is missing, with its reason: blanks, negative codes and marks of suppression. Missing is never zero."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """No number, and why."""

    reason: str
    place: str = ""
    """File, column and row; empty where there is no such cell."""

    def __str__(self) -> str:
        return f"{self.reason} ({self.place})" if self.place else self.reason


_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+|\d{1,3}(,\d{3})+(\.\d*)?")
_NEGATIVE = re.compile(r"[-\u2212]\d+(\.\d*)?")
_CODES = {-1: "missing", -2: "not applicable", -3: "suppressed", -9: "below the quality standard"}
_MARKS = {
    "": "nothing in the cell",
    ".": "marked '.'",
    "m": "marked M, missing",
    "missing": "marked as missing",
    "n": "marked N, not applicable",
    "n/a": "marked as not applicable",
    "na": "marked as not applicable",
    "#n/a": "marked as not applicable",
    "not applicable": "marked as not applicable",
    "not reported": "marked as not reported",
    "not available": "marked as not available",
    "null": "marked as null",
    "nan": "marked as no number",
    "none": "marked as none given",
    "\u2020": "marked \u2020, not applicable",
    "\u2013": "marked \u2013, missing",
    "\u2014": "marked \u2014, missing",
    "-": "marked -, missing",
    "--": "marked --, missing",
    "\u2021": "marked \u2021, below the reporting standard",
    "#": "marked #, suppressed",
    "s": "marked S, suppressed",
    "ps": "marked PS, suppressed",
    "ds": "marked DS, suppressed",
    "suppressed": "marked as suppressed",
    "tfc": "marked TFC, too few to count",
    "redacted": "marked as redacted",
    "masked": "marked as masked",
}
_TOO_FEW = re.compile(r"\*+|(n ?)?[<>\u2264\u2265].*|(lt|le|gt|ge|fewer than|less than) ?\d.*")
"""Stars, or a bound in the place of a count, which may be written as one of a number n."""


def not_whole(text: str, number: float) -> str:
    """What to say of a count of pupils that is no whole number."""
    return f"found '{text[:40]}'; allowed: a whole number of pupils; did you mean '{int(number + 0.5)}'?"


def said(text: str) -> float | Missing | None:
    """The number that a cell says, why it says none, or nothing where it is neither."""
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", ""))
    mark = text.casefold()
    if mark in _MARKS:
        return Missing(_MARKS[mark])
    if _NEGATIVE.fullmatch(text):
        code = float(text.replace("\u2212", "-"))
        return Missing(f"code {code:g}, {_CODES.get(int(code), 'no number of that kind is published')}")
    return Missing(f"marked {text}, suppressed") if _TOO_FEW.fullmatch(mark) else None
