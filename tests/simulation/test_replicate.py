from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mortal import square_or_die, square_or_die_once
from redesign.errors import WorkerError
from redesign.simulation.replicate import DIED, MOST_DEATHS, Processes, one_ahead, pool, replicate


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
    with Processes(2) as processes:
        assert replicate(math.factorial, range(20), processes) == [math.factorial(n) for n in range(20)]


def test_a_cluster_gives_the_same_list(dask_executor: Executor) -> None:
    assert replicate(math.factorial, range(20), dask_executor) == [math.factorial(n) for n in range(20)]
    with pytest.raises(ValueError, match="factorial"):
        replicate(math.factorial, [3, -1, 2], dask_executor)


def test_a_worker_that_dies_is_replaced_and_its_work_done_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[int] = []
    with Processes(2) as processes:
        mortal = partial(square_or_die_once, tmp_path / "died")
        found = replicate(mortal, range(10), processes, lambda _, done, total: seen.append(done))
        assert replicate(abs, range(3), processes) == [0, 1, 2]
    assert found == [n * n for n in range(10)]
    assert seen == list(range(1, 11))
    assert caplog.messages == [DIED]


def test_work_that_kills_every_worker_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    with Processes(1) as processes, pytest.raises(WorkerError, match="memory") as error:
        replicate(square_or_die, range(5), processes)
    assert error.value.exit_code == 7
    assert caplog.messages == [DIED] * (MOST_DEATHS - 1)


def test_an_executor_that_stays_broken_says_so_itself(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise BrokenProcessPool("gone")

    with pytest.raises(BrokenProcessPool, match="gone"):
        replicate(abs, range(3), Broken())
    assert caplog.messages == []


def test_a_pool_is_what_was_asked_for() -> None:
    with pool(1) as nothing, ThreadPoolExecutor(1) as threads, pool(4, threads) as given, pool(2) as processes:
        assert nothing is None
        assert given is threads
        assert isinstance(processes, Processes)


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


@pytest.mark.parametrize(
    "error", [OSError(30, "Read-only file system"), ImportError("sem_open"), NotImplementedError()]
)
def test_without_semaphores_one_process_does_the_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("redesign.simulation.replicate.ProcessPoolExecutor", fails)
    with pool(2) as nothing:
        assert nothing is None
    [line] = caplog.messages
    assert "one process does all the work" in line


def test_a_system_without_more_processes_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []

    def fails(*_: Any) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    shutdown = Processes.shutdown
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", fails)
    monkeypatch.setattr(Processes, "shutdown", lambda self, wait: ended.append(True) or shutdown(self, wait))
    with pool(2, awake=print) as nothing:
        assert nothing is None
    assert ended == [True]


PARENT = """
import os, sys, time
from redesign.simulation.replicate import Processes
if __name__ == "__main__":
    processes = Processes(2)
    pids = {processes.submit(os.getpid).result() for _ in range(20)}
    for _ in range(3):
        processes.submit(time.sleep, 60)
    print(*pids, flush=True)
    time.sleep(60)
"""


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", ["SIGKILL", "SIGHUP", "SIGINT"])
def test_workers_end_with_their_parent_and_without_a_word(tmp_path: Path, kind: str) -> None:
    """Also with one whose terminal sends all of them the interrupt: only the parent may speak."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert pids
    if kind == "SIGINT":
        os.killpg(parent.pid, signal.SIGINT)
        time.sleep(0.5)
        assert not all(gone(pid) for pid in pids)
    parent.send_signal(signal.SIGKILL if kind == "SIGINT" else getattr(signal, kind))
    _, words = parent.communicate(timeout=30)
    until = time.monotonic() + 10
    while not all(gone(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert all(gone(pid) for pid in pids)
    assert "leaked" not in words
    assert words.count("Traceback") <= 1  # the parent's own


def test_a_plain_script_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        "import math\n"
        "from redesign.simulation.replicate import Processes, replicate\n"
        "print('once')\n"
        "with Processes(2) as processes:\n"
        "    print(replicate(math.factorial, range(4), processes))\n",
        encoding="utf-8",
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=100)  # noqa: S603
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "once\n[1, 1, 2, 6]\n", "")


@pytest.mark.parametrize("count", [0, 1, 5])
def test_one_ahead_keeps_the_order(count: int) -> None:
    assert list(one_ahead(range(count), lambda n: n * n)) == [(n, n * n) for n in range(count)]


def test_the_next_argument_is_made_while_a_thread_works() -> None:
    """The first call waits for the second argument: without the thread it would wait for ever."""
    second = threading.Event()

    def arguments() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    assert list(one_ahead(arguments(), lambda _: second.wait(timeout=60))) == [(1, True), (2, True)]


def test_what_fails_in_the_thread_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(one_ahead([1, 0, 2], lambda n: 1 / n))


def test_nobody_works_on_when_the_user_stops_listening() -> None:
    begun = threading.active_count()
    results = one_ahead(range(10), lambda n: n)
    next(results)
    results.close()
    assert threading.active_count() == begun
