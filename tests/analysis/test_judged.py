"""Verdicts on a cluster's promises, worked out again with the intervals of the report and in plain Python."""

import numpy as np
import pytest

from redesign.analysis.intervals import mean_interval, paired, quantile, share_difference, share_interval
from redesign.analysis.judged import (
    CALLED_MISSED,
    LIKELY,
    SURE,
    TOLERANCE_HOURS,
    TOLERANCE_SHARE,
    Asked,
    Counts,
    HeldTo,
    Judged,
)

YEARS, SERVICES, AREAS, TEAMS = 12, 3, 2, 2
ASKED = (
    [Asked(0.9, firm=False), Asked(0.8, firm=True), None],
    [Asked(0.85, firm=False), Asked(0.6, firm=False)],
    [100.0, 0.25],
)


def random_counts(seed, years=YEARS):
    """Shares that lie around what is asked, far from 0 and 1."""
    rng = np.random.default_rng(seed)
    due = rng.integers(150, 300, (years, SERVICES + AREAS)).astype(float)
    kept = rng.binomial(due.astype(int), rng.uniform(0.5, 0.95, SERVICES + AREAS)).astype(float)
    unfinished = rng.gamma(2.0, (60.0, 0.2), (years, TEAMS))
    return Counts(list(due), list(kept), list(unfinished), list(rng.random((years, AREAS))))


def error_of(interval, years=YEARS):
    return interval.half_width / quantile(years - 1)


def by_hand(mine, todays, i):
    """(margin, error) of promise i, as the report's intervals have them."""
    asked = [*ASKED[0], *ASKED[1]]
    if i < len(asked):
        share, firm = (asked[i].share, asked[i].firm) if asked[i] else (0.0, True)
        hits, of = np.array(mine.kept)[:, i], np.array(mine.due)[:, i]
        base, base_of = np.array(todays.kept)[:, i], np.array(todays.due)[:, i]
        own = share_interval(hits, of)
        file = own.mean - share, error_of(own)
        above = share_difference(hits, of, base, base_of)
        today, tolerance = (above.mean, error_of(above)), TOLERANCE_SHARE
    else:
        allowance, firm = ASKED[2][i - len(asked)], False
        hours, base = (np.array(each.unfinished)[:, i - len(asked)] for each in (mine, todays))
        scale, own, above = max(1.0, allowance), mean_interval(allowance - hours), paired(base, hours)
        file, today = ((each.mean / scale, error_of(each) / scale) for each in (own, above))
        tolerance = TOLERANCE_HOURS
    chosen = file if firm or file[0] - SURE * file[1] >= today[0] - SURE * today[1] else today
    return chosen[0] + tolerance, chosen[1]


@pytest.mark.parametrize("seed", range(20))
def test_margins_and_errors_are_those_of_the_intervals(seed):
    mine, todays = random_counts(seed), random_counts(1_000 + seed)
    found = HeldTo.by(*ASKED).judged(mine, todays)
    expected = [by_hand(mine, todays, i) for i in range(SERVICES + AREAS + TEAMS)]
    assert found.margin == pytest.approx([margin for margin, _ in expected], rel=1e-9, abs=1e-12)
    assert found.error == pytest.approx([error for _, error in expected], rel=1e-9, abs=1e-12)
    assert found.share == pytest.approx(np.sum(mine.kept, axis=0) / np.sum(mine.due, axis=0))
    assert found.support == pytest.approx(np.mean(mine.support, axis=0))
    assert found.years == YEARS
    assert found.room(2.0) == pytest.approx(min(margin - 2 * error for margin, error in expected))
    below = [-margin / error for margin, error in expected if margin < 0]
    assert found.errors == pytest.approx(max(below, default=0.0))
    assert found.misses == (max(below, default=0.0) > CALLED_MISSED)
    assert found.keeps == (found.room(LIKELY) >= 0)
    for errors in (0.5, 1.5, 3.0):
        clear = all(abs(margin) >= errors * error for margin, error in expected)
        assert found.certain(errors) == (clear or max(below, default=0.0) >= errors)


