"""What retraining and hiring take from a post: the open hours of its ramp."""

import numpy as np
import pytest

from offices import office, school, team
from redesign.demand.absences import draw_absences
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import post_hours
from redesign.demand.open_hours import lost_hours, open_hours


@pytest.mark.parametrize("ramp_share", [0.1, 0.25, 0.6, 1.0])
def test_just_what_is_lost(ramp_share):
    more = {"vacancy_rate": 0.3, "leave_share": 0.15, "productive_share": 1.0}
    scenario = office(schools=(school("ash"),), teams={"team": team(1, **more)})
    model, posts = scenario.teams["team"], 4000
    ramp = int(ramp_share * 2080 * TICKS_PER_HOUR)
    away = draw_absences(scenario, 0, "team", posts)
    inside = np.minimum(away.start + away.length, ramp) - np.minimum(away.start, ramp)
    lost = ramp_share * 2080 - inside.sum() / TICKS_PER_HOUR / posts
    claimed = open_hours(scenario, model, ramp_share * 52)
    assert claimed == pytest.approx(lost, abs=6)
    assert claimed <= post_hours(scenario, model) + 1e-9


@pytest.mark.parametrize(
    ("hire_weeks", "hire_ramp_share", "closed_weeks"),
    [(0.0, 0.0, 0.0), (6.0, 0.1, 11.2), (9.5, 0.0, 9.5), (0.0, 0.25, 13.0), (53.0, 1.0, 52.0)],
)
def test_a_new_post_stands_empty_then_learns(hire_weeks, hire_ramp_share, closed_weeks):
    """What hiring takes is what a training of as many weeks takes; at most the year."""
    raw = team(1, vacancy_rate=0.3, leave_share=0.15, hire_weeks=hire_weeks, hire_ramp_share=hire_ramp_share)
    scenario = office(schools=(school("ash"),), teams={"team": raw})
    model = scenario.teams["team"]
    assert model.hire_ramp_weeks(52) == pytest.approx(closed_weeks)
    assert lost_hours(scenario)[-1, 0] == pytest.approx(open_hours(scenario, model, closed_weeks))
