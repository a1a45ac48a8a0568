"""Chances, leads and regret, by hand and against published intervals."""

from __future__ import annotations

import numpy as np
import pytest

from redesign.analysis.betting import best_shares, lead, ranged, regret, rivals, wilson

SUPPORT = np.array([[5.0, 5.0, 4.0], [3.0, 3.0, 6.0], [2.0, 2.0, 1.0], [7.0, 7.0, 7.0]])
"""The first two plans are the same."""


def test_plans_that_tie_share_a_sample() -> None:
    votes = best_shares(SUPPORT)
    assert votes.tolist() == [[0.5, 0.5, 0], [0, 0, 1], [0.5, 0.5, 0], pytest.approx([1 / 3] * 3)]
    assert best_shares(SUPPORT[:, :2]).mean(axis=0).tolist() == [0.5, 0.5]


def test_only_plans_that_may_are_voted_for() -> None:
    """The best is barred in the first two samples, one of two that tie in the third, all in the last."""
    may = np.array([[False, False, True], [True, True, False], [True, False, True], [False, False, False]])
    assert best_shares(SUPPORT, may).tolist() == [[0, 0, 1], [0.5, 0.5, 0], [1, 0, 0], [0, 0, 0]]
    assert best_shares(-SUPPORT, may).tolist() == [[0, 0, 1], [0.5, 0.5, 0], [0, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_newcombe(hits: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    found = wilson(np.repeat([1.0, 0.0], [hits, of - hits]))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.mean == hits / of


def test_a_plan_is_no_rival_of_itself() -> None:
    assert rivals(SUPPORT, 0) == [2]
    assert lead(SUPPORT, 0).tolist() == [1, -3, 1, 0]
    assert lead(SUPPORT[:, :2], 0).tolist() == [0, 0, 0, 0]


def test_regret_is_what_the_best_has_more() -> None:
    mean, most = regret(SUPPORT, 0)
    assert mean.mean == 0.75
    assert mean.low == 0.0
    assert mean.high == pytest.approx(0.75 + 3.1824 * 0.75, abs=1e-3)
    assert most == pytest.approx(0.85 * 3)


def test_a_range_holds_nine_tenths() -> None:
    found = ranged(np.arange(101.0))
    assert (found.mean, found.low, found.high) == pytest.approx((50, 5, 95))
