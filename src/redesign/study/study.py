"""A finished study: everything that reports read. `to_json` and `from_json` are all that `study.json` is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from redesign.errors import OutputError
from redesign.study.certified import Certificate
from redesign.study.strategy_result import PlanResult, StrategyResult

FORMAT = 2
"""Rises with every change of a field; a study of another format is refused, never misread."""


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """Which scenario was studied, and how."""

    name: str
    """Name of the scenario."""
    description: str
    """What it is about."""
    district: str
    """Name of the district."""
    year: str
    """Year of its data."""
    file: str
    """The file that was read; empty for a scenario made in Python."""
    sha256: str
    """Hash over the bytes of every file read."""
    seed: int
    """Root of every random stream."""
    engine: str
    """`simpy` or `compiled`; neither changes a result."""
    schools: int
    """How many schools."""
    enrollment: int
    """Pupils in them."""
    teachers: float
    """Teachers, full-time equivalents."""


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""
    unit: str
    """Box on the organization chart."""
    funding_stream: str
    """Id of the stream that pays it."""
    loaded_cost_usd: float
    """Salary and benefits of one post in a year."""
    posts_today: int
    """Authorized posts."""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""
    mandated: bool
    """Required by law."""
    owned: bool
    """Whether a team answers it."""
    can_automate: bool
    """Whether a plan may automate it."""
    can_eliminate: bool
    """Whether a plan may eliminate it."""


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """A support area as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""
    team: str
    """Id of the team that makes the visits."""
    packages: tuple[str, ...]
    """`none` first, then from low to high."""


@dataclass(frozen=True, slots=True)
class LeverFacts:
    """A lever of the whole district as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school of the roster."""

    id: str
    """As in the roster."""
    name: str
    """Name in tables."""
    level: str
    """elementary, middle, high or combined."""
    enrollment: int
    """Pupils."""
    teachers: float
    """Full-time equivalents."""
    need_quartile: int
    """1 to 4, 4 = highest need."""


@dataclass(frozen=True, slots=True)
class AssumedNumber:
    """A number without a source."""

    path: str
    """Key path in the scenario."""
    value: float
    """What was assumed."""
    text: str
    """What the file says of it."""
    file: str
    """File that it stands in."""
    line: int
    """Line of it."""


@dataclass(frozen=True, slots=True)
class Study:
    """A finished study."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    format: int
    """Number of this layout."""
    scenario: ScenarioFacts
    """What was studied."""
    versions: dict[str, str]
    """Python, redesign and the libraries that decide results."""
    teams: tuple[TeamFacts, ...]
    """In the order of the file."""
    services: tuple[ServiceFacts, ...]
    """In the order of the file."""
    areas: tuple[AreaFacts, ...]
    """In the order of the file."""
    levers: tuple[LeverFacts, ...]
    """Levers of the whole district, in the order of the file."""
    schools: tuple[SchoolFacts, ...]
    """In the order of the roster."""
    reference: str
    """Id of the strategy that the others are compared with."""
    strategies: dict[str, StrategyResult]
    """By id."""
    certificate: Certificate
    """Of one strategy's plan."""
    assumptions: tuple[AssumedNumber, ...]
    """Every number without a source."""
    notes: tuple[str, ...]
    """What a planner should know before reading on."""
    digest: str
    """One hash over the certified plan and the measures of all strategies."""

    @property
    def today(self) -> StrategyResult:
        """The reference strategy."""
        return self.strategies[self.reference]

    @property
    def chosen(self) -> StrategyResult:
        """The strategy that the certificate speaks of."""
        return self.strategies[self.certificate.strategy]

    @property
    def plan(self) -> PlanResult:
        """The certified plan."""
        return self.chosen.plan

    def to_json(self) -> str:
        """The one JSON text of a study; raises ValueError for a number that is not finite."""
        return json.dumps(plain(self), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Study:
        """Read what `to_json` wrote; raises OutputError for another format and for what does not fit it."""
        found = _format_of(text)
        if found != FORMAT:
            raise OutputError(f"found a study of format {found}; allowed: {FORMAT}. Run the scenario again")
        try:
            return _adapter().validate_json(text, by_alias=True)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise OutputError(f"{where}: {first['msg']} ({error.error_count()} faults)") from error


def plain(study: Study) -> dict[str, Any]:
    """The study as `json` knows it: objects, arrays, texts, numbers."""
    made: dict[str, Any] = _adapter().dump_python(study, mode="json", by_alias=True)
    return made


@cache
def _adapter() -> TypeAdapter[Study]:
    return TypeAdapter(Study)


def _format_of(text: str) -> object:
    try:
        return json.loads(text)["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(f"this is no study: {error}") from error
