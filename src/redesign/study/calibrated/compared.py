"""Today's office simulated with the fitted numbers, service by service, beside what the log says of the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Case
from redesign.analysis.intervals import Interval, mean_interval
from redesign.analysis.measures import Run, answered
from redesign.calibration.fit import Calibration, ServiceFit
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.streams import FINAL
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import Engine, choose_engine, engine
from redesign.study.calibrated.curves import SHARES, Curves, ServiceYear, curves_of
from redesign.study.effort import COMPILED_REPAYS_TASKS, tasks_of_year
from redesign.study.runner import Progress, Runner
from redesign.study.years import case_of

Floats = NDArray[np.float64]
YEARS = 20
MEASURES = (
    "requests a week",
    "turnaround, mean working hours",
    "turnaround, median working hours",
    "turnaround, nine in ten within",
    "on time",
    "open requests, mean of weeks",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One measure of a service: seen in the log, and in simulated years."""

    service: str
    measure: str
    observed: Interval
    """With the 95% interval that months of the log give."""
    simulated: Interval
    """Mean over the simulated years with its 95% interval."""
    years: Interval
    """Mean, and the range of single simulated years: of 20, the lowest and the highest."""

    @property
    def verdict(self) -> str:
        """Whether the two can be told apart: single years of the model against what the log allows."""
        if self.years.low > self.observed.high:
            return "simulated is higher"
        return "simulated is lower" if self.years.high < self.observed.low else "not distinguishable"


def compared(
    scenario: Scenario, found: Calibration, progress: Progress
) -> tuple[tuple[Beside, ...], tuple[Curves, ...]]:
    """Simulate today's office of the calibrated scenario; its measures and its curves beside those of the log."""
    runs_on, _ = choose_engine("auto", YEARS * tasks_of_year(scenario) >= COMPILED_REPAYS_TASKS)
    runner, case = Runner(None, progress, runs_on), case_of(scenario, plan_today(scenario))
    names = [fit.service for fit in found.services]
    years = runner.replicate(
        "calibrated years", partial(_year, case, runner.engine, names), range(FINAL, FINAL + YEARS)
    )
    of = {fit.service: [year[k] for year in years] for k, fit in enumerate(found.services)}
    rows = (row for fit in found.services for row in _rows(fit, np.array([y.measures for y in of[fit.service]])))
    return tuple(rows), tuple(curves_of(fit, found.clock, of[fit.service]) for fit in found.services)


def _rows(fit: ServiceFit, years: Floats) -> list[Beside]:
    rows = []
    for m, (measure, observed) in enumerate(zip(MEASURES, _observed(fit), strict=True)):
        values = years[:, m][np.isfinite(years[:, m])]
        if observed is not None and len(values):
            mean = mean_interval(values)
            span = Interval(mean.mean, float(values.min()), float(values.max()))
            rows.append(Beside(fit.service, measure, observed, mean, span))
    return rows


def _observed(fit: ServiceFit) -> list[Interval | None]:
    year, seen = fit.arrivals.per_year, fit.turnaround
    weeks = len(fit.arrivals.profile)
    arrivals = Interval(year.mean / weeks, year.low / weeks, year.high / weeks)
    if seen is None:
        return [arrivals, None, None, None, None, None]
    return [arrivals, seen.mean_hours, seen.median_hours, seen.p90_hours, seen.on_time_share, seen.backlog]


def _year(case: Case, runs_on: Engine, names: list[str], year: int) -> list[ServiceYear]:
    """[K] one year."""
    scenario = case.scenario
    expectation, workload = expect(scenario), draw_workload(scenario, year)
    tasks, ledger = arrange(scenario, expectation, workload, case.plan)
    run = Run(tasks.horizon, ledger, engine(runs_on)(tasks))
    done, turnaround, due, on_time = answered(scenario, run)
    finish = run.records.finish[ledger.request_last_task]
    found = []
    for name in names:
        own = ledger.request_service == list(scenario.services).index(name)
        new = own & (ledger.request_arrival > 0)
        hours = turnaround[new & done]
        late = due & new
        arrived, waiting = ledger.request_arrival[new], _open(scenario, ledger.request_arrival[own], finish[own])
        on_time_share = float(on_time[late].sum() / late.sum()) if late.any() else np.nan
        spent = np.quantile(hours, (0.5, 0.9, *SHARES)) if len(hours) else np.full(2 + len(SHARES), np.nan)
        mean = float(hours.mean()) if len(hours) else np.nan
        measures = [
            len(arrived) / scenario.calendar.weeks,
            mean,
            *spent[:2].tolist(),
            on_time_share,
            float(waiting.mean()),
        ]
        weeks = np.histogram(arrived, np.concatenate([[0], _week_ends(scenario)]))[0].astype(np.float64)
        found.append(ServiceYear(measures, weeks, spent[2:], waiting))
    return found


def _week_ends(scenario: Scenario) -> NDArray[np.int64]:
    """[W] in ticks."""
    week = scenario.calendar.hours_per_week * TICKS_PER_HOUR
    ends: NDArray[np.int64] = (week * np.arange(1, scenario.calendar.weeks + 1)).astype(np.int64)
    return ends


def _open(scenario: Scenario, arrival: NDArray[np.int64], finish: NDArray[np.int64]) -> Floats:
    """[W] requests that are open at the ends of weeks."""
    ends, ended = _week_ends(scenario), np.sort(finish[finish >= 0])
    return (np.searchsorted(np.sort(arrival), ends) - np.searchsorted(ended, ends)).astype(np.float64)
