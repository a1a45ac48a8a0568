"""What a study says of a strategy beside its support: speed, satisfaction, freed hours, displaced work, fairness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from redesign.analysis.intervals import DifferenceVerdict, Interval
from redesign.analysis.outcomes import Outcome
from redesign.scenario.blocks import CoreElement

Per1000Usd = Annotated[float, Field(json_schema_extra={"unit": "coaching-equivalent hours per 1,000 dollars"})]
"""Modeled support of a thousand dollars."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A ratio over the simulated years beside today's on the same years."""

    value: Interval | None
    """The ratio, pooled over the years; null where there was nothing to count."""
    difference_from_today: Interval | None
    """The ratio less that of the reference strategy, paired, adjusted for the number of strategies; null for that one
    itself and where either is."""
    verdict: DifferenceVerdict | None
    """`higher` or `lower` where the interval of the difference does not hold 0; null where that is."""


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """One way in which requests end."""

    outcome: Outcome
    """on_time: answered in time, or at once because automated; late: not in time, though due within the year; no_but:
    refused with a courteous alternative; refused: eliminated and nothing instead; unmet: no team owns the need."""
    score: float
    """What principals think of it: the scenario's score, courtesy not yet added."""
    requests_per_year: float
    """Mean over the simulated years; requests that are not due within their year are in none of the outcomes."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Requests of one service that nobody answers."""

    service: str
    """Id of the service."""
    label: str
    """Its name."""
    outcome: Literal["no_but", "refused", "unmet"]
    """unmet: no team owns the need; refused or no_but: a lever or the strategy does away with the service."""
    requests_per_year: Interval
    """How many."""


@dataclass(frozen=True, slots=True)
class BestUse:
    """The package of the plan whose visit hours bring the most support, over all schools that have it."""

    area: str
    """Id of the area."""
    package: str
    """Name of the package."""
    support_per_hour: float
    """Modeled support of an hour of its visits, coaching-equivalent hours."""


@dataclass(frozen=True, slots=True)
class ServiceWork:
    """What a service takes and what that displaces. The support of its answers is 0, however fast they are."""

    service: str
    """Id of the service."""
    hours: Interval
    """Work hours a year."""
    usd: Interval
    """The same at the cost of the posts that do it, dollars."""
    displaced_support: Interval | None
    """Modeled: what as many hours of visits would bring at `best_use`, coaching-equivalent hours, hour for hour and
    whoever does the work; null where the plan has no use that helps."""


@dataclass(frozen=True, slots=True)
class RankedPackage:
    """A package and what a thousand dollars of it bring: visit hours at the cost of who makes them, and materials."""

    area: str
    """Id of the area."""
    package: str
    """Name of the package."""
    support_per_1000_usd: Per1000Usd | None
    """Expected, if every school had it that may, and every visit were made; null where it costs nothing."""
    in_plan_per_1000_usd: Interval | None
    """As simulated, of the schools that have it under the plan; null where none has, or it costs nothing."""
    schools: int
    """Schools that have it under the plan."""
    of_schools: int
    """Schools that may have it."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """Where the plan stops buying: expected support of a thousand dollars of one school's package."""

    least_taken_per_1000_usd: Per1000Usd | None
    """The least of all that schools get; null where none gets any."""
    most_left_per_1000_usd: Per1000Usd | None
    """The most that a school would get which gets nothing in an area; null where all get something everywhere."""


@dataclass(frozen=True, slots=True)
class FreedOfTeam:
    """One team's hours against today, means over the simulated years."""

    team: str
    """Id of the team."""
    freed_hours: float
    """Fewer hours of mandated, routine and other work than today; below 0: more."""
    visits_hours: float
    """More hours of visits."""
    post_hours: float
    """Fewer hours that its posts are expected to have for work."""


