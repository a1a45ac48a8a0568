"""Rates and seasons: the cut of the year against every other cut, and logs whose truth is known."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from redesign.calibration.arrivals import STRETCH_PRICE, Arrivals, fit_arrivals, stretches_of
from redesign.calibration.clock import clock_of
from redesign.calibration.weeks import Weeks, cut
from redesign.scenario.model import Calendar

CLOCK = clock_of(Calendar(), 8.0)
FIRST = np.datetime64("2021-07-01")


def weeks_of(rate: np.ndarray, seed: int, days: int = 731) -> Weeks:
    """Poisson tickets on working days, `rate` [52] a week of the model's year, times what `rate` may hold beyond."""
    draws = np.random.default_rng(seed)
    day = np.arange(FIRST, FIRST + days)
    day = day[(day - np.datetime64("1970-01-05")).astype(int) % 7 < 5]
    _, week = CLOCK.week_of(day)
    opened = np.repeat(day, draws.poisson(rate[week] / 5)).astype("datetime64[s]") + np.timedelta64(9, "h")
    return cut(opened, FIRST, FIRST + days, CLOCK)


def fit(weeks: Weeks) -> Arrivals:
    return fit_arrivals(weeks, CLOCK.weeks_length(), np.ones(52), 1)


def test_the_cut_is_the_best_of_all() -> None:
    draws = np.random.default_rng(4)
    for _ in range(20):
        size = draws.uniform(0.5, 2, 9)
        count = draws.poisson(size * draws.choice([5.0, 30.0], 9)).astype(float)

        def worth(edges: tuple[int, ...], count: np.ndarray = count, size: np.ndarray = size) -> float:
            parts = pairwise((0, *edges, 9))
            return sum(
                2 * n * np.log(n / size[a:b].sum()) - STRETCH_PRICE for a, b in parts if (n := count[a:b].sum()) > 0
            )

        every = [edges for k in range(9) for edges in combinations(range(1, 9), k)]
        found = tuple(a for a, _ in stretches_of(count, size, 1.0)[1:])
        assert worth(found) == pytest.approx(max(map(worth, every)))


def test_rate_and_season_of_a_known_log() -> None:
    rate = np.full(52, 20.0)
    rate[5:12] = 50.0
    found = fit(weeks_of(rate, 1))
    assert [(p.from_week, p.to_week) for p in found.peaks] == [(6, 12)]
    assert found.peaks[0].factor.low <= 2.5 <= found.peaks[0].factor.high
    truth = float(rate @ CLOCK.weeks_length())
    assert found.per_year.low <= truth <= found.per_year.high
    assert (found.dispersion, found.change) == (1.0, None)


def test_intervals_hold_the_truth_in_about_nineteen_of_twenty() -> None:
    rate = np.full(52, 12.0)
    rate[40:44] = 4.0
    truth = float(rate @ CLOCK.weeks_length())
    found = [fit(weeks_of(rate, seed)) for seed in range(100)]
    assert 90 <= sum(f.per_year.low <= truth <= f.per_year.high for f in found) <= 100
    assert sum(len(f.peaks) == 1 for f in found) >= 90
    assert sum(f.change is not None for f in found) <= 2


def test_a_flat_log_has_no_season_no_shift_and_no_trend() -> None:
    found = [fit(weeks_of(np.full(52, 15.0), seed)) for seed in range(60)]
    assert sum(bool(f.peaks) for f in found) <= 4
    assert sum(f.change is not None for f in found) <= 1


def test_a_level_shift_is_found_and_the_rate_is_that_since() -> None:
    before, after = weeks_of(np.full(52, 20.0), 1, 400), weeks_of(np.full(52, 40.0), 2, 800)
    late = after.start >= FIRST + 400
    joined = Weeks(
        np.concatenate([before.week, after.week[late]]),
        np.concatenate([before.start, after.start[late]]),
        np.concatenate([before.count, after.count[late]]),
        np.concatenate([before.open_weeks, after.open_weeks[late]]),
        0,
        FIRST,
        FIRST + 800,
        (),
    )
    found = fit(joined)
    assert found.change is not None
    assert found.change.kind == "shift"
    assert abs((found.change.day - (FIRST + 400)).astype(int)) <= 14
    assert found.per_year.low <= 40 * 365.25 / 7 <= found.per_year.high


def test_a_trend_is_found() -> None:
    draws = np.random.default_rng(3)
    weeks = weeks_of(np.full(52, 30.0), 1, 3 * 365)
    years = (weeks.start - weeks.start[0]).astype(int) / 365.25
    count = draws.poisson(weeks.open_weeks * 30 * 1.25**years)
    found = fit(Weeks(weeks.week, weeks.start, count, weeks.open_weeks, 0, weeks.first, weeks.end, ()))
    assert found.change is not None
    assert found.change.kind == "trend"
    assert found.change.factor == pytest.approx(1.25, abs=0.06)


def test_wider_counts_make_wider_intervals() -> None:
    draws = np.random.default_rng(8)
    weeks = weeks_of(np.full(52, 30.0), 1)
    wide = draws.poisson(weeks.open_weeks * 30 * draws.gamma(5, 1 / 5, len(weeks.count)))
    found = fit(Weeks(weeks.week, weeks.start, wide, weeks.open_weeks, 0, weeks.first, weeks.end, ()))
    assert 4 < found.dispersion < 11  # 1 + 30 / 5
    plain = fit(weeks)
    assert found.per_year.half_width / found.per_year.mean > 1.8 * plain.per_year.half_width / plain.per_year.mean


def test_a_hole_is_left_out() -> None:
    weeks = weeks_of(np.full(52, 20.0), 1)
    day = np.repeat(weeks.start, weeks.count)
    gone = (day >= np.datetime64("2022-01-03")) & (day < np.datetime64("2022-02-14"))
    holed = cut(day[~gone].astype("datetime64[s]"), FIRST, FIRST + 731, CLOCK)
    assert len(holed.holes) == 1
    assert abs((holed.holes[0].first - np.datetime64("2022-01-03")).astype(int)) <= 7
    truth = 20 * 365.25 / 7
    found = fit(holed)
    assert found.per_year.low <= truth <= found.per_year.high


def test_half_a_year_tells_no_season() -> None:
    rate = np.full(52, 20.0)
    rate[:6] = 90.0
    half = weeks_of(rate, 1, 180)
    assert not fit(half).seasonal
    found = fit_arrivals(half, CLOCK.weeks_length(), rate / 20, 1)  # the scenario knows the season
    truth = float(rate @ CLOCK.weeks_length())
    assert found.per_year.low <= truth <= found.per_year.high
    unknown = fit(half).per_year  # else it is off, and its interval says how little is known
    assert unknown.mean > 1.2 * truth
    assert unknown.half_width > 4 * found.per_year.half_width
