"""A scenario with other values, said in Python as in a variant's file, and held to all that a file is held to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from redesign.errors import Fault, InputError
from redesign.scenario.blocks import Block
from redesign.scenario.conform import conform
from redesign.scenario.inheritance import Lineage, merge, nothing_there
from redesign.scenario.model import Assumption, Origin, Scenario
from redesign.scenario.ranges import ranges_in
from redesign.scenario.reading import checked
from redesign.scenario.roster import Roster
from redesign.scenario.schema import file_schema
from redesign.scenario.sources import covering, default_assumptions, is_assumed, is_sourced_number
from redesign.scenario.stored import plain_values
from redesign.scenario.yaml_tree import Mark, Node, Path, dotted, show_value

HERE = Mark("", 0, 0)
"""Where a change stands: in no file."""
UNSOURCED = "assumed: changed in Python, no source given"
FILES = {"extends", "schools_file"}
MOST_TOLD = 20
"""Changes that the note names."""


def with_changes(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with these changes, nested under the names of the file; None takes away what stands there.

    Raises InputError with every fault, as for a variant's file.
    """
    schema = file_schema()
    values = plain_values(scenario)
    schools, _ = values.pop("schools"), values.pop("origin", None)
    parent = _node(values | {"schools_file": "the same"}, Places(scenario.origin))
    said, faults = conform(_changes(changes), schema, variant=True)
    lineage = Lineage(said, parent, merge(said, parent), (*faults, *nothing_there(said, parent, ())))
    roster = Roster(_node(schools, Places(scenario.origin), ("schools",)), [])
    made, _, found = checked(roster, lineage, schema)
    if made is None or found or lineage.faults:
        raise InputError(sorted({*lineage.faults, *found}))
    return made.model_copy(update={"origin": _origin(scenario, made, said, parent)})


class Places:
    """Where the values of a scenario stand in its files."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin

    def of(self, path: Path) -> Mark:
        """The place of one value; the file without a line where it is in none."""
        file, line = self.origin.provenance.get(dotted(path), (self.origin.path or "the scenario", 0))
        return Mark(file, line, 1)


def _node(value: Any, places: Places | None, path: Path = ()) -> Node:
    """Plain values as a tree; a block stands where its first value does."""
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if each is not None or places is None}
        pairs = {key: _node(each, places, (*path, key)) for key, each in kept.items()}
        first = next(iter(pairs.values()), None)
        return Node(pairs, HERE if places is None else first.mark if first else places.of(path))
    mark = HERE if places is None else places.of(path)
    if isinstance(value, list):
        return Node([_node(each, places, (*path, i)) for i, each in enumerate(value)], mark)
    return Node(value, mark, raw="" if isinstance(value, str) else str(value))


def _changes(changes: Mapping[str, Any]) -> Node:
    """The tree of what is said; raises InputError for what no file could say."""
    faults: list[Fault] = []
    plain = _plain(dict(changes), (), faults)
    for key in FILES & changes.keys():
        faults.append(HERE.fault((key,), "files cannot be changed here; allowed: `load_scenario` of a file that does"))
    if faults:
        raise InputError(sorted(faults))
    return _node(plain, None)


def _plain(value: Any, path: Path, faults: list[Fault]) -> Any:
    """What JSON could say: blocks as they were made, numbers of numpy as numbers."""
    if isinstance(value, Block):
        value = value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(each, (*path, str(key)), faults) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, (*path, i), faults) for i, each in enumerate(value)]
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        faults.append(HERE.fault(path, f"found {value}; allowed: a finite number"))
    elif value is not None and not isinstance(value, bool | int | float | str):
        allowed = "numbers, texts, True, False, None, and dicts and lists of them"
        faults.append(HERE.fault(path, f"found {type(value).__name__} {str(value)[:60]!r}; allowed: {allowed}"))
    return value


def _origin(scenario: Scenario, made: Scenario, said: Node, parent: Node) -> Origin:
    """Assumptions and places of what was not changed, and those of the changes."""
    origin, touched = scenario.origin, [dotted(path) for path, _ in said.leaves()]
    defaults = {*default_assumptions(scenario)}
    kept = (each for each in origin.assumptions if each not in defaults and not _below(each.path, touched))
    note = "; ".join([*_told(said, parent)][:MOST_TOLD])
    more = len(touched) - MOST_TOLD
    whole = f"Changed in Python: {note}{f' and {more:,} more' if more > 0 else ''}."
    return Origin(
        files=origin.files,
        assumptions=(*kept, *_assumed(said), *default_assumptions(made)),
        provenance={path: place for path, place in origin.provenance.items() if not _below(path, touched)},
        ranges={path: each for path, each in origin.ranges.items() if not _below(path, touched)} | ranges_in(said),
        notes=(*origin.notes, whole) if touched else origin.notes,
    )


def _below(path: str, touched: list[str]) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in touched)


def _assumed(said: Node) -> Iterator[Assumption]:
    """The numbers among the changes that have no source."""
    for path, node in said.leaves():
        text = covering(said, path) or UNSOURCED
        if is_sourced_number(path, node) and is_assumed(text):
            yield Assumption(path=dotted(path), value=float(str(node.value)), text=text)


def _told(said: Node, parent: Node) -> Iterator[str]:
    """Each change in words."""
    for path, node in said.leaves():
        old = parent.at(path)
        before = "not said before" if old is None else f"{_short(old)} before"
        yield f"{dotted(path)} {'taken away' if node.gone else _short(node)} ({before})"


def _short(node: Node) -> str:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return f"{int(node.value) if float(node.value).is_integer() else node.value:,}"
    return str(node.value).lower() if isinstance(node.value, bool) else show_value(node.value).removeprefix("text ")
