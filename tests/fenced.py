"""Pages whose fenced blocks are run, in order, and whose printed text is compared with what is printed."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NOT_HERE = ("pip install", "jupyter lab")
"""What a reader does once, or what opens a browser."""
FEW_PERCENT, FEW = 0.02, 2.0
"""How far a number may lie from the page's: another release of a library may find another year."""


def alike(shown: str, printed: str) -> bool:
    """Whether two words are the same but for what another machine may make of a number."""
    if NUMBER.sub("#", shown) != NUMBER.sub("#", printed):
        return False
    pairs = zip(NUMBER.findall(shown), NUMBER.findall(printed), strict=True)
    numbers = [(float(a.replace(",", "")), float(b.replace(",", ""))) for a, b in pairs]
    return all(abs(a - b) <= max(FEW, FEW_PERCENT * abs(a)) for a, b in numbers)


def is_printed(shown: str, printed: str) -> bool:
    """Whether the parts of a block, between its three dots, stand in a text in this order, however it is wrapped."""
    words, at = printed.split(), 0
    for part in shown.split("..."):
        wanted = part.split()
        places = range(at, len(words) - len(wanted) + 1)
        found = [i for i in places if all(map(alike, wanted, words[i : i + len(wanted)]))]
        if not found:
            return False
        at = found[0] + len(wanted)
    return True


class Reader:
    """Follows pages in one folder; a command that was typed before is not typed again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed: dict[str, str] = {}

    def follow(self, page: Path) -> list[str]:
        """Run the blocks of a page in their order; where it shows something else than is printed."""
        names: dict[str, Any] = {}
        printed, faults = "", []
        with contextlib.chdir(self.folder):
            for kind, block in FENCED.findall(page.read_text(encoding="utf-8")):
                if kind == "text":
                    faults += [] if is_printed(block, printed) else [f"the page shows\n{block}\nprinted was\n{printed}"]
                elif kind == "python":
                    printed = _python(block, names)
                elif kind == "sh" and not any(words in block for words in NOT_HERE):
                    printed = "".join(map(self._typed, block.splitlines()))
                elif block.startswith("# scenarios/"):
                    self._write(block)
        return faults

    def _write(self, block: str) -> None:
        file = block.partition("\n")[0].removeprefix("# ")
        (self.folder / file).write_text(block, encoding="utf-8")
        self.printed = {command: printed for command, printed in self.printed.items() if file not in command}

    def _typed(self, command: str) -> str:
        if command not in self.printed:
            self.printed[command] = _shell(command)
        return self.printed[command]


def _python(block: str, names: dict[str, Any]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(block, names)  # noqa: S102
    return printed.getvalue()


def _shell(command: str) -> str:
    typed = command.replace(".venv/bin/redesign", f"{sys.executable} -m redesign")
    how: Any = {"capture_output": True, "text": True, "check": False}
    done = subprocess.run(["bash", "-ec", typed], **how)  # noqa: S603, S607
    assert done.returncode == 0, done.stderr
    return str(done.stdout) + str(done.stderr)
