"""Work times against scipy's own likelihood, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from redesign.calibration.work import FEWEST, fit_work


def lognormal(draws: np.random.Generator, mean: float, cv: float, size: int) -> np.ndarray:
    spread = np.log1p(cv**2)
    return mean * np.exp(np.sqrt(spread) * draws.standard_normal(size) - spread / 2)


def test_likelihoods_are_scipys() -> None:
    draws = np.random.default_rng(1)
    for hours in (lognormal(draws, 2, 0.7, 800), draws.gamma(0.8, 2.0, 800)):
        found = fit_work(hours)
        assert found is not None
        shape, _, scale = stats.gamma.fit(hours, floc=0)
        sigma, _, median = stats.lognorm.fit(hours, floc=0)
        each = {
            "gamma": stats.gamma.logpdf(hours, shape, 0, scale).sum(),
            "lognormal": stats.lognorm.logpdf(hours, sigma, 0, median).sum(),
        }
        assert found.distribution == max(each, key=each.__getitem__)
        assert found.likelihood_gain == pytest.approx(abs(each["gamma"] - each["lognormal"]), rel=1e-4)
        cv = 1 / np.sqrt(shape) if found.distribution == "gamma" else np.sqrt(np.expm1(sigma**2))
        assert found.cv.mean == pytest.approx(cv, rel=0.01)


@pytest.mark.parametrize("unit", [0.0, 0.25])
def test_intervals_hold_the_truth_also_where_hours_are_rounded(unit: float) -> None:
    draws, hits, logs = np.random.default_rng(2), np.zeros((2, 2)), 60
    for _ in range(logs):
        for kind, hours in enumerate((lognormal(draws, 1.2, 0.8, 600), draws.gamma(1 / 0.81, 1.0 * 0.81, 600))):
            seen = np.rint(hours / unit) * unit if unit else hours
            found = fit_work(seen[seen > 0])
            assert found is not None
            assert (found.rounded_to or 0.0) == unit
            mean, cv = ((1.2, 0.8), (1.0, 0.9))[kind]
            hits[kind] += (found.mean.low <= mean <= found.mean.high, found.cv.low <= cv <= found.cv.high)
    assert (hits >= 0.88 * logs).all()


def test_too_few_or_all_alike() -> None:
    assert fit_work(np.arange(1.0, FEWEST)) is None
    assert fit_work(np.full(100, 0.5)) is None
