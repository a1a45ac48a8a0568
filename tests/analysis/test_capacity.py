"""The capacity curve against queueing theory and against what it must never do."""

import math
from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from redesign.analysis.capacity import Targets, capacity_curve
from redesign.scenario.changed import changed
from redesign.scenario.changes import AreaChange, Changes

YEARS = range(6)
YEAR_HOURS = 20 * 40


def clinic(posts, due_hours, share, **more):
    """One team that answers exponential requests of two hours: M/M/c."""
    return office(
        calendar={"weeks": 20, "first_school_week": 1, "last_school_week": 20},
        schools=(school("ash"),),
        teams={"team": team(posts, productive_share=1.0, leave_share=0.0, **more)},
        services={
            "ask": service(
                "schools",
                posts * YEAR_HOURS / 2 * 0.95,
                ("team", 2.0),
                work_distribution="gamma",
                work_cv=1.0,
                promise={"due_working_hours": due_hours, "on_time_share": share, "must_improve": True},
            )
        },
    )


def erlang_c(servers, load):
    """Share of arrivals that wait in M/M/c (Erlang 1917), through the stable recursion for losses."""
    blocked = 1.0
    for c in range(1, servers + 1):
        blocked = load * blocked / (c + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def targets(scenario, share):
    return Targets(np.full(len(scenario.services), share), np.full(len(scenario.areas), share))


def within(servers, load, due_hours):
    """P(wait + service <= t services) in M/M/c with unit service (Gross and Harris, section 2.3)."""
    waits, spare = erlang_c(servers, load), servers - load
    if abs(spare - 1) < 1e-9:
        return 1 - math.exp(-due_hours) * (1 + waits * due_hours)
    slow = math.exp(-spare * due_hours)
    return 1 - math.exp(-due_hours) * (1 - waits / (1 - spare)) - waits / (1 - spare) * slow


@pytest.mark.parametrize(("today", "posts"), [(2, 1), (6, 3), (6, 5)])
def test_curve_finds_the_load_that_theory_allows(today, posts):
    scenario = clinic(today, due_hours=8.0, share=0.9)
    curve = capacity_curve(scenario, 0, targets(scenario, 0.9), YEARS)
    found = curve.hours[np.searchsorted(curve.posts, posts), 0] / (posts * YEAR_HOURS)
    target = min(0.9, within(today, 0.95 * today, 4.0))
    allowed = max(x for x in np.linspace(0.3, 0.99, 300) if within(posts, x * posts, 4.0) >= target)
    assert found == pytest.approx(allowed, abs=0.05)


def visitors(assignment="pooled"):
    """A team of coaches with a little other work."""
    return office(
        calendar={"weeks": 20, "first_school_week": 1, "last_school_week": 20},
        schools=tuple(school(f"s{i}") for i in range(6)),
        teams={"coaches": team(3, productive_share=0.5, other_work_hours_per_year=150.0, assignment=assignment)},
        areas={"math": area("coaches", {"low": (8, 3.0, 1.0), "high": (120, 3.0, 0.8)}, window_working_hours=24.0)},
    )


def test_curve_never_falls_with_posts_and_never_passes_the_hours_there_are():
    curve = capacity_curve(visitors(), 0, targets(visitors(), 0.9), YEARS)
    assert (np.diff(curve.hours, axis=0) >= 0).all()
    per_post = curve.hours[-1, 0] / curve.posts[-1]
    assert (curve.hours <= curve.posts[:, None] * per_post + 1e-6).all()


def test_larger_teams_keep_more_of_each_hour():
    scenario = clinic(8, due_hours=8.0, share=0.9)
    curve = capacity_curve(scenario, 0, targets(scenario, 0.9), YEARS)
    row = {int(n): curve.hours[i, 0] / n for i, n in enumerate(curve.posts)}
    assert row[4] < row[7]


def test_a_caseload_costs_capacity():
    kept = targets(visitors(), 0.95)
    pooled, caseload = (capacity_curve(visitors(a), 0, kept, YEARS) for a in ("pooled", "caseload"))
    assert caseload.hours[:, -1].sum() < pooled.hours[:, -1].sum()


def test_a_stricter_promise_never_leaves_more_capacity():
    scenario = visitors()
    loose, strict = (capacity_curve(scenario, 0, targets(scenario, x), YEARS) for x in (0.7, 0.97))
    assert (strict.hours <= loose.hours + 1e-9).all()


def shared(**more):
    """Coaches and partners share an area that is too much for today's coaches, who promise all visits of it."""
    math = area("coaches", {"low": (60, 3.0, 1.0), "high": (120, 3.0, 0.8)}, window_working_hours=24.0)
    math["packages"]["high"]["supplier"] = "partners"
    return office(
        calendar={"weeks": 20, "first_school_week": 1, "last_school_week": 20},
        schools=tuple(school(f"s{i}") for i in range(6)),
        teams={
            "coaches": team(2, productive_share=0.5, other_work_hours_per_year=150.0),
            "partners": team(3, productive_share=0.5),
        },
        areas={"math": math | more},
    )


def test_todays_team_is_given_todays_load_whatever_it_keeps():
    """Five schools have low math and one high: 5 x 60 x 3 hours of coaches, 120 x 3 of partners."""
    given = {f"s{i}": "low" for i in range(5)} | {"s5": "high"}
    everything = targets(shared(), 1.0)
    for index, hours, posts, share in ((0, 900.0 + 150.0, 2, 900 / 1050), (1, 360.0, 3, 1.0)):
        curve = capacity_curve(shared(package_today=given), index, everything, YEARS)
        unloaded = capacity_curve(shared(package_today="none"), index, everything, YEARS)
        row = int(np.searchsorted(curve.posts, posts))
        bucket = min(int(share * 4), 3)
        assert curve.between[row, bucket] >= hours * (1 - 1e-9)
        assert unloaded.between[row, bucket] < 0.9 * hours, "it cannot keep all of that"
        assert (curve.hours >= unloaded.hours).all()


def test_todays_team_is_given_no_load_that_a_strategy_changed():
    """Targets were relaxed to what today's team reaches with today's work: with longer visits it reaches less."""
    scenario = shared(package_today={f"s{i}": "low" for i in range(6)})
    longer = changed(scenario, Changes(areas={"math": AreaChange(visit_hours_times=1.5)}))
    asked = replace(targets(scenario, 1.0), today=scenario)
    same, other = (capacity_curve(each, 0, asked, YEARS) for each in (scenario, longer))
    row = int(np.searchsorted(same.posts, 2))
    assert same.between[row, 3] >= 6 * 60 * 3 + 150
    assert other.between[row, 3] < 0.9 * (6 * 60 * 4.5 + 150)


def test_a_team_without_anything_to_do_has_a_curve_of_all_its_hours():
    scenario = clinic(2, due_hours=8.0, share=0.9)
    scenario = office(**(scenario.model_dump(include={"calendar", "schools", "teams"})))
    curve = capacity_curve(scenario, 0, targets(scenario, 0.9), YEARS)
    assert curve.hours[:, 0].tolist() == (curve.posts * YEAR_HOURS).tolist()
