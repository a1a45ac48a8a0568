"""The whole model in SimPy as its manual teaches it: a process for every request and every absence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import simpy

from redesign.simulation.tasks import NEVER, Records, Tasks

BEFORE_ALL = -1


def simulate_idiomatic(tasks: Tasks) -> Records:
    """A request asks for a post, waits for it or gives up, and holds it with a timeout; an absence asks first of all.

    What happens at the same tick has no agreed order here, so a few records may differ from the model's.
    """
    env = simpy.Environment()
    stations = [simpy.PriorityResource(env, max(posts, 1)) for posts in tasks.servers.tolist()]
    names = ("station", "queue_class", "ready", "hold", "deadline", "following", "delay")
    station, queue_class, ready, hold, deadline, following, delay = (getattr(tasks, n).tolist() for n in names)
    never = int(NEVER)
    joined, start, finish = ([-1] * len(ready) for _ in range(3))

    def request(task: int) -> Iterator[Any]:
        while task >= 0:
            joined[task] = env.now
            with stations[station[task]].request(priority=queue_class[task]) as post:
                if deadline[task] == never:
                    yield post
                else:
                    lapse = env.timeout(deadline[task] + 1 - env.now)
                    if post not in (yield post | lapse):
                        return
                start[task], finish[task] = env.now, env.now + hold[task]
                yield env.timeout(hold[task])
            if following[task] >= 0:
                yield env.timeout(delay[task])
            task = following[task]

    def absence(at: int, length: int) -> Iterator[Any]:
        with stations[at].request(priority=BEFORE_ALL) as post:
            yield post
            yield env.timeout(length)

    def schools() -> Iterator[Any]:
        for task in sorted(range(len(ready)), key=ready.__getitem__):
            if ready[task] >= tasks.horizon:
                return
            yield env.timeout(ready[task] - env.now)
            env.process(request(task))

    def calendar() -> Iterator[Any]:
        columns = (tasks.closure_station, tasks.closure_start, tasks.closure_length)
        for at, begins, length in zip(*(column.tolist() for column in columns), strict=True):
            yield env.timeout(begins - env.now)
            if begins:
                yield env.timeout(0)  # whose absence ends at this tick is back first
            env.process(absence(at, length))

    for empty in np.flatnonzero(tasks.servers == 0).tolist():  # SimPy has no station without posts
        env.process(absence(empty, tasks.horizon))
    env.process(calendar())
    env.process(schools())
    env.run(until=tasks.horizon)
    return Records(np.array(joined), np.array(start), np.array(finish))
