"""A team's numbers of posts as an optimizer sees them: how much each can carry, which are worth having."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.problem import Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
LINEAR = 1e-9
"""A curve bends where its slope changes by more than this share of its hours."""
SLACK_HOURS = 1e-6
"""Levels whose hours fall short by rounding only are kept."""


@dataclass(slots=True)
class Buckets:
    """A team's capacity by posts while its visit share lies in a range."""

    hours: Floats
    """[N, B] most load, cut off at what a plan can use."""
    room: Floats
    """[N, B] the same, not cut off: load and training together."""
    low_share: tuple[float, ...]
    high_share: tuple[float, ...]

    @property
    def limits_mix(self) -> bool:
        """Whether the capacity depends on the share of visits."""
        return len(self.low_share) > 1


def buckets_of(problem: Problem, t: int) -> Buckets:
    """Capacity by posts and bucket; one bucket for a team without areas and for a curve that is flat in the mix.

    Hours that no plan can use are cut off, for a tight relaxation: the load is at most all work and all visits, and
    where visits are at most a share m of it, at most the other work over 1 - m.
    """
    curve, most = problem.curves[t], work_range(problem, t)[1]
    own = problem.expectation.made_by(t).any(axis=1)
    if not own.any():
        return Buckets(np.minimum(curve.hours[:, :1], most), curve.hours[:, :1], (0.0,), (0.0,))
    offered = problem.expectation.of_team(problem.expectation.visit_hours, t)
    visits = np.where(problem.allowed_packages, offered, 0.0)[own].max(axis=2).sum()
    if np.all(curve.hours == curve.hours[:, :1]):
        return Buckets(np.minimum(curve.hours[:, :1], most + visits), curve.hours[:, :1], (0.0,), (1.0,))
    usable = [min(most + visits, most / (1 - high) if high < 1 else np.inf) for high in curve.mix[1:]]
    return Buckets(np.minimum(curve.between, usable), curve.between, curve.mix[:-1], curve.mix[1:])


def work_range(problem: Problem, t: int) -> tuple[float, float]:
    """Least and most hours of other work and services that a team can have, over the levers."""
    other = float(problem.expectation.other_hours[t])
    least = np.array([states.hours[:, t].min() for states in problem.states]).sum()
    return other + float(least), other + float(np.array([s.hours[:, t].max() for s in problem.states]).sum())


def corners_of(buckets: Buckets, worth_having: NDArray[np.bool_], b: int) -> list[int]:
    """Levels worth having between which capacity is linear in posts."""
    levels = np.flatnonzero(worth_having)
    if len(levels) < 3 or np.any(np.diff(levels) > 1):
        return [int(n) for n in levels]
    bends = np.zeros(len(levels), bool)
    bends[[0, -1]] = True
    for hours in (buckets.hours[levels, b], buckets.room[levels, b]):
        bends[1:-1] |= np.abs(np.diff(hours, 2)) > LINEAR * hours[-1]
    return [int(n) for n in levels[bends]]


def levels_worth_having(problem: Problem, t: int, buckets: Buckets) -> Bools:
    """[N, B] levels that can carry the team's least load in the bucket.

    A team that neither makes visits nor takes in retrained posts also needs no more posts than the larger
    of today's and those for its most work: giving up one hired post more saves money and breaks nothing.
    """
    least, most = work_range(problem, t)
    worth: Bools = buckets.hours >= least / (1 - np.array(buckets.low_share)) - SLACK_HOURS
    team, posts = problem.scenario.team_list[t], problem.curves[t].posts
    makes_visits = problem.expectation.made_by(t).any()
    if makes_visits or team.retrain_from or np.any(np.diff(buckets.hours, axis=0) < 0):
        return worth
    enough = np.flatnonzero(buckets.hours[:, 0] >= most)
    if len(enough):
        worth[posts > max(int(posts[enough[0]]), team.posts_today)] = False
    return worth
