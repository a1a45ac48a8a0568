"""Rows of the upper bound against simulated years of heavily loaded teams: no mean lies above them."""

from __future__ import annotations

import numpy as np
import pytest

from offices import area, office, school, service, team
from plans import Moves, plan_of
from redesign.demand.expectation import expect
from redesign.demand.lengths import longest_hours
from redesign.demand.streams import FINAL
from redesign.optimization.problem import Problem
from redesign.optimization.promised import SLOPES, clairvoyant_row, clairvoyant_rows, least_made
from redesign.optimization.windows import in_progress, span_of_visits, visit_lengths, window_rows
from redesign.scenario.strategy import SHIPPED
from redesign.study.years import case_of, simulate_year

YEARS = 60
NOISE = 4.0
CLEAN_SHEET = SHIPPED["clean_sheet"]
COACHES = 0


def district(assignment="pooled", last=30, cv=0.3, other=0.0, **more):
    """Coaches with far more visits than hours, dated in weeks 5 to `last` of 40; support is the hours made."""
    pair = {"team": "clerks", "cost_usd": 1.0, "ramp_share": 0.23}
    coaches = team(
        0,
        assignment=assignment,
        leave_share=0.16,
        vacancy_rate=0.1,
        vacancy_weeks=6,
        productive_share=0.5,
        retrain_from=(pair,),
        other_work_hours_per_year=other,
        other_work_hours_per_task=6.0,
        maximum_posts=6,
        backlog_allowance_hours=0.0,
        hire_weeks=more.get("hire_weeks", 0.0),
        hire_ramp_share=0.1 if "hire_weeks" in more else 0.0,
    )
    return office(
        calendar={"weeks": 40, "hours_per_week": 40.0, "first_school_week": 5, "last_school_week": last},
        schools=tuple(school(f"s{i}") for i in range(12)),
        teams={"coaches": coaches, "clerks": team(6)},
        areas={
            "math": area(
                "coaches",
                {"some": (1, 5.0, 1.0), "most": (more.get("visits", 90), 5.0, 1.0)},
                need_measure="none",
                visit_cv=cv,
                window_working_hours=more.get("window", 60.0),
                effect_may_rise=True,
            )
        },
    )


def problem_for(scenario):
    return Problem(scenario, expect(scenario), (), CLEAN_SHEET, 1e9, 1e9)


def simulated(scenario, posts, retrained):
    """Made hours [Y], and hours of accepted work not finished [Y]."""
    moves = {
        "coaches": Moves(0, {"clerks": retrained}, hired=posts - retrained),
        "clerks": Moves(6 - retrained),
    }
    plan = plan_of(scenario, moves, {"math": "most"})
    cases = {"plan": case_of(scenario, plan)}
    years = [simulate_year(cases, "simpy", FINAL + i)["plan"] for i in range(YEARS)]
    return np.array([float(y.support.sum()) for y in years]), np.array([y.unfinished_hours[COACHES] for y in years])


def error_of(hours):
    return NOISE * hours.std(ddof=1) / np.sqrt(len(hours))


SMALL = [
    {"assignment": assignment, "last": last, "cv": cv, "window": window}
    for assignment in ("pooled", "caseload")
    for last, cv, window in ((30, 0.3, 60.0), (37, 0.3, 60.0), (38, 0.3, 100.0), (30, 1.5, 8.0))
]


@pytest.mark.parametrize(("posts", "retrained"), [(1, 0), (1, 1), (2, 1), (4, 2)])
@pytest.mark.parametrize("hires", [{}, {"hire_weeks": 6.0}], ids=["at work", "to come"])
@pytest.mark.parametrize("fields", SMALL)
def test_made_hours_stay_below_the_window_row(fields, hires, posts, retrained):
    scenario = district(**fields, **hires)
    made, _ = simulated(scenario, posts, retrained)
    (row,) = window_rows(problem_for(scenario))
    most = row.hours_of_post * posts - row.hours_of_ramp[1] * retrained - row.hours_of_hire * (posts - retrained)
    assert (row.hours_of_hire > 0) == bool(hires)
    assert made.mean() <= most + error_of(made)
    assert made.mean() >= (0.85 if fields["window"] > 8 else 0.7) * most, "the team is meant to be loaded to the brim"


@pytest.mark.parametrize("load", [0.9, 1.1])
@pytest.mark.parametrize(("posts", "retrained"), [(1, 0), (1, 1), (4, 0), (5, 5)])
@pytest.mark.parametrize("fields", SMALL)
def test_made_hours_stay_below_what_a_clairvoyant_makes(fields, load, posts, retrained):
    """At promised hours of about what posts are open for, where waiting for absences costs most."""
    first = district(**fields)
    (row,) = window_rows(problem_for(first))
    visits = round(load * (row.hours_of_post * posts - row.hours_of_ramp[1] * retrained) / (12 * 5.0))
    scenario = district(**fields, visits=visits)
    made, _ = simulated(scenario, posts, retrained)
    most = clairvoyant(problem_for(scenario), posts, retrained)
    promised = 12 * visits * 5.0
    assert made.mean() <= min(most, promised) + error_of(made)
    if fields["window"] > 8 and fields["assignment"] == "pooled" and not retrained:
        assert most <= 1.15 * made.mean(), "the clairvoyant is meant to know little more"


