"""A drawn chart with its alternative text: shown in a notebook, saved for print."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from redesign.reporting import charts
from redesign.reporting.style import DOTS_PER_INCH, styled
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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


class Drawing(Protocol):
    """What a module of `charts` offers."""

    def chart(self, study: Study, axes: Axes | None = None) -> Axes:
        """Draw on the axes given, or on new ones."""

    def alt(self, study: Study) -> str:
        """Say the same in words."""


def draw(study: Study, name: str, axes: Axes | None = None) -> Chart:
    """One of `CHARTS`; raises KeyError where no chart has that name."""
    if name not in charts.CHARTS:
        raise KeyError(f"there is no chart {name!r}; there are {', '.join(charts.CHARTS)}")
    drawing = cast(Drawing, import_module(f"{charts.__name__}.{name}"))
    return Chart(drawing.chart(study, axes), drawing.alt(study))
