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

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from simpy import Environment, Event

from redesign.simulation.tasks import CLASSES, Records, Tasks, check_tasks

NUMBERS = 2**40
END_OF_WORK, END_OF_ABSENCE, START_OF_ABSENCE, JOINING = (kind * NUMBERS for kind in range(4))
"""Priorities, to which the number of the task or closure is added."""

Happen = Callable[[int], None]


class _Occasion(Event):
    """A SimPy event that is used again and again, each time for another task or closure."""

    _ok = True
    number = -1


class _Post(_Occasion):
    """A post of a station; as an event, the end of the work or the absence that keeps it."""

    def __init__(self, env: Environment, station: int) -> None:
        super().__init__(env)
        self.station = station


def simulate(tasks: Tasks) -> Records:
    """Run one year; raises ValueError for tasks that no engine can run.

    Nothing joins a line or starts at or after the horizon; work that is then in progress keeps its end.
    """
    check_tasks(tasks)
    env = Environment()
    in_year = tasks.ready < tasks.horizon
    joined: list[float] = np.where(in_year, tasks.ready, -1).tolist()
    start: list[float] = [-1] * len(joined)
    join, call_away = _staff(env, tasks, joined, start)
    arrivals = np.argsort(tasks.ready, kind="stable")[: np.count_nonzero(in_year)]
    _one_by_one(env, JOINING, zip(arrivals.tolist(), _gaps(tasks.ready[arrivals]), strict=True), join)
    _one_by_one(env, START_OF_ABSENCE, enumerate(_gaps(tasks.closure_start)), call_away)
    env.run(until=tasks.horizon)
    started = np.array(start, np.int64)
    return Records(np.array(joined, np.int64), started, np.where(started >= 0, started + tasks.hold, -1))


def _gaps(times: np.ndarray[Any, np.dtype[np.int64]]) -> list[int]:
    """Ticks from each time to the next, the first from the start of the year."""
    gaps: list[int] = np.diff(times, prepend=0).tolist()
    return gaps


def _one_by_one(env: Environment, kind: int, coming: Iterable[tuple[int, int]], happen: Happen) -> None:
    """Let things (number, ticks after the one before) happen in turn, with one event for all of them."""
    queue, schedule = iter(coming), _scheduler(env)

    def arrive(gate: Any) -> None:
        happen(gate.number)
        call_next(gate)

    def call_next(gate: Any) -> None:
        for number, gap in queue:
            gate.number = number
            gate.callbacks = on_arrival
            return schedule(gate, kind + number, gap)

    on_arrival = [arrive]
    call_next(_Occasion(env))


def _staff(env: Environment, tasks: Tasks, joined: list[float], start: list[float]) -> tuple[Happen, Happen]:
    """Put every post in its place.

    Returns what happens when a task joins its line and when an absence begins; both write into `joined` and `start`.
    """
    schedule = _scheduler(env)
    station, hold, deadline = tasks.station.tolist(), tasks.hold.tolist(), tasks.deadline.tolist()
    following, delay = tasks.following.tolist(), tasks.delay.tolist()
    closure_station, closure_length = tasks.closure_station.tolist(), tasks.closure_length.tolist()
    line_of = (tasks.station.astype(np.int64) * CLASSES + tasks.queue_class).tolist()
    lines: list[deque[int]] = [deque() for _ in range(CLASSES * len(tasks.servers))]
    lines_of = [lines[i : i + CLASSES] for i in range(0, len(lines), CLASSES)]
    idle = [[_Post(env, m) for _ in range(posts)] for m, posts in enumerate(tasks.servers.tolist())]
    absences: list[deque[int]] = [deque() for _ in idle]

    def join(task: int) -> None:
        posts = idle[station[task]]
        if not posts:
            lines[line_of[task]].append(task)
        elif deadline[task] >= env.now:
            begin(posts.pop(), task)

    def begin(post: Any, task: int) -> None:
        start[task] = env.now
        post.number = task
        post.callbacks = on_end_of_work
        schedule(post, END_OF_WORK + task, hold[task])

    def finish(post: Any) -> None:
        task = post.number
        if following[task] >= 0:
            hand_over(following[task], delay[task])
        take_next(post)

    def hand_over(task: int, ticks: int) -> None:
        passing: Any = _Occasion(env)
        passing.number = task
        passing.callbacks = on_passing
        schedule(passing, JOINING + task, ticks)

    def come_in(passing: Any) -> None:
        joined[passing.number] = env.now
        join(passing.number)

    def take_next(post: Any) -> None:
        if absences[post.station]:
            return leave(post, absences[post.station].popleft())
        for line in lines_of[post.station]:
            while line:
                task = line.popleft()
                if deadline[task] >= env.now:  # else it has lapsed, and nobody serves it
                    return begin(post, task)
        idle[post.station].append(post)

    def leave(post: Any, closure: int) -> None:
        post.number = closure
        post.callbacks = on_return
        schedule(post, END_OF_ABSENCE + closure, closure_length[closure])

    def call_away(closure: int) -> None:
        posts = idle[closure_station[closure]]
        if posts:
            leave(posts.pop(), closure)
        else:
            absences[closure_station[closure]].append(closure)

    on_end_of_work, on_return, on_passing = [finish], [take_next], [come_in]
    return join, call_away


def _scheduler(env: Environment) -> Callable[[Event, int, int], None]:
    """SimPy's own way to put an event on the calendar, for priorities that are plain whole numbers."""
    schedule: Any = env.schedule
    return schedule  # type: ignore[no-any-return]
