"""Providers: others who make visits for a price, within a limited supply. To a year they are a team of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from redesign.scenario.blocks import Block, Identifier, Label, Usd

Hours = Annotated[float, Field(ge=0, le=10_000)]


class Broker(Block):
    """The work that buying visits makes in the central office."""

    team: Identifier = Field(description="the team that does it")
    hours_per_contract: Hours = Field(0.0, description="work hours of a contract: one for each school and area")
    hours_per_visit: Hours = Field(0.0, description="work hours for each visit")


class Provider(Block):
    """Somebody outside the district who makes visits."""

    label: Label = Field(description="name in charts and tables")
    visits_per_year: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        description="most visits that the district can buy in a year"
    )
    at_once: Annotated[int, Field(ge=1, le=5000)] = Field(
        description="visits that can take place at the same time; others wait, and lapse as any do"
    )
    price_usd_per_visit: Usd = Field(description="price of a visit, travel included")
    funding_stream: Identifier = Field(description="which of `funding_streams` pays for the visits")
    lead_weeks: Annotated[float, Field(ge=0, le=40)] = Field(
        0.0, description="weeks at the start of the year before the first visit"
    )
    effect_times: Annotated[float, Field(ge=-10, le=10)] = Field(
        1.0, description="factor on effect_per_hour of its visits; strangers may be better or worse"
    )
    broker: Broker | None = Field(None, description="work that buying makes in the central office; left out: none")
