"""Names that must exist elsewhere in the file or roster, and rules across blocks."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.errors import Fault
from redesign.scenario.choices import choice_faults, lever_names
from redesign.scenario.names import blocks, listed, listed_twice, named, names, text_of, usable
from redesign.scenario.nearest import suggestion
from redesign.scenario.pin_checks import pin_faults
from redesign.scenario.text import folded
from redesign.scenario.yaml_tree import Node, Path, show_value

_NONE = "none"


def reference_faults(tree: Node) -> Iterator[Fault]:
    """Yield a fault for every name that names nothing and every rule across blocks that does not hold.

    `tree` conforms to the schema but for its faulty nodes, which are passed over; its roster stands
    under `schools`.
    """
    yield from _teams(tree)
    yield from _providers(tree)
    yield from _services(tree)
    yield from _areas(tree)
    for key, rule in blocks(tree, "rules"):
        yield from listed(rule, ("rules", key, "teams"), names(tree, "teams"), "a team")
        yield from listed(rule, ("rules", key, "streams"), names(tree, "funding_streams"), "a funding stream")
    for kind in ("teams", "providers", "services", "areas", "levers", "strategies"):
        yield from _twin_labels(tree, kind)
    yield from choice_faults(tree)
    yield from pin_faults(tree)
    yield from _proposal(tree)


def _teams(tree: Node) -> Iterator[Fault]:
    streams, teams = names(tree, "funding_streams"), names(tree, "teams")
    for key, team in blocks(tree, "teams"):
        stream = team.mapping.get("funding_stream")
        yield from named(stream, ("teams", key, "funding_stream"), streams, "a funding stream")
        seen: set[str] = set()
        for i, retraining in enumerate(usable(team.mapping.get("retrain_from"))):
            path = ("teams", key, "retrain_from", i, "team")
            node = retraining.mapping.get("team")
            yield from named(node, path, teams, "a team")
            name = text_of(node)
            if node is not None and name == key:
                yield node.mark.fault(path, f"found the team itself, '{name}'; allowed: another team")
            elif node is not None and name in seen:
                yield node.mark.fault(path, f"found '{name}' a second time; allowed: each team once")
            seen.add(name)


def _providers(tree: Node) -> Iterator[Fault]:
    streams, teams = names(tree, "funding_streams"), names(tree, "teams")
    for key, provider in blocks(tree, "providers"):
        path = ("providers", key)
        if teams is not None and key in teams:
            yield provider.heading.fault(path, f"found the name of a team, '{key}'; allowed: another name")
        yield from named(provider.mapping.get("funding_stream"), (*path, "funding_stream"), streams, "a funding stream")
        broker = provider.mapping.get("broker")
        if broker is not None and not broker.faulty:
            yield from named(broker.mapping.get("team"), (*path, "broker", "team"), teams, "a team")


def _proposal(tree: Node) -> Iterator[Fault]:
    proposal = tree.mapping.get("proposal")
    for key, line in blocks(proposal, "levers") if proposal is not None and not proposal.faulty else ():
        yield from named(Node(key, line.heading), ("proposal", "levers", key), lever_names(tree), "a lever")


def _services(tree: Node) -> Iterator[Fault]:
    teams = names(tree, "teams")
    for key, service in blocks(tree, "services"):
        for i, step in enumerate(usable(service.mapping.get("steps"))):
            yield from named(step.mapping.get("team"), ("services", key, "steps", i, "team"), teams, "a team")
        adopt = service.mapping.get("adopt")
        for i, step in enumerate(usable(adopt.mapping.get("steps")) if adopt and not adopt.faulty else ()):
            yield from named(step.mapping.get("team"), ("services", key, "adopt", "steps", i, "team"), teams, "a team")


def _areas(tree: Node) -> Iterator[Fault]:
    teams, suppliers = names(tree, "teams"), _suppliers(tree)
    for key, area in blocks(tree, "areas"):
        path = ("areas", key)
        yield from named(area.mapping.get("team"), (*path, "team"), teams, "a team")
        for package, block in blocks(area, "packages"):
            where = (*path, "packages", package, "supplier")
            yield from named(block.mapping.get("supplier"), where, suppliers, "a team or provider")
        yield from listed_twice(area, (*path, "levels"))
        yield from _packages_today(tree, area, (*path, "package_today"))


def _suppliers(tree: Node) -> list[str] | None:
    """Who may make visits; None where that cannot be read."""
    teams, providers = names(tree, "teams"), names(tree, "providers") if "providers" in tree.mapping else []
    return None if teams is None or providers is None else [*teams, *providers]


def _packages_today(tree: Node, area: Node, path: Path) -> Iterator[Fault]:
    today, packages = area.mapping.get("package_today"), area.mapping.get("packages")
    names = None if packages is None or packages.faulty else [_NONE, *packages.mapping]
    if today is None or today.faulty:
        return
    if not isinstance(today.value, dict):
        yield from named(today, path, names, "a package")
    schools = _roster(tree)
    for school, package in today.mapping.items():
        yield from named(package, (*path, school), names, "a package")
        if schools is None:
            continue
        if school not in schools:
            hint = suggestion(school, schools)
            message = f"found {show_value(school)}; no school has this id; allowed: an id of the roster{hint}"
            yield package.heading.fault((*path, school), message)
        elif text_of(package) != _NONE and not _serves(area, schools[school]):
            message = f"found a package for a school of level {schools[school]}; allowed: a school of the area's levels"
            yield package.heading.fault((*path, school), message)


def _serves(area: Node, level: str) -> bool:
    """Whether an area serves a level, as far as both can be read."""
    levels = usable(area.mapping.get("levels"))
    return not levels or not level or any(item.faulty or text_of(item) == level for item in levels)


def _roster(tree: Node) -> dict[str, str] | None:
    """School id -> level, empty where it is at fault, or None where the roster does not say which schools there are."""
    schools = tree.mapping.get("schools")
    rows = usable(schools)
    if not rows or any(row.faulty or row.mapping["id"].faulty for row in rows):
        return None
    levels = (row.mapping.get("level") for row in rows)
    known = ("" if level is None or level.faulty else text_of(level) for level in levels)
    return {text_of(row.mapping["id"]): level for row, level in zip(rows, known, strict=True)}


def _twin_labels(tree: Node, kind: str) -> Iterator[Fault]:
    seen: dict[str, Node] = {}
    for key, block in blocks(tree, kind):
        label = block.mapping.get("label")
        if label is None or label.faulty:
            continue
        first = seen.setdefault(folded(text_of(label)), label)
        if first is not label:
            message = f"found {label.found} a second time; first on line {first.mark.line} of {first.mark.file}"
            yield label.mark.fault((kind, key, "label"), f"{message}; allowed: a label of its own")
