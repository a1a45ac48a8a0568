"""The study folder: `study.json`, tables and figures, swapped in whole.

Everything is written into a sibling folder first and then renamed, so that a crash leaves the
old study or the new one. Between the two renames the old study stands under `<name>.previous`;
the next read or write puts it back.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from redesign.errors import OutputError
from redesign.study.study import Study
from redesign.study.tables import Row, tables

STUDY, MANIFEST = "study.json", "manifest.txt"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What opens a formula, the full-width signs of East Asian keyboards among them."""


def read_study(path: Path) -> Study:
    """A study from its folder or its `study.json`; raises OutputError with the file and what is wrong in it."""
    folder = path.parent if path.name == STUDY else path
    _recover(folder)
    file = path if path.is_file() else folder / STUDY
    try:
        return Study.from_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutputError(f"{file}: {error.strerror or error}") from error
    except (UnicodeError, OutputError) as error:
        raise OutputError(f"{file}: {error}") from error


def check_output(folder: Path) -> None:
    """Refuse, before anything is computed, a folder that holds files that redesign did not write."""
    _recover(folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is not a folder; choose another --output")
    if not folder.exists():
        _check_writable(folder.absolute().parent)
        return
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    ours = set()
    if (folder / MANIFEST).is_file():
        ours = set((folder / MANIFEST).read_text(encoding="utf-8").splitlines()) | {MANIFEST}
    foreign = sorted(found - ours)
    if foreign:
        raise OutputError(f"{folder} holds files that redesign did not write ({foreign[0]}); choose another --output")
    _check_writable(folder.absolute().parent)


def write_study(folder: Path, study: Study, figures: Callable[[Path], object] | None = None) -> None:
    """Write `study.json`, the CSV tables and, through `figures`, the charts; raises OutputError.

    `figures` is given the folder that the study will become.
    """
    check_output(folder)
    target = folder.absolute()
    partial: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        partial.chmod(0o755)
        (partial / STUDY).write_text(study.to_json(), encoding="utf-8")
        for name, rows in tables(study).items():
            _write_csv(partial / f"{name}.csv", rows)
        if figures is not None:
            figures(partial)
        files = sorted(p.relative_to(partial).as_posix() for p in partial.rglob("*") if p.is_file())
        (partial / MANIFEST).write_text("\n".join(files) + "\n", encoding="utf-8")
        _flush(partial)
        _swap(partial, target)
    except OSError as error:
        raise OutputError(
            f"cannot write {folder}: {error.strerror or error}; an earlier study there is intact"
        ) from error
    finally:
        if partial is not None and partial.exists():
            shutil.rmtree(partial, ignore_errors=True)


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula is prefixed with an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _write_csv(path: Path, rows: list[Row]) -> None:
    """Excel takes a file for the system's own code page unless a byte-order mark says that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow([safe_cell(k) for k in rows[0]])
        writer.writerows([safe_cell(v) for v in row.values()] for row in rows)
    table = text.getvalue()
    path.write_bytes(table.encode("ascii" if table.isascii() else "utf-8-sig"))


def _previous(folder: Path) -> Path:
    target = folder.absolute()
    return target.with_name(target.name + ".previous")


def _swap(partial: Path, target: Path) -> None:
    previous = _previous(target)
    if target.exists():
        target.rename(previous)
    partial.rename(target)
    shutil.rmtree(previous, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Put an old study back that a crash between two renames left aside."""
    previous = _previous(folder)
    if (previous / MANIFEST).is_file():
        if folder.exists():
            shutil.rmtree(previous, ignore_errors=True)
        else:
            previous.rename(folder.absolute())


def _flush(folder: Path) -> None:
    """Ask the system to put the files on disk before the rename makes them the study."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _check_writable(parent: Path) -> None:
    existing = next(p for p in (parent, *parent.parents) if p.exists())
    if not os.access(existing, os.W_OK):
        raise OutputError(f"cannot write into {existing}; choose another --output")
