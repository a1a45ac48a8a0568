"""The study folder: `study.json`, tables and figures, swapped in whole."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

from redesign.errors import OutputError
from redesign.scenario import stored
from redesign.scenario.model import Scenario
from redesign.study.details_tables import Row
from redesign.study.digest import digest
from redesign.study.manifest import MANIFEST
from redesign.study.place import Place, claimed, put_back
from redesign.study.study import Study
from redesign.study.table_headers import HEADERS
from redesign.study.tables import tables

STUDY = "study.json"
SCENARIO = "scenario.json"
"""The scenario as it was studied, its seed and pins included."""
KNOWLEDGE = "knowledge.json"
"""What the study has learned, see `redesign.study.knowledge`."""
ASKED = "asked"
"""Folder of the answers, see `redesign.study.ask.ask`."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What opens a formula, the full-width signs of East Asian keyboards among them."""


def read_study(path: Path) -> Study:
    """A study from its folder or its `study.json`; raises OutputError with the file and what is wrong in it.

    That is also that its results are not those of its digest: somebody has changed them.
    """
    study = read_as_it_is(path)
    if (found := digest(study)) != study.digest:
        file = path if path.is_file() else path / STUDY
        raise OutputError(
            f"{file}: digest: found {study.digest[:12]}, but these results have {found[:12]}: plan or measures are not "
            "those that were written. Run the scenario again"
        )
    return study


def read_as_it_is(path: Path) -> Study:
    """The same, whatever its digest says: to remake it and name what differs."""
    folder = path.parent if path.name == STUDY else path
    put_back(folder)
    file = path if path.is_file() else folder / STUDY
    try:
        return Study.from_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutputError(f"{file}: {error.strerror or error}") from error
    except (UnicodeError, OutputError) as error:
        raise OutputError(f"{file}: {error}") from error


def read_scenario(path: Path) -> Scenario | None:
    """The scenario that a study folder keeps, None where it keeps none; raises OutputError.

    The folder may be named by its `study.json`, too.
    """
    file = (path.parent if path.name == STUDY else path) / SCENARIO
    try:
        return stored.from_json(file.read_text(encoding="utf-8")) if file.exists() else None
    except OSError as error:
        raise OutputError(f"{file}: {error.strerror or error}") from error
    except (UnicodeError, OutputError) as error:
        raise OutputError(f"{file}: {error}") from error


def read_beside(path: Path) -> dict[str, bytes]:
    """What a study's folder keeps beside the study: what was learned and what was answered, {name: content}.

    As it stands, not looked into: so it goes along where the study is saved again. Nothing where `path` is no such
    folder, nor its `study.json`; raises OutputError.
    """
    folder = path.parent if path.name == STUDY else path
    files = (folder / KNOWLEDGE, *sorted((folder / ASKED).glob("*")))
    try:
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files if file.is_file()}
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror or error}") from error


def write_study(folder: Path, study: Study, figures: Callable[[Path], object] | None = None) -> None:
    """Write `study.json`, the CSV tables and, through `figures`, the charts; raises OutputError.

    `figures` is given the folder that the study will become.
    """
    with claimed(folder) as place:
        fill(place, study, figures)


def fill(place: Place, study: Study, figures: Callable[[Path], object] | None = None) -> None:
    """The same in a place that is held already."""

    def write(new: Path) -> None:
        (new / STUDY).write_text(study.to_json(), encoding="utf-8")
        for name, rows in tables(study).items():
            _write_csv(new / f"{name}.csv", tuple(rows[0]) if rows else HEADERS[name], rows)
        if figures is not None:
            figures(new)

    place.fill(write)


def add(folder: Path, write: Callable[[Path], object]) -> None:
    """Have more written into a copy of a study folder, which takes its place, whole; raises OutputError."""
    with claimed(folder) as place:

        def copied(new: Path) -> None:
            shutil.copytree(place.target, new, dirs_exist_ok=True, ignore=shutil.ignore_patterns(MANIFEST))
            write(new)

        place.fill(copied)


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula is prefixed with an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _write_csv(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Excel takes a file for the system's own code page unless a byte-order mark says that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe_cell(name) for name in columns])
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    table = text.getvalue()
    path.write_bytes(table.encode("ascii" if table.isascii() else "utf-8-sig"))
