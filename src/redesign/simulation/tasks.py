"""What an engine is given and what it gives back: flat arrays, the same for every engine.

A *station* is a first-come line with identical posts: a pooled team is one station, a
caseload team one station per post. A *task* is one step of a request, or one visit.
All times are whole ticks, so that two engines can be compared with `==`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import TICKS_PER_HOUR as TICKS_PER_HOUR

Ticks = NDArray[np.int64]
Ints = NDArray[np.int32]

NEVER = np.int64(2**62)
LONGEST = 2**60
"""No horizon, hold, delay or absence is longer, so that no sum of two passes int64."""
CLASSES = 3
"""Queue classes of a station, served in this order: 0 mandated, 1 routine and other work, 2 visits."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """One replication under one plan, ready to run. N tasks, M stations, C closures."""

    horizon: int
    """Last tick of the year; nothing starts at or after it."""
    servers: Ints
    """[M] posts of each station."""
    station: Ints
    """[N]"""
    queue_class: NDArray[np.int8]
    """[N] 0, 1 or 2."""
    ready: Ticks
    """[N] tick at which the task joins its line; NEVER for one that waits for the task before it."""
    hold: Ticks
    """[N] ticks for which it holds a post."""
    deadline: Ticks
    """[N] last tick at which it may start (visits); NEVER for one that does not lapse."""
    following: Ints
    """[N] the task that its end sets off, or -1."""
    delay: Ticks
    """[N] ticks between its end and the moment the following task joins its line."""
    closure_station: Ints
    """[C]"""
    closure_start: Ticks
    """[C] ascending."""
    closure_length: Ticks
    """[C]"""


@dataclass(frozen=True, slots=True)
class Records:
    """What happened to each task; -1 where it did not."""

    joined: Ticks
    """[N] tick at which the task joined its line."""
    start: Ticks
    """[N]"""
    finish: Ticks
    """[N] may lie after the horizon: then the task was in progress when the year ended."""


def finish_of(start: Ticks, hold: Ticks) -> Ticks:
    """[N] ends of tasks; -1 for those that never started."""
    finish = start + hold
    finish[start < 0] = -1
    return finish


def side_by_side(years: Sequence[Tasks]) -> Tasks:
    """Years of the same length as one: each keeps stations of its own, so that nothing else changes."""
    if len(years) == 1:
        return years[0]
    stations, numbers = (offsets([len(getattr(y, name)) for y in years]) for name in ("servers", "station"))
    start = np.concatenate([y.closure_start for y in years])
    order = np.argsort(start, kind="stable")
    shifted = {
        "station": [y.station + np.int32(first) for y, first in zip(years, stations, strict=True)],
        "following": [
            np.where(y.following < 0, y.following, y.following + np.int32(first))
            for y, first in zip(years, numbers, strict=True)
        ],
    }
    plain = ("servers", "queue_class", "ready", "hold", "deadline", "delay")
    columns = {name: np.concatenate(parts) for name, parts in shifted.items()}
    columns |= {name: np.concatenate([getattr(y, name) for y in years]) for name in plain}
    closed = [y.closure_station + np.int32(first) for y, first in zip(years, stations, strict=True)]
    return Tasks(
        horizon=years[0].horizon,
        **columns,
        closure_station=np.concatenate(closed)[order],
        closure_start=start[order],
        closure_length=np.concatenate([y.closure_length for y in years])[order],
    )


def offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
    """Where each of some parts begins, end to end."""
    begins: NDArray[np.int64] = np.cumsum([0, *sizes[:-1]])
    return begins


def check_tasks(tasks: Tasks) -> None:
    """Refuse what no engine can run; raises ValueError that names the first fault."""
    number, stations = len(tasks.station), len(tasks.servers)
    closures = len(tasks.closure_start)
    columns = {
        # name: (length, least, most)
        "servers": (stations, 0, 2**31 - 1),
        "station": (number, 0, stations - 1),
        "queue_class": (number, 0, CLASSES - 1),
        "ready": (number, 0, int(NEVER)),
        "hold": (number, 1, LONGEST),
        "deadline": (number, 0, int(NEVER)),
        "following": (number, -1, number - 1),
        "delay": (number, 0, LONGEST),
        "closure_station": (closures, 0, stations - 1),
        "closure_start": (closures, 0, int(NEVER)),
        "closure_length": (closures, 1, LONGEST),
    }
    if not 0 < tasks.horizon <= LONGEST:
        raise ValueError(f"horizon is {tasks.horizon}, must be from 1 to {LONGEST} ticks")
    for name, (length, least, most) in columns.items():
        _check_column(name, getattr(tasks, name), length, (least, most))
    if np.any(np.diff(tasks.closure_start) < 0):
        raise ValueError("closure_start must ascend")
    followers = tasks.following[tasks.following >= 0]
    if np.any(tasks.ready[followers] != NEVER):
        raise ValueError("a task that follows another must have ready = NEVER")
    if np.bincount(followers).max(initial=0) > 1:
        raise ValueError("a task may follow one other task only")


def _check_column(name: str, column: NDArray[np.integer], length: int, allowed: tuple[int, int]) -> None:
    if column.dtype.kind != "i":
        raise ValueError(f"{name} holds {column.dtype}, must hold whole ticks or positions (signed integers)")
    if column.shape != (length,):
        raise ValueError(f"{name} has shape {column.shape}, must have ({length},)")
    if column.min(initial=allowed[0]) < allowed[0] or column.max(initial=allowed[0]) > allowed[1]:
        wrong = np.flatnonzero((column < allowed[0]) | (column > allowed[1]))
        raise ValueError(f"{name}[{wrong[0]}] is {column[wrong[0]]}, must be from {allowed[0]} to {allowed[1]}")
