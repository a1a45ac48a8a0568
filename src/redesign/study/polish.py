"""The last step of a search, by simulation alone: what a plan brings beyond what team tables count.

    maximize  simulated support on the search years, promises kept

Tables count the share of visits that the file asks for. One more post makes visits, too, that would lapse beyond it,
and no solve sees a use in that. Posts more and fewer, other packages of a school, levers taken or left: each is tried
alone, and the best set of them is made that money allows, again and again, as long as it brings more. What clusters of
teams do adds up, so that a set with one change a cluster brings what its changes bring.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, at_packages, under
from redesign.optimization.best_set import best_set
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import TOLERANCE, is_allowed, room
from redesign.optimization.solve import POLISHED, taken_over
from redesign.study.cut_back import allowed_under
from redesign.study.found import Found, Tried
from redesign.study.learned import as_shown
from redesign.study.problems import without_promises
from redesign.study.spare_posts import plus, with_one_fewer
from redesign.study.trials import Trials

Floats = NDArray[np.float64]

MOST_STEPS = 12
WORTH = 0.001
"""A step that brings less than this share of the support is not made: plans should not differ by what is noise."""
LEAST_OF_EACH = 0.0002
"""The same of each change in it."""
MOST_REFUSED = 4
"""Sets of changes that turn out to break a rule before no other is looked for."""
MOST_FEWER = 3
"""Posts that a team gives up in one step."""
MOST_PACKAGES = 12
"""Changes of a school's package that are tried: so many that promise most, and as many that lose least."""


Change = Callable[[Plan], Plan]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tested:
    """A change that keeps every promise: what it touches, and what it brings there."""

    change: Change
    room: Floats
    """[R] what it leaves of every constraint more than there was, or less."""
    touches: Floats
    """[I] 1 for clusters that it touches."""
    gain: float


def polish(found: Found, trials: Trials) -> bool:
    """Step by step from the best plan that was tried, while one brings more and every promise is kept.

    Returns whether there was one.
    """
    for step in range(MOST_STEPS):
        best = max(found.tried, key=lambda tried: tried.rank, default=None)
        better = _better(found, best, trials) if best and best.room >= 0 else None
        if better is None:
            return step > 0
        found.tried.append(better)
    return True


def _better(found: Found, best: Tried, trials: Trials) -> Tried | None:
    """The plan with the best set of changes; None where none brings enough."""
    for moved in _moved(found, best, trials):
        problem = without_promises(found.problem)
        everything = {i: (i, problem, moved) for i in range(len(best.answers))}
        answers = trials.of_one(everything, explained=False)
        status = best.solution.status.removesuffix(POLISHED) + POLISHED
        solution = taken_over(found.problem, moved, found.last, status)
        tried = Tried(problem, solution, tuple(answers.values()), taken_over=True)
        if tried.room >= 0 and tried.support >= best.support * (1 + WORTH):
            return tried
    return None


def _moved(found: Found, best: Tried, trials: Trials) -> Iterator[Plan]:
    """The plan under the best set of changes, and under the next best ones where that breaks a rule after all."""
    plan, refused = best.solution.plan, list[tuple[int, ...]]()
    # what the plan itself contradicts, simulation says otherwise
    problem = as_shown(found.problem, plan)
    now = {name: left for name, left in room(problem, plan).items() if np.isfinite(left)}
    tested = _tested(problem, best, trials, now)
    while tested and len(refused) < MOST_REFUSED:
        values = np.array([each.gain for each in tested]) - LEAST_OF_EACH * best.support
        uses = np.array([np.concatenate([-each.room, each.touches]) for each in tested]).T
        left = np.concatenate([np.maximum(list(now.values()), 0.0), np.ones(len(best.answers))])
        chosen, in_time = best_set(values, uses, left, refused)
        found.reproducible &= in_time
        gain = sum(tested[n].gain for n in chosen)
        if gain <= 0 or gain < WORTH * best.support:
            return
        moved = plan
        for n in chosen:
            moved = tested[n].change(moved)
        if is_allowed(problem, moved):
            yield moved
        refused.append(chosen)


def _tested(problem: Problem, best: Tried, trials: Trials, now: Mapping[str, float]) -> list[Tested]:
    """Changes that keep every promise, of those that others could make room for."""
    plan = best.solution.plan
    steps = {(n, k): each for n, ladder in enumerate(_ladders(problem, plan)) for k, each in enumerate(ladder)}
    moved = {at: change(plan) for at, change in steps.items()}
    left = {at: _left(problem, each, now) for at, each in moved.items()}
    more = {at: each - np.array(list(now.values())) for at, each in left.items()}
    most = sum(np.maximum(each, 0.0) for each in more.values())
    possible = {at: each for at, each in moved.items() if (left[at] + most >= -TOLERANCE).all()}
    gains: dict[tuple[int, int], dict[int, float]] = {}
    for k in range(MOST_FEWER):
        going = {at: each for at, each in possible.items() if at[1] == k and (k == 0 or (at[0], k - 1) in gains)}
        gains |= _gains(problem, best, going, trials)
    clusters = range(len(best.answers))
    return [
        Tested(steps[at], more[at], np.isin(clusters, list(gain)).astype(float), sum(gain.values()))
        for at, gain in sorted(gains.items())
    ]


