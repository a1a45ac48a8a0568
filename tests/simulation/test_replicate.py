from __future__ import annotations

import math
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from redesign.simulation.replicate import process_pool, replicate


class Backwards(Executor):
    """Runs what it is given when asked for the last one, and that one first: `submit` is all it has."""

    def __init__(self, total: int) -> None:
        self.waiting: list[tuple[Future[Any], Any, Any]] = []
        self.total = total

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, fn, args))
        if len(self.waiting) == self.total:
            for late, function, given in reversed(self.waiting):
                late.set_result(function(*given))
        return future


def test_every_executor_gives_the_same_list() -> None:
    expected = [math.factorial(n) for n in range(20)]
    assert replicate(math.factorial, range(20)) == expected
    assert replicate(math.factorial, range(20), Backwards(20)) == expected
    with ThreadPoolExecutor(3) as threads:
        assert replicate(math.factorial, range(20), threads) == expected


def test_processes_give_the_same_list() -> None:
    with process_pool(2) as pool:
        assert replicate(math.factorial, range(20), pool) == [math.factorial(n) for n in range(20)]


@pytest.mark.parametrize("executor", [None, Backwards(3)])
def test_progress_counts_up(executor: Executor | None) -> None:
    seen: list[tuple[int, int]] = []
    replicate(abs, [3, 1, 2], executor, lambda _, done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_cancels_what_has_not_begun(error: type[BaseException]) -> None:
    begun: list[int] = []
    held = threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number == 0:
            raise error
        held.wait(5)
        return number

    with ThreadPoolExecutor(2) as threads:
        with pytest.raises(error):
            replicate(work, range(50), threads)
        held.set()
    assert len(begun) < 10


def test_an_interrupt_while_waiting_cancels_what_has_not_begun() -> None:
    begun: list[int] = []
    held = threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number:
            held.wait(5)
        return number

    def interrupt(_: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as threads:
        with pytest.raises(KeyboardInterrupt):
            replicate(work, range(50), threads, interrupt)
        held.set()
    assert len(begun) < 10


def test_nothing_to_do() -> None:
    assert replicate(abs, []) == []
