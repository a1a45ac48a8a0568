"""What numbers move: Sobol's indices of Ishigami's function, leads at the ends, flips where arithmetic puts them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtr

from analysis.drawn import linear, scores
from redesign.analysis.information import of_group
from redesign.analysis.regressed import regressed
from redesign.analysis.sensitivity import ENDS, decides, explained, flip, lead_at_ends, lead_of_group
from redesign.analysis.smooth import NODES, functions, weights

ISHIGAMI = {0: (0.3139, 0.5576), 1: (0.4424, 0.4424), 2: (0.0, 0.2437), 3: (0.0, 0.0)}
"""First-order and total indices for a = 7, b = 0.1 (Ishigami and Homma 1990; Saltelli and others 2008), and a dummy."""


def test_functions_are_orthonormal_under_the_normal_distribution() -> None:
    at, weight = functions(NODES), weights()
    assert at.T @ (weight[:, None] * at) == pytest.approx(np.eye(at.shape[1]), abs=1e-9)
    assert weight @ at == pytest.approx(np.zeros(at.shape[1]), abs=1e-9)
    assert at[:, 0] == pytest.approx(NODES, abs=1e-5)


@pytest.mark.parametrize("column", ISHIGAMI)
def test_ishigamis_function_has_its_published_indices(column: int) -> None:
    z = scores(1000, 8)
    x = math.pi * (2 * ndtr(z) - 1)
    ahead = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = regressed(z, np.column_stack([ahead, np.zeros(len(z))]), 0)
    first, total = explained(found, frozenset([column]))
    assert (first, total) == pytest.approx(ISHIGAMI[column], abs=0.02)
    assert first <= total


def test_indices_of_a_linear_model_are_its_squared_slopes() -> None:
    z = scores(1000, 40)
    support = linear(z, 10.0, [30.0, 20.0, 10.0], 10.0)
    found = regressed(z, support, 0)
    for column, slope in enumerate([30.0, 20.0, 10.0, 0.0]):
        assert explained(found, frozenset([column])) == pytest.approx([slope**2 / 1500] * 2, abs=0.02)
    assert explained(found, frozenset([0, 1, 30]))[0] == pytest.approx(1300 / 1500, abs=0.02)


def test_leads_at_the_ends_and_the_flip_between_them() -> None:
    z = scores(500, 10)
    found = regressed(z, linear(z, 12.0, [-20.0, 3.0], 2.0), 0)
    low, high = lead_at_ends(found, 0)
    assert (low, high) == pytest.approx((12 - 20 * ENDS[0], 12 - 20 * ENDS[1]), abs=1.0)
    turn = flip(found, 0, 0.0)
    assert turn is not None
    assert turn.score == pytest.approx(12 / 20, abs=0.03)
    assert turn.plan == 1
    assert flip(found, 1, 0.0) is None
    assert lead_at_ends(found, 7) == pytest.approx((12, 12), abs=0.5)
    group = lead_of_group(found, of_group(found, frozenset([0, 1, 7])))
    deviation = math.hypot(20, 3)
    assert group == pytest.approx((12 + deviation * ENDS[0], 12 + deviation * ENDS[1]), abs=1.5)


def test_the_flip_nearest_to_where_the_number_stands_is_said() -> None:
    """The lead is 1 - z squared: it turns at both ends."""
    z = scores(1000, 5)
    found = regressed(z, np.column_stack([1 - z[:, 0] ** 2, np.zeros(len(z))]), 0)
    for stands, turns in ((0.8, 1.0), (-0.8, -1.0)):
        turn = flip(found, 0, stands)
        assert turn is not None
        assert turn.score == pytest.approx(turns, abs=0.1)


def test_a_choice_hangs_on_the_number_that_separates_its_samples() -> None:
    z = scores(300, 50)
    assert decides(functions(z), (z[:, 33] > 0.7).astype(np.float64)) == 33
    assert decides(functions(z), np.ones(300)) is None
    assert decides(functions(z), (scores(300, 1, seed=9)[:, 0] > 0).astype(np.float64)) is None
