"""Absences of a team's posts in one year: leave in weeks, and spells in which a post stands vacant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import week_starts
from redesign.demand.expectation import QUIET_WEEKS, leave_weeks, vacancy_spell_weeks
from redesign.demand.streams import stream
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Absences:
    """Blocks in which posts are closed, post by post and in order; blocks of one post never touch."""

    posts: int
    """Posts that were drawn."""
    post: Ints
    """[B]"""
    start: Ints
    """[B] ticks."""
    length: Ints
    """[B] ticks, at least 1."""


def draw_absences(scenario: Scenario, replication: int, team: str, posts: int) -> Absences:
    """Draw a year's absences of `posts` posts; more posts leave those of the earlier ones as they were."""
    if posts == 0:
        nobody = np.zeros(0, np.int64)
        return Absences(0, nobody, nobody, nobody)
    closed = _leave(scenario, replication, team, posts)
    closed[_vacant(scenario, replication, team, posts)] = 1.0
    opens = scenario.teams[team].opens_weeks - np.arange(scenario.calendar.weeks)
    closed = np.maximum(closed, np.clip(opens, 0.0, 1.0))
    # A block goes on from one week into the next where it fills the first to its end.
    goes_on = np.zeros_like(closed, np.bool_)
    goes_on[:, :-1] = (closed[:, :-1] == 1) & (closed[:, 1:] > 0)
    comes_on = np.roll(goes_on, 1, axis=1)
    post, first = np.nonzero((closed > 0) & ~comes_on)
    _, last = np.nonzero((closed > 0) & ~goes_on)
    edges = week_starts(scenario.calendar)
    week = edges[1]
    start = np.rint(edges[first]).astype(np.int64)
    end = np.rint(edges[last] + closed[post, last] * week).astype(np.int64)
    there = end > start
    return Absences(posts, post[there], start[there], (end - start)[there])


def _leave(scenario: Scenario, replication: int, team: str, posts: int) -> Floats:
    """[posts, weeks] share of each week on leave: whole weeks and one part, at distinct weeks."""
    weeks = scenario.calendar.weeks
    leave = leave_weeks(scenario, scenario.teams[team])
    draws = stream(scenario.run.seed, replication, "team", team, "leave").random((posts, weeks - QUIET_WEEKS))
    rank = np.argsort(np.argsort(draws, axis=1), axis=1)
    closed = np.zeros((posts, weeks))
    closed[:, : weeks - QUIET_WEEKS] = np.round(np.clip(leave - rank, 0.0, 1.0), 9)
    return closed


def _vacant(scenario: Scenario, replication: int, team: str, posts: int) -> NDArray[np.bool_]:
    """[posts, weeks] whether a post stands vacant: one spell of whole weeks, or none."""
    weeks, rate = scenario.calendar.weeks, scenario.teams[team].vacancy_rate
    usable = weeks - QUIET_WEEKS
    length = vacancy_spell_weeks(scenario, scenario.teams[team])
    draws = stream(scenario.run.seed, replication, "team", team, "vacancy").random((posts, 2))
    start = np.floor(draws[:, 1] * (usable - length + 1))[:, None]
    week = np.arange(weeks)
    return (draws[:, :1] < rate * weeks / length) & (start <= week) & (week < start + length)
