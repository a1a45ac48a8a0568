"""The team table by hand."""

import numpy as np
import pytest

from redesign.analysis.team_table import TeamTable

LOST = np.array([40.0, 0.0, 90.0])


def test_a_team_that_waits_for_nothing():
    table = TeamTable.expected(4, 600.0, LOST, 25.0)
    assert table.hours.tolist() == [25, 625, 1225, 1825, 2425]
    assert table.most_posts == 4
    assert table.slope == 600
    assert TeamTable.expected(0, 600.0, LOST).slope == 0
    assert TeamTable.expected(2, 600.0, LOST).hours.tolist() == [0, 600, 1200]


def test_a_bend_is_told():
    assert TeamTable(np.array([0.0, 500.0, 1010.0]), LOST).slope is None
    assert TeamTable(np.array([0.0, 500.0, 1000.0 + 1e-8]), LOST).slope == 500


def test_new_people_cost_what_the_steepest_tangent_says():
    table = TeamTable(np.arange(5.0), LOST, ((1.2, 0.0), (2.0, 30.0)))
    assert table.cost_of(2, 0.0) == 0
    assert table.cost_of(2, 50.0) == pytest.approx(60)
    assert table.cost_of(2, 75.0) == pytest.approx(90)
    assert table.cost_of(2, 100.0) == pytest.approx(140)
    assert table.cost_of(4, 100.0) == pytest.approx(120)


def test_what_a_plan_has_shown_holds_for_more_posts_too():
    table = TeamTable(np.array([0.0, 500.0, 900.0, 950.0, 1400.0]), LOST, tried=frozenset({2}))
    assert table.at_least(2, 1000.0).hours.tolist() == [0, 500, 1000, 1000, 1400]
    assert table.at_least(2, 800.0).hours.tolist() == table.hours.tolist()
    assert table.at_least(2, 1000.0).tried == {2}


@pytest.mark.parametrize(
    ("hours", "lost", "message"),
    [
        (np.zeros((2, 2)), LOST, "one entry for each"),
        (np.zeros(0), LOST, "one entry for each"),
        (np.array([0.0, np.nan]), LOST, "finite"),
        (np.array([0.0, np.inf]), LOST, "finite"),
        (np.zeros(2), np.array([np.nan]), "finite"),
        (np.zeros(2), np.array([-1.0]), "not negative"),
    ],
)
def test_what_cannot_be_a_table_is_refused(hours, lost, message):
    with pytest.raises(ValueError, match=message):
        TeamTable(hours, lost)
