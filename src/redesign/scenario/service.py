"""A routine service: what schools ask for, which teams answer, what is promised, what could be dropped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from redesign.scenario.blocks import Amount, Block, BrokenRule, Count, Identifier, Label, Positive, Share, Usd, Week

DAYS_PER_WEEK = 7


class Peak(Block):
    """Weeks in which a service is asked for more, or less, than in the others."""

    from_week: Week = Field(description="first week of the peak, 1 = first week of July")
    to_week: Week = Field(description="last week of the peak")
    factor: Annotated[float, Field(ge=0, le=100)] = Field(description="times the weeks without a peak")

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Weeks in order."""
        if self.from_week > self.to_week:
            yield BrokenRule(
                ("from_week", "to_week"),
                f"found {self.from_week} after to_week, {self.to_week}; allowed: from_week <= to_week",
            )


class Step(Block):
    """One team's part in a request."""

    team: Identifier = Field(description="the team that does it")
    work_hours: Annotated[float, Field(gt=0, le=200)] = Field(description="mean work hours of the step")


class Promise(Block):
    """The turnaround a request is due within, and the share that must meet it."""

    due_working_hours: Positive | None = Field(None, description="due within, in working hours; or else")
    due_calendar_days: Positive | None = Field(None, description="due within, in calendar days")
    on_time_share: Share = Field(description="share of requests that must meet it")
    must_improve: bool = Field(
        False, description="hold a plan to the share above even where today misses it; a mandated service is so anyway"
    )
    as_today: bool = Field(
        False,
        description="on a mandated service: let a plan miss the share above where today does, as long as it is no "
        "worse than today; every report says so first",
    )

    def within_hours(self, hours_per_week: float) -> float:
        """Working hours within which a request is due; a calendar day holds a seventh of a working week."""
        if self.due_working_hours is not None:
            return self.due_working_hours
        return (self.due_calendar_days or 0.0) * hours_per_week / DAYS_PER_WEEK

    def broken_rules(self) -> Iterator[BrokenRule]:
        """One unit of time, one standard."""
        if self.must_improve and self.as_today:
            yield BrokenRule(
                ("as_today", "must_improve"),
                "found as_today beside must_improve, which says the opposite; allowed: one of them",
            )
        if (self.due_working_hours is None) == (self.due_calendar_days is None):
            found = "neither" if self.due_working_hours is None else "both"
            yield BrokenRule(
                ("due_working_hours", "due_calendar_days"),
                f"found {found}; allowed: exactly one of due_working_hours and due_calendar_days",
            )


class ServiceLever(Block):
    """Automate or eliminate a service, or delegate it to schools."""

    residual_work_share: Share = Field(0.0, description="share of each step's work that stays with the teams")
    residual_school_hours: Annotated[float, Field(ge=0, le=100)] = Field(
        0.0, description="principal hours that each request still costs the school"
    )
    yearly_usd: Usd = Field(0.0, description="cost of the lever in a year")
    one_time_usd: Usd = Field(0.0, description="cost of the lever once")


class Adoption(Block):
    """Take on a need that no team owns."""

    steps: tuple[Step, ...] = Field(min_length=1, description="teams in order that answer from then on")
    yearly_usd: Usd = Field(0.0, description="cost of the lever in a year")
    one_time_usd: Usd = Field(0.0, description="cost of the lever once")


class Service(Block):
    """A routine request type."""

    label: Label = Field(description="name in charts and tables")
    driver: Literal["teachers", "students", "principals", "schools", "special_education"] = Field(
        description="what requests grow with"
    )
    requests_per_driver_per_year: Amount = Field(description="mean number of requests")
    steps: tuple[Step, ...] = Field(description="teams in order; empty where no team owns the need: it stays unmet")
    work_distribution: Literal["lognormal", "gamma"] = Field("lognormal", description="shape of the work of a step")
    work_cv: Annotated[float, Field(gt=0, le=5)] = Field(
        1.0, description="standard deviation over mean of the work of a step"
    )
    peaks: tuple[Peak, ...] = Field((), description="weeks with more or fewer requests; overlapping ones multiply")
    promise: Promise | None = Field(None, description="needed where the service has steps")
    mandated: bool = Field(False, description="required by law: served first, never eliminated")
    handover_hours: Amount = Field(0.0, description="working hours that every hand-over between teams adds")
    return_share: Annotated[float, Field(ge=0, le=0.9)] = Field(
        0.0, description="chance, at each hand-over, that the request comes back to the step before"
    )
    rework_share: Share = Field(0.5, description="share of a step's work that a return costs again")
    opening_backlog_requests: Count = Field(0, description="requests that wait when the year opens")
    principal_hours_per_request: Annotated[float, Field(ge=0, le=100)] = Field(
        0.0, description="principal hours that a request takes"
    )
    principal_hours_per_open_week: Annotated[float, Field(ge=0, le=40)] = Field(
        0.0, description="principal hours for each week that a request stays open"
    )
    automate: ServiceLever | None = Field(None, description="what automating it would do; left out: it cannot be")
    eliminate: ServiceLever | None = Field(None, description="what eliminating it would do; left out: it cannot be")
    delegate: ServiceLever | None = Field(
        None, description="what it would take to leave it to schools themselves; left out: it cannot be"
    )
    adopt: Adoption | None = Field(None, description="who could answer a need that no team owns; left out: nobody")

    work_times: SkipJsonSchema[float] = 1.0
    """What changes make of the work of every step after it is drawn; 0: nobody answers. No key of a file."""

    @property
    def firm(self) -> bool:
        """Whether a plan is held to the promised share even where today misses it."""
        promise = self.promise
        return promise is not None and (promise.must_improve or (self.mandated and not promise.as_today))

    def broken_rules(self) -> Iterator[BrokenRule]:
        """A mandate stays, what is eliminated leaves no work, who owns a service promises something."""
        for key, word in (("eliminate", "eliminated"), ("delegate", "delegated")):
            if self.mandated and getattr(self, key) is not None:
                yield BrokenRule(
                    (key, "mandated"),
                    f"found a lever on a mandated service, which cannot be {word}; leave it out",
                )
        if self.adopt is not None and (self.steps or self.promise is None):
            found = "a service that a team owns already" if self.steps else "no promise of what whoever adopts it keeps"
            yield BrokenRule(
                ("adopt", "steps", "promise"), f"found {found}; allowed: a need without steps, and a promise"
            )
        if self.promise is not None and self.promise.as_today and not self.mandated:
            yield BrokenRule(
                ("promise", "mandated"),
                "found as_today on a service that is not mandated, where a plan need be no better than today anyway; "
                "leave it out",
                ("promise", "as_today"),
            )
        if self.eliminate is not None and self.eliminate.residual_work_share > 0:
            yield BrokenRule(
                ("eliminate",),
                f"found residual_work_share {self.eliminate.residual_work_share:g}; allowed: 0, because an eliminated "
                "service leaves no work with the teams",
            )
        if self.steps and self.promise is None:
            yield BrokenRule(
                ("promise", "steps"),
                "found no promise; a service that a team owns needs one, for example "
                "{due_working_hours: 40, on_time_share: 0.9}",
            )
