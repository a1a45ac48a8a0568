"""One plan with its simulated years, and how their numbers become JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.analysis.measures import YearMeasures
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan, plan_today
from redesign.study.years import series

Json = dict[str, Any]
Years = list[tuple[YearMeasures, ...]]


@dataclass(frozen=True, slots=True)
class Simulated:
    """One plan with its simulated years."""

    scenario: Scenario
    plan: Plan
    years: Years
    index: int
    """Position of the plan in each year's tuple; today's plan stands first."""

    def series(self, name: str) -> NDArray[np.float64]:
        """[Y, ...] one measure over the years."""
        return series(self.years, self.index, name)

    @property
    def today(self) -> Simulated:
        """Today's office on the same years."""
        return replace(self, plan=plan_today(self.scenario), index=0)


def interval(value: Interval | None) -> Json | None:
    """An interval as JSON; null where nothing was measured."""
    if value is None:
        return None
    return {"mean": number(value.mean), "low": number(value.low), "high": number(value.high)}


def number(value: float) -> float | None:
    """A plain number; null for one that is not finite, and never -0.0."""
    return float(value) + 0.0 if np.isfinite(value) else None


def mean_over_years(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """[...] mean over the years of what was measured in them; NaN where never."""
    count = np.isfinite(values).sum(axis=0)
    total = np.nansum(values, axis=0)
    mean: NDArray[np.float64] = np.divide(total, count, out=np.full(values.shape[1], np.nan), where=count > 0)
    return mean
