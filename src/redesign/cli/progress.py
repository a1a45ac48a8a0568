"""Progress with remaining time on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

Progress = Callable[[str, int, int], None]
"""Called with the phase, what is done and what there is to do."""

SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def progress_on_stderr(quiet: bool) -> Iterator[Progress]:
    """A progress function for the time of a run; silent on request."""
    if quiet:
        yield _silent
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield Lines(time.monotonic)


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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

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
            click.echo(f"{phase}: {done} of {total}{_left(now - self.started, done, total)}", err=True)


def _left(spent: float, done: int, total: int) -> str:
    if not done or done >= total:
        return ""
    return f", about {max(1, round(spent / done * (total - done)))} s left in this step"


def _silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
