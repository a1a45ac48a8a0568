"""What the source paper says must come out of such a model, first half: right work, practice, providers, autonomy.

Each on an office of a few lines; `test_paper_more.py` has the rest. *Fails if* says how each was seen to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offices import area, office, school, service, staffed, team
from plans import plan_of
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study.quickest import quickest
from redesign.study.years import case_of
from study.brief import (
    NONE_AT_ALL,
    OFFERED,
    coached,
    levers_of,
    posts_of,
    solved,
    support,
    support_today,
    tried,
    with_levers,
)
from study.tiny import quick


def test_1_faster_answers_to_what_helps_no_teaching_add_no_support() -> None:
    """Fails if `support_of` counts requests, or if `quickest` leaves today's posts."""
    scenario = coached(
        teams={
            "desk": team(1, retrain_from=({"team": "pool", "cost_usd": 0.0, "ramp_share": 0.0},)),
            "pool": team(3),
            "coaches": team(1, **NONE_AT_ALL),
        },
        services={"sign_off": service("schools", 300.0, ("desk", 1.2), principal_hours_per_open_week=0.5)},
    )
    faster = quickest(scenario, "responsiveness", quick())
    found, measured = tried(scenario, faster=faster)
    assert faster.plan.posts.tolist() == [2, 2, 1]
    assert found["faster"].speed.verdict == "higher"
    assert measured["faster"]["principal_hours"].sum() < measured["today"]["principal_hours"].sum()
    assert np.array_equal(measured["faster"]["support"], measured["today"]["support"])


def with_a_system(one_time_usd: float) -> Scenario:
    """A performance system that may be bought for 5,000 dollars, and used, which takes leaders' time."""
    used = {"areas": {"math": {"effect_times": 1.2}}}
    return coached(
        teams={"clerks": team(3), "coaches": team(1, **NONE_AT_ALL), "leaders": team(1)},
        levers={
            "system": {"label": "System, bought", "yearly_usd": 1_000.0, "one_time_usd": 5_000.0},
            "used": {"label": "And used", "needs": ("system",), "team_hours": {"leaders": 200.0}, "changes": used},
        },
        budget={"yearly_usd": 401_000.0, "one_time_usd": one_time_usd},
    )


def test_2_a_performance_system_that_nobody_uses_changes_nothing() -> None:
    """Fails if hours of a lever are not worked, or if the optimizer forgets what a lever needs."""
    scenario, poor = with_a_system(5_000.0), with_a_system(4_000.0)
    both = with_levers(scenario, "system", "used")
    _, measured = tried(scenario, bought=with_levers(scenario, "system"), both=both)
    for name, value in measured["today"].items():
        assert np.array_equal(measured["bought"][name], value, equal_nan=True), name
    assert measured["both"]["support"].sum() == pytest.approx(1.2 * measured["today"]["support"].sum())
    assert measured["both"]["team_hours"][:, 2].sum(axis=1) == pytest.approx(200.0, rel=0.5)
    assert levers_of(scenario, solved(scenario)) == {"system", "used"}
    assert levers_of(poor, solved(poor)) == set()


def directed(**levers: Any) -> Scenario:
    """Two directors who supervise principals, and what their practice could become."""
    practice = {"teach": 12.0, "harm": -2.0}
    return coached(
        8,
        teams={"clerks": team(4), "directors": team(2, **NONE_AT_ALL)},
        areas={
            "partnership": area(
                "directors",
                {"low": (60, 4.0, 0.05), "high": (120, 4.0, 0.05)},
                visits_per="principal",
                **OFFERED,
            )
        },
        levers={
            name: {"label": name, "changes": {"areas": {"partnership": {"effect_times": times}}}}
            for name, times in practice.items()
        },
    )


