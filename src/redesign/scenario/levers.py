"""Levers: district-wide yes-or-no choices with a price, and what each changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from redesign.scenario.blocks import Amount, Block, BrokenRule, CoreElement, Identifier, Label, Usd
from redesign.scenario.changes import Changes, ServiceChange, TeamChange
from redesign.scenario.service import Adoption, Service, ServiceLever

AUTOMATE, DELEGATE = "automate", "delegate"
OPTIONS = (AUTOMATE, "eliminate", DELEGATE, "adopt")
"""What may become of a service, besides staying as it is."""
LeverName = Annotated[str, Field(pattern=rf"^[a-z][a-z0-9_]{{0,63}}(\.({'|'.join(OPTIONS)}))?$")]
"""A lever of `levers`, or that of a service: `leave_requests.automate`."""


class Lever(Block):
    """A choice of the whole district: taken or left."""

    label: Label = Field(description="name in charts and tables")
    yearly_usd: Usd = Field(0.0, description="cost of the lever in a year")
    one_time_usd: Usd = Field(0.0, description="cost of the lever once")
    team_hours: dict[Identifier, Amount] = Field(
        {}, description="short name of a team: work hours a year that the lever takes of it, such as leaders' time"
    )
    core_element: CoreElement | None = Field(None, description="what it is part of when taken, as in areas")
    needs: tuple[LeverName, ...] = Field((), description="levers without which it cannot be taken")
    excludes: tuple[LeverName, ...] = Field((), description="levers beside which it cannot be taken")
    changes: Changes = Field(
        Changes(), description="what it changes; empty: it costs and changes nothing, such as a system nobody uses"
    )

    def broken_rules(self) -> Iterator[BrokenRule]:
        """No other pace of a team, window of a visit or budget: they would need team tables of their own."""
        changes = self.changes
        paces = [t for t in changes.teams.values() if t.productive_times != 1 or t.vacancy_times != 1]
        windows = [a for a in changes.areas.values() if a.window_times != 1]
        if paces or windows or changes.yearly_usd_times != 1:
            yield BrokenRule(
                ("changes",),
                "found a lever that changes productive_times, vacancy_times, window_times or yearly_usd_times; "
                "allowed: changes of services, of areas' effect_times and visit_hours_times, and of teams' other work",
            )

    @property
    def whole(self) -> Lever:
        """With the hours that it takes among its changes; the same object where it takes none."""
        if not self.team_hours:
            return self
        teams = dict(self.changes.teams)
        for name, hours in self.team_hours.items():
            before = teams.get(name, TeamChange())
            teams[name] = before.model_copy(update={"added_hours_per_year": before.added_hours_per_year + hours})
        changes = self.changes.model_copy(update={"teams": teams})
        return self.model_copy(update={"changes": changes, "team_hours": {}})


def lever_of_service(key: str, service: Service, kind: str) -> Lever | None:
    """What an option of a service stands for."""
    short: ServiceLever | Adoption | None = getattr(service, kind)
    if short is None:
        return None
    if isinstance(short, Adoption):
        change = ServiceChange(steps=short.steps)
    else:
        change = ServiceChange(
            work_times=short.residual_work_share,
            principal_hours_per_request=short.residual_school_hours,
            no_but=kind == DELEGATE,  # a school that does it itself is not refused
        )
    others = (f"{key}.{other}" for other in OPTIONS if other != kind and getattr(service, other))
    return Lever(
        label=f"{service.label}: {kind}",
        yearly_usd=short.yearly_usd,
        one_time_usd=short.one_time_usd,
        excludes=tuple(others),
        changes=Changes(services={key: change}),
    )


def levers_of_services(services: Mapping[str, Service]) -> dict[str, Lever]:
    """By name, in the order of the services."""
    return {
        f"{key}.{kind}": lever
        for key, service in services.items()
        for kind in OPTIONS
        if (lever := lever_of_service(key, service, kind))
    }
