"""Read a scenario file with its parent and roster, or say everything that is wrong with it in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from redesign.errors import Fault, InputError
from redesign.scenario.blocks import RULES_LATER, Block
from redesign.scenario.calendar_checks import calendar_faults
from redesign.scenario.changed_checks import changed_faults
from redesign.scenario.complete import complete, has_fault, plain
from redesign.scenario.folder import Folder
from redesign.scenario.grammar import Schema, required
from redesign.scenario.inheritance import Lineage, read_lineage
from redesign.scenario.model import Assumption, Origin, Scenario
from redesign.scenario.ranges import factor_faults, ranges_in
from redesign.scenario.references import reference_faults
from redesign.scenario.roster import Roster, missing_columns, read_roster
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.sources import DEFAULT, default_assumptions, sources_of
from redesign.scenario.variant import told_of_child
from redesign.scenario.yaml_tree import Node, dotted, show_value
from redesign.scenario.yaml_tree import Path as KeyPath

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ROSTER = "schools_file"


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file, the parent it extends and its roster.

    Raises `InputError` with every fault of these files, each with file, line, column, key path,
    what was found, what is allowed and the nearest right word. Reads nothing outside the folder
    of the file and runs nothing.
    """
    path, schema = Path(path), file_schema()
    folder = Folder(path.parent)
    lineage = read_lineage(folder, path.name, schema)
    roster = _roster(folder, lineage.merged)
    judged = _judge(roster, lineage, schema)
    if judged.faults or lineage.faults:
        faults = {*lineage.faults, *_causes(folder, lineage, judged.faults, schema)}
        raise InputError(sorted(faults, key=lambda fault: (folder.rank(fault.file), fault)))
    scenario, tree = judged.scenario, judged.tree
    assert scenario is not None  # noqa: S101  without one there is a fault
    origin = Origin(
        path=path.name,
        sha256=folder.sha256,
        files=tuple(folder.files),
        assumptions=(*judged.assumptions, *default_assumptions(scenario), *_roster_defaults(tree)),
        provenance=_provenance(lineage, tree),
        ranges=ranges_in(lineage.merged),
        notes=(*lineage.notes, *roster.notes),
    )
    schools = tuple(sorted(scenario.schools, key=lambda school: school.id))  # the order of rows says nothing
    return scenario.model_copy(update={"origin": origin, "schools": schools})


def _provenance(lineage: Lineage, tree: Node) -> dict[str, tuple[str, int]]:
    """Where every value stands, and where every school."""
    places = {dotted(path): node.mark for path, node in lineage.merged.leaves()}
    schools = sorted(tree.mapping["schools"].items, key=lambda school: str(school.mapping["id"].value))
    places |= {f"schools.{i}": school.mark for i, school in enumerate(schools)}
    return {path: (mark.file, mark.line) for path, mark in places.items()}


@dataclass(frozen=True, slots=True)
class _Judged:
    """A whole scenario as far as it could be read, and the faults that only the whole has."""

    scenario: Scenario | None
    tree: Node
    assumptions: tuple[Assumption, ...]
    faults: list[Fault]


def _judge(roster: Roster, lineage: Lineage, schema: Schema) -> _Judged:
    sources = sources_of(lineage)
    scenario, tree, faults = checked(roster, lineage, schema, sources.faults)
    return _Judged(scenario, tree, tuple(sources.assumptions), faults)


def checked(
    roster: Roster, lineage: Lineage, schema: Schema, unsourced: Iterable[Fault] = ()
) -> tuple[Scenario | None, Node, list[Fault]]:
    """The scenario that a tree and its roster make, the whole tree, and the faults that only the whole has."""
    tree, faults = _whole_tree(roster, lineage, schema)
    scenario, broken = _validated(tree, schema)
    faults += [*unsourced, *broken] if lineage.legible else []
    if scenario is not None and not faults and not lineage.faults:
        faults += changed_faults(scenario, tree)
    return scenario, tree, faults


def _causes(folder: Folder, lineage: Lineage, faults: list[Fault], schema: Schema) -> set[Fault]:
    """The same faults, those that a variant causes in its parent on the variant's line."""
    if lineage.parent is None or not lineage.legible:
        return set(faults)

    def judge(tried: Lineage) -> set[Fault]:
        return set(_judge(_roster(Folder(folder.path), tried.merged), tried, schema).faults)

    its_own = judge(Lineage(lineage.parent, None, lineage.parent, ()))
    caused = sorted(set(faults) - its_own)
    told = told_of_child(caused, lineage, lambda merged: judge(replace(lineage, merged=merged)))
    return {*told, *(its_own & set(faults))}


def _whole_tree(roster: Roster, lineage: Lineage, schema: Schema) -> tuple[Node, list[Fault]]:
    """The merged file completed, its roster under `schools`, and the faults that only the whole has."""
    faults: list[Fault] = []
    tree = lineage.merged
    if lineage.legible:
        tree, faults = complete(tree, schema, schema)
    tree = Node({**tree.mapping, "schools": roster.tree}, tree.mark)
    faults += roster.faults
    if lineage.legible:
        faults += [*reference_faults(tree), *calendar_faults(tree), *factor_faults(tree)]
    return tree, faults


def _roster(folder: Folder, tree: Node) -> Roster:
    named = tree.mapping.get(_ROSTER)
    unread = Node(None, tree.mark, faulty=True)
    if named is None or named.faulty:
        return Roster(unread, [])
    try:
        return read_roster(folder.content_named(named, (_ROSTER,)), str(named.value))
    except InputError as error:
        return Roster(unread, list(error.faults))


def _roster_defaults(tree: Node) -> Iterator[Assumption]:
    """A column that the roster leaves out is a number assumed for every school."""
    properties = roster_schema()["items"]["properties"]
    for name in missing_columns(tree.mapping["schools"]):
        yield Assumption(path=f"schools.{name}", value=float(properties[name]["default"]), text=DEFAULT)


def _validated(tree: Node, schema: Schema) -> tuple[Scenario | None, list[Fault]]:
    """The models' own word: the scenario, or the rules that its blocks break.

    A faulty value is replaced by a valid one first, so that the blocks around it are still judged;
    a rule that reads a faulty value is passed over.
    """
    properties = {**schema["properties"], "schools": roster_schema()}
    whole = {**schema, "properties": properties, "required": [*required(schema), "schools"]}
    data: dict[str, Any] = plain(tree, whole, whole)
    for key in ("extends", _ROSTER):
        data.pop(key, None)
    try:
        scenario = Scenario.model_validate(data, context=RULES_LATER)
    except ValidationError as error:
        return None, [_unforeseen(tree, detail) for detail in error.errors()]
    return scenario, [f for path, block in scenario.blocks() for f in _broken(tree.at(path) or tree, path, block)]


def _broken(node: Node, path: KeyPath, block: Block) -> Iterator[Fault]:
    for rule in () if node.faulty else block.broken_rules():
        if not any(has_fault(node.mapping.get(key)) for key in rule.keys):
            culprit = next((node.mapping[key] for key in rule.keys if key in node.mapping), node)
            inside = node.at(rule.place) if rule.place else None
            yield (inside or culprit).heading.fault((*path, *(rule.place or rule.keys[:1])), rule.text)


def _unforeseen(tree: Node, detail: ErrorDetails) -> Fault:
    """What the models refuse though the schema lets it through: an error of ours, reported all the same."""
    path = detail["loc"]
    node = next((found for n in range(len(path), -1, -1) if (found := tree.at(path[:n])) is not None), tree)
    return node.heading.fault(path, f"found {show_value(detail['input'])}; allowed: {detail['msg']}")
