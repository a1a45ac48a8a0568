"""The best plan of a menu by looking at every plan there is.

Nothing here or in `lever_sets` uses the optimizer, its re-check, or what makes scenarios of levers: a plan is judged by
what docs/model.md says about posts, promises, money, floors and rules, all packages of all schools at once for each
staffing and each set of levers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import plans
from optimization.lever_sets import Taken, all_lever_sets, lever_usd, service_hours
from optimization.menus import MOST_POSTS
from plans import Moves
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem, TooFew
from redesign.scenario.model import NONE, Rule, Scenario

NEARLY = 1e-7
"""Relative room for rounding: far below the differences that random numbers make."""


class Staffing(NamedTuple):
    """Moves of the two teams of a menu."""

    clerks: Moves
    coaches: Moves


@dataclass(frozen=True)
class Best:
    """The best plan of a menu."""

    support: float
    plan: Plan
    taken: Taken


def enumerate_best(problem: Problem) -> Best | None:
    """The plan with the most support of all that are allowed; None where none is."""
    packages = all_packages(problem)
    judge = Judge(problem, packages[np.argsort(-support_of(problem, packages), kind="stable")])
    best, better = None, len(packages)
    for staffing, taken in product(all_staffings(problem), all_lever_sets(problem)):
        # the packages stand from most support to least: those behind the best so far need no judgment
        allowed = judge.allows(staffing, taken, better)
        if allowed.any():
            better = int(allowed.argmax())
            plan = plan_of(problem, staffing, taken, judge.packages[better])
            best = Best(float(judge.support[better]), plan, taken)
    return best


def all_staffings(problem: Problem) -> Iterator[Staffing]:
    """Every way to keep, retrain, release and hire, for which posts add up."""
    clerks, coaches = problem.scenario.teams.values()
    everyone = range(MOST_POSTS + 1)
    for kept, out, kept_coaches in product(everyone, everyone, everyone):
        if kept + out > clerks.posts_today or kept_coaches > coaches.posts_today or kept_coaches + out > MOST_POSTS:
            continue
        for hired, hired_coaches in product(range(MOST_POSTS - kept + 1), range(MOST_POSTS - kept_coaches - out + 1)):
            yield Staffing(
                Moves(kept, {}, hired, clerks.posts_today - kept - out),
                Moves(kept_coaches, {"clerks": out}, hired_coaches, coaches.posts_today - kept_coaches),
            )


def all_packages(problem: Problem) -> NDArray[np.int64]:
    """[M, A, S] every choice of packages that the strategy is free to make."""
    scenario = problem.scenario
    menus = []
    for name, each in scenario.areas.items():
        today = {s.id: _package_today(scenario, name, s.id) for s in scenario.schools}
        offered = any(today.values())
        for s in scenario.schools:
            here = range(len(each.packages) + 1) if s.level in each.levels else (0,)
            if problem.strategy.may.packages != "free":
                steps = 1 if offered and problem.strategy.may.packages == "one_level" else 0
                here = [p for p in here if abs(p - today[s.id]) <= steps]
            menus.append(tuple(here))
    return np.array(list(product(*menus)), np.int64).reshape(-1, len(scenario.areas), len(scenario.schools))


def support_of(problem: Problem, packages: NDArray[np.int64]) -> NDArray[np.float64]:
    """[M] support of packages [M, A, S]."""
    support: NDArray[np.float64] = _at(problem.expectation.support, packages).sum(axis=(1, 2))
    return support


def plan_of(problem: Problem, staffing: Staffing, taken: Taken, packages: NDArray[np.int64]) -> Plan:
    names = {}
    for a, (name, each) in enumerate(problem.scenario.areas.items()):
        words = (NONE, *each.packages)
        names[name] = {s.id: words[packages[a, i]] for i, s in enumerate(problem.scenario.schools)}
    return plans.plan_of(problem.scenario, staffing._asdict(), names, dict.fromkeys(taken, "taken"))


def _package_today(scenario: Scenario, name: str, school_id: str) -> int:
    each = scenario.areas[name]
    level = next(s.level for s in scenario.schools if s.id == school_id)
    given = str(each.package_today)
    return 0 if given == NONE or level not in each.levels else 1 + list(each.packages).index(given)


def _at(values: NDArray[Any], packages: NDArray[np.int64]) -> NDArray[Any]:
    """[M, A, S] entries of values [A, S, P]."""
    a, s = np.ogrid[: packages.shape[1], : packages.shape[2]]
    return values[a, s, packages]


def _rules_in_force(problem: Problem, kind: str) -> list[Rule]:
    lifted, rules = problem.strategy.lifted_rules, problem.scenario.rules.items()
    named = [name for name, rule in rules if rule.removable] if lifted == "removable" else lifted
    return [r for name, r in rules if r.kind == kind and name not in named]


def _staffing_allowed(problem: Problem, staffing: Staffing) -> bool:
    """Freedoms and the rules on posts."""
    may, teams = problem.strategy.may, problem.scenario.teams
    for name, change in zip(teams, staffing, strict=True):
        if (change.hired and not may.hire) or (change.released and not may.release):
            return False
        if any(change.retrained_in.values()) and not may.retrain:
            return False
        today = teams[name].posts_today
        for rule in _rules_in_force(problem, "release_limit"):
            if (not rule.teams or name in rule.teams) and change.released > (rule.release_share or 0) * today + NEARLY:
                return False
        for rule in _rules_in_force(problem, "minimum_posts"):
            if (not rule.teams or name in rule.teams) and change.planned < (rule.minimum_share or 0) * today - NEARLY:
                return False
        if change.hired and any(not r.teams or name in r.teams for r in _rules_in_force(problem, "no_outside_hire")):
            return False
    return all(_changes_few(problem, staffing, rule) for rule in _rules_in_force(problem, "change_limit"))


def _changes_few(problem: Problem, staffing: Staffing, rule: Rule) -> bool:
    """Whether the posts that leave a team of the rule or are new to it by hiring are few enough."""
    changing = today = 0
    for name, change in zip(problem.scenario.teams, staffing, strict=True):
        if not rule.teams or name in rule.teams:
            away = sum(other.retrained_in.get(name, 0) for other in staffing)
            changing += change.released + away + change.hired
            today += problem.scenario.teams[name].posts_today
    return changing <= (rule.change_share or 0) * today + NEARLY


def _forbidden(problem: Problem, taken: Taken) -> bool:
    return any(not taken.isdisjoint(rule.levers) for rule in _rules_in_force(problem, "forbids"))


class Judge:
    """Which of the packages [M, A, S] may go with a staffing and a set of levers."""

    def __init__(self, problem: Problem, packages: NDArray[np.int64]) -> None:
        scenario, expectation = problem.scenario, problem.expectation
        hours, materials = _at(expectation.visit_hours, packages), _at(expectation.materials_usd, packages)
        by = [_supplied_by(scenario, packages, name) for name in scenario.teams]
        self.problem = problem
        self.packages = packages
        self.support = support_of(problem, packages)
        self.visit_hours = [np.where(own, hours, 0.0).sum(axis=(1, 2)) for own in by]
        self.materials_usd = [np.where(own, materials, 0.0).sum(axis=(1, 2)) for own in by]
        spanned = [by[scenario.team_ids.index(each.team)][:, a] for a, each in enumerate(scenario.areas.values())]
        self.served = np.stack([own.sum(axis=1) for own in spanned], axis=1)
        self.good = _good_for_schools(problem, packages)
        self.work: dict[tuple[str, Taken], float] = {}

    def allows(self, staffing: Staffing, taken: Taken, first: int | None = None) -> NDArray[np.bool_]:
        """[M] for all packages, or for the `first` ones."""
        problem = self.problem
        allowed = _staffing_allowed(problem, staffing) and _once_affordable(problem, staffing, taken)
        if _forbidden(problem, taken) or not (allowed and enough_posts(problem, staffing, taken)):
            return np.zeros(len(self.packages[:first]), np.bool_)
        part = slice(first)
        good = self.good[part] & self._within_money(staffing, taken, part) & self._within_span(staffing, part)
        return good & self._within_capacity(staffing, taken, part) if good.any() else good

    def _within_capacity(self, staffing: Staffing, taken: Taken, part: slice) -> NDArray[np.bool_]:
        """What a team has to do, and what its new people cost, within the hours of its posts."""
        problem = self.problem
        fits = np.ones(len(self.packages[part]), np.bool_)
        for t, (name, change) in enumerate(zip(problem.scenario.teams, staffing, strict=True)):
            if (name, taken) not in self.work:
                self.work[name, taken] = other_hours(problem, name) + service_hours(problem.scenario, name, taken)
            room = problem.tables[t].hours[change.planned] - self.work[name, taken] - _cost_of_new(problem, t, change)
            fits &= self.visit_hours[t][part] <= room + NEARLY
        return fits

    def _within_money(self, staffing: Staffing, taken: Taken, part: slice) -> NDArray[np.bool_]:
        """The yearly budget; and what a tied stream does not spend of today's money, nobody else may spend."""
        problem, unused = self.problem, 0.0
        total = lever_usd(problem.scenario, taken, "yearly_usd")
        for t, (each, change) in enumerate(zip(problem.scenario.teams.values(), staffing, strict=True)):
            own = change.planned * each.loaded_cost_usd + self.materials_usd[t][part]
            total = total + own
            if each.funding_stream == "grant" and _rules_in_force(problem, "funding_tie"):
                unused = unused + np.maximum(0.0, _cost_today(problem, t) - own)
        within: NDArray[np.bool_] = total + unused <= problem.yearly_usd * (1 + NEARLY)
        return within

    def _within_span(self, staffing: Staffing, part: slice) -> NDArray[np.bool_]:
        """Schools that an area's own team visits in it, by posts of the team."""
        fits = np.ones(len(self.packages[part]), np.bool_)
        for a, each in enumerate(self.problem.scenario.areas.values()):
            if each.span_schools_per_post is not None:
                posts = staffing[self.problem.scenario.team_ids.index(each.team)].planned
                fits &= self.served[part, a] <= each.span_schools_per_post * posts + NEARLY
        return fits


