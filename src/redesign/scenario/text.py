"""Bytes of an input file to text that is safe to show, or one located fault that says what to save it as."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from redesign.errors import Fault, InputError

MOST_BYTES = 5_000_000
_ALLOWED_CONTROLS = "\n\t"
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and signs that are drawn as nothing."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:[^\0]\0){2}|(?:\0[^\0]){2}")
"""A byte-order mark, or two letters of which every other byte is zero."""


def read_bytes(path: Path, name: str) -> bytes:
    """Read a regular file of at most `MOST_BYTES`; raise `InputError` under its `name` otherwise."""
    try:
        if not path.is_file():
            raise _refusal(name, "found a folder or a device" if path.exists() else "found no such file", "a file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(name, f"cannot be read ({reason})", "a file that can be read") from None
    if len(content) > MOST_BYTES:
        raise _refusal(name, "found more than 5 MB", f"at most {MOST_BYTES:,} bytes")
    return content


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte-order mark; raise `InputError` for anything else."""
    if _UTF_16.match(content):
        raise _refusal(name, "found UTF-16", "UTF-8; save the file as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.start counts in what follows a byte-order mark, error.object is what it counts in
        before = error.object[: error.start].decode("utf-8")
        found = f"found byte 0x{error.object[error.start]:02x}, which is not UTF-8"
        raise InputError([fault_at(before, name, f"{found}; allowed: UTF-8; save the file as UTF-8")]) from None
    if "\0" in text:
        before = text[: text.index("\0")]
        raise InputError([fault_at(before, name, "found a NUL byte; allowed: text in UTF-8; save the file as UTF-8")])
    if faults := [
        fault_at(text[:at], name, f"found {describe(text[at])}; allowed: visible characters")
        for at in _hidden_positions(text, controls=_ALLOWED_CONTROLS + "\r")
    ]:
        raise InputError(faults)
    return text


def fault_at(before: str, name: str, message: str) -> Fault:
    """Make a fault at the place that follows the text `before`."""
    ends = [match.end() for match in _LINE_END.finditer(before)]
    return Fault(name, len(ends) + 1, len(before) - (ends[-1] if ends else 0) + 1, "", message)


def hidden(text: str) -> str | None:
    """Return the first character of a parsed text that a reader cannot see or that moves what is seen."""
    return next((text[at] for at in _hidden_positions(text, controls=_ALLOWED_CONTROLS)), None)


def visible(text: str) -> bool:
    """Whether there is anything to see in a text: more than spaces, marks and controls."""
    return any(c not in _BLANK and unicodedata.category(c)[0] not in "ZMC" for c in text)


def describe(character: str) -> str:
    """Name a hidden character as `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    name = unicodedata.name(character, "control character")
    return f"U+{ord(character):04X} ({name})"


def folded(text: str) -> str:
    """Two texts with the same folded form look alike: NFKC and case-folded, spaces joined."""
    return unicodedata.normalize("NFKC", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def _hidden_positions(text: str, controls: str) -> list[int]:
    if text.isascii() and text.isprintable():
        return []
    suspects = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    found = {c for c in set(text) if c not in controls and (c in _BLANK or unicodedata.category(c) in suspects)}
    return [i for i, c in enumerate(text) if c in found] if found else []


def _refusal(name: str, found: str, allowed: str) -> InputError:
    return InputError([Fault(name, 1, 1, "", f"{found}; allowed: {allowed}")])
