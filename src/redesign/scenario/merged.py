"""Every value of a scenario with the place where it was written, for `redesign show`."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.scenario.model import Scenario

DEFAULT = "default"


def merged_values(scenario: Scenario) -> list[tuple[str, object, str]]:
    """Return (key path, value, `file:line` or `default`) for every value, the parent merged in.

    The roster is one row: how many schools, from which file.
    """
    data = scenario.model_dump(exclude={"schools", "origin"})
    where = {path: f"{file}:{line}" for path, (file, line) in scenario.origin.provenance.items()}
    rows = [(path, value, where.get(path, DEFAULT)) for path, value in _leaves(data, "")]
    roster = scenario.origin.files[-1] if scenario.origin.files else DEFAULT
    return [*rows, ("schools", f"{len(scenario.schools)} schools", roster)]


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    pairs: list[tuple[object, object]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list | tuple):
        pairs = list(enumerate(value))
    for key, child in pairs:
        if child is not None or key != "source":
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    if not pairs:
        yield path, value