def _cost_of_new(problem: Problem, t: int, change: Moves) -> float:
    """Hours that new people cost a team: the largest of its pieces, not less than nothing."""
    table, ids = problem.tables[t], list(problem.scenario.teams)
    lost = table.lost[-1] * change.hired
    for source, count in change.retrained_in.items():
        lost += table.lost[ids.index(source)] * count
    cost = 0.0
    for a, b in table.pieces:
        cost = max(cost, float(a * lost - b * change.planned))
    return cost


def enough_posts(problem: Problem, staffing: Staffing, taken: Taken) -> bool:
    """Whether no fact says that the posts are too few."""
    return not any(_applies(problem, fact, staffing, taken) for fact in problem.facts)


def _applies(problem: Problem, fact: TooFew, staffing: Staffing, taken: Taken) -> bool:
    """So few posts, so many new, and each lever that could help is as it was."""
    if any(staffing[t].planned > posts for t, posts in fact.posts.items()):
        return False
    for t, new in fact.new.items():
        if staffing[t].hired + sum(staffing[t].retrained_in.values()) < new:
            return False
    names = list(problem.scenario.all_levers)
    return all((names[e] in taken) == (e in fact.levers) for e in fact.escapes)


def _supplied_by(scenario: Scenario, packages: NDArray[np.int64], team: str) -> NDArray[np.bool_]:
    """[M, A, S] whether a team makes the visits of a package: it names the team, or none and the area has the team."""
    own = np.zeros(packages.shape, np.bool_)
    for a, each in enumerate(scenario.areas.values()):
        for p, package in enumerate(each.packages.values(), start=1):
            if (package.supplier or each.team) == team:
                own[:, a] |= packages[:, a] == p
    return own


