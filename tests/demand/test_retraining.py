"""What retraining takes from a post: the open hours of its ramp."""

import numpy as np
import pytest

from offices import office, school, team
from redesign.demand.absences import draw_absences
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import post_hours
from redesign.demand.open_hours import open_hours


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
