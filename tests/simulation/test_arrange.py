from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cases import arranged
from offices import area, busier, office, random_office, random_plan, school, service, small_office, staffed, team
from plans import DROPPED, Moves, plan_of
from redesign.demand.clock import TICKS_PER_HOUR, ticks
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import plan_today, under
from redesign.demand.workload import draw_workload
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger
from redesign.simulation.office import simulate
from redesign.simulation.stations import share_out
from redesign.simulation.tasks import NEVER, check_tasks

HOUR = TICKS_PER_HOUR
CLERKS, EXPERTS, COACHES = range(3)


def two_team_office(**fields: Any) -> Scenario:
    """Two requests' worth of work over three steps, teams so large that nobody waits."""
    steps = (("clerks", 1.0), ("experts", 2.0), ("experts", 1.0), ("clerks", 0.5))
    made = service("schools", 40.0, *steps, handover_hours=6.0, return_share=0.5, rework_share=0.25, **fields)
    return office(
        schools=(school("ash"), school("birch")),
        teams={n: team(60, leave_share=0.0) for n in ("clerks", "experts")},
        services={"hiring": made},
    )


def test_a_request_goes_its_way_with_hand_overs_and_returns() -> None:
    scenario = two_team_office()
    given, ledger = arranged(scenario, plan_today(scenario))
    records, drawn = simulate(given), draw_workload(scenario, 0).requests[0]
    assert drawn.returns.max() >= 2
    assert not drawn.returns[:, 1].any()
    for r in range(len(drawn.mark)):
        clock, steps = int(drawn.arrival[r]), []
        for step, (again, passing) in enumerate(zip([*drawn.returns[r], 0], [6, 0, 6, 0], strict=True)):
            hold = np.rint(drawn.work_hours[r, step] / 0.75 * HOUR)
            rework = np.rint(drawn.work_hours[r, step] * 0.25 / 0.75 * HOUR)
            clock += hold + again * (2 * passing * HOUR + rework) + passing * HOUR
            steps += [step] * (1 + again)
        mine = np.flatnonzero(ledger.request == r)
        assert ledger.step[mine].tolist() == steps
        assert ledger.request_last_task[r] == mine[-1]
        assert (given.ready[mine] == NEVER).tolist() == [False] + [True] * (len(mine) - 1)
        if clock <= given.horizon:
            assert records.finish[mine[-1]] == clock
    assert np.array_equal(ledger.request_returns, drawn.returns.sum(axis=1))
    assert np.array_equal(ledger.request_arrival, drawn.arrival)
    assert np.array_equal(ledger.request_school, drawn.school)


def test_work_holds_a_post_for_longer_than_itself() -> None:
    scenario = small_office()
    given, ledger = arranged(scenario, plan_today(scenario))
    pace = np.array([0.75, 0.8 * 0.75, 0.4])[ledger.team]
    assert np.array_equal(given.hold, np.maximum(np.rint(ledger.work_hours / pace * HOUR), 1))
    assert given.hold.max() <= 4 * 40 * HOUR


def test_kinds_and_classes() -> None:
    scenario = small_office()
    given, ledger = arranged(scenario, plan_today(scenario))
    mandated = ledger.service == 2
    assert (ledger.kind == np.select([mandated, ledger.service >= 0, ledger.area >= 0], [0, 1, 2], 3)).all()
    assert (given.queue_class == np.array([0, 1, 2, 1])[ledger.kind]).all()
    assert ((given.deadline < NEVER) == (ledger.kind == 2)).all()
    assert ((ledger.school < 0) == (ledger.kind == 3)).all()


def hours_by_service_and_team(ledger: Ledger, services: int, teams: int) -> np.ndarray:
    asked = ledger.service >= 0
    cell = ledger.service[asked].astype(int) * teams + ledger.team[asked]
    return np.bincount(cell, ledger.work_hours[asked], minlength=services * teams).reshape(services, teams)


@pytest.mark.parametrize(("lever", "left"), [("as_is", 1.0), ("automate", 0.1)])
def test_service_hours_have_their_expectation(lever: str, left: float) -> None:
    """Returns, rework, opening backlog and cut-off included; some work is so long that the cut-off bites."""
    raw = small_office().model_dump()
    raw["services"]["evaluation"]["steps"] = ({"team": "experts", "work_hours": 70.0},)
    scenario = Scenario.model_validate(raw)
    plan = plan_of(scenario, levers={"leave": lever})
    years = [hours_by_service_and_team(arranged(scenario, plan, year)[1], 5, 3) for year in range(80)]
    expected = expect(scenario).service_hours.copy()
    expected[0] *= left
    assert expect(under(scenario, plan)).service_hours == pytest.approx(expected)
    error = np.std(years, axis=0) / np.sqrt(len(years))
    assert (np.abs(np.mean(years, axis=0) - expected) <= 4 * error + 1e-9).all()
    assert (error < 0.05 * np.maximum(expected, 1)).all()


