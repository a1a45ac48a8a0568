"""Strategies on the same years: side by side each has what it has alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np
import pytest

from plans import plan_of
from redesign.analysis.measures import YearMeasures
from redesign.demand.streams import FINAL
from redesign.study.runner import Runner
from redesign.study.years import case_of, compared_pairs, simulate_year, simulate_years, total_support
from study.tiny import made_up_study, simulated_study


def equal(a: YearMeasures, b: YearMeasures) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name), equal_nan=True) for f in fields(YearMeasures))


@pytest.mark.parametrize("order", [1, -1])
def test_a_strategy_has_the_year_that_it_has_alone(order: int) -> None:
    """Whatever was drawn for the others before: the plans differ in levers, packages and posts."""
    pieces = made_up_study()
    portal = case_of(pieces.scenario, plan_of(pieces.scenario, levers={"portal": "taken"}))
    cases = dict([*pieces.final.cases.items(), ("portal", portal)][::order])
    together = simulate_year(cases, "simpy", FINAL + 3)
    assert list(together) == list(cases)
    for name, case in cases.items():
        assert equal(together[name], simulate_year({name: case}, "simpy", FINAL + 3)[name]), name
    assert not equal(together["today"], together["clean_sheet"])


def test_years_stand_in_order_whatever_runs_them() -> None:
    cases, seen = simulated_study().final.cases, list[tuple[str, int, int]]()
    with ThreadPoolExecutor(2) as threads:
        runner = Runner(threads, lambda *told: seen.append(told))
        years = simulate_years(cases, range(FINAL, FINAL + 3), runner, "some years", ("today", "clean_sheet"))
    for found, wanted in zip(years, simulated_study().final.years, strict=False):
        assert all(equal(found[name], wanted[name]) for name in cases)
    assert seen == [("some years", done, 3) for done in (1, 2, 3)]
    assert not equal(years[0]["today"], years[1]["today"])


def test_support_of_each_year_is_that_of_all_areas_and_schools() -> None:
    years = made_up_study().final.years
    support = total_support(years)
    assert list(support) == list(years[0])
    for name, found in support.items():
        assert found == pytest.approx([sum(map(sum, year[name].support.tolist())) for year in years])


def test_what_is_compared_with_what() -> None:
    assert compared_pairs(["now", "a", "best", "b"], "now", "best") == [
        ("a", "now"),
        ("best", "now"),
        ("b", "now"),
        ("best", "a"),
        ("best", "b"),
    ]
    assert compared_pairs(["now", "best"], "now", "best") == [("best", "now")]
