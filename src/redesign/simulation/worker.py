"""How a worker process begins and ends: it leaves interrupts to its parent, and outlives it in no case."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from types import ModuleType

from redesign.simulation.quiet import quiet

TO_PARENT_ALONE = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
"""A terminal sends them to all its processes."""


def begin() -> None:
    """What a worker does before anything else."""
    for number in TO_PARENT_ALONE:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextmanager
def deaf_from_birth() -> Iterator[None]:
    """Processes that are started meanwhile hear no interrupt while they import what they need."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TO_PARENT_ALONE)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def without_main() -> Iterator[None]:
    """Processes that are started meanwhile do not run the user's script, of which no job of ours needs anything.

    A fresh process begins by importing the main module of its parent. A plain script would then run as a whole in
    each worker, and end in one traceback after another where it asks for workers itself.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def start_tracker() -> None:
    """Start the process that cleans up semaphores after an end by force, without its words about it."""
    if os.name == "posix":
        with quiet(2):
            resource_tracker.ensure_running()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
