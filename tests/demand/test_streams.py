from __future__ import annotations

import numpy as np
import pytest

from redesign.demand.streams import BOUND, FINAL, SEARCH, resample_indices, stream


def test_equal_names_give_equal_draws() -> None:
    first, second = (stream(7, 3, "service", "leave", "arrivals").random(100) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    "other",
    [(8, 3, "ab", "c"), (7, 4, "ab", "c"), (7, 3, "a", "bc"), (7, 3, "abc"), (7, 3, "ab", "c", ""), (73, 3, "ab", "c")],
)
def test_any_other_name_gives_other_draws(other: tuple[int, int, str]) -> None:
    seed, replication, *name = other
    draws = stream(seed, replication, *name).random(100)
    assert not np.isclose(draws, stream(7, 3, "ab", "c").random(100)).any()


def test_two_streams_are_uncorrelated() -> None:
    size = 40_000
    draws = np.array(
        [stream(1, year, "service", f"s{k}", "arrivals").random(size) for year in range(3) for k in range(3)]
    )
    correlation = np.corrcoef(draws) - np.eye(9)
    assert np.abs(correlation).max() < 4.5 / np.sqrt(size)


def test_draws_are_the_same_on_every_platform() -> None:
    assert stream(1, 0, "service", "leave", "arrivals").integers(0, 10**6, 3).tolist() == [929134, 572787, 100130]


def test_the_sets_of_years_are_apart() -> None:
    assert SEARCH < FINAL < BOUND
    assert min(FINAL - SEARCH, BOUND - FINAL) >= 1_000_000


def test_resampled_years() -> None:
    index = resample_indices(5, 40, 300)
    assert index.shape == (300, 40)
    assert (index.min(), index.max()) == (0, 39)
    assert np.array_equal(index, resample_indices(5, 40, 300))
    assert index.mean() == pytest.approx(19.5, abs=4 * 11.5 / np.sqrt(index.size))
