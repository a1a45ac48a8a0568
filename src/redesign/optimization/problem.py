"""What is to be decided: a scenario's year in expectation, capacity curves, money, and the freedom to change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import OPTIONS, Expectation, package_index
from redesign.scenario.model import Rule, Scenario
from redesign.scenario.plan import Plan, plan_today

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Freedoms:
    """What a strategy may change."""

    name: str
    retrain: bool
    hire: bool
    release: bool
    levers: bool
    """Whether services may be automated or eliminated; removable other work is then dropped."""
    package_steps: int | None
    """How many levels a school's package may move from today's, in areas offered today; None: any package."""
    floors: bool
    """True: every school gets its floor. False: none gets less than the smaller of its floor and today's hours."""
    lifted_rules: frozenset[str] = frozenset()
    free_transition: bool = False
    """Moves cost no one-time money and no training time."""


TODAY = Freedoms("today", False, False, False, False, 0, False)
TINKER = Freedoms("tinker", True, False, False, False, 1, False)
CLEAN_SHEET = Freedoms("clean_sheet", True, True, True, True, None, True)


@dataclass(frozen=True, eq=False)
class Problem:
    """One optimization: the best plan of `scenario` within `freedoms` and two budgets."""

    scenario: Scenario
    expectation: Expectation
    curves: tuple[CapacityCurve, ...]
    """[T]"""
    freedoms: Freedoms
    yearly_usd: float
    one_time_usd: float

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules in force: those of the scenario that are not lifted."""
        return {name: rule for name, rule in self.scenario.rules.items() if name not in self.freedoms.lifted_rules}

    @cached_property
    def packages_today(self) -> Ints:
        """[A, S] index of the package that each school has today."""
        return package_today(self.scenario)

    @cached_property
    def allowed_packages(self) -> Bools:
        """[A, S, P] packages that a plan may choose: those that exist, within the freedom to move from today's."""
        allowed, steps = self.expectation.allowed, self.freedoms.package_steps
        if steps is None:
            return allowed
        today = np.where(at_packages(allowed, self.packages_today), self.packages_today, 0)
        offered = (today > 0).any(axis=1)
        near = np.abs(np.arange(allowed.shape[2]) - today[:, :, None]) <= np.where(offered, steps, 0)[:, None, None]
        result: Bools = allowed & near
        return result

    def loads(self, plan: Plan) -> Floats:
        """[T] expected work hours that a plan puts on each team: other work, services and visits."""
        return work_hours(self, plan) + visit_hours(self, plan)


def work_hours(problem: Problem, plan: Plan) -> Floats:
    """[T] expected hours of other work and of services under the plan's levers."""
    expectation = problem.expectation
    other = expectation.other_hours + (0.0 if plan.drop_removable_work else expectation.removable_hours)
    services = range(len(problem.scenario.services))
    hours: Floats = other + expectation.service_hours[services, option_indices(problem.scenario, plan)].sum(axis=0)
    return hours


def visit_hours(problem: Problem, plan: Plan) -> Floats:
    """[T] expected hours of the visits that a plan promises."""
    by_area = at_packages(problem.expectation.visit_hours, package_indices(problem.scenario, plan)).sum(axis=1)
    hours: Floats = np.bincount(problem.expectation.area_team, by_area, len(problem.scenario.teams)).astype(np.float64)
    return hours


def package_indices(scenario: Scenario, plan: Plan) -> Ints:
    """[A, S] index of the package that each school has in a plan."""
    rows = [
        [package_index(area, plan.package(a, s.id)) for s in scenario.schools] for a, area in scenario.areas.items()
    ]
    return np.array(rows, np.int64)


def option_indices(scenario: Scenario, plan: Plan) -> Ints:
    """[K] index of each service's option in a plan."""
    return np.array([OPTIONS.index(plan.lever(k)) for k in scenario.services], np.int64)


def posts_today(scenario: Scenario) -> Ints:
    """[T]"""
    return np.array([team.posts_today for team in scenario.teams.values()], np.int64)


def package_today(scenario: Scenario) -> Ints:
    """[A, S] index of the package that each school has today."""
    return package_indices(scenario, plan_today(scenario))


def choices(problem: Problem) -> int:
    """Packages to choose from, over areas and schools."""
    return int(np.count_nonzero(problem.allowed_packages[:, :, 1:]))


def floor_hours(problem: Problem) -> Floats:
    """[S] effective hours that every school must be promised."""
    expectation = problem.expectation
    floor: Floats = problem.scenario.limits.school_floor_hours_per_teacher * expectation.teachers
    if problem.freedoms.floors:
        return floor
    today: Floats = at_packages(expectation.effective_hours, problem.packages_today).sum(axis=0)
    return np.minimum(floor, today)


def visit_limit(problem: Problem) -> Floats:
    """[S] most visits a year that a school can take in."""
    limits = problem.scenario.limits
    limit: Floats = (
        limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * problem.expectation.teachers
    )
    return limit


def stream_cost_today(problem: Problem, stream: str) -> float:
    """Yearly dollars of a funding stream today: its teams' posts and the materials of their areas' packages."""
    scenario, expectation = problem.scenario, problem.expectation
    teams = list(scenario.teams.values())
    posts = sum(t.posts_today * t.loaded_cost_usd for t in teams if t.funding_stream == stream)
    materials = at_packages(expectation.materials_usd, problem.packages_today).sum(axis=1)
    own = [teams[t].funding_stream == stream for t in expectation.area_team]
    return posts + float(materials[own].sum())


def default_yearly_usd(scenario: Scenario, expectation: Expectation) -> float:
    """What today's office costs: authorized posts at loaded cost and the materials of today's packages."""
    posts = sum(team.posts_today * team.loaded_cost_usd for team in scenario.teams.values())
    return posts + float(at_packages(expectation.materials_usd, package_today(scenario)).sum())


def at_packages(values: NDArray[np.generic], packages: Ints) -> NDArray[np.generic]:
    """[A, S] entries of `values` [A, S, P] at the packages given [A, S]."""
    return np.take_along_axis(values, packages[:, :, None], axis=2)[:, :, 0]
