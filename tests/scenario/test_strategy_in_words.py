"""What a strategy may do, said to whoever compares plans."""

from __future__ import annotations

import pytest

from redesign.scenario.strategy import SHIPPED, Freedoms, Strategy


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("today", "posts stay as they are; today's packages; no lever"),
        ("tinker", "posts may be retrained; packages one level from today's; no lever"),
        (
            "schools_alone",
            "posts may be given up; no office at all; any packages of providers alone; no lever; promises do not hold "
            "it back; no school is owed a floor",
        ),
        (
            "responsiveness",
            "posts may be retrained; today's packages; no lever; it aims at requests on time, by posts moved within a "
            "unit",
        ),
        (
            "downsize",
            "posts may be given up; each team has at most 80% of today's posts; any packages; no lever; without the "
            "rules that may be lifted; promises do not hold it back; no school is owed a floor",
        ),
        ("clean_sheet", "posts may be retrained, hired, given up; any packages; any lever"),
    ],
)
def test_shipped_strategies(name: str, said: str) -> None:
    assert SHIPPED[name].in_words() == said


def test_some_levers_and_rules() -> None:
    may = Freedoms(packages="free", suppliers="own", levers=("portal",))
    own = Strategy(label="Own", may=may, lifted_rules=("tenure",))
    assert own.in_words() == (
        "posts stay as they are; any packages of the district's own teams; some levers; without some rules"
    )
