"""What a study says of one strategy: its plan, and what simulation brought. Frozen, and the same in `study.json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from redesign.analysis.intervals import DifferenceVerdict, Interval, PromiseVerdict
from redesign.analysis.measures import Kind
from redesign.study.compliance import Compliance
from redesign.study.cost_result import Cost, ProviderUse
from redesign.study.details_result import Details

Choice = Literal["as_is", "automate", "eliminate", "delegate", "adopt", "taken", "left"]
HoursByKind = Annotated[dict[Kind, float], Field(min_length=4)]
"""Every kind has its hours."""
Support = Annotated[float, Field(json_schema_extra={"unit": "coaching-equivalent hours"})]
"""Modeled: an hour of high-quality one-to-one coaching counts 1."""


@dataclass(frozen=True, slots=True)
class TeamPosts:
    """Posts of one team: today = kept + retrained_out + released; planned = kept + retrained in + hired."""

    team: str
    """Id of the team."""
    today: int
    """Authorized posts today."""
    kept: int
    """Of them, those that stay in the team."""
    retrained_in: dict[str, int]
    """Posts retrained for this team, by the id of the team they come from."""
    retrained_out: int
    """Posts retrained for other teams."""
    hired: int
    """New posts."""
    released: int
    """Posts given up."""
    planned: int
    """Posts of the team under the plan."""

    @property
    def retrained(self) -> int:
        """Posts that the team gets by retraining."""
        return sum(self.retrained_in.values())

    @property
    def changes(self) -> bool:
        """Whether anybody comes or goes."""
        return self.planned != self.today or self.kept != self.today


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan in names."""

    posts: tuple[TeamPosts, ...]
    """In the order of `teams`."""
    packages: dict[str, dict[str, str]]
    """Area id to school id to package name, for every school of the area's levels."""
    levers: dict[str, Choice]
    """Service id to `as_is`, `automate`, `eliminate`, `delegate` or `adopt`; id of a lever of the district to `taken`
    or `left`.
    """
    drop_removable_work: bool
    """Whether the removable part of other work is dropped, where there is some."""


@dataclass(frozen=True, slots=True)
class QuartileSupport:
    """Support of the schools of one need quartile."""

    quartile: int
    """1 to 4: 1 = least need, 4 = most. One without a school is left out. 0 = all schools, where all need alike."""
    schools: int
    """How many there are."""
    support_per_school: Interval
    """Mean modeled support of a school, coaching-equivalent hours a year."""


@dataclass(frozen=True, slots=True)
class PromiseResult:
    """A promise, what it was held to and how it came out."""

    kind: Literal["service", "visits"]
    """service: requests in time; visits: promised visits that are made."""
    id: str
    """Id of the service or the area."""
    label: str
    """Its name."""
    team: str
    """Id of the team that takes the first step, or makes the visits."""
    mandated: bool
    """Whether the service is required by law."""
    target_share: float
    """What the plan is held to: the file's share, or what today reaches on the same years if that is less and the
    promise is neither one that must improve nor one of a mandated service that must meet the law."""
    file_share: float
    """The share that the scenario asks for."""
    share: Interval | None
    """Share kept, pooled over the years; null where nothing was due, and the promise is met."""
    today_share: float | None
    """What the reference strategy keeps on the same years; null where nothing was due."""
    verdict: PromiseVerdict
    """`meets`: not below the file's share by more than chance explains; else `as_today`, where the plan is held to what
    today reaches: not below that by more than chance explains; else `missed`."""
    decided: bool
    """Whether chance does not explain the verdict; if not, the share cannot be told apart from what `meets` or
    `as_today` compares it with."""
    requests_per_year: float
    """Mean number of requests, or of promised visits."""
    turnaround_mean_hours: float | None
    """Mean over years of the mean turnaround of completed requests, working hours; null for visits or if none was."""
    turnaround_p90_hours: float | None
    """Mean over years of its 90th percentile; null where the mean is."""
    closing_backlog: float | None
    """Mean number of requests that are open at the end of the year; null for visits."""


