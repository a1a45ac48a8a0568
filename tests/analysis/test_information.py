"""What knowing is worth: against closed forms, nested simulation, and nothing where nothing depends."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.drawn import Floats, linear, loss, root, scores
from redesign.analysis.information import knowing_all, nearly_nothing, of_group, of_number, worth
from redesign.analysis.intervals import Interval
from redesign.analysis.regressed import regressed

SLOPES = [100.0, 50.0, 30.0, 10.0]
NOISE = 30.0


def inside(found: Interval, truth: float) -> bool:
    """Within twice its half width, four standard errors: a test of many numbers must not fail by chance."""
    return abs(found.mean - truth) <= 2 * (found.high - found.mean)


@pytest.mark.parametrize("ahead", [20.0, 80.0])
def test_a_linear_model_has_its_closed_form(ahead: float) -> None:
    z = scores(500, 30)
    support = linear(z, ahead, SLOPES, NOISE)
    found = regressed(z, support, 0)
    for column, slope in enumerate(SLOPES[:3]):
        one = worth(found, of_number(found, column))
        assert inside(one, loss(ahead, slope)), (column, one)
        assert one.half_width < 2 * NOISE / math.sqrt(500)
    two = worth(found, of_group(found, frozenset([0, 2, 20, 21])))
    assert inside(two, loss(ahead, root([SLOPES[0], SLOPES[2]])))
    assert inside(knowing_all(support), loss(ahead, root([*SLOPES, NOISE])))


def test_what_nothing_depends_on_is_worth_nothing() -> None:
    """And no more than a slope that would not show: a sixth of the deviation that is left."""
    z = scores(500, 60)
    found = regressed(z, linear(z, 0.0, SLOPES, NOISE), 0)
    for column in range(4, 60):
        assert not found.expansion.touching(frozenset([column]))
        known = nearly_nothing(found, column)
        assert known.mean == known.low == 0
        assert 0 <= known.high < loss(0.0, NOISE / 6)
    assert worth(found, of_group(found, frozenset(range(4, 60)))) == Interval(0, 0, 0)


def test_many_small_numbers_are_worth_something_together() -> None:
    """Of 80 slopes none can be told from chance; the sum of them decides."""
    slopes = [5.0] * 80
    z = scores(500, 100, seed=3)
    found = regressed(z, linear(z, 20.0, slopes, NOISE), 0)
    group = worth(found, of_group(found, frozenset(range(80))))
    assert inside(group, loss(20.0, root(slopes)))
    assert group.low > 0.5 * loss(20.0, root(slopes))


def three_plans(z: Floats) -> Floats:
    """Smooth, bent and with an interaction."""
    flat = np.full(z.shape[:-1], 10.0)
    bent = 9.0 + 3 * np.exp(0.5 * z[..., 0]) - 1.5 * np.abs(z[..., 1])
    crossed = 9.5 + 2 * z[..., 0] * z[..., 2] + np.tanh(2 * z[..., 1])
    return np.stack([flat, bent, crossed], axis=-1)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_nested_simulation_says_the_same(column: int) -> None:
    """400 values known, 400 truths under each: 160,000 in all; the regression sees 2,000."""
    generator = np.random.default_rng(5)
    outer = scores(400, 1, seed=11)[:, 0]
    truths = generator.normal(size=(400, 3))
    inner = np.array(
        [three_plans(np.insert(np.delete(truths, column, 1), column, known, 1)).mean(0) for known in outer]
    )
    nested = inner.max(axis=1).mean() - inner.mean(axis=0).max()
    z = scores(2000, 3, seed=13)
    found = regressed(z, three_plans(z), 1)
    assert worth(found, of_number(found, column)).mean == pytest.approx(nested, abs=0.05)


def test_knowing_all_is_the_mean_of_the_best() -> None:
    support = np.array([[3.0, 1.0], [3.0, 7.0], [3.0, 4.0]])
    assert knowing_all(support).mean == pytest.approx((0 + 0 + 0 + 3 + 7 + 4) / 3 - 4.0)
