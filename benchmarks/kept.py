"""What the long commands share: results kept as JSON lines, progress on stderr, tables on stdout."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import redesign
from redesign.scenario.model import Scenario

Record = dict[str, Any]


class Kept:
    """Records by key, in a file of JSON lines if there is one: what is in it is not made again.

    A record counts only with the same stamp, which holds the scenario and the code that made it.
    """

    def __init__(self, path: Path | None, stamp: str) -> None:
        self.path, self.stamp = path, stamp
        self.records: dict[str, Record] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:  # a run that was ended while it wrote
                continue
            if record["stamp"] == stamp:
                self.records[record["key"]] = record

    def once(self, key: str, make: Callable[[], Record]) -> Record:
        """The record of this key: the one kept, or a new one with its seconds."""
        if key in self.records:
            tell(f"{key}: kept from an earlier run")
            return self.records[key]
        start = time.perf_counter()
        made = make()
        record = {"key": key, "stamp": self.stamp, "seconds": round(time.perf_counter() - start, 2), **made}
        self.records[key] = record
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            before = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
            torn = "" if before.endswith("\n") or not before else "\n"
            with self.path.open("a", encoding="utf-8") as file:
                file.write(torn + json.dumps(record, allow_nan=False) + "\n")
        tell(f"{key}: {record['seconds']:.1f} s")
        return record


def stamp_of(scenario: Scenario, *more: object) -> str:
    """A hash over the scenario, every module of the package, and what else decides the results."""
    found = hashlib.sha256(scenario.model_dump_json(exclude={"origin"}).encode())
    root = Path(redesign.__file__).parent
    for module in sorted(root.rglob("*.py")):
        found.update(module.relative_to(root).as_posix().encode() + module.read_bytes())
    found.update(repr(more).encode())
    return found.hexdigest()[:16]


def tell(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as they must be, the first to the left, the others to the right."""
    texts = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(head))]
    for row in texts:
        cells = [c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        print("  ".join(cells).rstrip())
    print(flush=True)


def signed(interval: Any, places: int = 1) -> str:
    """A mean and half of the length of its interval."""
    return f"{interval.mean:+,.{places}f} +- {interval.half_width:,.{places}f}"
