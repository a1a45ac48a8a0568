"""Every number of a scenario with what it is, where it stands, where it comes from and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Literal

from redesign.scenario.dictionary import unit
from redesign.scenario.folder import Folder
from redesign.scenario.grammar import Schema, block_of, branches, inner_of, items_of
from redesign.scenario.inheritance import Lineage, read_lineage
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.sources import DEFAULT, is_assumed, is_sourced_number, source_text
from redesign.scenario.yaml_tree import Node, Path, dotted

Kind = Literal["read", "computed", "assumed"]
Whose = Literal["own", "another", "default", "published", "nobody"]
"""Own: the source names the district, or it is a count of the roster. Another: the source names another district, or
the number stands in the file of another district that this one extends. Default: of redesign. Published: a source is
given that names no district. Nobody: assumed, and nobody is named."""

EXAMPLES = ("Chicago", "Corpus Christi", "Sharyland")
_DISTRICT = re.compile(
    r"\b((?:[A-Z][\w.'-]+ ){1,3}"
    r"(?:C?ISD|USD|Unified|Public Schools|School District|City Schools|County(?: [A-Z]{2})?))\b"
    rf"|\b({'|'.join(EXAMPLES)})\b"
)
ROSTER_COLUMNS = (
    "enrollment",
    "teachers",
    "principals",
    "econ_disadvantaged",
    "emergent_bilingual",
    "special_education",
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number that a scenario rests on."""

    path: str
    """Key path; of the roster a whole column, such as `schools.teachers`."""
    value: float
    """Of a column its sum."""
    meaning: str
    """In words, from the data dictionary."""
    unit: str
    kind: Kind
    source: str
    whose: Whose
    named: str
    """The other district that is named; empty where none is."""
    file: str
    """Empty for a default of redesign."""
    line: int

    @property
    def assumed(self) -> bool:
        """Whether no source stands behind it."""
        return self.kind == "assumed"


def numbers_in(path: str | FilePath) -> tuple[Scenario, tuple[Number, ...]]:
    """A scenario, and every number that it rests on: those of its files, defaults that matter, columns of its roster.

    Choices under `run` and `pins` are no facts and are left out. Raises InputError as `load_scenario` does.
    """
    path = FilePath(path)
    scenario = load_scenario(path)
    lineage = read_lineage(Folder(path.parent), path.name, file_schema())
    found = [
        _number(scenario, lineage, key_path, node)
        for key_path, node in lineage.merged.leaves()
        if is_sourced_number(key_path, node)
    ]
    return scenario, (*found, *_defaults(scenario), *_columns(scenario))


def _number(scenario: Scenario, lineage: Lineage, path: Path, node: Node) -> Number:
    text = source_text(lineage, path, node) or ""
    whose, named = _whose(scenario, text, _other_parent(lineage, node))
    meaning, of = described(path)
    value = float(node.value) if isinstance(node.value, int | float) else 0.0
    return Number(dotted(path), value, meaning, of, _kind(text), text, whose, named, node.mark.file, node.mark.line)


def _defaults(scenario: Scenario) -> Iterator[Number]:
    for each in scenario.origin.assumptions:
        if each.text == DEFAULT and not each.path.startswith("schools."):
            meaning, of = described(tuple(int(p) if p.isdigit() else p for p in each.path.split(".")))
            yield Number(each.path, each.value, meaning, of, "assumed", DEFAULT, "default", "", "", 0)


def _columns(scenario: Scenario) -> Iterator[Number]:
    properties = roster_schema()["items"]["properties"]
    missing = {each.path for each in scenario.origin.assumptions}
    file = scenario.origin.files[-1] if scenario.origin.files else ""
    given = [each.source for each in scenario.schools if isinstance(each.source, str)]
    said = given[0] if given else f"the roster {file}"
    for name in ROSTER_COLUMNS:
        path, total = f"schools.{name}", float(sum(getattr(school, name) for school in scenario.schools))
        meaning = f"{properties[name]['description']}: sum over {len(scenario.schools)} schools"
        if path in missing:
            yield Number(path, total, meaning, unit(name), "assumed", DEFAULT, "default", "", "", 0)
        else:
            said = next(
                (each.source for each in scenario.schools if isinstance(each.source, str)), f"the roster {file}"
            )
            yield Number(path, total, meaning, unit(name), _kind(said), said, "own", "", file, 1)


def described(path: Path) -> tuple[str, str]:
    """What the key at a path means, and its unit; from the schema."""
    root = file_schema()
    schema: Schema = root
    meaning, of = "", ""
    for part in path:
        inner = items_of(schema, root) if isinstance(part, int) else _inner(schema, str(part), root)
        if inner is None:
            break
        schema = inner[0] if isinstance(inner, tuple) else inner
        text = inner[1] if isinstance(inner, tuple) else ""
        meaning, of = text or meaning, unit(str(part)) or of
    return meaning, of


def _inner(schema: Schema, key: str, root: Schema) -> tuple[Schema, str] | None:
    """What a block holds under a key, and what the key means: the text stands beside a reference, not behind it."""
    block = next((found for each in branches(schema) if (found := block_of(each, root)) is not None), None)
    inner = None if block is None else inner_of(block, key, root)
    if block is None or inner is None:
        return None
    return inner, str(block.get("properties", {}).get(key, {}).get("description", ""))


def _kind(text: str) -> Kind:
    if is_assumed(text):
        return "assumed"
    return "computed" if text.lstrip().casefold().startswith("computed") else "read"


def _other_parent(lineage: Lineage, node: Node) -> str:
    """The district of the parent's file where a number stands there and the variant is of another district."""
    if lineage.parent is None or node.mark.file == lineage.child.mark.file:
        return ""
    own, other = (_district(tree) for tree in (lineage.merged, lineage.parent))
    return "" if own == other else other


def _district(tree: Node) -> str:
    name = tree.at(("district", "name"))
    return str(name.value) if name is not None else ""


def _whose(scenario: Scenario, text: str, parent: str) -> tuple[Whose, str]:
    if parent:
        return "another", parent
    own = scenario.district.name.casefold()
    others = [name for match in _DISTRICT.finditer(text) if (name := match[1] or match[2]).casefold() not in own]
    if others:
        return "another", others[0]
    if own in text.casefold() or any(m for m in _DISTRICT.finditer(text)):
        return "own", ""
    return ("nobody", "") if is_assumed(text) else ("published", "")