def clairvoyant(problem, posts, retrained):
    """The most that the rows leave to so many posts when every school has the largest package."""
    row = clairvoyant_row(problem, COACHES)
    promised = float(problem.expectation.visit_hours[0, :, 2].sum())
    lines = zip(SLOPES, row.intercepts, row.ramps, strict=True)
    return min(intercepts[posts] + slope * promised - retrained * ramps[1] for slope, intercepts, ramps in lines)


@pytest.mark.parametrize("last", [30, 38])
@pytest.mark.parametrize("assignment", ["pooled", "caseload"])
def test_a_team_with_other_work_has_its_hours_left(assignment, last):
    """Other work is done first; what arrives after the first school week takes hours from visits."""
    scenario = district(assignment, last, other=700.0, window=100.0)
    made, unfinished = simulated(scenario, 3, 1)
    rows = [row for row in window_rows(problem_for(scenario)) if row.team == COACHES]
    assert rows[-1].other == pytest.approx(700.0 * 36 / 40)
    for row in rows:
        most = row.hours_of_post * 3 - row.hours_of_ramp[1] - row.other
        assert made.mean() <= most + unfinished.mean() + error_of(made)
    if last == 38:
        assert made.mean() >= 0.8 * (rows[-1].hours_of_post * 3 - rows[-1].hours_of_ramp[1] - rows[-1].other)


def test_services_count_from_the_first_school_week_on():
    """By hand: a peak of four times in the first four weeks of 40, and a backlog, leave 36 of 52 parts of the rest."""
    scenario = district()
    forms = service("schools", 10.0, ("coaches", 2.0), peaks=({"from_week": 1, "to_week": 4, "factor": 4.0},))
    blocks = scenario.model_dump(include={"calendar", "schools", "teams", "areas", "budget"})
    scenario = office(**blocks, services={"forms": forms | {"opening_backlog_requests": 7, "return_share": 0.5}})
    row = window_rows(problem_for(scenario))[-1]
    assert row.work == {(0, 0): pytest.approx(12 * 10 * 2.0 * 36 / 52, rel=1e-3)}


def test_what_is_in_progress_at_the_end_of_windows():
    """Nothing at the end of the year, one visit after the absences, the longest one among them."""
    pooled, caseload = (problem_for(district(assignment)) for assignment in ("pooled", "caseload"))
    assert in_progress(pooled, COACHES).at(40.0) == 0.0
    assert in_progress(pooled, COACHES).at(39.0) == pytest.approx(5.0, rel=1e-3)
    assert in_progress(pooled, COACHES).at(20.0) > 9.0
    assert in_progress(caseload, COACHES).at(20.0) == pytest.approx(5.0, rel=1e-3)
    assert in_progress(problem_for(district(other=10.0)), COACHES).at(20.0) == np.inf
    assert span_of_visits(pooled, COACHES).closes == 31.5


def test_shares_of_visits_say_what_of_hours_is_made():
    """Visits of 5 hours: the share of hours is that of visits; the end of the year cuts one off for each post."""
    early, late = (problem_for(district(last=last, window=window)) for last, window in ((30, 60.0), (38, 100.0)))
    assert least_made(early, COACHES, ()) is None
    least = least_made(early, COACHES, [0.9])
    assert (least.share, least.each) == (pytest.approx(0.9), 0.0)
    assert least.rare < 1e-6
    least = least_made(late, COACHES, [0.9])
    assert (least.share, least.rare) == (pytest.approx(0.9), 0.0)
    assert least.each == pytest.approx(longest_hours(visit_lengths(late, COACHES)))
    (row,) = clairvoyant_rows(late, [0.9])
    assert row.least == least


def test_a_team_with_a_single_package_has_its_row():
    scenario = district()
    math = scenario.areas["math"]
    areas = {"math": math.model_copy(update={"packages": {"most": math.packages["most"]}})}
    single = problem_for(scenario.model_copy(update={"areas": areas}))
    assert [row.team for row in clairvoyant_rows(single, [0.9])] == [COACHES]


def test_the_longest_visits_of_an_area_may_be_those_that_lapse():
    scenario = district()
    math = scenario.areas["math"]
    longer = {"most": math.packages["most"].model_copy(update={"hours_per_visit": 6.0})}
    areas = {"math": math.model_copy(update={"packages": math.packages | longer})}
    least = least_made(problem_for(scenario.model_copy(update={"areas": areas})), COACHES, [0.8])
    assert least.share == pytest.approx(1 - 6 / 5 * 0.2)
