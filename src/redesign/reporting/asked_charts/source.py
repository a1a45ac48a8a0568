"""The last line of an answer's picture: where its numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from redesign.reporting.reading import whose
from redesign.reporting.source import NOT_MEASURED
from redesign.reporting.sure import made_of
from redesign.reporting.text import amount, counted, visible, wrapped
from redesign.study.ask.answers import About
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTERS = 106
"""That fit on a line of a page at the size of the source line."""
POINTS = 8.0
PAPER: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
"""Under words that would else stand on a line."""
EXPECTED = (
    "Expected: under the team tables that the study has learned, with the file's shares of visits made; simulated "
    "support may be more or less."
)


def source(about: About, study: Study) -> str:
    """District, scenario, seed, years, and how much is assumed."""
    years = f", {counted(about.years, 'final year')}" if about.years else ""
    place = whose(study)
    return (
        f"Source: {place}{': ' if place else ''}modeled by redesign {study.versions['redesign']}, not measured; "
        f"scenario {visible(about.scenario)}, seed {study.scenario.seed}{years}, "
        f"{counted(len(study.assumptions), 'assumed number')}. {EXPECTED}"
    )


def drawn_from(sure: Sure, study: Study) -> str:
    """The same of an answer that rests on draws of the numbers."""
    place = whose(study)
    return (
        f"{place}{'. ' if place else ''}Source: redesign {study.versions['redesign']}, scenario "
        f"{visible(sure.about.scenario)}, seed {study.scenario.seed}; {made_of(sure)} {NOT_MEASURED}"
    )


def sentence(finding: str) -> str:
    """A finding as a sentence of its own."""
    return f"{finding[:1].upper()}{finding[1:]}."


def under(axes: Axes, line: str) -> None:
    """The line at the foot of a figure of our own."""
    figure = cast("Figure", axes.figure)
    figure.supxlabel(wrapped(line, LETTERS, 4), x=0.01, ha="left", fontsize=POINTS)


def open_difference(about: About) -> float:
    """Differences up to this may be what the solver has not found; 0 where it is less than half an hour."""
    left = about.base.bound - about.base.support
    return left if left > 0.5 else 0.0


def openly(about: About) -> str:
    """The same as a sentence; empty where there is none."""
    left = open_difference(about)
    return f" Differences of up to {amount(left)} may be what the solver has not found." if left else ""
