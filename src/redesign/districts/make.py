"""The three files of a new scenario, in a folder of their own or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from redesign.districts.compose import SCENARIO, Composed, compose
from redesign.districts.data_page import data_page
from redesign.districts.facts import PublishedDistrict
from redesign.errors import OutputError
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.sourced import sourced_numbers

PAGE = "DATA.md"
OTHER = "move it away, or choose another with -o"


def make(district: PublishedDistrict, folder: Path) -> Composed:
    """Write the scenario, the roster and DATA.md of a district into a new folder.

    Raises OutputError where there is anything in the folder already, or it cannot be written: nothing is left behind.
    """
    with _new(folder) as room:

        def load(files: Mapping[str, str]) -> Scenario:
            for name, text in files.items():
                (room / name).write_text(text, encoding="utf-8")
            return load_scenario(room / SCENARIO)

        made = compose(district, load)
        load(made.files)
        (room / PAGE).write_text(data_page(made, sourced_numbers(room / SCENARIO)), encoding="utf-8")
    return made


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A room beside the folder, which becomes it at the end."""
    missing = [parent for parent in folder.absolute().parents if not parent.exists()]
    try:
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise OutputError(f"{folder} is there already, and a scenario in it may be somebody's work; {OTHER}")
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=".redesign-new-", dir=folder.absolute().parent))
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; {OTHER}") from error
    try:
        yield room
        room.chmod(0o777 & ~_umask())
        os.rename(room, folder.absolute())
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; nothing was written") from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
        for parent in missing if not folder.exists() else ():
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()


def _umask() -> int:
    """The user's mask of permissions, which a temporary folder does not follow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
