"""Keys that stand in the wrong place or form: without a space after the colon, with dots, or without their indentation.

Each is reported once, with the right form, and moved to where it belongs, so that the rest of the file is judged
as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, block_of, entries, items_of, resolve
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
        pairs = self.indented(pairs, block, path)
        pairs = {
            key: self.walk(value, inner, (*path, key)) if (inner := self.inner(block, key)) is not None else value
            for key, value in pairs.items()
        }
        return replace(node, value=pairs)

    def inner(self, block: Schema, key: str) -> Schema | None:
        """The schema of what a block holds under a key; None where it knows no such key."""
        free = entries(block)
        if free is not None:
            return resolve(free, self.root)
        known = block.get("properties", {}).get(key)
        return None if known is None else resolve(known, self.root)

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
            out = _put(Node(out, value.mark), way, value).mapping
        return out

    def way(self, parts: tuple[str, ...], block: Schema) -> tuple[str, ...] | None:
        """The keys that lead down to a dotted one, as far as keys may have names; None where it leads nowhere."""
        free = entries(block)
        if free is not None and "patternProperties" not in block:
            return (".".join(parts),)
        head = parts[0] if free is not None else nearest(parts[0], block.get("properties", {}))
        if head is None or len(parts) == 1:
            return None if head is None else (head,)
        below = block_of(self.inner(block, head) or {}, self.root)
        rest = self.way(parts[1:], below) if below is not None else None
        return None if rest is None else (head, *rest)

    def indented(self, pairs: _Pairs, block: Schema, path: Path) -> _Pairs:
        """Keys that no longer stand below the key that they belong to go back there, each run of them one fault."""
        out: _Pairs = {}
        run: list[str] = []
        owner: tuple[Path, Node] | None = None
        for key, value in pairs.items():
            last = next(reversed(out), None)
            found = self.owner(key, value, block, (last, pairs[last])) if last is not None else None
            if found is None:
                self.close(run, owner, pairs, path)
                run, owner = [], None
                out[key] = value
                continue
            owner = owner if run else found
            run.append(key)
            last_key, *below = found[0]
            out[str(last_key)] = _put(out[str(last_key)], (*below, key), value)
        self.close(run, owner, pairs, path)
        return out

    def close(self, run: list[str], owner: tuple[Path, Node] | None, pairs: _Pairs, path: Path) -> None:
        if not run or owner is None:
            return
        name = next(part for part in reversed(owner[0]) if isinstance(part, str))
        more = {1: "", 2: ", and the key after it"}.get(len(run), f", and the {len(run) - 1} keys after it")
        line = owner[1].heading.line
        message = f"found at the wrong indentation; belongs to `{name}:` on line {line}: indent it{more}"
        self.faults.append(pairs[run[0]].heading.fault((*path, run[0]), message))

    def owner(self, key: str, value: Node, block: Schema, above: tuple[str, Node]) -> tuple[Path, Node] | None:
        """The block just above that a key which has no place here belongs to, with its path; the innermost."""
        free = entries(block)
        if free is None and key in block.get("properties", {}):
            return None
        inner = block_of(free, self.root) if free is not None else None
        if free is not None and (inner is None or key not in inner.get("properties", {})):
            return None
        found = None
        for path, node, schema in self.last_blocks((above[0],), above[1], self.inner(block, above[0])):
            if key not in node.mapping and self.takes(schema, node, key, value):
                found = path, node
        if (
            found
            and inner is not None
            and found[1].value is not None
            and value.mapping.keys() <= inner["properties"].keys()
        ):
            return found if not value.mapping else None
        return found

    def last_blocks(self, path: Path, node: Node, schema: Schema | None) -> Iterator[tuple[Path, Node, Schema]]:
        """The blocks that the line just above stands in or opens, from outside in."""
        if schema is None or node.faulty:
            return
        if node.items:
            inner = items_of(schema, self.root)
            yield from self.last_blocks((*path, len(node.items) - 1), node.items[-1], inner)
            return
        block = block_of(schema, self.root)
        if block is None or not (node.mapping or (node.value is None and not node.raw)):
            return
        yield path, node, block
        if node.mapping:
            last = next(reversed(node.mapping))
            yield from self.last_blocks((*path, last), node.mapping[last], self.inner(block, last))

    def takes(self, block: Schema, node: Node, key: str, value: Node) -> bool:
        """Whether a block has a place for a key: one of its own, or a name while it is still empty."""
        free = entries(block)
        if free is None:
            return key in block["properties"]
        if "patternProperties" not in block or node.mapping:
            return False
        inner = block_of(free, self.root)
        if inner is None:
            return isinstance(value.value, str)
        return bool(value.mapping) and value.mapping.keys() <= inner.get("properties", {}).keys()


def _put(node: Node, path: Path, value: Node) -> Node:
    """A tree with a value at a path, unless something stands there; blocks on the way are made."""
    if not path:
        return node
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return replace(node, value=[_put(x, rest, value) if i == head else x for i, x in enumerate(node.items)])
    there = node.mapping.get(head)
    if not rest:
        return replace(node, value=node.mapping | ({} if there is not None else {head: value}))
    below = there if there is not None else Node({}, value.mark, value.key)
    return replace(node, value=node.mapping | {head: _put(below, rest, value)})


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
