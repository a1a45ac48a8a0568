"""Replications side by side: the same list whatever runs them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]
"""Called with what is done, how many are, and how many there are to do."""


def replicate(
    function: Callable[[Argument], Result],
    arguments: Iterable[Argument],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Results in the order of `arguments`, whatever the executor and the order in which they are ready.

    Only `submit` is asked of the executor; without one the work is done here. If a call fails or the
    user interrupts, what has not begun is canceled and the error goes on.
    """
    todo = list(arguments)
    report = progress or _silent
    if executor is None:
        results = []
        for argument in todo:
            results.append(function(argument))
            report("years", len(results), len(todo))
        return results
    futures = [executor.submit(function, argument) for argument in todo]
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            report("years", done, len(todo))
        return [future.result() for future in futures]
    except BaseException:
        _cancel(futures)
        raise


def process_pool(workers: int) -> ProcessPoolExecutor:
    """The default pool: fresh processes, on every platform alike, that leave interrupts to the main one."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_ignore_interrupts)


def _cancel(futures: list[Future[Result]]) -> None:
    for future in futures:
        future.cancel()


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
