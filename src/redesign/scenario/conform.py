"""One file's tree against the schema: every unknown key and wrong value, each once, and a mended tree.

The mended tree carries on under the key that a misspelled one most likely means, so that one slip is
one fault; what cannot be used stays in the tree, marked faulty. What a file leaves out is judged in
`complete.py`, after its parent is merged in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, branches, entries, resolve
from redesign.scenario.nearest import nearest, number_meant, suggestion
from redesign.scenario.wording import allowed
from redesign.scenario.yaml_tree import Node, Path

_SWITCHES = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def conform(node: Node, schema: Schema, path: Path = ()) -> tuple[Node, list[Fault]]:
    """Hold a tree against a schema; return the mended tree and the faults."""
    check = _Check(schema)
    return check.walk(node, schema, path), check.faults


@dataclass(slots=True)
class _Check:
    root: Schema
    faults: list[Fault] = field(default_factory=list)

    def walk(self, node: Node, schema: Schema, path: Path) -> Node:
        if node.faulty:
            return node
        schema = resolve(schema, self.root)
        branch = next((b for b in branches(schema) if _fits(node, resolve(b, self.root))), None)
        if branch is None:
            return self.refuse(node, schema, path)
        branch = resolve(branch, self.root)
        if isinstance(node.value, dict):
            inner = entries(branch)
            pairs = self.block(node, branch, path) if inner is None else self.names(node, branch, inner, path)
            return replace(node, value=pairs)
        if isinstance(node.value, list):
            items = [self.walk(item, branch["items"], (*path, i)) for i, item in enumerate(node.value)]
            return replace(node, value=items)
        return self.scalar(node, branch, path)

    def block(self, node: Node, schema: Schema, path: Path) -> dict[str, Node]:
        """Fixed keys, each with a schema of its own."""
        known = schema["properties"]
        pairs = self.mend(node, list(known), path, "found an unknown key")
        mended = {key: self.walk(value, known[key], (*path, key)) for key, value in pairs.items()}
        if "source" in mended:
            mended["source"] = self.sources(mended["source"], known, (*path, "source"))
        return mended

    def sources(self, node: Node, known: Schema, path: Path) -> Node:
        """A source by key names keys of its block, or `rest`."""
        if not node.mapping:
            return node
        names = [key for key in known if key != "source"] + ["rest"]
        return replace(node, value=self.mend(node, names, path, "found no key of this block"))

    def mend(self, node: Node, known: list[str], path: Path, found: str) -> dict[str, Node]:
        """Report the keys that are not known, and carry each on under the nearest that is not there."""
        pairs: dict[str, Node] = {}
        for key, value in node.mapping.items():
            meant = key if key in known else nearest(key, known)
            if meant != key:
                hint = f"; did you mean '{meant}'?" if meant else ""
                message = f"{found}; allowed: {', '.join(known)}{hint}"
                self.faults.append(value.heading.fault((*path, key), message))
            if meant == key or (meant is not None and meant not in node.mapping):
                pairs.setdefault(meant, value)
        return pairs

    def names(self, node: Node, schema: Schema, inner: Schema, path: Path) -> dict[str, Node]:
        """Free names: each must fit the pattern for names, if there is one; a bad one carries on under a good one."""
        pattern = next(iter(schema.get("patternProperties", {})), "")
        pairs: dict[str, Node] = {}
        for key, value in node.mapping.items():
            good = key
            if not _matches(pattern, key):
                good = _slug(key, pattern) or f"name_{len(pairs)}"
                allowed_names = allowed({"type": "string", "pattern": pattern})
                message = f"found the name {key[:80]!r}; allowed: {allowed_names}{_slug_hint(key, pattern)}"
                self.faults.append(value.heading.fault((*path, key), message))
            pairs.setdefault(good, self.walk(value, inner, (*path, key)))
        return pairs

    def scalar(self, node: Node, schema: Schema, path: Path) -> Node:
        value = node.value
        if isinstance(value, float) and schema["type"] == "integer":
            value = int(value)
        if isinstance(value, str) and not _text_fits(value, schema):
            return self.refuse(node, schema, path)
        if isinstance(value, int | float) and not isinstance(value, bool) and not _in_range(value, schema):
            return self.refuse(node, schema, path)
        return replace(node, value=value)

    def refuse(self, node: Node, schema: Schema, path: Path) -> Node:
        """Report a value and mark it faulty."""
        where = node.heading if node.value is None else node.mark
        message = (
            f"found {node.found}{_length(node, schema)}; allowed: {self.wording(schema)}{_value_hint(node, schema)}"
        )
        self.faults.append(where.fault(path, message))
        return replace(node, faulty=True)

    def wording(self, schema: Schema) -> str:
        return allowed({"anyOf": [resolve(branch, self.root) for branch in branches(schema)]})


def _fits(node: Node, schema: Schema) -> bool:
    """Whether a value is of the kind a schema asks for."""
    value, kind = node.value, schema.get("type")
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float):
        return kind == "number" or (kind == "integer" and value.is_integer() and abs(value) < 2**53)
    kinds = {int: ("integer", "number"), str: ("string",), dict: ("object",), list: ("array",), type(None): ("null",)}
    return kind in kinds[type(value)]


def _text_fits(text: str, schema: Schema) -> bool:
    if "enum" in schema:
        return text in schema["enum"]
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", len(text))
    visible = len(text) if text.strip() else 0
    return shortest <= visible <= longest and _matches(schema.get("pattern", ""), text)


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None and not (pattern and text.endswith("\n"))


def _slug(text: str, pattern: str) -> str | None:
    """The name that fits the pattern and reads like a text."""
    slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return slug if _matches(pattern, slug) else None


def _slug_hint(text: str, pattern: str) -> str:
    slug = _slug(text, pattern)
    return f"; did you mean '{slug}'?" if slug else ""


def _in_range(number: float, schema: Schema) -> bool:
    low, above, high = (schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    too_low = (low is not None and number < low) or (above is not None and number <= above)
    return not too_low and not (high is not None and number > high)


def _length(node: Node, schema: Schema) -> str:
    longest = max((branch.get("maxLength", 0) for branch in branches(schema)), default=0)
    return f", {len(node.value):,} characters" if isinstance(node.value, str) and 0 < longest < len(node.value) else ""


def _value_hint(node: Node, schema: Schema) -> str:
    kinds = {branch.get("type") for branch in branches(schema)}
    if not isinstance(node.value, str):
        plain = isinstance(node.value, int | float) and "string" in kinds and "enum" not in schema
        return f"; did you mean '{node.raw}' in quotes?" if plain else ""
    if "enum" in schema:
        return suggestion(node.value, schema["enum"])
    if "boolean" in kinds:
        meant = _SWITCHES.get(node.value.lower()) or nearest(node.value, ["true", "false"])
        return f"; did you mean {meant}, without quotes?" if meant else ""
    if kinds & {"number", "integer"}:
        meant = number_meant(node.value)
        return f"; did you mean {meant}? Write a plain number" if meant else ""
    if "pattern" in schema:
        return _slug_hint(node.value, schema["pattern"])
    return ""
