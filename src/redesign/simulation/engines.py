"""Which engine runs a year: the SimPy model of record, or its compiled twin where numba is there."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Literal

from redesign.simulation.replicate import replicate
from redesign.simulation.tasks import Records, Tasks

Engine = Literal["simpy", "compiled"]
Asked = Literal["simpy", "compiled", "auto"]

ALONE = "running the SimPy model alone, same result, slower"
MISSING = f"numba is not installed: {ALONE} (pip install numba)"
NO_CACHE = f"numba finds no folder to keep compiled code in: {ALONE} (NUMBA_CACHE_DIR can name one)"
COMPILING = "Compiling the simulation for this machine, once: a few seconds."
UNUSABLE = f"numba does not load ({{}}): {ALONE}"
log = logging.getLogger(__name__)


def choose_engine(asked: Asked, worthwhile: bool = True, executor: Executor | None = None) -> tuple[Engine, str]:
    """The engine to use and, where the compiled one is not to be had, one line that says why.

    `auto` means the compiled one where the job is `worthwhile` loading it. It is made ready where it will run: by
    one worker of the executor, so that the others find the compiled code.
    """
    if asked == "simpy" or (asked == "auto" and not worthwhile):
        return "simpy", ""
    why, cold = replicate(_load, [False], executor)[0]
    if cold:
        log.warning(COMPILING)
        why, _ = replicate(_load, [True], executor)[0]
    return ("simpy", why) if why else ("compiled", "")


def _load(even_if_cold: bool) -> tuple[str, bool]:
    """Load the compiled engine: why it cannot be had, or nothing; and whether it is yet to be compiled."""
    if importlib.util.find_spec("numba") is None:
        return MISSING, False
    try:
        from redesign.simulation.kernel import is_compiled, make_ready

        if not even_if_cold and not is_compiled():
            return "", True
        make_ready()
    except (RuntimeError, OSError):  # what numba raises where neither its own folder nor the user's can be written
        return NO_CACHE, False
    except ImportError as error:  # a numba that is older than the numpy beside it
        return UNUSABLE.format(error), False
    return "", False


def engine(name: Engine) -> Callable[[Tasks], Records]:
    """The function that runs a year; numba is loaded only where it is asked for."""
    if name == "compiled":
        from redesign.simulation.kernel import simulate_compiled

        return simulate_compiled
    from redesign.simulation.office import simulate

    return simulate
