"""How sure the answer is under other truths: the kept answer of `redesign ask SCENARIO sure`."""

from __future__ import annotations

import shlex

from redesign.reporting.asked_charts import pictures
from redesign.reporting.asked_sure import choices, classes, numbers, promises, strategies
from redesign.reporting.chart import Chart
from redesign.reporting.sure import answers, headline
from redesign.reporting.text import visible
from redesign.reporting.web.figure import of_chart
from redesign.reporting.web.parts import opened, paragraph, sentences, told, wide
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Answer
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

TITLE = "How sure can we be?"


def other_truths(study: Study, answer: Answer | None) -> Html:
    """Standing, what to measure first, two charts, every table; where nothing was asked, how to ask."""
    if not isinstance(answer, Sure):
        return joined(tag("h3", TITLE), paragraph(*_how_to_ask(study)))
    said: list[Child] = [
        joined(tag("strong", name.removesuffix("?") + ":"), " ", words) for name, words in answers(answer).items()
    ]
    shown = (_figure(name, chart) for name, chart in pictures(answer, study).items())
    tables = (strategies(answer), numbers(answer), classes(answer), choices(answer), promises(answer))
    return joined(
        tag("h3", TITLE),
        paragraph(tag("strong", headline(answer))),
        sentences(said),
        *shown,
        *(opened(section.title, told(section)) for section in tables if section.rows),
    )


def _figure(name: str, chart: Chart) -> Html:
    words = tag("figcaption", tag("strong", chart.question), " ", chart.finding, class_="narrow")
    return tag("figure", words, wide(chart.question, of_chart(chart, name)))


def _how_to_ask(study: Study) -> tuple[Child, ...]:
    file = study.scenario.file
    command = f"redesign ask {shlex.quote(visible(file)) if file else 'SCENARIO'} sure"
    return (
        "The intervals of this page cover chance from year to year. Which numbers would change the answer, and which "
        "to check first, is asked with ",
        tag("code", command),
        ", kept in the study folder, and shown here the next time that the report is written.",
    )
