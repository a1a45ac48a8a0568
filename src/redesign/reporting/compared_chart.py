"""The chart of a comparison: modeled support of both offices today and of both plans, on the years compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.chart import Chart, in_words
from redesign.reporting.page import Words, page
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.section import Section
from redesign.reporting.source import NOT_MEASURED
from redesign.reporting.style import PLANNED, TODAY
from redesign.reporting.text import amount, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from redesign.analysis.intervals import Interval
    from redesign.study.compare.comparison import Comparison

QUESTION = "Which of two plans brings more modeled support?"
FORM = "Four bars with 95% intervals: today's office and the plan of each study."
LOOKS = {"today": TODAY, "plan": PLANNED}


def draw(comparison: Comparison, finding: str, axes: Axes | None = None) -> Chart:
    """On the axes given as a page, or on a new page."""
    rows = _rows(comparison)
    table = Section(
        QUESTION,
        ("", "Modeled support, hours a year", "95% interval"),
        tuple((name, amount(found.mean), f"{amount(found.low)} to {amount(found.high)}") for name, _, found in rows),
    )
    words = Words(QUESTION, finding, _source(comparison))
    alt = " ".join([QUESTION, finding, FORM, in_words(table), words.source])
    return Chart(_drawn(rows, table, words, axes), QUESTION, finding, table, alt)


def _drawn(rows: list[tuple[str, str, Interval]], table: Section, words: Words, axes: Axes | None) -> Axes:
    places = rows_of([name for name, _, _ in rows], 24.0, head=True)
    with page(axes, words, places.height) as found:
        cells = list(zip(*[row[1:] for row in table.rows], strict=True))
        panel = Bars(found, places, ("Hours", "95% interval"), cells).panel()
        for place, (_, what, interval) in zip(places.places, rows, strict=False):
            bars(panel, [place], 15.0, [(LOOKS[what], [interval.mean])])
            whiskers(panel, [place], [interval])
        most, least = max(0.0, *(each.high for *_, each in rows)), min(0.0, *(each.low for *_, each in rows))
        quantities(panel, "modeled support (coaching-equivalent hours a year)", most, least)
    return found.base


def _rows(comparison: Comparison) -> list[tuple[str, str, Interval]]:
    """Name, whether today or plan, and support, of A and then of B."""
    return [
        (f"{letter} {each.what}: {visible(side.name)}", each.what, each.a if letter == "A" else each.b)
        for letter, side in (("A", comparison.a), ("B", comparison.b))
        for each in comparison.support
    ]


def _source(comparison: Comparison) -> str:
    a, b = comparison.a, comparison.b
    seeds = f"seed {a.seed}" if a.seed == b.seed else f"seeds {a.seed} and {b.seed}"
    years = f"{comparison.years[0]}" if comparison.paired else f"{comparison.years[0]} and {comparison.years[1]}"
    names = f"{visible(a.name)} and {visible(b.name)}"
    return f"Source: redesign, scenarios {names}, {seeds}, {years} simulated years. {NOT_MEASURED}"
