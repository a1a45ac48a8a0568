"""Pictures of answers: one module a question, with `chart` (answer, study, optional axes in, axes out) and `alt`."""

from __future__ import annotations

from pathlib import Path

from redesign.reporting.asked_charts import budget, posts, rules
from redesign.reporting.chart import Chart
from redesign.study.ask.answers import Answer, Frontier, NextPosts, Rules
from redesign.study.study import Study

PICTURES = {"rules": ("rules",), "budget": ("budget_yearly", "budget_one_time"), "posts": ("posts",)}
"""By question, the names of their files; the tables of the others say it all."""


def pictures(answer: Answer, study: Study) -> dict[str, Chart]:
    """The charts of an answer by the names of `PICTURES`."""
    if isinstance(answer, Rules):
        return {"rules": Chart(rules.chart(answer, study), rules.alt(answer, study))}
    if isinstance(answer, Frontier):
        return {
            f"budget_{when}": Chart(budget.chart(answer, study, when), budget.alt(answer, study, when))
            for when in budget.WHEN
        }
    if isinstance(answer, NextPosts):
        return {"posts": Chart(posts.chart(answer, study), posts.alt(answer, study))}
    return {}


def write_pictures(answer: Answer, study: Study, folder: Path) -> None:
    """Each as PNG (300 dpi), SVG and alt text; raises OSError where one cannot be written."""
    for name, picture in pictures(answer, study).items():
        picture.save(folder, name)
