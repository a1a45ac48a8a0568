"""The menu of a new scenario as commented text with places to fill: `@{name}`, and blocks `@if name` to `@end`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.resources import files
from string import Template

_STEP = re.compile(r"(?P<start> +- )\{team: (?P<team>\w+), work_hours: (?P<hours>[\d.]+)\}(?P<comment> *#.*)?")


class _Places(Template):
    delimiter = "@"


def filled(name: str, values: Mapping[str, object], flags: Collection[str] = ()) -> str:
    """A part of the menu with its places filled; raises KeyError for a place without a value.

    Of blocks those stay whose name is among the flags. Steps that follow each other in one team become one.
    """
    text = (files(__package__) / f"{name}.yaml").read_text(encoding="utf-8")
    kept = "\n".join(_kept(text.split("\n"), flags))
    return "\n".join(_merged(_Places(kept).substitute(values).split("\n")))


def places(name: str) -> list[str]:
    """The names of the places of a part of the menu."""
    text = (files(__package__) / f"{name}.yaml").read_text(encoding="utf-8")
    return _Places(text).get_identifiers()


def _kept(lines: list[str], flags: Collection[str]) -> list[str]:
    found, open_blocks = [], list[bool]()
    for line in lines:
        if line.startswith("@if "):
            open_blocks.append(line.removeprefix("@if ") in flags)
        elif line == "@end":
            open_blocks.pop()
        elif all(open_blocks):
            found.append(line)
    return found


def _merged(lines: list[str]) -> list[str]:
    found = list[str]()
    for line in lines:
        step = _STEP.fullmatch(line)
        before = _STEP.fullmatch(found[-1]) if found else None
        if step and before and step["team"] == before["team"]:
            hours = float(before["hours"]) + float(step["hours"])
            found[-1] = f"{step['start']}{{team: {step['team']}, work_hours: {hours:g}}}    # one office does both"
        else:
            found.append(line)
    return found
