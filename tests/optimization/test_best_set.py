"""The best set of changes, against every set."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from redesign.optimization import best_set as module
from redesign.optimization.best_set import best_set
from redesign.optimization.highs import LostError


def every_set(n):
    return [each for size in range(n + 1) for each in combinations(range(n), size)]


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_best_of_all_sets(seed):
    rng = np.random.default_rng(seed)
    values, uses = rng.uniform(-3, 10, 8), rng.uniform(-40_000, 100_000, (3, 8)).round()
    left = rng.uniform(0, 150_000, 3).round()
    fitting = [each for each in every_set(8) if (uses[:, list(each)].sum(axis=1) <= left).all()]
    found = best_set(values, uses, left).changes
    assert found in fitting
    assert values[list(found)].sum() == pytest.approx(max(values[list(each)].sum() for each in fitting))
    others = [each for each in fitting if not set(found) <= set(each)]
    if others:
        second = best_set(values, uses, left, [found]).changes
        assert values[list(second)].sum() == pytest.approx(max(values[list(each)].sum() for each in others), abs=1e-6)


def test_one_change_may_make_room_for_another():
    values, uses = np.array([5.0, 0.0]), np.array([[100.0, -100.0]])
    assert best_set(values, uses, np.array([0.0])) == ((0, 1), True)
    assert best_set(values, uses, np.array([-150.0])) == ((), True), "what is broken cannot be paid for"


def test_nothing_is_chosen_where_nothing_brings_anything():
    assert best_set(np.array([-1.0, -2.0]), np.zeros((0, 2)), np.zeros(0)) == ((), True)
    assert best_set(np.zeros(0), np.zeros((0, 0)), np.zeros(0)) == ((), True)


def test_a_solver_that_fails_or_has_no_time_is_told_of(monkeypatch):
    """What is found at a time limit counts; where nothing is, nothing is changed."""
    values, uses, left = np.array([5.0]), np.array([[1.0]]), np.array([2.0])
    solve = module.solve_model
    monkeypatch.setattr(module, "solve_model", lambda *a: replace(solve(*a), state="best_found"))
    assert best_set(values, uses, left) == ((0,), False)

    def lost(*_):
        raise LostError("HiGHS lost itself")

    monkeypatch.setattr(module, "solve_model", lost)
    assert best_set(values, uses, left) == ((), False)
