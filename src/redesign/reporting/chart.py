"""A drawn chart with its alternative text: shown in a notebook, saved for print."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from redesign.reporting import charts
from redesign.reporting.document import Document
from redesign.reporting.style import DOTS_PER_INCH, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CHARTS: dict[str, tuple[Callable[..., Any], Callable[[Document], str]]] = {
    "hours_today": (charts.hours_chart, charts.hours_alt),
    "posts": (charts.posts_chart, charts.posts_alt),
    "packages": (charts.packages_chart, charts.packages_alt),
    "levers": (charts.levers_chart, charts.levers_alt),
    "strategies": (charts.strategies_chart, charts.strategies_alt),
    "promises": (charts.promises_chart, charts.promises_alt),
}
"""File name to chart function and alt-text function."""

SCREEN_DOTS_PER_INCH = 150
SVG_DOTS_PER_INCH = 72
"""The unit of the format."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Axes and the text that stands for them where they cannot be seen."""

    axes: Axes
    alt: str

    def save(self, folder: Path, name: str) -> list[Path]:
        """Write `name`.png (300 dpi), .svg and .txt (the alt text); the same chart gives the same bytes."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        png, svg, txt = (folder / f"{name}.{suffix}" for suffix in ("png", "svg", "txt"))
        with styled():
            figure = self._settled()
            canvas, dpi = figure.canvas, figure.dpi
            try:
                # `savefig` would draw each picture twice: once to settle a layout that is settled
                figure.set_dpi(DOTS_PER_INCH)
                told: Any = {"Software": None, "Description": self.alt}
                FigureCanvasAgg(figure).print_png(png, metadata=told)  # type: ignore[no-untyped-call]
                figure.set_dpi(SVG_DOTS_PER_INCH)
                told = {"Date": None, "Creator": None, "Title": name, "Description": self.alt}
                FigureCanvasSVG(figure).print_svg(svg, metadata=told)  # type: ignore[no-untyped-call]
            finally:
                figure.set_dpi(dpi)
                figure.set_canvas(canvas)
        txt.write_text(self.alt + "\n", encoding="utf-8", newline="\n")
        return [png, svg, txt]

    def _settled(self) -> Figure:
        """The figure with its layout computed once: a second computation would move things."""
        figure = cast("Figure", self.axes.figure)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        return figure

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        with styled():
            self._settled().savefig(picture, dpi=SCREEN_DOTS_PER_INCH, format="png", metadata={"Software": None})
        return picture.getvalue()

    def __repr__(self) -> str:
        return self.alt


def draw(study: Document, name: str, axes: Axes | None = None) -> Chart:
    """One of `CHARTS`, drawn from a stored study; raises KeyError where no chart has that name."""
    function, alt = CHARTS[name]
    return Chart(function(study, axes), alt(study))
