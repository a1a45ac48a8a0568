"""Keys that stand in the wrong place or form: without a space after the colon, with dots, or without their indentation.

Each is reported once, with the right form, and moved to where it belongs, so that the rest of the file is judged
as it was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, block_of, entries, inner_of, items_of
from redesign.scenario.indentation import Indentation, is_empty, put
from redesign.scenario.nearest import nearest
from redesign.scenario.slips import slip
from redesign.scenario.yaml_tree import Node, Path, meaning

_JOINED = re.compile(r"([^\W\d]\w*)\s*([:=])\s*(\S.*)")
_Pairs = dict[str, Node]


def put_right(node: Node, schema: Schema) -> tuple[Node, list[Fault]]:
    """Return the tree with every misplaced key where it belongs, and a fault for each."""
    mover = _Mover(schema)
    return mover.walk(node, schema, ()), mover.faults


@dataclass(slots=True)
class _Mover:
    root: Schema
    faults: list[Fault] = field(default_factory=list)
    around: list[tuple[Path, _Pairs, Schema]] = field(default_factory=list)
    """The blocks that are being walked through, from outside in."""
    raised: dict[Path, _Pairs] = field(default_factory=dict)
    """Keys that stood too far inside, by the block that they belong to."""

    def walk(self, node: Node, schema: Schema, path: Path) -> Node:
        if node.faulty:
            return node
        if isinstance(node.value, list):
            inner = items_of(schema, self.root)
            items = [self.walk(item, inner, (*path, i)) for i, item in enumerate(node.items)] if inner else node.items
            return replace(node, value=items)
        block = block_of(schema, self.root)
        if block is None:
            return node
        if isinstance(node.value, str):
            return self.text(node, block, path)
        if not isinstance(node.value, dict):
            return node
        pairs = self.spaced(node.mapping, block, path)
        pairs = self.nested(pairs, block, path)
        pairs = self.raising(pairs, block, path)
        pairs = Indentation(self.root, self.faults).put_back(pairs, block, path)
        self.around.append((path, pairs, block))
        out = {key: self.below(value, block, (*path, key)) for key, value in pairs.items()}
        self.around.pop()
        raised = self.raised.pop(path, {})
        return replace(node, value=out | {key: self.below(x, block, (*path, key)) for key, x in raised.items()})

    def below(self, node: Node, block: Schema, path: Path) -> Node:
        inner = inner_of(block, str(path[-1]), self.root)
        return node if inner is None else self.walk(node, inner, path)

    def text(self, node: Node, block: Schema, path: Path) -> Node:
        """A text where a block is wanted: `one_time_usd:6` alone below `budget:`."""
        joined = _JOINED.match(str(node.value))
        found = slip(str(node.value)) if joined and node.raw else None
        if joined is None or found is None or (entries(block) is None and joined[1] not in block["properties"]):
            return node
        self.faults.append(node.mark.fault((*path, joined[1]), found[1]))
        return replace(node, faulty=True)

    def spaced(self, pairs: _Pairs, block: Schema, path: Path) -> _Pairs:
        """Between braces `{due:40}` is a key of its own, with nothing under it."""
        out: _Pairs = {}
        for key, value in pairs.items():
            joined = _JOINED.fullmatch(key) if value.value is None and not value.raw and not value.faulty else None
            if joined is None or (entries(block) is None and not nearest(joined[1], block["properties"])):
                out[key] = value
                continue
            sign = "no space after the colon" if joined[2] == ":" else "`=` after a key"
            right = f"`{joined[1]}: {joined[3][:40]}`"
            self.faults.append(value.heading.fault((*path, joined[1]), f"found {sign}; allowed: {right}"))
            try:
                out.setdefault(joined[1], replace(value, value=meaning(joined[3]), raw=joined[3]))
            except ValueError:
                out.setdefault(joined[1], replace(value, faulty=True))
        return out

    def nested(self, pairs: _Pairs, block: Schema, path: Path) -> _Pairs:
        """`budget.one_time_usd: 6` becomes `one_time_usd: 6` below `budget:`."""
        out = {key: value for key, value in pairs.items() if "." not in key}
        for key, value in pairs.items():
            if "." not in key:
                continue
            parts = tuple(key.split("."))
            index = next((i for i, part in enumerate(parts) if part.isdigit()), 0)
            if index and (listed := self.way(parts[:index], block)) is not None:
                message = f"found a key with dots; allowed: the list `{listed[-1]}:` written whole, in its own place"
                self.faults.append(value.heading.fault((*path, key), message))
                continue
            own = next((n for n in range(1, len(parts)) if parts[:n] == path[-n:]), 0)
            way = self.way(parts[own:], block)
            if way is None or (len(way) == 1 and not own):
                out[key] = value
                continue
            self.faults.append(value.heading.fault((*path, key), _nested_form(Node(out, value.mark), way, value)))
            out = put(Node(out, value.mark), way, value).mapping
        return out

    def way(self, parts: tuple[str, ...], block: Schema) -> tuple[str, ...] | None:
        """The keys that lead down to a dotted one, as far as keys may have names; None where it leads nowhere."""
        free = entries(block)
        if free is not None and "patternProperties" not in block:
            return (".".join(parts),)
        head = parts[0] if free is not None else nearest(parts[0], block.get("properties", {}))
        if head is None or len(parts) == 1:
            return None if head is None else (head,)
        below = block_of(inner_of(block, head, self.root) or {}, self.root)
        rest = self.way(parts[1:], below) if below is not None else None
        return None if rest is None else (head, *rest)

    def raising(self, pairs: _Pairs, block: Schema, path: Path) -> _Pairs:
        """Keys that stand too far inside go to the block around that knows them and lacks them."""
        out: _Pairs = {}
        filled: _Pairs = {}
        opened: Schema = {}
        for key, value in pairs.items():
            known = entries(block) is None and key in block["properties"]
            if key in opened.get("properties", {}):  # the lines below a header that alone went too far right
                (out if known else filled)[key] = value
                continue
            owner = None if known else self.outer(key)
            opened = {}
            if owner is None or self.at_home(key, value, block):
                out[key] = value
                continue
            above = f"the block `{owner[0][-1]}:`" if owner[0] else "the left margin"
            message = f"found at the wrong indentation; belongs to {above}: indent it less"
            self.faults.append(value.heading.fault((*path, key), message))
            if value.lost or is_empty(value):
                opened = block_of(inner_of(owner[1], key, self.root) or {}, self.root) or {}
                filled = dict(value.mapping)
                value = replace(value, value=filled)
            self.raised.setdefault(owner[0], {}).setdefault(key, value)
        return out

    def at_home(self, key: str, value: Node, block: Schema) -> bool:
        """Whether a key may stand in a block, or means one that may."""
        free = entries(block)
        if free is None:
            return nearest(key, block["properties"]) is not None
        inner = block_of(free, self.root)
        if inner is None or entries(inner) is not None:
            return True
        return bool(value.mapping.keys() & inner["properties"].keys() - {"source"}) or not (
            value.mapping or is_empty(value)
        )

    def outer(self, key: str) -> tuple[Path, Schema] | None:
        """The nearest block around that knows a key and lacks it."""
        found = ((p, block) for p, pairs, block in reversed(self.around) if key not in pairs and key in _own(block))
        return next(found, None)


def _own(block: Schema) -> Schema:
    """The keys that a block has by itself; names that a file gives are none."""
    own: Schema = block.get("properties", {})
    return own


def _nested_form(node: Node, way: tuple[str, ...], value: Node) -> str:
    """What to write in place of a dotted key, below what is there already."""
    keys, there = list(way), ""
    while len(keys) > 1 and (below := node.mapping.get(keys[0])) is not None and below.mapping:
        there, node = f"below `{keys.pop(0)}:` on line {below.heading.line}", below
    *around, last = keys
    written = f"`{last}: {_written(value)}`".replace(": `", ":`")
    if not around:
        return f"found a key with dots; allowed: write {written} {f'indented {there}' if there else 'here'}"
    steps = ", indented below it ".join(f"`{key}:`" for key in around)
    place = f", all {there}" if there else ""
    return f"found a key with dots; allowed: write {steps} and {written} indented below it{place}"


def _written(value: Node) -> str:
    if isinstance(value.value, dict | list):
        return ""
    text = value.raw or repr(value.value)
    return text if len(text) <= 40 and text.isprintable() else "..."
