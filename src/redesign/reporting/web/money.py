"""Money: where it goes, today and under the plan, what is refused, and what more or less of it would buy."""

from __future__ import annotations

from collections.abc import Mapping

from redesign.reporting.sections import freed, value
from redesign.reporting.web.figure import figure
from redesign.reporting.web.frontier import frontier
from redesign.reporting.web.parts import opened, part, told
from redesign.reporting.web.tags import Html
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.study import Study


def money(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """Cost lines, levers, budgets."""
    return part(
        "money",
        "Money: where does it go?",
        figure(study, "money"),
        frontier(study, answers.get("budget")),
        figure(study, "levers"),
        *(opened(section.title, told(section)) for section in (freed(study), value(study))),
    )
