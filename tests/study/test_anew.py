"""Planning anew: where all effects scale alike the best plan stays what it is, and a worse one lacks the same share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from redesign.demand.plan import plan_today
from redesign.study.ask.anew import planned_anew
from redesign.study.ask.truths import drawn_of
from redesign.study.ask.variant import Asking
from redesign.study.runner import Runner
from study.known_study import studied_tutorial

DRAWS = 12
LOW = "areas.coaching.packages.low.effect_per_hour"
SURE = {"low_times": 1, "high_times": 1}


@pytest.fixture(scope="module")
def asking() -> Asking:
    """Prices are known; all effects have one factor."""
    known = studied_tutorial()
    return replace(known, scenario=known.scenario.with_changes(uncertainty={"money": SURE, "pay": SURE}))


def factors(asking: Asking) -> list[float]:
    """Of the draws in which every school has its floor: 240 hours of `low`, at an effect of 1, where 200 are owed."""
    drawn = drawn_of(asking.scenario, DRAWS)
    (place,) = (i for i, number in enumerate(drawn.numbers) if number.path == LOW)
    return [value for value in drawn.values[:, place].tolist() if value * 240 >= 200]


def test_the_best_plan_is_the_best_whatever_all_effects_are(asking: Asking) -> None:
    found = planned_anew(asking, DRAWS)
    assert (found.draws, found.within) == (DRAWS, len(factors(asking)))
    assert 2 <= found.within < DRAWS
    assert found.least is not None
    assert found.most is not None
    assert found.least.mean == found.least.low == 0
    assert found.most.mean <= 0.001 * asking.base.support


def test_todays_plan_lacks_the_same_share_of_every_draw(asking: Asking) -> None:
    """Support is proportional to effects: what is missing is the file's difference times the factor."""
    today = plan_today(asking.scenario)
    poor = replace(asking, knowledge=replace(asking.knowledge, plan=today))
    lacks = asking.base.support - asking.base.problem.promised_support(today)
    assert lacks > 100
    found, times = planned_anew(poor, DRAWS), factors(asking)
    assert found.within == len(times)
    assert found.least is not None
    assert found.least.mean == pytest.approx(lacks * sum(times) / len(times), rel=0.002)
    with ThreadPoolExecutor(2) as threads:
        assert planned_anew(replace(poor, runner=Runner(threads)), DRAWS) == found


def test_where_the_plan_may_not_be_had_nothing_is_said(asking: Asking) -> None:
    broke = replace(asking, scenario=asking.scenario.with_changes(budget={"yearly_usd": 1.0}))
    found = planned_anew(broke, 2)
    assert (found.draws, found.within, found.least, found.most) == (2, 0, None, None)
