"""Names and numbers as a reader sees them: nothing hidden, nothing that acts, nothing too long."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redesign.analysis.intervals import Interval
    from redesign.study.certified import CertifiedSupport

UNKNOWN = "n/a"
"""What stands where a number could not be measured."""

Measure = Callable[[str], float]
"""How wide a text is."""

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


def shorten(text: object, width: float, measure: Measure = cells) -> str:
    """`visible(text)`, cut to `width` with three dots at the end where it is longer; terminal columns if not told."""
    line = visible(text)
    return line if measure(line) <= width else _head(line, width - measure("..."), measure).rstrip() + "..."


def wrapped(text: object, width: float, lines: int, measure: Measure = cells) -> str:
    """`visible(text)` in at most so many lines of `width`, with three dots where it is longer."""
    line, out = visible(text), list[str]()
    while measure(line) > width and len(out) < lines - 1:
        head = _head(line, width, measure)
        head = head.rpartition(" ")[0] or head
        out.append(head)
        line = line[len(head) :].lstrip()
    return "\n".join([*out, shorten(line, width, measure)])


def _head(line: str, width: float, measure: Measure) -> str:
    """The longest beginning that is at most so wide."""
    return line[: bisect_right(range(len(line)), width, key=lambda place: measure(line[: place + 1]))]


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
    """A share of 1 in percent, whole; `<1%` and `>99%` where that would say none or all."""
    if value is None:
        return UNKNOWN
    percent = 100 * value
    if 0 < percent <= 0.5 or 99.5 <= percent < 100:
        return "<1%" if percent < 1 else ">99%"
    return f"{round(percent) + 0.0:,.0f}%"


def exactly(value: float) -> str:
    """A share of 1 in percent, with a decimal where it has one: for what was asked, which is not rounded to another."""
    return f"{round(100 * value, 1):g}%"


def percents(value: float | None) -> str:
    """A share of 1 as a number of percents with one decimal, for a column that says `%` on top."""
    return UNKNOWN if value is None else f"{100 * value:.1f}"


def change(value: float | None) -> str:
    """A quantity with its sign."""
    return amount(value) if value is None or round(value, 2) <= 0 else "+" + amount(value)


def between(interval: Interval | CertifiedSupport, word: Callable[[float | None], str] = amount) -> str:
    """Mean and 95% interval: `12,345 (11,900 to 12,790)`; `word` says how to write a number."""
    return f"{word(interval.mean)} ({word(interval.low)} to {word(interval.high)})"


def shift(value: float) -> str:
    """A whole number with its sign, a true minus before what is less."""
    return f"{value:+,.0f}".replace("-", "\u2212") if round(value) else "0"


def usd_change(value: float) -> str:
    """Whole dollars with their sign."""
    return f"{'+' if value > 0 else chr(0x2212)}${abs(round(value)):,}" if round(value) else "$0"


def money(value: float) -> str:
    """Dollars as they are spoken: `$14.3 million`, `$380,000`."""
    return f"${value / 1e6:,.1f} million" if abs(value) >= 999_950 else usd(value)
