"""What an engine is given and what it gives back: flat arrays, the same for every engine.

A *station* is a first-come line with identical posts: a pooled team is one station, a
caseload team one station per post. A *task* is one step of a request, or one visit.
All times are whole ticks, so that two engines can be compared with `==`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ticks = NDArray[np.int64]
Ints = NDArray[np.int32]

TICKS_PER_HOUR = 3_600_000
"""One tick is one working millisecond."""
NEVER = np.int64(2**62)
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
