"""The numbers of a scenario that may differ from what it says, each with its range, its distribution and its factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from redesign.scenario.blocks import Block, Path
from redesign.scenario.model import Scenario
from redesign.scenario.spreads import CLASSES, Distribution, EffectSpread, Range, Spread, SpreadClass
from redesign.scenario.yaml_tree import dotted

VARIED = ("district", "teams", "providers", "services", "areas", "levers", "strategies", "rules")
"""Parts of a scenario with numbers that may be uncertain."""


@dataclass(frozen=True, slots=True)
class UncertainNumber:
    """A number, and how far the truth may lie from it."""

    path: str
    """Key path in the file."""
    label: str
    """In words."""
    value: float
    """As it stands there: what plans are made with."""
    low: float
    """The truth lies below it one time in twenty."""
    high: float
    """The truth lies above it one time in twenty."""
    distribution: Distribution
    spread_class: SpreadClass
    factor: str
    """Numbers with the same one move together; its path, where it moves alone."""
    assumed: bool
    """Whether no published figure stands behind it."""
    source: str
    """Where it comes from; empty where the file says so elsewhere."""
    whole: bool
    """Whether only whole numbers are allowed."""
    least: float
    """No draw is less: what the key allows."""
    most: float
    """No draw is more."""
    chance_none: float = 0.0
    """Of an effect: chance that there is none."""
    chance_harmful: float = 0.0
    """Of an effect: chance that it harms as much as it was to help."""


def uncertain_numbers(scenario: Scenario) -> tuple[UncertainNumber, ...]:
    """Every number that has a range, and every assumed one that is neither a decision nor a record nor 0.

    In the order of the file.
    """
    assumed = {each.path: each.text for each in scenario.origin.assumptions}
    found = []
    for path, block, key, value in _numbers(scenario):
        name = dotted((*path, key))
        own = scenario.origin.ranges.get(name)
        if own is not None or (name in assumed and value != 0):
            found.append(_number(scenario, (path, block, key, value), own, assumed.get(name)))
    return tuple(each for each in found if each.low < each.high or each.chance_none or each.chance_harmful)


def left_as_they_are(scenario: Scenario) -> int:
    """Assumed numbers that are not varied: decisions and records of the district, and those that are 0."""
    varied = {number.path for number in uncertain_numbers(scenario)}
    return sum(each.path not in varied for each in scenario.origin.assumptions)


Place = tuple[Path, Block, str, float]
"""A block with its path, a key of it, the number."""


def _numbers(scenario: Scenario) -> Iterator[Place]:
    """Every number that is given and has a class."""
    for name in VARIED:
        value = scenario.own_teams if name == "teams" else getattr(scenario, name)
        groups = {(name, key): block for key, block in value.items()} if isinstance(value, dict) else {(name,): value}
        for start, group in groups.items():
            for path, block in group.blocks(start):
                for key in CLASSES.get(type(block).__name__, {}):
                    held = getattr(block, key)
                    if isinstance(held, dict):
                        yield from (((*path, key), block, inner, float(each)) for inner, each in held.items())
                    elif held is not None:
                        yield path, block, key, float(held)


def _number(scenario: Scenario, place: Place, own: Range | None, assumed: str | None) -> UncertainNumber:
    path, block, key, value = place
    classes = CLASSES[type(block).__name__]
    of_class = classes[key if key in classes else str(path[-1])]
    spread: Spread = getattr(scenario.uncertainty, of_class)
    factor = None if own is None else own.factor
    if factor is not None:  # one that a change in Python has taken away leaves the spread of the class
        spread = scenario.uncertainty.factors.get(factor, spread)
    low, high = _ends(value, of_class, spread) if own is None or own.low is None else (own.low, own.high or 0.0)
    chances = spread if own is None and isinstance(spread, EffectSpread) else own
    none = getattr(chances, "chance_none", 0.0)
    harm = getattr(chances, "chance_harmful", 0.0)
    least, most, whole = _limits(block, key)
    return UncertainNumber(
        path=dotted((*path, key)),
        label=_label(scenario, path, key),
        value=value,
        low=max(low, least),
        high=min(high, most),
        distribution=_distribution(of_class, none + harm > 0),
        spread_class=of_class,
        factor=factor or _shared(path, key, of_class, own, spread),
        assumed=assumed is not None,
        source=assumed or (own.source if own is not None and isinstance(own.source, str) else ""),
        whole=whole,
        least=least,
        most=most,
        chance_none=none,
        chance_harmful=harm,
    )


def _shared(path: Path, key: str, of_class: SpreadClass, own: Range | None, spread: Spread) -> str:
    """What a number moves with that names nothing: its class, the same key of its area's other packages, or nothing."""
    if own is None and spread.together:
        return of_class
    if own is None and path[0] == "areas" and "packages" in path:
        return f"{dotted(path[:2])}.{key}"
    return dotted((*path, key))


def _ends(value: float, of_class: SpreadClass, spread: Spread) -> tuple[float, float]:
    """What a spread makes of a number; of shares the odds are multiplied."""
    if of_class != "shares":
        ends = value * spread.low_times, value * spread.high_times
        return min(ends), max(ends)
    if not 0 < value < 1:
        return value, value
    odds = value / (1 - value)
    low, high = (odds * times / (1 + odds * times) for times in (spread.low_times, spread.high_times))
    return low, high


def _distribution(of_class: SpreadClass, chances: bool) -> Distribution:
    if of_class == "effects":
        return "three_part" if chances else "normal"
    return "beta" if of_class == "shares" else "lognormal"


def _limits(block: Block, key: str) -> tuple[float, float, bool]:
    """Least and most that a key allows, and whether whole numbers only."""
    field = type(block).model_fields.get(key)
    if field is None:  # hours of a lever, by team
        return 0.0, 1e9, False
    text = _schema_of(type(block))["properties"][key]
    branch = next(each for each in text.get("anyOf", [text]) if each.get("type") in ("number", "integer"))
    least = branch.get("minimum", branch.get("exclusiveMinimum", float("-inf")))
    return float(least), float(branch.get("maximum", float("inf"))), branch["type"] == "integer"


@cache
def _schema_of(block: type[Block]) -> dict[str, Any]:
    return block.model_json_schema()


def _label(scenario: Scenario, path: Path, key: str) -> str:
    """`Leave requests, step 1: work hours`."""
    words: list[str] = []
    value, kind = cast("object", scenario), ""
    for part in path:
        if isinstance(value, dict):
            value = value[part]
            known = getattr(scenario, kind, {}).get(part) if kind in VARIED else None
            words.append(str(getattr(value, "label", getattr(known, "label", part))))
        elif isinstance(value, tuple):
            value = value[int(part)]
            words[-1:] = [f"{words[-1]} {int(part) + 1}" if words else str(part)]
        else:
            value, kind = getattr(value, str(part)), str(part)
            if kind not in (*VARIED, "packages", "changes"):
                words.append(kind.removesuffix("s").replace("_", " "))
    return f"{', '.join(words)}: {key.replace('_', ' ')}" if words else key.replace("_", " ")
