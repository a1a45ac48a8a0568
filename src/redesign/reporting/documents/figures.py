"""All charts in one document, one to a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from redesign.reporting.documents.document import Block, Document, Figure, Heading, PageBreak, document
from redesign.study.study import Study


def figures(study: Study, pictures: Mapping[str, Figure]) -> Document:
    """Every chart; its question and finding stand in the picture, and not once more around it."""
    return document(study, "figures", "Charts of today's office and of the plan", _blocks(pictures))


def _blocks(pictures: Mapping[str, Figure]) -> Iterator[Block]:
    for number, (name, figure) in enumerate(pictures.items()):
        if number:
            yield PageBreak()
        yield Heading(name.replace("_", " ").capitalize())
        yield replace(figure, caption=f"in the folder figures as {figure.svg.stem}, PNG, SVG and PDF")
