"""Every measure of a year that was written down by hand."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from analysis.by_hand import TASKS, few_weeks, run_of, year
from redesign.analysis.measures import KINDS, YearMeasures, measure
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.scenario.model import Promise

NOTHING = float("nan")
BY_HAND = {
    # Need x effect x hours: 1.6 x 1 x 2; 0.4 x 0.8 x 4; 1 x 0.5 x 3.
    "support": [[3.2, 1.28], [0, 1.5]],
    "visits_promised": [2 + 3, 1],
    "visits_made": [2, 1],
    #           leave, audit, hiring, orders, lost
    "requests": [5, 2, 2, 0, 0],
    "completed": [3, 2, 1, 0, 0],
    "due": [4, 1, 2, 0, 0],
    "on_time": [1, 1, 1, 0, 0],
    "turnaround_mean_hours": [(10 + 30 + 15) / 3, (80 + 20) / 2, 36, NOTHING, NOTHING],
    # Nine tenths of the way through 10, 15, 30 and through 20, 80.
    "turnaround_p90_hours": [15 + 0.8 * 15, 20 + 0.9 * 60, 36, NOTHING, NOTHING],
    "closing_backlog": [2, 0, 1, 0, 0],
    "returned": [0, 0, 3, 0, 0],
    "removed": [0, 0, 0, 4, 0],
    "unmet": [0, 0, 0, 0, 2],
    # Leave: 2 + 4 + 0.4 x 5 hours within the year + 1.6; audit: 70 + 10; hiring: 4 + 10 + 4.
    "service_hours": [9.6, 80, 18, 0, 0],
    # Clerks: routine 9.6 + 4 + 4, visits 2 + 0.4 x 4 + 4, other work 2 + 0.4 x 2.
    "team_hours": [[0, 17.6, 7.6, 2.8], [80, 10, 3, 0]],
    # Clerks: 4 + 1 of leave, 2 of other work; experts: 3 of hiring, 6 of other work. Visits not made are not owed.
    "unfinished_hours": [7, 9],
    "step_wait_hours": [(5 + 20 + 5 + 11 + 10 + 10) / 6, (10 + 10 + 0) / 3],
    # Per request and open week: leave 0.1 and 0.5, hiring 0.2 a week, orders 2, lost 3.
    "principal_hours": [
        4 * 0.1 + 0.5 * (10 + 10 + 9 + 15) / 40 + 3 * 2 + 0.2 * 36 / 40,
        0.1 + 0.5 * 30 / 40 + 2 + 0.2 * (400 - 200) / 40 + 2 * 3,
    ],
    # One of ash's two in math; of birch the one that ends with the year, and reading.
    "school_visits": [1, 2],
    # Weeks of 40 hours. Clerks, 0.4 an hour: 5 to 10 and 20 to 30; 40 to 45; 120 to 130 and 150 to 155; 210 to 220; and
    # in the last week 395 to 400, 396 to 400 twice, 390 to 400, 398 to 400. Experts: 36 to 46, 60 to 130, 70 to 73, 340
    # to 350.
    "week_hours": [
        [6, 2, 0, 6, 0, 4, 0, 0, 0, 0.4 * (5 + 4 + 4 + 10 + 2)],
        [4, 6 + 20 + 3, 40, 10, 0, 0, 0, 0, 10, 0],
    ],
    # Clerks: hiring that joins when week 5 ends, at 200, and leave at 391. Experts: other work from 200 on.
    "week_waiting": [[0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]],
}


def test_every_measure_is_worked_by_hand() -> None:
    assert set(BY_HAND) == {f.name for f in fields(YearMeasures)}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_measure_of_a_year_worked_by_hand(name: str) -> None:
    found = getattr(measure(*year()), name)
    assert np.shape(found) == np.shape(BY_HAND[name])
    assert found == pytest.approx(np.array(BY_HAND[name], float), nan_ok=True)


def test_weeks_are_left_out_where_nobody_asks() -> None:
    closely, not_closely = measure(*year()), measure(*year(), closely=False)
    assert not_closely.week_hours.shape == not_closely.week_waiting.shape == (2, 0)
    for name in BY_HAND.keys() - {"week_hours", "week_waiting"}:
        assert np.array_equal(getattr(closely, name), getattr(not_closely, name), equal_nan=True)


def test_kinds_of_work_stand_in_the_order_of_the_ledger() -> None:
    assert KINDS == ("mandated", "routine", "instructional", "other")


def test_the_year_written_by_hand_holds_together() -> None:
    """Hours that a task holds a post are its work over the team's pace."""
    pace = {0: 0.5 * 0.8, 1: 1.0}
    for task in TASKS:
        if task.start >= 0:
            assert (task.finish - task.start) * pace[task.team] == pytest.approx(task.work)


def test_a_year_in_which_nothing_happens() -> None:
    scenario = few_weeks()
    found = measure(scenario, expect(scenario), plan_today(scenario), run_of((), ()))
    assert np.isnan(found.step_wait_hours).all()
    assert np.isnan(found.turnaround_mean_hours).all()
    for name in ("requests", "due", "on_time", "completed", "closing_backlog", "service_hours", "unfinished_hours"):
        assert not getattr(found, name).any(), name
    assert found.team_hours.shape == (2, 4)
    assert not found.support.any()
    assert found.principal_hours == pytest.approx([6, 2 + 6]), (
        "what is gone and what nobody answers costs them all the same"
    )


def test_a_promise_is_due_in_working_hours() -> None:
    assert Promise(due_working_hours=12.5, on_time_share=0.5).within_hours(40.0) == 12.5
    assert Promise(due_calendar_days=60.0, on_time_share=0.5).within_hours(40.0) == pytest.approx(60 * 40 / 7)
