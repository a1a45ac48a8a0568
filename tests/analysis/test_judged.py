"""Verdicts on a cluster's promises, worked out again with the intervals of the report and in plain Python."""

import numpy as np
import pytest

from redesign.analysis.intervals import mean_interval, paired, quantile, share_difference, share_interval
from redesign.analysis.judged import (
    CALLED_MISSED,
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
    today = today[0] + tolerance, today[1]
    return file if firm or in_errors(*file) >= in_errors(*today) else today


def in_errors(margin, error):
    return margin / error if error else np.copysign(np.inf, margin)


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
    worst = max(-margin / error for margin, error in expected)
    assert found.errors == pytest.approx(worst)
    assert found.misses == (worst > CALLED_MISSED)
    assert found.keeps == (not found.misses) == (found.room(-CALLED_MISSED) >= 0)
    for errors in (0.1, 0.5, 1.5, 3.0):
        enough = errors * (1 + 3 / 11)  # of twelve years
        clear = all(abs(margin) >= enough * error for margin, error in expected)
        assert found.certain(errors) == (clear or worst >= enough)


def test_some_of_these_are_held_to_the_file_and_some_to_today():
    held, which = HeldTo.by(*ASKED), set()
    for seed in range(20):
        mine, todays = random_counts(seed), random_counts(1_000 + seed)
        file = HeldTo(held.file, np.ones(7, np.bool_), held.allowance).judged(mine, todays).margin
        which |= {(i, bool(same)) for i, same in enumerate(held.judged(mine, todays).margin == file)}
    assert which == {(i, same) for i in range(7) for same in (True, False)} - {(1, False), (2, False), (6, True)}


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
    assert alone.margin[4] == pytest.approx(share.mean - 0.6)


def test_a_service_that_promises_nothing_is_never_missed():
    mine, todays = random_counts(1), random_counts(2)
    for row in mine.kept:
        row[2] = 0
    found = HeldTo.by(*ASKED).judged(mine, todays)
    assert (found.margin[2], found.error[2]) == (0.0, 0.0)
    alone = Judged(found.margin[2:3], found.error[2:3], np.zeros(0), np.zeros(1), YEARS)
    assert alone.keeps


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


def test_a_promise_is_missed_unless_it_lies_half_a_standard_error_above_its_target():
    assert judged([0.6], [1.0]).keeps
    assert judged([0.6, np.inf], [1.0, 0.0]).keeps
    for margin in (0.4, 0.0, -0.1, -1.0):
        assert judged([margin], [1.0]).misses, margin
        assert judged([5.0, margin], [1.0, 1.0]).misses, "one that is missed is enough"
    assert judged([0.5], [1.0]).keeps, "exactly there it is kept"


def test_errors_are_negative_where_all_promises_lie_above_their_targets():
    assert judged([-1.0], [1.0]).errors == 1.0
    assert judged([0.0], [1.0]).errors == 0.0
    assert judged([3.0], [2.0]).errors == -1.5
    assert judged([3.0, 1.0, 9.0], [2.0, 4.0, 1.0]).errors == -0.25, "the worst one"
    assert judged([np.inf, 3.0], [0.0, 2.0]).errors == -1.5, "where nothing is due nothing is missed"


@pytest.mark.parametrize(
    ("margin", "errors"), [(-1e-9, np.inf), (0.0, -np.inf), (1e-9, -np.inf), (np.inf, -np.inf), (-2.0, np.inf)]
)
def test_without_chance_a_promise_is_missed_or_kept_for_certain(margin, errors):
    """An error of 0: neither a division by zero nor a doubt; on its target it is kept."""
    with np.errstate(all="raise"):
        found = judged([margin], [0.0])
        assert found.errors == errors
        assert found.misses == (margin < 0)
        assert found.keeps == (margin >= 0)
        assert found.certain(30.0)
        beside = judged([margin, 0.7], [0.0, 1.0])
        assert beside.errors == (np.inf if margin < 0 else -0.7)
    assert judged([], []).errors == -np.inf
    assert judged([], []).keeps


def test_room_is_of_one_number_for_all_or_of_one_for_each_promise():
    found = judged([0.5, 2.0, np.inf], [0.1, 1.0, 0.0])
    assert found.room(0.0) == 0.5
    assert found.room(2.0) == 0.0
    assert found.room(-1.0) == pytest.approx(0.6)
    assert found.room(np.array([0.0, 1.9, 5.0])) == pytest.approx(0.1)
    assert found.room(np.array([5.0, 1.9, 5.0])) == pytest.approx(0.0)
    assert judged([], []).room(1.0) == np.inf


def test_a_promise_of_nan_errors_does_not_count_for_room():
    found = judged([-3.0, 2.0, np.inf], [0.1, 1.0, 0.0])
    assert found.room(np.array([1.0, 1.5, 1.0])) == pytest.approx(-3.1)
    assert found.room(np.array([np.nan, 1.5, 1.0])) == 0.5
    assert found.room(np.array([np.nan, np.nan, 1.0])) == np.inf
    assert found.room(np.array([np.nan, np.nan, np.nan])) == np.inf
    assert found.room(np.nan) == np.inf


def test_one_clear_miss_is_certain_whatever_the_rest():
    """Of four years twice as many errors are asked."""
    assert judged([-6.0, 0.1], [1.0, 1.0]).certain(3.0)
    assert not judged([-5.9, 0.1], [1.0, 1.0]).certain(3.0)
    assert not judged([6.0, 0.1], [1.0, 1.0]).certain(3.0)
    assert judged([6.0, np.inf], [1.0, 0.0]).certain(3.0)
    assert not judged([5.9, np.inf], [1.0, 0.0]).certain(3.0)


@pytest.mark.parametrize(("years", "times"), [(4, 2.0), (7, 1.5), (31, 1.1), (301, 1.01)])
def test_fewer_years_ask_for_more_errors(years, times):
    for sign in (1, -1):
        for margin, certain in ((3.001 * times, True), (2.999 * times, False)):
            found = Judged(np.array([sign * margin]), np.ones(1), np.zeros(0), np.zeros(1), years)
            assert found.certain(3.0) == certain


def test_first_years_are_the_first():
    counts = random_counts(4)
    three = counts.first(3)
    assert [len(each) for each in (three.due, three.kept, three.unfinished, three.support)] == [3] * 4
    assert np.array_equal(three.kept, counts.kept[:3])
    assert len(counts.due) == YEARS


def test_a_promise_below_todays_lucky_years_is_no_clearer_missed_than_below_the_file():
    """Ten years in which today did well, paired with a plan that always does a little worse: the file's share is what
    counts in the end, and of that ten years say little."""
    asked = ([Asked(0.8, firm=False)], [], [1e9])
    shares = np.array([0.6, 0.95, 0.7, 0.9, 0.65, 0.85, 0.75, 0.8, 0.6, 0.7])
    mine, todays = (
        Counts([np.array([1000.0])] * 10, [np.array([1000 * s]) for s in each], [np.zeros(1)] * 10, [np.zeros(0)] * 10)
        for each in (shares, np.minimum(1.0, shares + 0.05))
    )
    found = HeldTo.by(*asked).judged(mine, todays)
    below_file = (0.8 - shares.mean()) / (shares.std(ddof=1) / np.sqrt(10))
    assert found.errors == pytest.approx(below_file)
    assert found.errors < 2
