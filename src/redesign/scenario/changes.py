"""One way for anything to differ: typed blocks of factors. Levers and strategies say what they change in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from redesign.scenario.blocks import Block, Identifier
from redesign.scenario.service import Step

Factor = Annotated[float, Field(ge=0, le=100)]
ALL = "all"
"""The name under which a change is meant for every service, area or team; their own come on top."""


class ServiceChange(Block):
    """What differs about a service; a factor of 1 leaves it as it is."""

    requests_times: Factor = Field(1.0, description="factor on requests and opening backlog")
    work_times: Factor = Field(1.0, description="factor on the work of every step; 0: nobody answers requests any more")
    handover_times: Factor = Field(1.0, description="factor on the hours that hand-overs add")
    returns_times: Factor = Field(1.0, description="factor on the chance that a request comes back, at most 0.9 then")
    principal_hours_times: Factor = Field(1.0, description="factor on principal hours per request and per open week")
    principal_hours_per_request: Annotated[float, Field(ge=0, le=100)] | None = Field(
        None, description="principal hours that a request takes instead, answered or not"
    )
    steps: tuple[Step, ...] | None = Field(None, description="teams in order, in place of those it has")


class AreaChange(Block):
    """What differs about a support area."""

    effect_times: Annotated[float, Field(ge=-100, le=100)] = Field(
        1.0, description="factor on the effect of an hour of every package; below 0: from help to harm"
    )
    visit_hours_times: Annotated[float, Field(gt=0, le=100)] = Field(1.0, description="factor on the hours of a visit")
    window_times: Annotated[float, Field(gt=0, le=100)] = Field(1.0, description="factor on the window of a visit")


class TeamChange(Block):
    """What differs about a team."""

    productive_times: Annotated[float, Field(ge=0.1, le=10)] = Field(
        1.0, description="factor on the share of present hours that reaches requests and visits, at most 1 then"
    )
    other_hours_times: Factor = Field(1.0, description="factor on the work that nobody listed")
    drops_removable_work: bool = Field(False, description="drop the removable share of the work that nobody listed")
    added_hours_per_year: Annotated[float, Field(ge=0, le=1e7)] = Field(
        0.0, description="work hours a year that it adds to the work that nobody listed, such as leaders' time"
    )
    vacancy_times: Factor = Field(1.0, description="factor on the vacancy rate, at most 0.5 then")


class Changes(Block):
    """What a lever or a strategy changes, by short name; `all` means every one, and its own change comes on top."""

    services: dict[Identifier, ServiceChange] = Field({}, description="short name of a service, or all: change")
    areas: dict[Identifier, AreaChange] = Field({}, description="short name of an area, or all: change")
    teams: dict[Identifier, TeamChange] = Field({}, description="short name of a team, or all: change")
    yearly_usd_times: Factor = Field(1.0, description="factor on the yearly budget")


def touches(changes: Changes, services: Iterable[str], areas: Iterable[str], teams: Iterable[str]) -> bool:
    """Whether changes speak of any of these."""
    pairs = ((changes.services, services), (changes.areas, areas), (changes.teams, teams))
    return any(touched(each, names) for each, names in pairs)


def touched(changes: Mapping[str, Block], names: Iterable[str]) -> list[str]:
    """Of these names, those that a mapping of changes speaks of."""
    return [name for name in names if name in changes or ALL in changes]
