"""What `redesign.run` gives back: a finished study to read, show, draw and save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from redesign.reporting.chart import Chart, draw
from redesign.reporting.document import Document, chosen, chosen_name
from redesign.reporting.figures import write_figures
from redesign.reporting.html import html
from redesign.reporting.summary import summary
from redesign.reporting.text import between, share, visible

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from matplotlib.axes import Axes


class Result:
    """A finished study: its document (as in `study.json`), words, tables and charts."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def plan(self) -> Document:
        """Posts, packages and levers of the certified plan."""
        return dict(chosen(self.document)["plan"])

    @property
    def strategies(self) -> Document:
        """Every strategy by name: plan, support, promises, hours, cost."""
        return dict(self.document["strategies"])

    @property
    def certificate(self) -> Document:
        """Solver status, support with its bound, promises, differences, years."""
        return dict(self.document["certificate"])

    @property
    def assumptions(self) -> list[Document]:
        """The numbers without a source, each with its file and line."""
        return list(self.document["assumptions"])

    @property
    def digest(self) -> str:
        """One hash over plan and measures."""
        return str(self.document["digest"])

    def __repr__(self) -> str:
        scenario, support = self.document["scenario"], self.certificate["support"]
        return (
            f"<Result {visible(scenario['name'])}: {chosen_name(self.document)}, modeled support {between(support)}, "
            f"certified gap {share(support['certified_gap'])}>"
        )

    def _repr_html_(self) -> str:
        return html(self.document)

    def summary(self) -> str:
        """The one-minute summary as plain text."""
        return summary(self.document)

    def save(self, folder: str | Path, executor: Executor | None = None) -> Path:
        """Write the study folder whole: `study.json`, tables, figures; raises OutputError.

        An `executor` of this machine's processes draws the charts side by side.
        """
        from redesign.study.storage import write_study

        target = Path(folder)
        write_study(target, self.document, lambda path: write_figures(self.document, path / "figures", executor))
        return target

    def hours_chart(self, axes: Axes | None = None) -> Chart:
        """Hours today by kind of work."""
        return draw(self.document, "hours_today", axes)

    def posts_chart(self, axes: Axes | None = None) -> Chart:
        """Posts today and planned, by source."""
        return draw(self.document, "posts", axes)

    def packages_chart(self, axes: Axes | None = None) -> Chart:
        """Packages by area and need quartile."""
        return draw(self.document, "packages", axes)

    def levers_chart(self, axes: Axes | None = None) -> Chart:
        """Levers taken and refused."""
        return draw(self.document, "levers", axes)

    def strategies_chart(self, axes: Axes | None = None) -> Chart:
        """Strategies compared, with intervals."""
        return draw(self.document, "strategies", axes)

    def promises_chart(self, axes: Axes | None = None) -> Chart:
        """Promises kept by team and service."""
        return draw(self.document, "promises", axes)
