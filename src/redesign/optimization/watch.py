"""Time in which this process ran: a machine that sleeps, or a process that was stopped, is not a slow solver."""

from __future__ import annotations

import time

LONG_STEP_SECONDS = 1.0
"""Between two looks that are a tenth of a second apart: after more, the process has stood still."""


class Watch:
    """Counts no more seconds than pass, nor than the processor works for this process."""

    def __init__(self) -> None:
        self.silent_seconds = 0.0
        """Since something was heard."""
        self.stood_still = False
        """Whether the process was stopped for a while."""
        self._heard = False
        self._last = _now()

    def hear(self, _: object = None) -> None:
        """Whoever is waited for is alive."""
        self._heard = True

    def look(self) -> float:
        """Seconds of silence so far; to be called several times a second."""
        before, self._last = self._last, _now()
        steady, clock, worked = (now - then for now, then in zip(self._last, before, strict=True))
        passed = max(steady, clock)  # only the clock on the wall goes on while the machine sleeps
        self.stood_still |= passed > LONG_STEP_SECONDS
        self.silent_seconds = 0.0 if self._heard else self.silent_seconds + max(0.0, min(steady, worked))
        self._heard = False
        return self.silent_seconds


def _now() -> tuple[float, float, float]:
    return time.monotonic(), time.time(), time.process_time()
