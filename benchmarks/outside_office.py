"""A scenario under its certified strategy as plain arrays, and every constraint of a plan but the promises.

Written apart from the optimizer: it reads the scenario, and of the package only expected hours and effects of visits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from fresh_years import under_strategy
from numpy.typing import NDArray

from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, packages_today, under
from redesign.scenario.model import Rule, Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CENT, PART = 0.005, 1e-9
"""What sums of dollars, and of hours relative to their size, may be off by."""


class Office:
    """What a search needs of a scenario. Axes: T teams, A areas, S schools, P packages, L levers."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.made = scenario, under_strategy(scenario)
        self.strategy = scenario.all_strategies[scenario.run.certified]
        made = self.made
        self.teams, self.areas, self.schools = made.team_list, made.area_list, made.schools
        self.ids = made.team_ids
        self.today = np.array([t.posts_today for t in self.teams], np.int64)
        self.pairs = {(self.ids.index(p.team), t): p for t, u in enumerate(self.teams) for p in u.retrain_from}
        self.packages_today = packages_today(made)
        self.levers = made.all_levers
        self.most = np.array([t.most_posts for t in self.teams])
        expected = expect(made)
        self.hours, self.support, self.post_hours = expected.visit_hours, expected.support, expected.post_hours
        self.work_hours = expected.work_hours
        self.visits, self.materials, self.supplier = self._menus()
        self.exists = self._exists()
        self.rules = {n: r for n, r in made.rules.items() if not (r.removable and self.strategy.lifts(n))}
        given = scenario.budget.yearly_usd
        usd = self.yearly(self.plan_today()) if given is None else given
        self.yearly_usd = usd * made.budget.yearly_times
        limits, teachers = made.limits, np.array([s.teachers for s in self.schools])
        self.limit = limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * teachers
        self.floor = limits.school_floor_hours_per_teacher * teachers
        self.delivered: dict[bytes, Floats] = {}
        if self.strategy.floors == "today":
            effective = self.effective(self.plan_today())
            self.floor = np.minimum(self.floor, self.chosen(effective, self.packages_today).sum(axis=0))

    def plan_today(self) -> Plan:
        nobody, posts = np.zeros_like(self.today), len(self.today)
        levers = np.zeros(len(self.levers), bool)
        return Plan(self.today.copy(), np.zeros((posts, posts), int), nobody, nobody, self.packages_today, levers)

    def effective(self, plan: Plan) -> Floats:
        """[A, S, P] effective hours of packages under a plan's levers."""
        key = plan.levers.tobytes()
        if key not in self.delivered:
            self.delivered[key] = expect(under(self.made, plan)).effective_hours
        return self.delivered[key]

    def _menus(self) -> tuple[Ints, Floats, Ints]:
        """Visits and materials, [A, S, P], and who makes the visits, [A, P]."""
        most = 1 + max(len(area.packages) for area in self.areas)
        visits = np.zeros((len(self.areas), len(self.schools), most), np.int64)
        materials, supplier = np.zeros(visits.shape), np.zeros((len(self.areas), most), np.int64)
        for a, area in enumerate(self.areas):
            supplier[a] = self.ids.index(area.team)
            for s, school in enumerate(self.schools):
                size = {"school": 1.0, "principal": school.principals, "20_teachers": school.teachers / 20}
                units = math.ceil(size[area.visits_per] - PART) if school.level in area.levels else 0
                for p, package in enumerate(area.packages.values(), start=1):
                    visits[a, s, p] = units * package.visits_per_year
                    materials[a, s, p] = package.materials_usd if units else 0.0
                    supplier[a, p] = self.ids.index(package.supplier or area.team)
        return visits, materials, supplier

    def _exists(self) -> NDArray[np.bool_]:
        """[A, S, P] packages that a plan may choose."""
        may, allowed = self.strategy.may.packages, self.visits > 0
        allowed[:, :, 0] = True
        if may == "free":
            return allowed
        own = np.where(self.chosen(allowed, self.packages_today), self.packages_today, 0)
        steps = np.where((own > 0).any(axis=1), 1 if may == "one_level" else 0, 0)
        near = np.abs(np.arange(allowed.shape[2]) - own[:, :, None]) <= steps[:, None, None]
        found: NDArray[np.bool_] = allowed & near
        return found

    def chosen(self, values: NDArray[np.generic], packages: Ints) -> NDArray[np.generic]:
        """[A, S] of [A, S, P]."""
        return np.take_along_axis(values, packages[:, :, None], axis=2)[:, :, 0]

    def makers(self, packages: Ints) -> Ints:
        """[A, S] the team that makes the visits."""
        return np.take_along_axis(self.supplier, packages, axis=1)

    def by_team(self, values: NDArray[np.generic], packages: Ints) -> Floats:
        """[T] sums of [A, S, P] at the packages, by who makes the visits."""
        own = self.chosen(values, packages)
        found: Floats = np.bincount(self.makers(packages).ravel(), own.ravel(), len(self.ids)).astype(float)
        return found

    def taken(self, plan: Plan) -> dict[str, object]:
        return {n: lever for (n, lever), on in zip(self.levers.items(), plan.levers.tolist(), strict=True) if on}

    def of_streams(self, plan: Plan) -> dict[str, float]:
        """Dollars a year of each funding stream: posts and materials."""
        materials, found = self.by_team(self.materials, plan.packages), dict.fromkeys(self.made.funding_streams, 0.0)
        for t, team in enumerate(self.teams):
            found[team.funding_stream] += int(plan.posts[t]) * team.loaded_cost_usd + float(materials[t])
        return found

    def lever_usd(self, plan: Plan, key: str) -> float:
        return sum(float(getattr(lever, key)) for lever in self.taken(plan).values())

    def yearly(self, plan: Plan) -> float:
        """Dollars a year."""
        return sum(self.of_streams(plan).values()) + self.lever_usd(plan, "yearly_usd")

    def once(self, plan: Plan) -> float:
        """Dollars once."""
        usd = self.lever_usd(plan, "one_time_usd")
        for t, team in enumerate(self.teams):
            usd += int(plan.hired[t]) * team.hire_usd + int(plan.released[t]) * team.release_usd
        return usd + sum(int(plan.retrained[i, t]) * pair.cost_usd for (i, t), pair in self.pairs.items())

    def faults(self, plan: Plan) -> list[str]:
        """Every constraint that a plan breaks, in words; promises are for the simulation."""
        return [*self._posts(plan), *self._levers(plan), *self._money(plan), *self._schools(plan), *self._rules(plan)]

    def _posts(self, plan: Plan) -> Iterator[str]:
        may = self.strategy.may
        if (plan.kept + plan.retrained.sum(axis=1) + plan.released != self.today).any():
            yield "posts of today are not all kept, retrained or released"
        if min(plan.kept.min(), plan.hired.min(), plan.released.min(), plan.retrained.min()) < 0:
            yield "a negative number of posts"
        if (plan.posts > self.most).any():
            yield "more posts than a team may have"
        if (plan.hired.any() and not may.hire) or (plan.released.any() and not may.release):
            yield "hiring or releasing that the strategy may not do"
        moved = set(zip(*map(np.ndarray.tolist, np.nonzero(plan.retrained)), strict=True))
        if moved - (self.pairs.keys() if may.retrain else set()):
            yield "retraining that is not listed"

    def _levers(self, plan: Plan) -> Iterator[str]:
        allowed, taken = self.strategy.may.levers, self.taken(plan)
        free = set(self.levers) if allowed == "all" else set() if allowed == "none" else set(allowed)
        if taken.keys() - free:
            yield "a lever that the strategy may not take"
        for name in taken:
            if set(self.levers[name].needs) - taken.keys():
                yield f"{name} without what it needs"
            if set(self.levers[name].excludes) & taken.keys():
                yield f"{name} beside what it excludes"

    def _money(self, plan: Plan) -> Iterator[str]:
        if self.yearly(plan) > self.yearly_usd + CENT:
            yield "yearly budget"
        if self.once(plan) > self.scenario.budget.one_time_usd + CENT:
            yield "one-time budget"

    def _schools(self, plan: Plan) -> Iterator[str]:
        if not self.chosen(self.exists, plan.packages).all():
            yield "a package that a school may not have"
        if (self.chosen(self.visits, plan.packages).sum(axis=0) > self.limit * (1 + PART)).any():
            yield "more visits than a school can take in"
        if (self.chosen(self.effective(plan), plan.packages).sum(axis=0) < self.floor * (1 - PART)).any():
            yield "less than the floor of a school"
        if len(self.schools) < self.made.limits.span_applies_from_schools:
            return
        makers, posts = self.makers(plan.packages), plan.posts
        for a, area in enumerate(self.areas):
            own = self.ids.index(area.team)
            partners = int(((plan.packages[a] > 0) & (makers[a] == own)).sum())
            if area.span_schools_per_post is not None and partners > area.span_schools_per_post * posts[own] + PART:
                yield "more schools than a post may partner with"

    def _rules(self, plan: Plan) -> Iterator[str]:
        tied = {stream for rule in self.rules.values() if rule.kind == "funding_tie" for stream in rule.streams}
        for name, rule in self.rules.items():
            if not all(self._holds(rule, plan, t) for t, n in enumerate(self.ids) if not rule.teams or n in rule.teams):
                yield name
        if tied:
            before, now = self.of_streams(self.plan_today()), self.of_streams(plan)
            spent = sum(max(before[s], now[s]) if s in tied else now[s] for s in now)
            if spent + self.lever_usd(plan, "yearly_usd") > self.yearly_usd + CENT:
                yield "money that leaves its stream"

    def _holds(self, rule: Rule, plan: Plan, t: int) -> bool:
        if rule.kind == "release_limit":
            return bool(plan.released[t] <= (rule.release_share or 0.0) * self.today[t] + PART)
        if rule.kind == "minimum_posts":
            return bool(plan.posts[t] >= (rule.minimum_share or 0.0) * self.today[t] - PART)
        return True
