"""Which values of two scenarios differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redesign.scenario.model import Scenario
from redesign.study.compare.comparison import InputDifference, Value

WORDS = {"source", "description", "label"}
"""Keys whose values are words about a scenario, not part of it."""
MISSING = object()


def input_differences(a: Scenario, b: Scenario) -> tuple[InputDifference, ...]:
    """Every value that is not the same, in the order of A; a block that one of them lacks is one difference."""
    return tuple(_differences(_values(a), _values(b), ""))


def _values(scenario: Scenario) -> dict[str, Any]:
    values: dict[str, Any] = scenario.model_dump(mode="json", exclude={"origin", "name"})
    values["teams"] = {name: values["teams"][name] for name in scenario.own_teams}
    values["schools"] = {school["id"]: school for school in values["schools"]}
    return values


def _differences(a: Any, b: Any, path: str) -> Iterator[InputDifference]:
    first, second = _children(a), _children(b)
    if first is not None and second is not None:
        for key in dict.fromkeys([*first, *second]):
            if key not in WORDS:
                below = f"{path}.{key}" if path else key
                yield from _differences(first.get(key, MISSING), second.get(key, MISSING), below)
    elif a is MISSING or b is MISSING or first is not None or second is not None:
        yield InputDifference(path, _whole(a), _whole(b), block=first is not None or second is not None)
    elif a != b:
        yield InputDifference(path, a, b, block=False)


def _children(value: Any) -> dict[str, Any] | None:
    """By key, items of a list by their number; None for a single value."""
    if isinstance(value, list):
        return {str(i): each for i, each in enumerate(value)}
    return value if isinstance(value, dict) else None


def _whole(value: Any) -> Value:
    """A single value as it is, a block as the number of its values."""
    if value is MISSING:
        return None
    below = _children(value)
    if below is None:
        single: Value = value
        return single
    return sum(_size(each) for key, each in below.items() if key not in WORDS)


def _size(value: Any) -> int:
    below = _children(value)
    return 1 if below is None else sum(map(_size, below.values()))
