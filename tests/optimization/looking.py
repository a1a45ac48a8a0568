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
from optimization.by_the_file import Offer, cost_today, offer, other_hours, package_today
from optimization.lever_sets import Taken, all_lever_sets, lever_usd, returned_usd, service_hours
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
    best, staffings = None, list(all_staffings(problem))
    for judge, taken in judges(problem):
        # the packages stand from most support to least: those behind the best so far need no judgment
        better = len(judge.packages) if best is None else int(np.count_nonzero(judge.support > best.support))
        for staffing in staffings if better else ():
            allowed = judge.allows(staffing, taken, better)
            if allowed.any():
                better = int(allowed.argmax())
                plan = plan_of(problem, staffing, taken, judge.packages[better])
                best = Best(float(judge.support[better]), plan, taken)
    return best


def judges(problem: Problem) -> Iterator[tuple[Judge, Taken]]:
    """Every set of levers with a judge of all packages under it, from most support to least."""
    scenario, packages, known = problem.scenario, all_packages(problem), dict[Taken, Judge]()
    for taken in all_lever_sets(problem):
        of_areas = frozenset(name for name in taken & scenario.levers.keys() if scenario.levers[name].changes.areas)
        if of_areas not in known:
            support = _at(offer(scenario, of_areas).support, packages).sum(axis=(1, 2))
            known[of_areas] = Judge(problem, packages[np.argsort(-support, kind="stable")], of_areas)
        yield known[of_areas], taken


def all_staffings(problem: Problem) -> Iterator[Staffing]:
    """Every way to keep, retrain, release and hire, for which posts add up."""
    clerks, coaches = problem.scenario.own_teams.values()
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
        today = {s.id: package_today(scenario, name, s.id) for s in scenario.schools}
        offered = any(today.values())
        for s in scenario.schools:
            here = range(len(each.packages) + 1) if s.level in each.levels else (0,)
            if problem.strategy.may.packages != "free":
                steps = 1 if offered and problem.strategy.may.packages == "one_level" else 0
                here = [p for p in here if abs(p - today[s.id]) <= steps]
            menus.append(tuple(here))
    return np.array(list(product(*menus)), np.int64).reshape(-1, len(scenario.areas), len(scenario.schools))


