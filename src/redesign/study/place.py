"""The place of a study or of a new scenario: held by one run, checked before anything is computed, filled in one step.

A run works in a room of its own beside the place, under a name that nobody can guess. The new study is made there and
renamed into the place; for that moment the old one stands in the room as `previous`. What a run that was killed has
left in its room is put back or cleaned up by the next run, or the next reading, of the same place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from redesign.errors import OutputError
from redesign.study.lock import give_back, take
from redesign.study.manifest import foreign, write_manifest

NEW, PREVIOUS, SUPERSEDED, OWNER = "new", "previous", "superseded", "owner.txt"
OTHER = "choose another --output"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that this run may fill."""

    folder: Path
    """As it was named."""
    target: Path
    room: Path
    users: bool
    """Whether it is the user's from then on: nothing may stand there yet, and without a manifest no run replaces it."""

    def fill(self, write: Callable[[Path], T]) -> T:
        """Have a new folder written and put it here, whole or not at all; raises OutputError."""
        new, had_one = self.room / NEW, self.target.exists()
        intact = "; what stood there is intact" if had_one else ""
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            written = write(new)
            if not self.users:
                write_manifest(new)
            _flush(new)
        except OSError as error:
            raise OutputError(f"cannot write {self.folder}: {_in_words(error)}{intact}") from error
        try:
            self._swap(new)
        except (OSError, OutputError) as error:
            words = _in_words(error) if isinstance(error, OSError) else str(error)
            raise OutputError(f"{words}{intact}{self._kept_aside(new)}") from error
        return written

    def _swap(self, new: Path) -> None:
        """Whatever breaks it off: who holds the place puts the old study back at the end."""
        previous = self.room / PREVIOUS
        _refuse_foreign(self.folder, self.target, self.users)
        if self.target.exists():
            self.target.rename(previous)
            _refuse_foreign(self.folder, previous, self.users)  # now that nobody can find it to add something
        new.rename(self.target)
        if previous.exists():
            previous.rename(self.room / SUPERSEDED)

    def _kept_aside(self, new: Path) -> str:
        """Hours of work are not thrown away because a folder cannot be replaced."""
        aside = self.target.with_name(f"{self.target.name}-{self.room.name.rpartition('-')[2]}")
        try:
            new.rename(aside)
        except OSError:
            return ""
        return f"; the new {'scenario' if self.users else 'study'} is in {self.folder.parent / aside.name}"


@contextmanager
def claimed(folder: Path, users: bool = False) -> Iterator[Place]:
    """Hold a folder, to be filled once; raises OutputError at once where that is not possible.

    That is, where it cannot be written, where another run holds it, or where there is anything in it that redesign
    did not put there; where it is to be the user's, anything at all.
    """
    target = _target(folder)
    with _parents(target), _held(folder, _beside(target, ".lock")):
        for left in target.parent.glob(_beside(target, "-*").name):
            _clear(left, target)
        room = _room(folder, target, users)
        try:
            yield Place(folder, target, room, users)
        finally:
            _clear(room, target)


def put_back(folder: Path) -> None:
    """Where there is no folder, the one that a killed run left in its room, if it did."""
    if not folder.exists() and folder.absolute().parent.is_dir():
        with suppress(OutputError, OSError), claimed(folder):
            pass


def _target(folder: Path) -> Path:
    try:
        if folder.is_symlink():
            raise OutputError(
                f"{folder} is a link, which a new folder cannot replace; name what it leads to, or {OTHER}"
            )
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is not a folder; {OTHER}")
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {_in_words(error)}; {OTHER}") from error
    target = Path(os.path.realpath(folder))
    if not target.name or os.path.ismount(target):
        raise OutputError(f"{folder} is the top of a file system, which cannot be replaced; name a folder in it")
    return target


@contextmanager
def _parents(target: Path) -> Iterator[None]:
    """The folders above, which are made for the study and taken away again where it was not written."""
    missing = [parent for parent in target.parents if not parent.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write into {target.parent}: {_in_words(error)}; {OTHER}") from error
    try:
        yield
    finally:
        with suppress(OSError):  # not empty
            for parent in missing:
                parent.rmdir()


@contextmanager
def _held(folder: Path, lock: Path) -> Iterator[None]:
    try:
        descriptor = take(lock)
    except OSError as error:
        raise OutputError(_closed_parent(folder, lock.parent, error)) from error
    if descriptor is None:
        raise OutputError(f"another run is about to write {folder}; wait for it, or {OTHER}")
    try:
        yield
    finally:
        give_back(lock, descriptor)


def _closed_parent(folder: Path, parent: Path, error: OSError) -> str:
    """Whoever may write into the folder itself learns why that is not enough, and what is."""
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return (
            f"{folder} can be written, but {parent} cannot ({_in_words(error)}): what is new is made beside its folder "
            f"and takes its place in one step; name a folder inside, such as --output {folder / 'study'}"
        )
    return f"cannot write into {parent}: {_in_words(error)}; {OTHER}"


def _beside(target: Path, ending: str) -> Path:
    """A hidden name in the same folder, short whatever the name."""
    mark = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]
    return target.with_name(f".redesign-{mark}{ending}")


def _room(folder: Path, target: Path, users: bool) -> Path:
    """A new room, once everything is known to be in order."""
    try:
        _refuse_foreign(folder, target, users)
        for path in (target, *target.rglob("*")) if target.exists() else ():
            if path.is_dir() and not os.access(path, os.W_OK | os.X_OK):
                raise OutputError(f"{path} is read-only, so that {folder} cannot be replaced; {OTHER}")
        room = Path(tempfile.mkdtemp(prefix=_beside(target, "-").name, dir=target.parent))
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {_in_words(error)}; {OTHER}") from error
    try:
        (room / OWNER).write_text(_owner(room, target), encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        shutil.rmtree(room, ignore_errors=True)
        raise OutputError(f"cannot write {folder}: {_in_words(error)}; {OTHER}") from error
    return room


def _owner(room: Path, target: Path) -> str:
    return f"{room.name} is where redesign makes {target.name}\nIt may be deleted when no run is at work.\n"


def _clear(room: Path, target: Path) -> None:
    """Put back what a room holds of its place, and take the room away; only what is ours, and nothing unknown."""
    with suppress(OSError):
        owner = room / OWNER
        if room.is_symlink() or not owner.is_file():
            room.rmdir()  # an empty one: its run was killed as it began
            return
        said = owner.read_text(encoding="utf-8", errors="surrogateescape")
        if not _owner(room, target).startswith(said):  # as far as it was written
            return
        previous = room / PREVIOUS
        _put_back(previous, target)
        if not previous.exists() or foreign(previous) is None:
            shutil.rmtree(room, ignore_errors=True)


def _put_back(previous: Path, target: Path) -> None:
    if previous.exists() and not target.exists():
        previous.rename(target)


def _refuse_foreign(folder: Path, target: Path, users: bool) -> None:
    if users and target.exists() and any(target.iterdir()):
        raise OutputError(
            f"{folder} is there already, and what is in it may be somebody's work; move it away, or {OTHER}"
        )
    found = foreign(target) if target.exists() else None
    if found:
        raise OutputError(
            f"{folder} holds what redesign did not write, or not as it is ({found}); move it away, or {OTHER}"
        )


def _flush(folder: Path) -> None:
    """Ask the system to put the files on disk before the rename makes them the study."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _in_words(error: OSError) -> str:
    where = " -> ".join(str(name) for name in (error.filename, error.filename2) if name)
    return f"{error.strerror or error}{f' ({where})' if where else ''}"
