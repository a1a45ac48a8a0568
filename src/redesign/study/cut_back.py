"""A plan that misses promises by its visits alone, without the visits that are worth least.

Team tables know posts and not which packages ask for their hours: lowered after a miss, they hold every other plan
back, too. The plan itself, cut back, may keep its promises and bring more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan, at_packages, under
from redesign.optimization.problem import Problem, floor_hours
from redesign.optimization.recheck import is_allowed
from redesign.study.problems import in_expectation
from redesign.study.questions import Answer

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEAST = 0.5
"""Where a team makes less than this share of its visits, too much of the plan would be lost."""
MORE = 0.005
"""So much more of a team's visits is left out than seemed to be needed: what is left is not thinned evenly."""


def cut_back(problem: Problem, plan: Plan, answers: Iterable[Answer]) -> Plan | None:
    """The plan with fewer visits of the teams whose clusters miss a promise.

    None where it misses none by visits alone, or where not so many may be left out.
    """
    missing = [each for each in answers if each.judged.room(-CALLED_MISSED) < 0]
    factors = {t: factor for each in missing for t, factor in each.carried.items()}
    if not missing or not all(each.carried for each in missing) or min(factors.values()) < LEAST:
        return None
    hours, found = problem.visit_hours(plan), plan
    for t, factor in sorted(factors.items()):
        found = _without(problem, found, t, float(hours[t]) * (1 - factor + MORE))
    left = problem.visit_hours(found)
    enough = all(left[t] <= hours[t] * factor for t, factor in factors.items())
    return found if enough and is_allowed(problem, found) else None


def without_areas(problem: Problem, answers: Iterable[Answer]) -> Problem | None:
    """The problem without the visits of areas that miss their promise, by teams that could hardly make any of a plan's.

    Their tables knew these visits, too: without them they are as hopeful as can be, for simulation to cut back what
    comes of it. None where there are no such areas, or where something else is missed, too.
    """
    missing = [each for each in answers if each.judged.room(-CALLED_MISSED) < 0]
    few = [each for each in missing if each.carried and min(each.carried.values()) < LEAST]
    if not few or not all(each.carried for each in missing) or not all(each.areas for each in few):
        return None
    allowed, names = problem.expectation.allowed.copy(), list(problem.scenario.areas)
    for a, t in ((names.index(name), t) for each in few for name in each.areas for t in each.carried):
        allowed[a][:, (problem.expectation.supplier[a] == t) & (problem.variants.package > 0)] = False
    hopeful = {t for each in few for t in each.carried}
    tables = (in_expectation(problem.scenario, t) if t in hopeful else old for t, old in enumerate(problem.tables))
    return replace(problem, expectation=replace(problem.expectation, allowed=allowed), tables=tuple(tables))


def _without(problem: Problem, plan: Plan, team: int, hours: float) -> Plan:
    """Smaller packages, or none, where an hour of a team's visits brings least, until so many hours are left out."""
    after, packages = expect(under(problem.scenario, plan)), plan.packages.copy()
    spare = at_packages(after.effective_hours, packages).sum(axis=0) - floor_hours(problem)
    for a, s, p in _cheapest_first(after, allowed_under(problem, plan), packages, team):
        now = packages[a, s]
        less = float(after.visit_hours[a, s, now] - after.visit_hours[a, s, p])
        lost = float(after.effective_hours[a, s, now] - after.effective_hours[a, s, p])
        if hours <= 0:
            break
        if less > 0 and lost <= spare[s]:
            packages[a, s] = p
            hours -= less
            spare[s] -= lost
    return replace(plan, packages=packages)


def _cheapest_first(after: Expectation, allowed: Bools, packages: Ints, team: int) -> list[tuple[int, int, int]]:
    """(area, school, package): smaller ones than a school has, by the support that goes with an hour of visits."""
    areas, smaller = np.arange(len(packages))[:, None], np.arange(allowed.shape[2])
    mine = (after.supplier[areas, packages] == team) & (packages > 0)
    hours, support = (at_packages(each, packages).astype(float) for each in (after.visit_hours, after.support))
    less, lost = hours[:, :, None] - after.visit_hours, support[:, :, None] - after.support
    same = (after.supplier == team) | (smaller == 0)
    options = np.argwhere(mine[:, :, None] & same[:, None, :] & allowed & (less > 0))
    worth = lost[tuple(options.T)] / less[tuple(options.T)]
    return [(a, s, p) for a, s, p in options[np.argsort(worth, kind="stable")].tolist()]


def allowed_under(problem: Problem, plan: Plan) -> Bools:
    """[A, S, P] packages that the plan may have, its levers given."""
    numbers = range(int(problem.variants.package.max(initial=0)) + 1)
    chosen = [problem.chosen(replace(plan, packages=np.full_like(plan.packages, p))) for p in numbers]
    allowed: Bools = np.stack([at_packages(problem.allowed_packages, each) for each in chosen], axis=2).astype(np.bool_)
    return allowed
