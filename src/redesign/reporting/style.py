"""How charts look: print size, colors that survive greyscale, text taken literally, files that repeat to the byte."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redesign.reporting.text import shorten, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

WIDTH_INCHES = 6.5
"""Text width of a letter page with one-inch margins."""

DOTS_PER_INCH = 300

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

NAME_POINTS = 172
"""Most width of a name beside its row: what is left is enough for a title in bold."""
ONE_LINE_MORE = 0.8
"""Of the height of a row, for each further line of its name."""
INK = "#222222"
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
    "font.size": 9.0,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9.0,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "text.color": INK,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # the same picture on a machine with other fonts
    "svg.hashsalt": "redesign",  # the same bytes every time
}


@dataclass(frozen=True, slots=True)
class Look:
    """Color and hatch of one category, and its name in the legend."""

    label: str
    color: str
    hatch: str = ""


Part = tuple[Look, Sequence[float]]
"""One segment of stacked bars: how it looks and how long it is in each bar."""


@contextmanager
def styled() -> Iterator[None]:
    """Our style in force; a name in a script that no installed font has is drawn as boxes, without a warning."""
    import matplotlib

    settings: Any = {**STYLE, "font.family": families()}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@contextmanager
def canvas(axes: Axes | None, height_inches: float) -> Iterator[Axes]:
    """The given axes, or new ones of print width, drawn on in our style; every text stays literal afterwards."""
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    with styled():
        alone = axes is None
        if axes is None:
            axes = Figure(figsize=(WIDTH_INCHES, height_inches), layout="constrained").subplots()
        axes.spines[["top", "right"]].set_visible(False)
        yield axes
        if alone:
            _fit_title(axes)
        for text in axes.findobj(Text):
            # Tick labels made after this block would read the caller's settings.
            text.set_parse_math(False)


def families() -> list[str]:
    """The fonts of charts, those that are installed: what one has not, the next may have."""
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in FALLBACK_FONTS if name in installed)]


def stack(axes: Axes, places: Sequence[float], parts: Sequence[Part], height: float) -> list[Patch]:
    """Horizontal stacked bars: one bar per place, one segment per part; returns the handles for a legend."""
    from matplotlib.patches import Patch

    left, handles = [0.0] * len(places), []
    for look, widths in parts:
        face: Any = {"facecolor": look.color, "hatch": look.hatch, "edgecolor": INK, "linewidth": 0.5}
        axes.barh(places, widths, height, left=left, **face)
        left = [a + b for a, b in zip(left, widths, strict=True)]
        handles.append(Patch(label=look.label, **face))
    return handles


def heading(axes: Axes, title: str, subtitle: str, handles: Sequence[Any] = (), columns: int = 4) -> None:
    """Title, second line and, between them and the axes, the legend."""
    rows = -(-len(handles) // columns)
    axes.set_title(f"{title}\n{shorten(subtitle, 48)}", pad=8 + 15 * rows)
    if handles:
        axes.legend(
            handles=list(handles),
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=columns,
            borderaxespad=0.3,
            handlelength=1.5,
            handletextpad=0.5,
            columnspacing=1.0,
        )


def _fit_title(axes: Axes) -> None:
    """Cut or wrap the title to what the names of rows leave of the page."""
    from matplotlib.text import Text

    size, labels = STYLE["ytick.labelsize"], axes.get_yticklabels() if axes.axison else []
    lines = [(line, label.get_fontweight() == "bold") for label in labels for line in label.get_text().splitlines()]
    taken = max((_points(line, size, bold) for line, bold in lines), default=0.0)
    room = WIDTH_INCHES * 72 - taken - 30  # the ticks and margins between, and what rounding to dots may add

    def width(line: str) -> float:
        return _points(line, STYLE["axes.titlesize"], bold=True)

    whole = axes.get_title(loc="left")
    title, subtitle = whole.split("\n")
    text = next(text for text in axes.findobj(Text) if text.get_text() == whole)
    text.set_text(f"{wrapped(title, room, 2, width)}\n{shorten(subtitle, room, width)}")


def grouped(names: Sequence[str], headers: Sequence[bool]) -> tuple[list[str], list[float], float]:
    """Names in up to three lines, the places of rows as tall as they need, and the height of all of them."""
    with styled():
        lines = [_fitted(name, 3, header) for name, header in zip(names, headers, strict=True)]
    places, height = list[float](), 0.0
    for line in lines:
        own = 1 + ONE_LINE_MORE * line.count("\n")
        places.append(height + own / 2 - 0.5)
        height += own
    return lines, places, height


def rows(axes: Axes, places: Sequence[float], names: Sequence[str], headers: Sequence[bool] = ()) -> None:
    """Names down the left side, first on top, in two lines; with headers, in bold, names as `grouped` gives them."""
    axes.set_yticks(places, list(names) if headers else [_fitted(name, 2) for name in names])
    axes.tick_params(axis="y", length=0)
    for label, header in zip(axes.get_yticklabels(), headers, strict=False):
        label.set_fontweight("bold" if header else "normal")
    above, below = (0.7 + ONE_LINE_MORE / 2 * names[place].count("\n") * bool(headers) for place in (0, -1))
    axes.set_ylim(max(places) + below, min(places) - above)


def _fitted(name: str, lines: int, bold: bool = False) -> str:
    return wrapped(name, NAME_POINTS, lines, lambda line: _points(line, STYLE["ytick.labelsize"], bold))


def _points(line: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in print."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0])


def thousands(axes: Axes, label: str, whole: bool = False) -> None:
    """A horizontal axis of quantities: light grid, thousands separated, few ticks, whole numbers on request."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10], integer=whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.set_xlabel(label)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)


def say(axes: Axes, sentence: str) -> None:
    """A sentence where there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.0, 0.5, sentence, transform=axes.transAxes, ha="left", va="center")
