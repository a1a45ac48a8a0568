"""A year of a team week by week: hours worked, and work that waits. W weeks, T teams."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import TICKS_PER_HOUR, week_starts
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger
from redesign.simulation.tasks import Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def worked_by_week(scenario: Scenario, ledger: Ledger, records: Records) -> Floats:
    """[T, W] work hours spent in each week.

    What is worked by the end t of a week: the sum of t - start over what has started, less that of t - finish over what
    has ended.
    """
    begun, ended = (_until(scenario, ledger, times) for times in (records.start, records.finish))
    ticks = begun - ended
    pace = np.array([team.pace for team in scenario.team_list])[:, None]
    hours: Floats = np.diff(ticks, axis=1, prepend=0.0) * pace / TICKS_PER_HOUR
    return hours


def waiting_by_week(scenario: Scenario, ledger: Ledger, records: Records) -> Ints:
    """[T, W] tasks of requests and other work that have joined their line by the end of a week and not started."""
    work = ledger.area < 0
    joined, begun = (_count(scenario, ledger.team, times, work & (times >= 0)) for times in _of(records))
    waiting: Ints = joined - begun
    return waiting


def _of(records: Records) -> tuple[Ints, Ints]:
    return records.joined, records.start


def _count(scenario: Scenario, team: NDArray[np.int16], times: Ints, chosen: NDArray[np.bool_]) -> Ints:
    """[T, W] how many of the tasks chosen have a time by the end of each week."""
    return _cumulated(scenario, team[chosen], times[chosen], None).astype(np.int64)


def _until(scenario: Scenario, ledger: Ledger, times: Ints) -> Floats:
    """[T, W] sum over the tasks that have a time by the end of each week of the ticks that have passed since."""
    known = times >= 0
    team, at = ledger.team[known], times[known]
    ends = week_starts(scenario.calendar)[1:]
    passed: Floats = _cumulated(scenario, team, at, None) * ends - _cumulated(scenario, team, at, at.astype(np.float64))
    return passed


def _cumulated(scenario: Scenario, team: NDArray[np.int16], at: Ints, weights: Floats | None) -> Floats:
    """[T, W] number, or sum of weights, of the times up to the end of each week."""
    ends = week_starts(scenario.calendar)[1:]
    week = np.searchsorted(ends, at, side="left")  # those after the year fall into a week of their own
    shape = (len(scenario.teams), len(ends) + 1)
    cell = team.astype(np.int64) * shape[1] + week
    sums = np.bincount(cell, weights, minlength=shape[0] * shape[1]).reshape(shape)
    cumulated: Floats = np.cumsum(sums, axis=1, dtype=np.float64)[:, :-1]
    return cumulated
