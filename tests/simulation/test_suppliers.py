"""A supplier per package: visits of one area by several teams under one plan, each hour where it belongs."""

from __future__ import annotations

import numpy as np
import pytest

from arrays import coarse
from cases import arranged
from offices import area, office, random_office, school, service, team
from plans import plan_of
from redesign.analysis.measures import Run, measure
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, by_team
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER, Tasks, check_tasks

COACHES, PARTNERS, EXPERTS = range(3)
LOW, MID, HIGH = "low", "mid", "high"


def shared_office(coaches: str = "caseload", partners: str = "pooled") -> Scenario:
    """Six schools; the area's coaches make low and high visits, partners those of mid."""
    math = area("coaches", {LOW: (10, 2.0, 1.0), MID: (20, 3.0, 0.9), HIGH: (30, 4.0, 0.8)}, visit_cv=0.2)
    math["packages"][MID]["supplier"] = "partners"
    return office(
        schools=tuple(school(f"s{i}") for i in range(6)),
        teams={
            "coaches": team(2, productive_share=0.5, leave_share=0.0, assignment=coaches),
            "partners": team(2, productive_share=0.8, leave_share=0.0, assignment=partners),
            "experts": team(1, leave_share=0.0),
        },
        areas={"math": math, "reading": area("experts", {LOW: (5, 1.0, 1.0)})},
    )


CHOSEN = (LOW, MID, HIGH, MID, "none", LOW)
SUPPLIER = (COACHES, PARTNERS, COACHES, PARTNERS, None, COACHES)


def plan_for(scenario: Scenario) -> Plan:
    chosen = {school.id: package for school, package in zip(scenario.schools, CHOSEN, strict=True)}
    return plan_of(scenario, packages={"math": chosen, "reading": LOW})


def math_of(tasks: Tasks, ledger: Ledger, s: int) -> tuple[set[int], set[int], float]:
    """Teams, stations and hours of a school's visits in the first area."""
    mine = (ledger.area == 0) & (ledger.school == s)
    return set(ledger.team[mine].tolist()), set(tasks.station[mine].tolist()), float(ledger.work_hours[mine].sum())


def test_who_makes_which_visits_is_known() -> None:
    scenario = shared_office()
    expectation = expect(scenario)
    assert scenario.areas["math"].suppliers == ("coaches", "coaches", "partners", "coaches")
    assert expectation.supplier.tolist() == [[0, 0, 1, 0], [2, 2, 2, 2]]
    assert [expectation.made_by(t).tolist()[0] for t in range(3)] == [
        [False, True, False, True],
        [False, False, True, False],
        [False] * 4,
    ]
    partners = expectation.of_team(expectation.visit_hours, PARTNERS)
    assert partners[0, :, [0, 1, 3]].sum() == partners[1].sum() == 0
    assert np.array_equal(partners[0, :, 2], expectation.visit_hours[0, :, 2])


def test_hours_land_at_the_team_that_makes_the_visits() -> None:
    scenario = shared_office()
    tasks, ledger = arranged(scenario, plan_for(scenario))
    check_tasks(tasks)
    draws = draw_workload(scenario, 0).visit_draws[0]
    hours_by_team = [0.0, 0.0, 0.0]
    for s, (chosen, supplier) in enumerate(zip(CHOSEN, SUPPLIER, strict=True)):
        teams, _, hours = math_of(tasks, ledger, s)
        assert teams == (set() if supplier is None else {supplier})
        visits, length = {"none": (0, 0.0), LOW: (10, 2.0), MID: (20, 3.0), HIGH: (30, 4.0)}[chosen]
        assert hours == pytest.approx(length * draws.length_factor[:visits, s].sum())
        if supplier is not None:
            hours_by_team[supplier] += hours
    in_math = ledger.area == 0
    found = np.bincount(ledger.team[in_math], ledger.work_hours[in_math], minlength=3)
    assert found == pytest.approx(hours_by_team)
    # a visit holds a post of its own team for its hours over that team's pace: 0.5, 0.8
    pace = np.array([0.5, 0.8, 0.75])[ledger.team]
    assert np.array_equal(tasks.hold, np.rint(ledger.work_hours / pace * 3_600_000))
    expectation, plan = expect(scenario), plan_for(scenario)
    promised = by_team(expectation.visit_hours, expectation.supplier, plan.packages, 3)
    # Low: two schools, 10 x 2; mid: two schools, 20 x 3; high: 30 x 4; reading: six schools, 5 x 1.
    assert promised == pytest.approx([40 + 120, 120, 30], rel=1e-6)


def test_the_measures_of_a_year_have_every_visit_at_its_team() -> None:
    scenario, plan = shared_office(), plan_for(shared_office())
    tasks, ledger = arranged(scenario, plan)
    records = simulate(tasks)
    measured = measure(scenario, expect(scenario), plan, Run(tasks.horizon, ledger, records))
    assert (records.start >= 0).all(), "nobody is away, so that no visit lapses"
    for t in range(3):
        mine = ledger.team == t
        assert measured.team_hours[t].tolist() == pytest.approx([0, 0, ledger.work_hours[mine].sum(), 0], rel=1e-6)
    assert measured.visits_made.tolist() == measured.visits_promised.tolist() == [2 * 10 + 2 * 20 + 30, 30]
    effect = {LOW: 1.0, MID: 0.9, HIGH: 0.8, "none": 0.0}
    wanted = [effect[chosen] * math_of(tasks, ledger, s)[2] for s, chosen in enumerate(CHOSEN)]
    assert measured.support[0] == pytest.approx(wanted), "need is 1: all schools are alike"


