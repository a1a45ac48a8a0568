"""Levers: district-wide yes-or-no choices with a price, and what each changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from redesign.scenario.blocks import Block, BrokenRule, CoreElement, Label, Usd
from redesign.scenario.changes import Changes, ServiceChange
from redesign.scenario.service import Service, ServiceLever

AUTOMATE, ELIMINATE = "automate", "eliminate"
LeverName = Annotated[str, Field(pattern=rf"^[a-z][a-z0-9_]{{0,63}}(\.({AUTOMATE}|{ELIMINATE}))?$")]
"""A lever of `levers`, or that of a service: `leave_requests.automate`."""


class Lever(Block):
    """A choice of the whole district: taken or left."""

    label: Label = Field(description="name in charts and tables")
    yearly_usd: Usd = Field(0.0, description="cost of the lever in a year")
    one_time_usd: Usd = Field(0.0, description="cost of the lever once")
    core_element: CoreElement | None = Field(None, description="what it is part of when taken, as in areas")
    needs: tuple[LeverName, ...] = Field((), description="levers without which it cannot be taken")
    excludes: tuple[LeverName, ...] = Field((), description="levers beside which it cannot be taken")
    changes: Changes = Field(
        Changes(), description="what it changes about services; empty: it costs and changes nothing"
    )

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Services only: areas and teams would need capacities of their own."""
        if self.changes.areas or self.changes.teams or self.changes.yearly_usd_times != 1:
            yield BrokenRule(("changes",), "found changes of areas, teams or the budget; allowed: changes of services")


def lever_of_service(key: str, service: Service, kind: str) -> Lever | None:
    """What `automate` or `eliminate` of a service stands for."""
    short: ServiceLever | None = getattr(service, kind)
    if short is None:
        return None
    other = ELIMINATE if kind == AUTOMATE else AUTOMATE
    change = ServiceChange(
        work_times=short.residual_work_share, principal_hours_per_request=short.residual_school_hours
    )
    return Lever(
        label=f"{service.label}: {kind}",
        yearly_usd=short.yearly_usd,
        one_time_usd=short.one_time_usd,
        excludes=(f"{key}.{other}",) if getattr(service, other) else (),
        changes=Changes(services={key: change}),
    )


def levers_of_services(services: Mapping[str, Service]) -> dict[str, Lever]:
    """By name, in the order of the services."""
    return {
        f"{key}.{kind}": lever
        for key, service in services.items()
        for kind in (AUTOMATE, ELIMINATE)
        if (lever := lever_of_service(key, service, kind))
    }
