"""Two engines, one truth: the compiled twin gives the records of the SimPy model, `==`, ties included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrays import coarse, random_tasks
from cases import random_year
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER

pytest.importorskip("numba")
from redesign.simulation import kernel
from redesign.simulation.kernel import simulate_compiled

SEEDS = st.integers(0, 2**32 - 1)


def assert_equal(tasks):
    """Every column of the records, to the last tick."""
    model, twin = simulate(tasks), simulate_compiled(tasks)
    for column in ("joined", "start", "finish"):
        assert np.array_equal(getattr(model, column), getattr(twin, column)), column


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_equal_where_nearly_everything_ties(seed):
    assert_equal(random_tasks(np.random.default_rng(seed)))


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_equal_on_random_offices_workloads_and_plans(seed):
    tasks = random_year(seed)
    assert_equal(tasks)
    assert_equal(coarse(tasks, TICKS_PER_HOUR // 2))


def test_refuses_what_the_model_refuses():
    tasks = random_tasks(np.random.default_rng(1))
    tasks.hold[0] = -1
    with pytest.raises(ValueError, match="hold"):
        simulate_compiled(tasks)


@pytest.mark.parametrize("horizon", [1_000, 2**40, 2**60])
def test_arrivals_stand_in_order_however_long_the_year(horizon: int) -> None:
    rng = np.random.default_rng(1)
    ready = rng.integers(0, horizon, 500)
    ready[rng.integers(0, 500, 200)] = ready[rng.integers(0, 500, 200)]
    ready[::7] = NEVER
    expected = [task for task in sorted(range(500), key=lambda task: (ready[task], task)) if ready[task] < horizon]
    assert kernel._in_order(ready, horizon).tolist() == expected
