"""The workload: every random number of one simulated year, drawn before anything happens.

The same year is then replayed under every plan. Request j of a school, visit j of a school
and area, and post p of a team always meet the same draws, whatever the plan and the rates.
What strategies and levers change is drawn anew from the same streams, and only that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from redesign.demand.absences import Absences, draw_absences
from redesign.demand.clock import horizon
from redesign.demand.expectation import longest_work_hours, other_task_hours, visit_units
from redesign.demand.requests import Requests, cut_lognormal, draw_requests, poisson_arrivals, season_ticks
from redesign.demand.streams import stream
from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import Scenario, Team

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
T = TypeVar("T")

NEVER_DROPPED = 1.0
"""The mark of work that levers and contracts add: it stays where all other work is dropped."""


@dataclass(frozen=True, slots=True)
class OtherWork:
    """Tasks of one team that nobody listed, or that a rule asks for, in order of arrival."""

    arrival: Ints
    """[n] ticks, ascending."""
    work_hours: Floats
    """[n]"""
    mark: Floats
    """[n] uniform in [0, 1): what changes drop is below the dropped share."""


@dataclass(frozen=True, slots=True)
class VisitDraws:
    """Row j is visit j of every school, whatever its package; V visits, S schools."""

    length_factor: Floats
    """[V, S] mean 1."""
    offset: Floats
    """[V, S] uniform in [0, 1): where in its stretch of the calendar a visit falls."""
    mark: Floats
    """[V, S] uniform in [0, 1), for thinning."""


@dataclass(frozen=True, slots=True)
class Workload:
    """One year's draws, in the scenario's order of services, teams and areas."""

    horizon: int
    """First tick after the year."""
    requests: tuple[Requests, ...]
    other: tuple[OtherWork, ...]
    of_rules: tuple[OtherWork, ...]
    """In the order of `rules_with_work`."""
    absences: tuple[Absences, ...]
    """Of as many posts as a plan may have."""
    visit_draws: tuple[VisitDraws, ...]


Drawn = dict[tuple[Any, ...], Any]
"""Draws of one year by what they depend on: scenarios that differ in nothing of it share them."""


def draw_workload(scenario: Scenario, replication: int, drawn: Drawn | None = None) -> Workload:
    """Draw one year; what an earlier call with the same `drawn`, replication and roster drew alike is taken from it."""
    drawn = {} if drawn is None else drawn
    once = _Year(scenario, replication, drawn).once
    return Workload(
        horizon=horizon(scenario.calendar),
        requests=tuple(once(draw_requests, _service_key(scenario, name)) for name in scenario.services),
        other=tuple(once(_other_work, _other_key(scenario, name)) for name in scenario.teams),
        of_rules=tuple(once(_rule_work, _rule_key(scenario, name)) for name in rules_with_work(scenario)),
        absences=absences_of_all(scenario, replication, drawn),
        visit_draws=tuple(once(_visit_draws, _visit_key(scenario, name)) for name in scenario.areas),
    )


def absences_of_all(scenario: Scenario, replication: int, drawn: Drawn) -> tuple[Absences, ...]:
    """The absences of one year, as `draw_workload` draws them with the rest."""
    once = _Year(scenario, replication, drawn).once
    return tuple(once(_absences, _absence_key(scenario, name)) for name in scenario.teams)


@dataclass(frozen=True, slots=True)
class _Year:
    scenario: Scenario
    replication: int
    drawn: Drawn

    def once(self, draw: Callable[[Scenario, int, str], T], key: tuple[Any, ...]) -> T:
        """What was drawn before under the same key, which begins with the name."""
        if (draw, *key) not in self.drawn:
            self.drawn[(draw, *key)] = draw(self.scenario, self.replication, key[0])
        found: T = self.drawn[(draw, *key)]
        return found


def _service_key(scenario: Scenario, name: str) -> tuple[Any, ...]:
    k = scenario.services[name]
    steps = tuple((s.team, s.work_hours, scenario.teams[s.team].pace) for s in k.steps)
    peaks = tuple((p.from_week, p.to_week, p.factor) for p in k.peaks)
    how = (k.driver, k.work_distribution, k.work_cv, k.return_share)
    return name, steps, peaks, how, k.requests_per_driver_per_year, k.opening_backlog_requests


def _other_key(scenario: Scenario, name: str) -> tuple[Any, ...]:
    team = scenario.teams[name]
    hours = (team.other_work_hours_per_year, team.added_hours_per_year)
    return name, hours, team.other_work_hours_per_task, team.pace


def _rule_key(scenario: Scenario, name: str) -> tuple[Any, ...]:
    rule = scenario.rules[name]
    team = scenario.teams[rule.teams[0]]
    return name, rule.hours(len(scenario.schools)), rule.teams, team.other_work_hours_per_task, team.pace


def _absence_key(scenario: Scenario, name: str) -> tuple[Any, ...]:
    team = scenario.teams[name]
    return name, team.leave_share, team.vacancy_rate, team.vacancy_weeks, team.opens_weeks, _drawn_posts(team)


def _visit_key(scenario: Scenario, name: str) -> tuple[Any, ...]:
    area = scenario.areas[name]
    return name, area.visit_cv, area.visits_per, max(p.visits_per_year for p in area.packages.values()), area.levels


def _drawn_posts(team: Team) -> int:
    return max(team.most_posts, team.posts_today)


def _absences(scenario: Scenario, replication: int, name: str) -> Absences:
    return draw_absences(scenario, replication, name, _drawn_posts(scenario.teams[name]))


def _other_work(scenario: Scenario, replication: int, name: str) -> OtherWork:
    team, of_team = scenario.teams[name], partial(stream, scenario.run.seed, replication, "team", name)
    own = _tasks(scenario, name, team.other_work_hours_per_year, partial(of_team, "other"))
    if not team.added_hours_per_year:
        return own
    added = _tasks(scenario, name, team.added_hours_per_year, partial(of_team, "added"))
    arrival = np.concatenate([own.arrival, added.arrival])
    order = np.argsort(arrival, kind="stable")
    work_hours = np.concatenate([own.work_hours, added.work_hours])
    mark = np.concatenate([own.mark, np.full(len(added.mark), NEVER_DROPPED)])
    return OtherWork(arrival[order], work_hours[order], mark[order])


def _rule_work(scenario: Scenario, replication: int, name: str) -> OtherWork:
    """Draws of the rule's own: where it is lifted, all others are as they were."""
    rule = scenario.rules[name]
    own = partial(stream, scenario.run.seed, replication, "rule", name)
    return _tasks(scenario, rule.teams[0], rule.hours(len(scenario.schools)), own)


