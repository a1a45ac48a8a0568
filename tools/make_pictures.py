"""Draw the pictures of the README from a stored study: `python tools/make_pictures.py STUDY`."""

from __future__ import annotations

import sys
from pathlib import Path

import redesign

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CHARTS = ("more_support", "posts")
DOTS_PER_INCH = 110


def draw(study: Path, folder: Path) -> None:
    """Each chart as a small PNG, and beside it the text that describes it."""
    result = redesign.load_study(study)
    folder.mkdir(exist_ok=True)
    for name in CHARTS:
        chart = result.chart(name)
        (folder / f"{name}.png").write_bytes(chart.png(DOTS_PER_INCH))
        (folder / f"{name}.txt").write_text(chart.alt + "\n", encoding="utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]), PICTURES)