@dataclass(frozen=True, slots=True)
class TeamResult:
    """A team's year."""

    team: str
    """Id of the team."""
    posts: int
    """Posts under the plan."""
    utilization: Interval | None
    """Hours worked as a share of those that the posts are expected to have for work; null without posts."""
    hours: HoursByKind
    """Work hours a year by kind of work: mandated, routine, instructional, other."""


@dataclass(frozen=True, slots=True)
class VisitsResult:
    """Visits of one area in a year, means over the simulated years."""

    area: str
    """Id of the area."""
    promised: float
    """Visits that the packages promise."""
    made: float
    """Visits begun in their window and ended within the year."""
    lapsed: float
    """Promised and not made."""


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """A service's year, means over the simulated years."""

    service: str
    """Id of the service."""
    requests: float
    """Accepted by a team."""
    completed: float
    """Ended within the year."""
    on_time_share: float | None
    """Of those due, the share that was in time; null where none was due."""
    hours: float
    """Work hours spent on it."""
    closing_backlog: float
    """Accepted and open at the end of the year."""
    returned: float
    """Times that a request came back."""
    eliminated: float
    """Requests that nobody answers any more because a lever or the strategy does away with them; 0 where automated."""
    automated: bool
    """Whether the plan automates it."""


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """Requests that no team owns."""

    service: str
    """Id of the service."""
    label: str
    """Its name."""
    requests_per_year: float
    """Mean over the simulated years."""


@dataclass(frozen=True, slots=True)
class PrincipalTime:
    """Principal time that the central office costs in a year."""

    hours: Interval
    """Hours of all principals."""
    usd: Interval
    """The same at the price of a principal's hour, dollars."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Support of one strategy less that of another, year by year on the same random numbers."""

    of: str
    """Id of the strategy."""
    base: Annotated[str, Field(alias="from")]
    """Id of the one it is compared with; `from` in JSON."""
    mean: Support
    """Mean difference a year."""
    low: Support
    """Low end of its 95% interval, adjusted for the number of differences."""
    high: Support
    """High end of it."""
    verdict: DifferenceVerdict
    """`higher` or `lower` where the interval does not hold 0."""


@dataclass(frozen=True, slots=True)
class StrategyResult:
    """One strategy: its plan, simulated on the final years."""

    label: str
    """Name in charts and tables."""
    freedoms: str
    """What it may do, in words."""
    plan: PlanResult
    """What it does."""
    promised_support: Support
    """Modeled support a year if every promised visit were made."""
    support: Interval
    """Modeled support as simulated, coaching-equivalent hours a year."""
    support_by_quartile: tuple[QuartileSupport, ...]
    """The same by need of the school, by the district's measure."""
    support_by_area: dict[str, Interval]
    """Area id to its part of the support."""
    packages_by_quartile: dict[str, tuple[dict[str, int], ...]]
    """Area id to its quartiles by its own measure of need: each its number under `quartile`, and for each package how
    many schools have it."""
    cost: Cost
    """What it costs, and both budgets."""
    promises: tuple[PromiseResult, ...]
    """Services in the order of `services`, then visits in that of `areas`."""
    teams: tuple[TeamResult, ...]
    """In the order of `teams`."""
    visits: tuple[VisitsResult, ...]
    """In the order of `areas`."""
    services: tuple[ServiceResult, ...]
    """In the order of `services`."""
    providers: tuple[ProviderUse, ...]
    """What is bought of each provider, in the order of the file."""
    unmet: tuple[UnmetNeed, ...]
    """Services that no team owns."""
    principal_time: PrincipalTime
    """What the office costs principals."""
    hours_by_kind: HoursByKind
    """Work hours a year of the district's teams by kind of work: mandated, routine, instructional, other."""
    compliance: Compliance
    """Work that rules ask for, part of the other work."""
    unfinished_hours: Interval
    """Accepted work of all teams that is not finished at the end of the year, hours."""
    difference_from_today: Difference | None
    """Support less that of the reference strategy; null for that one itself."""
    details: Details
    """Beside support: speed, satisfaction, freed and displaced work, value, fairness."""
