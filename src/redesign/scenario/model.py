"""What a planner writes: one frozen, strict model per block of a scenario file.

Every number carries its unit in its name. Where it comes from stands in the block's
`source`; a source that opens with the word *assumed* makes the number an assumption,
and a run lists it. `redesign schema` prints these models as a JSON Schema and
`scenarios/README.md` as a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from redesign.scenario.blocks import (
    Block,
    BrokenRule,
    CoreElement,
    Identifier,
    Label,
    Level,
    NeedMeasure,
    Positive,
    Share,
    Usd,
)
from redesign.scenario.levers import Lever, levers_of_services
from redesign.scenario.pins import Pins
from redesign.scenario.proposal import Proposal
from redesign.scenario.providers import Broker, Provider
from redesign.scenario.rules import Rule
from redesign.scenario.satisfaction import Satisfaction
from redesign.scenario.service import Peak, Promise, Service, ServiceLever, Step
from redesign.scenario.settings import (
    Assumption,
    Budget,
    Calendar,
    District,
    Limits,
    Origin,
    RunSettings,
    School,
)
from redesign.scenario.spreads import Uncertainty
from redesign.scenario.strategy import SHIPPED, Strategy
from redesign.scenario.team import Retraining, Team, station_of

__all__ = [
    "NONE",
    "Area",
    "Assumption",
    "Block",
    "Broker",
    "Budget",
    "Calendar",
    "District",
    "Identifier",
    "Label",
    "Level",
    "Lever",
    "Limits",
    "NeedMeasure",
    "Origin",
    "Package",
    "Peak",
    "Pins",
    "Promise",
    "Proposal",
    "Provider",
    "Retraining",
    "Rule",
    "RunSettings",
    "Scenario",
    "School",
    "Service",
    "ServiceLever",
    "Step",
    "Strategy",
    "Team",
]

NONE = "none"
"""The package that every school may have in every support area: nothing."""
QUARTILE = "quartile"
"""No name of a package: in tables it stands beside them."""


class Package(Block):
    """One level of a support area: what a school gets in a year."""

    visits_per_year: Annotated[int, Field(ge=1, le=400)] = Field(description="per school, principal or 20 teachers")
    hours_per_visit: Annotated[float, Field(gt=0, le=40)] = Field(description="mean, travel included")
    materials_usd: Usd = Field(0.0, description="per school and year")
    effect_per_hour: Annotated[float, Field(ge=-5, le=5)] = Field(
        description="modeled support of one visit hour; 1 = an hour of high-quality one-to-one coaching"
    )
    supplier: Identifier | None = Field(
        None, description="the team or provider that makes its visits; default: the area's team"
    )


class Area(Block):
    """A line of instructional support."""

    label: Label = Field(description="name in charts and tables")
    team: Identifier = Field(description="the team that makes the visits, where a package names no other")
    levels: tuple[Level, ...] = Field(
        ("elementary", "middle", "high", "combined"), min_length=1, description="schools it is for"
    )
    need_measure: NeedMeasure = Field("econ_disadvantaged", description="none: every school needs it alike")
    visits_per: Literal["school", "principal", "20_teachers"] = Field(
        "school", description="what a package's visits_per_year is multiplied with, rounded up"
    )
    visit_cv: Annotated[float, Field(gt=0, le=3)] = Field(
        0.3, description="standard deviation over mean of the hours of a visit"
    )
    window_working_hours: Positive = Field(80.0, description="a visit not started this long after its date lapses")
    visits_made_share: Share = Field(0.9, description="share of promised visits that must be made")
    packages: dict[Identifier, Package] = Field(min_length=1, description="from low to high")
    package_today: str | dict[str, str] = Field(NONE, description="for all schools, or by school id")
    span_schools_per_post: Positive | None = Field(None, description="most schools that one post may partner with")
    effect_may_rise: bool = Field(False, description="let effect_per_hour rise from one package to the next")
    core_element: CoreElement | None = Field(
        None, description="which part of a whole redesign it is: partnership with principals, services or leadership"
    )

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The team that makes the visits of each package; first, for none, the area's own."""
        return (self.team, *(package.supplier or self.team for package in self.packages.values()))

    def broken_rules(self) -> Iterator[BrokenRule]:
        """An hour more is not worth more than the hours before it, unless the file says so."""
        for (low, first), (high, second) in pairwise(self.packages.items()):
            if second.effect_per_hour > first.effect_per_hour and not self.effect_may_rise:
                yield BrokenRule(
                    ("packages", "effect_may_rise"),
                    f"found effect_per_hour {second.effect_per_hour:g} in {high} after {first.effect_per_hour:g} in "
                    f"{low}; allowed: not rising from one package to the next, unless effect_may_rise is true",
                )
        if NONE in self.packages:
            yield BrokenRule(("packages",), "found the package none, which is always there; leave it out")
        if QUARTILE in self.packages:
            yield BrokenRule(("packages",), f"found a package {QUARTILE}, which tables use; allowed: another name")


