"""What is to be decided: a scenario's year in expectation, team tables, money, and the freedom to change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cost import PlanCost, cost_of
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import Expectation, most_packages
from redesign.demand.plan import Plan, at_packages, broker_hours, by_team, packages_today, plan_today
from redesign.optimization.pins import pinned_packages
from redesign.optimization.states import States, chosen_states, levers_within, states_of
from redesign.optimization.variants import Variants
from redesign.scenario.model import Rule, Scenario
from redesign.scenario.pins import Pins
from redesign.scenario.strategy import Strategy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-9
"""A share of today's posts that is a whole number but for rounding counts as whole."""
STEPS = {"none": 0, "one_level": 1}
"""How many levels a school's package may move from today's, in areas offered today."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that simulation has found missed."""

    kind: Literal["service", "area", "team"]
    """What promised it; a team: that no more than its allowance stays unfinished."""
    name: str
    reached: float
    """Share kept; NaN for a team."""


@dataclass(frozen=True, slots=True)
class TooFew:
    """With these posts or fewer, and no better for any lever taken or left, teams do not keep their promises."""

    posts: Mapping[int, int]
    """{t: posts}: one of these teams at least needs more. Empty: no number that it may have is enough."""
    levers: frozenset[int]
    """The levers taken, of those that touch the work of these teams."""
    escapes: frozenset[int]
    """Levers that may help if they are taken (of those that are not) or left (of those that are)."""
    errors: float = float("inf")
    """By how many standard errors the promise was missed."""
    years: int = 0
    """Simulated to find that."""
    new: Mapping[int, int] = field(default_factory=dict)
    """{t: posts} Only where at least so many posts of these teams are new."""
    new_lose: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """{t: [T + 1] parts of a post that new people lose, by the team they come from; the last one: hired}. What they
    lose does not count as posts: half a post beyond those that are too few must be left."""
    teams: tuple[int, ...] = ()
    """All teams that the promise depends on; those without a number of posts had all that they may have."""
    brokered: Mapping[int, float] = field(default_factory=dict)
    """{t: hours} Only where contracts with providers make these teams more hours of work than these."""
    broken: Broken | None = field(default=None, compare=False)
    """The promise that was missed most clearly, where that is known."""

    @property
    def group(self) -> str:
        """Constraints that a conflict leaves out or keeps together."""
        return promises_of(min(self.teams or self.posts, default=0))

    def implies(self, other: TooFew) -> bool:
        """Whether another fact about the same levers and teams says nothing beyond this one."""
        alike = (self.levers, self.escapes, self.new, self.brokered, self.new_lose, self.posts.keys())
        same = alike == (other.levers, other.escapes, other.new, other.brokered, other.new_lose, other.posts.keys())
        return same and all(self.posts[t] >= n for t, n in other.posts.items())


def promises_of(team: int) -> str:
    """Group of the constraints by which a team, or the teams tied to it, keeps its promises."""
    return f"promises:{team}"


