"""Which engine runs a year: the SimPy model of record, or its compiled twin where numba is there."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Literal

from redesign.simulation.tasks import Records, Tasks

Engine = Literal["simpy", "compiled"]
Asked = Literal["simpy", "compiled", "auto"]

MISSING = "numba is not installed: running the SimPy model alone, same result, slower (pip install 'redesign[fast]')"
NO_CACHE = "numba finds no folder to keep compiled code in: running the SimPy model alone, same result, slower"


def choose_engine(asked: Asked) -> tuple[Engine, str]:
    """The engine to use and, where the compiled one is not to be had, one line that says why."""
    if asked == "simpy":
        return "simpy", ""
    if importlib.util.find_spec("numba") is None:
        return "simpy", MISSING
    try:
        engine("compiled")
    except RuntimeError:  # what numba raises where neither its own folder nor the user's can be written
        return "simpy", NO_CACHE
    return "compiled", ""


def engine(name: Engine) -> Callable[[Tasks], Records]:
    """The function that runs a year; numba is loaded only where it is asked for."""
    if name == "compiled":
        from redesign.simulation.kernel import simulate_compiled

        return simulate_compiled
    from redesign.simulation.office import simulate

    return simulate
