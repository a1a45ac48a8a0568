"""Ciw, an independent simulator of queueing networks, on the part of the model that it can express.

That is: several stations with identical posts, three classes served in order, first come first served within each,
requests that go from station to station with a delay between, all replaying the same arrivals and the same work.
Not expressed: absences, which Ciw would make preemptive or end with a shift, and visits that lapse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ciw
import numpy as np

from redesign.simulation.tasks import CLASSES, NEVER, Records, Tasks

INFINITY = float("inf")
NAMES = tuple(f"class {c}" for c in range(CLASSES))


class _Replay(ciw.dists.Distribution):
    """Work, or the delay between two stations, of the task that an individual has come to."""

    def __init__(self, ticks: list[int], following: list[int] | None = None) -> None:
        self.ticks, self.following = ticks, following

    def __deepcopy__(self, memo: dict[int, Any]) -> _Replay:
        return self

    def sample(self, t: float | None = None, ind: Any = None) -> int:
        ticks = self.ticks[ind.task]
        if self.following:
            ind.task = self.following[ind.task]
        return ticks


def simulate_ciw(tasks: Tasks) -> Records:
    """Run one year; raises ValueError for what Ciw cannot express. Ciw breaks ties between stations at random.

    Ticks are whole numbers far below 2^53, so that Ciw's floating-point clock is exact.
    """
    _check(tasks)
    first = _first_tasks(tasks)
    simulation = ciw.Simulation(_network(tasks, first))
    simulation.simulate_until_max_time(tasks.horizon)
    joined, start = (np.full(len(tasks.ready), -1, np.int64) for _ in range(2))
    following, delays = tasks.following.tolist(), len(tasks.servers) + 1
    for individual in simulation.get_all_individuals():
        task = individual.first
        for record in individual.data_records:
            if record.node == delays:
                task = following[task]
            else:
                joined[task], start[task] = record.arrival_date, record.service_start_date
    return Records(joined, start, np.where(start >= 0, start + tasks.hold, -1))


def finished(tasks: Tasks, records: Records) -> Any:
    """[N] whether a task ended within the year: Ciw keeps no record of the others."""
    return (records.start >= 0) & (records.finish < tasks.horizon)


def _check(tasks: Tasks) -> None:
    goes_on = tasks.following >= 0
    if len(tasks.closure_start) or np.any(tasks.deadline != NEVER):
        raise ValueError("Ciw is compared without absences and without visits that lapse")
    if np.any(tasks.queue_class[goes_on] != tasks.queue_class[tasks.following[goes_on]]):
        raise ValueError("Ciw is compared on requests that keep their class all the way")


def _first_tasks(tasks: Tasks) -> dict[tuple[int, int], list[int]]:
    """(station, class) -> the tasks that arrive there from outside, in order of arrival."""
    streams: dict[tuple[int, int], list[int]] = {(m, c): [] for m in range(len(tasks.servers)) for c in range(CLASSES)}
    for task in np.argsort(tasks.ready, kind="stable").tolist():
        if tasks.ready[task] < tasks.horizon:
            streams[int(tasks.station[task]), int(tasks.queue_class[task])].append(task)
    return streams


def _network(tasks: Tasks, first: dict[tuple[int, int], list[int]]) -> Any:
    """Every team is a node; one more, with endless servers, holds requests on their way to the next team."""
    stations, following = len(tasks.servers), tasks.following.tolist()
    station, labels = tasks.station.tolist(), {key: iter(stream) for key, stream in first.items()}

    def route(individual: Any, simulation: Any) -> list[int]:
        key = (individual.starting_node - 1, NAMES.index(individual.customer_class))
        individual.first = individual.task = next(labels[key])
        return list(nodes_after(individual.first))

    def nodes_after(task: int) -> Iterator[int]:
        while (task := following[task]) >= 0:
            yield stations + 1
            yield station[task] + 1

    work, delay = _Replay(tasks.hold.tolist()), _Replay(tasks.delay.tolist(), following)
    return ciw.create_network(
        arrival_distributions={
            name: [_arrivals(tasks.ready[first[m, c]]) for m in range(stations)] + [None]
            for c, name in enumerate(NAMES)
        },
        service_distributions={name: [work] * stations + [delay] for name in NAMES},
        number_of_servers=[*tasks.servers.tolist(), INFINITY],
        routing={name: ciw.routing.ProcessBased(route) for name in NAMES},
        priority_classes={name: c for c, name in enumerate(NAMES)},
    )


def _arrivals(ready: Any) -> Any:
    """The gaps between given arrivals, and none after the last."""
    return ciw.dists.Sequential([*np.diff(ready, prepend=0).tolist(), INFINITY]) if len(ready) else None
