"""What each support area contributes, today and planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.analysis.intervals import Interval
from redesign.reporting.page import page, say
from redesign.reporting.reading import labels
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import PLANNED, TODAY
from redesign.reporting.text import amount, between, change, share, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "What does each support area contribute?"
FORM = "Two bars with 95% intervals for each support area: modeled support today and planned."


def finding(study: Study) -> str:
    """The largest contribution, and the largest gain."""
    rows = _rows(study)
    total = sum(after.mean for _, _, after in rows)
    if not rows or total <= 0:
        return "No area contributes support under the plan."
    name, _, most = rows[0]
    gainer, before, after = max(rows, key=lambda row: row[2].mean - row[1].mean)
    gain = after.mean - before.mean
    said = f" {gainer} gains most: {change(gain)}." if gain > 0 else " No area gains."
    return (
        f"{name} contributes most under the plan: {amount(most.mean)} hours, {share(most.mean / total)} of all.{said}"
    )


def table(study: Study) -> Section:
    """Every area, the largest contribution first."""
    rows = tuple((name, between(a), between(b), change(b.mean - a.mean)) for name, a, b in _rows(study))
    return Section(QUESTION, ("Area", "Support today (95% interval)", "Planned", "Change"), rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Two bars an area."""
    areas = _rows(study)
    rows = rows_of([name for name, _, _ in areas], 28.0, head=True)
    note = rows.more(len(areas), "areas")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, (TODAY, PLANNED), note) as found:
        if not areas:
            say(found, "No support area has a school.")
            return found.base
        shown = areas[: rows.shown]
        numbers = [(amount(a.mean), amount(b.mean), change(b.mean - a.mean)) for _, a, b in shown]
        panel = Bars(found, rows, ("Today", "Planned", "Change"), list(zip(*numbers, strict=True))).panel()
        for look, side, at in ((TODAY, 1, -5.5), (PLANNED, 2, 5.5)):
            supports: list[Interval] = [row[side] for row in shown]  # type: ignore[misc]
            places = [place + at for place in rows.places]
            bars(panel, places, 9.5, [(look, [s.mean for s in supports])])
            whiskers(panel, places, supports)
        both = [s for _, a, b in shown for s in (a, b)]
        quantities(panel, "modeled support (hours a year)", max(s.high for s in both), min(0.0, *(s.low for s in both)))
    return found.base


def _rows(study: Study) -> list[tuple[str, Interval, Interval]]:
    names, today, plan = labels(study.areas), study.today.support_by_area, study.chosen.support_by_area
    return sorted(((visible(names[a]), today[a], plan[a]) for a in names), key=lambda row: -row[2].mean)
