"""Minimum cuts against all sets of weeks, one by one; lines against the cuts that they touch."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from offices import office, school, team
from redesign.analysis.clairvoyant import Lines, Season, lines_of, open_by_week, ramp_hours
from redesign.demand.expectation import post_hours

WEEKS = 12


def random_season(rng, paths):
    opens = int(rng.integers(0, 3))
    last = int(rng.integers(opens + 3, 10))
    window = int(rng.integers(1, 4))
    more = np.where(np.arange(WEEKS + 1) < WEEKS, rng.uniform(0, 4), 0.0)
    hours = rng.choice([0.0, 10.0, 30.0], (paths, 1, WEEKS), p=[0.3, 0.3, 0.4])
    closes = min(last + window, WEEKS)
    return hours, Season(opens, last, window, more, float(hours[:, 0, opens:closes].sum(axis=1).mean()))


def smallest_cut(hours, season, load):
    """Over every set of weeks in which visits are dated: hours dated elsewhere, open hours and visits in progress."""
    found, dates = np.inf, range(season.opens, season.dates_end)
    for chosen in product((False, True), repeat=len(dates)):
        inside = np.zeros(WEEKS + 1, bool)
        for week, own in zip(dates, chosen, strict=True):
            if own:
                inside[week : min(week + 1 + season.window, WEEKS)] = True
        ends = [w + 1 for w, (now, later) in enumerate(pairwise(inside)) if now and not later]
        outside = load * (1 - sum(chosen) / len(dates))
        found = min(found, outside + hours[inside[:-1]].sum() + season.more[ends].sum())
    return found


@pytest.mark.parametrize("seed", range(25))
def test_the_cut_is_the_smallest_of_all(seed):
    rng = np.random.default_rng(seed)
    hours, season = random_season(rng, 1)
    twice = np.repeat(hours, 2, axis=0)  # without spread there is no standard error
    for load in (30.0, 90.0, 200.0):
        lines = lines_of(twice, season, [load], [])
        assert lines.intercept[0] + lines.slope[0] * load == pytest.approx(smallest_cut(hours[0, 0], season, load))


@pytest.mark.parametrize("seed", range(8))
def test_no_line_lies_below_a_mean_of_cuts(seed):
    """At any load and for any share of retrained posts, on the paths that the lines were made from."""
    rng = np.random.default_rng([1, seed])
    hours, season = random_season(rng, 12)
    lines = lines_of(hours, season, (40.0, 80.0, 140.0), (0.0, 3.5))
    lost = ramp_hours(hours, 3.5)
    for load in (20.0, 60.0, 100.0, 250.0):
        truth = np.mean([smallest_cut(path[0], season, load) for path in hours])
        assert (lines.intercept + lines.slope * load >= truth - 1e-9).all()
        trained = np.mean(
            [smallest_cut(path[0] - ramp[0], season, load) for path, ramp in zip(hours, lost, strict=True)]
        )
        assert (lines.intercept + lines.slope * load - lines.ramp[:, 1] >= trained - 1e-9).all()
    assert (lines.ramp[:, 0] == 0).all()


def test_two_lines_make_one_of_a_slope_between():
    lines = Lines(np.array([10.0, 0.0, 100.0]), np.array([0.0, 1.0, 0.5]), np.array([[4.0], [0.0], [9.0]]))
    height, ramp = lines.at(0.25)
    assert (height, ramp.tolist()) == (7.5, [3.0])
    assert lines.and_line(1.0, 0.25, [2.0]).at(0.25)[0] == 1.0


def test_open_hours_by_week_are_those_of_a_post():
    calendar = {"weeks": 30, "hours_per_week": 40.0, "first_school_week": 1, "last_school_week": 30}
    clerks = team(4, leave_share=0.13, vacancy_rate=0.1)
    scenario = office(calendar=calendar, schools=(school("ash"),), teams={"clerks": clerks})
    hours = open_by_week(scenario, "clerks", 8, 500)
    assert hours.shape == (500, 8, 30)
    year = hours.sum(axis=2).ravel()
    error = year.std() / np.sqrt(len(year))
    assert year.mean() == pytest.approx(post_hours(scenario, scenario.teams["clerks"]), abs=4 * error)
    assert (hours[:, :, -4:] == hours.max()).all(), "nobody is away in the quiet weeks"
