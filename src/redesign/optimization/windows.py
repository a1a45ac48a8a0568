"""Rows of the upper bound: visits are made while their windows are open, not in the whole year.

The proof stands in docs/model.md, section 8. One row for each team that makes visits,

    visit hours[t] <= (w[t] + v[t]) posts[t] - sum_i l[i,t] retrained[i,t],

w the expected open hours of a post between the first school week and the last window's end, l those of them that a ramp
takes, v what one visit in progress, or the absence that it delayed, adds at the right end: nothing at the end of the
year.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import QUIET_WEEKS, longest_work_hours, service_hours
from redesign.demand.lengths import Lengths, longest_hours, rest_hours
from redesign.demand.open_hours import open_hours
from redesign.optimization.levels import work_range
from redesign.optimization.linear import scaled
from redesign.optimization.problem import Problem
from redesign.optimization.variables import Office
from redesign.scenario.changed import changed
from redesign.scenario.changes import ALL
from redesign.scenario.model import Scenario, Service


@dataclass(frozen=True, slots=True)
class Span:
    """Weeks of the year, from its start, in which a team can make visits."""

    opens: float
    closes: float
    """The last window's end, at most the end of the year."""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """The visit hours of a team, with the other work that must be done between the same two weeks."""

    team: int
    hours_of_post: float
    """w + v"""
    hours_of_ramp: dict[int, float]
    """{source team: l}"""
    work: dict[tuple[int, int], float]
    """{(k, o): expected hours that state o of service k asks for in these weeks}"""
    other: float
    """The same of other work, less the allowance."""
    name: str
    hours_of_hire: float = 0.0
    """l of a hired post."""

    def __call__(self, office: Office) -> None:
        """Add the row to a model."""
        room = scaled(office.planned(self.team), -self.hours_of_post)
        lost = [(office.retrained[i, t], self.hours_of_ramp[i]) for i, t in office.retrained if t == self.team]
        lost.append((office.hired[self.team], self.hours_of_hire))
        work = [(office.state[key], hours) for key, hours in self.work.items()]
        terms = office.visit_hours(self.team) + work + room + lost
        office.add(office.problem.promises[self.team], f"{self.name}{self.team}", terms, "<=", -self.other)


def window_rows(problem: Problem) -> tuple[WindowRow, ...]:
    """The rows of every team that may make visits under the problem's strategy."""
    teams = np.unique(problem.expectation.supplier[:, 1:]).tolist()
    return tuple(row for t in teams if visit_lengths(problem, t) for row in window_rows_of(problem, t))


def span_of_visits(problem: Problem, t: int) -> Span:
    """From the first school week to the end of the last window of the areas that a team makes visits for."""
    scenario = problem.scenario
    calendar = scenario.calendar
    closes = calendar.last_school_week + longest_window_hours(problem, t) / calendar.hours_per_week
    return Span(calendar.first_school_week - 1.0, min(closes, float(calendar.weeks)))


def longest_window_hours(problem: Problem, t: int) -> float:
    """Working hours that the windows of a team's visits are open for at most."""
    made = np.flatnonzero(problem.expectation.made_by(t).any(axis=1)).tolist()
    return max(problem.scenario.area_list[a].window_working_hours for a in made)


def visit_lengths(problem: Problem, t: int) -> list[Lengths]:
    """Lengths of the visits that a team can be asked for, with the most of each kind over all packages."""
    scenario, expectation = problem.scenario, problem.expectation
    limit = longest_work_hours(scenario, scenario.team_list[t])
    visits = np.where(problem.allowed_packages, expectation.of_team(expectation.visits, t), 0).sum(axis=1)
    counts: dict[tuple[float, float], float] = {}
    for a in range(len(scenario.areas)):
        for alike, count in _most_of_each(problem, a, visits[a]).items():
            counts[alike] = counts.get(alike, 0.0) + count
    return [Lengths(mean, cv, limit, count) for (mean, cv), count in counts.items()]


def _most_of_each(problem: Problem, a: int, visits: NDArray[np.float64]) -> dict[tuple[float, float], float]:
    """{(mean hours, cv): most visits of this kind} of an area, of `visits` [V]; an area has one state at a time."""
    area, variants = problem.scenario.area_list[a], problem.variants
    packages, most = list(area.packages.values()), dict[tuple[float, float], float]()
    for o, times in enumerate(_visit_hours_times(problem, a)):
        counts: dict[tuple[float, float], float] = {}
        for v in np.flatnonzero((variants.state == o) & (visits > 0)).tolist():
            alike = (packages[variants.package[v] - 1].hours_per_visit * times, area.visit_cv)
            counts[alike] = counts.get(alike, 0.0) + float(visits[v])
        most |= {alike: max(count, most.get(alike, 0.0)) for alike, count in counts.items()}
    return most


def _visit_hours_times(problem: Problem, a: int) -> list[float]:
    """[O] what each state of an area makes of the hours of its visits."""
    if a not in problem.area_states:
        return [1.0]
    scenario, name = problem.scenario, list(problem.scenario.areas)[a]
    levers = list(scenario.all_levers.values())

    def times(e: int) -> float:
        areas = levers[e].changes.areas
        return math.prod(areas[key].visit_hours_times for key in (ALL, name) if key in areas)

    return [math.prod(times(e) for e in taken) for taken in problem.states[problem.area_states[a]].levers]


