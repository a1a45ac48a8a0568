"""The extract of state files that the repository has, and copies of it with changes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATE = ROOT / "data/texas"
Change = Callable[[dict[str, str]], dict[str, str] | None]
"""A row as it becomes; None takes it away."""


def copy_of(folder: Path, schools: Change | None = None, districts: Change | None = None) -> Path:
    """The two files in another folder, row by row as the changes make them."""
    folder.mkdir(exist_ok=True)
    for name, change in (("schools.csv", schools), ("districts.csv", districts)):
        with (STATE / name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        changed = [row for row in (change(dict(row)) if change else row for row in rows) if row is not None]
        with (folder / name).open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(changed)
    return folder


def column(path: Path, key: str) -> dict[str, dict[str, str]]:
    """Rows of a CSV file by one of its columns."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}
