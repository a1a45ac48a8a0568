"""A study remade from its scenario, held beside the stored one file by file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from redesign.study.digest import DIGITS
from redesign.study.manifest import MANIFEST, changed_since
from redesign.study.storage import KNOWLEDGE, SCENARIO, STUDY

NOT_RESULTS = {MANIFEST, SCENARIO, KNOWLEDGE}
"""Files of a study that are no results: what it was made from, and what it learned on the way."""
OF_THE_RUN = ("versions", "scenario.engine", "certificate.audit")
"""Parts of a study that say on what it was made."""
MOST_NAMED = 5
"""Differences of one file that are named."""
MISSING = object()


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A file that is not as it was remade."""

    file: str
    """Its name in the folder."""
    differences: tuple[str, ...]
    """What differs, a sentence each."""


@dataclass(frozen=True, slots=True)
class Remade:
    """What came of remaking a study."""

    files: int
    """Files that were compared."""
    differences: tuple[FileDifference, ...]
    """Those that differ."""
    versions: tuple[str, ...]
    """Libraries of another version than the study was made with, a sentence each."""
    changed: tuple[str, ...]
    """Files that are not what was written: changed, or missing, since."""

    @property
    def same(self) -> bool:
        """Whether everything is as it was."""
        return not (self.differences or self.changed)


def compared(stored: Path, remade: Path) -> Remade:
    """Every result of the folder `remade` beside its twin in `stored`; raises OSError."""
    names = sorted(path.relative_to(remade).as_posix() for path in remade.rglob("*") if path.is_file())
    results = sorted((name for name in names if name not in NOT_RESULTS), key=_plan_first)
    found = ((name, tuple(_differences(stored / name, remade / name))) for name in results)
    return Remade(
        files=len(results),
        differences=tuple(FileDifference(name, words) for name, words in found if words),
        versions=tuple(_versions(stored / STUDY, remade / STUDY)),
        changed=tuple(changed_since(stored)),
    )


def _plan_first(name: str) -> tuple[int, str]:
    """The study, tables, figures."""
    return (0 if name == STUDY else 1 if name.endswith(".csv") else 2), name


def _differences(stored: Path, remade: Path) -> Iterator[str]:
    if not stored.is_file():
        yield "missing"
    elif stored.read_bytes() == remade.read_bytes():
        return
    elif stored.name == STUDY:
        yield from _named(_fields(_document(stored), _document(remade)))
    elif stored.suffix == ".csv":
        yield from _named(_cells(_table(stored), _table(remade)))
    else:
        yield "not the same bytes"


def _named(differences: Iterator[str]) -> Iterator[str]:
    found = list(differences)
    yield from found[:MOST_NAMED]
    if len(found) > MOST_NAMED:
        yield f"and {len(found) - MOST_NAMED:,} more"


def _fields(stored: Any, remade: Any, path: str = "") -> Iterator[str]:
    """Every value of a document that is not the same at the digits of the digest."""
    if path in OF_THE_RUN:
        return
    first, second = _children(stored), _children(remade)
    if first is not None and second is not None:
        for key in dict.fromkeys([*first, *second]):
            below = f"{path}.{key}" if path else key
            yield from _fields(first.get(key, MISSING), second.get(key, MISSING), below)
    elif not _same(stored, remade):
        yield f"{path}: {_shown(stored)} is stored, {_shown(remade)} was remade"


def _children(value: Any) -> dict[str, Any] | None:
    if isinstance(value, list):
        return {str(i): each for i, each in enumerate(value)}
    return value if isinstance(value, dict) else None


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, float | int) and isinstance(second, float | int):
        return f"{first:.{DIGITS}g}" == f"{second:.{DIGITS}g}"
    return bool(first == second)


def _shown(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    text = "a block" if _children(value) is not None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _cells(stored: list[list[str]], remade: list[list[str]]) -> Iterator[str]:
    """Every cell of a table that is not the same."""
    header = remade[0] if remade else []
    for number, (first, second) in enumerate(zip_longest(stored, remade, fillvalue=None), start=1):
        if first is None or second is None:
            yield f"row {number}: {'not stored' if first is None else 'not remade'}"
            continue
        for place, (one, two) in enumerate(zip_longest(first, second, fillvalue="")):
            if not _same(_read(one), _read(two)):
                name = header[place] if place < len(header) else f"column {place + 1}"
                yield f"row {number}, {name}: {_shown(one)} is stored, {_shown(two)} was remade"


def _read(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def _document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _versions(stored: Path, remade: Path) -> Iterator[str]:
    before, now = _document(stored)["versions"], _document(remade)["versions"]
    for name in dict.fromkeys([*before, *now]):
        if before.get(name) != now.get(name):
            yield f"{name} {before.get(name, 'none')} then, {now.get(name, 'none')} now"