def test_steps_of_one_team_cost_no_return() -> None:
    scenario = two_team_office()
    today = plan_today(scenario)
    hours = [hours_by_service_and_team(arranged(scenario, today, y)[1], 1, 2) for y in range(100)]
    expected = expect(scenario).service_hours
    assert (np.abs(np.mean(hours, axis=0) - expected) <= 4 * np.std(hours, axis=0) / 10).all()
    # By hand: 80 requests; 0.875 returns at each of two hand-overs, a quarter of the work of the step before it.
    assert expected[0] == pytest.approx([80 * (1.0 * 1.21875 + 0.5), 80 * (2.0 + 1.0 * 1.21875)], rel=1e-3)


def test_visit_hours_and_numbers_have_their_expectation() -> None:
    scenario = small_office()
    packages = {
        "math": {"ash": "mid", "birch": "high", "cedar": "high"},  # cedar is a high school: it gets none
        "partnership": {"ash": "low", "cedar": "high"},
        "inclusion": dict.fromkeys(("ash", "birch", "cedar"), "only"),
    }
    plan = plan_of(scenario, packages=packages)
    index = plan.packages[:, :, None]
    assert plan.packages.tolist() == [[2, 3, 3], [1, 0, 2], [1, 1, 1]]
    expected = expect(scenario)
    visits = np.take_along_axis(expected.visits, index, axis=2)[:, :, 0]
    assert visits.tolist() == [[40, 60, 0], [10, 0, 48], [12, 6, 18]]
    years = []
    for year in range(60):
        _, ledger = arranged(scenario, plan, year)
        chosen = ledger.kind == 2
        cell = ledger.area[chosen].astype(int) * 3 + ledger.school[chosen]
        assert np.bincount(cell, minlength=9).reshape(3, 3).tolist() == visits.tolist()
        years.append(np.bincount(cell, ledger.work_hours[chosen], minlength=9).reshape(3, 3))
    hours = np.take_along_axis(expected.visit_hours, index, axis=2)[:, :, 0]
    error = np.std(years, axis=0) / np.sqrt(60)
    assert (np.abs(np.mean(years, axis=0) - hours) <= 4 * error + 1e-9).all()


def test_visits_keep_their_place_in_the_school_weeks() -> None:
    scenario = small_office()
    given, ledger = arranged(scenario, plan_today(scenario))
    opens, closes = 5 * 40 * HOUR, 47 * 40 * HOUR
    for school_index in (0, 1):
        mine = np.flatnonzero((ledger.area == 0) & (ledger.school == school_index))
        assert ledger.step[mine].tolist() == list(range(20))
        edges = opens + np.arange(21) * (closes - opens) / 20
        assert (given.ready[mine] >= np.floor(edges[:-1])).all()
        assert (given.ready[mine] <= edges[1:]).all()
        drawn = draw_workload(scenario, 0).visit_draws[0]
        assert ledger.work_hours[mine] == pytest.approx(3.0 * drawn.length_factor[:20, school_index])
        assert (given.deadline[mine] == given.ready[mine] + 80 * HOUR).all()


def test_visit_j_uses_draw_j_whatever_the_package() -> None:
    scenario = small_office()
    low, high = (arranged(scenario, plan_of(scenario, packages={"math": {"ash": p}}))[1] for p in ("low", "high"))
    first = [ledger.work_hours[ledger.area == 0][:20] for ledger in (low, high)]
    assert np.array_equal(*first)


def test_a_window_does_not_outlast_the_year() -> None:
    scenario = small_office(calendar={"last_school_week": 52})
    given, ledger = arranged(scenario, plan_today(scenario))
    visits = ledger.kind == 2
    assert given.deadline[visits].max() == given.horizon - 1
    assert given.ready[visits].max() < given.horizon


def test_levers_and_unowned_needs() -> None:
    scenario = small_office()
    counts = np.array([np.bincount(r.school, minlength=3) for r in draw_workload(scenario, 0).requests])
    _, before = arranged(scenario, plan_today(scenario))
    _, after = arranged(scenario, plan_of(scenario, levers={"leave": "automate", "hiring": "eliminate"}))
    assert before.unmet.tolist() == after.unmet.tolist() == [*[[0] * 3] * 4, counts[4].tolist()]
    assert not before.removed.any()
    assert after.removed[1].tolist() == counts[1].tolist()
    assert after.removed.sum() == counts[1].sum()
    assert set(after.request_service.tolist()) == {0, 2, 3}
    leave = [ledger.work_hours[ledger.service == 0] for ledger in (before, after)]
    assert leave[1] == pytest.approx(0.1 * leave[0])


