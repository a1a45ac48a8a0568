"""What a study says first: by hand, from promises made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from offices import small_office
from redesign.analysis.intervals import Interval
from redesign.scenario.model import Scenario
from redesign.study.strategy_result import PromiseResult
from redesign.study.verdicts import below_the_law, no_plan_in_words, promises_in_words

EVALUATIONS = PromiseResult(
    kind="service",
    id="evaluation",
    label="Evaluations",
    team="experts",
    mandated=True,
    target_share=0.99,
    file_share=0.99,
    share=Interval(0.54, 0.52, 0.56),
    today_share=0.53,
    verdict="missed",
    decided=True,
    requests_per_year=100.0,
    turnaround_mean_hours=9.0,
    turnaround_p90_hours=19.0,
    closing_backlog=0.0,
)


def of_law(**promise: object) -> Scenario:
    raw = small_office().model_dump()
    raw["services"]["evaluation"]["promise"] = {"on_time_share": 0.99} | promise
    return Scenario.model_validate(raw)


@pytest.mark.parametrize(
    ("due", "changes", "said"),
    [
        ({"due_calendar_days": 60.0}, {}, "54% within 60 days, the law says 99% (today 53%)"),
        ({"due_calendar_days": 60.0}, {"verdict": "as_today"}, "54% within 60 days, the law says 99% (today 53%)"),
        (
            {"due_working_hours": 24.0},
            {"today_share": None},
            "54% within 24 working hours, the law says 99% (today n/a)",
        ),
        ({"due_calendar_days": 4.5}, {"share": Interval(0.9899, 0.98, 0.9899)}, "98.9% within 4.5 days, the law"),
        ({"due_working_hours": 1.0}, {}, "within 1 working hour, the law"),
        ({"due_calendar_days": 60.0}, {"share": Interval(0.0, 0.0, 0.0)}, "0% within 60 days"),
    ],
)
def test_a_shortfall_against_the_law_is_a_sentence(
    due: dict[str, float], changes: dict[str, object], said: str
) -> None:
    (sentence,) = below_the_law(of_law(**due), [replace(EVALUATIONS, **changes)])
    assert sentence.startswith("Below the law: Evaluations ")
    assert said in sentence


@pytest.mark.parametrize("changes", [{"mandated": False}, {"verdict": "meets", "decided": False}])
def test_what_no_law_asks_and_what_meets_it_is_no_shortfall(changes: dict[str, object]) -> None:
    assert below_the_law(of_law(due_calendar_days=60.0), [replace(EVALUATIONS, **changes)]) == ()


def test_three_verdicts_are_counted_apart() -> None:
    found = [
        *[replace(EVALUATIONS, verdict="meets")] * 11,
        replace(EVALUATIONS, verdict="meets", decided=False),
        *[replace(EVALUATIONS, verdict="as_today")] * 3,
        *[replace(EVALUATIONS, verdict="as_today", decided=False)] * 2,
        EVALUATIONS,
    ]
    assert promises_in_words(found) == (
        "18 promises: 11 meet the file's target, 3 no worse than today but below it, 3 too close to call, 1 missed"
    )
    assert promises_in_words(found[:1]).startswith("1 promise: 1 meets the file's target, 0 no worse")


def test_failures_make_a_headline() -> None:
    assert no_plan_in_words(()) == ""
    assert no_plan_in_words(("x.",)).endswith("the best found misses 1 condition on the final years. x.")
    assert no_plan_in_words(tuple("abcde")).endswith("misses 5 conditions on the final years. a b c And 2 more.")
