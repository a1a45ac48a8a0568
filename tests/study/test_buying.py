"""Whole studies of an office that may buy visits: supply, contract work, levers that help, harm and do nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from redesign.scenario.model import Scenario
from redesign.study.pipeline import run
from redesign.study.study import Study
from study.three_teams import three_teams

PLENTY = 1000
LONG = 12.5
"""Hours of contract work for each visit with which three clerks do not keep the promise of leave beside 120 visits."""


def buyer(
    levers: dict[str, Any] | None = None, clerks: int = 3, hours_per_visit: float = 0.0, **center: Any
) -> Scenario:
    """Coaches make low visits of math; high ones are bought, and are contract work for so many clerks at most."""
    raw = three_teams().model_dump()
    raw["areas"]["math"]["packages"]["high"] |= {"supplier": "center", "effect_per_hour": 0.9}
    provider = {"label": "Center", "visits_per_year": PLENTY, "visits_at_once": 3, "price_usd_per_visit": 60.0}
    broker = {"team": "clerks", "hours_per_contract": 10.0, "hours_per_visit": hours_per_visit}
    raw["providers"] = {"center": provider | {"funding_stream": "general", "broker": broker} | center}
    raw["services"]["leave"] |= {"automate": None, "requests_per_driver_per_year": 80.0}
    raw["teams"]["clerks"]["maximum_posts"] = clerks
    raw["levers"] = levers or {}
    raw["run"] |= {"build_years": 4, "search_years": 8, "final_years": 8, "most_final_years": 8}
    return Scenario.model_validate(raw)


@cache
def bought(supply: int) -> Study:
    return run(buyer(visits_per_year=supply), engine="compiled")


def visits(study: Study) -> int:
    return study.chosen.providers[0].visits


def test_the_more_is_sold_the_more_support_there_is_until_nobody_buys_more() -> None:
    studies = [bought(supply) for supply in (0, 60, 119, 120, PLENTY)]
    assert [visits(study) for study in studies] == [0, 60, 60, 120, 120]
    support = [study.certificate.support.mean for study in studies]
    assert support == sorted(support)
    assert support[1] == support[2]
    assert support[3] == support[4] > support[1] > support[0]
    for study in studies:
        assert study.certificate.admissible
        assert study.chosen.providers[0].usd == 60.0 * visits(study) == study.chosen.cost.providers_usd


def test_money_to_schools_falls_behind_as_less_is_sold() -> None:
    """All of math is bought: better than an own team where plenty is sold, worse where little is."""

    def only_bought(supply: int) -> float:
        raw = buyer(visits_per_year=supply).model_dump()
        for package in raw["areas"]["math"]["packages"].values():
            package["supplier"] = "center"
        return run(Scenario.model_validate(raw), engine="compiled").certificate.support.mean

    raw = buyer().model_dump()
    raw["areas"]["math"]["packages"]["high"] |= {"supplier": None, "effect_per_hour": 0.6}
    own = run(Scenario.model_validate(raw), engine="compiled").certificate.support.mean
    found = [only_bought(supply) for supply in (0, 20, 40, 80, PLENTY)]
    assert found == sorted(found)
    assert found[0] < found[1] < found[2] < own < found[-1]


def posts(study: Study) -> dict[str, int]:
    return {row.team: row.planned for row in study.plan.posts}


def test_contracts_that_overload_their_broker_are_not_all_made_or_get_more_posts() -> None:
    """In hours three clerks could do it all, and they do not: one may be added, or one contract is left."""
    scenario = buyer(hours_per_visit=LONG)
    leave, contracts, hours = 80 * 40 * 0.8, 2 * (10 + 60 * LONG), 3 * 1404
    assert 0.95 * hours < leave + contracts < hours
    few, more, all_of_it = (
        run(each, engine="compiled") for each in (scenario, buyer(clerks=4, hours_per_visit=LONG), buyer())
    )
    assert (posts(few)["clerks"], visits(few)) == (3, 60)
    assert (posts(more)["clerks"], visits(more)) == (4, 120)
    assert (posts(all_of_it)["clerks"], visits(all_of_it)) == (3, 120)
    for study in (few, more):
        assert study.certificate.admissible, study.certificate.failures
        assert {row.verdict for row in study.chosen.promises} == {"meets"}
    assert few.certificate.support.mean < more.certificate.support.mean


@pytest.mark.parametrize("changes", [{}, {"areas": {"all": {"effect_times": 1.0}}}, {"teams": {"all": {}}}])
def test_a_lever_that_changes_nothing_changes_nothing(changes: dict[str, Any]) -> None:
    study = run(buyer({"idle": {"label": "Idle", "changes": changes}}), engine="compiled")
    assert study.certificate.support.mean == bought(PLENTY).certificate.support.mean
    assert study.certificate.support.upper_bound == pytest.approx(
        bought(PLENTY).certificate.support.upper_bound, rel=2e-3
    )
    assert (posts(study), study.plan.packages) == (posts(bought(PLENTY)), bought(PLENTY).plan.packages)


def taken(study: Study) -> set[str]:
    return {name for name, choice in study.plan.levers.items() if choice == "taken"}


@pytest.mark.parametrize(
    "harm",
    [{"areas": {"all": {"effect_times": 0.5}}}, {"areas": {"math": {"effect_times": -1.0}}}],
)
def test_a_lever_that_harms_is_left_and_one_that_helps_is_taken(harm: dict[str, Any]) -> None:
    levers = {
        "harm": {"label": "Harm", "changes": harm},
        "help": {"label": "Help", "yearly_usd": 100.0, "changes": {"areas": {"math": {"effect_times": 1.25}}}},
    }
    study, without = run(buyer(levers), engine="compiled"), bought(PLENTY)
    assert taken(study) == {"help"}
    assert study.plan.packages == without.plan.packages
    math, before = (each.chosen.support_by_area["math"].mean for each in (study, without))
    assert math == pytest.approx(1.25 * before)
