"""A scenario file and its one parent, merged key by key."""

from __future__ import annotations

from dataclasses import dataclass, replace

from redesign.errors import Fault, InputError
from redesign.scenario.conform import conform
from redesign.scenario.folder import Folder
from redesign.scenario.grammar import Schema
from redesign.scenario.yaml_tree import Node, parse


@dataclass(frozen=True, slots=True)
class Lineage:
    """A file, its parent if it has one, and both in one; all held against the schema."""

    child: Node
    parent: Node | None
    merged: Node
    faults: tuple[Fault, ...]
    legible: bool = True
    """Whether what is missing can be judged: false where a parent could not be read."""


def read_lineage(folder: Folder, name: str, schema: Schema) -> Lineage:
    """Read a scenario file and the parent it names; raise `InputError` only if the file itself is illegible."""
    child, faults = _read(folder.read(name), name, schema)
    link = child.mapping.get("extends")
    if link is None or link.faulty:
        return Lineage(child, None, child, tuple(faults), legible=link is None)
    try:
        parent, found = _read(folder.read_named(link, ("extends",)), str(link.value), schema)
    except InputError as error:
        return Lineage(child, None, child, (*faults, *error.faults), legible=False)
    if (second := parent.mapping.get("extends")) is not None:
        chain = f"{name} extends {link.value}, which extends {second.value}"
        message = f"found a parent of a parent ({chain}); allowed: one parent; merge the two files above"
        found.append(second.heading.fault(("extends",), message))
    shared = _without_schools(parent) if "schools_file" in child.mapping else parent
    return Lineage(child, parent, merge(child, shared), (*faults, *found), legible=second is None)


def merge(child: Node, parent: Node) -> Node:
    """Return the parent with what the child says in its place; lists and single values are replaced whole."""
    if not isinstance(child.value, dict) or not isinstance(parent.value, dict) or child.faulty or parent.faulty:
        return child
    pairs = dict(parent.value)
    for key, value in child.value.items():
        pairs[key] = merge(value, pairs[key]) if key in pairs else value
    return replace(child, value=pairs)


def _without_schools(parent: Node) -> Node:
    """Leave out today's packages by school id: a child with a roster of its own has other schools."""
    areas = parent.mapping.get("areas")
    if areas is None or areas.faulty:
        return parent
    left = {}
    for name, area in areas.mapping.items():
        today = area.mapping.get("package_today")
        by_school = today is not None and bool(today.mapping)
        pairs = {k: v for k, v in area.mapping.items() if not (by_school and k == "package_today")}
        left[name] = replace(area, value=pairs) if area.mapping else area
    return replace(parent, value=parent.mapping | {"areas": replace(areas, value=left)})


def _read(text: str, name: str, schema: Schema) -> tuple[Node, list[Fault]]:
    tree, faults = parse(text, name)
    mended, found = conform(tree, schema)
    return mended, faults + found
