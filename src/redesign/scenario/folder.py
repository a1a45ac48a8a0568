"""A scenario's own folder: the only place from which it may name another file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from redesign.errors import InputError
from redesign.scenario.nearest import suggestion
from redesign.scenario.text import decode, read_bytes
from redesign.scenario.yaml_tree import Node
from redesign.scenario.yaml_tree import Path as KeyPath


@dataclass(slots=True)
class Folder:
    """Reads files of one folder, each once, and remembers their names and bytes' hash."""

    path: Path
    files: list[str] = field(default_factory=list)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """Over the bytes of every file read, in order."""
        return self.digest.hexdigest()

    def read(self, name: str) -> str:
        """Read and decode a file by its name; raise `InputError`."""
        return decode(self.content(name), name)

    def content(self, name: str) -> bytes:
        """Read the bytes of a file by its name; raise `InputError`."""
        content = read_bytes(self.path / name, name)
        self.files.append(name)
        self.digest.update(len(content).to_bytes(8, "big") + content)
        return content

    def read_named(self, node: Node, key_path: KeyPath) -> str:
        """Read the file that a scenario names; raise `InputError`, located at the name where that is at fault."""
        return decode(self.content_named(node, key_path), str(node.value))

    def content_named(self, node: Node, key_path: KeyPath) -> bytes:
        """Read the bytes of the file that a scenario names; raise as `read_named` does."""
        name = str(node.value)
        if problem := self.problem(name):
            raise InputError([node.mark.fault(key_path, f"found {name!r}, {problem}")])
        return self.content(name)

    def problem(self, name: str) -> str | None:
        """Say why a file may not be read, or None where it may."""
        inside = "allowed: the name of a file in the scenario's own folder"
        if name.startswith(("/", "~")) or "\\" in name or ":" in name or "//" in name:
            return f"which is not a name inside the folder; {inside}"
        if ".." in PurePosixPath(name).parts:
            return f"which leads out of the folder; {inside}"
        try:
            target = (self.path / name).resolve()
            if not target.is_relative_to(self.path.resolve()):
                return f"a link that leads out of the folder; {inside}"
            if not target.is_file():
                return f"which is not there; {inside}{suggestion(name, self.names())}"
        except (OSError, ValueError, RuntimeError):  # a loop of links, a name the system refuses
            return f"which cannot be followed; {inside}"
        return None

    def rank(self, name: str) -> int:
        """Return the position of a file in the order of reading."""
        return self.files.index(name) if name in self.files else len(self.files)

    def names(self) -> list[str]:
        """Return the names of the first files in the folder."""
        return sorted(entry.name for entry in self.path.iterdir() if entry.is_file())[:500]
