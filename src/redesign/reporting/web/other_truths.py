"""How sure the answer is under other truths: the kept answer of `redesign ask STUDY sure`."""

from __future__ import annotations

from redesign.reporting.asked_charts import pictures
from redesign.reporting.asked_sure import choices, classes, numbers, promises, strategies
from redesign.reporting.sure import answers, headline
from redesign.reporting.web.figure import shown
from redesign.reporting.web.parts import opened, paragraph, sentences, told
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Answer
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

TITLE = "How sure can we be?"


def other_truths(study: Study, answer: Answer | None) -> Html:
    """Standing, what to measure first, two charts, every table; where nothing was asked, how to ask."""
    if not isinstance(answer, Sure):
        return joined(tag("h3", TITLE), paragraph(*_how_to_ask()))
    said: list[Child] = [
        joined(tag("strong", name.removesuffix("?") + ":"), " ", words) for name, words in answers(answer).items()
    ]
    figures = (shown(chart, name) for name, chart in pictures(answer, study).items())
    tables = (strategies(answer), numbers(answer), classes(answer), choices(answer), promises(answer))
    return joined(
        tag("h3", TITLE),
        paragraph(tag("strong", headline(answer))),
        sentences(said),
        *figures,
        *(opened(section.title, told(section)) for section in tables if section.rows),
    )


def _how_to_ask() -> tuple[Child, ...]:
    return (
        "The intervals of this page are of means over years and cover chance. Which numbers would change the answer, "
        "and which to check first, is asked with ",
        tag("code", "redesign ask STUDY sure"),
        " (STUDY: the folder of this study), kept in that folder, and shown here the next time that the report is "
        "written.",
    )