def plan_of(problem: Problem, staffing: Staffing, taken: Taken, packages: NDArray[np.int64]) -> Plan:
    names = {}
    for a, (name, each) in enumerate(problem.scenario.areas.items()):
        words = (NONE, *each.packages)
        names[name] = {s.id: words[packages[a, i]] for i, s in enumerate(problem.scenario.schools)}
    return plans.plan_of(problem.scenario, staffing._asdict(), names, dict.fromkeys(taken, "taken"))


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
    may, teams = problem.strategy.may, problem.scenario.own_teams
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
    """Which of the packages [M, A, S] may go with a staffing and a set of levers, `taken` those that change areas."""

    def __init__(self, problem: Problem, packages: NDArray[np.int64], taken: Taken = frozenset()) -> None:
        scenario, offered = problem.scenario, offer(problem.scenario, taken)
        hours, usd, visits = (_at(values, packages) for values in (offered.hours, offered.usd, offered.visits))
        by = [_supplied_by(scenario, packages, name) for name in scenario.teams]
        self.problem = problem
        self.packages = packages
        self.support = _at(offered.support, packages).sum(axis=(1, 2))
        self.visit_hours = [np.where(own, hours, 0.0).sum(axis=(1, 2)) for own in by]
        self.usd = [np.where(own, usd, 0.0).sum(axis=(1, 2)) for own in by]
        self.visits = [np.where(own, visits, 0.0).sum(axis=(1, 2)) for own in by]
        nothing = np.zeros(len(packages))
        contracts = {name: _at(values, packages).sum(axis=(1, 2)) for name, values in offered.contract_hours.items()}
        self.contracts = [contracts.get(name, nothing) for name in scenario.teams]
        spanned = [by[scenario.team_ids.index(each.team)][:, a] for a, each in enumerate(scenario.areas.values())]
        self.served = np.stack([own.sum(axis=1) for own in spanned], axis=1)
        self.good = _good_for_schools(problem, packages, offered) & self._within_supply()
        self.work: dict[tuple[str, Taken], float] = {}

    def _within_supply(self) -> NDArray[np.bool_]:
        """No provider makes more visits than can be bought, or more than its posts can promise."""
        fits, problem = np.ones(len(self.packages), np.bool_), self.problem
        for t, name in enumerate(problem.scenario.teams):
            if name in problem.scenario.providers:
                provider = problem.scenario.providers[name]
                fits &= self.visits[t] <= provider.visits_per_year + NEARLY
                fits &= self.visit_hours[t] <= problem.tables[t].hours[provider.visits_at_once] + NEARLY
        return fits

    def allows(self, staffing: Staffing, taken: Taken, first: int | None = None) -> NDArray[np.bool_]:
        """[M] for all packages, or for the `first` ones."""
        problem = self.problem
        allowed = _staffing_allowed(problem, staffing) and _once_affordable(problem, staffing, taken)
        if _forbidden(problem, taken) or not allowed:
            return np.zeros(len(self.packages[:first]), np.bool_)
        part = slice(first)
        good = self.good[part] & self._enough_posts(staffing, taken, part)
        good = good & self._within_money(staffing, taken, part) & self._within_span(staffing, part)
        return good & self._within_capacity(staffing, taken, part) if good.any() else good

    def _enough_posts(self, staffing: Staffing, taken: Taken, part: slice) -> NDArray[np.bool_]:
        """Whether no fact says that the posts are too few beside the contracts."""
        enough = np.ones(len(self.packages[part]), np.bool_)
        for fact in self.problem.facts:
            if _applies(self.problem, fact, staffing, taken):
                beyond = [self.contracts[t][part] > hours * (1 + NEARLY) for t, hours in fact.brokered.items()]
                enough &= ~np.all([np.ones_like(enough), *beyond], axis=0)
        return enough

    def _within_capacity(self, staffing: Staffing, taken: Taken, part: slice) -> NDArray[np.bool_]:
        """What a team has to do, and what its new people cost, within the hours of its posts."""
        problem = self.problem
        fits = np.ones(len(self.packages[part]), np.bool_)
        for t, (name, change) in enumerate(zip(problem.scenario.own_teams, staffing, strict=True)):
            if (name, taken) not in self.work:
                other = other_hours(problem.scenario, name, drops_work(problem), taken)
                self.work[name, taken] = other + service_hours(problem.scenario, name, taken)
            room = problem.tables[t].hours[change.planned] - self.work[name, taken] - _cost_of_new(problem, t, change)
            fits &= self.visit_hours[t][part] + self.contracts[t][part] <= room + NEARLY
        return fits

    def _within_money(self, staffing: Staffing, taken: Taken, part: slice) -> NDArray[np.bool_]:
        """The yearly budget; and what a tied stream does not spend of today's money, nobody else may spend."""
        problem, unused = self.problem, 0.0
        total = lever_usd(problem.scenario, taken, "yearly_usd") - returned_usd(problem.scenario, taken)
        for t, each in enumerate(problem.scenario.teams.values()):
            own = self.usd[t][part]
            if t < len(staffing):
                own = own + staffing[t].planned * each.loaded_cost_usd
            total = total + own
            if each.funding_stream == "grant" and _rules_in_force(problem, "funding_tie"):
                unused = unused + np.maximum(0.0, cost_today(problem.scenario, t) - own)
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
    """Whether no fact says that the posts are too few, were there the contracts that it speaks of."""
    return not any(_applies(problem, fact, staffing, taken) for fact in problem.facts)


def _applies(problem: Problem, fact: TooFew, staffing: Staffing, taken: Taken) -> bool:
    """So few posts, so many new, and each lever that could help is as it was: were there no contracts."""
    fixed = [provider.visits_at_once for provider in problem.scenario.providers.values()]
    planned = [*(change.planned for change in staffing), *fixed]
    if any(planned[t] > posts for t, posts in fact.posts.items()):
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


def drops_work(problem: Problem) -> bool:
    """Whether the strategy drops the removable part of the other work."""
    return any(change.drops_removable_work for change in problem.strategy.changes.teams.values())


def _once_affordable(problem: Problem, staffing: Staffing, taken: Taken) -> bool:
    once = lever_usd(problem.scenario, taken, "one_time_usd")
    for each, change in zip(problem.scenario.own_teams.values(), staffing, strict=True):
        once += each.hire_usd * change.hired + each.release_usd * change.released
        once += sum(pair.cost_usd * change.retrained_in.get(pair.team, 0) for pair in each.retrain_from)
    return once <= problem.one_time_usd * (1 + NEARLY)


def _good_for_schools(problem: Problem, packages: NDArray[np.int64], offered: Offer) -> NDArray[np.bool_]:
    """[M] floors, the smaller one of today's office without levers, and what a school can take in."""
    scenario, limits = problem.scenario, problem.scenario.limits
    before = offer(scenario, frozenset()).effective_hours
    hours, visits = (_at(values, packages).sum(axis=1) for values in (offered.effective_hours, offered.visits))
    good = np.ones(len(packages), np.bool_)
    for i, s in enumerate(scenario.schools):
        floor = limits.school_floor_hours_per_teacher * s.teachers
        if problem.strategy.floors == "today":
            today = [package_today(scenario, name, s.id) for name in scenario.areas]
            floor = min(floor, sum(before[a, i, p] for a, p in enumerate(today)))
        most = limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * s.teachers
        good &= (hours[:, i] >= floor * (1 - NEARLY)) & (visits[:, i] <= most + NEARLY)
    return good
