"""One strategy's plan with its simulated years, and the numbers that a study keeps of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from redesign.study.years import Years


@dataclass(frozen=True, slots=True)
class Simulated:
    """One strategy's plan with its simulated years."""

    scenario: Scenario
    plan: Plan
    years: Years
    strategy: str
    reference: str
    """The strategy that stands for today's office."""

    def series(self, name: str) -> NDArray[np.float64]:
        """[Y, ...] one measure over the years."""
        return np.array([getattr(year[self.strategy], name) for year in self.years], dtype=np.float64)

    @property
    def today(self) -> Simulated:
        """The measures of today's office on the same years."""
        return replace(self, strategy=self.reference)


def number(value: float) -> float | None:
    """A plain number; None for one that is not finite, and never -0.0."""
    return float(value) + 0.0 if np.isfinite(value) else None


def mean_over_years(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """[...] mean over the years of what was measured in them; NaN where never."""
    count = np.isfinite(values).sum(axis=0)
    total = np.nansum(values, axis=0)
    mean: NDArray[np.float64] = np.divide(total, count, out=np.full(values.shape[1], np.nan), where=count > 0)
    return mean
