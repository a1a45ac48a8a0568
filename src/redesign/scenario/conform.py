"""One file's tree against the schema: every unknown key and wrong value, each once, and a mended tree.

The mended tree carries on under the key that a misspelled one most likely means, so that one slip is
one fault; what cannot be used stays in the tree, marked faulty. What a file leaves out is judged in
`complete.py`, after its parent is merged in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, block_of, branches, entries, resolve
from redesign.scenario.hints import hint, in_range, matches, slug, slug_hint, text_fits
from redesign.scenario.nearest import nearest
from redesign.scenario.ranges import CLASS, NOT_VARIED, VALUE, judged, keys_of, with_range
from redesign.scenario.wording import allowed
from redesign.scenario.yaml_tree import Node, Path


def conform(node: Node, schema: Schema, path: Path = (), variant: bool = False) -> tuple[Node, list[Fault]]:
    """Hold a tree against a schema; return the mended tree and the faults. In a variant, `null` takes things away."""
    check = _Check(schema, variant)
    return check.walk(node, schema, path), check.faults


@dataclass(slots=True)
class _Check:
    root: Schema
    variant: bool = False
    faults: list[Fault] = field(default_factory=list)

    def walk(self, node: Node, schema: Schema, path: Path) -> Node:
        if node.faulty:
            return node
        schema = resolve(schema, self.root)
        branch = next((b for b in branches(schema) if _fits(node, resolve(b, self.root))), None)
        if branch is None and self.variant and node.nothing and not any(isinstance(part, int) for part in path):
            return replace(node, gone=True)
        if branch is None and node.mapping and CLASS in schema:
            return self.range(node, schema, path)
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

    def range(self, node: Node, schema: Schema, path: Path) -> Node:
        """A number with its range."""
        pairs = self.mend(node, keys_of(schema[CLASS]), path, "found an unknown key")
        number, faults = with_range(node, judged(pairs, schema, path, self.walk), schema, path)
        self.faults += faults
        return number

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
                asked = f"; did you mean '{meant}'?" if meant and meant not in node.mapping else ""
                message = f"{found}; allowed: {', '.join(known)}{asked}"
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
            if not matches(pattern, key):
                good = slug(key, pattern) or f"name_{len(pairs)}"
                allowed_names = allowed({"type": "string", "pattern": pattern})
                asked = "" if good in node.mapping else slug_hint(key, pattern)
                message = f"found the name {key[:80]!r}; allowed: {allowed_names}{asked}"
                self.faults.append(value.heading.fault((*path, key), message))
            pairs.setdefault(good, self.walk(value, inner, (*path, key)))
        return pairs

    def scalar(self, node: Node, schema: Schema, path: Path) -> Node:
        value = node.value
        if isinstance(value, float) and schema["type"] == "integer":
            value = int(value)
        if isinstance(value, str) and not text_fits(value, schema):
            return self.refuse(node, schema, path)
        if isinstance(value, int | float) and not isinstance(value, bool) and not in_range(value, schema):
            return self.refuse(node, schema, path)
        return replace(node, value=value)

    def refuse(self, node: Node, schema: Schema, path: Path) -> Node:
        """Report a value and mark it faulty."""
        where = node.heading if node.value is None else node.mark
        empty = self.variant and node.value is None and block_of(schema, self.root) is not None
        asked = "; `null` takes it away, left out it stays" if empty else hint(node, schema, path)
        if VALUE in node.mapping and {"number", "integer"} & {branch.get("type") for branch in branches(schema)}:
            asked = NOT_VARIED
        message = f"found {node.found}{_length(node, schema)}; allowed: {self.wording(schema)}{asked}"
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


def _length(node: Node, schema: Schema) -> str:
    longest = max((branch.get("maxLength", 0) for branch in branches(schema)), default=0)
    return f", {len(node.value):,} characters" if isinstance(node.value, str) and 0 < longest < len(node.value) else ""
