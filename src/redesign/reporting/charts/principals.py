"""How much of principals' time comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.analysis.intervals import Interval
from redesign.reporting.looks import look_of
from redesign.reporting.page import page
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import Look
from redesign.reporting.text import amount, between, usd, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How much of principals' time comes back?"
FORM = "A bar with its 95% interval for each strategy: hours that the central office costs principals in a year."


def finding(study: Study) -> str:
    """Hours freed with their interval, and what they are worth."""
    today, saved = study.today.principal_time.hours.mean, study.chosen.details.principal_savings
    if saved is None:
        return f"The plan is today's office: it costs principals {amount(today)} hours a year."
    hours = saved.hours
    if hours.low == hours.high == 0:
        return f"None: the plan leaves what the office costs principals as it is, {amount(today)} hours a year."
    if hours.low <= 0 <= hours.high:
        return f"None that can be told apart from chance: {between(hours)} of {amount(today)} hours a year."
    worth = f"worth {usd(abs(saved.usd.mean))}; {amount(abs(hours.mean) / max(1, len(study.schools)))} hours a school."
    if hours.mean < 0:
        more = Interval(-hours.mean, -hours.high, -hours.low)
        return (
            f"None: the plan costs principals {between(more)} hours a year more than today's {amount(today)}, {worth}"
        )
    return f"{between(hours)} of {amount(today)} hours a year come back to principals, {worth}"


def table(study: Study) -> Section:
    """Every strategy."""
    rows = tuple(
        (visible(s.label), between(s.principal_time.hours), usd(s.principal_time.usd.mean))
        for s in study.strategies.values()
    )
    return Section(QUESTION, ("Strategy", "Hours of principals a year (95% interval)", "Worth a year"), rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Bars from zero."""
    items = list(study.strategies.items())
    rows = rows_of([s.label for _, s in items], 20.0, head=True)
    note = rows.more(len(items), "strategies")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, _looks(study), note) as found:
        cells = [[amount(s.principal_time.hours.mean) for _, s in items], [row[2] for row in table(study).rows]]
        panel = Bars(found, rows, ("Hours", "Worth"), cells).panel()
        for place, (name, s) in zip(rows.places, items, strict=False):
            bars(panel, [place], 12.0, [(look_of(study, name), [s.principal_time.hours.mean])])
            whiskers(panel, [place], [s.principal_time.hours])
        most = max(s.principal_time.hours.high for _, s in items)
        quantities(panel, "modeled hours of principals a year", most)
    return found.base


def _looks(study: Study) -> list[Look]:
    return list(dict.fromkeys(look_of(study, name) for name in study.strategies))
