"""Modeled support by hand: need x effect x hours of the visits that were made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.by_hand import ASH, BIRCH, CLERKS, MATH, NO, READING, TASKS, VISIT, Task, run_of, year
from redesign.analysis.support import support_of, visits_made


def test_a_visit_is_made_where_it_began_and_ended_within_the_year() -> None:
    _, _, _, run = year()
    made = visits_made(run.ledger, run.records, run.horizon)
    assert [TASKS[i][4:] for i in np.flatnonzero(made)] == [
        (MATH, ASH, 2.0, 40, 40, 45),
        (MATH, BIRCH, 4.0, 390, 390, 400),
        (READING, BIRCH, 3.0, 70, 70, 73),
    ]


def test_support_is_need_times_effect_times_hours() -> None:
    _, expectation, plan, run = year()
    assert expectation.need.tolist() == [pytest.approx([1.6, 0.4]), [1.0, 1.0]]
    made = visits_made(run.ledger, run.records, run.horizon)
    found = support_of(expectation, run.ledger, made, plan.packages)
    assert found.tolist() == [pytest.approx([1.6 * 1.0 * 2.0, 0.4 * 0.8 * 4.0]), pytest.approx([0.0, 0.5 * 3.0])]


def test_an_hour_counts_by_the_package_that_the_school_has() -> None:
    """Each school's own, whatever the order of visits: several visits add up."""
    _, expectation, plan, _ = year()
    visits = tuple(
        Task(VISIT, CLERKS, NO, NO, MATH, place, work, 10, 10, 10 + work / 0.4)
        for place, work in ((BIRCH, 1.0), (ASH, 2.0), (BIRCH, 4.0), (ASH, 8.0))
    )
    run = run_of(visits, ())
    both = np.ones(4, np.bool_)
    swapped = replace(plan, packages=plan.packages[:, ::-1])
    assert support_of(expectation, run.ledger, both, plan.packages)[0] == pytest.approx([1.6 * 10, 0.4 * 0.8 * 5])
    assert support_of(expectation, run.ledger, both, swapped.packages)[0] == pytest.approx([1.6 * 0.8 * 10, 0.4 * 5])
    assert support_of(expectation, run.ledger, ~both, plan.packages).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_requests_answered_faster_add_nothing() -> None:
    _, expectation, plan, run = year()
    quick = replace(run.records, finish=np.where(run.ledger.area < 0, run.records.start + 1, run.records.finish))
    slow, fast = (
        support_of(expectation, run.ledger, visits_made(run.ledger, records, run.horizon), plan.packages)
        for records in (run.records, quick)
    )
    assert np.array_equal(slow, fast)
