"""The compiled twin of `office.py`: same arrays in, same arrays out, equal to the last bit.

Read `office.py` first: it is the definition of behavior. Here lines, absences and the calendar are
flat arrays, so that numba can compile them. What is to come is a heap of (tick, priority) pairs, ordered
as there: priority = kind x 2^40 + number. Arrivals and starts of absences are known beforehand and
stand in two sorted lists beside it.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from redesign.simulation.tasks import CLASSES, Records, Tasks, check_tasks, finish_of

Longs = NDArray[np.int64]

NUMBERS = 2**40
END_OF_WORK, END_OF_ABSENCE, START_OF_ABSENCE, JOINING = (kind * NUMBERS for kind in range(4))
FOREVER = 2**62
LONG_BITS = 63


def simulate_compiled(tasks: Tasks) -> Records:
    """Run one year; raises ValueError for tasks that no engine can run."""
    check_tasks(tasks)
    arrivals = _in_order(tasks.ready, tasks.horizon)
    joined = np.where(tasks.ready < tasks.horizon, tasks.ready, -1)
    line = tasks.station * np.int32(CLASSES) + tasks.queue_class
    start = _run(
        tasks.horizon,
        tasks.servers.astype(np.int64),
        (line, tasks.ready, tasks.hold, tasks.deadline, tasks.following, tasks.delay),
        (tasks.closure_station.astype(np.int64), tasks.closure_start, tasks.closure_length),
        (arrivals, joined),
    )
    return Records(joined, start, finish_of(start, tasks.hold))


def _in_order(ready: Longs, horizon: int) -> NDArray[np.int32]:
    """Tasks that arrive within the year, by arrival, then by number."""
    arriving = np.flatnonzero(ready < horizon)
    bits = len(ready).bit_length()
    if horizon.bit_length() + bits > LONG_BITS:
        return arriving[np.argsort(ready[arriving], kind="stable")].astype(np.int32)
    # whole numbers that hold both are sorted ten times as fast as positions by a stable sort
    both = (ready[arriving] << bits) | arriving
    both.sort()
    return (both & ((1 << bits) - 1)).astype(np.int32)


def make_ready() -> None:
    """Load the compiled code; where this user has none yet, compile it."""
    long, int32, int8 = np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int8)
    one_post = np.ones(1, np.int32)
    simulate_compiled(Tasks(1, one_post, int32, int8, long, long, long, int32, long, int32, long, long))


def is_compiled() -> bool:
    """Whether this user has compiled code of this source; numba's index, which is not public, knows."""
    index = getattr(getattr(_run, "_cache", None), "_cache_file", None)
    return bool(getattr(index, "_load_index", dict)())


@njit(cache=True, nogil=True)
def _push(ticks, keys, size, tick, key):  # type: ignore[no-untyped-def]
    """Add an event to the heap and return its new size."""
    child = size
    while child:
        parent = (child - 1) >> 1
        if ticks[parent] < tick or (ticks[parent] == tick and keys[parent] < key):
            break
        ticks[child], keys[child] = ticks[parent], keys[parent]
        child = parent
    ticks[child], keys[child] = tick, key
    return size + 1


@njit(cache=True, nogil=True)
def _pop(ticks, keys, size):  # type: ignore[no-untyped-def]
    """Take the first event off the heap and return its new size."""
    size -= 1
    tick, key = ticks[size], keys[size]
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            break
        other = child + 1
        if other < size and (
            ticks[other] < ticks[child] or (ticks[other] == ticks[child] and keys[other] < keys[child])
        ):
            child = other
        if tick < ticks[child] or (tick == ticks[child] and key < keys[child]):
            break
        ticks[parent], keys[parent] = ticks[child], keys[child]
        parent = child
    ticks[parent], keys[parent] = tick, key
    return size


@njit(cache=True, nogil=True)
def _append(head, tail, behind, line, item):  # type: ignore[no-untyped-def]
    """Put an item at the end of a line; `behind` links each to the next."""
    behind[item] = -1
    if tail[line] < 0:
        head[line] = item
    else:
        behind[tail[line]] = item
    tail[line] = item


@njit(cache=True, nogil=True)
def _shift(head, tail, behind, line):  # type: ignore[no-untyped-def]
    """Take the first item off a line that is not empty."""
    item = head[line]
    head[line] = behind[item]
    if head[line] < 0:
        tail[line] = -1
    return item


@njit(cache=True, nogil=True)
def _run(horizon, servers, work, closures, coming):  # type: ignore[no-untyped-def]
    """[N] start of each task, -1 where it never started; writes into the `joined` of `coming`."""
    line, ready, hold, deadline, following, delay = work
    closure_station, closure_start, closure_length = closures
    arrivals, joined = coming
    number, away = line.size, closure_start.size
    idle = servers.copy()
    start = np.full(number, -1, np.int64)
    behind, head, tail = np.empty(number, np.int32), np.full(idle.size * CLASSES, -1), np.full(idle.size * CLASSES, -1)
    waiting, first, last = np.empty(away, np.int64), np.full(idle.size, -1), np.full(idle.size, -1)
    room = servers.sum() + np.count_nonzero(following >= 0) + 1
    ticks, keys, size = np.empty(room, np.int64), np.empty(room, np.int64), 0
    arrived = left = 0
    while True:
        tick, key = (ticks[0], keys[0]) if size else (FOREVER, FOREVER)
        if left < away and (closure_start[left], START_OF_ABSENCE + left) < (tick, key):
            tick, key = closure_start[left], START_OF_ABSENCE + left
        if arrived < arrivals.size:
            task = arrivals[arrived]
            if (ready[task], JOINING + task) < (tick, key):
                tick, key = ready[task], JOINING + task
        if tick >= horizon:
            return start
        freed = -1
        if key >= JOINING:
            task = key - JOINING
            if joined[task] == tick and arrived < arrivals.size and arrivals[arrived] == task:
                arrived += 1
            else:
                size = _pop(ticks, keys, size)
                joined[task] = tick
            station = line[task] // CLASSES
            if not idle[station]:
                _append(head, tail, behind, line[task], task)
            elif deadline[task] >= tick:
                idle[station] -= 1
                start[task] = tick
                size = _push(ticks, keys, size, tick + hold[task], END_OF_WORK + task)
        elif key >= START_OF_ABSENCE:
            left += 1
            closure = key - START_OF_ABSENCE
            station = closure_station[closure]
            if idle[station]:
                idle[station] -= 1
                size = _push(ticks, keys, size, tick + closure_length[closure], END_OF_ABSENCE + closure)
            else:
                _append(first, last, waiting, station, closure)
        elif key >= END_OF_ABSENCE:
            size = _pop(ticks, keys, size)
            freed = closure_station[key - END_OF_ABSENCE]
        else:
            size = _pop(ticks, keys, size)
            task = key
            freed = line[task] // CLASSES
            if following[task] >= 0:
                size = _push(ticks, keys, size, tick + delay[task], JOINING + following[task])
        if freed < 0:
            continue
        if first[freed] >= 0:
            closure = _shift(first, last, waiting, freed)
            size = _push(ticks, keys, size, tick + closure_length[closure], END_OF_ABSENCE + closure)
            continue
        idle[freed] += 1
        for queue in range(freed * CLASSES, (freed + 1) * CLASSES):
            while head[queue] >= 0 and idle[freed]:
                task = _shift(head, tail, behind, queue)
                if deadline[task] >= tick:  # else it has lapsed, and nobody serves it
                    idle[freed] -= 1
                    start[task] = tick
                    size = _push(ticks, keys, size, tick + hold[task], END_OF_WORK + task)
