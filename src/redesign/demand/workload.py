"""The workload: every random number of one simulated year, drawn before anything happens.

The same year is then replayed under every plan. Request j of a school, visit j of a school
and area, and post p of a team always meet the same draws, whatever the plan and the rates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.absences import Absences, draw_absences
from redesign.demand.clock import horizon
from redesign.demand.expectation import limited_mean, longest_work_hours, package_arrays
from redesign.demand.requests import Requests, cut_lognormal, draw_requests, poisson_arrivals, season_ticks
from redesign.demand.streams import stream
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OtherWork:
    """Tasks of one team that nobody listed, in order of arrival."""

    arrival: Ints
    """[n] ticks, ascending."""
    work_hours: Floats
    """[n]"""
    mark: Floats
    """[n] uniform in [0, 1): the removable part is below the removable share."""


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
    absences: tuple[Absences, ...]
    """Of as many posts as a plan may have."""
    visit_draws: tuple[VisitDraws, ...]
    visits: Ints
    """[A, S, P] visits promised by each package, as in Expectation."""
    visit_hours: Floats
    """[A, S, P] expected hours of these visits, as in Expectation."""


def draw_workload(scenario: Scenario, replication: int, demand_factor: float = 1.0) -> Workload:
    """Draw one year; `demand_factor` multiplies requests, opening backlog and other work."""
    visits, visit_hours, *_ = package_arrays(scenario)
    return Workload(
        horizon=horizon(scenario.calendar),
        requests=tuple(draw_requests(scenario, replication, name, demand_factor) for name in scenario.services),
        other=tuple(_other_work(scenario, replication, name, demand_factor) for name in scenario.teams),
        absences=tuple(
            draw_absences(scenario, replication, name, max(team.most_posts, team.posts_today))
            for name, team in scenario.teams.items()
        ),
        visit_draws=tuple(
            _visit_draws(scenario, replication, name, visits[a]) for a, name in enumerate(scenario.areas)
        ),
        visits=visits,
        visit_hours=visit_hours,
    )


def _other_work(scenario: Scenario, replication: int, name: str, demand_factor: float) -> OtherWork:
    team = scenario.teams[name]
    if not team.other_work_hours_per_year:
        return OtherWork(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    limit = longest_work_hours(scenario, team)
    mean = limited_mean("lognormal", team.other_work_hours_per_task, 1.0, limit)
    expected = np.array([team.other_work_hours_per_year * demand_factor / mean])
    seed = scenario.run.seed
    _, _, share = poisson_arrivals(stream(seed, replication, "team", name, "other", "arrivals"), expected)
    normal = stream(seed, replication, "team", name, "other", "work").standard_normal(len(share))
    return OtherWork(
        arrival=season_ticks(scenario.calendar, (), share),
        work_hours=cut_lognormal(normal, team.other_work_hours_per_task, 1.0, limit),
        mark=stream(seed, replication, "team", name, "other", "mark").random(len(share)),
    )


def _visit_draws(scenario: Scenario, replication: int, name: str, visits: Ints) -> VisitDraws:
    """Draw as many rows as the most visits that any package [S, P] promises any school."""
    shape = (int(visits.max(initial=0)), len(scenario.schools))
    seed, cv = scenario.run.seed, scenario.areas[name].visit_cv
    normal = stream(seed, replication, "area", name, "length").standard_normal(shape)
    return VisitDraws(
        length_factor=cut_lognormal(normal, 1.0, cv, np.inf),
        offset=stream(seed, replication, "area", name, "offset").random(shape),
        mark=stream(seed, replication, "area", name, "mark").random(shape),
    )