def other_hours(problem: Problem, name: str) -> float:
    """Work of a team that nobody listed, without the removable part where the strategy drops it, and that of rules."""
    team = problem.scenario.teams[name]
    drops = any(change.drops_removable_work for change in problem.strategy.changes.teams.values())
    own = team.other_work_hours_per_year * (1 - team.other_work_removable_share if drops else 1)
    for rule in _rules_in_force(problem, "adds_work"):
        if name in rule.teams:
            own += rule.hours_per_year or 0
            own += (rule.hours_per_school or 0) * len(problem.scenario.schools)
            own += (rule.hours_per_1000_usd or 0) * (rule.grant_usd or 0) / 1000
    return own


def _once_affordable(problem: Problem, staffing: Staffing, taken: Taken) -> bool:
    once = lever_usd(problem.scenario, taken, "one_time_usd")
    for each, change in zip(problem.scenario.teams.values(), staffing, strict=True):
        once += each.hire_usd * change.hired + each.release_usd * change.released
        once += sum(pair.cost_usd * change.retrained_in.get(pair.team, 0) for pair in each.retrain_from)
    return once <= problem.one_time_usd * (1 + NEARLY)


def _cost_today(problem: Problem, t: int) -> float:
    """Posts of a team and materials of the packages that it supplies today."""
    scenario = problem.scenario
    name, each = list(scenario.teams.items())[t]
    today = each.posts_today * each.loaded_cost_usd
    for area_name, given in scenario.areas.items():
        chosen = [_package_today(scenario, area_name, s.id) for s in scenario.schools]
        packages = [list(given.packages.values())[p - 1] for p in chosen if p]
        today += sum(package.materials_usd for package in packages if (package.supplier or given.team) == name)
    return today


def _good_for_schools(problem: Problem, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[M] floors and what a school can take in."""
    scenario, limits = problem.scenario, problem.scenario.limits
    hours = _at(problem.expectation.effective_hours, packages).sum(axis=1)
    visits = _at(problem.expectation.visits, packages).sum(axis=1)
    good = np.ones(len(packages), np.bool_)
    for i, s in enumerate(scenario.schools):
        floor = limits.school_floor_hours_per_teacher * s.teachers
        if problem.strategy.floors == "today":
            today = [_package_today(scenario, name, s.id) for name in scenario.areas]
            floor = min(floor, sum(problem.expectation.effective_hours[a, i, p] for a, p in enumerate(today)))
        most = limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * s.teachers
        good &= (hours[:, i] >= floor * (1 - NEARLY)) & (visits[:, i] <= most + NEARLY)
    return good
