"""Faults that a variant causes in what its parent says: told on the variant's line, with the way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from redesign.errors import Fault
from redesign.scenario.inheritance import Lineage
from redesign.scenario.yaml_tree import Node, Path, dotted

Judge = Callable[[Node], set[Fault]]
"""The faults of a merged tree."""
_NO_CAUSE = ("extends", "name", "description", "source")
_MOST_TRIED = 20
"""Faults for which a way out is looked for: each is tried on the whole file."""


def told_of_child(faults: Iterable[Fault], lineage: Lineage, judge: Judge) -> Iterator[Fault]:
    """Move faults that stand in the parent, which has none of its own, to the line of the variant that causes them."""
    child, parent = lineage.child, lineage.parent
    if parent is None:
        yield from faults
        return
    leaves = list(child.leaves())
    causes = [(p, node) for p, node in leaves if p[0] not in _NO_CAUSE and p[-1] != "source"] or leaves
    known = set(faults)
    for i, fault in enumerate(sorted(known)):
        taken = [node for p, node in leaves if node.value is None and dotted(p) == fault.path]
        out = _way_out(fault, known, lineage, judge) if i < _MOST_TRIED and not taken else ""
        if taken:
            yield _moved(fault, taken[0])
        elif fault.file == parent.mark.file:
            _, cause = max(causes, key=lambda pair: _likeness(pair[0], fault.path.split("."), _words(fault)))
            found = fault.message.split("; did you mean")[0]
            yield _moved(replace(fault, message=f"{found}; {fault.file} gives it on line {fault.line}{out}"), cause)
        else:
            yield replace(fault, message=fault.message + out)


def _way_out(fault: Fault, known: set[Fault], lineage: Lineage, judge: Judge) -> str:
    """Name a key of the parent, in the block of the fault, without which the fault is gone and none comes."""
    path = fault.path.split(".")
    while path and path[-1].isdigit():
        path.pop()
    *around, _ = path or [""]
    words = _words(fault)
    block = lineage.merged.at(tuple(around))
    for key, node in block.mapping.items() if block is not None else ():
        if key not in words or node.mark.file == lineage.child.mark.file or node.value in (None, False):
            continue
        left = judge(_without(lineage.merged, (*around, key)))
        if fault not in left and not any(new.path.startswith(dotted(tuple(around))) for new in left - known):
            return f"; `{key}: null` takes away that of {node.mark.file}, line {node.heading.line}"
    return ""


def _words(fault: Fault) -> set[str]:
    return set(re.findall(r"\w+", f"{fault.path} {fault.message}"))


def _without(node: Node, path: Path) -> Node:
    head, *rest = path
    pairs = {
        key: _without(value, tuple(rest)) if key == head and rest else value for key, value in node.mapping.items()
    }
    return replace(node, value=pairs if rest else {key: value for key, value in pairs.items() if key != head})


def _likeness(path: Path, place: list[str], words: set[str]) -> tuple[int, int, int]:
    """How much a line of a variant has to do with a fault: it is named there, so are blocks around it, it is near."""
    parts = [part for part in path if isinstance(part, str)]
    near = next((i for i, (a, b) in enumerate(zip(parts, place, strict=False)) if a != b), min(len(parts), len(place)))
    return int(parts[-1] in words), sum(part in words for part in parts), near


def _moved(fault: Fault, cause: Node) -> Fault:
    where = cause.heading
    return replace(fault, file=where.file, line=where.line, column=where.column)