@dataclass(frozen=True, eq=False)
class Problem:
    """One optimization: the best plan of `scenario` within a strategy's freedoms and two budgets."""

    scenario: Scenario
    """With the strategy's changes."""
    expectation: Expectation
    """Its package axes know what levers make of packages: `variants.expect_variants`."""
    tables: tuple[TeamTable, ...]
    """[T]"""
    strategy: Strategy
    yearly_usd: float
    one_time_usd: float
    facts: tuple[TooFew, ...] = ()
    """Posts that simulation has found to be too few."""
    rows: tuple[Callable[[Any], None], ...] = ()
    """Further constraints, each of which adds itself to an `Office`: for the upper bound, or for one question."""
    far_from: tuple[tuple[Plan, int], ...] = ()
    """Of these rows what they say of a plan at hand: from each of these it differs in so many posts and levers."""
    pins: Pins = field(default_factory=Pins)
    """What the plan must have."""

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules in force: those of the scenario that the strategy does not lift."""
        if self.strategy.closes_the_office:
            return {}
        rules = self.scenario.rules.items()
        return {name: rule for name, rule in rules if not (rule.removable and self.strategy.lifts(name))}

    @cached_property
    def levers(self) -> tuple[int, ...]:
        """Numbers of the levers that a plan may take."""
        return levers_within(self.scenario, self.strategy.may.levers)

    @cached_property
    def states(self) -> tuple[States, ...]:
        """What the levers can make of each service, and of each area and team that they touch."""
        return states_of(self.scenario, self.levers)

    @cached_property
    def area_states(self) -> dict[int, int]:
        """{a: number of the states among `states`} of every area that a lever touches."""
        areas = list(self.scenario.areas)
        return {areas.index(each.name): k for k, each in enumerate(self.states) if each.kind == "areas"}

    @cached_property
    def variants(self) -> Variants:
        """What the package axes of `expectation` stand for."""
        return Variants.of(
            most_packages(self.scenario), (len(self.states[k].levers) for k in self.area_states.values())
        )

    def chosen(self, plan: Plan) -> Ints:
        """[A, S] variants of a plan's packages."""
        if not self.area_states:
            return plan.packages
        chosen = chosen_states(self.states, plan.levers)
        states = [chosen[self.area_states[a]] if a in self.area_states else 0 for a in range(len(plan.packages))]
        return self.variants.chosen(plan.packages, states)

    @cached_property
    def least_posts(self) -> Ints:
        """[T] posts that every plan needs at least, whatever its levers: by single facts without a way out."""
        return self._least(self.facts)

    @cached_property
    def least_worth(self) -> Ints:
        """[T] the same of posts less what new people lose: only some facts speak of these."""
        return self._least(fact for fact in self.facts if fact.new_lose)

    def _least(self, facts: Iterable[TooFew]) -> Ints:
        least = np.zeros(len(self.tables), np.int64)
        for fact in facts:
            if len(fact.posts) == 1 and not fact.escapes and not fact.new and not fact.brokered:
                ((t, posts),) = fact.posts.items()
                least[t] = max(least[t], posts + 1)
        return least

    @cached_property
    def promises(self) -> tuple[str, ...]:
        """[T] group of each team's promises: teams that a fact ties together have one."""
        tied = {t: fact.group for fact in self.facts for t in fact.teams or fact.posts}
        return tuple(tied.get(t, promises_of(t)) for t in range(len(self.tables)))

    @cached_property
    def cost_today(self) -> PlanCost:
        """What today's office costs."""
        return cost_of(self.scenario, plan_today(self.scenario))

    @cached_property
    def packages_today(self) -> Ints:
        """[A, S] number of the package that each school has today."""
        return packages_today(self.scenario)

    @cached_property
    def allowed_packages(self) -> Bools:
        """[A, S, P] packages that a plan may choose: those that exist, within the freedom to move from today's."""
        allowed = self._allowed_by_supplier() & pinned_packages(self)
        steps = STEPS.get(self.strategy.may.packages)
        if steps is None:
            return allowed
        today = np.where(at_packages(self.expectation.allowed, self.packages_today), self.packages_today, 0)
        offered = (today > 0).any(axis=1)
        near = np.abs(self.variants.package - today[:, :, None]) <= np.where(offered, steps, 0)[:, None, None]
        result: Bools = allowed & near
        return result

    def _allowed_by_supplier(self) -> Bools:
        """[A, S, V] packages of suppliers that the strategy may turn to."""
        allowed, wanted = self.expectation.allowed, self.strategy.may.suppliers
        if wanted == "all":
            return allowed
        outside = np.array([team.outside is not None for team in self.scenario.team_list])
        fits = (outside[self.expectation.supplier] == (wanted == "providers")) | (self.variants.package == 0)
        found: Bools = allowed & fits[:, None, :]
        return found

    def most_posts(self, t: int) -> int:
        """Most posts that a plan may give a team."""
        team, share = self.scenario.team_list[t], self.strategy.posts_share_at_most
        if share is None or team.outside:
            return self.tables[t].most_posts
        return min(self.tables[t].most_posts, math.ceil(share * team.posts_today - ROUNDING))

    def loads(self, plan: Plan) -> Floats:
        """[T] expected work hours that a plan puts on each team: other work, services and visits."""
        chosen = chosen_states(self.states, plan.levers)
        services = np.array([s.hours[o] for s, o in zip(self.states, chosen, strict=True)])
        work: Floats = self.expectation.other_hours + services.reshape(-1, len(self.tables)).sum(axis=0)
        return work + self.visit_hours(plan) + self.brokering(plan)

    @cached_property
    def broker_hours(self) -> Floats:
        """[T, A, S, P] hours that contracts of each package make for the broker's team."""
        areas, schools, packages = len(self.scenario.areas), len(self.scenario.schools), most_packages(self.scenario)
        hours = np.zeros((len(self.scenario.teams), areas, schools, packages))
        for a, each in enumerate(broker_hours(self.scenario)):
            for team, by_school in each.items():
                hours[self.scenario.team_ids.index(team), a, :, : by_school.shape[1]] = by_school
        return hours[..., self.variants.package]

    @cached_property
    def most_brokering(self) -> Floats:
        """[T] hours that contracts make for a team at most."""
        most: Floats = np.where(self.allowed_packages, self.broker_hours, 0.0).max(axis=3).sum(axis=(1, 2))
        return most

    def brokering(self, plan: Plan) -> Floats:
        """[T] hours that a plan's contracts with providers make."""
        chosen = self.chosen(plan)
        return np.array([float(at_packages(hours, chosen).sum()) for hours in self.broker_hours])

    def cost_of_new(self, plan: Plan, t: int) -> float:
        """Hours that the new people of a team's plan cost it, by its table."""
        table = self.tables[t]
        lost = float(table.lost @ np.append(plan.retrained[:, t], plan.hired[t]))
        return table.cost_of(int(plan.posts[t]), lost)

    def visit_hours(self, plan: Plan) -> Floats:
        """[T] expected hours of the visits that a plan promises."""
        expectation = self.expectation
        return by_team(expectation.visit_hours, expectation.supplier, self.chosen(plan), len(self.tables))

    def promised_support(self, plan: Plan) -> float:
        """Support of a plan if every promised visit is made, in the order of areas and schools."""
        return float(at_packages(self.expectation.support, self.chosen(plan)).sum())


def choices(problem: Problem) -> int:
    """Packages to choose from, over areas and schools."""
    return int(np.count_nonzero(problem.allowed_packages[:, :, 1:]))


def floor_hours(problem: Problem) -> Floats:
    """[S] effective hours that every school must be promised."""
    expectation = problem.expectation
    if problem.strategy.floors == "none":
        return np.zeros(len(expectation.teachers))
    floor: Floats = problem.scenario.limits.school_floor_hours_per_teacher * expectation.teachers
    if problem.strategy.floors == "file":
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
