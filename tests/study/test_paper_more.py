"""What the source paper says must come out of such a model, second half: courtesy, needs, rules, a clean sheet.

*Fails if* says how each was seen to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from offices import area, school, service, staffed, team
from plans import plan_of
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study.details_result import Details
from redesign.study.years import case_of
from study.brief import CLEAN_SHEET, NONE_AT_ALL, OFFERED, TINKER, coached, support, support_today, tried, with_levers

LEAVE = service("teachers", 30.0, ("clerks", 1.0))


def satisfaction(details: Details) -> float:
    assert details.satisfaction.value is not None
    return details.satisfaction.value.mean


def outcome(details: Details, name: str) -> float:
    return next(row.requests_per_year for row in details.outcomes if row.outcome == name)


def test_7_courtesy_raises_satisfaction_and_quality_raises_support() -> None:
    """Fails if courtesy is no part of satisfaction, or if the `effect_times` of a lever is left out."""
    changes: dict[str, Any] = {
        "smile": {"services": {"all": {"courtesy": 0.2}}},
        "quality": {"areas": {"all": {"effect_times": 1.1}}},
    }
    scenario = coached(
        services={"leave": LEAVE}, levers={name: {"label": name, "changes": each} for name, each in changes.items()}
    )
    found, measured = tried(scenario, **{name: with_levers(scenario, name) for name in changes})
    today = measured["today"]["support"]
    assert satisfaction(found["smile"]) == pytest.approx(satisfaction(found["today"]) + 0.2)
    assert np.array_equal(measured["smile"]["support"], today)
    assert satisfaction(found["quality"]) == satisfaction(found["today"])
    assert measured["quality"]["support"] == pytest.approx(1.1 * today)


def refusing(**more: Any) -> dict[str, Any]:
    """What a team may say no to, what the law asks of it, and a report that it owes."""
    return {
        "services": {
            "trips": service("schools", 60.0, ("clerks", 1.0), eliminate={}),
            "evaluations": service("special_education", 1.0, ("clerks", 4.0), mandated=True) | more,
        },
        "rules": {
            "report": {
                "label": "Report",
                "kind": "adds_work",
                "hours_per_year": 300.0,
                "teams": ("clerks",),
                "removable": False,
            }
        },
        "levers": {"no_but": {"label": "No, but", "changes": {"services": {"all": {"no_but": True}}}}},
    }


def test_8_no_but_keeps_what_the_law_asks_and_raises_satisfaction() -> None:
    """Fails if an alternative scores as a refusal, if it stands for every request, or if a mandate may be dropped."""
    scenario = coached(**refusing())
    curt, kind = with_levers(scenario, "trips.eliminate"), with_levers(scenario, "trips.eliminate", "no_but")
    found, measured = tried(scenario, curt=curt, kind=kind)
    assert outcome(found["curt"], "refused") == outcome(found["kind"], "no_but") > 0
    assert satisfaction(found["kind"]) > satisfaction(found["curt"]) + 0.05
    for name in ("completed", "on_time", "team_hours", "support"):
        assert np.array_equal(measured["kind"][name], measured["curt"][name]), name
    evaluations = measured["kind"]["completed"][:, 1]
    assert (evaluations > 100).all()
    assert (evaluations >= measured["today"]["completed"][:, 1]).all()
    assert measured["kind"]["team_hours"][:, 0, 3] == pytest.approx(300, rel=0.3)
    with pytest.raises(ValidationError, match="mandated service, which cannot be eliminated"):
        coached(**refusing(eliminate={}))


def test_9_a_need_without_a_unit_stays_unmet_until_one_is_opened() -> None:
    """Fails if adopting gives the need to nobody, or to a team that is there already."""
    promise = {"due_working_hours": 40.0, "on_time_share": 0.9}
    adopt = {"steps": ({"team": "operations", "work_hours": 1.0},)}
    scenario = coached(
        teams={"clerks": team(3), "coaches": team(1, **NONE_AT_ALL), "operations": team(0, **NONE_AT_ALL)},
        services={"buses": service("principals", 40.0, promise=promise, adopt=adopt)},
    )
    adopted = {"buses": "adopt"}
    cases = {
        "clerks": plan_of(scenario, staffed(scenario, clerks=9)),
        "on paper": plan_of(scenario, levers=adopted),
        "opened": plan_of(scenario, staffed(scenario, operations=1), levers=adopted),
    }
    found, _ = tried(scenario, **{name.replace(" ", "_"): case_of(scenario, plan) for name, plan in cases.items()})
    counts = {name: [round(outcome(each, o)) for o in ("unmet", "late", "on_time")] for name, each in found.items()}
    asked = counts["today"][0]
    assert asked == pytest.approx(160, rel=0.15)
    assert counts["today"] == counts["clerks"] == [asked, 0, 0]
    assert counts["on_paper"][::2] == [0, 0]
    assert counts["on_paper"][1] > 0.9 * asked
    assert counts["opened"][0] == 0
    assert counts["opened"][2] > 0.9 * asked


def regulated() -> Scenario:
    """Clerks fully busy with leave, which could be automated; coaches fill in a grant's forms."""
    forms = {"label": "Forms", "kind": "adds_work", "hours_per_year": 800.0, "teams": ("coaches",)}
    retrain = {"retrain_from": ({"team": "clerks", "cost_usd": 0.0, "ramp_share": 0.0},)}
    return coached(
        14,
        teams={"clerks": team(3, **NONE_AT_ALL), "coaches": team(3, **NONE_AT_ALL, **retrain)},
        services={"leave": service("teachers", 14.0, ("clerks", 1.0), automate={"residual_work_share": 0.1})},
        rules={"forms": forms},
    )


