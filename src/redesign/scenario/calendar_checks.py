"""Rules between the district's calendar and a service's weeks, its promise, and a team's new posts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from redesign.errors import Fault
from redesign.scenario.complete import has_fault
from redesign.scenario.model import Team
from redesign.scenario.service import DAYS_PER_WEEK
from redesign.scenario.settings import Calendar
from redesign.scenario.yaml_tree import Node, Path

HIRING = ("hire_weeks", "hire_ramp_share")


def calendar_faults(tree: Node) -> Iterator[Fault]:
    """Yield a fault for every peak or new post outside the year and every promise that no request can keep."""
    calendar = tree.mapping.get("calendar")
    if has_fault(calendar):
        return
    weeks = int(_number(calendar, "weeks", Calendar().weeks))
    hours_per_week = _number(calendar, "hours_per_week", Calendar().hours_per_week)
    for key, team in _blocks(tree, "teams"):
        if not has_fault(team):
            yield from _new_posts(team, ("teams", key), weeks)
    for key, service in _blocks(tree, "services"):
        path: Path = ("services", key)
        if not has_fault(service.mapping.get("peaks")):
            yield from _peaks(service, path, weeks)
        if not has_fault(service):
            yield from _promise(service, path, hours_per_week)


def _blocks(tree: Node, name: str) -> Iterator[tuple[str, Node]]:
    blocks = tree.mapping.get(name)
    if blocks is not None and not blocks.faulty:
        yield from blocks.mapping.items()


def _new_posts(team: Node, path: Path, weeks: int) -> Iterator[Fault]:
    """Whoever is hired works within the year."""
    empty, learning = (_number(team, name, Team.model_fields[name].default) for name in HIRING)
    if empty + learning * weeks > weeks:
        written = [name for name in HIRING if name in team.mapping]
        message = (
            f"found {empty:g} weeks empty and {learning:g} of the year to learn, {empty + learning * weeks:g} weeks in "
            f"all, for a new post; allowed: hire_weeks + hire_ramp_share x {weeks} at most {weeks}, the weeks of the "
            "calendar"
        )
        yield team.mapping[written[0]].mark.fault((*path, written[0]), message)


def _peaks(service: Node, path: Path, weeks: int) -> Iterator[Fault]:
    peaks = service.mapping.get("peaks")
    demand = [1.0] * weeks
    for i, peak in enumerate(peaks.items if peaks else []):
        first, last = int(_number(peak, "from_week", 1)), int(_number(peak, "to_week", 1))
        for name, week in (("from_week", first), ("to_week", last)):
            if week > weeks:
                message = f"found week {week}; allowed: at most {weeks}, the weeks of the calendar"
                yield peak.mapping[name].mark.fault((*path, "peaks", i, name), message)
        for week in range(first - 1, min(last, weeks)):
            demand[week] *= _number(peak, "factor", 1.0)
    if peaks and sum(demand) == 0:
        yield peaks.heading.fault((*path, "peaks"), "found factor 0 in every week; allowed: a week with requests")


def _promise(service: Node, path: Path, hours_per_week: float) -> Iterator[Fault]:
    promise, steps = service.mapping.get("promise"), service.mapping.get("steps")
    if promise is None or steps is None or _number(promise, "on_time_share", 0.0) == 0:
        return
    teams = [step.mapping["team"].value for step in steps.items]
    passing = sum(a != b for a, b in pairwise(teams)) * _number(service, "handover_hours", 0.0)
    per_unit = {"due_working_hours": 1.0, "due_calendar_days": hours_per_week / DAYS_PER_WEEK}
    for name, hours in per_unit.items():
        due = promise.mapping.get(name)
        if due is not None and due.value is not None and _number(promise, name, 0.0) * hours <= passing:
            message = (
                f"found {due.found}, which no request can keep: handing over alone takes {passing:g} working hours; "
                f"allowed: more than {passing / hours:g}"
            )
            yield due.mark.fault((*path, "promise", name), message)


def _number(block: Node | None, key: str, default: float) -> float:
    node = block.mapping.get(key) if block is not None else None
    return float(node.value) if node is not None and isinstance(node.value, int | float) else default
