"""A number written as a block with its range: `{value: 0.9, low: 0.5, high: 1.1, with: coaching}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from redesign.errors import Fault
from redesign.scenario.grammar import Schema, branches, entries
from redesign.scenario.nearest import suggestion
from redesign.scenario.spreads import CLASSES, Range, SpreadClass
from redesign.scenario.yaml_tree import Node, Path, dotted

CLASS = "spread_class"
"""Under which a schema says of which class of numbers a key is."""
VALUE, WITH = "value", "with"
ENDS = ("value", "low", "high")
CHANCES = ("chance_none", "chance_harmful")
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_NAME: Schema = {"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,63}$"}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 5000}
NOT_VARIED = "; it is a decision or a record, which is never varied: write the number alone"
Walk = Callable[[Node, Schema, Path], Node]


def mark_classes(definitions: Mapping[str, Schema]) -> None:
    """Write into the schema of every number that may have a range of which class it is."""
    for block, keys in CLASSES.items():
        for key, of_class in keys.items():
            schema = definitions[block]["properties"][key]
            (entries(schema) or schema)[CLASS] = of_class


def beside_numbers(schema: Schema) -> None:
    """Put the block beside the number wherever a number may have a range; marks are taken off."""
    found: list[Schema] = [schema]
    while found:
        each = found.pop()
        inside = list(each.values())
        if each.pop(CLASS, None):
            number = {key: each.pop(key) for key in list(each) if key not in ("default", "description", "title")}
            each["anyOf"] = [*number.get("anyOf", [number]), {"$ref": "#/$defs/Range"}]
        found += [value for value in inside if isinstance(value, dict)]
        found += [item for value in inside if isinstance(value, list) for item in value if isinstance(item, dict)]
    schema["$defs"]["Range"] = _range_schema()


def _range_schema() -> Schema:
    number = {"type": "number"}
    own: dict[str, Any] = {
        "value": number | {"description": "the number that plans are made with"},
        "low": number | {"description": "the truth lies below it one time in twenty"},
        "high": number | {"description": "the truth lies above it one time in twenty"},
        WITH: _NAME | {"description": "numbers with the same factor move together"},
        "chance_none": _SHARE | {"description": "of an effect: chance that there is none"},
        "chance_harmful": _SHARE | {"description": "of an effect: chance that it harms as much as it was to help"},
        "source": _TEXT | {"description": "where the number and its range come from"},
    }
    text = "A number with the range that holds the truth nine times in ten."
    return {
        "type": "object",
        "description": text,
        "properties": own,
        "required": [VALUE],
        "additionalProperties": False,
    }


def keys_of(of_class: SpreadClass) -> list[str]:
    """What such a block may say."""
    return [*ENDS, WITH, *(CHANCES if of_class == "effects" else ()), "source"]


def with_range(node: Node, said: Mapping[str, Node], schema: Schema, path: Path) -> tuple[Node, list[Fault]]:
    """The number of a block whose values have been judged one by one, with its range; and the faults of the whole."""
    value = said.get(VALUE)
    if value is None:
        return replace(node, faulty=True), [
            node.heading.fault((*path, VALUE), "found nothing; this key is needed; allowed: the number itself")
        ]
    if any(each.faulty for each in said.values()):
        return replace(value, key=node.key), []
    faults = list(_faults(said, schema[CLASS], path))
    ends = {key: float(str(said[key].value)) for key in ("low", "high", *CHANCES) if key in said}
    texts = {to: str(said[key].value) for key, to in ((WITH, "factor"), ("source", "source")) if key in said}
    made = None if faults else Range.model_validate(ends | texts)
    return replace(value, key=node.key, range=made), faults


def judged(said: Mapping[str, Node], schema: Schema, path: Path, walk: Walk) -> dict[str, Node]:
    """Each value of a block against what it may be: ends are numbers like the one that they are about."""
    number = next(branch for branch in branches(schema) if branch.get("type") in ("number", "integer"))
    plain = {key: each for key, each in number.items() if key not in (CLASS, "description", "default")}
    schemas = dict.fromkeys(ENDS, plain) | dict.fromkeys(CHANCES, _SHARE) | {WITH: _NAME, "source": _TEXT}
    return {key: walk(each, schemas[key], (*path, key)) for key, each in said.items()}


def ranges_in(tree: Node) -> dict[str, Range]:
    """The range of every number that has one, by its key path."""
    return {dotted(path): node.range for path, node in tree.leaves() if node.range}


def factor_faults(tree: Node) -> Iterator[Fault]:
    """A fault for every number that moves with a factor that nobody says, and every factor called as a class."""
    known = tree.at(("uncertainty", "factors"))
    names = {} if known is None else known.mapping
    for name, node in names.items():
        if name in get_args(SpreadClass):
            text = "found the name of a class, whose numbers would move with it; allowed: any other name"
            yield node.heading.fault(("uncertainty", "factors", name), text)
    for path, node in tree.leaves():
        factor = node.range and node.range.factor
        if factor and factor not in names:
            said = ", ".join(names) or "none"
            text = f"found the factor {factor!r}; allowed: one of uncertainty.factors: {said}"
            yield node.heading.fault((*path, WITH), text + suggestion(factor, names))


def _faults(said: Mapping[str, Node], of_class: SpreadClass, path: Path) -> Iterator[Fault]:
    numbers = {key: float(str(said[key].value)) for key in ENDS if key in said}
    if ("low" in said) != ("high" in said):
        there = "low" if "low" in said else "high"
        yield said[there].heading.fault((*path, there), f"found {there} alone; allowed: low and high, or neither")
        return
    value, low, high = (numbers.get(key, numbers[VALUE]) for key in ENDS)
    for key, wrong in (("low", low > value), ("high", high < value)):
        if wrong:
            where = "above" if key == "low" else "below"
            text = f"found {numbers[key]:g}, {where} the value, {value:g}; allowed: low <= value <= high"
            yield said[key].heading.fault((*path, key), text)
    if low < high and of_class != "effects":
        yield from _outside(said, of_class, numbers, path)
    chances = sum(float(str(said[key].value)) for key in CHANCES if key in said)
    if chances >= 1:
        last = next(key for key in reversed(CHANCES) if key in said)
        text = "found chances that leave none that it helps; allowed: together less than 1"
        yield said[last].heading.fault((*path, last), text)


def _outside(
    said: Mapping[str, Node], of_class: SpreadClass, numbers: Mapping[str, float], path: Path
) -> Iterator[Fault]:
    """Ends that numbers of a class never reach."""
    share = of_class == "shares"
    why = "shares are drawn between 0 and 1" if share else f"{of_class} are drawn on a scale of logarithms"
    for key, number in numbers.items():
        if number <= 0 or (share and number >= 1):
            allowed = "above 0 and below 1" if share else "above 0"
            text = f"found {number:g} in a range; allowed: {allowed}, since {why}, or the number alone"
            yield said[key].heading.fault((*path, key), text)
