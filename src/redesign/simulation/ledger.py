"""Batches of work put end to end: the tasks that an engine runs and the ledger that says what each stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.requests import Requests
from redesign.scenario.model import Scenario
from redesign.simulation.batches import QUEUE_CLASS, Batch
from redesign.simulation.stations import Closures, Stations
from redesign.simulation.tasks import Tasks, offsets

Ints = NDArray[np.int64]

COLUMNS: dict[str, type[Any]] = {
    "work_hours": np.float64,
    "kind": np.int8,
    "team": np.int16,
    "service": np.int16,
    "request": np.int32,
    "step": np.int16,
    "area": np.int16,
    "school": np.int32,
    "mark": np.float64,
    "station": np.int32,
    "ready": np.int64,
    "deadline": np.int64,
    "following": np.int32,
    "delay": np.int64,
}
"""Of the tasks that batches hold, as narrow as they may be."""
OF_LEDGER = ("kind", "team", "service", "request", "step", "area", "school", "work_hours", "mark")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What each of N tasks and R accepted requests stands for; K services, S schools."""

    kind: NDArray[np.int8]
    """[N] 0 mandated, 1 routine, 2 visit, 3 other work."""
    team: NDArray[np.int16]
    """[N]"""
    service: NDArray[np.int16]
    """[N] or -1."""
    request: NDArray[np.int32]
    """[N] position among the R requests, or -1."""
    step: NDArray[np.int16]
    """[N] step of a request, number of a visit."""
    area: NDArray[np.int16]
    """[N] or -1."""
    school: NDArray[np.int32]
    """[N] or -1."""
    work_hours: NDArray[np.float64]
    """[N]"""
    mark: NDArray[np.float64]
    """[N] uniform in [0, 1), for thinning."""
    request_service: NDArray[np.int16]
    """[R]"""
    request_school: NDArray[np.int32]
    """[R]"""
    request_arrival: Ints
    """[R] ticks."""
    request_last_task: NDArray[np.int32]
    """[R] the task whose end completes the request."""
    request_returns: NDArray[np.int32]
    """[R] times that it comes back in all."""
    unmet: Ints
    """[K, S] requests that no team owns."""
    removed: Ints
    """[K, S] requests eliminated, or automated without residual work."""


def end_to_end(years: Sequence[Ledger]) -> Ledger:
    """The ledger of years side by side (`tasks.side_by_side`)."""
    if len(years) == 1:
        return years[0]
    requests, tasks = (offsets([len(getattr(y, name)) for y in years]) for name in ("request_service", "kind"))
    names = [field.name for field in fields(Ledger) if field.name not in ("unmet", "removed")]
    columns = {name: [getattr(y, name) for y in years] for name in names}
    columns["request"] = [
        np.where(y.request < 0, y.request, y.request + first) for y, first in zip(years, requests, strict=True)
    ]
    columns["request_last_task"] = [y.request_last_task + first for y, first in zip(years, tasks, strict=True)]
    unmet, removed = (np.sum([getattr(y, name) for y in years], axis=0) for name in ("unmet", "removed"))
    return Ledger(**{name: np.concatenate(parts) for name, parts in columns.items()}, unmet=unmet, removed=removed)


@dataclass(frozen=True, slots=True)
class Draft:
    """Work to put end to end."""

    batches: list[Batch]
    """Those of accepted requests come first."""
    accepted: dict[int, Requests]
    """{k: the requests of service k}, of each of these first batches."""
    unmet: Ints
    """[K, S]"""
    removed: Ints
    """[K, S]"""


def assemble(
    scenario: Scenario, horizon: int, draft: Draft, stations: Stations, closed: Closures
) -> tuple[Tasks, Ledger]:
    """Number the tasks through, batch by batch, and turn work into the time it holds a post; empties the draft."""
    column = _columns(draft)
    pace = np.array([team.pace for team in scenario.team_list]) / TICKS_PER_HOUR
    hold = np.rint(column["work_hours"] / pace[column["team"]]).astype(np.int64)
    tasks = Tasks(
        horizon=horizon,
        servers=stations.servers.astype(np.int32),
        station=column["station"],
        queue_class=QUEUE_CLASS[column["kind"]],
        ready=column["ready"],
        hold=np.maximum(hold, 1),
        deadline=column["deadline"],
        following=column["following"],
        delay=column["delay"],
        closure_station=closed.station.astype(np.int32),
        closure_start=closed.start,
        closure_length=closed.length,
    )
    return tasks, _ledger(draft, column)


def _columns(draft: Draft) -> dict[str, NDArray[Any]]:
    """Every column of all batches, positions turned into those among all tasks and all requests.

    A column's parts are dropped as soon as they stand end to end: a year of a large district is a million tasks.
    """
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in COLUMNS}
    before = {"following": 0, "request": 0}
    for batch, requests in zip_longest(draft.batches, draft.accepted.values()):
        for name in COLUMNS:
            parts[name].append(_spread(getattr(batch, name), len(batch.ready), before.get(name, 0)))
        before["following"] += len(batch.ready)
        before["request"] += len(requests.mark) if requests else 0
    draft.batches.clear()
    return {name: _end_to_end(parts.pop(name), kind) for name, kind in COLUMNS.items()}


def _spread(value: Any, size: int, shift: int) -> NDArray[Any]:
    """A column, its positions moved by `shift`, or one value for all of `size` rows; below 0 there is no position."""
    column = np.asarray(value)
    if not column.ndim:
        return np.broadcast_to(column, size)
    return np.where(column < 0, column, column + shift) if shift else column


def _ledger(draft: Draft, column: dict[str, NDArray[Any]]) -> Ledger:
    request = column["request"]
    accepted = list(draft.accepted.values())
    sizes = [len(r.mark) for r in accepted]
    last_task = np.full(sum(sizes), -1, np.int32)
    # Where a request has several tasks the last one written stays, and they stand in order.
    last_task[request[request >= 0]] = np.flatnonzero(request >= 0)
    return Ledger(
        **{name: column[name] for name in OF_LEDGER},
        request_service=np.repeat(np.array(list(draft.accepted), np.int16), sizes),
        request_school=_end_to_end([r.school for r in accepted], np.int32),
        request_arrival=_end_to_end([r.arrival for r in accepted], np.int64),
        request_last_task=last_task,
        request_returns=_end_to_end([r.returns.sum(axis=1) for r in accepted], np.int32),
        unmet=draft.unmet,
        removed=draft.removed,
    )


def _end_to_end(parts: list[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *(part.astype(kind, copy=False) for part in parts)])
