"""Names that must exist elsewhere in the file or roster, and rules across blocks."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.errors import Fault
from redesign.scenario.nearest import suggestion
from redesign.scenario.text import folded
from redesign.scenario.yaml_tree import Node, Path, show_value

_NONE = "none"


def reference_faults(tree: Node) -> Iterator[Fault]:
    """Yield a fault for every name that names nothing and every rule across blocks that does not hold.

    `tree` conforms to the schema but for its faulty nodes, which are passed over; its roster stands
    under `schools`.
    """
    yield from _teams(tree)
    yield from _services(tree)
    yield from _areas(tree)
    for key, rule in _blocks(tree, "rules"):
        yield from _listed(rule, ("rules", key, "teams"), _names(tree, "teams"), "a team")
        yield from _listed(rule, ("rules", key, "streams"), _names(tree, "funding_streams"), "a funding stream")
    for kind in ("teams", "services", "areas"):
        yield from _twin_labels(tree, kind)


def _teams(tree: Node) -> Iterator[Fault]:
    streams, teams = _names(tree, "funding_streams"), _names(tree, "teams")
    for key, team in _blocks(tree, "teams"):
        stream = team.mapping.get("funding_stream")
        yield from _named(stream, ("teams", key, "funding_stream"), streams, "a funding stream")
        seen: set[str] = set()
        for i, retraining in enumerate(_usable(team.mapping.get("retrain_from"))):
            path = ("teams", key, "retrain_from", i, "team")
            node = retraining.mapping.get("team")
            yield from _named(node, path, teams, "a team")
            name = _text(node)
            if node is not None and name == key:
                yield node.mark.fault(path, f"found the team itself, '{name}'; allowed: another team")
            elif node is not None and name in seen:
                yield node.mark.fault(path, f"found '{name}' a second time; allowed: each team once")
            seen.add(name)


def _services(tree: Node) -> Iterator[Fault]:
    teams = _names(tree, "teams")
    for key, service in _blocks(tree, "services"):
        for i, step in enumerate(_usable(service.mapping.get("steps"))):
            yield from _named(step.mapping.get("team"), ("services", key, "steps", i, "team"), teams, "a team")


def _areas(tree: Node) -> Iterator[Fault]:
    teams = _names(tree, "teams")
    for key, area in _blocks(tree, "areas"):
        path = ("areas", key)
        yield from _named(area.mapping.get("team"), (*path, "team"), teams, "a team")
        yield from _listed_twice(area, (*path, "levels"))
        yield from _packages_today(tree, area, (*path, "package_today"))


def _packages_today(tree: Node, area: Node, path: Path) -> Iterator[Fault]:
    today, packages = area.mapping.get("package_today"), area.mapping.get("packages")
    names = None if packages is None or packages.faulty else [_NONE, *packages.mapping]
    if today is None or today.faulty:
        return
    if not today.mapping:
        yield from _named(today, path, names, "a package")
    schools = _roster(tree)
    for school, package in today.mapping.items():
        yield from _named(package, (*path, school), names, "a package")
        if schools is None:
            continue
        if school not in schools:
            hint = suggestion(school, schools)
            message = f"found {show_value(school)}; no school has this id; allowed: an id of the roster{hint}"
            yield package.heading.fault((*path, school), message)
        elif _text(package) != _NONE and not _serves(area, schools[school]):
            message = f"found a package for a school of level {schools[school]}; allowed: a school of the area's levels"
            yield package.heading.fault((*path, school), message)


def _serves(area: Node, level: str) -> bool:
    levels = [_text(item) for item in _usable(area.mapping.get("levels"))]
    return not levels or level in levels


def _roster(tree: Node) -> dict[str, str] | None:
    """School id -> level, or None where the roster has faults of its own."""
    schools = tree.mapping.get("schools")
    rows = _usable(schools)
    if not rows or any(row.faulty or row.mapping["id"].faulty for row in rows):
        return None
    return {_text(row.mapping["id"]): _text(row.mapping.get("level")) for row in rows}


def _listed(block: Node, path: Path, names: list[str] | None, kind: str) -> Iterator[Fault]:
    for i, item in enumerate(_usable(block.mapping.get(str(path[-1])))):
        yield from _named(item, (*path, i), names, kind)
    yield from _listed_twice(block, path)


def _listed_twice(block: Node, path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, item in enumerate(_usable(block.mapping.get(str(path[-1])))):
        if not item.faulty and (name := _text(item)) in seen:
            yield item.mark.fault((*path, i), f"found '{name}' a second time; allowed: once")
        seen.add(_text(item))


def _named(node: Node | None, path: Path, names: list[str] | None, kind: str) -> Iterator[Fault]:
    """A fault where a node names nothing; None for the names means that they are at fault themselves."""
    if node is None or node.faulty or names is None or _text(node) in names:
        return
    shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    hint = suggestion(_text(node), names)
    yield node.mark.fault(path, f"found {node.found}; allowed: {kind} of this file: {shown}{hint}")


def _twin_labels(tree: Node, kind: str) -> Iterator[Fault]:
    seen: dict[str, Node] = {}
    for key, block in _blocks(tree, kind):
        label = block.mapping.get("label")
        if label is None or label.faulty:
            continue
        first = seen.setdefault(folded(_text(label)), label)
        if first is not label:
            message = f"found {label.found} a second time; first on line {first.mark.line} of {first.mark.file}"
            yield label.mark.fault((kind, key, "label"), f"{message}; allowed: a label of its own")


def _blocks(tree: Node, kind: str) -> list[tuple[str, Node]]:
    blocks = tree.mapping.get(kind)
    return [] if blocks is None or blocks.faulty else [(k, b) for k, b in blocks.mapping.items() if not b.faulty]


def _names(tree: Node, kind: str) -> list[str] | None:
    blocks = tree.mapping.get(kind)
    return None if blocks is None or blocks.faulty else list(blocks.mapping)


def _usable(node: Node | None) -> list[Node]:
    return [] if node is None or node.faulty else node.items


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""
