"""The schema in the form that suits an editor: a file with a parent may leave out what the parent gives."""

from __future__ import annotations

from copy import deepcopy

from redesign.scenario.grammar import Schema, required

_WHOLE = "Whole"


def for_editors(schema: Schema) -> Schema:
    """Return a copy in which keys are needed, and `null` takes no named entry away, only where a file has no `extends`.

    What is needed moves out of each block into a twin, `WholeTeam` beside `Team`, which holds nothing else;
    the twins apply under `else`.
    """
    out = deepcopy(schema)
    twins = {_WHOLE + name: _needs(block) for name, block in schema["$defs"].items()}
    for block in (out, *out["$defs"].values()):
        block.pop("required", None)
        for value in block["properties"].values():
            named = value.get("patternProperties", {})
            named |= {pattern: {"anyOf": [inner, {"type": "null"}]} for pattern, inner in named.items()}
    out["$defs"] |= twins
    return out | {"if": {"required": ["extends"]}, "else": _needs(schema)}


def _needs(block: Schema) -> Schema:
    inner = {key: needs for key, value in block["properties"].items() if (needs := _below(value))}
    return {"type": "object", "required": required(block), "properties": inner}


def _below(schema: Schema) -> Schema | None:
    """The same for what a key holds: references to the twins, and nothing where there is no block below."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].replace("#/$defs/", f"#/$defs/{_WHOLE}")}
    if "items" in schema:
        return {"items": below} if (below := _below(schema["items"])) else None
    if "patternProperties" in schema:
        named = schema["patternProperties"].items()
        return {"patternProperties": {pattern: _below(value) or {"type": value["type"]} for pattern, value in named}}
    if "anyOf" in schema:
        found = [_below(branch) or {"type": branch["type"]} for branch in schema["anyOf"]]
        return {"anyOf": found} if any("$ref" in branch for branch in found) else None
    return None