def _left(problem: Problem, plan: Plan, now: Mapping[str, float]) -> Floats:
    left = room(problem, plan)
    return np.array([left.get(name, 0.0) for name in now])


def _gains(problem: Problem, best: Tried, moved: Mapping[Key, Plan], trials: Trials) -> dict[Key, dict[int, float]]:
    """{cluster: support} that plans bring more where they touch something; none where a promise is missed."""
    clusters, plan = range(len(best.answers)), best.solution.plan
    touched = {at: [i for i in clusters if not trials.is_same(i, problem, each, plan)] for at, each in moved.items()}
    asked = {(at, i): (i, problem, moved[at]) for at, touches in touched.items() for i in touches}
    answers, gains = trials.of_one(asked, explained=False), {}
    for at, touches in touched.items():
        judged = {i: answers[at, i].judged for i in touches}
        if all(each.room(-CALLED_MISSED) >= 0 for each in judged.values()):
            gains[at] = {i: float((j.support - best.answers[i].judged.support).sum()) for i, j in judged.items()}
    return gains


def _ladders(problem: Problem, plan: Plan) -> list[list[Change]]:
    """Changes, in an order in which they can be made: posts are given up before they are kept in their place. Of a
    list each goes further than the one before: where that misses a promise, so does this one.
    """
    fewer: list[list[Change]] = [
        [partial(_with_fewer, t, count) for count in range(1, 1 + min(MOST_FEWER, int(plan.posts[t])))]
        for t in _own(problem)
    ]
    others: list[Change] = [partial(_with_package, *each) for each in _packages(problem, plan)]
    others += [partial(_with_lever_turned, e) for e in problem.levers]
    others += _more_or_other_people(problem, plan)
    return [*fewer, *([change] for change in others)]


def _own(problem: Problem) -> list[int]:
    return [t for t, team in enumerate(problem.scenario.team_list) if team.outside is None]


def _more_or_other_people(problem: Problem, plan: Plan) -> Iterator[Change]:
    """Each team that makes visits with a post more: one that was given up, there or elsewhere, one of another team, or
    a new one; or with one who was retrained, where the other team hires, in place of one hired.
    """
    visits, ids = problem.visit_hours(plan), problem.scenario.team_ids
    for t in _own(problem):
        sources = [ids.index(pair.team) for pair in problem.scenario.team_list[t].retrain_from]
        if visits[t] > 0 and plan.hired[t]:
            yield from (partial(_retrained_instead_of_hired, i, t) for i in sources)
        if visits[t] > 0 and plan.posts[t] < problem.most_posts(t):
            yield partial(_not_given_up, t)
            yield from (partial(_retrained, i, t) for i in sources)
            yield from (partial(_retrained_instead_of_given_up, i, t) for i in sources)
            yield partial(_hired, t)


def _packages(problem: Problem, plan: Plan) -> list[tuple[int, int, int]]:
    """[area, school, package] that promise most in place of what a school has, and those that lose least."""
    after, packages = expect(under(problem.scenario, plan)), plan.packages
    gain = after.support - at_packages(after.support, packages).astype(float)[:, :, None]
    numbers = np.arange(after.support.shape[2])
    options = np.argwhere(allowed_under(problem, plan) & (numbers != packages[:, :, None]))
    worth = gain[tuple(options.T)]
    order = [(a, s, p) for a, s, p in options[np.argsort(-worth, kind="stable")].tolist()]
    growing = int((worth > 0).sum())
    return [*order[:growing][:MOST_PACKAGES], *order[growing:][:MOST_PACKAGES]]


def _with_fewer(t: int, count: int, plan: Plan) -> Plan:
    for _ in range(count):
        plan = with_one_fewer(plan, t)
    return plan


def _not_given_up(t: int, plan: Plan) -> Plan:
    return replace(plan, kept=plus(plan.kept, t), released=plus(plan.released, t, -1))


def _retrained(i: int, t: int, plan: Plan) -> Plan:
    return replace(plan, retrained=plus(plan.retrained, (i, t)), kept=plus(plan.kept, i, -1))


def _retrained_instead_of_given_up(i: int, t: int, plan: Plan) -> Plan:
    return replace(plan, retrained=plus(plan.retrained, (i, t)), released=plus(plan.released, i, -1))


def _retrained_instead_of_hired(i: int, t: int, plan: Plan) -> Plan:
    return replace(_retrained(i, t, plan), hired=plus(plus(plan.hired, t, -1), i))


def _hired(t: int, plan: Plan) -> Plan:
    return replace(plan, hired=plus(plan.hired, t))


def _with_package(a: int, s: int, p: int, plan: Plan) -> Plan:
    packages = plan.packages.copy()
    packages[a, s] = p
    return replace(plan, packages=packages)


def _with_lever_turned(e: int, plan: Plan) -> Plan:
    levers = plan.levers.copy()
    levers[e] = not levers[e]
    return replace(plan, levers=levers)
