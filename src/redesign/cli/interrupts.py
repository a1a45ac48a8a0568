"""Ctrl-C, termination and hang-up, from the first moment on: one message, exit code 130, soon.

Imports nothing that takes time: what comes before `listen` ends as Python ends.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # see redesign/__init__.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

INTERRUPTED = 130
MESSAGE = b"\nInterrupted. The study folder is as it was before, or complete.\n"
GRACE_SECONDS = 2.0
"""After an interrupt, time for files to be closed and workers to stop; then the process ends whatever it does."""
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def listen() -> None:
    """End at once at an interrupt: for the time in which there is nothing to put in order."""
    _hear_with(_say_and_leave)


def was_interrupted() -> bool:
    """Whether an interrupt has been heard."""
    return signal.getsignal(signal.SIGINT) is _leave


@contextmanager
def prompt_interrupts() -> Iterator[None]:
    """An interrupt raises KeyboardInterrupt; if that takes long, or at the second one, the process ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = _hear_with(_interrupt)
    try:
        yield
    finally:
        # After an interrupt the quick way out stays, so that nothing at exit can hold the process.
        if not was_interrupted():
            for number, handler in before.items():
                signal.signal(number, handler)


def _hear_with(handler: signal._HANDLER) -> dict[int, signal._HANDLER]:
    """Returns who heard before. What `nohup` has silenced stays silent."""
    hangup = getattr(signal, "SIGHUP", None)
    numbers = [n for n in SIGNALS if not (n == hangup and signal.getsignal(n) == signal.SIG_IGN)]
    return {number: signal.signal(number, handler) for number in numbers}


def _interrupt(number: int, frame: object) -> NoReturn:
    _hear_with(_leave)
    # what an interrupt breaks off in a destructor, in another thread or in a library's C code would be printed there
    sys.excepthook = lambda *_: None
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None
    _thread.start_new_thread(_leave_late, ())  # not a Thread: the interrupt may have come while one was being started
    _stop_workers()
    _say()
    raise KeyboardInterrupt


def _say_and_leave(*_: object) -> None:
    _hear_with(_leave)
    _say()
    _leave()


def _say() -> None:
    with suppress(OSError):
        os.write(2, MESSAGE)  # safe at any moment, unlike a stream that may be half through a line


def _leave_late() -> None:
    time.sleep(GRACE_SECONDS)
    _leave()


def _leave(*_: object) -> None:
    _stop_workers()
    os._exit(INTERRUPTED)


def _stop_workers() -> None:
    """End worker processes, if there can be any yet; one that is missed ends with this one."""
    with suppress(Exception):
        for worker in sys.modules["multiprocessing"].active_children():
            worker.kill()
