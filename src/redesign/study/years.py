"""Simulated years: several plans replayed on the same year, year after year, until intervals are narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.measures import YearMeasures, measure
from redesign.demand.expectation import expect
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import Engine, engine
from redesign.simulation.replicate import replicate

A = TypeVar("A")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]
"""Called with the phase, what is done and what there is to do."""


def silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a study computes with: nothing here changes a result."""

    executor: Executor | None = None
    progress: Progress = silent
    engine: Engine = "simpy"

    def replicate(self, phase: str, function: Callable[[A], R], arguments: Iterable[A]) -> list[R]:
        """Results in the order of `arguments`; progress is told under the name of the phase."""
        return replicate(function, arguments, self.executor, lambda _, done, total: self.progress(phase, done, total))


def simulate_year(scenario: Scenario, plans: tuple[Plan, ...], runs_on: Engine, year: int) -> tuple[YearMeasures, ...]:
    """One year's draws, replayed under every plan."""
    workload, expectation, simulate = draw_workload(scenario, year), expect(scenario), engine(runs_on)

    def under(plan: Plan) -> YearMeasures:  # a function of its own, so that one plan's year is gone before the next's
        tasks, ledger = arrange(scenario, workload, plan)
        horizon, records = tasks.horizon, simulate(tasks)
        del tasks  # a million of them, and nothing measures them
        return measure(scenario, expectation, plan, (horizon, ledger, records))

    return tuple(under(plan) for plan in plans)


def simulate_years(
    scenario: Scenario, plans: tuple[Plan, ...], years: range, means: Means, phase: str
) -> list[tuple[YearMeasures, ...]]:
    """Measures of every year, in order: one tuple of plans for each."""
    return means.replicate(phase, partial(simulate_year, scenario, plans, means.engine), years)


def total_support(years: list[tuple[YearMeasures, ...]]) -> NDArray[np.float64]:
    """[N, Y] support of each plan in each year."""
    return np.array([[float(m.support.sum()) for m in year] for year in years]).T


def series(years: list[tuple[YearMeasures, ...]], plan: int, name: str) -> NDArray[np.float64]:
    """[Y, ...] one measure of one plan over the years."""
    return np.array([getattr(year[plan], name) for year in years], dtype=np.float64)
