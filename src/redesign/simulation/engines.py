"""Which engine runs a year: the SimPy model of record, or its compiled twin where numba is there."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Literal

from redesign.simulation.tasks import Records, Tasks

Engine = Literal["simpy", "compiled"]
Asked = Literal["simpy", "compiled", "auto"]

ALONE = "running the SimPy model alone, same result, slower"
MISSING = f"numba is not installed: {ALONE} (pip install numba)"
NO_CACHE = f"numba finds no folder to keep compiled code in: {ALONE} (NUMBA_CACHE_DIR can name one)"
UNUSABLE = f"numba does not load ({{}}): {ALONE}"


def choose_engine(asked: Asked, worthwhile: bool = True) -> tuple[Engine, str]:
    """The engine to use and, where the compiled one is not to be had, one line that says why.

    `auto` means the compiled one where the job is `worthwhile` loading it. Its code is made ready here, before
    worker processes ask for it.
    """
    if asked == "simpy" or (asked == "auto" and not worthwhile):
        return "simpy", ""
    if importlib.util.find_spec("numba") is None:
        return "simpy", MISSING
    try:
        from redesign.simulation.kernel import make_ready

        make_ready()
    except (RuntimeError, OSError):  # what numba raises where neither its own folder nor the user's can be written
        return "simpy", NO_CACHE
    except ImportError as error:  # a numba that is older than the numpy beside it
        return "simpy", UNUSABLE.format(error)
    return "compiled", ""


def engine(name: Engine) -> Callable[[Tasks], Records]:
    """The function that runs a year; numba is loaded only where it is asked for."""
    if name == "compiled":
        from redesign.simulation.kernel import simulate_compiled

        return simulate_compiled
    from redesign.simulation.office import simulate

    return simulate
