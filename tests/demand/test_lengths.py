"""Bounds on the lengths of visits against drawn ones."""

from __future__ import annotations

import numpy as np
import pytest

from redesign.demand.lengths import Lengths, longest_hours, rest_hours

KINDS = [Lengths(3.0, 0.3, 120.0, 2000.0), Lengths(2.0, 1.5, 60.0, 500.0), Lengths(4.0, 3.0, 16.0, 40.0)]


def drawn(kind, rng, count):
    spread = np.sqrt(np.log1p(kind.cv**2))
    return np.minimum(kind.limit, kind.mean * np.exp(spread * rng.standard_normal(count) - spread**2 / 2))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_beyond(kind):
    hours = drawn(kind, np.random.default_rng(1), 400_000)
    for at in (0.5, 2.0, 5.0, 15.0):
        over = np.maximum(hours - at, 0)
        assert kind.beyond(at) >= over.mean() - 4 * over.std() / 632
        assert kind.longer(at) == pytest.approx((hours > at).mean(), abs=0.004)
        above = np.where(hours > at, hours, 0)
        assert kind.mean_above(at) >= above.mean() - 4 * above.std() / 632


@pytest.mark.parametrize("kind", KINDS)
def test_no_moment_finds_more_left_of_a_visit(kind):
    """Whatever a visit has lasted, the mean of what is left is below the bound."""
    hours, most = drawn(kind, np.random.default_rng(2), 400_000), rest_hours([kind])
    for lasted in np.quantile(hours, [0, 0.1, 0.5, 0.9, 0.99, 0.999]):
        left = hours[hours > lasted] - lasted
        if len(left) > 100:
            assert left.mean() <= most + 4 * left.std() / np.sqrt(len(left))


def test_lengths_that_hardly_differ_leave_one_visit():
    assert rest_hours([Lengths(3.0, 0.3, 120.0, 1e5)]) == pytest.approx(3.0, rel=1e-3)
    assert rest_hours([Lengths(3.0, 1.5, 120.0, 1e5)]) > 6.0, "long visits last"


def test_the_longest_of_many():
    rng = np.random.default_rng(3)
    longest = np.array([max(drawn(kind, rng, int(kind.count)).max() for kind in KINDS[:1]) for _ in range(300)])
    assert longest.mean() <= longest_hours(KINDS[:1]) <= 1.3 * longest.mean()
    assert longest_hours([]) == 0.0
    assert longest_hours([Lengths(3.0, 3.0, 5.0, 1e6)]) == pytest.approx(5.0)
