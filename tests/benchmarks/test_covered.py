"""How often the range of support holds the truth: a small sample of the command's districts, today's plan alone."""

import covered
import pytest

from redesign.demand.plan import plan_today
from redesign.scenario.uncertain import uncertain_numbers

DISTRICTS, SAMPLES = 20, 40


def test_ranges_are_a_tenth_and_truths_lie_in_and_beside_them() -> None:
    found = [
        (number.low, number.high, float(true))
        for i in (1, 2, 3)
        for number, true in zip(
            uncertain_numbers(covered.district(i)), covered.drawn_once(covered.district(i), i), strict=True
        )
    ]
    inside = sum(low <= true <= high for low, high, true in found) / len(found)
    assert 0.85 < inside < 0.95
    number = next(n for n in uncertain_numbers(covered.district(4)) if n.path == "teams.office.hire_usd")
    assert (number.low, number.high) == pytest.approx((0.9 * number.value, 1.1 * number.value))


def test_what_is_counted() -> None:
    records = [{"a": {"low": 1, "high": 2, "true": true}} for true in (0.9, 1, 2, 2.1)]
    assert covered.covered(records, "a") == [False, True, True, False]


@pytest.mark.slow
def test_nine_of_ten_ranges_hold_the_truth() -> None:
    """Of 20 ranges that hold it nine times in ten, 15 or more do in 98 of 100 such tests."""
    pytest.importorskip("numba")
    found = [
        covered.one(i, SAMPLES, "compiled", {"today": plan_today(covered.district(i))}) for i in range(1, DISTRICTS + 1)
    ]
    assert 15 <= sum(covered.covered(found, "today")) <= 20
    means = {round(each["today"]["true"]) for each in found}
    assert len(means) > DISTRICTS // 2
