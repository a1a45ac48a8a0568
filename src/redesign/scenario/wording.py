"""What a schema allows, in words: the same in fault messages and in the data dictionary."""

from __future__ import annotations

from redesign.scenario.grammar import Schema, branches, entries


def allowed(schema: Schema) -> str:
    """Say what a (resolved) schema allows: `a number from 0 to 1`, `one of low, high`, ..."""
    return " or ".join(dict.fromkeys(_allowed(branch) for branch in branches(schema)))


def amount(value: float) -> str:
    """Write a bound: `0`, `0.0005`, `1,000,000`."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"


def _allowed(schema: Schema) -> str:
    if "$ref" in schema:
        return f"a block {schema['$ref'].rsplit('/', 1)[-1]}"
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    kind: str = schema["type"]
    if kind in ("number", "integer"):
        return f"a {'whole ' if kind == 'integer' else ''}number{_range(schema)}"
    if kind == "string":
        return _text(schema)
    if kind == "array":
        return _list(schema)
    if kind == "object":
        return _block(schema)
    return {"boolean": "true or false", "null": "nothing"}[kind]


def _range(schema: Schema) -> str:
    low, above, high = (schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    if low is not None and high is not None:
        return f" from {amount(low)} to {amount(high)}"
    if above is not None and high is not None:
        return f" above {amount(above)}, at most {amount(high)}"
    return "".join(f" {word} {amount(bound)}" for word, bound in (("from", low), ("above", above)) if bound is not None)


def _text(schema: Schema) -> str:
    if "pattern" in schema:
        return "a name of lower-case letters, digits and _ that opens with a letter, up to 64 long"
    longest = schema.get("maxLength")
    return f"text of {schema.get('minLength', 0)} to {longest:,} characters" if longest else "text"


def _list(schema: Schema) -> str:
    least = " (at least one)" if schema.get("minItems") else ""
    return f"a list of items{least}, each {allowed(schema['items'])}"


def _block(schema: Schema) -> str:
    inner = entries(schema)
    if inner is None:
        return "a block with the keys " + ", ".join(schema.get("properties", {}))
    return f"a block of names, {'not empty, ' if schema.get('minProperties') else ''}each with {allowed(inner)}"
