"""Functions that end their own process, for worker processes to run."""

import os
import signal
from pathlib import Path


def square_or_die_once(marker: Path, number: int) -> int:
    """The square, except that the first process asked for it at 3 dies and leaves the marker behind."""
    if number == 3 and not marker.exists():
        marker.touch()
        die()
    return number * number


def square_or_die(number: int) -> int:
    """The square, except that every process asked for it at 3 dies."""
    if number == 3:
        die()
    return number * number


def die() -> None:
    """End this process as the system does where memory runs out."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
