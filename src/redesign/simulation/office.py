"""The model of record: schools ask, central office teams answer. Written with SimPy.

A school asks its central office for something: a substitute, a purchase order, a repair. The request joins
the line of the team that owns it. When a post of that team is free, it takes the next one: what the law
requires first, then routine work, then visits to schools, first come first served within each. Once begun,
work is never interrupted. A finished step may send the request on to the next team, or back. A visit that
is not begun inside its window lapses: the school has lost it. Now and then a post is closed, on leave or
vacant; an absence waits until the post has finished what it was doing. At the end of the year everyone
goes home, and what is still in line is the closing backlog.

How it is written: events are few and used again. One event stands at the gate and lets in one request
after the other, and each post has one event, the end of what it is doing now. Work is not a process that
sleeps and wakes, but a callback at its end: this is what makes a year of 100,000 requests take a fraction
of a second, and it is the same SimPy underneath.

What happens at the same tick happens in this order: ends of work by task, ends of absences and then
starts of absences by closure, and last tasks joining their lines by task. SimPy orders events by time and then
by a whole-number priority, so the priority holds the kind of event above, and its number below.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, MutableSequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy import Environment, Event

from redesign.simulation.tasks import CLASSES, Records, Tasks, check_tasks, finish_of

NUMBERS = 2**40
END_OF_WORK, END_OF_ABSENCE, START_OF_ABSENCE, JOINING = (kind * NUMBERS for kind in range(4))
"""Priorities, to which the number of the task or closure is added."""

Ints = NDArray[np.int64]
Column = MutableSequence[Any]
Happen = Callable[[Any], None]


class _Occasion(Event):
    """A SimPy event that is used again and again, each time for another task or closure."""

    _ok = True
    number = -1


class _Year(Environment):
    """A SimPy environment that lets go of its events' callbacks when the year is over.

    Callbacks schedule each other, in circles, and hold every column of a year. Nobody but Python's collector of garbage
    would free them, and it comes too late: years of a million tasks would pile up.
    """

    def __init__(self) -> None:
        super().__init__()
        self._chains: list[list[Happen]] = []

    def chain(self, *happen: Happen) -> list[Happen]:
        """Callbacks of an event, in turn."""
        self._chains.append(list(happen))
        return self._chains[-1]

    def forget(self) -> None:
        """Nothing happens any more."""
        for chain in self._chains:
            chain.clear()


class _Station:
    """A line with posts: who is idle, what waits in each class, which absences wait for a post."""

    __slots__ = ("absences", "idle", "lines")

    def __init__(self, env: _Year, posts: int) -> None:
        self.idle = [_Post(env, self) for _ in range(posts)]
        self.lines = tuple(deque[int]() for _ in range(CLASSES))
        self.absences = deque[int]()


class _Post(_Occasion):
    """A post of a station; as an event, the end of the work or the absence that keeps it."""

    def __init__(self, env: _Year, station: _Station) -> None:
        super().__init__(env)
        self.station = station


def simulate(tasks: Tasks) -> Records:
    """Run one year; raises ValueError for tasks that no engine can run.

    Nothing joins a line or starts at or after the horizon; work that is then in progress keeps its end.
    """
    check_tasks(tasks)
    in_year = tasks.ready < tasks.horizon
    joined, start = _flat(np.where(in_year, tasks.ready, -1)), _flat(np.full(len(tasks.ready), -1))
    _run(tasks, joined, start)
    started = np.array(start, np.int64)
    return Records(np.array(joined, np.int64), started, finish_of(started, tasks.hold))


def _run(tasks: Tasks, joined: Column, start: Column) -> None:
    """Let the year pass, and write down when tasks join and start."""
    env = _Year()
    join, call_away = _staff(env, tasks, joined, start)
    _one_by_one(env, JOINING, *_arrivals(tasks), join)
    _one_by_one(env, START_OF_ABSENCE, np.arange(len(tasks.closure_start)), tasks.closure_start, call_away)
    env.run(until=tasks.horizon)
    env.forget()


def _arrivals(tasks: Tasks) -> tuple[Ints, Ints]:
    """Tasks that join a line within the year of their own accord, in order, and when."""
    numbers = np.argsort(tasks.ready, kind="stable")[: np.count_nonzero(tasks.ready < tasks.horizon)]
    return numbers, tasks.ready[numbers]


def _one_by_one(env: _Year, kind: int, numbers: Ints, times: Ints, happen: Happen) -> None:
    """Let numbered things happen at their times, which ascend, with one event for all of them."""
    schedule = _scheduler(env)
    coming = zip(_flat(numbers), _flat(np.diff(times, prepend=0)), strict=True)

    def call_next(gate: Any) -> None:
        for gate.number, gap in coming:
            gate.callbacks = on_arrival
            return schedule(gate, kind + gate.number, gap)

    on_arrival = env.chain(happen, call_next)
    call_next(_Occasion(env))


def _staff(env: _Year, tasks: Tasks, joined: Column, start: Column) -> tuple[Happen, Happen]:
    """Put every post in its place.

    Returns what happens when a task joins its line and when an absence begins; both write into `joined` and `start`.
    """
    schedule = _scheduler(env)
    stations = [_Station(env, posts) for posts in tasks.servers.tolist()]
    station_of, closure_station = ([stations[m] for m in c.tolist()] for c in (tasks.station, tasks.closure_station))
    hold, deadline, following = _flat(tasks.hold), _flat(tasks.deadline), _flat(tasks.following)
    queue_class = tasks.queue_class.astype(np.int8).tobytes()
    closure_length = tasks.closure_length.tolist()

    def join(gate: Any) -> None:
        task = gate.number
        here = station_of[task]
        if not here.idle:
            here.lines[queue_class[task]].append(task)
        elif deadline[task] >= (now := env.now):
            begin(here.idle.pop(), task, now)

    def begin(post: Any, task: int, now: float) -> None:
        start[task] = now
        post.number = task
        post.callbacks = on_end_of_work if following[task] < 0 else on_end_of_step
        schedule(post, END_OF_WORK + task, hold[task])

    def take_next(post: Any) -> None:
        here, now = post.station, env.now
        if here.absences:
            return leave(post, here.absences.popleft())
        for line in here.lines:
            while line:
                task = line.popleft()
                if deadline[task] >= now:  # else it has lapsed, and nobody serves it
                    return begin(post, task, now)
        here.idle.append(post)

    def call_away(gate: Any) -> None:
        here = closure_station[gate.number]
        if here.idle:
            leave(here.idle.pop(), gate.number)
        else:
            here.absences.append(gate.number)

    def leave(post: Any, closure: int) -> None:
        post.number = closure
        post.callbacks = on_return
        schedule(post, END_OF_ABSENCE + closure, closure_length[closure])

    on_return, on_end_of_work = env.chain(take_next), env.chain(take_next)
    on_end_of_step = env.chain(_hand_overs(env, following, _flat(tasks.delay), joined, join), take_next)
    return join, call_away


def _hand_overs(env: _Year, following: Column, delay: Column, joined: Column, join: Happen) -> Happen:
    """What happens at the end of a task that sets off another: the request is on its way to the next team."""
    schedule, spare = _scheduler(env), list[_Occasion]()

    def hand_over(post: Any) -> None:
        passing: Any = spare.pop() if spare else _Occasion(env)
        passing.number = following[post.number]
        passing.callbacks = on_passing
        schedule(passing, JOINING + passing.number, delay[post.number])

    def come_in(passing: Any) -> None:
        joined[passing.number] = env.now
        spare.append(passing)

    on_passing = env.chain(come_in, join)
    return hand_over


def _scheduler(env: _Year) -> Callable[[Event, int, int], None]:
    """SimPy's own way to put an event on the calendar, for priorities that are plain whole numbers."""
    schedule: Any = env.schedule
    return schedule  # type: ignore[no-any-return]


def _flat(numbers: NDArray[np.integer]) -> Column:
    """A column that Python reads faster than NumPy's, in a fifth of the room of a list."""
    column = array("q")
    column.frombytes(np.ascontiguousarray(numbers, np.int64).view(np.uint8).data)
    return column
