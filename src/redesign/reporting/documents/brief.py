"""One page for a board: what the plan does, what it costs, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redesign.reporting import sure as how_sure
from redesign.reporting.asked_robust import holds_better
from redesign.reporting.documents import tables, words
from redesign.reporting.documents.document import Block, Bullets, Document, Figure, Heading, Paragraph, document
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

MOST_LEVERS = 6
HEIGHT_INCHES = 2.4
"""Of the chart."""


def brief(
    study: Study, pictures: Mapping[str, Figure], sure: Sure | None = None, robust: Robust | None = None
) -> Document:
    """The page."""
    subject = "What the plan does, what it costs, and how sure that is"
    return document(study, "central office redesign on one page", subject, _blocks(study, pictures, sure, robust))


def _blocks(study: Study, pictures: Mapping[str, Figure], sure: Sure | None, robust: Robust | None) -> Iterator[Block]:
    yield Heading("What the plan does")
    if sure is not None and sure.standing == "undecided":
        yield Paragraph(how_sure.headline(sure))
    better = holds_better(robust)
    if better:
        yield Paragraph(better)
    yield Paragraph(f"{words.answer(study)} {words.people(study)} {words.visits(study)}")
    yield pictures["more_support"].at_most(HEIGHT_INCHES)
    yield tables.today_and_plan(study)
    yield Heading("What changes")
    yield Paragraph(words.teams(study))
    yield Paragraph(f"Services that change: {words.few(words.levers(study), MOST_LEVERS) or 'none'}.")
    yield Heading("How sure it is")
    yield Bullets((words.promises(study), *words.doubt(study), *words.other_truths(sure, None if better else robust)))
