"""What plans are compared by, on tables small enough to see it."""

import numpy as np
import pytest

from redesign.analysis.holding import criterion, gained, worst
from redesign.analysis.intervals import Interval

SUPPORT = np.array([[10.0, 9.0, 1.0]] * 18 + [[0.0, 6.0, 8.0], [2.0, 7.0, 9.0]])
"""Twenty samples: the first plan is best in most, the second never far from the best."""


def test_the_mean() -> None:
    assert criterion(SUPPORT, "mean") == pytest.approx([182 / 20, 175 / 20, 35 / 20])


def test_the_worst_tenth_is_two_samples_of_twenty() -> None:
    assert [worst(n) for n in (1, 9, 20, 24, 26)] == [1, 1, 2, 2, 3]
    assert criterion(SUPPORT, "worst_tenth").tolist() == [1.0, 6.5, 1.0]


def test_regret_counts_from_the_best_of_each_sample() -> None:
    assert criterion(SUPPORT, "regret").tolist() == [-7.5, -2.0, -9.0]


def test_least_regret_on_average_is_most_support_on_average() -> None:
    less = (SUPPORT - SUPPORT.max(axis=1, keepdims=True)).mean(axis=0)
    assert np.diff(criterion(SUPPORT, "mean")) == pytest.approx(np.diff(less))


def test_a_gain_has_the_interval_of_a_mean() -> None:
    """Of the mean of normal differences of spread 10 over 400 samples it is 1.96 times 10 / 20, as for any mean."""
    rng = np.random.default_rng(7)
    both, apart = rng.normal(1000, 200, 400), rng.normal(3, 10, 400)
    found = gained(np.column_stack([both, both + apart]), 1, 0, "mean")
    assert found.mean == pytest.approx(apart.mean())
    half = 1.96 * apart.std() / 20
    assert (found.low, found.high) == pytest.approx((apart.mean() - half, apart.mean() + half), abs=0.1)


def test_a_gain_of_the_worst_tenth_is_as_unsure_as_a_tenth_is() -> None:
    """40 of 400 samples say it: about three times as unsure as a mean; of a plan against itself nothing is."""
    rng = np.random.default_rng(8)
    both, apart = np.sort(rng.normal(1000, 200, 400)), rng.normal(0, 10, 400)
    support = np.column_stack([both, both + apart])
    assert gained(support, 1, 0, "worst_tenth").half_width == pytest.approx(1.96 * 10 / np.sqrt(40), rel=0.35)
    assert gained(support, 1, 1, "worst_tenth") == Interval(0.0, 0.0, 0.0)
