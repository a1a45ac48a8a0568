"""Pictures of answers: one module a question, with `chart` (answer, study, optional axes in, axes out) and `alt`."""

from __future__ import annotations

from pathlib import Path

from redesign.reporting.asked import section_of
from redesign.reporting.asked_charts import alternatives, assumptions, bets, budget, posts, rules, targets
from redesign.reporting.asked_sure import numbers
from redesign.reporting.chart import Chart
from redesign.study.ask.answers import Alternatives, Answer, Frontier, NextPosts, Rules, Targets
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

PICTURES = {
    "rules": ("rules",),
    "budget": ("budget_yearly", "budget_one_time"),
    "posts": ("posts",),
    "alternatives": ("alternatives",),
    "targets": ("targets",),
    "sure": ("sure_strategies", "sure_numbers"),
}
"""By question, the names of their files; the table of the other one says it all."""


def pictures(answer: Answer, study: Study) -> dict[str, Chart]:
    """The charts of an answer by the names of `PICTURES`."""
    table = section_of(answer, study)
    if isinstance(answer, Rules):
        axes, alt = rules.chart(answer, study), rules.alt(answer, study)
        return {"rules": Chart(axes, rules.TITLE, rules.finding(answer), table, alt)}
    if isinstance(answer, Frontier):
        return {f"budget_{when}": _of_budget(answer, study, when) for when in budget.WHEN}
    if isinstance(answer, NextPosts):
        axes, alt = posts.chart(answer, study), posts.alt(answer, study)
        return {"posts": Chart(axes, posts.TITLE, posts.finding(answer), table, alt)}
    if isinstance(answer, Alternatives):
        axes, alt = alternatives.chart(answer, study), alternatives.alt(answer, study)
        return {"alternatives": Chart(axes, alternatives.TITLE, alternatives.finding(answer), table, alt)}
    if isinstance(answer, Targets):
        axes, alt = targets.chart(answer, study), targets.alt(answer, study)
        return {"targets": Chart(axes, targets.TITLE, targets.finding(answer), table, alt)}
    if isinstance(answer, Sure):
        return _of_sure(answer, study)
    return {}


def _of_sure(answer: Sure, study: Study) -> dict[str, Chart]:
    bet = Chart(
        bets.chart(answer, study), bets.TITLE, bets.finding(answer), section_of(answer, study), bets.alt(answer, study)
    )
    drawn, alt = assumptions.chart(answer, study), assumptions.alt(answer, study)
    moving = Chart(drawn, assumptions.TITLE, assumptions.finding(answer), numbers(answer), alt)
    return {"sure_strategies": bet, "sure_numbers": moving}


def _of_budget(answer: Frontier, study: Study, when: budget.When) -> Chart:
    axes, alt = budget.chart(answer, study, when), budget.alt(answer, study, when)
    found = budget.finding(budget.points_of(answer, when))
    return Chart(axes, budget.TITLES[when], found, section_of(answer, study), alt)


def write_pictures(answer: Answer, study: Study, folder: Path) -> None:
    """Each as PNG (300 dpi), SVG and alt text; raises OSError where one cannot be written."""
    for name, picture in pictures(answer, study).items():
        picture.save(folder, name)
