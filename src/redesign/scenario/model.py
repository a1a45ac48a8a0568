"""What a planner writes: one frozen, strict model per block of a scenario file.

Every number carries its unit in its name. Where it comes from stands in the block's
`source`; a source that opens with the word *assumed* makes the number an assumption,
and a run lists it. `redesign schema` prints these models as a JSON Schema and
`scenarios/README.md` as a table.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e9)]
Amount = Annotated[float, Field(ge=0, le=1e9)]
Usd = Annotated[float, Field(ge=0, le=1e11)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Week = Annotated[int, Field(ge=1, le=53)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Label = Annotated[str, Field(min_length=1, max_length=300)]
Level = Literal["elementary", "middle", "high", "combined"]
NeedMeasure = Literal["econ_disadvantaged", "emergent_bilingual", "special_education", "none"]

NONE = "none"
"""The package that every school may have in every support area: nothing."""


class Block(BaseModel):
    """A block of a scenario file: closed, frozen, with the source of its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    source: str | dict[str, str] | None = Field(
        None,
        description="Where the numbers of this block come from: one text for all of them, or one "
        "per key, `rest` for the others. Open with `assumed` where there is no source. A block "
        "without its own takes the one of the block around it.",
    )


class Calendar(Block):
    """The year, July to June, in working time."""

    weeks: Annotated[int, Field(ge=8, le=53)] = Field(52, description="weeks in the year")
    hours_per_week: Annotated[float, Field(gt=0, le=168)] = Field(40.0, description="paid hours of a full-time post in a week")
    first_school_week: Week = Field(6, description="first week with pupils in school, 1 = first week of July")
    last_school_week: Week = Field(47, description="last week with pupils in school")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.first_school_week <= self.last_school_week <= self.weeks:
            raise ValueError("first_school_week <= last_school_week <= weeks must hold")
        return self


class School(Block):
    """One row of the roster: a school, who is in it and how much it needs."""

    id: Annotated[str, Field(min_length=1, max_length=32)]
    name: Label
    level: Level
    enrollment: Count
    teachers: Annotated[float, Field(gt=0, le=5000)] = Field(description="full-time equivalents")
    principals: Annotated[float, Field(ge=0, le=20)] = Field(1.0, description="full-time equivalents")
    econ_disadvantaged: Count = 0
    emergent_bilingual: Count = 0
    special_education: Count = 0


class Retraining(Block):
    """Posts of one team may be retrained for this one."""

    team: Identifier = Field(description="the team that the posts come from")
    cost_usd: Usd = Field(description="one-time cost of one post")
    ramp_share: Share = Field(description="share of the first year lost to training")


class Team(Block):
    """Interchangeable posts of one unit: the resource of the simulation."""

    label: Label
    unit: Label = Field(description="box on the organization chart")
    funding_stream: Identifier
    posts_today: Annotated[int, Field(ge=0, le=5000)] = Field(description="authorized posts, filled or not")
    post_fte: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="full-time equivalents of one post")
    loaded_cost_usd: Usd = Field(description="salary and benefits of one post in a year")
    productive_share: Annotated[float, Field(gt=0, le=1)] = Field(
        description="share of present hours that reaches requests and visits"
    )
    leave_share: Annotated[float, Field(ge=0, le=0.6)] = Field(description="share of paid hours on leave and holidays")
    vacancy_rate: Annotated[float, Field(ge=0, le=0.5)] = Field(0.0, description="share of post-years that stand vacant")
    vacancy_weeks: Annotated[int, Field(ge=1, le=40)] = Field(9, description="weeks that a vacant post takes to fill")
    other_work_hours_per_year: Amount = Field(description="work that nobody listed, of today's whole team")
    other_work_removable_share: Share = Field(0.0, description="share of the other work that a redesign may drop")
    other_work_hours_per_task: Annotated[float, Field(gt=0, le=100)] = Field(2.0, description="mean length of one such task")
    backlog_allowance_hours: Amount = Field(
        description="accepted work that an admissible plan may leave unfinished at the end of the year, in expectation"
    )
    assignment: Literal["pooled", "caseload"] = Field(
        "pooled", description="pooled: any post serves any school; caseload: each school belongs to one post"
    )
    hire_usd: Usd = Field(description="one-time cost of hiring for one post")
    release_usd: Usd = Field(description="one-time cost of giving up one post")
    retrain_from: tuple[Retraining, ...] = ()
    maximum_posts: Annotated[int, Field(ge=0, le=5000)] | None = Field(
        None, description="most posts a plan may have; default: twice today's and five more"
    )

    @property
    def most_posts(self) -> int:
        return 2 * self.posts_today + 5 if self.maximum_posts is None else self.maximum_posts


