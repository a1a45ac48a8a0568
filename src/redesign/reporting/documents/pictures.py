"""The charts of a study as files for print, each drawn once, and a list of their captions: the one door to `charts`."""

from __future__ import annotations

from pathlib import Path

from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.reporting.documents.document import Figure
from redesign.study.study import Study

CAPTIONS = "captions.txt"


def write_pictures(study: Study, folder: Path) -> dict[str, Figure]:
    """Every chart as PNG (300 dpi) and SVG in `folder`, with their captions and alternative texts in a file beside."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for number, name in enumerate(CHARTS, 1):
        drawn, file = draw(study, name), f"figure_{number:02d}_{name}"
        png, svg, text = drawn.save(folder, file)
        text.unlink()  # said in the list
        found[name] = Figure(svg, png, drawn.question, drawn.alt, finding=drawn.finding)
    (folder / CAPTIONS).write_text(_captions(found), encoding="utf-8")
    return found


def _captions(found: dict[str, Figure]) -> str:
    listed = [
        f"{figure.png.stem}\nCaption: {figure.caption} {figure.finding}\nAlternative text: {figure.alt}\n"
        for figure in found.values()
    ]
    return "\n".join(listed)