@dataclass(frozen=True, slots=True)
class FreedHours:
    """Hours of other work than visits that are free against today, and where they went.

    In every year `services_hours` + `other_hours` = `visits_hours` + `unworked_hours` + `post_hours`.
    """

    services_hours: Interval
    """Fewer hours of mandated and routine work than today."""
    by_changes_hours: Interval
    """Of these, those of services that levers or the strategy change."""
    other_hours: Interval
    """Fewer hours of work that nobody listed: dropped work."""
    visits_hours: Interval
    """Where they went: more hours of visits than today."""
    unworked_hours: Interval
    """More hours that posts are expected to have and do not work: free, learning, or posts still empty."""
    post_hours: float
    """Hours of posts that the office has no more; below 0: it has more of them."""
    moved_hours: float
    """Hours that the posts retrained for other teams have in the team that they leave."""
    saved_usd: float
    """Yearly cost less than today's, dollars; below 0: the plan costs more."""
    by_team: tuple[FreedOfTeam, ...]
    """In the order of `teams`."""


@dataclass(frozen=True, slots=True)
class PrincipalSavings:
    """Principal time that is free against today, on the same years; below 0: it costs more."""

    hours: Interval
    """Hours a year of all principals."""
    usd: Interval
    """The same at the price of a principal's hour, dollars."""
    reinvested_usd: Interval
    """The part of it that `budget.reinvest_share` names, dollars, as simulated. A plan's yearly budget has what levers
    are expected to save of the hours of requests alone: how long they stay open is known only after simulation."""


@dataclass(frozen=True, slots=True)
class SchoolsAt:
    """Schools that reach so many effective (effect x visit) hours per teacher."""

    hours_per_teacher: float
    """What is to be reached."""
    promised_share: float
    """Share of schools that reach it if every promised visit is made as long as expected."""
    made_share: Interval
    """Share of schools that reach it by the visits made."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """How support is spread over schools."""

    gap_per_teacher: Interval | None
    """Modeled support per teacher in the quarter of schools with the highest need less that in the quarter with the
    lowest, coaching-equivalent hours; null where all need alike or such a quarter has no school."""
    minimum: SchoolsAt | None
    """Of `limits.school_floor_hours_per_teacher`; null where there is no floor."""
    ambitious: SchoolsAt | None
    """Of `limits.school_target_hours_per_teacher`; null where there is none."""


@dataclass(frozen=True, slots=True)
class ElementOn:
    """One of the three core elements of a whole redesign."""

    element: CoreElement
    """partnership: with principals; services: to schools, by menu; leadership: of the office itself."""
    on: tuple[str, ...]
    """Ids of the areas with a package for some school and of the levers taken that are part of it; empty: it is off."""
    marked: bool
    """Whether the scenario says of any area or lever that it is part of it."""


@dataclass(frozen=True, slots=True)
class Details:
    """A strategy beside its support."""

    speed: Compared
    """Share of requests that are answered in time, of all services together, of those that anybody answers and that
    are due within the year. No part of support."""
    satisfaction: Compared
    """Mean score of requests, courtesy added. No part of support."""
    outcomes: tuple[RequestOutcome, ...]
    """What became of requests: on_time, late, no_but, refused, unmet."""
    unanswered: tuple[Unanswered, ...]
    """Needs that are not met, by name."""
    best_use: BestUse | None
    """What displaced hours are priced at; null where no package of the plan helps."""
    work: tuple[ServiceWork, ...]
    """Services that take work, the dearest first."""
    packages: tuple[RankedPackage, ...]
    """Every package of every area, by expected support of a dollar, the highest first."""
    cut_line: CutLine
    """What the plan takes of them."""
    freed: FreedHours | None
    """Null for the reference strategy."""
    principal_savings: PrincipalSavings | None
    """Null for the reference strategy."""
    fairness: Fairness
    """How support is spread."""
    core_elements: tuple[ElementOn, ...]
    """partnership, services, leadership."""


def names_in(details: Details) -> Iterator[tuple[str, str, Literal["team", "service", "area"]]]:
    """Every id that the details name: where, the id, and of what it is."""
    yield from (("unanswered", row.service, "service") for row in details.unanswered)
    yield from (("work", row.service, "service") for row in details.work)
    yield from (("packages", row.area, "area") for row in details.packages)
    if details.best_use:
        yield "best_use", details.best_use.area, "area"
    if details.freed:
        yield from (("freed.by_team", row.team, "team") for row in details.freed.by_team)
