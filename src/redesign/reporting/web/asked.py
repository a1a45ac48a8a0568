"""An answer of `redesign ask` that the study folder keeps: its pictures, and its table with the sentences under it."""

from __future__ import annotations

from redesign.reporting.asked import section_of
from redesign.reporting.asked_charts import pictures
from redesign.reporting.web.figure import shown
from redesign.reporting.web.parts import opened, told
from redesign.reporting.web.tags import Html
from redesign.study.ask.answers import Answer
from redesign.study.study import Study


def answered(answer: Answer, study: Study) -> Html:
    """To be opened."""
    section = section_of(answer, study)
    figures = (shown(chart, name) for name, chart in pictures(answer, study).items())
    return opened(section.title, *figures, told(section))
