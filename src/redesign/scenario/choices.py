"""Names in levers, rules, strategies and run settings that must exist, and rules between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from redesign.errors import Fault
from redesign.scenario.changes import ALL
from redesign.scenario.levers import OPTIONS
from redesign.scenario.names import blocks, listed, named, names, text_of, usable
from redesign.scenario.strategy import SHIPPED
from redesign.scenario.text import folded
from redesign.scenario.yaml_tree import Node, Path

MOST_LEVERS = 4
"""Levers of the district that may touch one service: every set of them is a state of it in the optimizer."""
MOST_AREA_LEVERS, MOST_TEAM_LEVERS = 3, 6
"""The same of an area, where every set of them makes packages of their own of all its packages, and of a team."""


def choice_faults(tree: Node) -> Iterator[Fault]:
    """Yield a fault for every name of a lever, service, strategy and so on there that names nothing."""
    for kind in ("services", "areas", "teams", "providers"):
        for key, block in blocks(tree, kind):
            if key == ALL:
                yield block.heading.fault((kind, key), f"found '{ALL}', which means every one; allowed: another name")
    yield from _levers(tree)
    for key, rule in blocks(tree, "rules"):
        yield from listed(rule, ("rules", key, "levers"), lever_names(tree), "a lever")
    yield from _strategies(tree)
    yield from _run(tree)


def _levers(tree: Node) -> Iterator[Fault]:
    services, every = names(tree, "services") or [], lever_names(tree)
    touching = Counter[tuple[str, str]]()
    for key, lever in blocks(tree, "levers"):
        path = ("levers", key)
        if key in services:
            yield lever.heading.fault(path, f"found the name of a service, '{key}'; allowed: another name")
        others = [name for name in every if name != key] if every else every
        for list_name in ("needs", "excludes"):
            yield from listed(lever, (*path, list_name), others, "a lever")
        changes = lever.mapping.get("changes")
        yield from _changes(tree, changes, (*path, "changes"))
        hours = lever.mapping.get("team_hours")
        for team, node in {} if hours is None or hours.faulty else hours.mapping.items():
            yield from named(Node(team, node.heading), (*path, "team_hours", team), names(tree, "teams"), "a team")
        for kind, most in (("services", MOST_LEVERS), ("areas", MOST_AREA_LEVERS), ("teams", MOST_TEAM_LEVERS)):
            for name in _changed_blocks(changes, kind, names(tree, kind) or []):
                touching[kind, name] += 1
                if touching[kind, name] == most + 1 and changes is not None:
                    message = f"found more than {most} levers that change {name}; allowed: at most {most}"
                    yield changes.heading.fault((*path, "changes"), message)


def _strategies(tree: Node) -> Iterator[Fault]:
    rules = blocks(tree, "rules")
    unreadable = names(tree, "rules") is None and "rules" in tree.mapping
    removable = (
        None
        if unreadable
        else [key for key, rule in rules if not (r := rule.mapping.get("removable")) or r.value is not False]
    )
    for key, strategy in blocks(tree, "strategies"):
        path: Path = ("strategies", key)
        may = strategy.mapping.get("may")
        if may is not None and not may.faulty:
            yield from listed(may, (*path, "may", "levers"), lever_names(tree), "a lever")
        yield from listed(strategy, (*path, "lifted_rules"), removable, "a rule that is not protected")
        yield from _changes(tree, strategy.mapping.get("changes"), (*path, "changes"))
        label = strategy.mapping.get("label")
        taken = [shipped.label for name, shipped in SHIPPED.items() if name not in (names(tree, "strategies") or [])]
        if label is not None and not label.faulty and folded(text_of(label)) in map(folded, taken):
            message = f"found {label.found}, the label of a shipped strategy; allowed: a label of its own"
            yield label.mark.fault((*path, "label"), message)


def _run(tree: Node) -> Iterator[Fault]:
    run, own = tree.mapping.get("run"), names(tree, "strategies")
    if run is None or run.faulty:
        return
    unreadable = own is None and "strategies" in tree.mapping
    known = None if unreadable else list(dict.fromkeys([*SHIPPED, *(own or [])]))
    yield from listed(run, ("run", "strategies"), known, "a strategy")
    for key in ("reference", "certified"):
        yield from named(run.mapping.get(key), ("run", key), known, "a strategy")


def _changes(tree: Node, changes: Node | None, path: Path) -> Iterator[Fault]:
    if changes is None or changes.faulty:
        return
    for kind, word in (("services", "a service"), ("areas", "a support area"), ("teams", "a team")):
        known, block = names(tree, kind), changes.mapping.get(kind)
        if block is None or block.faulty or known is None:
            continue
        for key, change in block.mapping.items():
            if key not in (*known, ALL):
                yield from named(Node(key, change.heading), (*path, kind, key), [*known, ALL], word)
            if kind == "services":
                yield from _left_alone(tree, key, change, (*path, kind, key))
            for i, step in enumerate(usable(change.mapping.get("steps"))):
                where = (*path, kind, key, "steps", i, "team")
                yield from named(step.mapping.get("team"), where, names(tree, "teams"), "a team")


def _left_alone(tree: Node, key: str, change: Node, path: Path) -> Iterator[Fault]:
    """What the law requires is answered, and a team that is given a service must have something to promise."""
    services = [service for name, service in blocks(tree, "services") if key in (name, ALL)]
    steps, times = change.mapping.get("steps"), change.mapping.get("work_times")
    if any((mandate := s.mapping.get("mandated")) is not None and mandate.value is True for s in services):
        if times is not None and times.value == 0:
            yield times.heading.fault((*path, "work_times"), "found 0 for a mandated service; allowed: more than 0")
        if steps is not None and not steps.faulty and steps.value is not None and not steps.items:
            yield steps.heading.fault((*path, "steps"), "found no steps for a mandated service; allowed: at least one")
    promises = [service.mapping.get("promise") for service in services]
    if usable(steps) and steps is not None and any(p is None or (not p.faulty and p.value is None) for p in promises):
        message = "found steps for a service without a promise; allowed: one that has a promise"
        yield steps.heading.fault((*path, "steps"), message)


def _changed_blocks(changes: Node | None, kind: str, known: list[str]) -> list[str]:
    block = changes.mapping.get(kind) if changes is not None and not changes.faulty else None
    if block is None or block.faulty:
        return []
    return known if ALL in block.mapping else [key for key in block.mapping if key in known]


def lever_names(tree: Node) -> list[str] | None:
    """Every lever, those of services too; None where levers are at fault themselves."""
    own = names(tree, "levers") if "levers" in tree.mapping else []
    if own is None:
        return None
    of_services = [
        f"{key}.{kind}"
        for key, service in blocks(tree, "services")
        for kind in OPTIONS
        if (node := service.mapping.get(kind)) is not None and (node.faulty or node.value is not None)
    ]
    return [*own, *of_services]
