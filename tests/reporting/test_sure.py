"""How sure, in words and pictures: undecided comes first, nothing is certain, and all of it comes from the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from redesign.analysis.intervals import Interval
from redesign.reporting.asked import in_words, section_of
from redesign.reporting.asked_charts import assumptions, bets, pictures
from redesign.reporting.asked_sure import choices, classes, numbers, promises
from redesign.reporting.documents.brief import brief
from redesign.reporting.documents.document import Document, Figure, Paragraph, Table
from redesign.reporting.documents.methods import methods
from redesign.reporting.first_screen import answers as first_answers
from redesign.reporting.first_screen import headline as first_headline
from redesign.reporting.summary import summary
from redesign.reporting.sure import BESIDE, answers, ends, headline, how_to_ask, named
from redesign.reporting.sure_budget import over_budget
from redesign.reporting.web.page import page
from redesign.study.ask.answers import from_json, to_json
from redesign.study.ask.sure_result import Anew
from redesign.study.study import Study
from reporting import sample_sure
from reporting.seen import assert_inside

LEAST, NOTHING = Interval(97.0, 19.0, 175.0), Interval(0.0, 0.0, 0.0)
PICTURES: Any = {"more_support": Figure(Path("a.svg"), Path("a.png"), "Caption", "Words")}


def words_of(document: Document) -> str:
    """All paragraphs, items and cells."""
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
        else:
            found += [block.text] if isinstance(block, Paragraph) else list(getattr(block, "items", ()))
    return " ".join(found)


def test_the_screen_is_short_and_says_undecided_first(study: Study) -> None:
    sure = sample_sure.sure(study)
    text = in_words(sure, study)
    assert len(text.splitlines()) < 25
    assert all(len(line) <= 80 for line in text.splitlines())
    assert text.startswith("Undecided. ")
    flat = " ".join(text.split())
    for said in (
        "is best in 310 of 500 draws of the uncertain numbers (58% to 66%). It hangs most on Coaching",
        "Not yet. Nine times in ten it has 11,000 to 13,500 hours, -640 to +1,120 against the next best, Tinker. Of "
        "plans that stay within budget and hold every floor it is best in 43% of the draws, another in 32%; in 25% "
        "there is no such plan.",
        "In the draws the budget holds in 75% (nine times in ten $400,000 under to $1.2 million over a year), "
        "every floor in all, every promise in 70%; least sure: Leave requests "
        "(71%). A draw is one year; by chance alone the file's own numbers keep every promise in 90%.",
        "The best of the study's plans in each draw has 80 hours more, on average; in one draw of twenty 410 or more.",
        "Coaching: effect per hour: below 0.61 Tinker is best (0.9 in the file, 0.45 to 1.2 possible).",
        "1. Coaching: effect per hour (61); 2. Pay of all teams, $100 to $200 (4). In brackets the hours a year that "
        "knowing it would bring; all: 80. To know what it keeps, check first: Pay of all teams, $100 to $200, for the "
        "budget; Leave requests: hours, for Leave requests.",
        "Nine best plans in ten have: automate Leave requests. Hangs on a guess: coaching: high (on Coaching: effect",
    ):  # fmt: skip
        assert said in flat, said


def test_what_held_in_every_draw_is_no_hundred_percent(study: Study) -> None:
    sure = sample_sure.certain(study)
    for said in (
        in_words(sure, study),
        bets.alt(sure, study),
        assumptions.alt(sure, study),
        str(section_of(sure, study)),
    ):
        assert "100%" not in said
    assert headline(sure).startswith("Clear: ")
    assert "best in 500 of 500 draws of the uncertain numbers (at least 99%)" in headline(sure)
    found = answers(sure)
    assert found["Change"] == "No number alone, anywhere in its range, makes another plan best on average."
    assert found["Measure"] == "Nothing that could be learned would change the choice among these plans."
    assert "Safe" not in found
    assert "limits" not in str(bets.chart(sure, study).get_xlabel())
    assert "stay within" not in found["Bet on it?"]
    assert assumptions.NONE in [text.get_text() for text in assumptions.chart(sure, study).texts]


def test_a_plan_that_never_stays_within_limits_is_said_to(study: Study) -> None:
    found, never = sample_sure.certain(study), Interval(0.0, 0.0, 0.01)
    broke = replace(found, none_within=1.0, no_better_within=never)
    assert "hold every floor it is best in no draw; in all there is no such plan." in answers(broke)["Bet on it?"]


@pytest.mark.parametrize(
    ("kept", "yearly", "once", "said"),
    [
        (1.0, Interval(-2e5, -4e5, -1e5), Interval(0, 0, 0), ""),
        (0.97, Interval(-2e5, -4e5, -1e5), Interval(0, 0, 0), ""),
        (0.0, Interval(2e5, 1e5, 3e5), Interval(0, 0, 0), "nine times in ten $100,000 to $300,000 over a year"),
        (0.5, Interval(0, -5, 3e5), Interval(9e4, -8e4, 2e6), "a year and $80,000 under to $2.0 million over once"),
    ],
)
def test_a_budget_is_missed_by_dollars(kept: float, yearly: Interval, once: Interval, said: str, study: Study) -> None:
    plan = replace(
        sample_sure.sure(study).strategies[0], budget_kept=kept, yearly_usd_over=yearly, one_time_usd_over=once
    )
    assert said in over_budget(plan)
    assert bool(said) == bool(over_budget(plan))


def test_few_draws_are_said_to_be_few(study: Study) -> None:
    assert "--samples" not in answers(sample_sure.sure(study))["Measure"]
    assert answers(replace(sample_sure.sure(study), samples=40))["Measure"].endswith(
        "40 draws say little of single numbers: ask for 200 or more (--samples 200)."
    )


def test_names_keep_what_number_they_are_of() -> None:
    label = "Leadership directors learn to teach principals and their teams: one time usd per visit"
    long = replace(sample_sure.EFFECT, label=label)
    assert named(long, BESIDE) == "Leadership directors learn to t...: one time ($) per visit"
    assert named(long) == "Leadership directors learn to teach principals and their teams: one time ($) per visit"
    assert named(replace(sample_sure.EFFECT, label="Pay of all")) == "Pay of all"
    assert len(named(replace(sample_sure.EFFECT, label="Pay: " + "very " * 40))) <= 90


@pytest.mark.parametrize(
    ("anew", "said"),
    [
        (Anew(20, 11, LEAST, Interval(97.3, 19.0, 176.0)),
         " Planned anew with effects and prices known, the best plan has 97 (19 to 175) hours more, as expected, in "
         "the 11 of 20 draws in which this plan may be had."),
        (Anew(20, 11, LEAST, Interval(120.0, 30.0, 210.0)), "as expected, at most 120, in the 11"),
        (Anew(20, 8, NOTHING, NOTHING), "known, the best plan has nothing more, in the 8 of 20"),
        (Anew(20, 1, None, None), "This plan may be had in 1 of 20 draws: too few to plan anew for."),
    ],
)  # fmt: skip
def test_what_planning_anew_would_bring(anew: Anew, said: str, study: Study) -> None:
    sure = replace(sample_sure.sure(study), anew=anew)
    assert said in answers(sure)["If wrong"]
    assert from_json(to_json(sure)) == sure
    assert "lanned anew" not in answers(sample_sure.sure(study))["If wrong"]


def test_promises_that_today_keeps_more_often_are_said(study: Study) -> None:
    found = sample_sure.sure(study)
    today = study.reference
    better = [replace(each, promises_kept=0.97 if each.strategy == today else 0.13) for each in found.strategies]
    said = answers(replace(found, strategies=tuple(better)))["It keeps"]
    assert "every promise in 13% (Today in 97%: doing no worse than it keeps a promise that is not firm); least" in said
    assert "97%" not in answers(found)["It keeps"]


def test_the_answer_is_read_as_it_was_written(study: Study) -> None:
    sure = sample_sure.sure(study)
    assert from_json(to_json(sure)) == sure


@pytest.mark.parametrize("kind", ["sure", "certain"])
def test_pictures_stay_on_their_page_and_say_modeled(kind: str, study: Study) -> None:
    for chart in pictures(getattr(sample_sure, kind)(study), study).values():
        figure: Any = chart.axes.figure
        assert_inside(figure)
        assert not any(text.get_parse_math() for text in figure.findobj(Text))
        assert "modeled" in chart.alt
        assert "500 draws of 3 unsure numbers" in chart.alt


def test_a_bar_goes_from_end_to_end_and_turns_at_zero(study: Study) -> None:
    axes = assumptions.chart(sample_sure.sure(study), study)
    ends = sorted((round(bar.get_x()), round(bar.get_x() + bar.get_width())) for bar in axes.patches)  # type: ignore[attr-defined]
    assert ends == [(150, 300), (300, -310), (300, 420), (300, 900)] or ends == [
        (300, -310), (300, 150), (300, 420), (300, 900)
    ]  # fmt: skip
    assert "turns at 0.61" in [text.get_text() for text in axes.texts]
    marks = [line for line in axes.lines if line.get_marker() == "D"]
    assert [tuple(line.get_xdata()) for line in marks] == [(0.0,)]
    assert assumptions.finding(sample_sure.sure(study)) == "1 number alone turns it"


def test_two_ends_on_one_side_are_not_written_over_one_another(study: Study) -> None:
    one = replace(sample_sure.EFFECT, lead_at_low=900.0, lead_at_high=880.0, flips_at=None, flips_to=None)
    axes: Any = assumptions.chart(replace(sample_sure.sure(study), numbers=(one,), groups=()), study)
    assert [text.get_text() for text in axes.texts if text.get_text()] == ["0.45 to 1.2"]
    assert [bar.get_width() for bar in axes.patches] == [600.0, 580.0]  # the shorter is drawn on the longer
    swapped = replace(one, lead_at_low=880.0, lead_at_high=900.0)
    axes = assumptions.chart(replace(sample_sure.sure(study), numbers=(swapped,), groups=()), study)
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [False, True]


def test_strategies_stand_by_how_often_they_are_best(study: Study) -> None:
    sure = sample_sure.sure(study)
    axes = bets.chart(sure, study)
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names[0].endswith("(best in 62%; within limits 43%)")
    assert names[1].endswith("(best in 38%)")
    assert names[-1].endswith("(best in none)")
    assert "+8,000 (+7,000 to +9,500)" in bets.alt(sure, study)


def test_the_first_screen_says_what_is_known_of_other_truths(study: Study) -> None:
    assert "for that: redesign ask STUDY sure (STUDY: its folder)." in first_answers(study)["Doubt"]
    assert "for that: redesign ask my-study sure." in first_answers(study, folder="my-study")["Doubt"]
    undecided, clear = sample_sure.sure(study), sample_sure.certain(study)
    assert first_headline(study, undecided).startswith("Undecided. ")
    assert "Under other truths the choice is undecided." in first_answers(study, undecided)["Doubt"]
    assert "Under other truths it is clear: " in first_answers(study, clear)["Doubt"]
    assert "Undecided" not in first_headline(study, clear)
    assert len(summary(study, sure=undecided).splitlines()) < 30


def test_the_page_shows_the_answer_or_how_to_ask(study: Study) -> None:
    without, shown = page(study, {}), page(study, {"sure": sample_sure.sure(study)})
    assert "<code>redesign ask STUDY sure</code>" in without
    assert "for that: redesign ask" in without
    assert "redesign ask" not in shown.partition("What is assumed")[2].partition("Details")[0]
    assert "Which assumptions would change the answer?" not in without
    for said in ("Which assumptions would change the answer?", "Which strategy would you bet on?", "turns at 0.61"):
        assert said in shown
    assert shown.index("Undecided. ") < shown.index("hours of modeled support a year")


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "[red]x[/red]", "$x$ \u202e" + "long " * 60])
def test_names_are_shown_as_they_are(payload: str, study: Study) -> None:
    sure = sample_sure.sure(study, payload)
    assert "<script>alert" not in page(study, {"sure": sure})
    assert len(in_words(sure, study).splitlines()) < 45
    for chart in pictures(sure, study).values():
        assert_inside(chart.axes.figure)


def test_brief_and_methods_say_it(study: Study) -> None:
    sure = sample_sure.sure(study)
    one, whole = words_of(brief(study, PICTURES, sure)), words_of(methods(study, sure))
    assert one.startswith("Undecided. ")
    assert "Of plans that stay within budget and hold every floor it is best in 43% of the draws" in one
    assert "What it keeps under other truths: In the draws the budget holds in 75%" in one
    assert "What to measure first: 1. Coaching: effect per hour (61)" in one
    assert "below 0.61 Tinker" in whole
    assert "expected value of perfect information" in whole
    for document in (brief(study, PICTURES), methods(study)):
        assert how_to_ask() in words_of(document)


def test_tables_hold_every_number(study: Study) -> None:
    sure = sample_sure.sure(study)
    assert numbers(sure).rows[0] == (
        "Coaching: effect per hour", "0.9 (0.45 to 1.2)", "-310", "+900", "below 0.61 Tinker", "42%", "50%",
        "61 (50 to 72)",
    )  # fmt: skip
    assert "Of 1 more numbers these draws show nothing." in numbers(sure).lines[1]
    assert classes(sure).rows == (("hours of work", "44%", "10%", "63 (50 to 76)"),)
    assert choices(sure).rows[1] == ("coaching: high", "62% of the draws", "areas.coaching.effect")
    assert promises(sure).rows[0] == ("Leave requests", "71% (67% to 75%)")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.4, 0.6, "40% to 60%"),
        (0.98, 1.0, "at least 98%"),
        (0.998, 1.0, ">99%"),
        (0.0, 0.02, "at most 2%"),
        (0.0, 0.002, "<1%"),
    ],
)
def test_an_interval_never_says_all_or_none(low: float, high: float, words: str) -> None:
    assert ends(Interval((low + high) / 2, low, high)) == words
