"""What one year asks of the office, in expectation: arrays over services, teams, areas, schools.

The same numbers drive the random workload (as means), the optimizer (as loads and
values) and the upper bound (as exact expectations). Axes: K services, T teams, A areas,
S schools, P packages (0 = none). What a lever or a strategy changes is in the scenario.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.scenario.in_force import rule_hours
from redesign.scenario.model import Area, NeedMeasure, Scenario, School, Service, Team

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEED_RANGE = (0.25, 2.0)
QUIET_WEEKS = 4
"""No leave or vacancy falls in the last weeks of the year, and no task holds a post longer than they
last, so that every absence is over at the end of the year and the expected hours of a post are exact."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected demand and supply of a scenario's year; hours are work hours."""

    requests: Floats
    """[K, S] requests a year, opening backlog included."""
    service_hours: Floats
    """[K, T] work hours a year that a service asks of a team, returns included."""
    other_hours: Floats
    """[T] other work a year, that of rules included."""
    post_hours: Floats
    """[T] expected work hours of one post in a year: leave and vacancy gone, times FTE and productive share."""
    need: Floats
    """[A, S] in 0.25 to 2."""
    visits: Ints
    """[A, S, P] visits promised in a year."""
    visit_hours: Floats
    """[A, S, P] expected hours of these visits."""
    effect: Floats
    """[A, P] modeled support of an hour."""
    effective_hours: Floats
    """[A, S, P] effect x hours: the floors' unit."""
    support: Floats
    """[A, S, P] need x effect x hours: the objective's unit, coaching-equivalent hours."""
    materials_usd: Floats
    """[A, S, P] materials, and what providers are paid."""
    allowed: Bools
    """[A, S, P] whether the package exists and the school's level may have it."""
    supplier: Ints
    """[A, P] index of the team that makes the visits of a package; the area's own for none."""
    teachers: Floats
    """[S]"""

    @property
    def work_hours(self) -> Floats:
        """[T] hours of services and other work."""
        total: Floats = self.service_hours.sum(axis=0) + self.other_hours
        return total

    def made_by(self, team: int) -> Bools:
        """[A, P] packages whose visits a team makes, where some school may have them."""
        made: Bools = (self.supplier == team) & self.allowed.any(axis=1) & (np.arange(self.supplier.shape[1]) > 0)
        return made

    def of_team(self, values: NDArray[np.number], team: int) -> Floats:
        """[A, S, P] `values` of the packages whose visits a team makes, 0 for the others."""
        own: Floats = np.where(self.made_by(team)[:, None, :], values, 0.0)
        return own


def expect(scenario: Scenario) -> Expectation:
    """Work out a year's expected demand and supply; raises nothing on a validated scenario."""
    schools, teams = scenario.schools, scenario.team_list
    need = np.array([need_of(area.need_measure, schools) for area in scenario.area_list]).reshape(-1, len(schools))
    return Expectation(
        requests=np.array([_requests(k, schools) for k in scenario.service_list]).reshape(-1, len(schools)),
        service_hours=np.array([service_hours(scenario, k) for k in scenario.service_list]).reshape(-1, len(teams)),
        other_hours=np.array([other_hours(t) + rule_hours(scenario, name) for name, t in scenario.teams.items()]),
        post_hours=np.array([post_hours(scenario, t) for t in teams]),
        need=need,
        **_packages(scenario, need),
        supplier=suppliers(scenario),
        teachers=np.array([s.teachers for s in schools]),
    )


def other_hours(team: Team) -> float:
    """Expected hours a year of work that nobody listed, and of what levers and contracts add to it."""
    return team.other_work_hours_per_year * (1 - team.other_work_dropped_share) + team.added_hours_per_year


def other_task_hours(scenario: Scenario, name: str) -> float:
    """Mean length of a task of a team's other work, cut off at the longest."""
    team = scenario.teams[name]
    return limited_mean("lognormal", team.other_work_hours_per_task, 1.0, longest_work_hours(scenario, team))


