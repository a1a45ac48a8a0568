"""A team's numbers of posts as an optimizer sees them: between which its table is linear, which are worth having."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.team_table import LINEAR
from redesign.optimization.problem import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SLACK_HOURS = 1e-6
"""Levels whose hours fall short by rounding only are kept."""


def work_range(problem: Problem, t: int) -> tuple[float, float]:
    """Least and most hours of other work, services and contracts that a team can have, over levers and packages."""
    other = float(problem.expectation.other_hours[t])
    least = np.array([states.hours[:, t].min() for states in problem.states]).sum()
    most = np.array([states.hours[:, t].max() for states in problem.states]).sum() + problem.most_brokering[t]
    return other + float(least), other + float(most)


def levels_worth_having(problem: Problem, t: int) -> Ints:
    """Numbers of posts that can carry the team's least work."""
    least, _ = work_range(problem, t)
    worth: Ints = np.flatnonzero(problem.tables[t].hours >= least - SLACK_HOURS)
    return worth


def corners_of(hours: Floats, levels: Ints) -> list[int]:
    """Of these numbers of posts, the ones between which capacity is linear."""
    if len(levels) < 3 or np.any(np.diff(levels) > 1):
        return [int(n) for n in levels]
    bends = np.zeros(len(levels), bool)
    bends[[0, -1]] = True
    bends[1:-1] |= np.abs(np.diff(hours[levels], 2)) > LINEAR * hours[-1]
    return [int(n) for n in levels[bends]]
