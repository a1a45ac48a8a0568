"""The best plan of a menu by looking at every plan there is.

Nothing here uses the optimizer or its re-check: a plan is judged by what docs/model.md says about posts,
promises, money, floors and rules, all packages of all schools at once for each staffing and each lever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimization.menus import MOST_POSTS
from redesign.analysis.curve import MIX, CapacityCurve
from redesign.optimization.problem import Problem
from redesign.scenario.model import NONE, Rule, Scenario
from redesign.scenario.plan import LeverChoice, Plan, TeamChange

NEARLY = 1e-7
"""Relative room for rounding: far below the differences that random numbers make."""
CHOICES: tuple[LeverChoice, ...] = ("as_is", "automate", "eliminate")


class Staffing(NamedTuple):
    """Moves of the two teams of a menu."""

    clerks: TeamChange
    coaches: TeamChange


@dataclass(frozen=True)
class Best:
    """The best plan of a menu."""

    support: float
    plan: Plan


def enumerate_best(problem: Problem) -> Best | None:
    """The plan with the most support of all that are allowed; None where none is."""
    judge = Judge(problem, all_packages(problem))
    best: Best | None = None
    for staffing, choice in product(all_staffings(problem), _lever_choices(problem)):
        support = np.where(judge.allows(staffing, choice), judge.support, -np.inf)
        if support.max() > (-np.inf if best is None else best.support):
            at = int(support.argmax())
            best = Best(float(support[at]), plan_of(problem, staffing, choice, judge.packages[at]))
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
                TeamChange(kept, {}, hired, clerks.posts_today - kept - out),
                TeamChange(kept_coaches, {"clerks": out}, hired_coaches, coaches.posts_today - kept_coaches),
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
            steps = problem.freedoms.package_steps
            if steps is not None:
                here = [p for p in here if abs(p - today[s.id]) <= (steps if offered else 0)]
            menus.append(tuple(here))
    return np.array(list(product(*menus)), np.int64).reshape(-1, len(scenario.areas), len(scenario.schools))


def plan_of(problem: Problem, staffing: Staffing, choice: LeverChoice, packages: NDArray[np.int64]) -> Plan:
    names = {}
    for a, (name, each) in enumerate(problem.scenario.areas.items()):
        words = (NONE, *each.packages)
        names[name] = {s.id: words[packages[a, i]] for i, s in enumerate(problem.scenario.schools)}
    posts = {"clerks": staffing.clerks, "coaches": staffing.coaches}
    return Plan(posts, names, {"forms": choice}, problem.freedoms.levers)


def _package_today(scenario: Scenario, name: str, school_id: str) -> int:
    each = scenario.areas[name]
    level = next(s.level for s in scenario.schools if s.id == school_id)
    given = str(each.package_today)
    return 0 if given == NONE or level not in each.levels else 1 + list(each.packages).index(given)


def _at(values: NDArray[Any], packages: NDArray[np.int64]) -> NDArray[Any]:
    """[M, A, S] entries of values [A, S, P]."""
    a, s = np.ogrid[: packages.shape[1], : packages.shape[2]]
    return values[a, s, packages]


def _lever_choices(problem: Problem) -> list[LeverChoice]:
    offered = problem.scenario.services["forms"]
    levers = problem.freedoms.levers
    return [c for c in CHOICES if c == "as_is" or (levers and getattr(offered, c) is not None)]


def _rules_in_force(problem: Problem, kind: str) -> list[Rule]:
    lifted = problem.freedoms.lifted_rules
    return [r for name, r in problem.scenario.rules.items() if r.kind == kind and name not in lifted]


def _staffing_allowed(problem: Problem, staffing: Staffing) -> bool:
    """Freedoms and the rules on posts."""
    freedoms, teams = problem.freedoms, problem.scenario.teams
    for name, change in zip(teams, staffing, strict=True):
        if (change.hired and not freedoms.hire) or (change.released and not freedoms.release):
            return False
        if any(change.retrained_in.values()) and not freedoms.retrain:
            return False
        today = teams[name].posts_today
        for rule in _rules_in_force(problem, "release_limit"):
            if (not rule.teams or name in rule.teams) and change.released > (rule.release_share or 0) * today + NEARLY:
                return False
        for rule in _rules_in_force(problem, "minimum_posts"):
            if (not rule.teams or name in rule.teams) and change.planned < (rule.minimum_share or 0) * today - NEARLY:
                return False
    return True


class Judge:
    """Which of the packages [M, A, S] may go with a staffing and a lever."""

    def __init__(self, problem: Problem, packages: NDArray[np.int64]) -> None:
        expectation = problem.expectation
        own = [expectation.area_team == t for t in range(len(problem.curves))]
        hours, materials = (_at(x, packages).sum(axis=2) for x in (expectation.visit_hours, expectation.materials_usd))
        self.problem = problem
        self.packages = packages
        self.support = _at(expectation.support, packages).sum(axis=(1, 2))
        self.visit_hours = [hours[:, areas].sum(axis=1) for areas in own]
        self.materials_usd = [materials[:, areas].sum(axis=1) for areas in own]
        self.served = (packages > 0).sum(axis=2)
        self.good = _good_for_schools(problem, packages)

    def allows(self, staffing: Staffing, choice: LeverChoice) -> NDArray[np.bool_]:
        if not (_staffing_allowed(self.problem, staffing) and _once_affordable(self.problem, staffing, choice)):
            return np.zeros(len(self.packages), np.bool_)
        money, span = self._within_money(staffing, choice), self._within_span(staffing)
        return self.good & money & span & self._within_capacity(staffing, choice)

    def _within_capacity(self, staffing: Staffing, choice: LeverChoice) -> NDArray[np.bool_]:
        """Load, and the time that training takes, within each team's curve at its visit share."""
        problem, expectation = self.problem, self.problem.expectation
        fits = np.ones(len(self.packages), np.bool_)
        for t, change in enumerate(staffing):
            kept_work = 0.0 if problem.freedoms.levers else expectation.removable_hours[t]
            work = expectation.other_hours[t] + kept_work + expectation.service_hours[0, CHOICES.index(choice), t]
            pairs = list(problem.scenario.teams.values())[t].retrain_from
            ramps = sum(change.retrained_in.get(pair.team, 0) * pair.ramp_share for pair in pairs)
            training = 0.0 if problem.freedoms.free_transition else ramps * expectation.post_hours[t]
            load, room = self.visit_hours[t] + work, problem.curves[t].hours[change.planned, 0]
            if (expectation.area_team == t).any():
                room = _room(problem.curves[t], change.planned, self.visit_hours[t], load)
            fits &= load + training <= room + NEARLY
        return fits

    def _within_money(self, staffing: Staffing, choice: LeverChoice) -> NDArray[np.bool_]:
        """The yearly budget; and what a tied stream does not spend of today's money, nobody else may spend."""
        problem, unused = self.problem, 0.0
        total = _lever_usd(problem, choice, "yearly_usd")
        for t, (each, change) in enumerate(zip(problem.scenario.teams.values(), staffing, strict=True)):
            own = change.planned * each.loaded_cost_usd + self.materials_usd[t]
            total = total + own
            if each.funding_stream == "grant" and _rules_in_force(problem, "funding_tie"):
                unused = unused + np.maximum(0.0, _cost_today(problem, t) - own)
        return total + unused <= problem.yearly_usd * (1 + NEARLY)

    def _within_span(self, staffing: Staffing) -> NDArray[np.bool_]:
        fits = np.ones(len(self.packages), np.bool_)
        for a, each in enumerate(self.problem.scenario.areas.values()):
            if each.span_schools_per_post is not None:
                posts = staffing[self.problem.scenario.team_ids.index(each.team)].planned
                fits &= self.served[:, a] <= each.span_schools_per_post * posts + NEARLY
        return fits


