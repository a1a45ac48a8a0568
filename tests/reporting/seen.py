"""What a reader sees of a drawn chart: its panels and its texts, where they stand, and how colors differ."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from matplotlib.text import Text

from redesign.reporting.style import MOST_INCHES, SIZE, WIDTH_INCHES, styled

TOUCH = 1.0
"""Dots by which two texts may overlap: boxes are a little larger than their letters."""


def panels(axes: Any) -> list[Any]:
    """The axes of a chart, the page itself first."""
    return [axes, *(each for child in axes.child_axes for each in panels(child))]


def texts(axes: Any) -> list[Text]:
    """Every text that is drawn; ticks beyond the limits are none."""
    figure = axes.get_figure(root=True)
    with styled():
        figure.draw_without_rendering()
    unseen: list[Text] = []
    for panel in panels(axes):
        for axis, limits in ((panel.xaxis, panel.get_xlim()), (panel.yaxis, panel.get_ylim())):
            ticks = [label for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]
                     for label in (tick.label1, tick.label2)]  # fmt: skip
            low, high = sorted(limits)
            at = 0 if axis is panel.xaxis else 1
            unseen += [t for t in ticks if not (panel.axison and low <= t.get_position()[at] <= high)]
            unseen += [] if panel.axison else [axis.label]
    return [t for t in axes.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in unseen]


def faults(axes: Any) -> list[str]:
    """Texts that leave the page, are too small or lie on each other, and a page that is too large."""
    found, figure = [], axes.get_figure(root=True)
    page, drawn = figure.bbox, texts(axes)
    if figure.get_figwidth() > WIDTH_INCHES + 1e-6 or figure.get_figheight() > MOST_INCHES:
        found.append(f"page of {figure.get_figwidth()} x {figure.get_figheight()} inches")
    with styled():
        boxes = [(text, text.get_window_extent()) for text in drawn]
    for text, box in boxes:
        if text.get_fontsize() < SIZE:
            found.append(f"small: {text.get_text()!r}")
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1:
            found.append(f"outside: {text.get_text()!r}")
    for (one, a), (other, b) in combinations(boxes, 2):
        if min(a.x1, b.x1) - max(a.x0, b.x0) > TOUCH and min(a.y1, b.y1) - max(a.y0, b.y0) > TOUCH:
            found.append(f"overlap: {one.get_text()!r} and {other.get_text()!r}")
    return found


def words(axes: Any) -> str:
    """All that is written, in one line."""
    return " ".join(" ".join(text.get_text().split()) for text in texts(axes))


def luminance(color: str) -> float:
    """Relative luminance of WCAG, 0 black to 1 white: what greyscale leaves of a color."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast of two colors as WCAG counts it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def assert_inside(figure: Any) -> None:
    """No text leaves the page, none is smaller than 7 points, no two row names overlap."""
    with styled():
        figure.draw_without_rendering()
    page, axes = figure.bbox, figure.axes[0]
    left, right = axes.get_xlim()
    names = axes.get_yticklabels() if axes.axison else []
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    unseen = [
        tick for tick in ticks if tick not in names and not (axes.axison and left <= tick.get_position()[0] <= right)
    ]
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text() and text not in unseen:
            box = text.get_window_extent()
            assert text.get_fontsize() >= 7
            assert page.x0 - 1 <= box.x0 <= box.x1 <= page.x1 + 1, text.get_text()
            assert page.y0 - 1 <= box.y0 <= box.y1 <= page.y1 + 1, text.get_text()
    boxes = sorted((label.get_window_extent() for label in names), key=lambda box: box.y0)
    assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes))
