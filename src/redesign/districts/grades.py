"""The level of a school from the lowest and highest grade that it teaches."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redesign.districts.facts import Level

_BEFORE_FIRST: Mapping[str, int] = {"EE": -1, "PK": -1, "PREK": -1, "P": -1, "TK": 0, "KG": 0, "K": 0}
_GRADE = re.compile(r"0?[1-9]|1[0-3]")
_SPAN = re.compile(r"(?i)\s*(\w+)(?:\s*(?:-|\u2013|to|through|thru|/)\s*(\w+))?\s*")


def grade(text: str) -> int | None:
    """Prekindergarten is -1, kindergarten 0, grade 9 is 9; nothing for what is no grade."""
    word = re.sub(r"[^A-Z0-9]", "", text.upper())
    word = re.sub(r"^(GRADE|GR)(?=\d)|(?<=\d)(ST|ND|RD|TH)$", "", word)
    if word in _BEFORE_FIRST:
        return _BEFORE_FIRST[word]
    return int(word) if _GRADE.fullmatch(word) else None


def level_of(low: int, high: int) -> Level:
    """The first rule that fits."""
    if low >= 9 or (low >= 7 and high >= 10):
        return "high"
    if low >= 5 and 6 <= high <= 9:
        return "middle"
    if high <= 6 or (low <= 3 and high <= 8):
        return "elementary"
    return "middle" if low >= 4 and high <= 9 else "combined"


def level_of_span(text: str) -> Level | None:
    """The level of grades such as `PK-05`, `9 to 12` or `6`; nothing where they are none."""
    match = _SPAN.fullmatch(text)
    if not match:
        return None
    low, high = grade(match[1]), grade(match[2] or match[1])
    return None if low is None or high is None or low > high else level_of(low, high)
