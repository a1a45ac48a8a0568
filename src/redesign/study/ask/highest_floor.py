"""How much can every school be given within the budget?"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from redesign.optimization.conflict import groups, is_possible
from redesign.optimization.problem import Problem
from redesign.optimization.repair import with_floor
from redesign.study.ask.variant import Asking

CLOSE, MOST_STEPS = 0.02, 8
"""The highest floor is looked for to this share of itself, in so many solves at most."""
BEYOND_CLOSE = 0.005
SECONDS = 15.0
"""Near the edge a solver looks for a plan for as long as it may: here no longer than this."""


class Floor(NamedTuple):
    """Effective hours per teacher of every school."""

    reached: float
    """A plan gives so much."""
    beyond: float
    """No plan gives more, not even with packages in parts."""


def highest_floor(asking: Asking) -> Floor:
    """The highest floor for which a plan was found, and above which there is none, under what is known of teams."""
    problem = asking.base.problem
    per_teacher = problem.expectation.effective_hours.max(axis=2).sum(axis=0) / problem.expectation.teachers
    low = asking.scenario.limits.school_floor_hours_per_teacher
    beyond = _beyond(problem, low, max(low, float(per_teacher.min())))
    high = beyond
    for _ in range(MOST_STEPS):
        if high - low <= CLOSE * high:
            break
        middle = (low + high) / 2
        found = asking.solved([_in_short(with_floor(problem, middle))])[0]
        low, high = (middle, high) if found.plan is not None else (low, middle)
    return Floor(low, beyond)


def _beyond(problem: Problem, low: float, high: float) -> float:
    """Above it the relaxation with packages in parts has no plan."""
    if _may(problem, high):
        return high
    while high - low > BEYOND_CLOSE * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _may(problem, middle) else (low, middle)
    return high


def _may(problem: Problem, floor: float) -> bool:
    raised = with_floor(problem, floor)
    return is_possible(raised, groups(raised), whole=False)


def _in_short(problem: Problem) -> Problem:
    run = problem.scenario.run
    run = run.model_copy(update={"solver_seconds": min(SECONDS, run.solver_seconds)})
    return replace(problem, scenario=problem.scenario.model_copy(update={"run": run}))
