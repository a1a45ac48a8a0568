"""The plan: what the optimizer decides and the simulation runs, as arrays; and the scenario as it is under a plan.

Names stand where people read: in files and reports. Axes: T teams, A areas, S schools, L levers, in the order
of the scenario.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import visit_units
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes, TeamChange
from redesign.scenario.model import NONE, Area, Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Posts and where they come from, a package for each school and area, levers.

    Today's posts of a team = kept + retrained for others + released; its planned ones = kept + retrained in + hired.
    """

    kept: Ints
    """[T]"""
    retrained: Ints
    """[T, T] posts that go from one team (row) to another (column)."""
    hired: Ints
    """[T]"""
    released: Ints
    """[T]"""
    packages: Ints
    """[A, S] number of the package that each school gets, 0 for none."""
    levers: Bools
    """[L] whether each of `Scenario.all_levers` is taken."""

    @property
    def posts(self) -> Ints:
        """[T] posts of each team under the plan."""
        planned: Ints = self.kept + self.retrained.sum(axis=0) + self.hired
        return planned

    @property
    def moves(self) -> int:
        """Posts that are retrained, hired or released."""
        return int(self.retrained.sum() + self.hired.sum() + self.released.sum())

    @property
    def arrays(self) -> tuple[NDArray[np.generic], ...]:
        """All that it decides."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def same_as(self, other: Plan) -> bool:
        """Whether two plans decide the same."""
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in self.__slots__)

    def distance(self, other: Plan) -> int:
        """Posts and levers that two plans do not share."""
        return int(np.abs(self.posts - other.posts).sum() + (self.levers != other.levers).sum())


def plan_today(scenario: Scenario) -> Plan:
    """Today's office as it stands: every post kept, today's packages, no lever."""
    posts, teams = posts_today(scenario), len(scenario.teams)
    nobody = np.zeros(teams, np.int64)
    levers = np.zeros(len(scenario.all_levers), np.bool_)
    return Plan(posts, np.zeros((teams, teams), np.int64), nobody, nobody, packages_today(scenario), levers)


def posts_today(scenario: Scenario) -> Ints:
    """[T]"""
    return np.array([team.posts_today for team in scenario.team_list], np.int64)


def packages_today(scenario: Scenario) -> Ints:
    """[A, S] number of the package that each school has today; 0 where the area is not for its level."""
    rows = []
    for area in scenario.area_list:
        given = area.package_today
        names = [given if isinstance(given, str) else given.get(s.id, NONE) for s in scenario.schools]
        eligible = [s.level in area.levels for s in scenario.schools]
        rows.append([package_number(area, n) if e else 0 for n, e in zip(names, eligible, strict=True)])
    return np.array(rows, np.int64).reshape(-1, len(scenario.schools))


def package_number(area: Area, name: str) -> int:
    """0 for none, else the position in the file, from 1."""
    return 0 if name == NONE else 1 + list(area.packages).index(name)


def under(scenario: Scenario, plan: Plan) -> Scenario:
    """The scenario with the changes of the plan's levers and the work of its contracts with providers."""
    levers = zip(scenario.all_levers.values(), plan.levers.tolist(), strict=True)
    return brokered(changed(scenario, *(lever.changes for lever, taken in levers if taken)), plan)


def brokered(scenario: Scenario, plan: Plan) -> Scenario:
    """The scenario with the work that a plan's contracts make; the same object where they make none."""
    return changed(scenario, contract_work(scenario, plan))


def contract_work(scenario: Scenario, plan: Plan) -> Changes:
    """The work that a plan's contracts with providers make for those who look after them."""
    hours: dict[str, float] = {}
    for chosen, each in zip(plan.packages, broker_hours(scenario), strict=True):
        for team, by_school in each.items():
            hours[team] = hours.get(team, 0.0) + float(np.take_along_axis(by_school, chosen[:, None], axis=1).sum())
    made = {
        name: TeamChange().model_copy(update={"added_hours_per_year": each}) for name, each in hours.items() if each
    }
    return Changes(teams=made)


def broker_hours(scenario: Scenario) -> list[dict[str, Floats]]:
    """[A] {broker's team: [S, P] work hours a year that a school's package makes it}."""
    found: list[dict[str, Floats]] = []
    for area in scenario.area_list:
        units, hours = visit_units(area, scenario.schools), dict[str, Floats]()
        for p, package in enumerate(area.packages.values(), start=1):
            outside = scenario.teams[package.supplier or area.team].outside
            if outside is None or outside.broker is None:
                continue
            broker = outside.broker
            each = hours.setdefault(broker.team, np.zeros((len(units), 1 + len(area.packages))))
            visits = broker.hours_per_visit * units * package.visits_per_year
            each[:, p] = np.where(units > 0, broker.hours_per_contract + visits, 0.0)
        found.append(hours)
    return found


def at_packages(values: NDArray[np.generic], packages: Ints) -> NDArray[np.generic]:
    """[A, S] entries of `values` [A, S, P] at the packages given [A, S]."""
    return np.take_along_axis(values, packages[:, :, None], axis=2)[:, :, 0]


def by_team(values: NDArray[np.number], supplier: Ints, packages: Ints, teams: int) -> NDArray[np.float64]:
    """[T] sum of `values` [A, S, P] at the packages given [A, S], by the team that makes the visits."""
    chosen = at_packages(values, packages)
    team = np.take_along_axis(supplier, packages, axis=1)
    sums: NDArray[np.float64] = np.bincount(team.ravel(), chosen.ravel(), teams).astype(np.float64)
    return sums
