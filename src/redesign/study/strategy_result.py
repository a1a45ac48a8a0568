"""What a study says of one strategy: its plan, and what simulation brought. Frozen, and the same in `study.json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from redesign.analysis.intervals import Interval

PromiseVerdict = Literal["kept", "missed", "not distinguishable"]
DifferenceVerdict = Literal["higher", "lower", "not distinguishable"]


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
    levers: dict[str, str]
    """Service id to `as_is`, `automate` or `eliminate`; id of a lever of the district to `taken` or `left`."""
    drop_removable_work: bool
    """Whether the removable part of other work is dropped, where there is some."""


@dataclass(frozen=True, slots=True)
class QuartileSupport:
    """Support of the schools of one need quartile."""

    quartile: int
    """1 to 4, 4 = highest need."""
    schools: int
    """How many there are."""
    support_per_school: Interval
    """Modeled support, coaching-equivalent hours a year, with its 95% interval over simulated years."""


@dataclass(frozen=True, slots=True)
class TeamCost:
    """Yearly cost of a team's posts."""

    team: str
    """Id of the team."""
    usd: float
    """Authorized posts at loaded cost."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs, in dollars."""

    yearly_usd: float
    """Posts, materials and levers a year."""
    yearly_budget_usd: float
    """The yearly budget of the strategy."""
    one_time_usd: float
    """Hiring, releasing, retraining and levers, once."""
    one_time_budget_usd: float
    """The one-time budget."""
    by_team: tuple[TeamCost, ...]
    """In the order of `teams`."""
    materials_usd: float
    """Materials of packages a year."""
    levers_usd: float
    """Levers a year."""


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
    """What the plan is held to: the file's share, or what today reaches on the same years if that is less."""
    file_share: float
    """The share that the scenario asks for."""
    share: Interval | None
    """Share kept, pooled over the years, with its 95% interval; null where nothing was due."""
    verdict: PromiseVerdict
    """Where the share lies beside its target."""
    requests_per_year: float | None
    """Mean number of requests, or of promised visits."""
    turnaround_mean_hours: float | None
    """Mean over years of the mean turnaround in working hours, of completed requests; null for visits."""
    turnaround_p90_hours: float | None
    """Mean over years of its 90th percentile."""
    closing_backlog: float | None
    """Mean number of requests that are open at the end of the year."""


@dataclass(frozen=True, slots=True)
class TeamResult:
    """A team's year."""

    team: str
    """Id of the team."""
    posts: int
    """Posts under the plan."""
    utilization: Interval | None
    """Hours worked over expected hours; null without posts."""
    hours: dict[str, float]
    """Work hours a year by kind: mandated, routine, instructional, other."""


@dataclass(frozen=True, slots=True)
class VisitsResult:
    """Visits of one area in a year, means over the simulated years."""

    area: str
    """Id of the area."""
    promised: float | None
    """By the packages."""
    made: float | None
    """Begun in their window and ended within the year."""
    lapsed: float | None
    """The rest."""


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """A service's year, means over the simulated years."""

    service: str
    """Id of the service."""
    requests: float | None
    """Accepted by a team."""
    completed: float | None
    """Ended within the year."""
    on_time_share: float | None
    """Of those due, the share that was in time; null where none was due."""
    hours: float | None
    """Work hours spent on it."""
    closing_backlog: float | None
    """Accepted and open at the end of the year."""
    returned: float | None
    """Times that a request came back."""
    eliminated: float | None
    """Requests that a plan which eliminates the service does away with; else 0."""
    automated: bool
    """Whether the plan automates it."""


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """Requests that no team owns."""

    service: str
    """Id of the service."""
    label: str
    """Its name."""
    requests_per_year: float | None
    """Mean over the simulated years."""


@dataclass(frozen=True, slots=True)
class PrincipalTime:
    """Principal time that the central office costs in a year."""

    hours: Interval
    """Hours with their 95% interval."""
    usd: Interval
    """The same in dollars."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Support of one strategy less that of another, year by year on the same random numbers."""

    of: str
    """Id of the strategy."""
    base: Annotated[str, Field(alias="from")]
    """Id of the one it is compared with; `from` in JSON."""
    mean: float
    """Coaching-equivalent hours a year."""
    low: float
    """Low end of the interval, adjusted for the number compared."""
    high: float
    """High end."""
    verdict: DifferenceVerdict
    """What may be said of it."""


@dataclass(frozen=True, slots=True)
class StrategyResult:
    """One strategy: its plan, simulated on the final years."""

    label: str
    """Name in charts and tables."""
    plan: PlanResult
    """What is done."""
    promised_support: float
    """Modeled support if every promised visit were made."""
    support: Interval
    """Simulated modeled support, coaching-equivalent hours a year."""
    support_by_quartile: tuple[QuartileSupport, ...]
    """By need of the school."""
    support_by_area: dict[str, Interval]
    """By area id."""
    packages_by_quartile: dict[str, tuple[dict[str, int], ...]]
    """Area id to, for each quartile, its number under `quartile` and how many schools have which package."""
    cost: Cost
    """In dollars."""
    promises: tuple[PromiseResult, ...]
    """Services in the order of `services`, then visits in that of `areas`."""
    teams: tuple[TeamResult, ...]
    """In the order of `teams`."""
    visits: tuple[VisitsResult, ...]
    """In the order of `areas`."""
    services: tuple[ServiceResult, ...]
    """In the order of `services`."""
    unmet: tuple[UnmetNeed, ...]
    """Services that no team owns."""
    principal_time: PrincipalTime
    """What the office costs principals."""
    hours_by_kind: dict[str, float]
    """Work hours a year of all teams: mandated, routine, instructional, other."""
    unfinished_hours: Interval
    """Accepted work that is not finished at the end of the year, of all teams."""
    difference_from_today: Difference | None
    """From the reference strategy; null for that one itself."""