@pytest.mark.parametrize(("coaches", "partners"), [("caseload", "pooled"), ("pooled", "caseload"), ("caseload",) * 2])
def test_each_team_has_stations_and_caseloads_of_its_own(coaches: str, partners: str) -> None:
    """A school is one post's of each caseload team, shared out by the hours that this team promises it."""
    scenario = shared_office(coaches, partners)
    tasks, ledger = arranged(scenario, plan_for(scenario))
    stations = {s: math_of(tasks, ledger, s)[1] for s in range(6) if CHOSEN[s] != "none"}
    first_partner = 2 if coaches == "caseload" else 1
    # Coaches: 120 hours for s2 keep one post, 20 each for s0 and s5 go to the other; the rest are promised nothing.
    own = {0: {1}, 2: {0}, 5: {1}} if coaches == "caseload" else {0: {0}, 2: {0}, 5: {0}}
    # Partners: 60 hours for s1 and s3: one post each, whatever the coaches do there.
    theirs = {1: {first_partner}, 3: {first_partner + (partners == "caseload")}}
    assert stations == own | theirs
    assert tasks.servers.tolist() == [
        *([1, 1] if coaches == "caseload" else [2]),
        *([1, 1] if partners == "caseload" else [2]),
        1,
    ]


def test_a_visit_is_no_longer_than_the_longest_task_of_the_team_that_makes_it() -> None:
    """Four weeks of a coach at half pace are 80 hours, of a partner 128: visits of 40 hours and more are cut off."""
    raw = shared_office().model_dump()
    raw["areas"]["math"] |= {"visit_cv": 2.0}
    for package in raw["areas"]["math"]["packages"].values():
        package |= {"visits_per_year": 50, "hours_per_visit": 40.0}
    scenario = Scenario.model_validate(raw)
    plan = plan_of(scenario, packages={"math": {"s0": LOW, "s1": MID, "s2": HIGH}})
    years = []
    for year in range(40):
        _, ledger = arranged(scenario, plan, year)
        drawn = draw_workload(scenario, year).visit_draws[0].length_factor
        years.append([ledger.work_hours[ledger.school == s] for s in range(3)])
        for s, limit in enumerate((80.0, 128.0, 80.0)):
            assert years[-1][s].tolist() == pytest.approx(np.minimum(40 * drawn[:, s], limit).tolist())
    hours = np.array(years).sum(axis=2)
    expected = expect(scenario).visit_hours[0, [0, 1, 2], [1, 2, 3]]
    assert (np.abs(hours.mean(axis=0) - expected) <= 4 * hours.std(axis=0) / np.sqrt(40)).all()
    assert expected[1] > 1.1 * expected[0] == pytest.approx(1.1 * expected[2])


def test_random_offices_have_areas_that_two_teams_serve_under_one_plan() -> None:
    """What both engines are compared on."""
    both = 0
    for seed in range(60):
        scenario = random_office(np.random.default_rng(seed))
        both += any(len(set(each.suppliers[1:])) > 1 for each in scenario.area_list)
    assert both >= 15


def busy_office(assignment: str) -> Scenario:
    """One post of each team, away for a fifth of the year and asked for more than it can do, in narrow windows."""
    raw = shared_office(assignment, assignment).model_dump()
    for each in raw["teams"].values():
        each |= {"posts_today": 1, "leave_share": 0.2, "other_work_hours_per_year": 60.0}
    raw["areas"]["math"] |= {"window_working_hours": 6.0}
    steps = ("coaches", 0.8), ("partners", 0.8), ("coaches", 0.4)
    raw["services"] = {
        "ask": service("schools", 30.0, *steps, return_share=0.3, handover_hours=2.0),
        "must": service("schools", 20.0, ("partners", 1.5), mandated=True),
    }
    return Scenario.model_validate(raw)


@pytest.mark.parametrize("assignment", ["caseload", "pooled"])
def test_both_engines_run_them_alike(assignment: str) -> None:
    """By the model's own clock, and by one so coarse that much happens at once."""
    pytest.importorskip("numba")
    from redesign.simulation.kernel import simulate_compiled

    scenario = busy_office(assignment)
    for year in range(3):
        tasks = arranged(scenario, plan_for(scenario), year)[0]
        for given in (tasks, coarse(tasks, TICKS_PER_HOUR)):
            model, twin = simulate(given), simulate_compiled(given)
            for column in ("joined", "start", "finish"):
                assert np.array_equal(getattr(model, column), getattr(twin, column)), column
        visits = tasks.deadline < NEVER
        made = simulate(tasks).start[visits] >= 0
        assert 0.1 < made.mean() < 0.9, "many visits lapse"
