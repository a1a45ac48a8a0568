"""What runs the years of a study and its other jobs: nothing here changes a result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from redesign.simulation.engines import Engine
from redesign.simulation.replicate import replicate

A = TypeVar("A")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]
"""Called with the phase, what is done and what there is to do."""


def silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Where jobs run, with which engine, and who is told."""

    executor: Executor | None = None
    progress: Progress = silent
    engine: Engine = "simpy"

    def replicate(self, phase: str, function: Callable[[A], R], arguments: Iterable[A]) -> list[R]:
        """Results in the order of `arguments`; progress is told under the name of the phase."""
        return replicate(function, arguments, self.executor, lambda _, done, total: self.progress(phase, done, total))
