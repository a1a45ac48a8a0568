"""The figures of a study folder."""

from __future__ import annotations

from pathlib import Path

from redesign.reporting.chart import CHARTS, draw
from redesign.reporting.document import Document


def write_figures(study: Document, folder: Path) -> list[Path]:
    """Every chart as PNG (300 dpi), SVG and alt text in `folder`, which is made if it is missing.

    Returns the files in the order written; raises OSError where one cannot be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in CHARTS:
        written += draw(study, name).save(folder, name)
    return written
