"""What changes make of a scenario. Everything below a plan then sees an ordinary scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from redesign.scenario.blocks import Block
from redesign.scenario.changes import ALL, AreaChange, Changes, ServiceChange, TeamChange, touched
from redesign.scenario.model import Area, Scenario, Team
from redesign.scenario.service import Service

MOST_RETURN_SHARE, MOST_VACANCY_RATE = 0.9, 0.5
MOST_EFFECT = 5.0
"""What the blocks allow, which changes must not pass."""

B = TypeVar("B", bound=Block)
C = TypeVar("C", bound=Block)


def changed(scenario: Scenario, *changes: Changes) -> Scenario:
    """The scenario with these changes, one after the other; the same object where nothing differs.

    Draws stay common: work is scaled after it is drawn, other work is thinned, and what is drawn anew (more requests,
    other steps) comes from the same named streams.
    """
    for change in changes:
        update: dict[str, Any] = {
            kind: found
            for kind, one in (("services", _service), ("areas", _area), ("teams", _team))
            if (found := _each(getattr(scenario, kind), getattr(change, kind), one)) is not None
        }
        if change.yearly_usd_times != 1:
            update["budget"] = _times(scenario.budget, yearly_times=change.yearly_usd_times)
        if update:
            scenario = scenario.model_copy(update=update)
    return scenario


def _each(blocks: dict[str, B], changes: Mapping[str, C], change: Callable[[B, C], B]) -> dict[str, B] | None:
    """Every block with its changes, or None where nothing differs."""
    made = dict(blocks)
    for name in touched(changes, blocks):
        for each in (changes.get(ALL), changes.get(name)):
            made[name] = made[name] if each is None else change(made[name], each)
    return None if made == blocks else made


def _service(service: Service, change: ServiceChange) -> Service:
    hours, steps = change.principal_hours_per_request, change.steps
    made = _times(
        service,
        requests_per_driver_per_year=change.requests_times,
        work_times=change.work_times,
        handover_hours=change.handover_times,
        principal_hours_per_request=change.principal_hours_times,
        principal_hours_per_open_week=change.principal_hours_times,
    )
    update: dict[str, Any] = {
        "opening_backlog_requests": round(service.opening_backlog_requests * change.requests_times),
        "return_share": min(MOST_RETURN_SHARE, service.return_share * change.returns_times),
        "steps": made.steps if steps is None else steps,
        "principal_hours_per_request": made.principal_hours_per_request if hours is None else hours,
        "courtesy": service.courtesy + change.courtesy,
        "no_but": service.no_but or change.no_but,
    }
    return made.model_copy(update=update)


def _area(area: Area, change: AreaChange) -> Area:
    packages = {
        name: package.model_copy(
            update={
                "effect_per_hour": max(-MOST_EFFECT, min(MOST_EFFECT, package.effect_per_hour * change.effect_times)),
                "hours_per_visit": package.hours_per_visit * change.visit_hours_times,
            }
        )
        for name, package in area.packages.items()
    }
    window = area.window_working_hours * change.window_times
    return area.model_copy(update={"packages": packages, "window_working_hours": window})


def _team(team: Team, change: TeamChange) -> Team:
    if team.outside:  # `all` means every team of the district
        return team
    drops = change.drops_removable_work
    update = {
        "productive_share": min(1.0, team.productive_share * change.productive_times),
        "added_hours_per_year": team.added_hours_per_year + change.added_hours_per_year,
        "vacancy_rate": min(MOST_VACANCY_RATE, team.vacancy_rate * change.vacancy_times),
        "other_work_hours_per_year": team.other_work_hours_per_year * max(1.0, change.other_hours_times),
        "other_work_times": team.other_work_times * min(1.0, change.other_hours_times),
        "removable_work_dropped": team.removable_work_dropped or (drops and team.other_work_removable_share > 0),
    }
    return team.model_copy(update=update)


def _times(block: B, **factors: float) -> B:
    """The block with some of its numbers multiplied."""
    return block.model_copy(update={key: getattr(block, key) * factor for key, factor in factors.items()})