class Peak(Block):
    """Weeks in which a service is asked for more, or less, than in the others."""

    from_week: Week
    to_week: Week
    factor: Annotated[float, Field(ge=0, le=100)] = Field(description="times the weeks without a peak")


class Step(Block):
    """One team's part in a request."""

    team: Identifier
    work_hours: Annotated[float, Field(gt=0, le=200)] = Field(description="mean")


class Promise(Block):
    """The turnaround a request is due within, and the share that must meet it."""

    due_working_hours: Positive | None = None
    due_calendar_days: Positive | None = None
    on_time_share: Share
    must_improve: bool = Field(False, description="hold a plan to the share above even where today misses it")

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.due_working_hours is None) == (self.due_calendar_days is None):
            raise ValueError("give exactly one of due_working_hours and due_calendar_days")
        return self


class Lever(Block):
    """Automate or eliminate a service."""

    residual_work_share: Share = Field(0.0, description="share of each step's work that stays with the teams")
    residual_school_hours: Annotated[float, Field(ge=0, le=100)] = Field(
        0.0, description="principal hours that each request still costs the school"
    )
    yearly_usd: Usd = 0.0
    one_time_usd: Usd = 0.0


class Service(Block):
    """A routine request type."""

    label: Label
    driver: Literal["teachers", "students", "principals", "schools", "special_education"]
    requests_per_driver_per_year: Amount
    steps: tuple[Step, ...] = Field(description="teams in order; empty where no team owns the need: it stays unmet")
    work_distribution: Literal["lognormal", "gamma"] = "lognormal"
    work_cv: Annotated[float, Field(gt=0, le=5)] = Field(1.0, description="standard deviation over mean")
    peaks: tuple[Peak, ...] = ()
    promise: Promise | None = None
    mandated: bool = Field(False, description="required by law: served first, never eliminated")
    handover_hours: Amount = Field(0.0, description="working hours that every hand-over between teams adds")
    return_share: Annotated[float, Field(ge=0, le=0.9)] = Field(
        0.0, description="chance, at each hand-over, that the request comes back to the step before"
    )
    rework_share: Share = Field(0.5, description="share of a step's work that a return costs again")
    opening_backlog_requests: Count = 0
    principal_hours_per_request: Annotated[float, Field(ge=0, le=100)] = 0.0
    principal_hours_per_open_week: Annotated[float, Field(ge=0, le=40)] = 0.0
    automate: Lever | None = None
    eliminate: Lever | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.mandated and self.eliminate is not None:
            raise ValueError("a mandated service cannot be eliminated")
        if self.eliminate is not None and self.eliminate.residual_work_share > 0:
            raise ValueError("eliminate leaves no work with the teams: residual_work_share must be 0")
        if self.steps and self.promise is None:
            raise ValueError("a service that a team owns needs a promise")
        return self


class Package(Block):
    """One level of a support area: what a school gets in a year."""

    visits_per_year: Annotated[int, Field(ge=1, le=400)] = Field(description="per school, principal or 20 teachers")
    hours_per_visit: Annotated[float, Field(gt=0, le=40)] = Field(description="mean, travel included")
    materials_usd: Usd = Field(0.0, description="per school and year")
    effect_per_hour: Annotated[float, Field(ge=-5, le=5)] = Field(
        description="modeled support of one visit hour; 1 = an hour of high-quality one-to-one coaching"
    )


class Area(Block):
    """A line of instructional support."""

    label: Label
    team: Identifier
    levels: tuple[Level, ...] = Field(("elementary", "middle", "high", "combined"), description="schools it is for")
    need_measure: NeedMeasure = Field("econ_disadvantaged", description="none: every school needs it alike")
    visits_per: Literal["school", "principal", "20_teachers"] = "school"
    visit_cv: Annotated[float, Field(gt=0, le=3)] = 0.3
    window_working_hours: Positive = Field(80.0, description="a visit not started this long after its date lapses")
    visits_made_share: Share = Field(0.9, description="share of promised visits that must be made")
    packages: dict[Identifier, Package] = Field(min_length=1, description="from low to high")
    package_today: str | dict[str, str] = Field(NONE, description="for all schools, or by school id")
    span_schools_per_post: Positive | None = Field(None, description="most schools that one post may partner with")
    effect_may_rise: bool = Field(False, description="let effect_per_hour rise from one package to the next")

    @model_validator(mode="after")
    def _falling_effect(self) -> Self:
        effects = [p.effect_per_hour for p in self.packages.values()]
        if not self.effect_may_rise and any(b > a for a, b in zip(effects, effects[1:], strict=False)):
            raise ValueError("effect_per_hour rises from one package to the next; set effect_may_rise: true if meant")
        if NONE in self.packages:
            raise ValueError("the package `none` is always there: do not list it")
        return self


