"""What becomes of requests, and their scores, in the year that was written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.by_hand import few_weeks, year
from plans import plan_of
from redesign.analysis.measures import measure
from redesign.analysis.outcomes import OUTCOMES, Asked, answered_on_time, outcomes, satisfaction, scores
from redesign.scenario.model import Scenario

COUNTED = ("due", "on_time", "removed", "unmet")
# Leave: one of four that are due in time; audit: one of one; hiring: one of two; four orders gone, two losses unmet.
BY_HAND = {
    "on_time": [1, 1, 1, 0, 0],
    "late": [3, 0, 1, 0, 0],
    "no_but": [0, 0, 0, 0, 0],
    "refused": [0, 0, 0, 4, 0],
    "unmet": [0, 0, 0, 0, 2],
}


def differing(satisfaction: dict[str, float] | None = None, **services: dict[str, Any]) -> Scenario:
    """The office of that year with other scores, and services as changes would leave them."""
    raw = few_weeks().model_dump()
    for name, update in services.items():
        raw["services"][name] |= update
    if satisfaction:
        raw["satisfaction"] = satisfaction
    return Scenario.model_validate(raw)


def counts(scenario: Scenario, **levers: str) -> np.ndarray:
    """[1, 5, 5] of the one year."""
    found = measure(*year())
    asked = Asked(*(np.array([getattr(found, name)], float) for name in COUNTED))
    return outcomes(scenario, plan_of(scenario, levers=levers).levers, asked)


def by_hand(**changes: list[int]) -> np.ndarray:
    return np.array([list((BY_HAND | changes)[outcome]) for outcome in OUTCOMES]).T


def test_every_request_that_is_due_has_one_outcome() -> None:
    assert np.array_equal(counts(few_weeks())[0], by_hand())


def test_an_alternative_is_no_refusal() -> None:
    kind = differing(orders={"no_but": True}, lost={"no_but": True}, leave={"no_but": True})
    assert np.array_equal(counts(kind)[0], by_hand(no_but=[0, 0, 0, 4, 0], refused=[0] * 5))


def test_what_a_machine_answers_is_answered_at_once() -> None:
    offered = differing(orders={"automate": {"residual_work_share": 0.0}})
    left, taken = counts(offered), counts(offered, orders="automate")
    assert np.array_equal(left[0], by_hand())
    assert np.array_equal(taken[0], by_hand(on_time=[1, 1, 1, 4, 0], refused=[0] * 5))
    assert [float(x[0]) for x in answered_on_time(left)] == [3, 7]
    assert [float(x[0]) for x in answered_on_time(taken)] == [7, 11]


def test_scores_are_those_of_the_file() -> None:
    assert dict(zip(OUTCOMES, scores(few_weeks()).tolist(), strict=True)) == {
        "on_time": 1.0,
        "late": 0.4,
        "no_but": 0.6,
        "refused": 0.1,
        "unmet": 0.0,
    }
    given = {"on_time": 0.9, "late": -0.5, "no_but": 0.7, "refused": -1.0, "unmet": 0.2}
    scenario = differing({f"{outcome}_score": score for outcome, score in given.items()})
    assert scores(scenario).tolist() == [0.9, -0.5, 0.7, -1.0, 0.2]


@pytest.mark.parametrize(
    ("scenario", "total"),
    [
        (few_weeks(), 3 * 1.0 + 4 * 0.4 + 4 * 0.1 + 2 * 0.0),
        (differing({"unmet_score": -1.0, "refused_score": 0.0}), 3 * 1.0 + 4 * 0.4 - 2.0),
        # Eleven requests have somebody who may be courteous; the two losses have nobody.
        (differing({"courtesy": 0.2}), 3 * 1.0 + 4 * 0.4 + 4 * 0.1 + 11 * 0.2),
        # Of leave four, of orders four.
        (
            differing(leave={"courtesy": 0.25}, orders={"courtesy": -0.1}, lost={"courtesy": 1.0}),
            3 * 1.0 + 4 * 0.4 + 4 * 0.1 + 4 * 0.25 - 4 * 0.1,
        ),
        (differing(orders={"no_but": True}), 3 * 1.0 + 4 * 0.4 + 4 * 0.6),
    ],
    ids=["defaults", "other scores", "courtesy of all", "courtesy of some", "no, but"],
)
def test_satisfaction_is_the_mean_score_of_thirteen_requests(scenario: Scenario, total: float) -> None:
    found, number = satisfaction(scenario, counts(scenario))
    assert found == pytest.approx([total])
    assert number.tolist() == [13]
