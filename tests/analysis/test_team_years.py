"""One team's years with part of its work: whether it keeps its promises, and how soon that is certain."""

from dataclasses import fields

import numpy as np
import pytest

from offices import random_office, small_office
from redesign.analysis import team_years
from redesign.analysis.team_years import keeps, shares, staff
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.workload import draw_workload
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange_team

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


@pytest.mark.parametrize("seed", range(20))
def test_a_team_alone_has_the_tasks_that_it_has_among_the_others(seed):
    """Suppliers and caseloads included: what other teams and budgets are makes no difference to its own year."""
    scenario = random_office(np.random.default_rng(seed))
    for t in range(len(scenario.teams)):
        alone = team_years.only_team(scenario, t)
        mine, same = (arrange_team(s, expect(s), draw_workload(s, seed), t, 2)[0] for s in (scenario, alone))
        for field in fields(mine):
            assert np.array_equal(getattr(mine, field.name), getattr(same, field.name)), field.name
        one, other = expect(scenario), expect(alone)
        assert one.work_hours[t] == pytest.approx(other.work_hours[t])
        assert one.post_hours[t] == other.post_hours[t]
        assert one.of_team(one.visit_hours, t).sum() == pytest.approx(other.of_team(other.visit_hours, t).sum())


ELSEWHERE = {"vacancy_times": 3.0, "other_hours_times": 0.5, "drops_removable_work": True, "productive_times": 0.5}


@pytest.mark.parametrize(
    ("changes", "differ"),
    [
        ({"teams": {"clerks": ELSEWHERE}}, [0]),
        ({"teams": {"coaches": ELSEWHERE}}, [2]),
        ({"services": {"leave": {"work_times": 0.5}}}, [0]),
        ({"services": {"hiring": {"requests_times": 2.0}}}, [0, 1]),
        ({"areas": {"inclusion": {"window_times": 2.0}}}, [1]),
        ({"areas": {"math": {"visit_hours_times": 2.0}}}, [2]),
        ({"yearly_usd_times": 0.5}, []),
    ],
)
def test_a_change_leaves_the_work_of_teams_that_it_does_not_speak_of(changes, differ):
    before = small_office()
    after = changed(before, Changes.model_validate(changes))
    own = [team_years.only_team(before, t) == team_years.only_team(after, t) for t in range(3)]
    assert [t for t, equal in enumerate(own) if not equal] == differ


def test_a_supplier_is_asked_for_its_own_packages_alone():
    """Experts make the high visits of math: 120 elementary visits of 3 hours; coaches those of mid, 80."""
    raw = small_office().model_dump()
    raw["areas"]["math"]["packages"]["high"]["supplier"] = "experts"
    scenario = Scenario.model_validate(raw)
    demand = [team_years.team_years(scenario, t, YEARS) for t in range(3)]
    assert [list(each.scenario.areas) for each in demand] == [[], ["math", "inclusion"], ["math", "partnership"]]
    inclusion = (2 + 1 + 3) * 6 * 4.0
    partnership = (1 + 1 + 2) * 24 * 2.5
    assert [each.visit_hours for each in demand] == pytest.approx([0, 360 + inclusion, 240 + partnership], rel=1e-6)
    before, after = (expect(s).work_hours for s in (small_office(), scenario))
    assert np.array_equal(before, after)
    assert [each.routine_hours for each in demand] == pytest.approx(before.tolist())


def test_a_step_is_due_when_its_part_of_the_promise_is_over():
    """40 hours less two hand-overs of 6, shared by three steps; 60 calendar days are 60 x 40 / 7 working hours."""
    raw = small_office().model_dump()
    raw["services"]["evaluation"]["promise"] |= {"due_working_hours": None, "due_calendar_days": 60.0}
    due = team_years._step_due(Scenario.model_validate(raw)) / TICKS_PER_HOUR
    assert due.tolist() == pytest.approx([40, 28 / 3, 2400 / 7, 40, np.inf, np.inf])


def test_a_service_that_a_strategy_gives_to_a_team_without_a_promise_is_never_due():
    steps = ({"team": "clerks", "work_hours": 0.5},)
    scenario = changed(small_office(), Changes.model_validate({"services": {"operations": {"steps": steps}}}))
    given = staff(team_years.team_years(scenario, 0, YEARS), 5)
    assert list(given.demand.scenario.services) == ["leave", "hiring", "operations"]
    found = shares(given, 1.0, 1.0)
    assert (found[:2] > 0).all()
    assert np.isnan(found[2])
    assert keeps(given, 1.0, 1.0, np.array([0.0, 0.0, 1.0]))
