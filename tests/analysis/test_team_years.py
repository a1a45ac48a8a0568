"""One team's years with part of its work: whether it keeps its promises, and how soon that is certain."""

import numpy as np
import pytest

from offices import small_office
from redesign.analysis import team_years
from redesign.analysis.team_years import keeps, shares, staff

YEARS = range(6)


@pytest.fixture(scope="module")
def staffed():
    scenario = small_office()
    busiest = max(range(len(scenario.teams)), key=lambda t: len(team_years.only_team(scenario, t).areas))
    return staff(team_years.team_years(scenario, busiest, YEARS), 2)


@pytest.fixture
def simulated(monkeypatch):
    """Years that were simulated."""
    seen = []
    engine = team_years.engine

    def counting(name):
        simulate = engine(name)

        def run(tasks):
            seen.append(tasks)
            return simulate(tasks)

        return run

    monkeypatch.setattr(team_years, "engine", counting)
    return seen


@pytest.mark.parametrize("routine", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("visits", [0.0, 0.4, 1.0])
def test_what_is_kept_is_what_the_shares_of_all_years_say(staffed, routine, visits):
    found = shares(staffed, routine, visits)
    due = ~np.isnan(found)
    assert due.any()
    assert keeps(staffed, routine, visits, np.where(due, found, 1.0))
    for i in np.flatnonzero(due):
        more = np.where(due, found, 1.0)
        more[i] = np.nextafter(found[i], 2.0)
        assert not keeps(staffed, routine, visits, more)


def test_years_that_can_change_nothing_are_not_simulated(staffed, simulated):
    nothing = np.zeros(len(shares(staffed, 1.0, 1.0)))
    simulated.clear()
    assert keeps(staffed, 1.0, 1.0, nothing)
    assert len(simulated) == 1
    simulated.clear()
    assert not keeps(staffed, 1.0, 1.0, nothing + 1.1)
    assert len(simulated) == 1
    found = shares(staffed, 1.0, 1.0)
    simulated.clear()
    assert keeps(staffed, 1.0, 1.0, np.nan_to_num(found))
    assert len(simulated) == len(YEARS)


def test_less_work_is_part_of_more_work(staffed):
    less, more = (team_years._thinned(staffed, share, share) for share in (0.4, 0.8))
    for one, other in zip(less, more, strict=True):
        assert set(one.stays) < set(other.stays)
        assert np.all(one.due <= other.due)
