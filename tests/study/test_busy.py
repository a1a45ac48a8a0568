"""How busy fitted numbers make today's teams, by hand."""

from __future__ import annotations

import pytest

from redesign.scenario.model import Scenario
from redesign.study.calibrated.busy import busy
from study.three_teams import three_teams


def with_leave(requests: float) -> Scenario:
    found = three_teams()
    leave = found.services["leave"].model_copy(update={"requests_per_driver_per_year": requests})
    return found.model_copy(update={"services": found.services | {"leave": leave}})


def test_a_team_with_half_the_requests_is_told_with_the_other_work_that_fills_its_hours() -> None:
    (clerks,) = busy(with_leave(60.0), with_leave(30.0))
    assert clerks.team == "clerks"
    assert clerks.after < clerks.before
    other = three_teams().teams["clerks"].other_work_hours_per_year
    assert clerks.other_work_hours_per_year == other
    again = with_leave(30.0)
    teams = dict(again.teams)
    teams["clerks"] = teams["clerks"].model_copy(update={"other_work_hours_per_year": clerks.as_busy_hours_per_year})
    refilled = again.model_copy(update={"teams": teams})
    assert busy(with_leave(60.0), refilled) == (), "with it, it is as busy as before"


def test_a_team_with_more_requests_may_have_no_other_work_at_all() -> None:
    (clerks,) = busy(with_leave(60.0), with_leave(600.0))
    assert clerks.after > clerks.before
    assert clerks.as_busy_hours_per_year == 0


@pytest.mark.parametrize("requests", [60.0, 60.5])
def test_hardly_a_difference_is_not_told(requests: float) -> None:
    assert busy(with_leave(60.0), with_leave(requests)) == ()
