"""W(L): the most value that whole packages can buy from L visit hours of one team.

A dynamic program over the schools and areas of the team, one package each (the
multiple-choice knapsack, Pisinger 1995). Hours are counted in steps: the largest step that
divides every package exactly where that is fine enough, else a step so small that rounding
hours down leaves an upper bound that is hardly larger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_STEPS = 20_000
TICKS_PER_HOUR = 10_000
"""Package hours that are whole ten-thousandths of an hour are divided exactly."""


@dataclass(frozen=True, slots=True, eq=False)
class ValueCurve:
    """Best value within a number of hours; an upper bound of it where `exact` is False."""

    step_hours: float
    value: Floats
    """[C] best value within c x step_hours; -inf where not even the least packages fit."""
    exact: bool

    def at(self, hours: float) -> float:
        """Best value within `hours`."""
        step = min(int(hours / self.step_hours + 1e-9), len(self.value) - 1)
        return float(self.value[step]) if step >= 0 else -np.inf


def value_curve(hours: Floats, value: Floats, most_hours: float, most_steps: int = MOST_STEPS) -> ValueCurve:
    """Curve of packages [I, P]: one of P packages for each of I schools and areas; value -inf where not allowed."""
    allowed = np.isfinite(value)
    most_hours = min(most_hours, float(np.where(allowed, hours, 0).max(axis=1).sum()))
    step, exact = _step(hours[allowed], most_hours, most_steps)
    weights = np.floor(hours / step + 1e-9).astype(np.int64)
    best = np.zeros(int(most_hours / step + 1e-9) + 1)
    for item in range(len(hours)):
        best = _with_item(best, weights[item], value[item])
    return ValueCurve(step, best, exact)


def _with_item(best: Floats, weights: Ints, value: Floats) -> Floats:
    """The recursion: best'[c] = max over packages p of best[c - weight[p]] + value[p]."""
    new = np.full_like(best, -np.inf)
    for weight, gain in zip(weights.tolist(), value.tolist(), strict=True):
        if gain > -np.inf and weight < len(best):
            np.maximum(new[weight:], best[: len(best) - weight] + gain, out=new[weight:])
    return new


def _step(hours: Floats, most_hours: float, most_steps: int) -> tuple[float, bool]:
    ticks = np.round(hours * TICKS_PER_HOUR)
    if np.abs(ticks - hours * TICKS_PER_HOUR).max(initial=0.0) < 1e-6 and ticks.any():
        step = float(np.gcd.reduce(ticks.astype(np.int64))) / TICKS_PER_HOUR
        if most_hours / step <= most_steps:
            return step, True
    return max(most_hours, 1.0) / most_steps, False


def best_packages(hours: Floats, value: Floats, curve: ValueCurve, within_hours: float) -> Ints:
    """[I] package of each item that reaches the curve's value within a number of hours.

    Walks the recursion back on the curve's own steps: where these round, the packages' hours do too.
    """
    weights = np.floor(hours / curve.step_hours + 1e-9).astype(np.int64)
    left = min(int(within_hours / curve.step_hours + 1e-9), len(curve.value) - 1)
    best = [np.zeros(left + 1)]
    for item in range(len(hours)):
        best.append(_with_item(best[-1], weights[item], value[item]))
    chosen = np.zeros(len(hours), np.int64)
    for item in reversed(range(len(hours))):
        reached = [
            best[item][left - weight] + gain if gain > -np.inf and weight <= left else -np.inf
            for weight, gain in zip(weights[item].tolist(), value[item].tolist(), strict=True)
        ]
        chosen[item] = int(np.argmax(reached))
        left -= int(weights[item, chosen[item]])
    return chosen
