"""The last step of a search, by simulation alone: what a plan brings beyond what team tables count.

    maximize  simulated support on the search years, promises kept

Tables count the share of visits that the file asks for. One more post makes visits, too, that would lapse beyond it,
and no solve sees a use in that. A post more in a team that makes visits, paid by what is left or by a post less
elsewhere, and levers taken or left: the best such move, again and again, as long as one brings more. Clusters of teams
are simulated apart, so that a move costs the clusters that it touches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from redesign.analysis.cluster_years import CALLED_MISSED
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed, recheck
from redesign.optimization.solve import POLISHED, taken_over
from redesign.study.asked import Trials
from redesign.study.found import Found, Tried
from redesign.study.problems import without_promises
from redesign.study.spare_posts import with_one_fewer

MOST_STEPS = 12
WORTH = 0.001
"""A move that brings less than this share of the support is not made: plans should not differ by what is noise."""
MOST_TRIES = 4
"""Moves that are simulated as a whole before the best of what their parts promise is given up."""

Change = Callable[[Plan], Plan]


@dataclass(frozen=True, slots=True)
class Part:
    """A post more or less in one team, or a lever taken or left."""

    apply: Change
    clusters: tuple[int, ...]
    """That it touches."""
    gain: float = 0.0
    """Of support there."""


def polish(found: Found, trials: Trials) -> bool:
    """Move by move from the best plan that was tried, while one brings more and every promise is kept.

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
    """A plan one move away that brings more, of those whose parts promise most; None where there is none."""
    problem, plan, least = without_promises(found.problem), best.solution.plan, WORTH * best.support
    more, less, levers = (
        _promising(parts, problem, best, trials)
        for parts in (_more(problem, plan, trials), _fewer(found.problem, plan, trials), _levers(problem, trials))
    )
    moves: list[tuple[Part, ...]] = [(part,) for part in (*more, *levers)]
    moves += [(paying, part) for part in (*more, *levers) for paying in (*less, *levers) if part is not paying]
    tries = 0
    for move in sorted(moves, key=_gain, reverse=True):
        if _gain(move) < least or tries == MOST_TRIES:
            return None
        moved = plan
        for part in move:
            moved = part.apply(moved)
        if not is_allowed(problem, moved):
            continue
        tries += 1
        everything = {i: (i, problem, moved) for i in range(len(trials.setting.clusters))}
        answers = trials.of_one(everything, explained=False)
        solution = taken_over(found.problem, moved, found.last, POLISHED)
        tried = Tried(problem, solution, tuple(answers.values()))
        if tried.room >= 0 and tried.support >= best.support + least:
            return tried
    return None


def _gain(move: tuple[Part, ...]) -> float:
    return sum(part.gain for part in move)


def _promising(parts: list[Part], problem: Problem, best: Tried, trials: Trials) -> list[Part]:
    """Parts under which the clusters that they touch keep their promises, with what they bring there."""
    asked = {(n, i): (i, problem, part.apply(best.solution.plan)) for n, part in enumerate(parts) for i in part.clusters}
    answers, found = trials.of_one(asked, explained=False), []
    for n, part in enumerate(parts):
        judged = {i: answers[n, i].judged for i in part.clusters}
        if all(each.room(-CALLED_MISSED) >= 0 for each in judged.values()):
            gain = sum(float(each.support.sum() - best.answers[i].judged.support.sum()) for i, each in judged.items())
            found.append(replace(part, gain=gain))
    return found


def _fewer(problem: Problem, plan: Plan, trials: Trials) -> list[Part]:
    """A post less in each team, where no fact says that it is too few."""
    own = [t for t, team in enumerate(problem.scenario.team_list) if team.outside is None and plan.posts[t] > 0]
    smaller = {t: with_one_fewer(plan, t) for t in own}
    enough = [t for t, each in smaller.items() if not any("least posts" in v for v in recheck(problem, each).violated)]
    return [Part(partial(with_one_fewer, t=t), (trials.cluster_of[t],)) for t in enough]


def _more(problem: Problem, plan: Plan, trials: Trials) -> list[Part]:
    """A post more in each team that makes visits: not given up, retrained, or hired.

    Whether there is one to be kept or retrained is for the whole move to say: it may give one up elsewhere.
    """
    visits, parts = problem.visit_hours(plan), []
    for t, team in enumerate(problem.scenario.team_list):
        if visits[t] > 0 and team.outside is None and plan.posts[t] < problem.most_posts(t):
            sources = [problem.scenario.team_ids.index(pair.team) for pair in team.retrain_from]
            ways = [("kept", t, t), *(("retrained", (i, t), i) for i in sources), ("hired", t, None)]
            parts += [Part(partial(_with_one_more, *way), (trials.cluster_of[t],)) for way in ways]
    return parts


def _levers(problem: Problem, trials: Trials) -> list[Part]:
    """A lever taken or left."""
    everything = tuple(range(len(trials.setting.clusters)))
    return [Part(partial(_with_lever_turned, e), everything) for e in problem.levers]


def _with_one_more(way: str, where: int | tuple[int, int], from_released: int | None, plan: Plan) -> Plan:
    grown = replace(plan, **{way: _plus(getattr(plan, way), where)})
    return grown if from_released is None else replace(grown, released=_plus(plan.released, from_released, -1))


def _with_lever_turned(e: int, plan: Plan) -> Plan:
    levers = plan.levers.copy()
    levers[e] = not levers[e]
    return replace(plan, levers=levers)


def _plus(values: np.ndarray, where: int | tuple[int, int], by: int = 1) -> np.ndarray:
    other = values.copy()
    other[where] += by
    return other