def test_3_posts_of_directors_bring_little_without_the_practice_and_some_practice_harms() -> None:
    """Fails if `effect_times` of a lever is left out, or if support counts visits and not what they are worth."""
    scenario = directed()
    twice = plan_of(scenario, staffed(scenario, directors=4), {"partnership": "high"})
    teach, harm = with_levers(scenario, "teach"), with_levers(scenario, "harm")
    _, measured = tried(scenario, posts=case_of(scenario, twice), teach=teach, harm=harm)
    found = {name: each["support"].sum(axis=(1, 2)).mean() for name, each in measured.items()}
    assert found["today"] < found["posts"] < 2.2 * found["today"]
    assert found["posts"] - found["today"] < 0.15 * (found["teach"] - found["today"])
    assert found["harm"] < 0
    assert levers_of(scenario, solved(scenario)) == {"teach"}


def small_district(span_applies_from: int, posts: int = 2) -> Scenario:
    """Twelve schools; a post may partner with four of them; two executives give half their time today."""
    half = NONE_AT_ALL | {"post_fte": 0.5, "maximum_posts": 3}
    partnership = area("executives", {"low": (10, 2.0, 0.6)}, visits_per="principal", span_schools_per_post=4)
    return office(
        schools=tuple(school(f"s{i}") for i in range(12)),
        teams={"executives": team(posts, **half)},
        areas={"partnership": partnership},
        limits={"span_applies_from_schools": span_applies_from},
    )


def test_4_in_a_small_district_executives_hold_the_partnership_without_new_posts() -> None:
    """Fails if the span is asked of every district, or of none."""
    served = {}
    for name, scenario in {
        "small": small_district(20),
        "large": small_district(12),
        "one more": small_district(12, posts=3),
    }.items():
        found = solved(scenario)
        served[name] = (posts_of(scenario, found)["executives"], int((found.plan.packages > 0).sum()))
    assert served == {"small": (2, 12), "large": (2, 8), "one more": (3, 12)}


def supplied(visits_per_year: int, schools: int = 4, coaches: int = 1) -> Scenario:
    """What coaches give may also be bought, at their price and quality, as far as the supply goes."""
    packages = area("coaches", {k: (n, 4.0, 0.9) for k, n in (("low", 60), ("high", 120), ("few", 60), ("many", 120))})
    for name in ("few", "many"):
        packages["packages"][name]["supplier"] = "center"
    return coached(
        schools,
        teams={"clerks": team(3, **NONE_AT_ALL), "coaches": team(coaches, **NONE_AT_ALL)},
        areas={"math": packages | OFFERED},
        providers={
            "center": {
                "label": "Center",
                "visits_per_year": visits_per_year,
                "visits_at_once": 5,
                "price_usd_per_visit": 200.0,
                "funding_stream": "general",
            }
        },
    )


def test_5_a_portfolio_of_providers_falls_behind_as_their_supply_shrinks() -> None:
    """Fails if the limit of a provider is no constraint, or if a portfolio may choose what coaches give."""
    bought, own = [], []
    for supply in (480, 300, 120, 0):
        bought.append(support(supplied(supply), SHIPPED["portfolio"]))
        own.append(support(supplied(supply)))
    assert bought[0] == pytest.approx(own[0]) == pytest.approx(4 * 480 * 0.9)
    assert bought == sorted(bought, reverse=True)
    assert bought[2:] == [pytest.approx(120 * 4 * 0.9), 0.0]
    assert own[-1] == pytest.approx(own[0]), "coaches give what the market does not"


def test_6_autonomy_without_capacity_loses_support_and_with_capacity_it_can_win() -> None:
    """Fails if a downsized office keeps its posts, or if it may buy nothing."""
    alone, able = (supplied(visits, schools=28, coaches=5) for visits in (0, 1_000))
    today = support_today(alone)
    assert today == support_today(able) == pytest.approx(28 * 240 * 0.9)
    smaller = solved(alone, SHIPPED["downsize"])
    assert posts_of(alone, smaller)["coaches"] == 4
    assert smaller.promised_support < 0.9 * today
    assert support(able, SHIPPED["downsize"]) > today
