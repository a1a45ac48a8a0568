"""Intervals against scipy and against their own coverage."""

import numpy as np
import pytest
from scipy import stats

from redesign.analysis.intervals import (
    Interval,
    difference_verdict,
    highest_mean_share,
    mean_interval,
    paired,
    promise_verdict,
    ratio_interval,
    share_difference,
    share_interval,
)


def test_mean_interval_is_students():
    years = np.array([3.0, 4.5, 5.0, 2.5, 6.0])
    low, high = stats.t.interval(0.95, 4, loc=years.mean(), scale=stats.sem(years))
    found = mean_interval(years)
    assert (found.mean, found.low, found.high) == pytest.approx((years.mean(), low, high))


def test_paired_interval_is_the_paired_t_test():
    rng = np.random.default_rng(1)
    first, second = rng.normal(5, 1, 30), rng.normal(4, 1, 30)
    reference = stats.ttest_rel(first, second).confidence_interval(0.95)
    found = paired(first, second)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high))


def test_comparing_more_plans_widens_the_interval():
    years = np.random.default_rng(2).normal(size=20)
    three, one = mean_interval(years, compared=3), mean_interval(years)
    assert three.half_width == pytest.approx(one.half_width * stats.t.ppf(1 - 0.025 / 3, 19) / stats.t.ppf(0.975, 19))


def test_share_interval_covers_the_truth_when_years_differ():
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(1000):
        of = rng.poisson(200, 40).astype(float)
        hits = rng.binomial(of.astype(int), rng.beta(40, 10, 40)).astype(float)
        found = share_interval(hits, of)
        covered += found.low <= 0.8 <= found.high
    assert 0.92 <= covered / 1000 <= 0.975


def test_a_plan_that_changes_nothing_differs_by_nothing():
    rng = np.random.default_rng(4)
    of = rng.poisson(50, 20).astype(float)
    hits = rng.binomial(of.astype(int), 0.6).astype(float)
    assert share_difference(hits, of, hits, of) == Interval(0.0, 0.0, 0.0)


def test_share_difference_is_narrower_when_years_are_shared():
    rng = np.random.default_rng(5)
    covered, narrower = 0, 0
    for _ in range(400):
        of = rng.poisson(200, 40).astype(float)
        level = rng.beta(8, 2, 40)
        before, after = (rng.binomial(of.astype(int), np.minimum(1, level * k)).astype(float) for k in (0.9, 0.95))
        found = share_difference(after, of, before, of)
        covered += found.low <= 0.05 * 0.8 <= found.high
        narrower += found.half_width < share_interval(after, of).half_width
    assert 0.9 <= covered / 400 <= 0.985
    assert narrower > 390


def test_share_difference_is_wider_where_more_plans_are_compared():
    rng = np.random.default_rng(6)
    of = rng.poisson(200, 20).astype(float)
    before, after = (rng.binomial(of.astype(int), share).astype(float) for share in (0.8, 0.85))
    one, four = (share_difference(after, of, before, of, compared) for compared in (1, 4))
    assert four.mean == one.mean
    assert four.half_width == pytest.approx(one.half_width * stats.t.ppf(1 - 0.025 / 4, 19) / stats.t.ppf(0.975, 19))


def test_a_ratio_may_lie_outside_0_to_1_and_a_share_never_does():
    of, scored = np.full(4, 10.0), np.array([9.0, 10.0, 10.0, 12.0])
    low, high = stats.t.interval(0.95, 3, loc=1.025, scale=stats.sem(scored / 10))
    found, share = ratio_interval(scored, of), share_interval(scored, of)
    assert (found.mean, found.low, found.high) == pytest.approx((1.025, low, high))
    assert (share.low, share.high) == (found.low, 1.0)
    assert ratio_interval(-scored, of).low == pytest.approx(-high)


def test_share_of_nothing_is_unknown():
    assert share_interval(np.zeros(5), np.zeros(5)) is None
    assert ratio_interval(np.zeros(5), np.zeros(5)) is None


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.1, 2, "higher"), (-2, -0.1, "lower"), (-1, 1, "not distinguishable")]
)
def test_a_difference_within_noise_is_not_distinguishable(low, high, verdict):
    assert difference_verdict(Interval((low + high) / 2, low, high)) == verdict


ABOVE, AROUND, BELOW = Interval(0.03, 0.01, 0.05), Interval(0.0, -0.02, 0.02), Interval(-0.03, -0.05, -0.01)
AT = Interval(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("above_file", "above_today", "verdict", "decided"),
    [
        (None, None, "meets", True),  # nothing was due
        (ABOVE, None, "meets", True),
        (AT, None, "meets", True),
        (AROUND, None, "meets", False),
        (BELOW, None, "missed", True),  # firm, or today reaches the file's share
        (ABOVE, ABOVE, "meets", True),
        (AROUND, ABOVE, "meets", False),
        (AROUND, BELOW, "meets", False),  # worse than today, but chance may explain that it is below the file's share
        (BELOW, ABOVE, "as_today", True),
        (BELOW, AT, "as_today", True),  # today itself
        (BELOW, AROUND, "as_today", False),
        (BELOW, BELOW, "missed", True),
    ],
)
def test_promise_verdict(above_file, above_today, verdict, decided):
    assert promise_verdict(above_file, above_today) == (verdict, decided)


def test_highest_mean_share_counts_resamples():
    years = np.array([[1.0, 1.0, 1.0], [0.0, 2.0, 4.0]])
    resamples = np.array([[0, 0, 0], [1, 1, 1], [2, 2, 2], [0, 1, 2]])
    assert highest_mean_share(years, resamples).tolist() == [0.25, 0.75]