def test_some_of_these_are_held_to_the_file_and_some_to_today():
    held, which = HeldTo.by(*ASKED), set()
    for seed in range(20):
        mine, todays = random_counts(seed), random_counts(1_000 + seed)
        file = HeldTo(held.file, np.ones(7, np.bool_), held.allowance).judged(mine, todays).margin
        which |= {(i, bool(same)) for i, same in enumerate(held.judged(mine, todays).margin == file)}
    assert which == {(i, same) for i in range(7) for same in (True, False)} - {(1, False), (2, False)}


@pytest.mark.parametrize("seed", range(20))
def test_todays_office_keeps_whatever_is_not_firm(seed):
    counts = random_counts(seed)
    asked = [Asked(0.99, firm=False)] * SERVICES, [Asked(1.0, firm=False)] * AREAS, [0.0] * TEAMS
    found = HeldTo.by(*asked).judged(counts, counts)
    assert found.keeps
    assert found.room(100.0) >= 0
    assert not found.misses
    firm = [Asked(0.99, firm=True), *asked[0][1:]]
    assert HeldTo.by(firm, *asked[1:]).judged(counts, counts).misses


def test_nothing_due_is_nothing_missed():
    """A service that nobody asks for, an area without visits; today may have had some."""
    mine, todays = random_counts(1), random_counts(2)
    for counts in (mine, todays):
        for row in (*counts.due, *counts.kept):
            row[0] = 0
    for row in (*mine.due, *mine.kept):
        row[3] = 0
    found = HeldTo.by(*ASKED).judged(mine, todays)
    assert np.isinf(found.margin[[0, 3]]).all()
    assert found.error[[0, 3]].tolist() == [0, 0]
    assert np.isnan(found.share[[0, 3]]).all()
    assert np.isfinite(found.margin[[1, 2, 4, 5, 6]]).all()
    for row in (*todays.due, *todays.kept):
        row[4] = 0
    alone = HeldTo.by(*ASKED).judged(mine, todays)
    share = share_interval(np.array(mine.kept)[:, 4], np.array(mine.due)[:, 4])
    assert alone.margin[4] == pytest.approx(share.mean - 0.6 + TOLERANCE_SHARE)


def test_a_service_that_promises_nothing_is_never_missed():
    mine, todays = random_counts(1), random_counts(2)
    for row in mine.kept:
        row[2] = 0
    assert HeldTo.by(*ASKED).judged(mine, todays).margin[2] == TOLERANCE_SHARE


def test_hours_are_told_as_parts_of_an_allowance_of_at_least_an_hour():
    mine, todays = random_counts(1), random_counts(2)
    mine.unfinished = [np.array([150.0, 1.0])] * YEARS
    todays.unfinished = [np.array([500.0, 9.0])] * YEARS
    found = HeldTo.by(*ASKED).judged(mine, todays)
    assert found.margin[5:] == pytest.approx([3.5 + TOLERANCE_HOURS, 8.0 + TOLERANCE_HOURS])
    worse = HeldTo.by(*ASKED).judged(todays, mine)
    assert worse.margin[5:] == pytest.approx([-3.5 + TOLERANCE_HOURS, -8.0 + TOLERANCE_HOURS])


def judged(margin, error):
    return Judged(np.array(margin), np.array(error), np.zeros(0), np.zeros(0), 4)


def test_a_miss_without_chance_is_clear_and_a_miss_within_chance_is_not():
    assert judged([-1e-9], [0.0]).misses
    assert not judged([0.0], [0.0]).misses
    assert judged([0.0], [0.0]).keeps
    assert judged([], []).keeps
    assert judged([-1.0], [1.0]).errors == 1.0
    assert not judged([-1.0], [1.0]).misses
    assert judged([-1.1], [1.0]).misses
    assert not judged([0.4], [1.0]).keeps
    assert judged([0.5, np.inf], [1.0, 0.0]).keeps


def test_one_clear_miss_is_certain_whatever_the_rest():
    assert judged([-4.0, 0.1], [1.0, 1.0]).certain(3.0)
    assert not judged([4.0, 0.1], [1.0, 1.0]).certain(3.0)
    assert judged([4.0, np.inf], [1.0, 0.0]).certain(3.0)


def test_first_years_are_the_first():
    counts = random_counts(4)
    three = counts.first(3)
    assert [len(each) for each in (three.due, three.kept, three.unfinished, three.support)] == [3] * 4
    assert np.array_equal(three.kept, counts.kept[:3])
    assert len(counts.due) == YEARS
