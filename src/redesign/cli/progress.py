"""Progress with remaining time on standard error: a bar on a terminal, a line now and then elsewhere.

What the package has to say on the way, through `logging`, appears between.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from redesign.cli.ending import say

Progress = Callable[[str, int, int], None]
"""Called with the phase, what is done and what there is to do."""

SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def progress_on_stderr(quiet: bool) -> Iterator[Progress]:
    """A progress function for the time of a run; silent on request, and so is all else that the package says."""
    if quiet:
        with _heard(_unheard):
            yield _silent
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        with _heard(say):
            yield Lines(time.monotonic)


class _Heard(logging.Handler):
    """Hands each message on, as it is."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        self.say(record.getMessage())


@contextmanager
def _heard(say: Callable[[str], None]) -> Iterator[None]:
    """Messages of the package go to `say`, and nowhere else that nobody asked for."""
    handler = _Heard(say)
    log = logging.getLogger("redesign")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, tuple[object, int]] = {}
    console = Console(stderr=True)
    aloud = partial(console.print, markup=False, highlight=False)
    with Progress(*columns, console=console, transient=True) as bars, _heard(aloud):

        def report(phase: str, done: int, total: int) -> None:
            task, before = tasks.get(phase, (None, 0))
            if task is None:
                task = bars.add_task(phase, total=total)
            elif done < before:
                bars.reset(task, total=total)  # type: ignore[arg-type]  # a TaskID, which is an int
            bars.update(task, completed=done, total=total)  # type: ignore[arg-type]
            tasks[phase] = (task, done)

        yield report


@dataclass(slots=True)
class Lines:
    """Progress as plain lines, at most one in ten seconds."""

    clock: Callable[[], float]
    phase: str = ""
    started: float = 0.0
    done_before: int = 0
    spoke: float | None = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Print a line if it is time for one."""
        now = self.clock()
        if phase != self.phase or done < self.done_before:
            self.phase, self.started = phase, now
        self.done_before = done
        if self.spoke is None:
            self.spoke = now
        if now - self.spoke >= SECONDS_BETWEEN_LINES:
            self.spoke = now
            say(f"{phase}: {done} of {total}{_left(now - self.started, done, total)}")


def _left(spent: float, done: int, total: int) -> str:
    if not done or done >= total:
        return ""
    return f", about {max(1, round(spent / done * (total - done)))} s left in this step"


def _unheard(line: str) -> None:
    """A message that nobody asked for."""


def _silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
