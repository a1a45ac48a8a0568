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
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from redesign.scenario.blocks import (
    Amount,
    Block,
    BrokenRule,
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
from redesign.scenario.service import Peak, Promise, Service, ServiceLever, Step
from redesign.scenario.settings import (
    Assumption,
    Budget,
    Calendar,
    District,
    Limits,
    Origin,
    Rule,
    RunSettings,
    School,
)
from redesign.scenario.strategy import SHIPPED, Strategy

__all__ = [
    "NONE",
    "Area",
    "Assumption",
    "Block",
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


class Retraining(Block):
    """Posts of one team may be retrained for this one."""

    team: Identifier = Field(description="the team that the posts come from")
    cost_usd: Usd = Field(description="one-time cost of one post")
    ramp_share: Share = Field(description="share of the first year lost to training")


class Team(Block):
    """Interchangeable posts of one unit: the resource of the simulation."""

    label: Label = Field(description="name in charts and tables")
    unit: Label = Field(description="box on the organization chart")
    funding_stream: Identifier = Field(description="which of `funding_streams` pays the posts")
    posts_today: Annotated[int, Field(ge=0, le=5000)] = Field(description="authorized posts, filled or not")
    post_fte: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="full-time equivalents of one post")
    loaded_cost_usd: Usd = Field(description="salary and benefits of one post in a year")
    productive_share: Annotated[float, Field(gt=0, le=1)] = Field(
        description="share of present hours that reaches requests and visits"
    )
    leave_share: Annotated[float, Field(ge=0, le=0.6)] = Field(description="share of paid hours on leave and holidays")
    vacancy_rate: Annotated[float, Field(ge=0, le=0.5)] = Field(
        0.0, description="share of post-years that stand vacant"
    )
    vacancy_weeks: Annotated[int, Field(ge=1, le=40)] = Field(9, description="weeks that a vacant post takes to fill")
    other_work_hours_per_year: Amount = Field(description="work that nobody listed, of today's whole team")
    other_work_removable_share: Share = Field(0.0, description="share of the other work that a redesign may drop")
    other_work_hours_per_task: Annotated[float, Field(gt=0, le=100)] = Field(
        2.0, description="mean length of one such task"
    )
    backlog_allowance_hours: Amount = Field(
        description="accepted work that an admissible plan may leave unfinished at the end of the year, in expectation"
    )
    assignment: Literal["pooled", "caseload"] = Field(
        "pooled", description="pooled: any post serves any school; caseload: each school belongs to one post"
    )
    hire_usd: Usd = Field(description="one-time cost of hiring for one post")
    hire_weeks: Annotated[float, Field(ge=0, le=53)] = Field(
        6.0,
        description="weeks at the start of the year that a new post stands empty; the default assumes that the search "
        "begins before (public employers took 119 days to hire in 2019, local governments 130: NEOGOV 2020)",
    )
    hire_ramp_share: Share = Field(0.1, description="share of the year that whoever is hired then needs to learn")
    release_usd: Usd = Field(description="one-time cost of giving up one post")
    retrain_from: tuple[Retraining, ...] = Field((), description="teams whose posts may be retrained for this one")
    maximum_posts: Annotated[int, Field(ge=0, le=5000)] | None = Field(
        None, description="most posts a plan may have; default: twice today's and five more"
    )

    removable_work_dropped: SkipJsonSchema[bool] = False
    """Whether changes drop the removable share of the other work. No key of a file."""
    other_work_times: SkipJsonSchema[float] = 1.0
    """What changes leave of the rest of it, at most 1. No key of a file."""

    @property
    def other_work_dropped_share(self) -> float:
        """Share of the other work that changes take away."""
        kept = 1 - self.other_work_removable_share if self.removable_work_dropped else 1.0
        return 1 - kept * self.other_work_times

    @property
    def pace(self) -> float:
        """Work hours that one post gets through in an hour of presence."""
        return self.post_fte * self.productive_share

    def hire_ramp_weeks(self, weeks: int) -> float:
        """Weeks from the start of a year of so many `weeks` in which a new post does no work: empty, then learning."""
        return min(float(weeks), self.hire_weeks + self.hire_ramp_share * weeks)

    @property
    def most_posts(self) -> int:
        """Most posts a plan may have."""
        return 2 * self.posts_today + 5 if self.maximum_posts is None else self.maximum_posts


class Package(Block):
    """One level of a support area: what a school gets in a year."""

    visits_per_year: Annotated[int, Field(ge=1, le=400)] = Field(description="per school, principal or 20 teachers")
    hours_per_visit: Annotated[float, Field(gt=0, le=40)] = Field(description="mean, travel included")
    materials_usd: Usd = Field(0.0, description="per school and year")
    effect_per_hour: Annotated[float, Field(ge=-5, le=5)] = Field(
        description="modeled support of one visit hour; 1 = an hour of high-quality one-to-one coaching"
    )
    supplier: Identifier | None = Field(None, description="the team that makes its visits; default: the area's")


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
    run: RunSettings = Field(RunSettings(), description="how a study is run")
    schools: tuple[School, ...] = Field(min_length=1, description="the roster, read from `schools_file`")
    origin: Origin = Origin()

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Today's office is what others are compared with, and what is certified is a plan that was looked for."""
        strategies, run = self.all_strategies, self.run
        if run.reference in strategies and strategies[run.reference].differs:
            text = f"found {run.reference}; allowed: a strategy that changes nothing"
            yield BrokenRule(("run", "strategies"), text, ("run", "reference"))
        if run.certified in strategies and not strategies[run.certified].optimizes:
            text = f"found {run.certified}; allowed: a strategy that may change something"
            yield BrokenRule(("run", "strategies"), text, ("run", "certified"))

    @cached_property
    def team_ids(self) -> tuple[str, ...]:
        """Teams in the order of the file: the order of every team axis."""
        return tuple(self.teams)

    @cached_property
    def team_list(self) -> tuple[Team, ...]:
        """Teams by index."""
        return tuple(self.teams.values())

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
        return levers_of_services(self.services) | self.levers

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
