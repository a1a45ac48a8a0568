"""Names in the pins of a file that must exist."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.errors import Fault
from redesign.scenario.choices import lever_names
from redesign.scenario.names import blocks, named, names
from redesign.scenario.yaml_tree import Node, Path

_NONE = "none"


def pin_faults(tree: Node) -> Iterator[Fault]:
    """Yield a fault for every name under `pins` that names nothing."""
    pins = tree.mapping.get("pins")
    if pins is None or pins.faulty:
        return
    known = {
        "posts": (names(tree, "teams"), "a team"),
        "levers": (lever_names(tree), "a lever"),
        "packages": (names(tree, "areas"), "a support area"),
    }
    for kind, (every, word) in known.items():
        block = pins.mapping.get(kind)
        for key, pin in block.mapping.items() if block is not None and not block.faulty else ():
            yield from named(Node(key, pin.heading), ("pins", kind, key), every, word)
            if kind == "packages" and not pin.faulty:
                yield from _packages(tree, key, pin)


def _packages(tree: Node, key: str, pin: Node) -> Iterator[Fault]:
    area = dict(blocks(tree, "areas")).get(key)
    packages = names(area, "packages") if area is not None else None
    path: Path = ("pins", "packages", key)
    if isinstance(pin.value, dict):
        yield from named(pin.mapping.get("at_least"), (*path, "at_least"), packages, "a package")
    else:
        yield from named(pin, path, packages and [_NONE, *packages], "a package")
