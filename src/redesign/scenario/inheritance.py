"""A scenario file and its one parent, merged key by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from redesign.errors import Fault, InputError
from redesign.scenario.conform import conform
from redesign.scenario.folder import Folder
from redesign.scenario.grammar import Schema
from redesign.scenario.misplaced import put_right
from redesign.scenario.nearest import suggestion
from redesign.scenario.text import folded
from redesign.scenario.yaml_tree import Node, Path, dotted, parse

_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Lineage:
    """A file, its parent if it has one, and both in one; all held against the schema."""

    child: Node
    parent: Node | None
    merged: Node
    faults: tuple[Fault, ...]
    legible: bool = True
    """Whether what is missing can be judged: false where a parent could not be read."""
    notes: tuple[str, ...] = ()
    """What a planner may not have meant, though it is allowed."""


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
    merged = merge(child, _with_own_name(shared, link))
    notes = (*_same_name(child, parent), *_idle(child, parent, ()))
    faults += [*nothing_there(child, parent, ()), *found]
    return Lineage(child, parent, merged, tuple(faults), legible=second is None, notes=notes)


def merge(child: Node, parent: Node) -> Node:
    """Return the parent with what the child says in its place; lists and single values are replaced whole.

    What the child says `null` to is taken away.
    """
    if not isinstance(child.value, dict) or child.faulty:
        return child
    pairs = dict(parent.mapping) if not parent.faulty else {}
    for key, value in child.mapping.items():
        if value.gone or (value.nothing and key in pairs):
            pairs.pop(key, None)
        else:
            pairs[key] = merge(value, pairs[key] if key in pairs else replace(value, value=None))
    return replace(child, value=pairs)


def nothing_there(child: Node, parent: Node, path: Path) -> Iterator[Fault]:
    """A fault for every `null` that takes away what is not there."""
    if parent.faulty:
        return
    for key, value in child.mapping.items():
        there = parent.mapping.get(key)
        if value.gone and there is None:
            message = f"found null, but {parent.mark.file} says nothing here that it could take away; leave it out"
            yield value.heading.fault((*path, key), f"{message}{suggestion(key, parent.mapping)}")
        yield from nothing_there(value, there or replace(value, value=None), (*path, key))


def _idle(child: Node, parent: Node, path: Path) -> Iterator[str]:
    """Empty blocks: they take nothing away, as a planner may think."""
    for key, value in child.mapping.items():
        there = parent.mapping.get(key)
        if there is None or value.faulty or there.faulty:
            continue
        if value.value == {} and there.mapping:
            where = f"{value.mark.file}, line {value.heading.line}"
            yield (
                f"{where}: the empty block {dotted((*path, key))} changes nothing: all that {there.mark.file} says in "
                f"it stays; `{key}: null` would take it away"
            )
        yield from _idle(value, there, (*path, key))


def _with_own_name(parent: Node, link: Node) -> Node:
    """A parent under the name that a variant without one has: the parent's and the file's, so that no study is lost."""
    name = parent.mapping.get("name")
    if name is None or name.faulty or not isinstance(name.value, str):
        return parent
    stem = "".join(c if c.isprintable() else "_" for c in PurePath(link.mark.file).stem)[:100]
    own = f"{name.value[: _LONGEST_NAME - len(stem) - 3]} - {stem}"
    return replace(parent, value=parent.mapping | {"name": replace(name, value=own, mark=link.mark, key=link.key)})


def _same_name(child: Node, parent: Node) -> Iterator[str]:
    names = [node.value for tree in (child, parent) if (node := tree.mapping.get("name")) and not node.faulty]
    same = len(names) == 2 and all(isinstance(name, str) for name in names)
    if same and folded(str(names[0])) == folded(str(names[1])):
        file, other = child.mark.file, parent.mark.file
        yield (
            f"{file} has the name of {other}: a study of one replaces that of the other in its folder; give it a name "
            "of its own, or leave `name` out"
        )


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
    placed, misplaced = put_right(tree, schema)
    link = placed.mapping.get("extends")
    variant = link is not None and isinstance(link.value, str)
    mended, found = conform(placed, schema, variant=variant)
    return mended, faults + misplaced + found
