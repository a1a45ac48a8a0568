"""Rows of a chart: names to the left, bars, intervals, numbers in columns to the right. Heights in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redesign.analysis.intervals import Interval
from redesign.reporting.page import AXIS, MARGIN, MOST_BODY, Page, fitted, points
from redesign.reporting.style import GRID, INK, INTERVAL, LINE, POINTS, SIZE, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME_POINTS = 150.0
"""Most width of a name beside its row."""
HEAD = 24.0
"""Room above rows for two lines of the names of columns."""
SPACE = 10.0
"""Beside names and between columns."""

Part = tuple[Look, Sequence[float]]
"""One segment of stacked bars: how it looks and how long it is in each bar."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Names as they are written, and where their rows stand."""

    names: tuple[str, ...]
    places: tuple[float, ...]
    """Middle of each row, points below the top."""
    height: float
    """Of all rows with the axis below."""
    left: float
    """Points that the names take."""

    @property
    def shown(self) -> int:
        """Rows that fit the page."""
        return len(self.names)

    def more(self, of: int, what: str) -> str:
        """What is said of rows that are left to the table."""
        rest = of - self.shown
        return f"{rest} more {what} stand in the table." if rest else ""


def rows_of(names: Sequence[str], tall: float, head: bool = False, most: float = MOST_BODY) -> Rows:
    """Rows of at least so many points, as many as fit; `head`: below the names of columns."""
    lines, places, at = list[str](), list[float](), HEAD if head else 2.0
    for name in names:
        line = fitted(name, NAME_POINTS, 2)
        own = max(tall, (1 + line.count("\n")) * SIZE * LINE + 5)
        if at + own > most:
            break
        lines.append(line)
        places.append(at + own / 2)
        at += own
    widest = max((points(part) for line in lines for part in line.splitlines()), default=0.0)
    return Rows(tuple(lines), tuple(places), at + 2 + AXIS, MARGIN + widest + SPACE)


def name_rows(panel: Axes, rows: Rows) -> None:
    """Names down the left side, first on top."""
    panel.set_yticks(list(rows.places), list(rows.names))
    panel.tick_params(axis="y", length=0)
    panel.axvline(0.0, color=INK, linewidth=0.8)


def bars(panel: Axes, places: Sequence[float], tall: float, parts: Sequence[Part]) -> None:
    """Stacked bars from 0: one bar a place, one segment a part."""
    left = [0.0] * len(places)
    for look, widths in parts:
        panel.barh(list(places), list(widths), tall, left=left, **look.face)
        left = [a + b for a, b in zip(left, widths, strict=True)]


def whiskers(panel: Axes, places: Sequence[float], found: Sequence[Interval | None]) -> None:
    """95% intervals across the ends of bars."""
    for place, interval in zip(places, found, strict=True):
        if interval is not None:
            reach = [[interval.mean - interval.low], [interval.high - interval.mean]]
            panel.errorbar([interval.mean], [place], xerr=reach, zorder=5, **INTERVAL)


def columns(rows: Rows, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[float]:
    """Points that each column of numbers takes: `cells` are columns."""
    return [
        SPACE + max(0.0, *(points(text, SIZE, text in head) for text in (*head.split("\n"), *column[: rows.shown])))
        for head, column in zip(heads, cells, strict=True)
    ]


def write_columns(panel: Axes, rows: Rows, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Numbers to the right of a panel, right-aligned under their names."""
    at = 0.0
    for wide, head, column in zip(columns(rows, heads, cells), heads, cells, strict=True):
        at += wide
        if head:
            beside(panel, 11.0, at, head, fontweight="bold")
        for place, text in zip(rows.places, column, strict=False):
            beside(panel, place, at, text)


def beside(panel: Axes, place: float, right: float, text: str, **how: Any) -> None:
    """A text that ends so many points to the right of a panel."""
    style: Any = {"textcoords": "offset points", "va": "center", "ha": "right", "annotation_clip": False, **how}
    panel.annotate(text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(right, 0.0), **style)


def quantities(panel: Axes, label: str, most: float, least: float = 0.0) -> None:
    """A horizontal axis of quantities from 0 on: light grid, thousands separated, few ticks."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    reach, figure = most - least, panel.get_figure(root=True)
    wide = panel.get_position().width * figure.get_figwidth() * POINTS if figure else 0.0
    panel.set_xlim(least - 0.04 * reach * (least < 0), most + 0.04 * reach if reach else 1.0)
    panel.xaxis.set_major_locator(MaxNLocator(max(1, min(5, int(wide // 50))), steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    panel.set_xlabel(label)
    panel.grid(axis="x", color=GRID, linewidth=0.6)


def percents(panel: Axes, label: str) -> None:
    """A horizontal axis from 0% to 100%."""
    panel.set_xlim(0.0, 1.0)
    panel.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    panel.set_xlabel(label)
    panel.grid(axis="x", color=GRID, linewidth=0.6)


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows of bars with numbers beside them."""

    page: Page
    rows: Rows
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]

    def panel(self) -> Axes:
        """The panel that names and numbers leave, both written."""
        right = sum(columns(self.rows, self.heads, self.cells)) + 2 * MARGIN
        panel = self.page.panel(self.rows.left, right)
        name_rows(panel, self.rows)
        write_columns(panel, self.rows, self.heads, self.cells)
        return panel