def need_of(measure: NeedMeasure, schools: tuple[School, ...]) -> Floats:
    """[S] a school's share of the measure over the teacher-weighted mean share, clipped to 0.25 to 2."""
    if measure == "none":
        return np.ones(len(schools))
    share = np.array([getattr(s, measure) / s.enrollment if s.enrollment else 0.0 for s in schools])
    mean = np.average(share, weights=[s.teachers for s in schools])
    if mean == 0:
        return np.ones(len(schools))
    clipped: Floats = np.clip(share / mean, *NEED_RANGE)
    return clipped


def post_hours(scenario: Scenario, team: Team) -> float:
    """Expected work hours of one post in a year.

    Leave takes L = leave_share x W (at most W - 4) of the W - 4 first weeks; with the team's vacancy chance a post
    stands vacant for whole weeks among the same, and a vacant post takes no leave:
    E[open weeks] = W - L - V (1 - L / (W - 4)), with V = vacancy_rate x W.
    """
    weeks = scenario.calendar.weeks
    leave, vacant = leave_weeks(scenario, team), team.vacancy_rate * weeks
    open_weeks = weeks - leave - vacant * (1 - leave / (weeks - QUIET_WEEKS))
    open_weeks = max(0.0, open_weeks - team.opens_weeks)  # of a provider, which is never absent
    return open_weeks * scenario.calendar.hours_per_week * team.pace


def leave_weeks(scenario: Scenario, team: Team) -> float:
    """Weeks of leave that a post takes in a year: at most all but the quiet ones."""
    weeks = scenario.calendar.weeks
    return min(team.leave_share * weeks, weeks - QUIET_WEEKS)


def vacancy_spell_weeks(scenario: Scenario, team: Team) -> int:
    """Whole weeks of a vacancy: long enough that one a year is enough for the vacancy rate."""
    weeks = scenario.calendar.weeks
    return min(max(team.vacancy_weeks, math.ceil(team.vacancy_rate * weeks)), weeks - QUIET_WEEKS)


def longest_work_hours(scenario: Scenario, team: Team) -> float:
    """Longest task of a team, in work hours: it holds a post for the quiet weeks at most."""
    return QUIET_WEEKS * scenario.calendar.hours_per_week * team.pace


def limited_mean(distribution: str, mean: float, cv: float, limit: float) -> float:
    """E[min(X, limit)] of a lognormal or gamma X (Klugman, Panjer, Willmot, Loss Models, appendix A)."""
    if mean <= 0:
        return 0.0
    if distribution == "gamma":
        from scipy import special  # a third of a second that few processes need

        shape = 1 / cv**2
        x = limit * shape / mean
        return float(mean * special.gammainc(shape + 1, x) + limit * special.gammaincc(shape, x))
    sigma = math.sqrt(math.log1p(cv**2))
    z = (math.log(limit / mean) + sigma**2 / 2) / sigma
    return float(mean * _below(z - sigma) + limit * _below(-z))


def _below(z: float) -> float:
    """Chance that a standard normal number lies below z."""
    return math.erfc(-z / math.sqrt(2)) / 2


def driver_units(driver: str, schools: tuple[School, ...]) -> Floats:
    """[S] how many units of a service's driver the schools have."""
    if driver == "schools":
        return np.ones(len(schools))
    name = {"students": "enrollment"}.get(driver, driver)
    return np.array([getattr(school, name) for school in schools], np.float64)


def visit_units(area: Area, schools: tuple[School, ...]) -> Ints:
    """[S] what `visits_per_year` is multiplied with: schools, principals or groups of 20 teachers, rounded up.

    0 where the area is not for the school's level.
    """
    size = np.ones(len(schools))
    if area.visits_per != "school":
        size = np.array([s.principals if area.visits_per == "principal" else s.teachers / 20 for s in schools])
    eligible = [s.level in area.levels for s in schools]
    units: Ints = np.where(eligible, np.ceil(size - 1e-9), 0).astype(np.int64)
    return units


