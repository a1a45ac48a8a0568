"""Engine input made by hand, and an engine that is slow and plain, to compare with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from redesign.simulation.tasks import NEVER, Records, Tasks


def tasks(horizon: int, servers: Any, ready: Any, hold: Any, **columns: Any) -> Tasks:
    """Tasks of station 0, class 1, that neither lapse nor set off anything, unless `columns` say otherwise."""
    number = len(ready)
    closures = columns.pop("closures", ())
    filled = {
        "station": 0,
        "queue_class": 1,
        "deadline": NEVER,
        "following": -1,
        "delay": 0,
    } | columns
    kinds = {"station": np.int32, "queue_class": np.int8, "following": np.int32}
    full = {
        name: np.array(np.broadcast_to(np.asarray(value), number), kinds.get(name, np.int64))
        for name, value in filled.items()
    }
    at = np.array(closures, np.int64).reshape(-1, 3)
    return Tasks(
        horizon=horizon,
        servers=np.array(servers, np.int32),
        ready=np.asarray(ready, np.int64),
        hold=np.asarray(hold, np.int64),
        closure_station=at[:, 0].astype(np.int32),
        closure_start=at[:, 1],
        closure_length=at[:, 2],
        **full,
    )


def random_tasks(rng: np.random.Generator, horizon: int = 60) -> Tasks:
    """A small busy office on few ticks, so that nearly everything ties with something."""
    number, stations = int(rng.integers(1, 40)), int(rng.integers(1, 4))
    ready = rng.integers(0, horizon + 5, number)
    deadline = np.where(rng.random(number) < 0.4, ready + rng.integers(-3, 12, number), NEVER)
    following, waits = np.full(number, -1), rng.permutation(number)
    for a, b in zip(waits[: number // 3], waits[number // 3 :], strict=False):
        if b not in following:
            following[a], ready[b] = b, NEVER
    closures = [
        (rng.integers(stations), start, rng.integers(1, 15))
        for start in np.sort(rng.integers(0, horizon, rng.integers(0, 6)))
    ]
    return tasks(
        horizon,
        rng.integers(0, 4, stations),
        ready,
        rng.integers(1, 10, number),
        station=rng.integers(0, stations, number),
        queue_class=rng.integers(0, 3, number),
        deadline=np.maximum(deadline, 0),
        following=following,
        delay=rng.integers(0, 4, number),
        closures=closures,
    )


def coarse(given: Tasks, ticks: int) -> Tasks:
    """The same year by a clock that is `ticks` times as coarse, so that much happens at once; nothing takes no time."""

    def fewer(column: Any, least: int = 0) -> Any:
        return np.where(column == NEVER, NEVER, np.maximum(column // ticks, least))

    return replace(
        given,
        horizon=given.horizon // ticks,
        ready=fewer(given.ready),
        hold=fewer(given.hold, 1),
        deadline=fewer(given.deadline),
        delay=fewer(given.delay),
        closure_start=fewer(given.closure_start),
        closure_length=fewer(given.closure_length, 1),
    )


def tick_by_tick(given: Tasks) -> Records:
    """Walk through every tick of the year, and every list from its beginning. Slow, and hard to get wrong."""
    number, stations = len(given.ready), len(given.servers)
    joined, start = np.full(number, -1), np.full(number, -1)
    lines: list[list[int]] = [[] for _ in range(stations)]
    waiting_absences: list[list[int]] = [[] for _ in range(stations)]
    idle = given.servers.tolist()
    working: dict[int, int] = {}
    away: dict[int, int] = {}
    on_the_way = {i: int(t) for i, t in enumerate(given.ready) if t != NEVER}

    def take_next(m: int, now: int) -> None:
        if idle[m] and waiting_absences[m]:
            closure = waiting_absences[m].pop(0)
            away[closure] = now + int(given.closure_length[closure])
            idle[m] -= 1
        elif idle[m]:
            able = [i for i in lines[m] if given.deadline[i] >= now]
            if able:
                task = min(able, key=lambda i: (given.queue_class[i], lines[m].index(i)))
                lines[m].remove(task)
                start[task] = now
                working[task] = now + int(given.hold[task])
                idle[m] -= 1

    for now in range(given.horizon):
        for task in sorted(i for i, end in working.items() if end == now):
            del working[task]
            if given.following[task] >= 0:
                on_the_way[int(given.following[task])] = now + int(given.delay[task])
            idle[given.station[task]] += 1
            take_next(int(given.station[task]), now)
        for closure in sorted(c for c, end in away.items() if end == now):
            del away[closure]
            idle[given.closure_station[closure]] += 1
            take_next(int(given.closure_station[closure]), now)
        for closure in np.flatnonzero(given.closure_start == now):
            waiting_absences[given.closure_station[closure]].append(int(closure))
            take_next(int(given.closure_station[closure]), now)
        for task in sorted(i for i, t in on_the_way.items() if t == now):
            joined[task] = now
            lines[given.station[task]].append(task)
            take_next(int(given.station[task]), now)
    return Records(joined, start, np.where(start >= 0, start + given.hold, -1))
