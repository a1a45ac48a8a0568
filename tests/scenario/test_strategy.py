"""What strategies are free to do, and whether they change anything at all."""

from __future__ import annotations

from typing import Any

import pytest

from redesign.scenario.changes import Changes, ServiceChange
from redesign.scenario.strategy import SHIPPED, Freedoms, Strategy


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        ({}, False),
        ({"levers": "none"}, False),
        ({"levers": ()}, False),
        ({"packages": "none"}, False),
        ({"retrain": True}, True),
        ({"hire": True}, True),
        ({"release": True}, True),
        ({"levers": "all"}, True),
        ({"levers": ("portal",)}, True),
        ({"packages": "one_level"}, True),
        ({"packages": "free"}, True),
    ],
)
def test_a_strategy_optimizes_where_it_may_change_something(may: dict[str, Any], expected: bool) -> None:
    strategy = Strategy(label="Mine", may=Freedoms(**may))
    assert (strategy.optimizes, strategy.differs) == (expected, expected)


@pytest.mark.parametrize(
    "changes", [Changes(yearly_usd_times=0.9), Changes(services={"all": ServiceChange(work_times=0.9)})]
)
def test_a_strategy_with_changes_differs_from_today_though_it_may_change_nothing(changes: Changes) -> None:
    strategy = Strategy(label="Mine", changes=changes)
    assert (strategy.optimizes, strategy.differs) == (False, True)


def test_rules_are_lifted_by_name_or_all_together() -> None:
    named = Strategy(label="Mine", lifted_rules=("tenure",))
    assert [named.lifts(rule) for rule in ("tenure", "ten", "contract")] == [True, False, False]
    assert Strategy(label="Mine", lifted_rules="removable").lifts("tenure")
    assert not Strategy(label="Mine").lifts("none")


def test_the_shipped_strategies_are_what_the_model_page_says() -> None:
    expected = [
        "today",
        "schools_alone",
        "responsiveness",
        "tinker",
        "downsize",
        "portfolio",
        "deregulate",
        "clean_sheet",
    ]
    assert list(SHIPPED) == expected
    assert SHIPPED["schools_alone"].closes_the_office
    assert SHIPPED["responsiveness"].objective == "speed"
    assert SHIPPED["portfolio"].may.suppliers == SHIPPED["schools_alone"].may.suppliers == "providers"
    assert SHIPPED["portfolio"].promises == SHIPPED["deregulate"].promises == "kept"
    assert SHIPPED["downsize"].posts_share_at_most == 0.8
    assert SHIPPED["downsize"].lifted_rules == SHIPPED["deregulate"].lifted_rules == "removable"
    assert not SHIPPED["today"].differs
    assert SHIPPED["tinker"].may == Freedoms(retrain=True, packages="one_level")
    clean = Freedoms(retrain=True, hire=True, release=True, levers="all", packages="free")
    assert (SHIPPED["clean_sheet"].may, SHIPPED["clean_sheet"].floors) == (clean, "file")
