"""The frame of an answer's picture: title, finding and legend above axes that matplotlib lays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from redesign.reporting.page import points
from redesign.reporting.style import GRID, SIZE, TITLE_SIZE, WIDTH_INCHES, styled
from redesign.reporting.text import shorten, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME_POINTS = 172
"""Most width of a name beside its row."""
LEFT_POINTS = 6
"""Margin of the page."""


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


def heading(axes: Axes, title: str, subtitle: str, handles: Sequence[Any] = (), columns: int = 4) -> None:
    """Title, second line and, between them and the axes, the legend."""
    rows = -(-len(handles) // columns)
    how: Any = {"loc": "left", "fontsize": TITLE_SIZE, "fontweight": "bold"}
    axes.set_title(f"{title}\n{shorten(subtitle, 64)}", pad=8 + 15 * rows, **how)
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
    """Begin the title at the left of the page, and cut or wrap it to the page."""
    from matplotlib.text import Text
    from matplotlib.transforms import blended_transform_factory

    room = WIDTH_INCHES * 72 - 24  # margins, and what rounding to dots may add

    def width(line: str) -> float:
        return points(line, TITLE_SIZE, bold=True)

    whole = axes.get_title(loc="left")
    title, subtitle = whole.split("\n")
    text = next(text for text in axes.findobj(Text) if text.get_text() == whole)
    figure: Any = axes.figure
    text.set_transform(blended_transform_factory(figure.transFigure, text.get_transform()))
    text.set_x(LEFT_POINTS / (WIDTH_INCHES * 72))
    text.set_text(f"{wrapped(title, room, 2, width)}\n{shorten(subtitle, room, width)}")


def rows(axes: Axes, places: Sequence[float], names: Sequence[str]) -> None:
    """Names down the left side, first on top, in two lines."""
    axes.set_yticks(places, [_fitted(name, 2) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(places) + 0.7, min(places) - 0.7)


def _fitted(name: str, lines: int, bold: bool = False) -> str:
    return wrapped(name, NAME_POINTS, lines, lambda line: points(line, SIZE, bold))


def thousands(axes: Axes, label: str, whole: bool = False) -> None:
    """A horizontal axis of quantities: light grid, thousands separated, few ticks, whole numbers on request."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10], integer=whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.set_xlabel(label)
    axes.grid(axis="x", color=GRID, linewidth=0.6)


def say(axes: Axes, sentence: str) -> None:
    """A sentence where there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.0, 0.5, sentence, transform=axes.transAxes, ha="left", va="center")
