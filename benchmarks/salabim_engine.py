"""salabim on the part of the model that Ciw expresses too: classes served in order, no absences, no lapses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import salabim

from redesign.simulation.tasks import Records, Tasks


def simulate_salabim(tasks: Tasks) -> Records:
    """A component for every request, that requests a post, holds it and goes on; monitors are off."""
    salabim.yieldless(False)
    env = salabim.Environment(trace=False, random_seed="")
    posts = [salabim.Resource(f"station {m}", capacity=c, monitor=False) for m, c in enumerate(tasks.servers.tolist())]
    names = ("station", "queue_class", "ready", "hold", "following", "delay")
    station, queue_class, ready, hold, following, delay = (getattr(tasks, n).tolist() for n in names)
    joined, start = ([-1] * len(ready) for _ in range(2))

    class Request(salabim.Component):  # type: ignore[misc]
        def setup(self, task: int) -> None:
            self.task = task

        def process(self) -> Iterator[Any]:
            task = self.task
            while task >= 0:
                joined[task] = env.now()
                yield self.request((posts[station[task]], 1, queue_class[task]))
                start[task] = env.now()
                yield self.hold(hold[task])
                self.release()
                if following[task] >= 0:
                    yield self.hold(delay[task])
                task = following[task]

    class Schools(salabim.Component):  # type: ignore[misc]
        def process(self) -> Iterator[Any]:
            for task in sorted(range(len(ready)), key=ready.__getitem__):
                if ready[task] >= tasks.horizon:
                    return
                yield self.hold(till=ready[task])
                Request(task=task, name="request", suppress_trace=True, skip_standby=True)

    Schools()
    env.run(till=tasks.horizon)
    started = np.array(start, np.int64)
    return Records(np.array(joined, np.int64), started, np.where(started >= 0, started + tasks.hold, -1))