def test_10_lifting_rules_alone_gains_little_and_with_a_transformation_more() -> None:
    """Fails if a lifted rule's work stays, or if deregulation may take levers."""
    scenario = regulated()
    free = CLEAN_SHEET.model_copy(update={"lifted_rules": "removable"})
    tinkered = support(scenario, TINKER)
    alone, changed, both = (support(scenario, s) - tinkered for s in (SHIPPED["deregulate"], CLEAN_SHEET, free))
    assert 0 < alone < 0.5 * changed
    assert changed + 0.5 * alone < both


def kept_up(reinvest_share: float) -> Scenario:
    """Repairs that keep principals waiting, and a lever that ends their waiting; coaching may be bought, too."""
    math = area("coaches", {"low": (60, 4.0, 1.0), "bought": (90, 4.0, 0.9)}, **OFFERED)
    math["packages"]["bought"]["supplier"] = "center"
    return coached(
        8,
        teams={"crew": team(2, **NONE_AT_ALL), "coaches": team(2, **NONE_AT_ALL)},
        services={"repairs": service("schools", 250.0, ("crew", 1.0), principal_hours_per_request=0.5)},
        areas={"math": math},
        levers={"crews": {"label": "Crews", "changes": {"services": {"repairs": {"principal_hours_times": 0.2}}}}},
        providers={
            "center": {
                "label": "Center",
                "visits_per_year": 2_000,
                "visits_at_once": 5,
                "price_usd_per_visit": 60.0,
                "funding_stream": "general",
            }
        },
        budget={"one_time_usd": 0.0, "yearly_usd": 320_000.0, "reinvest_share": reinvest_share},
    )


def test_11_principals_time_that_facilities_save_returns_to_instruction_only_if_reinvested() -> None:
    """Fails if principals' hours count as support, or if what returns of them is not spent, or is unasked."""
    gained, returned = {}, {}
    for share in (0.0, 0.5):
        scenario = kept_up(share)
        found, measured = tried(scenario, crews=with_levers(scenario, "crews"))
        saved = found["crews"].principal_savings
        assert saved is not None
        assert saved.hours.mean == pytest.approx(0.8 * 0.5 * 8 * 250, rel=0.1)
        assert np.array_equal(measured["crews"]["support"], measured["today"]["support"])
        returned[share] = saved.reinvested_usd.mean
        whole = TINKER.model_copy(update={"may": CLEAN_SHEET.may.model_copy(update={"release": False})})
        gained[share] = support(scenario, whole, 320_000.0) - support_today(scenario)
    assert returned == {0.0: 0.0, 0.5: pytest.approx(0.5 * 60 * 800, rel=0.1)}
    assert gained[0.0] == pytest.approx(0.0)
    assert gained[0.5] > 300


def owed(ramp_share: float) -> Scenario:
    """Coaches serve the schools of need; the file owes every school the low package."""
    return coached(
        teams={
            "clerks": team(3, **NONE_AT_ALL),
            "coaches": team(1, **NONE_AT_ALL | {"hire_ramp_share": 1.0})
            | {"retrain_from": ({"team": "clerks", "cost_usd": 0.0, "ramp_share": ramp_share},)},
        },
        schools=tuple(school(name, econ_disadvantaged=n) for name, n in {"a": 400, "b": 400, "c": 40, "d": 40}.items()),
        areas={
            "math": area("coaches", {"low": (60, 4.0, 1.0), "high": (120, 4.0, 0.9)})
            | {"package_today": {"a": "high", "b": "high"}, "visits_made_share": 1.0}
        },
        limits={"school_floor_hours_per_teacher": 12.0},
    )


def test_12_a_clean_sheet_is_never_below_tinkering_where_change_costs_nothing_and_may_be_where_it_does() -> None:
    """Fails if a clean sheet may not retrain, or if it need not give what the file owes to every school."""
    free, dear = owed(0.0), owed(1.0)
    assert support(free) >= support(free, TINKER) > 0
    assert support(dear) < support(dear, TINKER), "what is owed to all takes the coach from those in need"
