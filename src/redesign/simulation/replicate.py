"""Replications side by side: the same list whatever runs them, also where a worker process dies."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from redesign.errors import WorkerError
from redesign.simulation.worker import begin, deaf_from_birth, start_tracker, without_main

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Given = ParamSpec("Given")
Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are, and how many there are to do."""

DIED = "A worker process died; its work is done again."
MOST_DEATHS = 3
"""Deaths during one list of replications after which it is given up."""
GIVEN_UP = (
    f"Worker processes died {MOST_DEATHS} times during one step of the study. No result was written. The usual reason "
    "is memory: try fewer workers (`--workers 1` uses none)."
)
ALONE = "Worker processes cannot be had here ({}); one process does all the work, and results are the same."
MOST_ON_WINDOWS = 61
"""Processes that a pool can wait for there."""
log = logging.getLogger(__name__)


def replicate(
    function: Callable[[Argument], Result],
    arguments: Iterable[Argument],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Results in the order of `arguments`, whatever the executor and the order in which they are ready.

    Only `submit` is asked of the executor; without one the work is done here. What a dead worker took along is
    submitted again, at most twice: then WorkerError. If a call fails or the user interrupts, what has not begun
    is canceled and the error goes on.
    """
    todo = list(arguments)
    report = progress or _silent
    if executor is None:
        results = []
        for argument in todo:
            results.append(function(argument))
            report("years", len(results), len(todo))
        return results
    ready: dict[int, Result] = {}
    deaths = 0
    while len(ready) < len(todo):
        waiting: dict[Future[Result], int] = {}
        try:
            for place in sorted(set(range(len(todo))) - set(ready)):
                waiting[executor.submit(function, todo[place])] = place
            if deaths:  # said here, since an executor that cannot replace its workers has just refused
                log.warning(DIED)
            deaths += _gather(waiting, ready, lambda done: report("years", done, len(todo)))
        except BaseException:
            for future in waiting:
                future.cancel()
            raise
        if deaths == MOST_DEATHS:
            raise WorkerError(GIVEN_UP)
    return [ready[place] for place in range(len(todo))]


def one_ahead(
    arguments: Iterable[Argument], function: Callable[[Argument], Result]
) -> Iterator[tuple[Argument, Result]]:
    """Each argument with its result, in order; the next argument is made while a thread works on the one before.

    That saves time where the function leaves the interpreter to others, as compiled code does.
    """
    with ThreadPoolExecutor(1) as thread:
        before: tuple[Argument, Future[Result]] | None = None
        for argument in arguments:
            after = argument, thread.submit(function, argument)
            if before:
                yield before[0], before[1].result()
            before = after
        if before:
            yield before[0], before[1].result()


class Processes(Executor):
    """The default pool: fresh processes, on every platform alike, that leave interrupts to the main one.

    They start at once, while the main process has other things to do, by importing the module of `awake`. Where one
    of them dies, what the pool had begun is lost; the next `submit` starts a new pool. They end with the main one,
    however it ends. Raises OSError, ImportError or NotImplementedError where the system has no processes to give.
    """

    def __init__(self, workers: int, awake: Callable[[], object] | None = None) -> None:
        self.workers = min(workers, MOST_ON_WINDOWS) if sys.platform == "win32" else workers
        self._pool = self._fresh()
        try:
            for _ in range(self.workers if awake else 0):
                self.submit(awake)  # type: ignore[arg-type]
        except OSError:
            self.shutdown(wait=False)
            raise

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Schedule a call."""
        with deaf_from_birth(), without_main():
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown()
                self._pool = self._fresh()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _fresh(self) -> ProcessPoolExecutor:
        start_tracker()
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=begin)


def pool(
    workers: int, given: Executor | None = None, awake: Callable[[], object] | None = None
) -> AbstractContextManager[Executor | None]:
    """What replications run on: the caller's own executor, processes, or nothing but this process."""
    if given is not None or workers == 1:
        return nullcontext(given)
    try:
        return Processes(workers, awake)
    except (OSError, ImportError, NotImplementedError) as error:  # no shared memory, no semaphores, no more processes
        log.warning(ALONE.format(error))
        return nullcontext(None)


def _gather(waiting: dict[Future[Result], int], ready: dict[int, Result], report: Callable[[int], None]) -> bool:
    """Put results in their places as they come; true if a worker died and took some along."""
    died = False
    for future in as_completed(waiting):
        try:
            ready[waiting[future]] = future.result()
        except BrokenExecutor:
            died = True
        else:
            report(len(ready))
    return died


def _silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
