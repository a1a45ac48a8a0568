"""A plan school by school and week by week, as a study keeps it of today's office and of the certified plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from redesign.demand.expectation import expect
from redesign.demand.plan import at_packages
from redesign.study.simulated import Simulated
from redesign.study.strategy_result import Support


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """What a school gets in a year, and what the office costs its principals; means over the simulated years."""

    school: str
    """Id of the school."""
    visits_promised: int
    """Visits that its packages promise."""
    visits_made: float
    """Visits that are made."""
    visit_hours: float
    """Hours of the promised visits, as expected."""
    support: Support
    """Modeled support of the visits made."""
    principal_hours: float
    """Time that the central office costs its principals, hours."""


@dataclass(frozen=True, slots=True)
class TeamWeeks:
    """A team's year week by week, means over the simulated years."""

    team: str
    """Id of the team."""
    utilization: tuple[float, ...]
    """Hours worked in each week, as a share of those that its posts are expected to have in a mean week; empty without
    posts."""
    waiting: tuple[float, ...]
    """Tasks of requests and other work that wait at the end of each week."""


@dataclass(frozen=True, slots=True)
class CloseUp:
    """One strategy looked at closely."""

    schools: tuple[SchoolYear, ...]
    """In the order of `schools`."""
    weeks: tuple[TeamWeeks, ...]
    """In the order of `teams`."""


def close_up(simulated: Simulated) -> CloseUp:
    """School by school and week by week."""
    return CloseUp(tuple(_schools(simulated)), tuple(_weeks(simulated)))


def _schools(simulated: Simulated) -> Iterator[SchoolYear]:
    expectation, packages = expect(simulated.scenario), simulated.plan.packages
    promised, hours = (at_packages(v, packages).sum(axis=0) for v in (expectation.visits, expectation.visit_hours))
    made, support = simulated.series("school_visits").mean(axis=0), simulated.series("support").sum(axis=1).mean(axis=0)
    principal = simulated.series("principal_hours").mean(axis=0)
    for s, school in enumerate(simulated.scenario.schools):
        numbers = (float(each[s]) for each in (made, hours, support, principal))
        yield SchoolYear(school.id, int(promised[s]), *numbers)


def _weeks(simulated: Simulated) -> Iterator[TeamWeeks]:
    worked, waiting = (simulated.series(name).mean(axis=0) for name in ("week_hours", "week_waiting"))
    available = simulated.plan.posts * expect(simulated.scenario).post_hours / simulated.scenario.calendar.weeks
    for t, (name, team) in enumerate(simulated.scenario.teams.items()):
        if team.outside is None:
            use = worked[t] / available[t] if available[t] else worked[t][:0]
            yield TeamWeeks(name, tuple(use.tolist()), tuple(waiting[t].tolist()))
