"""Names in a file's tree: which there are, and a fault where one names nothing."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.errors import Fault
from redesign.scenario.nearest import suggestion
from redesign.scenario.yaml_tree import Node, Path


def listed(block: Node, path: Path, names: list[str] | None, kind: str) -> Iterator[Fault]:
    """A fault for every item of a list, the last part of its path, that names nothing or stands there twice."""
    for i, item in enumerate(usable(block.mapping.get(str(path[-1])))):
        yield from named(item, (*path, i), names, kind)
    yield from listed_twice(block, path)


def listed_twice(block: Node, path: Path) -> Iterator[Fault]:
    """A fault for every item of a list that stands there a second time."""
    seen: set[str] = set()
    for i, item in enumerate(usable(block.mapping.get(str(path[-1])))):
        if not item.faulty and (name := text_of(item)) in seen:
            yield item.mark.fault((*path, i), f"found '{name}' a second time; allowed: once")
        seen.add(text_of(item))


def named(node: Node | None, path: Path, names: list[str] | None, kind: str) -> Iterator[Fault]:
    """A fault where a node names nothing; None for the names means that they are at fault themselves."""
    if node is None or node.faulty or names is None or text_of(node) in names:
        return
    shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    hint = suggestion(text_of(node), names)
    yield node.mark.fault(path, f"found {node.found}; allowed: {kind} of this file: {shown or 'it has none'}{hint}")


def blocks(tree: Node, kind: str) -> list[tuple[str, Node]]:
    """The blocks under a key that can be read, by name."""
    blocks = tree.mapping.get(kind)
    return [] if blocks is None or blocks.faulty else [(k, b) for k, b in blocks.mapping.items() if not b.faulty]


def names(tree: Node, kind: str) -> list[str] | None:
    """The names under a key; None where they cannot be read."""
    blocks = tree.mapping.get(kind)
    return None if blocks is None or blocks.faulty else list(blocks.mapping)


def usable(node: Node | None) -> list[Node]:
    """The items of a list that can be read."""
    return [] if node is None or node.faulty else node.items


def text_of(node: Node | None) -> str:
    """The text of a value; nothing where it is none."""
    return node.value if node is not None and isinstance(node.value, str) else ""