def only_visits(problem: Problem, t: int) -> bool:
    """Whether a team does nothing but visits, whatever the levers."""
    return work_range(problem, t)[1] == 0


@dataclass(frozen=True, slots=True)
class InProgress:
    """Hours v of visits begun before a moment, beyond the open hours of posts before it: per post, in expectation.

    Nothing at the end of the year: what is not finished then is not made, and no absence is left over. With one line
    for each post: what is left of one visit. In a pooled team an absence may have waited for another post's visit, so
    that the longest visit of the year counts; but the rest of one in progress where absences ended so long before
    that only a rare visit could have delayed one until then. Infinite where the team does other work, too.
    """

    kinds: tuple[Lengths, ...]
    rest: float
    longest: float
    """Infinite where other work can have delayed absences."""
    caseload: bool
    weeks: int
    hours_of_week: float
    """Work hours that a post gets through in a week."""

    def at(self, weeks: float) -> float:
        """Hours v at so many weeks of the year."""
        if weeks >= self.weeks:
            return 0.0
        if self.caseload:
            return self.rest
        since = (weeks - (self.weeks - QUIET_WEEKS)) * self.hours_of_week
        if since <= 0 or np.isinf(self.longest):
            return self.longest
        delayed = sum(kind.count * kind.mean_above(since) for kind in self.kinds)
        return min(self.longest, self.rest + delayed)


def in_progress(problem: Problem, t: int) -> InProgress:
    """What the posts of a team have in progress."""
    kinds, calendar = visit_lengths(problem, t), problem.scenario.calendar
    team = problem.scenario.team_list[t]
    longest = longest_hours(kinds) if only_visits(problem, t) else np.inf
    hours = calendar.hours_per_week * team.pace
    return InProgress(tuple(kinds), rest_hours(kinds), longest, team.assignment == "caseload", calendar.weeks, hours)


def window_rows_of(problem: Problem, t: int) -> Iterator[WindowRow]:
    """Visits alone, and with the other work where the team has some."""
    span, year = span_of_visits(problem, t), float(problem.scenario.calendar.weeks)
    more = in_progress(problem, t).at(span.closes)
    if more < np.inf:
        yield _row(problem, t, span, more)
    if not only_visits(problem, t):
        yield _with_work(problem, _row(problem, t, Span(span.opens, year), 0.0))


def _row(problem: Problem, t: int, span: Span, more: float) -> WindowRow:
    scenario = problem.scenario
    team = scenario.team_list[t]
    weeks = scenario.calendar.weeks

    def between(until: float) -> float:
        return open_hours(scenario, team, until) - open_hours(scenario, team, span.opens)

    lost = {
        scenario.team_ids.index(pair.team): max(0.0, between(min(pair.ramp_share * weeks, span.closes)))
        for pair in team.retrain_from
    }
    hired = max(0.0, between(min(team.hire_ramp_weeks(weeks), span.closes)))
    return WindowRow(t, between(span.closes) + more, lost, {}, 0.0, "window", hired)


def _with_work(problem: Problem, row: WindowRow) -> WindowRow:
    """With what arrives from the first school week to the end of the year: it must be done but for the allowance."""
    scenario, t = problem.scenario, row.team
    weeks, opens = scenario.calendar.weeks, scenario.calendar.first_school_week - 1
    other = float(problem.expectation.other_hours[t]) * (weeks - opens) / weeks
    work = {
        (k, o): hours
        for k in range(len(problem.states))
        for o, hours in enumerate(_hours_after(problem, k, t))
        if hours
    }
    allowed = scenario.team_list[t].backlog_allowance_hours
    return WindowRow(t, row.hours_of_post, row.hours_of_ramp, work, other - allowed, "window_work", row.hours_of_hire)


def _hours_after(problem: Problem, k: int, t: int) -> list[float]:
    """[O] expected hours that requests of a service which arrive in the first school week or later ask of a team."""
    if not problem.states[k].hours[:, t].any():
        return [0.0] * len(problem.states[k].levers)
    scenario, changes = problem.scenario, [lever.changes for lever in problem.scenario.all_levers.values()]
    states, found = problem.states[k], []
    if states.kind != "services":
        weeks, opens = scenario.calendar.weeks, scenario.calendar.first_school_week - 1
        return [float(hours) * (weeks - opens) / weeks for hours in states.hours[:, t]]
    name = states.name
    for taken in states.levers:
        service = changed(scenario, *(changes[e] for e in sorted(taken))).services[name]
        arriving = service.model_copy(update={"opening_backlog_requests": 0})
        found.append(_share_after(scenario, service) * float(service_hours(scenario, arriving)[t]))
    return found


def _share_after(scenario: Scenario, service: Service) -> float:
    """Share of a service's requests that arrives in the first school week or later."""
    weights = np.ones(scenario.calendar.weeks)
    for peak in service.peaks:
        weights[peak.from_week - 1 : peak.to_week] *= peak.factor
    return float(weights[scenario.calendar.first_school_week - 1 :].sum() / weights.sum())
