"""What plans are compared by, on tables small enough to see it."""

import numpy as np
import pytest

from redesign.analysis.holding import criterion, worst

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
