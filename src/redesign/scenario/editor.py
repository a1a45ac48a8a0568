"""The schema in the form that suits an editor: a file with a parent may leave out what the parent gives."""

from __future__ import annotations

from copy import deepcopy

from redesign.scenario.grammar import Schema, required

_WHOLE = "Whole"


def for_editors(schema: Schema) -> Schema:
    """Return a copy in which keys are needed only where the file has no `extends`.

    What is needed moves out of each block into a twin, `WholeTeam` beside `Team`, which holds nothing else;
    the twins apply under `else`.
    """
    out = deepcopy(schema)
    twins = {_WHOLE + name: _needs(block) for name, block in schema["$defs"].items()}
    for block in (out, *out["$defs"].values()):
        block.pop("required", None)
    out["$defs"] |= twins
    return out | {"if": {"required": ["extends"]}, "else": _needs(schema)}


def _needs(block: Schema) -> Schema:
    inner = {key: needs for key, value in block["properties"].items() if (needs := _below(value))}
    return {"required": required(block), "properties": inner}


def _below(schema: Schema) -> Schema | None:
    """The same for what a key holds: references to the twins, and nothing where there is no block below."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].replace("#/$defs/", f"#/$defs/{_WHOLE}")}
    if "items" in schema:
        return {"items": below} if (below := _below(schema["items"])) else None
    if "patternProperties" in schema:
        pairs = {pattern: below for pattern, value in schema["patternProperties"].items() if (below := _below(value))}
        return {"patternProperties": pairs} if pairs else None
    if "anyOf" in schema:
        found = [_below(branch) or {"type": branch["type"]} for branch in schema["anyOf"]]
        return {"anyOf": found} if any("$ref" in branch for branch in found) else None
    return None
