"""What is said of two studies. Frozen, and the same in JSON. Support is modeled support a year."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from redesign.analysis.intervals import DifferenceVerdict, Interval, PromiseVerdict

FORMAT = 2
"""Rises with every change of a field."""
Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two studies."""

    name: str
    """Name of the scenario."""
    district: str
    """Name of the district."""
    schools: int
    """How many schools."""
    file: str
    """Its file; empty for one made in Python."""
    sha256: str
    """Of its files."""
    seed: int
    """Root of its random streams."""
    strategy: str
    """Id of its certified strategy, whose plan is compared."""
    label: str
    """Name of that strategy."""
    years: int
    """Its final years."""
    admissible: bool
    """Whether its plan keeps all that is asked of it."""
    digest: str
    """Of its plan and measures."""


@dataclass(frozen=True, slots=True)
class InputDifference:
    """A value of the scenario that is not the same."""

    path: str
    """Key path, schools by their id."""
    a: Value
    """Value in A; null where it says none; for a whole block how many values it has."""
    b: Value
    """Value in B, likewise."""
    block: bool
    """Whether a whole block stands in one of them only."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """B less A with its 95% interval."""

    mean: float
    """Mean difference."""
    low: float
    """Low end of its interval, adjusted for the number of differences of its kind."""
    high: float
    """High end of it."""
    verdict: DifferenceVerdict
    """`not distinguishable` where chance in the simulated years explains it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A simulated number of both studies."""

    what: Literal["today", "plan"]
    """Of today's office or of the certified plan."""
    a: Interval
    """Mean in A over the years compared, with its own interval."""
    b: Interval
    """Mean in B."""
    difference: Contrast
    """B less A."""


@dataclass(frozen=True, slots=True)
class PostsDifference:
    """A team whose posts are not the same; null where a study has no such team."""

    team: str
    label: str
    a_today: int | None
    a: int | None
    """Planned."""
    b_today: int | None
    b: int | None
    """Planned."""


@dataclass(frozen=True, slots=True)
class PackagesDifference:
    """An area in which a school has another package or visits are not the same."""

    area: str
    label: str
    a: dict[str, int]
    """Schools with each package."""
    b: dict[str, int]
    """Schools with each package."""
    a_visits: float | None
    """Promised visits a year; null where a study has no such area."""
    b_visits: float | None
    """Promised visits a year."""
    schools: int
    """Schools that are in the area in both."""
    others: int
    """Of them, those with another package."""


@dataclass(frozen=True, slots=True)
class LeverDifference:
    """A lever, or what becomes of a service, that is not the same; null where a study has no such thing."""

    lever: str
    label: str
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class CostDifference:
    """Money that is not simulated, dollars."""

    what: Literal["yearly_usd", "yearly_budget_usd", "one_time_usd", "one_time_budget_usd"]
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class PromiseDifference:
    """A promise that both plans make."""

    kind: Literal["service", "visits"]
    id: str
    label: str
    a: Interval
    """Share kept in A over the years compared."""
    b: Interval
    """Share kept in B."""
    a_verdict: PromiseVerdict
    """How it came out in A, over all of its own years."""
    b_verdict: PromiseVerdict
    difference: Contrast
    """Share in B less that in A."""
    a_decided: bool = True
    """Whether the verdict is more than chance explains."""
    b_decided: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything in which two studies differ, and what of it is noise."""

    format: int
    """Number of this layout."""
    a: Side
    b: Side
    paired: bool
    """Whether differences are taken year by year on the same random numbers."""
    years: tuple[int, int]
    """Years of A and of B that differences rest on."""
    pairing: str
    """In words."""
    inputs: tuple[InputDifference, ...] | None
    """In the order of A; null where a study does not keep its scenario."""
    posts: tuple[PostsDifference, ...]
    packages: tuple[PackagesDifference, ...]
    levers: tuple[LeverDifference, ...]
    support: tuple[Measured, ...]
    cost: tuple[CostDifference, ...]
    """Those that differ."""
    principal_hours: Measured
    """Principal time that the office costs under the plan."""
    promises: tuple[PromiseDifference, ...]
    """All that both plans make."""
    only_a: tuple[str, ...]
    """Labels of promises of A that B does not make."""
    only_b: tuple[str, ...]
    """Labels of promises of B that A does not make."""

    @property
    def same_plan(self) -> bool:
        """Whether posts, packages and levers are all the same."""
        return not (self.posts or self.packages or self.levers)

    @property
    def plans(self) -> Measured:
        """Support of both plans."""
        return next(each for each in self.support if each.what == "plan")

    def to_json(self) -> str:
        """One JSON text."""
        return to_json([self])


def to_json(comparisons: list[Comparison]) -> str:
    """One comparison as one document, several as a list."""
    made = _adapter().dump_python(comparisons, mode="json")
    document = made[0] if len(made) == 1 else made
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


@cache
def _adapter() -> TypeAdapter[list[Comparison]]:
    return TypeAdapter(list[Comparison])
