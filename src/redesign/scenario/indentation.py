"""Keys that lost their indentation go back below the key that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, block_of, entries, inner_of, items_of
from redesign.scenario.yaml_tree import Node, Path


@dataclass(slots=True)
class Indentation:
    """Puts keys back where they belong; adds a fault for each run of them."""

    root: Schema
    faults: list[Fault]

    def put_back(self, pairs: dict[str, Node], block: Schema, path: Path) -> dict[str, Node]:
        """Keys that no longer stand below the key that they belong to go back there, each run of them one fault."""
        out: dict[str, Node] = {}
        run: list[str] = []
        owner: tuple[Path, Node] | None = None
        for key, value in pairs.items():
            last = next(reversed(out), None)
            found = self._owner(key, value, block, (last, pairs[last])) if last is not None else None
            if found is None:
                self._close(run, owner, pairs, path)
                run, owner = [], None
                out[key] = value
                continue
            owner = owner if run else found
            run.append(key)
            last_key, *below = found[0]
            out[str(last_key)] = put(out[str(last_key)], (*below, key), value)
        self._close(run, owner, pairs, path)
        return out

    def _close(self, run: list[str], owner: tuple[Path, Node] | None, pairs: dict[str, Node], path: Path) -> None:
        if not run or owner is None:
            return
        name = next(part for part in reversed(owner[0]) if isinstance(part, str))
        more = {1: "", 2: ", and the key after it"}.get(len(run), f", and the {len(run) - 1} keys after it")
        line = owner[1].heading.line
        message = f"found at the wrong indentation; belongs to `{name}:` on line {line}: indent it{more}"
        self.faults.append(pairs[run[0]].heading.fault((*path, run[0]), message))

    def _owner(self, key: str, value: Node, block: Schema, above: tuple[str, Node]) -> tuple[Path, Node] | None:
        """The block just above that a key which has no place here belongs to, with its path; the innermost."""
        free = entries(block)
        if free is None and key in block.get("properties", {}):
            return None
        inner = block_of(free, self.root) if free is not None else None
        if free is not None and (inner is None or key not in inner.get("properties", {})):
            return None
        found = None
        for path, node, schema in self._last_blocks((above[0],), above[1], inner_of(block, above[0], self.root)):
            if key not in node.mapping and self._takes(schema, node, key, value):
                found = path, node
        if (
            found
            and inner is not None
            and found[1].value is not None
            and value.mapping.keys() <= inner["properties"].keys()
        ):
            return found if not value.mapping else None
        return found

    def _last_blocks(self, path: Path, node: Node, schema: Schema | None) -> Iterator[tuple[Path, Node, Schema]]:
        """The blocks that the line just above stands in or opens, from outside in."""
        if schema is None or node.faulty:
            return
        if node.items:
            inner = items_of(schema, self.root)
            yield from self._last_blocks((*path, len(node.items) - 1), node.items[-1], inner)
            return
        block = block_of(schema, self.root)
        if block is None or not (node.mapping or is_empty(node)):
            return
        yield path, node, block
        if node.mapping:
            last = next(reversed(node.mapping))
            yield from self._last_blocks((*path, last), node.mapping[last], inner_of(block, last, self.root))

    def _takes(self, block: Schema, node: Node, key: str, value: Node) -> bool:
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


def is_empty(node: Node) -> bool:
    """Whether nothing stands behind a key, not even `null`."""
    return node.value is None and not node.raw and not node.faulty


def put(node: Node, path: Path, value: Node) -> Node:
    """A tree with a value at a path, unless something stands there; blocks on the way are made."""
    if not path:
        return node
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return replace(node, value=[put(x, rest, value) if i == head else x for i, x in enumerate(node.items)])
    there = node.mapping.get(head)
    if not rest:
        return replace(node, value=node.mapping | ({} if there is not None else {head: value}))
    below = there if there is not None else Node({}, value.mark, value.key)
    return replace(node, value=node.mapping | {head: put(below, rest, value)})
