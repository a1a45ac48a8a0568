"""The figures of a study folder."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial
from itertools import chain
from pathlib import Path

from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.simulation.replicate import replicate
from redesign.study.study import Study


def write_figures(study: Study, folder: Path, executor: Executor | None = None) -> list[Path]:
    """Every chart as PNG (300 dpi), SVG and alt text in `folder`, which is made if it is missing.

    An `executor` whose processes see this folder draws the charts side by side. Returns the files in the order of
    `CHARTS`; raises OSError where one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    last_first = list(reversed(CHARTS))  # the last has most to draw: begun last, it would keep the others waiting
    files = replicate(partial(write_figure, study, folder), last_first, executor)
    return list(chain(*reversed(files)))


def write_figure(study: Study, folder: Path, name: str) -> list[Path]:
    """One of `CHARTS` as three files."""
    return draw(study, name).save(folder, name)
