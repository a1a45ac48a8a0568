"""How far the numbers of a scenario may lie from what the file says: ranges by key, spreads by class, factors.

A number may be written as a block, `{value: 0.9, low: 0.5, high: 1.1}`: nine times in ten the truth lies between
`low` and `high`. A number marked assumed without such a range has the spread of its class. What is a decision or a
record of the district has no class and is never varied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from redesign.scenario.blocks import Block, BrokenRule, Identifier, Label, Share

SpreadClass = Literal["effects", "rates", "hours", "shares", "money", "pay"]
Distribution = Literal["normal", "three_part", "lognormal", "beta"]
CLASSES: Mapping[str, Mapping[str, SpreadClass]] = {
    "AreaChange": {"effect_times": "effects", "visit_hours_times": "hours"},
    "Adoption": {"yearly_usd": "money", "one_time_usd": "money"},
    "Broker": {"hours_per_contract": "hours", "hours_per_visit": "hours"},
    "Lever": {"yearly_usd": "money", "one_time_usd": "money", "team_hours": "hours"},
    "Package": {"hours_per_visit": "hours", "materials_usd": "money", "effect_per_hour": "effects"},
    "Peak": {"factor": "rates"},
    "Provider": {"price_usd_per_visit": "money", "effect_times": "effects"},
    "Retraining": {"cost_usd": "money", "ramp_share": "shares"},
    "Rule": {"hours_per_year": "hours", "hours_per_school": "hours", "hours_per_1000_usd": "hours"},
    "Service": {
        "requests_per_driver_per_year": "rates",
        "work_cv": "rates",
        "handover_hours": "hours",
        "return_share": "shares",
        "rework_share": "shares",
        "opening_backlog_requests": "rates",
        "principal_hours_per_request": "hours",
        "principal_hours_per_open_week": "hours",
    },
    "ServiceChange": {
        "requests_times": "rates",
        "work_times": "rates",
        "handover_times": "rates",
        "returns_times": "rates",
        "principal_hours_times": "rates",
        "principal_hours_per_request": "hours",
    },
    "ServiceLever": {
        "residual_work_share": "shares",
        "residual_school_hours": "hours",
        "yearly_usd": "money",
        "one_time_usd": "money",
    },
    "Step": {"work_hours": "hours"},
    "Area": {"visit_cv": "rates"},
    "Team": {
        "loaded_cost_usd": "pay",
        "productive_share": "shares",
        "leave_share": "shares",
        "vacancy_rate": "shares",
        "vacancy_weeks": "rates",
        "other_work_hours_per_year": "hours",
        "other_work_removable_share": "shares",
        "other_work_hours_per_task": "hours",
        "hire_usd": "money",
        "hire_weeks": "rates",
        "hire_ramp_share": "shares",
        "release_usd": "money",
    },
    "TeamChange": {
        "productive_times": "rates",
        "other_hours_times": "rates",
        "added_hours_per_year": "hours",
        "vacancy_times": "rates",
    },
    "District": {"principal_hour_usd": "pay"},
}
"""By block and key, which class a number is of. All others are decisions or records: posts today, caps, budgets,
promises, targets, floors, the calendar, the roster, scores and how a study is run."""

LowTimes = Annotated[float, Field(gt=0, le=1)]
HighTimes = Annotated[float, Field(ge=1, le=100)]


class Range(Block):
    """How one number is written whose truth is not known exactly."""

    low: float | None = Field(None, description="the truth lies below it one time in twenty")
    high: float | None = Field(None, description="the truth lies above it one time in twenty")
    factor: Identifier | None = Field(None, description="numbers with the same factor move together")
    chance_none: Share = Field(0.0, description="of an effect: chance that there is none")
    chance_harmful: Share = Field(0.0, description="of an effect: chance that it harms as much as it was to help")


class Spread(Block):
    """How far the numbers of a class that are assumed without a range of their own may lie from what the file says."""

    low_times: LowTimes = Field(description="the truth lies below this many times the number one time in twenty")
    high_times: HighTimes = Field(description="the truth lies above this many times the number one time in twenty")
    together: bool = Field(False, description="whether all of them move together: one draw for the class")


class EffectSpread(Spread):
    """The spread of effects, which may be none, or harm."""

    chance_none: Share = Field(0.0, description="chance that there is no effect")
    chance_harmful: Share = Field(0.0, description="chance that it harms as much as it was to help")

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Some chance is left that it helps."""
        if self.chance_none + self.chance_harmful >= 1:
            text = "found chances that leave none that it helps; allowed: together less than 1"
            yield BrokenRule(("chance_none", "chance_harmful"), text)


class SharedFactor(Spread):
    """What moves several numbers at once; a number names it by `with`, and has its spread unless it says its own."""

    label: Label = Field(description="name in charts and tables")


def _spread(low: float, high: float, together: bool = False) -> Spread:
    return Spread(low_times=low, high_times=high, together=together)


class Uncertainty(Block):
    """How sure the file is of numbers that it assumes. A study does not read it; `redesign ask ... sure` does."""

    effects: EffectSpread = Field(
        EffectSpread(low_times=0.5, high_times=1.5),
        description="effect_per_hour and other factors on effects; packages of an area move together; normal",
    )
    rates: Spread = Field(_spread(0.8, 1.25), description="requests, factors and other rates; lognormal")
    hours: Spread = Field(_spread(0.8, 1.25), description="work hours; lognormal")
    shares: Spread = Field(
        _spread(0.8, 1.25), description="shares: it is their odds, p / (1 - p), that are multiplied; beta"
    )
    money: Spread = Field(_spread(0.8, 1.25), description="prices of levers, visits and moves; lognormal")
    pay: Spread = Field(_spread(0.95, 1.05, True), description="what posts and principals cost; lognormal")
    factors: dict[Identifier, SharedFactor] = Field({}, description="short name: factor, which numbers name by `with`")
