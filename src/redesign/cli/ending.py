"""How a command ends: one clear message, one exit code, soon after an interrupt."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from redesign.cli.interrupts import INTERRUPTED, prompt_interrupts, was_interrupted
from redesign.errors import InfeasibleError, RedesignError, WorkerError, printable

SOLVER_FAILED, NOT_AS_ASKED, OUTPUT_FAILED, NOT_THE_SAME, BUG = 4, 5, 6, 8, 70


class Commands(click.Group):
    """A group of commands that turns what goes wrong into a message on standard error and an exit code."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program; after an interrupt, or where the last words cannot be written, end here and now."""
        try:
            return super().__call__(*args, **kwargs)
        except SystemExit as end:
            code = INTERRUPTED if was_interrupted() else end.code if isinstance(end.code, int) else 0
            try:
                for stream in (sys.stdout, sys.stderr):
                    stream.flush()
            except OSError:
                os._exit(code or OUTPUT_FAILED)
            if code == INTERRUPTED:
                # Python ends by signal, not with a code, where an interrupt went through text that a library runs.
                os._exit(INTERRUPTED)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every error ends here."""
        try:
            with prompt_interrupts():
                done = super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            ctx.exit(INTERRUPTED if was_interrupted() else tell(error))
        if was_interrupted():
            ctx.exit(INTERRUPTED)
        return done


def tell(error: Exception) -> int:
    """Say what went wrong, and how to mend it; returns the exit code."""
    if isinstance(error, RedesignError):
        return tell_user(error)
    if isinstance(error, OSError):
        say(f"Cannot read or write: {printable(str(error))}")
        return OUTPUT_FAILED
    if isinstance(error, MemoryError):
        return tell_memory(error)
    return tell_missing(error) if _is_missing(error) else tell_bug()  # what comes here last is a fault of ours


def say(line: str) -> None:
    """On standard error, if anybody can hear it there."""
    with suppress(OSError):
        click.echo(line, err=True)


def tell_user(error: RedesignError) -> int:
    """Say what a user can mend; returns the exit code."""
    if isinstance(error, InfeasibleError):
        say("No plan meets everything that the scenario asks. These cannot hold together:")
        for sentence in error.conflict:
            say(f"  - {printable(sentence)}")
        if error.repairs:
            say("Any one of these would do, as far as the team tables tell:")
        for sentence in error.repairs:
            say(f"  - {printable(sentence)}")
    else:
        say(printable(str(error), keep="\n"))
    return error.exit_code


def tell_bug() -> int:
    """Ask for a report, with the traceback; returns the exit code."""
    say("This is a bug in redesign. Please report it with the scenario file and these lines:")
    say(traceback.format_exc())
    return BUG


def tell_memory(error: MemoryError) -> int:
    """Say that memory ran out, and what needs less; returns the exit code."""
    detail = f" ({error})" if str(error) else ""
    say(f"Out of memory{detail}. No study was written.")
    say("Try fewer workers (`--workers 1` uses one process), or a scenario with fewer requests.")
    return WorkerError.exit_code


def tell_missing(error: Exception) -> int:
    """Name the library that is not installed and the command that installs it; returns the exit code."""
    package = {"yaml": "PyYAML"}.get(_library(error), _library(error))
    say(f"{package} is not installed or does not load ({error}).")
    say(f"Install it with: {sys.executable} -m pip install {package}")
    return SOLVER_FAILED


def _is_missing(error: Exception) -> bool:
    return isinstance(error, ImportError) and _library(error) not in {"", "redesign"}


def _library(error: Exception) -> str:
    return (getattr(error, "name", None) or "").split(".")[0]
