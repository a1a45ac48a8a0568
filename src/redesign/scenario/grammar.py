"""How to read a JSON Schema of this project: references, alternatives, free and fixed keys."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def resolve(schema: Schema, root: Schema) -> Schema:
    """Follow a reference into the definitions of `root`."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = root["$defs"][reference.rsplit("/", 1)[-1]]
    return found


def required(schema: Schema) -> list[str]:
    """Return the keys that a block must have once its parent is merged in."""
    keys: list[str] = schema.get("required", [])
    return keys


def entries(schema: Schema) -> Schema | None:
    """Return the schema of the values of a mapping with free names, or None for a block with fixed keys."""
    if "patternProperties" in schema:
        return next(iter(schema["patternProperties"].values()), None)
    free = schema.get("additionalProperties")
    return free if isinstance(free, dict) else None


def branches(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema, itself where it has none."""
    alternatives: list[Schema] = schema.get("anyOf", [schema])
    return alternatives


def block_of(schema: Schema, root: Schema) -> Schema | None:
    """Return the alternative that is a block or a mapping of names, resolved; None where there is none."""
    return _of_type(schema, root, "object")


def inner_of(block: Schema, key: str, root: Schema) -> Schema | None:
    """Return what a block holds under a key, resolved; None where it knows no such key."""
    free = entries(block)
    found = block.get("properties", {}).get(key) if free is None else free
    return None if found is None else resolve(found, root)


def items_of(schema: Schema, root: Schema) -> Schema | None:
    """Return what the items of a list are, resolved; None where no list is allowed."""
    found = _of_type(schema, root, "array")
    return None if found is None else resolve(found["items"], root)


def _of_type(schema: Schema, root: Schema, kind: str) -> Schema | None:
    found = (resolve(branch, root) for branch in branches(resolve(schema, root)))
    return next((branch for branch in found if branch.get("type") == kind), None)