def test_automation_without_residual_work_removes_the_requests() -> None:
    scenario = small_office()
    services = scenario.services | {
        "leave": scenario.services["leave"].model_copy(
            update={"automate": scenario.services["leave"].automate.model_copy(update={"residual_work_share": 0.0})}
        )
    }
    scenario = scenario.model_copy(update={"services": services})
    _, ledger = arranged(scenario, plan_of(scenario, levers={"leave": "automate"}))
    assert ledger.removed[0].sum() > 1000
    assert not (ledger.service == 0).any()


def test_removable_other_work_is_dropped_by_its_mark() -> None:
    scenario = changed(small_office(), DROPPED)
    workload = draw_workload(small_office(), 0)
    _, ledger = arranged(scenario, plan_today(scenario))
    clerks = ledger.work_hours[(ledger.kind == 3) & (ledger.team == CLERKS)]
    assert np.array_equal(clerks, workload.other[CLERKS].work_hours[workload.other[CLERKS].mark >= 0.3])
    experts = ledger.work_hours[(ledger.kind == 3) & (ledger.team == EXPERTS)]
    assert np.array_equal(experts, workload.other[EXPERTS].work_hours)


def test_pooled_teams_share_a_line_and_caseload_posts_have_their_own() -> None:
    scenario = small_office()
    given, ledger = arranged(scenario, plan_today(scenario))
    assert given.servers.tolist() == [5, 2, 1, 1, 1]
    assert (given.station[ledger.team == CLERKS] == 0).all()
    assert (given.station[ledger.team == EXPERTS] == 1).all()
    coached = (ledger.team == COACHES) & (ledger.school >= 0)
    of_school = {int(s): set(given.station[coached & (ledger.school == s)].tolist()) for s in range(3)}
    # Ash and birch have 60 hours of math and 20 of partnership, cedar 40 of partnership: one post each, longest first.
    assert of_school == {0: {2}, 1: {3}, 2: {4}}
    other = given.station[(ledger.team == COACHES) & (ledger.kind == 3)]
    assert other.tolist() == [2 + i % 3 for i in range(len(other))]


def test_schools_go_to_the_least_loaded_post_longest_first() -> None:
    assert share_out(np.array([5.0, 9.0, 4.0, 4.0, 1.0]), ["e", "d", "c", "b", "a"], 2).tolist() == [1, 0, 0, 1, 1]
    assert share_out(np.zeros(5), list("edcba"), 2).tolist() == [0, 1, 0, 1, 0], "schools without visits are spread too"
    assert share_out(np.ones(3), list("abc"), 5).tolist() == [0, 1, 2]


def test_a_team_without_posts_has_a_station_where_work_waits() -> None:
    scenario = small_office()
    given, ledger = arranged(scenario, plan_of(scenario, staffed(scenario, coaches=0, experts=0)))
    assert given.servers.tolist() == [5, 0, 0]
    assert (simulate(given).start[ledger.team != CLERKS] == -1).all()


def closed_hours(given: Any, stations: list[int]) -> float:
    return float(given.closure_length[np.isin(given.closure_station, stations)].sum() / HOUR)


def test_closures_are_those_of_the_planned_posts() -> None:
    scenario = small_office()
    workload = draw_workload(scenario, 0)
    given, _ = arranged(scenario, plan_of(scenario, staffed(scenario, clerks=3)))
    check_tasks(given)
    drawn = workload.absences[CLERKS]
    assert closed_hours(given, [0]) == drawn.length[drawn.post < 3].sum() / HOUR
    coaches = workload.absences[COACHES]
    for post in range(3):
        mine = given.closure_station == 2 + post
        assert given.closure_start[mine].tolist() == coaches.start[coaches.post == post].tolist()
        assert given.closure_length[mine].tolist() == coaches.length[coaches.post == post].tolist()


