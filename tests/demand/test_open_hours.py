"""Expected open hours of a post up to any moment, against drawn absences and against the whole year."""

from __future__ import annotations

import numpy as np
import pytest

from offices import office, school, team
from redesign.demand.absences import draw_absences
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import post_hours
from redesign.demand.open_hours import open_hours, vacant_chance

POSTS = 20_000


def scenario_with(weeks=52, **fields):
    return office(
        calendar={"weeks": weeks, "hours_per_week": 40.0, "first_school_week": 1, "last_school_week": weeks},
        schools=(school("ash"),),
        teams={"clerks": team(5, **fields)},
    )


OFFICES = [
    {"leave_share": 0.13, "vacancy_rate": 0.1},
    {"leave_share": 0.0, "vacancy_rate": 0.05, "post_fte": 0.5},
    {"leave_share": 0.4, "vacancy_rate": 0.4, "vacancy_weeks": 3},
    {"leave_share": 0.3, "vacancy_rate": 0.5, "vacancy_weeks": 40},
    {"leave_share": 0.6, "vacancy_rate": 0.2, "weeks": 8},
]


@pytest.mark.parametrize("fields", OFFICES)
def test_the_whole_year_has_the_hours_of_a_post(fields):
    scenario = scenario_with(**fields)
    clerks, weeks = scenario.teams["clerks"], scenario.calendar.weeks
    assert open_hours(scenario, clerks, weeks) == pytest.approx(post_hours(scenario, clerks))
    assert vacant_chance(scenario, clerks).mean() == pytest.approx(clerks.vacancy_rate)


@pytest.mark.parametrize("fields", OFFICES)
@pytest.mark.parametrize("share", [0.05, 0.317, 0.5, 0.77, 0.93])
def test_part_of_a_year_has_the_mean_of_drawn_years(fields, share):
    """Moments within a week, too: leave closes the first part of a week."""
    scenario = scenario_with(**fields)
    clerks, until = scenario.teams["clerks"], share * scenario.calendar.weeks
    drawn = draw_absences(scenario, 0, "clerks", POSTS)
    end = until * 40 * TICKS_PER_HOUR
    inside = np.minimum(drawn.start + drawn.length, end) - np.minimum(drawn.start, end)
    closed = np.bincount(drawn.post, inside, minlength=POSTS) / TICKS_PER_HOUR
    hours = (until * 40 - closed) * clerks.pace
    error = hours.std() / np.sqrt(POSTS)
    assert open_hours(scenario, clerks, until) == pytest.approx(hours.mean(), abs=4 * error + 1e-6)


def test_by_hand():
    """Eight weeks, four of them without absence; one and a half weeks of leave in the other four, no vacancy."""
    scenario = scenario_with(weeks=8, leave_share=1.5 / 8, productive_share=0.5)
    clerks = scenario.teams["clerks"]
    at = [open_hours(scenario, clerks, until) for until in (0.5, 1.0, 4.0, 8.0)]
    assert at == pytest.approx([0.5 * (1 - 2 / 4) * 20, (1 - 1.5 / 4) * 20, 2.5 * 20, 6.5 * 20])
