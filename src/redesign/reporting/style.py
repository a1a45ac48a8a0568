"""How charts look: print size, colors that survive greyscale, text taken literally, files that repeat to the byte."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

WIDTH_INCHES = 6.5
"""Text width of a letter page with one-inch margins."""
MOST_INCHES = 8.0
"""No chart is taller, so that it fits the page with its caption."""
DOTS_PER_INCH = 300
POINTS = 72.0
"""Of an inch."""
SIZE, TITLE_SIZE, FINDING_SIZE = 8.0, 11.0, 9.0
"""Points of all text, of the question and of the finding."""
LINE = 1.25
"""Height of a line of text, in its size."""

OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
}
"""Colors that people with any color vision tell apart (Okabe and Ito, 2008)."""
INK = "#222222"
GREY = "#6B6B6B"
GRID = "#dddddd"
FALLBACK_FONTS = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",  # what the package of all of them is called
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Noto Emoji",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Segoe UI Emoji",
    "Arial Unicode MS",
)
STYLE: dict[str, Any] = {
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "legend.fontsize": SIZE,
    "legend.frameon": False,
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # the same picture on a machine with other fonts
    "svg.hashsalt": "redesign",  # the same bytes every time
}


@dataclass(frozen=True, slots=True)
class Look:
    """Color and hatch of one category, outlined in ink, and its name in the legend."""

    label: str
    color: str
    hatch: str = ""

    @property
    def face(self) -> dict[str, Any]:
        """What matplotlib asks of a bar or a patch."""
        return {"facecolor": self.color, "hatch": self.hatch, "edgecolor": INK, "linewidth": 0.6}


TODAY = Look("today", "#FFFFFF", "/////")
PLANNED = Look("planned", OKABE_ITO["blue"])
INTERVAL: dict[str, Any] = {"color": INK, "linewidth": 1.2, "capsize": 2.5, "capthick": 1.2, "linestyle": "none"}


@contextmanager
def styled() -> Iterator[None]:
    """Our style in force; a name in a script that no installed font has is drawn as boxes, without a warning."""
    import matplotlib

    settings: Any = {**STYLE, "font.family": families()}
    with matplotlib.rc_context(settings), boxes_for_letters():
        yield


@contextmanager
def boxes_for_letters() -> Iterator[None]:
    """Letters that no installed font has are boxes, without a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@cache
def families() -> list[str]:
    """The fonts of charts, those that are installed: what one has not, the next may have."""
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in FALLBACK_FONTS if name in installed)]
