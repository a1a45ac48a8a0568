"""The whole model in plain Python, without SimPy: what a library of events costs above a heap and some queues."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

import numpy as np

from redesign.simulation.tasks import CLASSES, Records, Tasks

END_OF_WORK, END_OF_ABSENCE, START_OF_ABSENCE, JOINING = range(4)


def simulate_plain(tasks: Tasks) -> Records:
    """One heap of (tick, kind, number), in the order that `office.py` lays down for what happens at the same tick."""
    names = ("station", "queue_class", "ready", "hold", "deadline", "following", "delay")
    station, queue_class, ready, hold, deadline, following, delay = (getattr(tasks, n).tolist() for n in names)
    names = ("closure_station", "closure_start", "closure_length", "servers")
    away_station, away_start, away_length, idle = (getattr(tasks, n).tolist() for n in names)
    lines = [[deque[int]() for _ in range(CLASSES)] for _ in idle]
    absences = [deque[int]() for _ in idle]
    joined, start = ([-1] * len(ready) for _ in range(2))
    coming = [(tick, JOINING, task) for task, tick in enumerate(ready)]
    coming += [(tick, START_OF_ABSENCE, c) for c, tick in enumerate(away_start)]
    coming = sorted(event for event in coming if event[0] < tasks.horizon)[::-1]
    heap: list[tuple[int, int, int]] = []
    while coming or heap:
        event = coming.pop() if coming and not (heap and heap[0] < coming[-1]) else heappop(heap)
        now, kind, number = event
        if now >= tasks.horizon:
            break
        if kind == JOINING:
            joined[number], m = now, station[number]
            if not idle[m]:
                lines[m][queue_class[number]].append(number)
            elif deadline[number] >= now:
                idle[m] -= 1
                start[number] = now
                heappush(heap, (now + hold[number], END_OF_WORK, number))
            continue
        m = away_station[number] if kind else station[number]
        if kind == START_OF_ABSENCE:
            absences[m].append(number)
            if not idle[m]:
                continue
        else:
            idle[m] += 1
            if kind == END_OF_WORK and following[number] >= 0:
                heappush(heap, (now + delay[number], JOINING, following[number]))
        if absences[m]:
            away = absences[m].popleft()
            idle[m] -= 1
            heappush(heap, (now + away_length[away], END_OF_ABSENCE, away))
            continue
        task = _first(lines[m], deadline, now)
        if task >= 0:
            idle[m] -= 1
            start[task] = now
            heappush(heap, (now + hold[task], END_OF_WORK, task))
    started = np.array(start, np.int64)
    return Records(np.array(joined, np.int64), started, np.where(started >= 0, started + tasks.hold, -1))


def _first(lines: list[deque[int]], deadline: list[int], now: int) -> int:
    """The next to be served; who has lapsed leaves the line unserved. -1 where nobody is left."""
    for line in lines:
        while line:
            task = line.popleft()
            if deadline[task] >= now:
                return task
    return -1
