"""Directions that hold beside support: courtesy, refusals, needs taken on, speed, freed hours, floors, elements."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offices import office, school, service, staffed, team
from plans import plan_of
from redesign.analysis.cluster_years import Case
from redesign.analysis.clusters import clusters_of, only_teams
from redesign.demand.plan import Plan
from redesign.demand.streams import FINAL
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario
from redesign.study.details import details_of
from redesign.study.details_result import Details
from redesign.study.pipeline import run
from redesign.study.runner import Runner
from redesign.study.simulated import Simulated
from redesign.study.years import case_of, simulate_years
from study.three_teams import three_teams
from study.tiny import made_up_study, simulated_study

YEARS = range(FINAL, FINAL + 4)
KIND = {"services": {"all": {"courtesy": 0.125}}}
NO_BUT = {"services": {"leave": {"no_but": True}}}
CLERK_ANSWERS = {"services": {"lost": {"steps": ({"team": "clerks", "work_hours": 0.5},)}}}


def tried(scenario: Scenario, **cases: Case) -> tuple[dict[str, Details], dict[str, np.ndarray]]:
    """Details and support [Y, A, S] of plans for a scenario, beside today."""
    both = {"today": case_of(scenario, plan_of(scenario))} | cases
    years = simulate_years(both, YEARS, Runner(), "test")
    of = {name: Simulated(case.scenario, case.plan, years, name, "today") for name, case in both.items()}
    return (
        {name: details_of(each, of["today"]) for name, each in of.items()},
        {name: each.series("support") for name, each in of.items()},
    )


def lively(**blocks: Any) -> Scenario:
    """Three teams; leave may be eliminated, nobody answers for what is lost, and three levers of service culture."""
    raw = three_teams().model_dump()
    raw["services"]["leave"] |= {"eliminate": {"residual_school_hours": 0.25}, "principal_hours_per_request": 0.5}
    promise = {"due_working_hours": 40.0, "on_time_share": 0.9}
    raw["services"]["lost"] = service("schools", 30.0, promise=promise)
    raw["levers"] = {
        "culture": {"label": "Culture", "changes": KIND},
        "no_but": {"label": "No, but", "changes": NO_BUT, "core_element": "services"},
        "desk": {"label": "Desk", "changes": CLERK_ANSWERS},
    }
    return Scenario.model_validate(raw | blocks)


def with_levers(scenario: Scenario, **levers: str) -> Case:
    return case_of(scenario, plan_of(scenario, levers=levers))


def mean(details: Details) -> float:
    assert details.satisfaction.value is not None
    return details.satisfaction.value.mean


def per_year(details: Details, outcome: str) -> float:
    return next(row.requests_per_year for row in details.outcomes if row.outcome == outcome)


def test_courtesy_raises_satisfaction_and_never_support() -> None:
    scenario = lively()
    found, support = tried(scenario, kind=with_levers(scenario, culture="taken"))
    today, kind = found["today"], found["kind"]
    assert np.array_equal(support["kind"], support["today"])
    assert kind.outcomes == today.outcomes
    met = sum(row.requests_per_year for row in today.outcomes if row.outcome != "unmet")
    assert per_year(today, "unmet") > 0
    assert mean(kind) - mean(today) == pytest.approx(0.125 * met / (met + per_year(today, "unmet")))
    assert (kind.satisfaction.verdict, kind.speed.verdict) == ("higher", "not distinguishable")
    assert kind.freed is not None
    assert (kind.freed.by_changes_hours.mean, kind.freed.services_hours.mean) == (0, 0)


def test_an_alternative_raises_satisfaction_and_nothing_else() -> None:
    scenario = lively()
    found, support = tried(
        scenario,
        curt=with_levers(scenario, leave="eliminate"),
        kind=with_levers(scenario, leave="eliminate", no_but="taken"),
    )
    curt, kind = found["curt"], found["kind"]
    gone = per_year(curt, "refused")
    assert (gone > 0, per_year(curt, "no_but")) == (True, 0)
    assert (per_year(kind, "no_but"), per_year(kind, "refused")) == (gone, 0)
    requests = sum(row.requests_per_year for row in curt.outcomes)
    assert mean(kind) - mean(curt) == pytest.approx((0.6 - 0.1) * gone / requests)
    assert np.array_equal(support["kind"], support["curt"])
    assert kind.speed == curt.speed
    assert [(row.service, row.outcome) for row in kind.unanswered] == [("leave", "no_but"), ("lost", "unmet")]
    assert [(row.service, row.outcome) for row in curt.unanswered] == [("leave", "refused"), ("lost", "unmet")]


def test_a_need_stays_unmet_until_a_lever_gives_it_a_team() -> None:
    scenario = lively()
    found, _ = tried(scenario, curt=with_levers(scenario, culture="taken"), desk=with_levers(scenario, desk="taken"))
    lost = {name: [row for row in each.unanswered if row.service == "lost"] for name, each in found.items()}
    assert lost["today"][0].requests_per_year.mean == pytest.approx(2 * 30, rel=0.3)
    assert lost["curt"] == lost["today"]
    assert lost["desk"] == []
    assert per_year(found["desk"], "unmet") == 0
    assert "lost" in [row.service for row in found["desk"].work]
    assert "lost" not in [row.service for row in found["today"].work]


def test_more_clerks_raise_speed_and_no_support() -> None:
    """Concepts S20, S21."""
    scenario = lively()
    few, many = (case_of(scenario, plan_of(scenario, staffed(scenario, clerks=n))) for n in (1, 6))
    found, support = tried(scenario, few=few, many=many)
    assert np.array_equal(support["few"], support["many"])
    speed = {name: each.speed.value.mean for name, each in found.items() if each.speed.value}
    assert speed["few"] < speed["today"] <= speed["many"]
    assert mean(found["few"]) < mean(found["many"])
    assert found["few"].speed.verdict == "lower"


def test_hours_of_work_that_is_gone_are_visits_unworked_or_gone_with_their_posts() -> None:
    for pieces in (simulated_study(), made_up_study()):
        for name, strategy in pieces.study.strategies.items():
            freed = strategy.details.freed
            assert (freed is None) == (name == "today")
            if freed:
                came = freed.services_hours.mean + freed.other_hours.mean
                went = freed.visits_hours.mean + freed.unworked_hours.mean + freed.post_hours
                assert came == pytest.approx(went)
                assert sum(each.freed_hours for each in freed.by_team) == pytest.approx(came)
                assert sum(each.post_hours for each in freed.by_team) == pytest.approx(freed.post_hours)


def test_principal_time_that_is_saved_and_what_of_it_could_return() -> None:
    scenario = lively(budget={"one_time_usd": 1e6, "reinvest_share": 0.4})
    found, _ = tried(scenario, gone=with_levers(scenario, leave="eliminate"))
    saved = found["gone"].principal_savings
    assert saved is not None
    # Every request for leave takes a quarter of an hour in place of half of one.
    assert saved.hours.mean == pytest.approx(0.25 * per_year(found["gone"], "refused"))
    assert saved.usd.mean == pytest.approx(60 * saved.hours.mean)
    assert saved.reinvested_usd.mean == pytest.approx(0.4 * saved.usd.mean)
    assert found["today"].principal_savings is None


FLOOR = {"school_floor_hours_per_teacher": 3.0, "school_target_hours_per_teacher": 6.5}


def test_schools_at_the_floor_and_at_the_target() -> None:
    """20 teachers each; low is 20 visits of 3 hours, high 60 at an effect of 0.7: 3 and 6.3 hours per teacher.

    Inclusion adds 24 hours at 0.8, 0.96 per teacher: ash reaches the target, birch and cedar lie 0.2 below or lower.
    """
    schools = tuple(school(name, econ_disadvantaged=n) for name, n in (("ash", 320), ("birch", 80), ("cedar", 200)))
    scenario = three_teams(schools=schools, limits=FLOOR)
    packages = {"math": {"ash": "high", "birch": "high", "cedar": "low"}, "inclusion": {"ash": "only"}}
    moved = staffed(scenario, coaches=9, experts=9)
    found, support = tried(scenario, plan=case_of(scenario, plan_of(scenario, moved, packages)))
    fair = found["plan"].fairness
    assert fair.minimum is not None
    assert fair.ambitious is not None
    assert (fair.minimum.hours_per_teacher, fair.minimum.promised_share) == (3.0, 1.0)
    assert (fair.ambitious.hours_per_teacher, fair.ambitious.promised_share) == (6.5, pytest.approx(1 / 3))
    # Visits are as long as they come, so that just about the floor some years fall short of it.
    need = np.array([1.6, 0.4, 1.0])
    hours = support["plan"].sum(axis=1) / need / 20
    assert fair.minimum.made_share.mean == pytest.approx((hours >= 3).mean())
    assert fair.ambitious.made_share.mean == pytest.approx((hours >= 6.5).mean())
    # The neediest quarter of three schools is empty, and of four it is the first one.
    assert fair.gap_per_teacher is None
    more = three_teams(schools=(*schools, school("dogwood", econ_disadvantaged=400)))
    gap = tried(more)[0]["today"].fairness
    assert gap.gap_per_teacher is not None
    assert gap.gap_per_teacher.low > 0
    assert (gap.minimum, gap.ambitious) == (None, None)


def test_the_elements_that_a_plan_turns_on() -> None:
    raw = lively().model_dump()
    raw["areas"]["math"]["core_element"] = "partnership"
    raw["areas"]["inclusion"]["core_element"] = "partnership"
    scenario = Scenario.model_validate(raw)
    nothing: dict[str, Any] = {"math": {}, "inclusion": {}}
    bare = plan_of(scenario, packages=nothing, levers={"no_but": "taken"})
    found, _ = tried(scenario, bare=case_of(scenario, bare))
    on = {name: [(e.element, e.on, e.marked) for e in each.core_elements] for name, each in found.items()}
    assert on["today"] == [("partnership", ("math",), True), ("services", (), True), ("leadership", (), False)]
    assert on["bare"] == [("partnership", (), True), ("services", ("no_but",), True), ("leadership", (), False)]
    assert found["bare"].best_use is None
    assert {row.displaced_support for row in found["bare"].work} == {None}
    assert found["bare"].cut_line.least_taken_per_1000_usd is None


def test_the_cut_line_of_two_schools_by_hand() -> None:
    """Need 1.6 and 0.4: low brings 1.6 and 0.4 for each of its hours, high 0.7 of that.

    Coaches have 1,404 work hours a year and cost 80,000 dollars: 17.55 hours for 1,000 dollars.
    """
    scenario = lively()
    plan: Plan = plan_of(scenario, packages={"math": {"ash": "high"}})
    found = tried(scenario, some=case_of(scenario, plan))[0]["some"]
    per_1000 = 1000 * 52 * 40 * 0.9 * 0.75 / 80_000
    assert found.cut_line.least_taken_per_1000_usd == pytest.approx(1.6 * 0.7 * per_1000, rel=1e-3)
    # Ash does without inclusion, of an effect of 0.8; birch without both.
    assert found.cut_line.most_left_per_1000_usd == pytest.approx(1.6 * 0.8 * per_1000, rel=1e-3)
    ranked = [(row.area, row.package, row.schools) for row in found.packages]
    assert ranked == [("math", "low", 0), ("inclusion", "only", 0), ("math", "high", 1)]
    assert found.packages[0].support_per_1000_usd == pytest.approx(1.0 * per_1000, rel=1e-3)


def test_what_costs_nothing_is_ranked_first_without_a_number() -> None:
    raw = lively().model_dump()
    raw["teams"]["experts"]["loaded_cost_usd"] = 0.0
    scenario = Scenario.model_validate(raw)
    first = tried(scenario)[0]["today"].packages[0]
    assert (first.area, first.support_per_1000_usd, first.in_plan_per_1000_usd) == ("inclusion", None, None)


def test_an_office_without_services_has_no_speed() -> None:
    scenario = office(schools=(school("ash"),), teams={"coaches": team(1)})
    found = tried(scenario)[0]["today"]
    assert (found.speed.value, found.satisfaction.value, found.work, found.unanswered) == (None, None, (), ())


def test_strategies_that_differ_in_courtesy_share_what_is_known_of_their_teams() -> None:
    scenario = lively()
    kind = changed(scenario, Changes.model_validate(KIND), Changes.model_validate(NO_BUT))
    assert kind != scenario
    for cluster in clusters_of(scenario):
        assert only_teams(kind, cluster) == only_teams(scenario, cluster)


def test_a_strategy_of_service_culture_finds_the_same_plan_and_more_satisfaction() -> None:
    may = {"retrain": True, "hire": True, "release": True, "levers": ("leave.eliminate",), "packages": "free"}
    strategies = {"plain": {"label": "Plain", "may": may}, "kind": {"label": "Kind", "may": may, "changes": KIND}}
    raw = lively(strategies=strategies).model_dump()
    raw["run"] |= {"strategies": ("plain",), "certified": "kind"}
    study = run(Scenario.model_validate(raw))
    plain, kind = study.strategies["plain"], study.strategies["kind"]
    assert (plain.plan, plain.support, plain.promises) == (kind.plan, kind.support, kind.promises)
    assert mean(kind.details) > mean(plain.details)
