"""A year of a team week by week: hours worked, and work that waits. N tasks, W weeks, T teams."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import TICKS_PER_HOUR, week_starts
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger
from redesign.simulation.tasks import Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def by_week(scenario: Scenario, ledger: Ledger, records: Records) -> tuple[Floats, Ints]:
    """[T, W] work hours spent in each week, and [T, W] tasks that wait at its end.

    What is worked by the end t of a week: the sum of t - start over what has started, less that of t - finish over what
    has ended. What waits: tasks of requests and other work that have joined their line and not started.
    """
    ends = week_starts(scenario.calendar)[1:]
    work = ledger.area < 0
    cells = {name: _cells(ledger.team, getattr(records, name), ends) for name in ("joined", "start", "finish")}
    begun, ended = (_ticks_since(cells[name], getattr(records, name), ends) for name in ("start", "finish"))
    joined, left = (_until(cells[name][work], None, len(ends)) for name in ("joined", "start"))
    pace = np.array([team.pace for team in scenario.team_list])[:, None]
    teams = len(pace)
    worked: Floats = np.diff(_of(begun, teams) - _of(ended, teams), axis=1, prepend=0.0) * pace / TICKS_PER_HOUR
    waiting: Ints = (_of(joined, teams) - _of(left, teams)).astype(np.int64)
    return worked, waiting


def _cells(team: NDArray[np.int16], at: Ints, ends: Floats) -> Ints:
    """[N] team and week in one number; what has no time or one after the year stands in a week of its own."""
    weeks = np.ceil(at / ends[0]).astype(np.int64) - 1
    never = (at < 0) | (weeks >= len(ends))
    weeks = np.where(never, len(ends), np.maximum(weeks, 0))
    cells: Ints = team * np.int64(len(ends) + 1) + weeks
    return cells


def _ticks_since(cells: Ints, at: Ints, ends: Floats) -> Floats:
    """[t, W] sum over what has a time by the end of each week of the ticks since then; t teams up to the last seen."""
    count, sums = _until(cells, None, len(ends)), _until(cells, at.astype(np.float64), len(ends))
    passed: Floats = count * ends - sums
    return passed


def _until(cells: Ints, weights: Floats | None, weeks: int) -> Floats:
    """[t, W] number, or sum of weights, of the cells up to each week."""
    teams = int(cells.max()) // (weeks + 1) + 1 if len(cells) else 0
    sums = np.bincount(cells, weights, minlength=teams * (weeks + 1)).reshape(teams, weeks + 1)
    cumulated: Floats = np.cumsum(sums, axis=1, dtype=np.float64)[:, :-1]
    return cumulated


def _of(found: Floats, teams: int) -> Floats:
    """[T, W] with the teams that nothing was seen of."""
    return np.pad(found, ((0, teams - len(found)), (0, 0)))
