"""HiGHS through PuLP that keeps standard output clean, hears Ctrl-C, and is left alone where it does not end."""

from __future__ import annotations

import atexit
import threading
from typing import Any

import pulp

from redesign.errors import SolverError
from redesign.optimization.watch import Watch
from redesign.simulation.quiet import quiet

SILENT_SECONDS = 15.0
"""HiGHS 1.16 can lose itself in presolve (`strengthenInequalities`) and then hears neither its time limit nor an
interrupt. It asks for interrupts about every second; after so many silent seconds of work it is left alone."""
LAST_WAIT_SECONDS = 5.0
"""At the end of the process, for a solve that was left alone."""


class LostError(SolverError):
    """HiGHS does not end and hears nothing."""


class Highs(pulp.HiGHS):  # type: ignore[misc, unused-ignore]
    """PuLP's own, run in a thread of its own."""

    stood_still = False

    def createAndConfigureSolver(self, lp: Any) -> None:
        """Hand over options."""
        with quiet(1):  # HiGHS 1.16 prints a banner there whatever it is told
            super().createAndConfigureSolver(lp)
        lp.solverModel.HandleUserInterrupt = True
        # highspy has one pair of locks for all models: one that is lost would bar every later one
        lp.solverModel._Highs__solver_stopped = threading.RLock()
        lp.solverModel._Highs__solver_started = threading.Lock()

    def callSolver(self, lp: Any) -> None:
        """Solve; raises LostError, and KeyboardInterrupt soon after Ctrl-C."""
        try:
            with quiet(1):
                self.stood_still = bool(run(lp.solverModel))
        except BaseException:
            _leave_alone(lp.solverModel)
            raise


def run(model: Any) -> bool:
    """Run in a thread of its own, because Python hears no signal while HiGHS holds the main one.

    Returns whether the process stood still meanwhile.
    """
    watch = Watch()
    for asking in (model.cbMipInterrupt, model.cbSimplexInterrupt, model.cbIpmInterrupt):
        asking.subscribe(watch.hear)
    model.startSolve()
    try:
        while not model.wait(0.1)[0]:
            if watch.look() > SILENT_SECONDS:
                raise LostError(
                    "HiGHS lost itself in presolve and was left alone. Another seed, or a budget that differs by a "
                    "dollar, gives it another problem."
                )
    except KeyboardInterrupt:
        model.cancelSolve()
        for _ in range(100):
            if model.wait(0.1)[0]:
                break
        raise
    watch.look()
    return watch.stood_still


def _leave_alone(model: Any) -> None:
    """Ask a model to end by itself, and keep it for as long as its thread may use it.

    A thread that asks Python for an interrupt while Python ends takes the process down.
    """
    model.cancelSolve()
    if not model.wait(0.0)[0]:
        atexit.register(model.wait, LAST_WAIT_SECONDS)
