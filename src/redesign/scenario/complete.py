"""What a whole scenario must have once its parent is merged in, and the plain data it comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, branches, entries, required, resolve
from redesign.scenario.wording import allowed
from redesign.scenario.yaml_tree import Node, Path


def complete(node: Node, schema: Schema, root: Schema, path: Path = ()) -> tuple[Node, list[Fault]]:
    """Report every missing key and every container with too little in it; a missing key becomes a faulty node."""
    if node.faulty:
        return node, []
    schema = _branch(node, schema, root)
    faults = _sizes(node, schema, path)
    if faults:
        return replace(node, faulty=True), faults
    if isinstance(node.value, list):
        items = [complete(item, schema["items"], root, (*path, i)) for i, item in enumerate(node.value)]
        return replace(node, value=[item for item, _ in items]), faults + [f for _, found in items for f in found]
    if not isinstance(node.value, dict):
        return node, faults
    pairs = dict(node.value)
    inner = entries(schema)
    for key, value in node.value.items():
        pairs[key], found = complete(value, inner or schema["properties"][key], root, (*path, key))
        faults += found
    for key in required(schema) if inner is None else ():
        if key not in pairs:
            needed = allowed(resolve(schema["properties"][key], root))
            faults.append(node.heading.fault((*path, key), f"found nothing; this key is needed; allowed: {needed}"))
            pairs[key] = Node(None, node.heading, faulty=True)
    return replace(node, value=pairs), faults


def plain(node: Node, schema: Schema, root: Schema) -> Any:
    """Return what the models read: lists as tuples, the smallest valid value in place of a faulty one."""
    if node.faulty:
        return filler(schema, root)
    schema = _branch(node, schema, root)
    if isinstance(node.value, list):
        return tuple(plain(item, schema["items"], root) for item in node.value)
    if not isinstance(node.value, dict):
        return node.value
    inner = entries(schema)
    needed = node.value if inner is not None else required(schema)
    return {
        key: plain(value, inner or schema["properties"][key], root)
        for key, value in node.value.items()
        if key in needed or not value.faulty
    }


def filler(schema: Schema, root: Schema) -> Any:
    """Return a small valid value."""
    schema = resolve(branches(resolve(schema, root))[0], root)
    kind = schema.get("type")
    if "enum" in schema:
        return schema["enum"][0]
    if kind in ("number", "integer"):
        return schema.get("minimum", schema.get("maximum", 1))
    if kind == "array":
        return tuple(filler(schema["items"], root) for _ in range(schema.get("minItems", 0)))
    if kind == "object":
        inner = entries(schema)
        if inner is not None:
            return {f"filler_{i}": filler(inner, root) for i in range(schema.get("minProperties", 0))}
        return {key: filler(schema["properties"][key], root) for key in required(schema)}
    return {"string": "filler", "boolean": False}.get(str(kind))


def has_fault(node: Node | None) -> bool:
    """Whether anything in a tree is marked faulty."""
    if node is None:
        return False
    return node.faulty or any(has_fault(child) for child in [*node.mapping.values(), *node.items])


def _branch(node: Node, schema: Schema, root: Schema) -> Schema:
    kind = "object" if isinstance(node.value, dict) else "array" if isinstance(node.value, list) else None
    found = [resolve(branch, root) for branch in branches(resolve(schema, root))]
    return next((branch for branch in found if branch.get("type") == kind), found[0])


def _sizes(node: Node, schema: Schema, path: Path) -> list[Fault]:
    least = schema.get("minProperties" if isinstance(node.value, dict) else "minItems", 0)
    if isinstance(node.value, dict | list) and len(node.value) < least:
        return [node.heading.fault(path, f"found an empty {node.found.split()[1]}; allowed: {allowed(schema)}")]
    return []
