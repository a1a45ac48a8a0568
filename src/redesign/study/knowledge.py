"""What a study has learned of its strategies, kept beside it: team tables, posts that are too few, prices, the plan.

Tables and facts are about work and promises. They hold for other budgets, for lifted rules and for pins, so that such
questions are answered by solving alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from redesign import __version__
from redesign.analysis.team_table import TeamTable
from redesign.demand.plan import Plan
from redesign.errors import OutputError
from redesign.optimization.problem import TooFew
from redesign.scenario.model import Scenario
from redesign.study.found import Found
from redesign.study.storage import KNOWLEDGE

FORMAT = 2
"""Rises with every change of a field; a file of another format is not used."""
NUMBERS = ("kept", "retrained", "hired", "released", "packages")
"""Of a plan."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of one strategy."""

    tables: tuple[TeamTable, ...]
    """[T]"""
    facts: tuple[TooFew, ...]
    prices: tuple[Floats, ...]
    """[R] each: where to look first when it is solved again."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a study has learned, and the plan that it certified."""

    version: str
    """Of redesign."""
    study_of: str
    """Digest of the whole scenario."""
    plan: Plan
    """The certified one."""
    strategies: Mapping[str, Learned]

    def is_of(self, scenario: Scenario) -> bool:
        """Whether the study was that of this very scenario."""
        return (self.version, self.study_of) == (__version__, study_digest(scenario))


def knowledge_of(scenario: Scenario, found: Mapping[str, Found]) -> Knowledge:
    """What a search has learned."""
    learned = {
        name: Learned(each.tables or each.problem.tables, each.facts or each.problem.facts, each.prices)
        for name, each in found.items()
    }
    plan = found[scenario.run.certified].solution.plan
    return Knowledge(__version__, study_digest(scenario), plan, learned)


def study_digest(scenario: Scenario) -> str:
    """SHA-256 over all that a scenario says, wherever it was read; how sure it is of it changes no study."""
    without: dict[str, bool | set[str]] = {"origin": True, "uncertainty": True, "run": {"robust", "robust_samples"}}
    document = scenario.model_dump(mode="json", exclude=without)  # in the order of the file: that of every axis
    return hashlib.sha256(json.dumps(document).encode()).hexdigest()


def to_json(knowledge: Knowledge) -> str:
    """The one JSON text of what is known."""
    known = {
        name: _Learned([_Table.of(table) for table in each.tables], list(each.facts), [p.tolist() for p in each.prices])
        for name, each in knowledge.strategies.items()
    }
    plan = {name: getattr(knowledge.plan, name).tolist() for name in Plan.__slots__}
    file = _File(FORMAT, knowledge.version, knowledge.study_of, plan, known)
    return _adapter().dump_json(file, indent=1).decode() + "\n"


def from_json(text: str) -> Knowledge:
    """Read what `to_json` wrote; raises OutputError."""
    try:
        document = json.loads(text)
        found = document.get("format") if isinstance(document, dict) else None
        if found != FORMAT:
            raise OutputError(f"format: found {found!r}; allowed: {FORMAT}")
        file = _adapter().validate_json(text)
        learned = {
            name: Learned(
                tuple(table.made() for table in each.tables),
                tuple(each.facts),
                tuple(np.array(prices, np.float64) for prices in each.prices),
            )
            for name, each in file.strategies.items()
        }
        kept, retrained, hired, released, packages = (np.array(file.plan[name], np.int64) for name in NUMBERS)
        plan = Plan(kept, retrained, hired, released, packages, np.array(file.plan["levers"], np.bool_))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise OutputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise OutputError(f"this is not what redesign wrote: {error}") from error
    return Knowledge(file.version, file.study_of, plan, learned)


def read_knowledge(folder: Path) -> Knowledge:
    """What a study folder keeps; raises OutputError with the file and what is wrong in it."""
    path = folder / KNOWLEDGE
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    except (UnicodeError, OutputError) as error:
        raise OutputError(f"{path}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Table:
    """A team table as JSON."""

    hours: list[float]
    lost: list[float]
    pieces: list[tuple[float, float]]
    tried: list[int]

    @classmethod
    def of(cls, table: TeamTable) -> _Table:
        return cls(table.hours.tolist(), table.lost.tolist(), list(table.pieces), sorted(table.tried))

    def made(self) -> TeamTable:
        return TeamTable(np.array(self.hours), np.array(self.lost), tuple(self.pieces), frozenset(self.tried))


@dataclass(frozen=True, slots=True)
class _Learned:
    """What is known of a strategy as JSON."""

    tables: list[_Table]
    facts: list[TooFew]
    prices: list[list[float]]


@with_config(ConfigDict(extra="forbid", ser_json_inf_nan="strings"))
@dataclass(frozen=True, slots=True)
class _File:
    """The whole file."""

    format: int
    version: str
    study_of: str
    plan: dict[str, list[int] | list[list[int]] | list[bool]]
    strategies: dict[str, _Learned]


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)
