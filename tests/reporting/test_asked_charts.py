"""Pictures of answers: they show the answer's numbers, all of them are said in words, and nothing leaves the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from redesign.analysis.intervals import Interval
from redesign.reporting.asked_charts import (
    PICTURES,
    alternatives,
    budget,
    pictures,
    posts,
    rules,
    targets,
    write_pictures,
)
from redesign.reporting.style import WIDTH_INCHES
from redesign.study.ask.answers import (
    About,
    Alternative,
    Alternatives,
    Answer,
    Bought,
    Frontier,
    NextPost,
    NextPosts,
    Point,
    RulePrice,
    Rules,
    Short,
    Target,
    Targets,
    Verified,
)
from redesign.study.ask.ask import QUESTIONS
from redesign.study.certified import PostsRange, SafeMoves
from redesign.study.study import Study
from reporting.seen import assert_inside

LONG = "Wide names $100 of teams and of rules " * 8


def bought(support: float, open_support: float = 3.0) -> Bought:
    return Bought(support, support + open_support, 380_000.0, 45_000.0, {"office": 4}, (), {}, True)


ABOUT = About(1, "corpus_christi", "clean_sheet", "f" * 64, (), 20, False, bought(1000.0))


def verified(mean: float, half: float, **other: Any) -> Verified:
    interval = Interval(mean, mean - half, mean + half)
    verdict = "higher" if interval.low > 0 else "not distinguishable"
    return Verified(**{"support": interval, "difference": interval, "keeps_promises": True, "same": False, **other},
                    verdict=verdict)  # fmt: skip


PRICES = (
    RulePrice("tenure", "Tenure", 120.0, 124.0, bought(1120.0), verified(110.0, 20.0)),
    RulePrice("hires", "No outside hires", 15.0, 19.0, bought(1015.0), verified(5.0, 12.0, keeps_promises=False)),
    RulePrice("paper", "Paper signatures", 0.0, 3.0, bought(1000.0), verified(0.0, 0.0, same=True)),
    RulePrice("", "all of them", 160.0, 171.0, bought(1160.0), verified(140.0, 25.0)),
)
RULES = Rules("rules", ABOUT, PRICES)
YEARLY = (
    Point(900_000.0, 0.9, None, None, None),
    Point(1_000_000.0, 1.0, bought(1000.0), None, verified(1020.0, 10.0)),
    Point(1_100_000.0, 1.1, bought(1300.0, 9.0), 300.0, verified(1310.0, 12.0)),
)
ONCE = (Point(0.0, 0.0, bought(700.0), None, None), Point(50_000.0, 1.0, bought(1000.0), 600.0, None))
FRONTIER = Frontier("budget", ABOUT, YEARLY, ONCE)
TEAMS = (
    NextPost("office", "Office", 4, None, bought(980.0), bought(1010.0), 50_000.0),
    NextPost("coaches", "Coaches", 2, bought(900.0), None, bought(1080.0), 80_000.0),
    NextPost("provider", "Provider", 1, None, None, None, 0.0),
)
POSTS = NextPosts("posts", ABOUT, TEAMS, 100_000.0, bought(1090.0))
SHARED = SafeMoves(3, (PostsRange("office", "Office", 6, 4, 4), PostsRange("hr", "Staffing", 9, 7, 8)), (), (), ())
PLANS = (
    Alternative(replace(bought(996.0), posts={"office": 5}), 3, replace(verified(-9.0, 4.0), verdict="lower")),
    Alternative(replace(bought(992.0), levers=("leave.automate",)), 4, verified(2.0, 12.0, keeps_promises=False)),
    Alternative(bought(991.0), 3, None),
)
ALTERNATIVES = Alternatives("alternatives", ABOUT, 0.01, 3, PLANS, False, SHARED)
TARGETS = Targets(
    "targets",
    ABOUT,
    500.0,
    (
        Target("all promises, floors and rules", None, 21_000_000.0, 20_999_600.0, bought(640.0)),
        Target("modeled support of 1,200", 1200.0, 27_000_000.0, 26_000_000.0, bought(1210.0)),
        Target("modeled support of 9,000", 9000.0, None, 252_000_000.0, bought(1800.0)),
    ),
    1.25,
    1.4,
    1.5,
    (Short("Hiring cases", 0.9, 0.8125),),
)
ANSWERS: dict[str, Answer] = {
    "rules": RULES,
    "budget": FRONTIER,
    "posts": POSTS,
    "alternatives": ALTERNATIVES,
    "targets": TARGETS,
}


def marks(axes: Any, marker: str) -> dict[float, float]:
    """Place to value of every single mark of a kind."""
    found = [line for line in axes.lines if line.get_marker() == marker and len(line.get_xdata()) == 1]
    return {float(line.get_ydata()[0]): float(line.get_xdata()[0]) for line in found}


def test_every_question_with_a_picture_has_its_files(study: Study, tmp_path: Path) -> None:
    for question, answer in ANSWERS.items():
        write_pictures(answer, study, tmp_path)
        assert tuple(pictures(answer, study)) == PICTURES[question]
    names = [name for question in ANSWERS for name in PICTURES[question]]
    files = {f"{name}.{suffix}" for name in names for suffix in ("png", "svg", "txt")}
    assert {path.name for path in tmp_path.iterdir()} == files
    for name in names:
        assert imread(tmp_path / f"{name}.png").shape[1] == WIDTH_INCHES * 300
    assert set(QUESTIONS) - PICTURES.keys() == {"robust"}


@pytest.mark.parametrize("question", ANSWERS)
def test_a_picture_says_modeled_and_where_it_comes_from_and_keeps_its_dollars(question: str, study: Study) -> None:
    for chart in pictures(ANSWERS[question], study).values():
        figure = chart.axes.figure
        words = " ".join(text.get_text() for text in figure.findobj(Text))
        assert "modeled support" in chart.axes.get_title(loc="left").replace("\n", " ")
        assert "Source: Corpus Christi ISD, 2021-22: modeled by redesign" in words.replace("\n", " ")
        assert "24 assumed numbers" in chart.alt
        assert not any(text.get_parse_math() for text in figure.findobj(Text))
        assert_inside(figure)


def test_rules_show_intervals_and_what_cannot_be_told_apart(study: Study) -> None:
    axes = rules.chart(RULES, study)
    assert marks(axes, "o") == {0: 110.0, 1: 5.0, 2: 0.0, 3: 140.0}
    assert marks(axes, "D") == {0: 120.0, 1: 15.0, 2: 0.0, 3: 160.0}
    assert marks(axes, "|") == {0: 124.0, 1: 19.0, 2: 3.0, 3: 171.0}
    spans = {float(line.get_ydata()[0]): tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 2.5}
    assert spans[0] == (90.0, 130.0)
    words = [text.get_text() for text in axes.texts]
    assert words[1] == "+5 (-7 to +17), not distinguishable, promises missed"
    assert words[2].startswith("the same plan")
    alt = rules.alt(RULES, study)
    for said in ("The dearest +110, all of them +140.", "Tenure +110 (+90 to +130); +120 expected, at most +124"):
        assert said in alt
    assert "Differences of up to 3 may be what the solver has not found." in alt


def test_rules_without_simulation_show_what_is_expected(study: Study) -> None:
    expected = replace(RULES, prices=tuple(replace(price, verified=None) for price in PRICES))
    axes = rules.chart(expected, study)
    assert marks(axes, "o") == {}
    assert rules.finding(expected) == "the dearest +120 expected, all of them +160 expected"


def test_a_frontier_is_a_stair_under_the_bound(study: Study) -> None:
    """Between two budgets the plan of the lower one stays possible, and the bound of the higher one holds."""
    axes = budget.chart(FRONTIER, study, "yearly")
    stairs = {
        line.get_drawstyle(): line.get_xydata().tolist() for line in axes.lines if "steps" in line.get_drawstyle()
    }
    assert stairs["steps-post"] == [[1_000_000, 1000], [1_100_000, 1300]]
    assert stairs["steps-pre"] == [[1_000_000, 1003], [1_100_000, 1309]]
    upright = [line.get_ydata() for line in axes.lines if line.get_linewidth() == 2.5]
    assert [tuple(ends) for ends in upright] == [(1010.0, 1030.0), (1298.0, 1322.0)]
    words = [text.get_text() for text in axes.texts]
    assert words == ["no plan", "as it is: $1,000,000"]
    assert "does not begin at 0" in axes.get_ylabel()
    alt = budget.alt(FRONTIER, study, "yearly")
    assert "-10%: no plan, as it is: 1,000, +10%: 1,300." in alt
    assert "$1,100,000 1,300 (at most 1,309, simulated 1,310 (1,298 to 1,322))" in alt
    assert "None: 700, as it is: 1,000." in budget.alt(FRONTIER, study, "one_time")


def test_posts_are_marked_against_the_best_plan(study: Study) -> None:
    axes = posts.chart(POSTS, study)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Coaches (2)", "Office (4)"]
    assert marks(axes, "o") == {0: 80.0, 1: 10.0}
    assert marks(axes, ">") == {1: -20.0}
    assert marks(axes, "<") == {0: -100.0}
    assert [text.get_text() for text in axes.texts] == [
        "+80 for $80,000; no plan with one more",
        "+10 for $50,000; no plan with one fewer",
    ]
    alt = posts.alt(POSTS, study)
    assert "At best +100 for $100,000." in alt
    assert "Provider (1) no plan with one more paid on top ($0), no plan with one more, no plan with one fewer" in alt


def test_other_plans_stand_below_the_best_with_what_is_other_in_them(study: Study) -> None:
    axes = alternatives.chart(ALTERNATIVES, study)
    assert marks(axes, "D") == {0: -4.0, 1: -8.0, 2: -9.0}
    assert marks(axes, "o") == {0: -9.0, 1: 2.0}
    spans = {float(line.get_ydata()[0]): tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 2.5}
    assert spans == {0: (-13.0, -5.0), 1: (-10.0, 14.0)}
    upright = [line.get_xdata()[0] for line in axes.lines if tuple(line.get_ydata()) == (0, 1)]
    assert upright == [0, -10.0]
    words = [text.get_text().replace("\n", " ") for text in axes.texts]
    assert words[0] == "-4 expected, simulated -9 (-13 to -5) office 4 to 5"
    assert words[1].startswith("-8 expected, simulated +2 (-10 to +14), not distinguishable, promises missed with ")
    assert words[2] == "-9 expected other people are moved"
    alt = alternatives.alt(ALTERNATIVES, study)
    for said in (
        "3 other plans within 1%, perhaps more.",
        "Plan 1 (3 choices other than in the nearest) -4 expected",
        "In all of them: Office 6 to 4; Staffing 9 to 7-8. A matter of taste: Staffing 7-8.",
        "Differences of up to 3 may be what the solver has not found.",
    ):
        assert said in alt
    assert alternatives.finding(replace(ALTERNATIVES, complete=True)).endswith("no more")


def test_a_target_has_its_least_budget_and_what_is_proved_too_little(study: Study) -> None:
    axes = targets.chart(TARGETS, study)
    budget_usd = study.chosen.cost.yearly_budget_usd
    assert budget_usd == 25_200_000
    assert marks(axes, "D") == {0: 21_000_000.0, 1: 27_000_000.0}
    left, right = axes.get_xlim()
    assert left > 0
    assert "does not begin at 0" in axes.get_xlabel()
    bars: Any = axes.patches
    assert [(round(bar.get_x()), round(bar.get_x() + bar.get_width())) for bar in bars] == [
        (round(left), 20_999_600), (round(left), 26_000_000), (round(left), round(right))
    ]  # fmt: skip
    assert [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == ":"] == [budget_usd]
    assert [text.get_text() for text in axes.texts] == [
        "$21,000,000 (640 expected); $20,999,600 is too little",
        "$27,000,000 (1,210 expected); $26,000,000 is too little",
        "out of reach: the most that money can buy is 1,800",
    ]
    alt = targets.alt(TARGETS, study)
    for said in (
        "All that is asked from $21.0 million a year.",
        "modeled support of 9,000: out of reach: the most that money can buy is 1,800",
        "found, to $500;",
        "The budget as it is: $25,200,000.",
        "1.25 effective hours per teacher asked, 1.4 can be reached within it, no more than 1.5.",
        "Hiring cases: 90% asked, 81% reached.",
    ):
        assert said in alt


ODD: dict[str, Answer] = {
    "no rule": replace(RULES, prices=()),
    "all for nothing": replace(RULES, prices=(replace(PRICES[2], at_most=0.0),)),
    "long names": replace(RULES, prices=tuple(replace(price, label=LONG) for price in PRICES)),
    "no plan at all": replace(FRONTIER, yearly=YEARLY[:1], one_time=YEARLY[:1]),
    "one budget": replace(FRONTIER, yearly=YEARLY[1:2], one_time=ONCE[1:]),
    "no support": replace(FRONTIER, yearly=(replace(YEARLY[1], plan=bought(0.0, 0.0), verified=None),)),
    "below nothing": replace(FRONTIER, yearly=(replace(YEARLY[1], plan=bought(-50.0), verified=None),)),
    "no team": replace(POSTS, teams=()),
    "nobody may change": replace(POSTS, teams=TEAMS[2:]),
    "no other plan": replace(ALTERNATIVES, plans=(), complete=True),
    "many other plans": replace(ALTERNATIVES, plans=PLANS * 16),
    "no target": replace(TARGETS, targets=()),
    "nothing in reach": replace(TARGETS, targets=(replace(TARGETS.targets[0], least_usd=None, plan=None),)),
    "one target": replace(TARGETS, targets=TARGETS.targets[:1]),
    "many targets": replace(TARGETS, targets=tuple(replace(each, target=LONG) for each in TARGETS.targets * 10)),
    "many teams": replace(POSTS, teams=tuple(replace(TEAMS[0], team=f"t{n}", label=LONG) for n in range(60))),
}


@pytest.mark.parametrize("kind", ODD)
def test_pictures_of_odd_answers_stay_on_the_page(kind: str, study: Study) -> None:
    for chart in pictures(ODD[kind], study).values():
        assert chart.alt
        assert_inside(chart.axes.figure)
        assert chart.axes.figure.get_figheight() <= 8.5  # type: ignore[union-attr]  # a figure of our own


def test_a_picture_on_axes_of_somebody_else_leaves_their_figure_alone(study: Study) -> None:
    figure = Figure()
    axes = figure.subplots()
    assert rules.chart(RULES, study, axes) is axes
    assert not figure.get_supxlabel()
