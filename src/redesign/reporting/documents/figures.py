"""All charts in one document, one to a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from redesign.reporting.documents.document import Block, Document, Figure, Heading, PageBreak, document
from redesign.study.study import Study


def figures(study: Study, pictures: Mapping[str, Figure]) -> Document:
    """Every chart under the question that it answers."""
    return document(study, "figures", "Charts of today's office and of the plan", _blocks(pictures))


def _blocks(pictures: Mapping[str, Figure]) -> Iterator[Block]:
    for number, figure in enumerate(pictures.values()):
        if number:
            yield PageBreak()
        yield Heading(figure.caption)
        yield replace(figure, caption=figure.finding)
