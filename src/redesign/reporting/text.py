"""Names and numbers as a reader sees them: nothing hidden, nothing that acts, nothing too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

UNKNOWN = "n/a"
"""What stands where a number could not be measured."""

_SPELLED_OUT = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def visible(text: object) -> str:
    """One line of text in which every control, direction and zero-width character is spelled out as `U+202E`."""
    spaced = " ".join(str(text).split())
    return "".join(f"U+{ord(c):04X}" if unicodedata.category(c) in _SPELLED_OUT else c for c in spaced)


def cells(text: str) -> int:
    """Columns that a terminal needs: two for a wide East Asian character, none for a combining mark."""
    return sum(_cells_of(c) for c in text)


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: object, width: int) -> str:
    """`visible(text)`, cut to `width` terminal columns with three dots at the end where it is longer."""
    line = visible(text)
    if cells(line) <= width:
        return line
    kept, used = "", 3
    for character in line:
        used += _cells_of(character)
        if used > width:
            break
        kept += character
    return kept.rstrip() + "..."


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names with commas and `and`; the rest as a count."""
    items = list(names)
    if len(items) > most:
        items = [*items[:most], f"{len(items) - most} more"]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def counted(number: float, noun: str) -> str:
    """`1 post`, `2 posts`."""
    return f"{amount(number)} {noun}" + ("" if number == 1 else "s")


def amount(value: float | None) -> str:
    """A quantity with as many digits as it deserves; never `-0`."""
    if value is None:
        return UNKNOWN
    size = abs(value)
    digits = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    return f"{round(value, digits) + 0.0:,.{digits}f}"


def usd(value: float | None) -> str:
    """Whole dollars."""
    if value is None:
        return UNKNOWN
    whole = round(value)
    return f"-${-whole:,}" if whole < 0 else f"${whole:,}"


def share(value: float | None) -> str:
    """A share of 1 in percent, with decimals only where whole percents would hide it."""
    if value is None:
        return UNKNOWN
    percent = 100 * value
    digits = 0 if percent == 0 or 1 <= abs(percent) <= 99 or percent >= 100 else 1 if abs(percent) >= 0.1 else 2
    return f"{round(percent, digits) + 0.0:,.{digits}f}%"


def change(value: float | None) -> str:
    """A quantity with its sign."""
    return amount(value) if value is None or round(value, 2) <= 0 else "+" + amount(value)


def between(interval: dict[str, float | None] | None, word: Callable[[float | None], str] = amount) -> str:
    """Mean and 95% interval: `12,345 (11,900 to 12,790)`; `word` says how to write a number."""
    if interval is None or interval.get("mean") is None:
        return UNKNOWN
    return f"{word(interval['mean'])} ({word(interval['low'])} to {word(interval['high'])})"
