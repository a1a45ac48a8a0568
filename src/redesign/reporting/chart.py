"""A drawn chart with its words: shown in a notebook, saved for print, said for those who do not see it."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from redesign.reporting import charts
from redesign.reporting.sections.section import Section
from redesign.reporting.source import source_of
from redesign.reporting.style import DOTS_PER_INCH, styled
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SCREEN_DOTS_PER_INCH = 150
QUICK = {"compress_level": 4}
"""A tenth larger, and written in half the time."""
SVG_DOTS_PER_INCH = 72
"""The unit of the format."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Axes and the words that stand for them where they cannot be seen."""

    axes: Axes
    question: str
    finding: str
    table: Section
    """Every value, also those that are not drawn."""
    alt: str
    """Question, finding, what is drawn, every value, source."""

    def save(self, folder: str | Path, name: str) -> list[Path]:
        """Write `name`.png (300 dpi), .svg and .txt (the alt text); the same chart gives the same bytes."""
        png, svg, txt = (Path(folder) / f"{name}.{suffix}" for suffix in ("png", "svg", "txt"))
        png.parent.mkdir(parents=True, exist_ok=True)
        png.write_bytes(self.png())
        svg.write_text(self.svg(), encoding="utf-8", newline="\n")
        txt.write_text(self.alt + "\n", encoding="utf-8", newline="\n")
        return [png, svg, txt]

    def png(self, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
        """The picture in pixels; its description is the alt text."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        told: Any = {"Software": None, "Title": self.question, "Description": self.alt}
        picture = io.BytesIO()
        with styled():
            figure, dpi = self._figure(), self._figure().dpi
            canvas = figure.canvas
            try:
                figure.set_dpi(dots_per_inch)
                FigureCanvasAgg(figure).print_png(picture, metadata=told, pil_kwargs=QUICK)  # type: ignore[no-untyped-call]
            finally:
                figure.set_dpi(dpi)
                figure.set_canvas(canvas)
        return picture.getvalue()

    def svg(self) -> str:
        """The picture in lines, an image with title and description for those who listen to it."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        told: Any = {"Date": None, "Creator": None, "Title": self.question}
        picture = io.StringIO()
        with styled():
            figure, dpi = self._figure(), self._figure().dpi
            canvas = figure.canvas
            try:
                figure.set_dpi(SVG_DOTS_PER_INCH)
                FigureCanvasSVG(figure).print_svg(picture, metadata=told)  # type: ignore[no-untyped-call]
            finally:
                figure.set_dpi(dpi)
                figure.set_canvas(canvas)
        return _described(picture.getvalue(), self.question, self.alt)

    def _figure(self) -> Figure:
        """With a layout that is computed once: a second computation would move things."""
        figure = cast("Figure", self.axes.get_figure(root=True))
        if figure.get_layout_engine() is not None:
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
        return figure

    def _repr_html_(self) -> str:
        """For notebooks: the picture with its alt text, which a page made of the notebook keeps."""
        data = b64encode(self.png(SCREEN_DOTS_PER_INCH)).decode()
        return f'<img src="data:image/png;base64,{data}" alt="{escape(self.alt, quote=True)}" style="max-width:100%">'

    def __repr__(self) -> str:
        return self.alt


class Drawing(Protocol):
    """What a module of `charts` offers; those of one team take its id as `team`, too."""

    QUESTION: str
    """The title: a question that a leader asks."""
    FORM: str
    """What is drawn, for those who do not see it."""

    def finding(self, study: Study, **of: Any) -> str:
        """The answer, computed from the study."""

    def table(self, study: Study, **of: Any) -> Section:
        """Every value."""

    def chart(self, study: Study, axes: Axes | None = None, **of: Any) -> Axes:
        """Draw on the axes given as a page, or on a new page."""


def draw(study: Study, name: str, axes: Axes | None = None, **of: Any) -> Chart:
    """One of `CHARTS`; raises KeyError where no chart has that name, or no team the one asked for."""
    drawing = drawing_of(name)
    found, values = drawing.finding(study, **of), drawing.table(study, **of)
    alt = " ".join([drawing.QUESTION, found, drawing.FORM, in_words(values), source_of(study)])
    return Chart(drawing.chart(study, axes, **of), drawing.QUESTION, found, values, alt)


def drawing_of(name: str) -> Drawing:
    """The module of one of `CHARTS`; raises KeyError where there is none."""
    if name not in charts.CHARTS:
        raise KeyError(f"there is no chart {name!r}; there are {', '.join(charts.CHARTS)}")
    return cast(Drawing, import_module(f"{charts.__name__}.{name}"))


def in_words(table: Section) -> str:
    """Every value of a table in sentences."""
    named = [name.lower() for name in table.columns[1:]]
    rows = [
        f"{first}: {', '.join(f'{name} {cell}'.strip() for name, cell in zip(named, cells, strict=True) if cell)}."
        for first, *cells in table.rows
    ]
    return " ".join([*rows, *table.lines]) or "There is no value."


def _described(svg: str, question: str, alt: str) -> str:
    """With the role of an image, named by its title and described; ids of its own, so that a page may hold several."""
    name = "-".join(re.findall(r"[a-z]+", question.lower()))
    head, start, rest = svg.partition("<svg ")
    title = rest.replace("<title>", f'<title id="{name}">', 1)
    told = f'</title>\n <desc id="{name}-description">{escape(alt, quote=False)}</desc>'
    described = title.replace("</title>", told, 1)
    return f'{head}{start}role="img" aria-labelledby="{name}" aria-describedby="{name}-description" {described}'
