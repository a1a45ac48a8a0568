"""The nearest right word, and the number that a text was meant to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from redesign.scenario.text import folded

_MOST_WORDS = 2000
"""Beyond this many candidates (a very large roster) only a difference in case or spacing is mended."""


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that `word` most likely means, if one is near enough."""
    candidates = list(dict.fromkeys(allowed))
    plain = _plain(word)
    if same := [c for c in candidates if _plain(c) == plain]:
        return same[0]
    if not plain or len(plain) > 100 or len(candidates) > _MOST_WORDS:
        return None
    limit = max(1, len(plain) // 3)
    close = [c for c in candidates if abs(len(c) - len(plain)) <= limit]
    scored = [(distance(plain, _plain(c)), -_likeness(word, c), c) for c in close]
    if scored and min(scored)[0] <= limit:
        return min(scored)[2]
    parts = [c for c in candidates if len(plain) >= 4 and (plain in _plain(c) or (len(c) >= 4 and _plain(c) in plain))]
    return min(parts, key=len) if parts else None


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """Return `; did you mean 'y'?`, or nothing."""
    meant = nearest(word, allowed)
    return f"; did you mean '{meant}'?" if meant is not None else ""


def distance(a: str, b: str) -> int:
    """Letters to substitute, delete, insert or swap with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def _plain(word: str) -> str:
    return re.sub(r"[\s\-]+", "_", folded(word))


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()