def _tasks(scenario: Scenario, team: str, hours: float, own: Callable[[str], np.random.Generator]) -> OtherWork:
    """Tasks of a team for so many expected hours a year, from the streams `own`."""
    if not hours:
        return OtherWork(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    expected = np.array([hours / other_task_hours(scenario, team)])
    limit, mean = longest_work_hours(scenario, scenario.teams[team]), scenario.teams[team].other_work_hours_per_task
    _, _, share = poisson_arrivals(own("arrivals"), expected)
    return OtherWork(
        arrival=season_ticks(scenario.calendar, (), share),
        work_hours=cut_lognormal(own("work").standard_normal(len(share)), mean, 1.0, limit),
        mark=own("mark").random(len(share)),
    )


def _visit_draws(scenario: Scenario, replication: int, name: str) -> VisitDraws:
    """Draw as many rows as the most visits that any package promises any school."""
    area, schools = scenario.areas[name], scenario.schools
    most = max(package.visits_per_year for package in area.packages.values())
    shape = (int(visit_units(area, schools).max()) * most, len(schools))
    seed = scenario.run.seed
    normal = stream(seed, replication, "area", name, "length").standard_normal(shape)
    return VisitDraws(
        length_factor=cut_lognormal(normal, 1.0, area.visit_cv, np.inf),
        offset=stream(seed, replication, "area", name, "offset").random(shape),
        mark=stream(seed, replication, "area", name, "mark").random(shape),
    )