class Rule(Block):
    """A named limit on change."""

    label: Label
    kind: Literal["release_limit", "minimum_posts", "funding_tie"] = Field(
        description="release_limit: released posts of each team <= release_share of today's; minimum_posts: each team "
        "keeps minimum_share of today's posts; funding_tie: money of the streams stays in the streams"
    )
    teams: tuple[Identifier, ...] = Field((), description="empty: all")
    streams: tuple[Identifier, ...] = Field((), description="for funding_tie")
    release_share: Share | None = None
    minimum_share: Share | None = None
    removable: bool = Field(True, description="false: protected, never lifted")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needs = {"release_limit": "release_share", "minimum_posts": "minimum_share", "funding_tie": "streams"}[self.kind]
        if not getattr(self, needs) and getattr(self, needs) != 0:
            raise ValueError(f"a rule of kind {self.kind} needs {needs}")
        return self


class Budget(Block):
    """Yearly and one-time money, two budgets."""

    yearly_usd: Usd | None = Field(None, description="default: what today's office costs")
    one_time_usd: Usd


class Limits(Block):
    """What every school is owed and what it can take in."""

    school_floor_hours_per_teacher: Annotated[float, Field(ge=0, le=1000)] = Field(
        0.0, description="effective (effect x visit) hours per teacher that every school must be promised"
    )
    absorptive_visits_per_school: Annotated[float, Field(ge=0, le=10_000)] = 1000.0
    absorptive_visits_per_teacher: Annotated[float, Field(ge=0, le=1000)] = 0.0
    span_applies_from_schools: Count = Field(
        20, description="in a smaller district an executive may hold the partnership role part-time"
    )


class RunSettings(Block):
    """How a study is run."""

    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    build_years: Annotated[int, Field(ge=2, le=100)] = Field(10, description="for the capacity curves")
    search_years: Annotated[int, Field(ge=2, le=100)] = Field(10, description="for tightening a curve")
    final_years: Annotated[int, Field(ge=2, le=1000)] = Field(20, description="first stop; doubled until intervals are narrow")
    most_final_years: Annotated[int, Field(ge=2, le=1000)] = 160
    support_half_width_share: Annotated[float, Field(gt=0, le=1)] = 0.02
    promise_half_width_share: Annotated[float, Field(gt=0, le=1)] = 0.03
    solver_gap: Annotated[float, Field(ge=0, le=0.1)] = 0.0005
    solver_seconds: Annotated[float, Field(gt=0, le=86_400)] = 60.0


class District(Block):
    """Who is served."""

    name: Label
    state: Annotated[str, Field(max_length=30)] = ""
    year: Annotated[str, Field(max_length=30)] = ""
    principal_hour_usd: Usd = Field(60.0, description="loaded cost of one principal hour")
    need_measure: NeedMeasure = Field("econ_disadvantaged", description="orders schools into need quartiles")


class Assumption(Block):
    """A number without a source, listed by every run."""

    path: str
    value: float
    text: str
    file: str = ""
    line: int = 0


class Origin(Block):
    """Where a scenario was read; empty for one made in Python."""

    path: str = ""
    sha256: str = Field("", description="over the bytes of every file read, in order")
    files: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    provenance: dict[str, tuple[str, int]] = Field(default_factory=dict, description="key path -> file, line")


class Scenario(Block):
    """A whole scenario file with its roster: the input of everything else."""

    name: Label
    description: Annotated[str, Field(max_length=5000)] = ""
    district: District
    calendar: Calendar = Calendar()
    funding_streams: dict[Identifier, Label] = Field(min_length=1)
    teams: dict[Identifier, Team] = Field(min_length=1)
    services: dict[Identifier, Service] = Field(default_factory=dict)
    areas: dict[Identifier, Area] = Field(min_length=1)
    rules: dict[Identifier, Rule] = Field(default_factory=dict)
    budget: Budget
    limits: Limits = Limits()
    run: RunSettings = RunSettings()
    schools: tuple[School, ...] = Field(min_length=1, description="the roster, read from `schools_file`")
    origin: Origin = Origin()

    @cached_property
    def team_ids(self) -> tuple[str, ...]:
        return tuple(self.teams)

    @cached_property
    def year_hours(self) -> float:
        return self.calendar.weeks * self.calendar.hours_per_week
