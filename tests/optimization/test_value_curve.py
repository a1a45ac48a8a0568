"""The dynamic program against every choice of packages."""

from itertools import product

import numpy as np
import pytest

from redesign.optimization.value_curve import best_packages, value_curve

SETS = 30


def items(seed, exact):
    """One to five items with up to three packages; package 0 is nothing where it is allowed."""
    rng = np.random.default_rng([7, seed])
    count = int(rng.integers(1, 6))
    hours = rng.integers(1, 40, (count, 4)) * (0.25 if exact else float(rng.uniform(0.3, 1.7)) / np.pi)
    if not exact:
        hours = hours * rng.uniform(0.99, 1.01, hours.shape)
    hours[:, 0] = 0.0
    value = hours * rng.uniform(-0.2, 1.5, hours.shape)
    value[rng.random(value.shape) < 0.2] = -np.inf
    value[np.isinf(value).all(axis=1), 0] = 0.0
    return hours, value


def all_choices(hours, value):
    """Hours and value of every choice of one package each, -inf where one is not allowed."""
    every = np.array(list(product(range(hours.shape[1]), repeat=len(hours))))
    rows = np.arange(len(hours))
    return hours[rows, every].sum(axis=1), value[rows, every].sum(axis=1)


def truth(hours, value, within):
    spent, worth = all_choices(hours, value)
    return worth[spent <= within + 1e-9].max(initial=-np.inf)


@pytest.mark.parametrize("seed", range(SETS))
def test_an_exact_curve_is_the_best_of_all_choices(seed):
    hours, value = items(seed, exact=True)
    curve = value_curve(hours, value, float(hours.max(axis=1).sum()))
    assert curve.exact
    for within in np.arange(0, len(curve.value), len(curve.value) // 60 + 1) * curve.step_hours:
        assert curve.at(float(within)) == pytest.approx(truth(hours, value, within), abs=1e-9)
        assert curve.at(float(within) + curve.step_hours / 2) == curve.at(float(within))


@pytest.mark.parametrize("seed", range(SETS))
@pytest.mark.parametrize("most_steps", [30, 20_000])
def test_a_curve_on_a_coarse_grid_never_lies_below_the_truth(seed, most_steps):
    hours, value = items(seed, exact=False)
    most = float(hours.max(axis=1).sum())
    curve = value_curve(hours, value, most, most_steps)
    assert not curve.exact
    step_error = len(hours) * curve.step_hours
    for within in np.linspace(0, most, 40):
        assert curve.at(float(within)) >= truth(hours, value, within - curve.step_hours) - 1e-9
        assert curve.at(float(within)) <= truth(hours, value, within + step_error) + 1e-9
    for at in range(0, len(curve.value), len(curve.value) // 30 + 1):
        assert curve.value[at] >= truth(hours, value, at * curve.step_hours) - 1e-9


@pytest.mark.parametrize("seed", range(SETS))
def test_a_curve_never_falls(seed):
    for exact in (True, False):
        hours, value = items(seed, exact)
        best = value_curve(hours, value, float(hours.max(axis=1).sum())).value
        assert (best[1:] >= best[:-1]).all()


@pytest.mark.parametrize("seed", range(SETS))
def test_packages_read_back_reach_the_value_within_the_hours(seed):
    hours, value = items(seed, exact=True)
    curve = value_curve(hours, value, float(hours.max(axis=1).sum()))
    for at in np.flatnonzero(np.isfinite(curve.value))[::17]:
        within = float(at * curve.step_hours)
        chosen = best_packages(hours, value, curve, within)
        rows = np.arange(len(hours))
        assert value[rows, chosen].sum() == pytest.approx(curve.at(within), abs=1e-9)
        assert hours[rows, chosen].sum() <= within + 1e-9


@pytest.mark.parametrize("seed", range(SETS))
def test_packages_read_back_on_a_coarse_grid_reach_the_value(seed):
    hours, value = items(seed, exact=False)
    curve = value_curve(hours, value, float(hours.max(axis=1).sum()))
    for at in np.flatnonzero(np.isfinite(curve.value))[::2_999]:
        within = float(at * curve.step_hours)
        chosen = best_packages(hours, value, curve, within)
        rows = np.arange(len(hours))
        assert value[rows, chosen].sum() == pytest.approx(curve.value[at], abs=1e-9)
        assert hours[rows, chosen].sum() <= within + len(hours) * curve.step_hours


def test_no_hours_buy_nothing_and_what_must_be_taken_is_taken():
    hours, value = np.array([[0.0, 2.0]]), np.array([[-np.inf, 3.0]])
    assert value_curve(hours, value, 2.0).at(1.0) == -np.inf
    assert value_curve(hours, value, 2.0).at(2.0) == 3.0
