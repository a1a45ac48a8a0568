"""The page of a chart: question, finding, legend, source line, and between them the room for panels, in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from redesign.reporting.style import (
    FINDING_SIZE,
    GREY,
    INK,
    LINE,
    MOST_INCHES,
    POINTS,
    SIZE,
    TITLE_SIZE,
    WIDTH_INCHES,
    Look,
    boxes_for_letters,
    families,
    styled,
)
from redesign.reporting.text import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, GAP = 4.0, 6.0
"""Around the page; between its parts."""
AXIS = 30.0
"""Ticks and the name of a horizontal axis."""
LEAST_BODY = 40.0
SCREEN = 0.965
"""Of the width, for texts: on screens letters stand on whole dots and come out wider than in print."""
MOST_BODY = MOST_INCHES * POINTS - 165.0
"""What the longest words leave of the tallest page."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a chart."""

    question: str
    """Its title."""
    finding: str
    """The answer, computed from the study."""
    source: str
    """Where the numbers come from."""


@dataclass(frozen=True, slots=True)
class Page:
    """The room that is left for panels."""

    base: Axes
    """All of the page, without axes of its own."""
    width: float
    height: float
    top: float
    """Points taken above the panels."""
    bottom: float
    """Points taken below them, the horizontal axis among them."""

    def panel(self, left: float, right: float) -> Axes:
        """Axes with so many points free to their left and right; the vertical unit is a point, downwards from 0."""
        room = max(LEAST_BODY, self.height - self.top - self.bottom)
        wide = max(LEAST_BODY, self.width - left - right)
        box = (left / self.width, self.bottom / self.height, wide / self.width, room / self.height)
        panel = self.base.inset_axes(box)
        panel.set_ylim(room, 0.0)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        return panel


@contextmanager
def page(axes: Axes | None, words: Words, body: float, looks: Sequence[Any] = (), note: str = "") -> Iterator[Page]:
    """A new page of print width, as tall as its parts, or the axes given as the page; in our style, texts literal.

    Axes should be about as wide as a page, since names and numbers beside bars are not made smaller.

    `body` is the height of the panels with their horizontal axis. `looks` are those of the legend, or what matplotlib
    takes as handles. `note` stands below the panels.
    """
    from matplotlib.text import Text

    with styled():
        width = WIDTH_INCHES * POINTS if axes is None else _points_of(axes)[0]
        room = SCREEN * (width - 2 * MARGIN)
        above = _above(words, room)
        legend = [_handle(look) for look in looks]
        columns = _columns([handle.get_label() for handle in legend], room)
        rows = -(-len(legend) // columns) if legend else 0
        below = _lines(f"{note} {words.source}".strip(), room, 4, SIZE)
        top = MARGIN + sum(size * LINE for _, size, _ in above) + GAP + rows * (SIZE * LINE + 5) + GAP * bool(rows)
        bottom = MARGIN + len(below) * SIZE * LINE + GAP
        base, height = (_new(width, top + body + bottom), top + body + bottom) if axes is None else (axes, 0.0)
        height = height or _points_of(base)[1]
        base.set_axis_off()
        _write(base, (width, height), above, below)
        if legend:
            spot = (MARGIN / width, 1 - (top - GAP - rows * (SIZE * LINE + 5)) / height)
            _legend(base, legend, columns, spot)
        yield Page(base, width, height, top, bottom + AXIS)
        for text in base.findobj(Text):
            text.set_parse_math(False)  # tick labels made after this block would read the caller's settings


@lru_cache(maxsize=20_000)
def points(line: str, size: float = SIZE, bold: bool = False) -> float:
    """Width of a line of text in print."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=families(), size=size, weight="bold" if bold else "normal")
    with boxes_for_letters():
        return float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0])


def fitted(text: object, width: float, lines: int, size: float = SIZE, bold: bool = False) -> str:
    """A text in at most so many lines of so many points."""
    return wrapped(text, width, lines, lambda line: points(line, size, bold))


def _above(words: Words, room: float) -> list[tuple[str, float, str]]:
    """Lines with size and weight: the question, and what was found."""
    question = fitted(words.question, room, 2, TITLE_SIZE, bold=True).splitlines()
    finding = fitted(words.finding, room, 4, FINDING_SIZE).splitlines()
    return [(line, TITLE_SIZE, "bold") for line in question] + [(line, FINDING_SIZE, "normal") for line in finding]


def _lines(text: str, room: float, most: int, size: float) -> list[str]:
    return fitted(text, room, most, size).splitlines()


def _write(base: Axes, size: tuple[float, float], above: list[tuple[str, float, str]], below: list[str]) -> None:
    width, height = size
    at = MARGIN
    for line, points_tall, weight in above:
        _line(base, (MARGIN / width, 1 - at / height), line, fontsize=points_tall, fontweight=weight, va="top")
        at += points_tall * LINE
    at = MARGIN + len(below) * SIZE * LINE
    for line in below:
        at -= SIZE * LINE
        _line(base, (MARGIN / width, at / height), line, fontsize=SIZE, color=GREY, va="bottom")


def _line(base: Axes, spot: tuple[float, float], line: str, **how: Any) -> None:
    base.text(*spot, line, transform=base.transAxes, ha="left", **how)


def _legend(base: Axes, handles: list[Any], columns: int, spot: tuple[float, float]) -> None:
    base.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=spot,
        ncols=columns,
        borderaxespad=0.0,
        borderpad=0.0,
        handlelength=2.0,
        handletextpad=0.5,
        columnspacing=1.5,
        labelspacing=0.5,
    )


def _columns(labels: list[str], room: float) -> int:
    """As many as surely fit: one row if all do, else columns as wide as the widest."""
    wide = [points(label) + 4.5 * SIZE for label in labels]
    return len(labels) if sum(wide) <= room else max(1, int(room // max(wide)))


def _handle(look: Any) -> Any:
    from matplotlib.patches import Patch

    return Patch(label=look.label, **look.face) if isinstance(look, Look) else look


def _new(width: float, height: float) -> Axes:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / POINTS, height / POINTS))
    return figure.add_axes((0.0, 0.0, 1.0, 1.0))


def _points_of(axes: Axes) -> tuple[float, float]:
    """Width and height of axes in points."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 - axes are drawn on a figure
    box = axes.get_position()
    return box.width * figure.get_figwidth() * POINTS, box.height * figure.get_figheight() * POINTS


def say(found: Page, sentence: str) -> None:
    """A sentence where there is nothing to draw."""
    spot = (MARGIN / found.width, 1 - (found.top + 2 * GAP) / found.height)
    _line(found.base, spot, fitted(sentence, found.width - 2 * MARGIN, 2), va="top", color=INK)
