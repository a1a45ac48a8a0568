"""Batches of work put end to end: the tasks that an engine runs and the ledger that says what each stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.requests import Requests
from redesign.scenario.model import Scenario
from redesign.simulation.batches import QUEUE_CLASS, Batch
from redesign.simulation.stations import Closures, Stations
from redesign.simulation.tasks import Tasks

Ints = NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Draft:
    """Work to put end to end."""

    batches: list[Batch]
    """Those of accepted requests come first."""
    accepted: list[Requests]
    """The requests of each of these first batches."""
    unmet: Ints
    """[K, S]"""
    removed: Ints
    """[K, S]"""


def assemble(
    scenario: Scenario, horizon: int, draft: Draft, stations: Stations, closed: Closures
) -> tuple[Tasks, Ledger]:
    """Number the tasks through, batch by batch, and turn work into the time it holds a post."""
    batches = _numbered(draft)
    ledger = _ledger(draft, batches)
    pace = np.array([t.post_fte * t.productive_share for t in scenario.teams.values()]) / TICKS_PER_HOUR
    tasks = Tasks(
        horizon=horizon,
        servers=stations.servers.astype(np.int32),
        station=_column(batches, "station", np.int32),
        queue_class=QUEUE_CLASS[ledger.kind],
        ready=_column(batches, "ready", np.int64),
        hold=np.maximum(np.rint(ledger.work_hours / pace[ledger.team]).astype(np.int64), 1),
        deadline=_column(batches, "deadline", np.int64),
        following=_column(batches, "following", np.int32),
        delay=_column(batches, "delay", np.int64),
        closure_station=closed.station.astype(np.int32),
        closure_start=closed.start,
        closure_length=closed.length,
    )
    return tasks, ledger


def _numbered(draft: Draft) -> list[Batch]:
    """Turn positions in a batch into positions among all tasks and all requests."""
    tasks = requests = 0
    numbered = []
    for i, batch in enumerate(draft.batches):
        following, request = np.asarray(batch.following), np.asarray(batch.request)
        numbered.append(
            replace(
                batch,
                following=np.where(following < 0, -1, following + tasks),
                request=np.where(request < 0, -1, request + requests),
            )
        )
        tasks += len(batch.ready)
        requests += len(draft.accepted[i].mark) if i < len(draft.accepted) else 0
    return numbered


def _ledger(draft: Draft, batches: list[Batch]) -> Ledger:
    request = _column(batches, "request", np.int32)
    sizes = [len(r.mark) for r in draft.accepted]
    last_task = np.full(sum(sizes), -1, np.int32)
    # Where a request has several tasks the last one written stays, and they stand in order.
    last_task[request[request >= 0]] = np.flatnonzero(request >= 0)
    services = np.array([batch.service for batch, _ in zip(batches, sizes, strict=False)], np.int16)
    return Ledger(
        kind=_column(batches, "kind", np.int8),
        team=_column(batches, "team", np.int16),
        service=_column(batches, "service", np.int16),
        request=request,
        step=_column(batches, "step", np.int16),
        area=_column(batches, "area", np.int16),
        school=_column(batches, "school", np.int32),
        work_hours=_column(batches, "work_hours", np.float64),
        mark=_column(batches, "mark", np.float64),
        request_service=np.repeat(services, sizes),
        request_school=_end_to_end([r.school for r in draft.accepted], np.int32),
        request_arrival=_end_to_end([r.arrival for r in draft.accepted], np.int64),
        request_last_task=last_task,
        request_returns=_end_to_end([r.returns.sum(axis=1) for r in draft.accepted], np.int32),
        unmet=draft.unmet,
        removed=draft.removed,
    )


def _column(batches: list[Batch], name: str, kind: type[Any]) -> NDArray[Any]:
    return _end_to_end([_spread(getattr(b, name), len(b.ready), kind) for b in batches], kind)


def _spread(value: Any, size: int, kind: type[Any]) -> NDArray[Any]:
    """A column as it is, or one value for all of `size` rows."""
    return value if np.ndim(value) else np.full(size, value, kind)


def _end_to_end(parts: list[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *(part.astype(kind, copy=False) for part in parts)])
