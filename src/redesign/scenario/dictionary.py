"""The data dictionary of scenario files, in Markdown, from the schema; other files of ours are described alike."""

from __future__ import annotations

import json
from collections.abc import Iterator

from redesign.scenario.grammar import Schema, branches, entries, required
from redesign.scenario.ranges import CLASS
from redesign.scenario.wording import allowed

_UNITS = {
    "hours": "hours",
    "hour": "hours",
    "usd": "US dollars",
    "share": "share, 1 = all",
    "chance": "share, 1 = all",
    "rate": "share, 1 = all",
    "gap": "share, 1 = all",
    "weeks": "weeks",
    "week": "week of the year",
    "days": "days",
    "seconds": "seconds",
    "fte": "full-time equivalents",
    "cv": "ratio",
    "factor": "ratio",
    "times": "ratio",
    "years": "simulated years",
    "posts": "posts",
    "requests": "requests",
    "visits": "visits",
    "schools": "schools",
    "effect": "effect",
    "score": "score",
    "courtesy": "score",
    "teachers": "full-time equivalents",
    "principals": "full-time equivalents",
    "enrollment": "pupils",
    "disadvantaged": "pupils",
    "bilingual": "pupils",
    "education": "pupils",
    "effective": "hours",
}

_INTRODUCTION = """\
# What a scenario file may say

<!-- Generated: `redesign schema --dictionary > scenarios/README.md` -->

A scenario is one YAML file and a roster of schools beside it. Check one with `redesign validate FILE`;
see the values it comes to, and where each was written, with `redesign show FILE`.

- **Units stand in the names**: `_usd`, `_hours`, `_weeks`, `_share` (0.25 is a quarter), `_fte`.
- **Every number has a source.** Write `source: "where it comes from"` in the block of the number or in a
  block around it, or one text for each key: `source: {posts_today: "payroll, May 2022", rest: "assumed: ..."}`.
  Open the text with `assumed` where there is no source: every run lists these numbers. Only `run`, `pins` and
  `uncertainty` need none.
  Every block below may have a `source`; it is listed once, under [Scenario](#scenario).
- **A variant** of a file says `extends: parent.yaml` and then only what differs. Blocks are merged key by
  key; lists and single values are replaced whole. A parent has no parent of its own. A number that the
  variant changes without a source of its own counts as assumed.
- **A range**: where the meaning below ends with a class in brackets, `[hours]`, a number may be written as a block,
  `{value: 0.9, low: 0.5, high: 1.1}`: nine times in ten the truth lies between `low` and `high`. `with: pay_level` lets
  all numbers that name this factor of [Uncertainty](#uncertainty) move together; an effect may have `chance_none` and
  `chance_harmful`, too; `source` says where the number and its range come from. A number that is assumed and has no
  range has the spread of its class. No study reads ranges: `redesign ask SCENARIO sure` does.
- **Both files named in a scenario** lie in its own folder. A scenario can run nothing and read nothing else.
- **YAML 1.2**: `no` and `12:30` are text, `010` is ten, `50_000` is text (write 50000). Keys may not repeat;
  anchors, aliases, tags and merge keys are refused. Files are UTF-8.
- **The roster** is a CSV file in UTF-8 or an Excel workbook (.xlsx), with its header first: the columns are the
  keys of [School](#school). Empty rows and columns are left out. The order of the rows says nothing: schools stand
  in the order of their ids. Of a workbook the first sheet with such a header is read. Keep ids as text in a
  spreadsheet, or it drops their leading zeros and rounds long ones.
"""


def write_dictionary(scenario: Schema, school: Schema) -> str:
    """Write a table for each block, in the order in which a file opens them."""
    return "\n".join([_INTRODUCTION, *tables("Scenario", scenario), table("School", school)])


def tables(name: str, root: Schema, defaults: bool = True) -> list[str]:
    """Return a table for a block and for each that it opens, in that order."""
    return [table(name, root, defaults), *(table(inner, root["$defs"][inner], defaults) for inner in _order(root))]


def unit(key: str) -> str:
    """Read the unit from a key: `hours_per_week` is hours per week, `loaded_cost_usd` US dollars."""
    head, *per = key.split("_per_")
    words = [_UNITS[word] for word in head.split("_")[::-1] if word in _UNITS]
    return " per ".join([*words[:1], *per]).replace("_", " ") if words else ""


def _order(scenario: Schema) -> list[str]:
    names: list[str] = []
    waiting = [scenario]
    while waiting:
        for schema in waiting.pop(0)["properties"].values():
            for name in _references(schema):
                if name not in names:
                    names.append(name)
                    waiting.append(scenario["$defs"][name])
    return names


def _references(schema: Schema) -> Iterator[str]:
    for branch in branches(schema):
        if "$ref" in branch:
            yield branch["$ref"].rsplit("/", 1)[-1]
        inner = entries(branch) or branch.get("items")
        if inner:
            yield from _references(inner)


def table(name: str, block: Schema, defaults: bool = True) -> str:
    """Write the keys of a block, a row each; without `defaults` where no key may be left out."""
    keys = [key for key in block["properties"] if key != "source" or name == "Scenario"]
    columns = ["Key", "Type and range", "Unit", *(["Default"] if defaults else []), "Meaning"]
    rows = [columns, ["---"] * len(columns)]
    for key in keys:
        schema = block["properties"][key]
        default = ["needed" if key in required(block) else _default(schema)] if defaults else []
        rows.append([f"`{key}`", *_kind(key, schema), *default, _meaning(schema)])
    return "\n".join([f"## {name}", "", block.get("description", ""), "", *map(_line, rows), ""])


def _meaning(schema: Schema) -> str:
    """What a key means, and of which class of uncertain numbers it is."""
    of_class = (entries(schema) or schema).get(CLASS)
    return f"{schema.get('description', '')}{f' [{of_class}]' if of_class else ''}"


def _kind(key: str, schema: Schema) -> tuple[str, str]:
    """Type and unit of a key; a schema may name a unit that the key does not."""
    types = {branch.get("type") for branch in branches(schema)}
    words = _linked(allowed(schema), list(_references(schema)))
    return words, schema.get("unit", unit(key)) if types & {"number", "integer"} else ""


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _linked(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(f"block {name}", f"block [{name}](#{name.lower()})")
    return text


def _default(schema: Schema) -> str:
    default = schema.get("default")
    if default in (None, "", [], {}):
        return "none"
    if isinstance(default, dict):
        return "as in the block"
    return f"`{default}`" if isinstance(default, str) else f"`{json.dumps(default)}`"
