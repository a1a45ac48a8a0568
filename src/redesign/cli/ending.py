"""How a command ends: one clear message, one exit code, soon after an interrupt."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from typing import Any, NoReturn

import click

from redesign.errors import InfeasibleError, RedesignError, WorkerError, printable

SOLVER_FAILED, NOT_AS_ASKED, OUTPUT_FAILED, BUG, INTERRUPTED = 4, 5, 6, 70, 130
MESSAGE = b"\nInterrupted. No study was written; one that stood in the output folder is intact.\n"
GRACE_SECONDS = 2.0
"""After an interrupt, time for files to be closed and workers to stop; then the process ends whatever it does."""


class Commands(click.Group):
    """A group of commands that turns what goes wrong into a message on standard error and an exit code."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program; after an interrupt end here and now, with its exit code."""
        try:
            return super().__call__(*args, **kwargs)
        except SystemExit as end:
            if end.code == INTERRUPTED:
                # Python ends by signal, not with a code, where an interrupt went through text that a library runs.
                sys.stdout.flush()
                os._exit(INTERRUPTED)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every error ends here."""
        try:
            with prompt_interrupts():
                return super().invoke(ctx)
        except RedesignError as error:
            ctx.exit(tell(error))
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            click.echo(f"Cannot read or write: {printable(str(error))}", err=True)
            ctx.exit(OUTPUT_FAILED)
        except MemoryError as error:
            ctx.exit(tell_memory(error))
        except Exception as error:  # the last door: whatever comes here is a fault of ours
            ctx.exit(tell_missing(error) if _is_missing(error) else tell_bug())


def tell(error: RedesignError) -> int:
    """Say what a user can mend; returns the exit code."""
    if isinstance(error, InfeasibleError):
        click.echo("No plan meets everything that the scenario asks. These cannot hold together:", err=True)
        for sentence in error.conflict:
            click.echo(f"  - {printable(sentence)}", err=True)
        if error.repairs:
            click.echo("Any one of these would do, as far as the team tables tell:", err=True)
        for sentence in error.repairs:
            click.echo(f"  - {printable(sentence)}", err=True)
    else:
        click.echo(printable(str(error), keep="\n"), err=True)
    return error.exit_code


def tell_bug() -> int:
    """Ask for a report, with the traceback; returns the exit code."""
    click.echo("This is a bug in redesign. Please report it with the scenario file and these lines:", err=True)
    click.echo(traceback.format_exc(), err=True)
    return BUG


def tell_memory(error: MemoryError) -> int:
    """Say that memory ran out, and what needs less; returns the exit code."""
    detail = f" ({error})" if str(error) else ""
    click.echo(f"Out of memory{detail}. No study was written.", err=True)
    click.echo("Try fewer workers (`--workers 1` uses one process), or a scenario with fewer requests.", err=True)
    return WorkerError.exit_code


def tell_missing(error: Exception) -> int:
    """Name the library that is not installed and the command that installs it; returns the exit code."""
    package = {"yaml": "PyYAML"}.get(_library(error), _library(error))
    click.echo(f"{package} is not installed or does not load ({error}).", err=True)
    click.echo(f"Install it with: {sys.executable} -m pip install {package}", err=True)
    return SOLVER_FAILED


def _is_missing(error: Exception) -> bool:
    return isinstance(error, ImportError) and _library(error) not in {"", "redesign"}


def _library(error: Exception) -> str:
    return (getattr(error, "name", None) or "").split(".")[0]


@contextmanager
def prompt_interrupts() -> Iterator[None]:
    """Ctrl-C and termination raise KeyboardInterrupt; if that takes long, or at the second one, the process ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, _interrupt) for number in signals}
    try:
        yield
    finally:
        for number in signals:
            # After an interrupt the quick way out stays, so that nothing at exit can hold the process.
            if signal.getsignal(number) is _interrupt:
                signal.signal(number, before[number])


def _interrupt(number: int, frame: object) -> NoReturn:
    for again in (signal.SIGINT, signal.SIGTERM):
        signal.signal(again, _leave)
    timer = threading.Timer(GRACE_SECONDS, _leave)
    timer.daemon = True
    timer.start()
    _stop_workers()
    os.write(2, MESSAGE)  # safe at any moment, unlike a stream that may be half through a line
    raise KeyboardInterrupt


def _leave(*_: object) -> None:
    _stop_workers()
    os._exit(INTERRUPTED)


def _stop_workers() -> None:
    for worker in active_children():
        worker.kill()
