"""Simulated years: the plans of several strategies replayed on the same year, year after year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Case
from redesign.analysis.measures import Run, YearMeasures, measure
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, under
from redesign.demand.workload import Drawn, draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import Engine, engine
from redesign.study.runner import Runner

Floats = NDArray[np.float64]
Year = dict[str, YearMeasures]
"""One year's measures, by strategy."""
Years = list[Year]


Cases = Mapping[str, Case]
"""By strategy."""


def case_of(scenario: Scenario, plan: Plan) -> Case:
    """A plan for a scenario that has the changes of its strategy."""
    return Case(under(scenario, plan), plan)


def simulate_year(cases: Cases, runs_on: Engine, year: int, closely: Collection[str] = ()) -> Year:
    """One year's draws, replayed under every plan; week by week for the strategies named `closely`."""
    drawn: Drawn = {}
    return {name: _simulate(case, runs_on, year, drawn, name in closely) for name, case in cases.items()}


def _simulate(case: Case, runs_on: Engine, year: int, drawn: Drawn, closely: bool) -> YearMeasures:
    """A function of its own, so that one plan's year is gone before the next one's."""
    expectation, workload = expect(case.scenario), draw_workload(case.scenario, year, drawn)
    tasks, ledger = arrange(case.scenario, expectation, workload, case.plan)
    run = Run(tasks.horizon, ledger, engine(runs_on)(tasks))
    del tasks  # a million of them, and nothing measures them
    return measure(case.scenario, expectation, case.plan, run, closely)


def simulate_years(cases: Cases, years: range, runner: Runner, phase: str, closely: Collection[str] = ()) -> Years:
    """Measures of every year, in order; week by week for the strategies named `closely`."""
    return runner.replicate(phase, partial(simulate_year, dict(cases), runner.engine, closely=closely), years)


def total_support(years: Years) -> dict[str, Floats]:
    """[Y] support of each strategy's plan in each year."""
    return {name: np.array([float(year[name].support.sum()) for year in years]) for name in years[0]}


def compared_pairs(names: Iterable[str], reference: str, certified: str) -> list[tuple[str, str]]:
    """What a study compares, (of, base): every strategy with the reference, the certified one with every other."""
    others = [name for name in names if name != reference]
    return [(name, reference) for name in others] + [(certified, name) for name in others if name != certified]
