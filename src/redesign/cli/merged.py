"""`redesign show`: every value of a scenario after `extends:`, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from redesign.reporting.text import visible
from redesign.scenario.model import Scenario


def lines(scenario: Scenario) -> Iterator[str]:
    """One line for each value: key path, value, file and line (or `default`)."""
    found = scenario.origin.provenance
    values = scenario.model_dump(mode="json", exclude={"origin", "schools"})
    for path, value in _leaves(values):
        where = found.get(path)
        if value is None and where is None:
            continue
        source = f"{where[0]}:{where[1]}" if where else "default"
        yield f"{path}: {_shown(value)}    # {visible(source)}"
    yield f"schools: {len(scenario.schools)} in the roster"


def _shown(value: Any) -> str:
    """Text as it is, other values as YAML would have them."""
    if isinstance(value, str):
        return visible(value)
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else json.dumps(value)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    children: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if not children:
        if children is None:
            yield path, value
        return
    for key, child in children:
        yield from _leaves(child, f"{path}.{key}" if path else str(key))
