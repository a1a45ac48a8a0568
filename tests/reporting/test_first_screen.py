"""The first screen: about twenty lines, in the order of asking, every number from the study."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from redesign.reporting.documents import words as in_documents
from redesign.reporting.documents.document import Bullets
from redesign.reporting.documents.methods import methods
from redesign.reporting.first_screen import answers, headline
from redesign.reporting.reading import notes_to_act_on, standings_in_words
from redesign.reporting.summary import details, summary, write_summary
from redesign.reporting.web.answer import answer
from redesign.reporting.web.tags import tag
from redesign.study.study import Study
from reporting.sample_study import typed

Document = dict[str, Any]
ORDER = ["Support", "People", "Schools", "Money", "Promises", "Doubt", "Today", "Best"]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_screen_is_short_and_in_the_order_of_asking(study: Study) -> None:
    lines = summary(study).splitlines()
    assert len(lines) <= 24
    assert [line.split()[0] for line in lines if line[:9].strip() and line[9:10] == " "][-len(ORDER) :] == ORDER
    assert list(answers(study)) == ORDER


def promise_of(document: Document, label: str) -> dict[str, Any]:
    return next(p for p in document["strategies"]["clean_sheet"]["promises"] if p["label"] == label)


def test_promises_that_fall_are_counted_and_the_worst_is_named(document: Document) -> None:
    """A fall within the interval is none; the largest fall counts, not the lowest share."""
    for promise in document["strategies"]["clean_sheet"]["promises"]:
        promise.update(today_share=0.5, share={"mean": 0.5, "low": 0.45, "high": 0.55})
    assert "None is kept less than today by more than chance explains." in flat(summary(typed(document)))
    promise_of(document, "Substitute placement").update(
        today_share=0.93, share={"mean": 0.81, "low": 0.8, "high": 0.82}
    )
    promise_of(document, "Hiring cases").update(today_share=0.71, share={"mean": 0.64, "low": 0.6, "high": 0.68})
    said = "2 are kept less than today, most of all Substitute placement: 93% today, 81% planned."
    assert said in flat(summary(typed(document)))
    assert said in page(typed(document))
    assert said in in_documents.promises(typed(document))
    promise_of(document, "Hiring cases").update(share=None)
    assert "1 is kept less than today, Substitute placement: " in flat(summary(typed(document)))


def test_rows_of_a_roster_are_no_matter_for_a_board(document: Document) -> None:
    """They stand in the methods; what a scenario file is told of stays, without its line."""
    document["notes"] = [
        "district_schools.csv:9: schools.7: 1 school has less than one teacher",
        "district.yaml:12: teams.hr.posts_today: the team has more work than hours",
        "No team owns: Operations support. 12:30",
    ]
    study = typed(document)
    kept = ("the team has more work than hours", "No team owns: Operations support. 12:30")
    assert notes_to_act_on(study) == kept
    shown = page(study)
    assert all(note in shown for note in kept)
    assert "district_schools.csv:9" not in shown
    assert "district.yaml:12" not in shown
    said = [block.items for block in methods(study).blocks if isinstance(block, Bullets)][-1]
    assert said == tuple(document["notes"])


def page(study: Study) -> str:
    """The first part of the report."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
        return answer(study, {})


def test_every_number_is_that_of_the_study(study: Study) -> None:
    text = flat(summary(study))
    for words in (
        "Corpus Christi ISD, 2021-22: for $24.3 million a year, $640,000 more than today, 3.1 times the modeled "
        "support for schools (4,020 to 12,500 hours a year; 95% interval 12,250 to 12,750).",
        "10 posts end, 10 people retrain, 13 are hired: 311 posts today, 314 planned.",
        "Visits to schools in a year: 6,768 become 6,768.",
        "Do schools with most need gain most? Yes: the quarter with most need gains +238, the one with least +59.5 "
        "hours a school.",
        "of $25,200,000 a year; $412,000 of $500,000 once",
        "Of 17 promises 13 meet the district's own target, 2 are below it but no worse than today, 2 are too close to "
        "call, none is missed.",
        "24 input numbers are assumed, without a source.",
        "The 3 near-best plans share 4 moves and differ in 2.",
        "Of 362,885 hours of work a year 4% are visits to schools.",
        "The best plan that could exist has at most 7.2% more modeled support than this one (13,400 against 12,500 "
        "hours), with 95% confidence.",
    ):
        assert words in text, words


@pytest.mark.parametrize("word", ["admissible", "strategy", "certificate", "queueing", "gap", "feasible"])
def test_words_that_no_superintendent_uses_are_left_to_the_details(study: Study, word: str) -> None:
    assert word not in summary(study)


def test_each_word_is_explained_once(study: Study) -> None:
    text = flat(summary(study))
    for words in ("An hour of support stands for", "A promise is a share of", "not a measured effect on students"):
        assert text.count(words) == 1