def _room(curve: CapacityCurve, posts: int, visits: NDArray[Any], load: NDArray[Any]) -> NDArray[Any]:
    """[M] capacity at a visit share: of the two neighboring shares the one with less room."""
    room = np.zeros(len(load))
    for low, high, left, right in zip(MIX, MIX[1:], curve.hours[posts], curve.hours[posts, 1:], strict=False):
        inside = (visits >= low * load - NEARLY) & (visits <= high * load + NEARLY)
        room = np.where(inside, np.maximum(room, min(left, right)), room)
    return room


def _lever_usd(problem: Problem, choice: LeverChoice, key: str) -> float:
    return 0.0 if choice == "as_is" else float(getattr(getattr(problem.scenario.services["forms"], choice), key))


def _once_affordable(problem: Problem, staffing: Staffing, choice: LeverChoice) -> bool:
    once = _lever_usd(problem, choice, "one_time_usd")
    for each, change in zip(problem.scenario.teams.values(), staffing, strict=True):
        once += each.hire_usd * change.hired + each.release_usd * change.released
        once += sum(pair.cost_usd * change.retrained_in.get(pair.team, 0) for pair in each.retrain_from)
    return problem.freedoms.free_transition or once <= problem.one_time_usd * (1 + NEARLY)


def _cost_today(problem: Problem, t: int) -> float:
    """Posts of a team and materials of its areas today."""
    scenario = problem.scenario
    name, each = list(scenario.teams.items())[t]
    today = each.posts_today * each.loaded_cost_usd
    for area_name, given in scenario.areas.items():
        if given.team == name:
            chosen = [_package_today(scenario, area_name, s.id) for s in scenario.schools]
            today += sum(list(given.packages.values())[p - 1].materials_usd for p in chosen if p)
    return today


def _good_for_schools(problem: Problem, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[M] floors and what a school can take in."""
    scenario, limits = problem.scenario, problem.scenario.limits
    hours = _at(problem.expectation.effective_hours, packages).sum(axis=1)
    visits = _at(problem.expectation.visits, packages).sum(axis=1)
    good = np.ones(len(packages), np.bool_)
    for i, s in enumerate(scenario.schools):
        floor = limits.school_floor_hours_per_teacher * s.teachers
        if not problem.freedoms.floors:
            today = [_package_today(scenario, name, s.id) for name in scenario.areas]
            floor = min(floor, sum(problem.expectation.effective_hours[a, i, p] for a, p in enumerate(today)))
        most = limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * s.teachers
        good &= (hours[:, i] >= floor * (1 - NEARLY)) & (visits[:, i] <= most + NEARLY)
    return good
