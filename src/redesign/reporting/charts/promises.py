"""Which promises are at risk: missed, below the district's own target, or too close to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.page import page, say
from redesign.reporting.reading import STANDINGS, Standing, standing_of, standings_in_words
from redesign.reporting.rows import Bars, percents, rows_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.text import UNKNOWN, share, visible
from redesign.reporting.text import percents as per_cent
from redesign.study.strategy_result import PromiseResult
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Which promises are at risk?"
FORM = "A row for each promise at risk: the planned share with its 95% interval, the target and today's share."
MARKS: dict[Standing, dict[str, Any]] = {
    "missed": {"marker": "X", "color": OKABE_ITO["vermillion"], "markeredgecolor": INK, "markersize": 8},
    "close": {"marker": "o", "color": "white", "markeredgecolor": INK, "markersize": 6.5},
    "as_today": {"marker": "D", "color": OKABE_ITO["blue"], "markeredgecolor": INK, "markersize": 5.5},
}
TARGET: dict[str, Any] = {"marker": "|", "color": INK, "markersize": 12, "markeredgewidth": 2.2}
TODAY: dict[str, Any] = {"marker": "s", "color": "white", "markeredgecolor": INK, "markersize": 4.5}
ORDER: tuple[Standing, ...] = ("missed", "close", "as_today", "meets")


def finding(study: Study) -> str:
    """How all of them came out."""
    return standings_in_words(study.chosen.promises) if study.chosen.promises else "Nothing is promised."


def table(study: Study) -> Section:
    """Every promise, those at risk first."""
    rows = tuple(
        (
            visible(p.label),
            share(p.file_share),
            share(p.today_share),
            _planned(p),
            STANDINGS[standing_of(p)],
        )
        for p in _ordered(study)
    )
    columns = ("Promise", "District's target", "Today", "Planned (95% interval)", "Verdict")
    return Section(QUESTION, columns, rows, ("Share of requests on time, or of promised visits made.",))


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Only those at risk."""
    at_risk = [p for p in _ordered(study) if standing_of(p) != "meets"]
    rows = rows_of([p.label for p in at_risk], 19.0, head=True)
    note = rows.more(len(at_risk), "promises at risk")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, _handles(at_risk), note) as found:
        if not at_risk:
            say(found, "None: every promise meets the district's own target." if study.chosen.promises else "None.")
            return found.base
        shown = at_risk[: rows.shown]
        cells = [
            [share(p.file_share) for p in shown],
            [share(p.today_share) for p in shown],
            [_planned(p) for p in shown],
        ]
        panel = Bars(found, rows, ("Target", "Today", "Planned (95%)"), cells).panel()
        for place, p in zip(rows.places, shown, strict=True):
            _mark(panel, place, p)
        percents(panel, "modeled share on time (services) or made (visits)")
        panel.set_xlim(-0.02, 1.02)
    return found.base


def _mark(panel: Axes, place: float, p: PromiseResult) -> None:
    panel.plot([p.file_share], [place], linestyle="none", zorder=3, **TARGET)
    if p.today_share is not None:
        panel.plot([p.today_share], [place - 4.5], linestyle="none", zorder=4, **TODAY)
    if p.share is not None:
        panel.plot([p.share.low, p.share.high], [place + 2.5] * 2, color=INK, linewidth=1.6, zorder=4)
        panel.plot([p.share.mean], [place + 2.5], linestyle="none", zorder=5, **MARKS[standing_of(p)])


def _ordered(study: Study) -> list[PromiseResult]:
    return sorted(study.chosen.promises, key=lambda p: ORDER.index(standing_of(p)))


def _planned(p: PromiseResult) -> str:
    if p.share is None:
        return UNKNOWN
    return f"{per_cent(p.share.mean)}% ({per_cent(p.share.low)} to {per_cent(p.share.high)})"


def _handles(at_risk: list[PromiseResult]) -> list[Any]:
    from matplotlib.lines import Line2D

    found = {standing_of(p) for p in at_risk}
    marks = [(f"planned: {STANDINGS[v]}", mark) for v, mark in MARKS.items() if v in found]
    marks += [("district's target", TARGET), ("today", TODAY)] if at_risk else []
    return [Line2D([], [], linestyle="none", label=label, **mark) for label, mark in marks]
