"""A finished study: everything that reports read. `to_json` and `from_json` are all that `study.json` is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from redesign.errors import OutputError
from redesign.study.certified import Certificate
from redesign.study.close_up import CloseUp
from redesign.study.each_year import EachYear
from redesign.study.ids import named
from redesign.study.lever_prices import LeverPrice
from redesign.study.proposal_result import ProposalFacts
from redesign.study.schools import AreaFacts, Measure, SchoolFacts
from redesign.study.strategy_result import PlanResult, StrategyResult

FORMAT = 9
"""Rises with every change of a field; a study of another format is refused, never misread."""
MODELED = "Support is modeled, not a measured effect on students."
"""The first note of every study."""


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
    """SHA-256 over the bytes of every file read: scenario, parent and roster; empty for a scenario made in Python."""
    seed: int
    """Root of every random stream."""
    engine: str
    """`simpy` or `compiled`; neither changes a result."""
    schools: int
    """How many schools."""
    enrollment: int
    """Pupils in them."""
    teachers: float
    """Teachers in them."""
    need_measure: Measure
    """What the need of a school goes by in the district."""


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
    """Authorized posts, filled or vacant."""


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
    """Whether a team answers it; the requests of one that nobody owns stay unmet."""
    options: tuple[str, ...]
    """What a plan may make of it, besides leaving it as it is: `automate`, `eliminate`, `delegate`, `adopt`."""


@dataclass(frozen=True, slots=True)
class LeverFacts:
    """A lever of the whole district as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""


@dataclass(frozen=True, slots=True)
class AssumedNumber:
    """A number without a source."""

    path: str
    """Key path in the scenario."""
    value: float
    """What was assumed, in the unit of its key."""
    text: str
    """What the file says of its source."""
    file: str
    """File that it stands in."""
    line: int
    """Line of that file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Study:
    """A finished study."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    format: int
    """Number of this layout; a study of another one is refused."""
    scenario: ScenarioFacts
    """What was studied."""
    versions: dict[str, str]
    """Name to version: Python, redesign and the libraries that decide results."""
    teams: tuple[TeamFacts, ...]
    """In the order of the file."""
    services: tuple[ServiceFacts, ...]
    """In the order of the file."""
    areas: tuple[AreaFacts, ...]
    """In the order of the file."""
    levers: tuple[LeverFacts, ...]
    """Levers of the whole district, in the order of the file."""
    schools: tuple[SchoolFacts, ...]
    """In the order of their ids."""
    proposal: ProposalFacts
    """What documents of a grant proposal need beside the rest."""
    reference: str
    """Id of the strategy that the others are compared with."""
    strategies: dict[str, StrategyResult]
    """Id of each strategy to what came of it, in the order of comparison."""
    certificate: Certificate
    """How good the plan of one strategy is, and how that is known."""
    years: EachYear
    """What is kept of each final year."""
    lever_prices: tuple[LeverPrice, ...]
    """Every lever, those of services first: what it costs and frees, and what speaks against it."""
    close_ups: dict[str, CloseUp]
    """The reference and the certified strategy, by id, school by school and week by week."""
    assumptions: tuple[AssumedNumber, ...]
    """Every number of the scenario without a source."""
    notes: tuple[str, ...]
    """What a planner should know before reading on."""
    digest: str
    """SHA-256 over the certified plan and `strategies`, numbers at ten digits: equal results have equal digests."""

    @property
    def today(self) -> StrategyResult:
        """The reference strategy."""
        return self.strategies[self.reference]

    @property
    def chosen(self) -> StrategyResult:
        """The strategy that the certificate speaks of."""
        return self.strategies[self.certificate.strategy]

    @property
    def close_up_today(self) -> CloseUp:
        """The reference strategy, looked at closely."""
        return self.close_ups[self.reference]

    @property
    def close_up(self) -> CloseUp:
        """The certified strategy, looked at closely."""
        return self.close_ups[self.certificate.strategy]

    @property
    def plan(self) -> PlanResult:
        """The certified plan."""
        return self.chosen.plan

    def lever_in_words(self, lever: str) -> str:
        """A lever as `safe_moves` names it: `automate Leave requests`, or the label of a lever of the district."""
        service, _, choice = lever.rpartition(".")
        known = {s.id: s.label for s in self.services} | {own.id: own.label for own in self.levers}
        return f"{choice} {known[service]}" if service else known[lever]

    def to_json(self) -> str:
        """The one JSON text of a study; raises ValueError for a number that is not finite."""
        return json.dumps(plain(self), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Study:
        """Read what `to_json` wrote; raises OutputError with the first field that is wrong."""
        found = _format_of(text)
        if found != FORMAT:
            raise OutputError(f"format: found {found!r}; allowed: {FORMAT}. Run the scenario again")
        try:
            study = _adapter().validate_json(text)
        except ValidationError as error:
            first, *others = error.errors(include_url=False)
            where = ".".join(str(part) for part in first["loc"])
            more = f" (and {len(others)} more)" if others else ""
            raise OutputError(f"{where}: {first['msg']}{more}") from error
        for where, name, known in named(study):
            if name not in known:
                raise OutputError(f"{where}: found {name!r}, which is not in this study")
        return study


def plain(study: Study) -> dict[str, Any]:
    """The study as `json` knows it: objects, arrays, texts, numbers."""
    made: dict[str, Any] = _adapter().dump_python(study, mode="json", by_alias=True)
    return made


def plain_strategies(study: Study) -> dict[str, Any]:
    """What came of the strategies, likewise."""
    made = _adapter().dump_python(study, mode="json", by_alias=True, include={"strategies"})
    strategies: dict[str, Any] = made["strategies"]
    return strategies


def study_schema() -> dict[str, Any]:
    """The JSON Schema of `study.json`."""
    return _adapter().json_schema()


@cache
def _adapter() -> TypeAdapter[Study]:
    return TypeAdapter(Study)


def _format_of(text: str) -> object:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OutputError(f"this is no whole JSON text: {error}") from error
    return document.get("format") if isinstance(document, dict) else None
