from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offices import office, school, team
from redesign.demand.absences import Absences, draw_absences
from redesign.demand.clock import TICKS_PER_HOUR, horizon
from redesign.demand.expectation import QUIET_WEEKS, post_hours
from redesign.scenario.model import Scenario


def scenario_with(weeks: int = 52, hours: float = 40.0, **fields: Any) -> Scenario:
    return office(
        calendar={"weeks": weeks, "hours_per_week": hours, "first_school_week": 1, "last_school_week": weeks},
        schools=(school("ash"),),
        teams={"clerks": team(5, **fields)},
    )


def closed_hours(drawn: Absences) -> np.ndarray:
    return np.bincount(drawn.post, drawn.length, minlength=drawn.posts) / TICKS_PER_HOUR


def test_leave_alone_takes_exactly_its_weeks() -> None:
    drawn = draw_absences(scenario_with(leave_share=0.12), 0, "clerks", 200)
    assert closed_hours(drawn) == pytest.approx(np.full(200, 0.12 * 52 * 40))
    starts = np.unique(drawn.start // (40 * TICKS_PER_HOUR))
    assert starts.tolist() == list(range(52 - QUIET_WEEKS)), "every week but the quiet ones sees leave"


@pytest.mark.parametrize(
    "fields",
    [
        {"leave_share": 0.13, "vacancy_rate": 0.1},
        {"leave_share": 0.0, "vacancy_rate": 0.05},
        {"leave_share": 0.4, "vacancy_rate": 0.4, "vacancy_weeks": 3},
        {"leave_share": 0.3, "vacancy_rate": 0.5, "vacancy_weeks": 40},
        {"leave_share": 0.6, "vacancy_rate": 0.2, "weeks": 8},
    ],
)
def test_open_hours_have_the_expected_mean(fields: dict[str, Any]) -> None:
    scenario = scenario_with(**fields)
    clerks = scenario.teams["clerks"]
    posts = 20_000
    open_hours = (
        scenario.year_hours - closed_hours(draw_absences(scenario, 0, "clerks", posts))
    ) * clerks.productive_share
    error = open_hours.std() / np.sqrt(posts)
    assert open_hours.mean() == pytest.approx(post_hours(scenario, clerks), abs=4 * error + 1e-6)


@settings(max_examples=60, deadline=None)
@given(
    weeks=st.integers(8, 53),
    hours=st.sampled_from([37.5, 40.0, 33.3]),
    leave=st.floats(0, 0.6),
    rate=st.floats(0, 0.5),
    spell=st.integers(1, 40),
)
def test_blocks_are_apart_and_over_before_the_quiet_weeks(
    weeks: int, hours: float, leave: float, rate: float, spell: int
) -> None:
    scenario = scenario_with(weeks, hours, leave_share=leave, vacancy_rate=rate, vacancy_weeks=spell)
    drawn = draw_absences(scenario, 1, "clerks", 30)
    end = drawn.start + drawn.length
    assert (drawn.length > 0).all()
    assert (drawn.start >= 0).all()
    assert end.max(initial=0) <= np.ceil((weeks - QUIET_WEEKS) * hours * TICKS_PER_HOUR)
    same = drawn.post[1:] == drawn.post[:-1]
    assert (drawn.start[1:] > end[:-1])[same].all()
    assert end.max(initial=0) < horizon(scenario.calendar)


def test_more_posts_leave_the_absences_of_earlier_ones() -> None:
    scenario = scenario_with(leave_share=0.1, vacancy_rate=0.2)
    few, many = (draw_absences(scenario, 3, "clerks", n) for n in (4, 9))
    kept = many.post < 4
    for name in ("post", "start", "length"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[kept])


def test_a_vacancy_is_one_spell_of_whole_weeks_with_the_stated_chance() -> None:
    drawn = draw_absences(scenario_with(leave_share=0.0, vacancy_rate=0.05, vacancy_weeks=9), 0, "clerks", 10_000)
    assert (drawn.length == 9 * 40 * TICKS_PER_HOUR).all()
    assert len(np.unique(drawn.post)) == len(drawn.post)
    chance = 0.05 * 52 / 9
    assert len(drawn.post) / 10_000 == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 10_000))
    assert np.unique(drawn.start // (40 * TICKS_PER_HOUR)).tolist() == list(range(52 - QUIET_WEEKS - 9 + 1))
