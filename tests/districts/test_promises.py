"""First promises, from turnaround times that are written down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from redesign.districts.promises import First, _of_area, _of_service
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario

ALWAYS = 1e9


@pytest.fixture(scope="module")
def tutorial() -> Scenario:
    return load_scenario(Path(__file__).parents[2] / "scenarios/tutorial.yaml")


def test_a_promise_that_today_keeps_stays_as_it_is_elsewhere(tutorial: Scenario) -> None:
    first = _first(tutorial, [10.0] * 95 + [1000.0] * 5)
    assert (first.due, first.share, first.reached) == (first.usual_due, first.usual_share, 0.95)


def test_else_it_is_the_next_longer_time_that_today_keeps(tutorial: Scenario) -> None:
    usual = tutorial.services["leave_requests"].promise
    assert usual is not None
    assert (usual.due_working_hours, usual.on_time_share) == (40, 0.9)
    first = _first(tutorial, [10.0] * 50 + [100.0] * 45 + [1000.0] * 5)
    assert (first.due, first.share, first.reached) == (120, 0.9, 0.5)


def test_where_no_such_time_is_kept_less_is_promised(tutorial: Scenario) -> None:
    first = _first(tutorial, [10.0] * 50 + [150.0] * 21 + [1000.0] * 29)
    # 71% within 160 hours, four times the usual: less 4 points, in twentieths
    assert (first.due, first.share) == (160, 0.65)


def test_requests_that_come_too_late_in_the_year_are_not_counted(tutorial: Scenario) -> None:
    hours = np.array([10.0] * 96 + [np.inf] * 100)
    left = np.array([ALWAYS] * 96 + [20.0] * 100)
    first = _of_service(tutorial, "leave_requests", hours, left)
    assert (first.due, first.share, first.reached) == (40, 0.9, 1.0)


def test_visits_that_are_not_made_today_are_not_promised() -> None:
    assert _of_area(0.9, 0.95).share == 0.9
    assert _of_area(0.9, 0.84).share == 0.8


def _first(scenario: Scenario, hours: list[float]) -> First:
    return _of_service(scenario, "leave_requests", np.array(hours), np.full(len(hours), ALWAYS))