def _requests(service: Service, schools: tuple[School, ...]) -> Floats:
    """[S] requests a year, the opening backlog shared evenly."""
    yearly = service.requests_per_driver_per_year * driver_units(service.driver, schools)
    return yearly + service.opening_backlog_requests / len(schools)


def service_hours(scenario: Scenario, service: Service) -> Floats:
    """[T] expected work hours a year that a service asks of each team, returns included."""
    hours, count = np.zeros(len(scenario.teams)), sum(_requests(service, scenario.schools).tolist())
    for team, mean in step_hours(scenario, service):
        hours[team] += count * mean
    return hours


def principal_hours(scenario: Scenario, service: Service) -> float:
    """Hours a year that the requests of a service cost principals, not counted how long they stay open."""
    return float(_requests(service, scenario.schools).sum()) * service.principal_hours_per_request


def step_hours(scenario: Scenario, service: Service) -> list[tuple[int, float]]:
    """Expected work hours of each step of one request, returns included: (team index, hours).

    The work drawn for a step is cut off at the longest task of its team, then multiplied by the service's
    `work_times`. At each hand-over to another team the request comes back with chance r, at most `MOST_RETURNS`
    times, and costs the step before `rework_share` of its work again.
    """
    returns = expected_returns(service.return_share)
    out = []
    for step, after in zip_longest(service.steps, service.steps[1:]):
        limit = longest_work_hours(scenario, scenario.teams[step.team])
        mean = limited_mean(service.work_distribution, step.work_hours, service.work_cv, limit)
        again = returns * service.rework_share if after and after.team != step.team else 0.0
        out.append((scenario.team_ids.index(step.team), service.work_times * mean * (1 + again)))
    return out


MOST_RETURNS = 3


def expected_returns(share: float) -> float:
    """Expected number of returns at one hand-over: r + r^2 + r^3."""
    return sum(share**i for i in range(1, MOST_RETURNS + 1))


def _packages(scenario: Scenario, need: Floats) -> dict[str, NDArray[Any]]:
    """What `Expectation` says of packages."""
    areas, schools = scenario.area_list, scenario.schools
    shape = (len(areas), len(schools), most_packages(scenario))
    visits, hours = np.zeros(shape, np.int64), np.zeros(shape)
    effect, materials = np.zeros((shape[0], shape[2])), np.zeros(shape)
    allowed = np.zeros(shape, np.bool_)
    allowed[:, :, 0] = True
    for a, area in enumerate(areas):
        units = visit_units(area, schools)
        for p, package in enumerate(area.packages.values(), start=1):
            supplier = scenario.teams[package.supplier or area.team]
            limit, outside = longest_work_hours(scenario, supplier), supplier.outside
            visits[a, :, p] = units * package.visits_per_year
            hours[a, :, p] = visits[a, :, p] * limited_mean("lognormal", package.hours_per_visit, area.visit_cv, limit)
            effect[a, p] = package.effect_per_hour * (outside.effect_times if outside else 1.0)
            materials[a, :, p] = np.where(units > 0, package.materials_usd, 0.0)
            materials[a, :, p] += visits[a, :, p] * (outside.price_usd_per_visit if outside else 0.0)
            allowed[a, :, p] = units > 0
    return {
        "visits": visits,
        "visit_hours": hours,
        "effect": effect,
        "effective_hours": effect[:, None, :] * hours,
        "support": need[:, :, None] * effect[:, None, :] * hours,
        "materials_usd": materials,
        "allowed": allowed,
    }


def most_packages(scenario: Scenario) -> int:
    """Length P of every package axis: none and the longest menu of any area."""
    return 1 + max((len(area.packages) for area in scenario.area_list), default=0)


def suppliers(scenario: Scenario) -> Ints:
    """[A, P] index of the team that makes the visits of each package; the area's own for none and beyond its menu."""
    found = np.empty((len(scenario.areas), most_packages(scenario)), np.int64)
    for a, area in enumerate(scenario.area_list):
        own = [scenario.team_ids.index(name) for name in area.suppliers]
        found[a], found[a, : len(own)] = own[0], own
    return found