def test_retrained_posts_start_late() -> None:
    scenario = small_office()
    workload = draw_workload(scenario, 0)
    posts = staffed(scenario) | {"coaches": Moves(kept=3, retrained_in={"clerks": 2})}
    given, _ = arranged(scenario, plan_of(scenario, posts))
    drawn, ramp, tick = workload.absences[COACHES], ticks(0.25 * 2080), HOUR // 10
    for post in range(5):
        minutes = np.zeros(2080 * 10, bool)
        for start, length in zip(drawn.start[drawn.post == post], drawn.length[drawn.post == post], strict=True):
            minutes[start // tick : (start + length) // tick] = True
        if post >= 3:
            minutes[: ramp // tick] = True
        mine = given.closure_station == 2 + post
        seen = np.zeros_like(minutes)
        for start, length in zip(given.closure_start[mine], given.closure_length[mine], strict=True):
            assert not seen[start // tick : (start + length) // tick].any()
            seen[start // tick : (start + length) // tick] = True
        assert np.array_equal(seen, minutes)


@pytest.mark.parametrize("assignment", ["pooled", "caseload"])
def test_hired_posts_stand_empty_and_learn_before_they_work(assignment: str) -> None:
    """Of six coaches two are new: 6 + 0.1 x 52 weeks of 40 hours; the last is retrained: 13 weeks. Nobody is absent."""
    raw = small_office().model_dump()
    raw["teams"]["coaches"] |= {"assignment": assignment, "leave_share": 0.0, "vacancy_rate": 0.0}
    scenario = Scenario.model_validate(raw)
    posts = staffed(scenario) | {"coaches": Moves(kept=3, hired=2, retrained_in={"clerks": 1})}
    given, _ = arranged(scenario, plan_of(scenario, posts))
    mine = given.closure_station >= 2
    assert given.closure_start[mine].tolist() == [0, 0, 0]
    assert sorted(given.closure_length[mine].tolist()) == [ticks(11.2 * 40), ticks(11.2 * 40), ticks(13 * 40)]
    if assignment == "caseload":
        assert given.closure_station[mine].tolist() == [5, 6, 7]
        assert given.closure_length[mine].tolist() == [ticks(11.2 * 40), ticks(11.2 * 40), ticks(13 * 40)]


def test_a_new_post_works_as_many_hours_as_expected() -> None:
    """Truth: the simulation's closures of 40 new posts over years, less the absences that they were drawn."""
    raw = small_office().model_dump()
    raw["teams"]["clerks"] |= {"posts_today": 20, "leave_share": 0.15, "vacancy_rate": 0.2, "maximum_posts": 60}
    scenario = Scenario.model_validate(raw)
    team = scenario.teams["clerks"]
    plan = plan_of(scenario, staffed(scenario) | {"clerks": Moves(kept=20, hired=40)})
    kept = plan_of(scenario, staffed(scenario) | {"clerks": Moves(kept=20)})
    lost = []
    for year in range(12):
        drawn = draw_workload(scenario, year).absences[CLERKS]
        new, old = (arranged(scenario, each, year)[0] for each in (plan, kept))
        absent = drawn.length[(drawn.post >= 20) & (drawn.post < 60)].sum() / HOUR
        lost.append((closed_hours(new, [0]) - closed_hours(old, [0]) - absent) / 40)
    claimed = lost_hours(scenario)[-1, CLERKS] / team.pace
    assert 0.85 * np.mean(lost) <= claimed <= np.mean(lost) + 4


def test_a_plan_that_the_scenario_does_not_allow_is_refused() -> None:
    scenario = small_office()
    today = plan_today(scenario)
    assert list(scenario.all_levers) == ["leave.automate", "hiring.eliminate"], "evaluation offers none"
    with pytest.raises(ValueError, match="zip"):
        under(scenario, replace(today, levers=np.zeros(3, np.bool_)))
    posts = staffed(scenario) | {"clerks": Moves(kept=5, retrained_in={"coaches": 1})}
    with pytest.raises(ValueError, match="cannot be retrained for clerks"):
        arranged(scenario, plan_of(scenario, posts))
    with pytest.raises(ValueError, match="absences were drawn for 15 posts"):
        arranged(scenario, plan_of(scenario, staffed(scenario, clerks=16)))


@pytest.mark.parametrize("seed", range(40))
def test_random_offices_can_be_arranged_and_run(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = busier(random_office(rng), float(rng.choice([1.0, 1.6])))
    plan = random_plan(rng, scenario)
    given, ledger = arranged(scenario, plan, seed)
    check_tasks(given)
    assert len(ledger.kind) == len(given.ready)
    total = sum(len(r.mark) for r in draw_workload(under(scenario, plan), seed).requests)
    assert len(ledger.request_school) + ledger.unmet.sum() + ledger.removed.sum() == total


def test_an_area_without_visits_and_a_year_without_requests() -> None:
    scenario = office(
        schools=(school("ash", level="high"),),
        teams={"clerks": team(1)},
        services={"k": service("schools", 0.0, ("clerks", 1.0), ("clerks", 1.0))},
        areas={"a": area("clerks", {"low": (3, 1.0, 1.0)}, levels=("elementary",))},
    )
    given, ledger = arranged(scenario, plan_today(scenario))
    assert len(given.ready) == len(ledger.kind) == len(ledger.request_school) == 0
