"""From draws to the answer: what must come out whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redesign.study.ask.options import Options
from redesign.study.ask.sure import sure
from redesign.study.ask.sure_result import Sure
from redesign.study.ask.variant import Asking
from study.known_study import studied_tutorial

WITHOUT_EFFECT = (
    "teams.office.release_usd",
    "services.leave_requests.automate.yearly_usd",
    "services.purchase_orders.automate.residual_school_hours",
    "services.leave_requests.principal_hours_per_request",
)
"""What support does not depend on: prices, and principals' time."""


@pytest.fixture(scope="module")
def answer() -> Sure:
    return sure(studied_tutorial(), Options(samples=60))


def test_numbers_that_nothing_depends_on_move_nothing_and_are_worth_nothing(answer: Sure) -> None:
    found = {each.path: each for each in answer.numbers}
    for path in WITHOUT_EFFECT:
        moves = found[path]
        assert (moves.first_order, moves.total, moves.worth.mean) == (0, 0, 0), path
        assert moves.lead_at_low == pytest.approx(moves.lead_at_high)
        assert moves.flips_at is None


def test_what_all_effects_share_moves_most(answer: Sure) -> None:
    """Support is effect times need times hours: the one factor of all packages moves the lead most."""
    (effect,) = (each for each in answer.groups if each.path == "areas.coaching.effect_per_hour")
    assert effect.first_order > 0.5
    assert effect.lead_at_low < effect.lead_at_high
    assert max(each.first_order for each in answer.numbers) < 0.3


def test_the_answer_is_about_what_was_drawn(answer: Sure) -> None:
    asking = studied_tutorial()
    assert (answer.samples, answer.years, answer.uncertain) == (60, 1, 41)
    assert answer.about.digest == asking.study.digest
    assert [each.strategy for each in answer.strategies] == list(asking.study.strategies)
    assert answer.recommended == answer.best_in_expectation == "clean_sheet"
    assert sum(each.best.mean for each in answer.strategies) == pytest.approx(1)


def test_two_identical_plans_are_each_best_in_half_of_the_samples() -> None:
    asking = studied_tutorial()
    today = asking.study.strategies["today"]
    twins = replace(asking.study, strategies={"today": today, "clean_sheet": today})
    found = sure(Asking(asking.scenario, twins, asking.knowledge, asking.runner), Options(samples=20))
    assert [each.best.mean for each in found.strategies] == [0.5, 0.5]
    assert found.regret.mean == found.knowing_all.mean == 0
    assert {each.worth.mean for each in (*found.numbers, *found.groups)} == {0}