class Scenario(Block):
    """A whole scenario file with its roster: the input of everything else."""

    name: Label = Field(
        description="name of the scenario, in every title and of its study's folder; a file with `extends` and no name "
        "has its parent's, a hyphen and the file's own"
    )
    description: Annotated[str, Field(max_length=5000)] = Field("", description="what the scenario is about")
    district: District = Field(description="who is served")
    calendar: Calendar = Field(Calendar(), description="the year in working time")
    funding_streams: dict[Identifier, Label] = Field(min_length=1, description="short name: full name")
    providers: dict[Identifier, Provider] = Field(
        {}, description="short name: others who make visits; a package names one as its supplier"
    )
    teams: dict[Identifier, Team] = Field(min_length=1, description="short name: team")
    services: dict[Identifier, Service] = Field({}, description="short name: routine service")
    areas: dict[Identifier, Area] = Field(min_length=1, description="short name: support area")
    levers: dict[Identifier, Lever] = Field({}, description="short name: lever of the whole district")
    strategies: dict[Identifier, Strategy] = Field(
        {}, description=f"short name: strategy; one named like a shipped one ({', '.join(SHIPPED)}) replaces it"
    )
    rules: dict[Identifier, Rule] = Field({}, description="short name: limit on change")
    pins: Pins = Field(Pins(), description="choices that the plan of the certified strategy must have")
    budget: Budget = Field(description="yearly and one-time money")
    limits: Limits = Field(Limits(), description="what every school is owed and can take in")
    satisfaction: Satisfaction = Field(Satisfaction(), description="what principals think of how requests end")
    run: RunSettings = Field(RunSettings(), description="how a study is run")
    proposal: Proposal = Field(Proposal(), description="what documents of a grant proposal say beside the plan")
    uncertainty: Uncertainty = Field(Uncertainty(), description="how far assumed numbers may lie from the truth")
    schools: tuple[School, ...] = Field(min_length=1, description="the roster, read from `schools_file`")
    origin: Origin = Origin()

    @field_validator("teams")
    @classmethod
    def _with_providers(cls, teams: dict[str, Team], info: ValidationInfo) -> dict[str, Team]:
        """Providers are the last teams of every axis."""
        own = {name: team for name, team in teams.items() if team.outside is None}
        return own | {name: station_of(each) for name, each in info.data.get("providers", {}).items()}

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Today's office is what others are compared with, and what is certified is a plan that was looked for."""
        strategies, run = self.all_strategies, self.run
        if run.reference in strategies and strategies[run.reference].differs:
            text = f"found {run.reference}; allowed: a strategy that changes nothing"
            yield BrokenRule(("run", "strategies"), text, ("run", "reference"))
        certified = strategies.get(run.certified)
        held = certified is None or (certified.promises == "kept" and certified.objective == "support")
        if certified is not None and not (certified.optimizes and held):
            text = f"found {run.certified}; allowed: one that may change something, for support, and keeps promises"
            yield BrokenRule(("run", "strategies"), text, ("run", "certified"))

    def __repr__(self) -> str:
        counts = {"school": self.schools, "team": self.own_teams, "service": self.services, "area": self.areas}
        words = (f"{len(items):,} {noun}{'' if len(items) == 1 else 's'}" for noun, items in counts.items())
        posts = sum(team.posts_today * team.loaded_cost_usd for team in self.own_teams.values())
        return f"<Scenario {self.name!r}: {', '.join(words)}, posts of ${posts:,.0f} a year>"

    def __str__(self) -> str:
        return repr(self)

    def with_changes(self, **changes: Any) -> Scenario:
        """The scenario with other values, nested under the names of the file: `budget={"yearly_usd": 14_000_000}`.

        As in a variant's file, blocks are merged key by key, lists and single values are replaced whole, and None
        takes away what stands there. Checked like a file: raises InputError with every fault. Numbers without a
        `source` beside them are listed among the assumptions.
        """
        from redesign.scenario.what_if import with_changes  # late: that module reads this one

        return with_changes(self, changes)

    @cached_property
    def team_ids(self) -> tuple[str, ...]:
        """Teams in the order of the file: the order of every team axis."""
        return tuple(self.teams)

    @cached_property
    def team_list(self) -> tuple[Team, ...]:
        """Teams by index."""
        return tuple(self.teams.values())

    @cached_property
    def own_teams(self) -> dict[str, Team]:
        """The district's teams: those of the file."""
        return {name: team for name, team in self.teams.items() if team.outside is None}

    @cached_property
    def service_list(self) -> tuple[Service, ...]:
        """Services by index."""
        return tuple(self.services.values())

    @cached_property
    def area_list(self) -> tuple[Area, ...]:
        """Support areas by index."""
        return tuple(self.areas.values())

    @cached_property
    def all_levers(self) -> dict[str, Lever]:
        """Every lever by name, those of services first: the order of every lever axis."""
        return levers_of_services(self.services) | {name: lever.whole for name, lever in self.levers.items()}

    @cached_property
    def all_strategies(self) -> dict[str, Strategy]:
        """The shipped strategies, and those of the file beside or in place of them."""
        return SHIPPED | self.strategies

    @cached_property
    def compared(self) -> dict[str, Strategy]:
        """The strategies of a study, the reference first and the certified one last."""
        run = self.run
        between = [k for k in run.strategies or self.all_strategies if k not in (run.reference, run.certified)]
        return {k: self.all_strategies[k] for k in (run.reference, *between, run.certified)}

    @cached_property
    def year_hours(self) -> float:
        """Paid hours of a full-time post in the year."""
        return self.calendar.weeks * self.calendar.hours_per_week
