"""Where every number of a scenario comes from: a fault where nobody says, an assumption where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from redesign.errors import Fault
from redesign.scenario.inheritance import Lineage
from redesign.scenario.model import Assumption, Block, Scenario
from redesign.scenario.yaml_tree import Node, Path, dotted

DEFAULT = "assumed: default of redesign"
_SETTINGS = ("run", "pins", "uncertainty")
"""Run settings and pins are choices, not facts; how sure a number is says the planner."""


@dataclass(slots=True)
class Sources:
    """The assumptions among a file's numbers, and the numbers without a source."""

    assumptions: list[Assumption] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def sources_of(lineage: Lineage) -> Sources:
    """Look up the source of every number that the files give."""
    out = Sources()
    bare: dict[Path, list[tuple[Path, Node]]] = {}
    for path, node in lineage.merged.leaves():
        if not is_sourced_number(path, node):
            continue
        text = source_text(lineage, path, node)
        if text is None:
            bare.setdefault(_block_of(path), []).append((path, node))
        elif is_assumed(text):
            out.assumptions.append(_assumption(path, node, text))
    out.faults = [_unsourced(block, numbers) for block, numbers in bare.items()]
    return out


def is_assumed(text: str) -> bool:
    """Whether a source says that there is none: it opens with `assumed`."""
    return text.lstrip().casefold().startswith("assumed")


def default_assumptions(scenario: Scenario) -> Iterator[Assumption]:
    """Yield an assumption for every number that comes from a default of the models and matters to a result."""
    for name in ("district", "calendar", "teams", "providers", "services", "areas", "limits", "satisfaction"):
        value = scenario.own_teams if name == "teams" else getattr(scenario, name)
        groups = {(name, key): block for key, block in value.items()} if isinstance(value, dict) else {(name,): value}
        for start, group in groups.items():
            for path, block in group.blocks(start):
                yield from _defaults(block, path)


def _defaults(block: Block, path: Path) -> Iterator[Assumption]:
    sources = block.source if isinstance(block.source, dict) else {}
    for name, key in type(block).model_fields.items():
        value = getattr(block, name)
        if key.description is None:  # not a key of a file
            continue
        if name in block.model_fields_set or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        text = sources.get(name, DEFAULT)
        if is_assumed(text):
            yield Assumption(path=dotted((*path, name)), value=float(value), text=text)


def source_text(lineage: Lineage, path: Path, node: Node) -> str | None:
    """Where a number comes from: the nearest source in its file; failing that, what its being changed amounts to."""
    child, parent = lineage.child, lineage.parent
    if parent is None or node.mark.file == child.mark.file:
        text = covering(child, path)
        if text is not None or parent is None:
            return text
        changed = f"assumed: changed in {child.mark.file}, no source given"
        return None if covering(parent, path) is None else changed
    return covering(parent, path) or covering(child, path)


def covering(tree: Node, path: Path) -> str | None:
    """The source of a number in one file: of its block, else of the nearest block around it that has one."""
    found: str | None = None
    node: Node | None = tree
    for part in path:
        if node is None:
            break
        source = node.mapping.get("source")
        if source is not None:
            keyed = source.mapping.get(str(part)) or source.mapping.get("rest")
            text = keyed if source.mapping else source
            if text is not None and text.faulty:
                found = "a source with a fault of its own"
            elif text is not None and isinstance(text.value, str):
                found = text.value
        node = node.at((part,))
    own = node.range.source if node is not None and node.range else None
    return own if isinstance(own, str) else found


def _assumption(path: Path, node: Node, text: str) -> Assumption:
    value = float(node.value) if isinstance(node.value, int | float) else 0.0
    return Assumption(path=dotted(path), value=value, text=text, file=node.mark.file, line=node.mark.line)


def _unsourced(block: Path, numbers: list[tuple[Path, Node]]) -> Fault:
    path, first = min(numbers, key=lambda pair: (pair[1].mark.line, pair[1].mark.column))
    names = ", ".join(dotted(p[len(block) :]) for p, _ in numbers)
    where = dotted(block) or "the file"
    return first.mark.fault(
        path,
        f'found no source for {names}; allowed: `source: "where it comes from"` in {where} or in a block around it; '
        "open the text with assumed where there is none",
    )


def _block_of(path: Path) -> Path:
    """The block that a planner would write the source in, such as `teams.hr` or `budget`."""
    named = ("teams", "providers", "services", "areas", "levers", "strategies", "rules")
    return path[:2] if path[0] in named else path[:1]


def is_sourced_number(path: Path, node: Node) -> bool:
    """Whether a value is a number that must come from somewhere."""
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool) and not node.faulty
    return number and path[0] not in _SETTINGS
