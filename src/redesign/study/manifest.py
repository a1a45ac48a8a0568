"""The list of a study's files with their hashes: what proves that a folder may be replaced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

MANIFEST = "manifest.txt"
HEADER = "The files of a study by redesign with their SHA-256. A folder that holds nothing else may be replaced."


def write_manifest(folder: Path) -> None:
    """List every file of a folder; raises OSError."""
    lines = sorted(f"{_hash(path)}  {path.relative_to(folder).as_posix()}" for path in _files(folder))
    (folder / MANIFEST).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def has_manifest(folder: Path) -> bool:
    """Whether a folder says that it is a study's; raises OSError."""
    return bool(_listed(folder / MANIFEST))


def foreign(folder: Path) -> str | None:
    """The first thing in a folder that is not, as it is, of the study that its manifest lists; None if there is none.

    A folder without a manifest that says so is foreign as a whole, unless it is empty. Files that are missing do not
    matter. Raises OSError.
    """
    listed = _listed(folder / MANIFEST)
    folders = {parent.as_posix() for path in listed for parent in Path(path).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            return name
        if path.is_dir() and name not in folders:
            return name
        if path.is_file() and (name != MANIFEST or not listed) and listed.get(name) != _hash(path):
            return name
    return None


def changed_since(folder: Path) -> list[str]:
    """Files of a study that are not what its manifest lists, or not there; raises OSError."""
    listed = _listed(folder / MANIFEST).items()
    return [name for name, digest in listed if not (folder / name).is_file() or _hash(folder / name) != digest]


def _listed(manifest: Path) -> dict[str, str]:
    """{path: hash}; empty where this is no manifest of ours."""
    if manifest.is_symlink() or not manifest.is_file():
        return {}
    header, *lines = manifest.read_bytes().split(b"\n")
    if header != HEADER.encode():
        return {}
    pairs = (os.fsdecode(line).partition("  ") for line in lines if line)
    return {path: digest for digest, _, path in pairs}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