def test_the_same_money_is_said_to_be_the_same(document: Document) -> None:
    planned = document["strategies"]["clean_sheet"]["cost"]
    planned["yearly_usd"] = document["strategies"]["today"]["cost"]["yearly_usd"] + 1_700
    assert "Corpus Christi ISD, 2021-22: same $23.6 million a year, 3.1 times" in headline(typed(document))
    planned["yearly_usd"] -= 500_000
    assert "for $23.1 million a year, $498,300 less than today" in headline(typed(document))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("not distinguishable", "no more modeled support for schools that could be told from chance"),
        ("lower", "lower modeled support for schools"),
    ],
)
def test_support_that_is_not_more_is_not_praised(document: Document, verdict: str, said: str) -> None:
    document["strategies"]["clean_sheet"]["difference_from_today"]["verdict"] = verdict
    assert said in headline(typed(document))
    assert "times" not in headline(typed(document))


def test_a_plan_that_is_todays_office_says_so(document: Document) -> None:
    document["strategies"] = {"today": document["strategies"]["today"]}
    document["close_ups"] = {"today": document["close_ups"]["today"]}
    for name in ("support", "principal_hours"):
        document["years"][name] = {"today": document["years"][name]["today"]}
    document["certificate"].update(strategy="today", differences=[])
    text = flat(summary(typed(document)))
    assert "today's office is the plan: 4,020 hours of modeled support" in text
    assert "0 posts end, 0 people retrain, 0 are hired" in text


LAW = "Below the law: Special-education evaluations 54% within 60 days, the law says 99% (today 53%)."


def test_what_must_be_known_stands_first(document: Document) -> None:
    document["certificate"].update(admissible=False, failures=["a.", "b.", "c.", "d."], below_law=[LAW])
    text = flat(summary(typed(document)))
    assert text.startswith(f"{LAW} NO ADMISSIBLE PLAN WAS FOUND: the best found misses 4 conditions")
    assert "a. b. c. And 1 more. Corpus Christi ISD" in text


def test_why_there_may_be_no_plan_at_all_is_said_next(document: Document) -> None:
    conflict, repairs = ["the yearly budget of $1", "the promise of hiring"], ["yearly_usd: $2", "on_time_share: 80%"]
    document["certificate"].update(admissible=False, failures=["a."], conflict=conflict, repairs=repairs)
    said = (
        "a. As far as simulation tells, these cannot hold together: the yearly budget of $1; the promise of hiring. "
        "Any one of these would do, as far as the team tables tell: yearly_usd: $2; on_time_share: 80%. Corpus Christi"
    )
    assert said in flat(summary(typed(document)))
    document["certificate"].update(repairs=[])
    assert "the promise of hiring. Corpus Christi" in flat(summary(typed(document)))


def test_a_search_that_ended_at_a_limit_is_said_to(document: Document) -> None:
    document["certificate"].update(reproducible=False)
    assert "A solve was cut short: another run may find another plan." in flat(summary(typed(document)))


def test_no_assumption_and_one_near_best_plan(document: Document) -> None:
    document["assumptions"] = []
    document["certificate"]["safe_moves"]["plans"] = 1
    text = flat(summary(typed(document)))
    assert "Every input number has a source." in text
    assert "near-best" not in text


def test_what_is_assumed_of_teams_is_said_wherever_the_count_is(document: Document) -> None:
    """Posts of every team, pay of one; a provider or another block with the same key is no team."""
    one, teams = document["assumptions"][0], [team["id"] for team in document["teams"]]
    paths = [f"teams.{team}.posts_today" for team in teams] + [f"teams.{teams[0]}.loaded_cost_usd"]
    document["assumptions"] = [{**one, "path": path} for path in [*paths, "providers.x.vacancy_rate"]]
    said = "assumed, without a source, among them today's posts of every team and pay of some teams."
    study = typed(document)
    assert said in flat(summary(study))
    terse = ", among them today's posts of every team and pay of some teams"
    assert terse in flat(details(study))
    assert terse in " ".join(in_documents.doubt(study))
    document["assumptions"] = [{**one, "path": "budget.yearly_usd"}]
    assert "among them" not in flat(summary(typed(document)))


@pytest.mark.parametrize(
    ("standings", "said"),
    [
        (["meets"], "Of 1 promise 1 meets the district's own target, none is missed."),
        (
            ["meets", "close"],
            "Of 2 promises 1 meets the district's own target, 1 is too close to call, none is missed.",
        ),
        (
            ["as_today", "as_today", "missed"],
            "Of 3 promises 0 meet the district's own target, 2 are below it but no worse than today, 1 is missed.",
        ),
        (["missed", "missed"], "Of 2 promises 0 meet the district's own target, 2 are missed."),
        ([], "Of 0 promises 0 meet the district's own target, none is missed."),
    ],
)
def test_promises_are_told_in_three_verdicts_and_what_is_open(
    document: Document, standings: list[str], said: str
) -> None:
    """Whatever the verdict, what chance may explain is too close to call."""
    one = document["strategies"]["clean_sheet"]["promises"][0]
    document["strategies"]["clean_sheet"]["promises"] = [
        {**one, "verdict": "meets" if each == "close" else each, "decided": each != "close"} for each in standings
    ]
    assert standings_in_words(typed(document).chosen.promises) == said


def test_the_terminal_shows_what_the_text_says(study: Study) -> None:
    screen = io.StringIO()
    write_summary(study, Console(file=screen, width=80, color_system=None, legacy_windows=False))
    assert flat(screen.getvalue()) == flat(summary(study))
