"""How much more support for the same money: today's office and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import page
from redesign.reporting.reading import both_of, difference_in_words, times_in_words
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import PLANNED, TODAY
from redesign.reporting.text import amount, usd, visible
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How much more modeled support for the same money?"
FORM = "Two bars with 95% intervals: today's office and the plan."


def finding(study: Study) -> str:
    """Support today and planned, the paired difference, and what both cost."""
    today, plan = study.today, study.chosen
    spent = f"{usd(today.cost.yearly_usd)} a year today, {usd(plan.cost.yearly_usd)} under the plan"
    if plan.difference_from_today is None:
        return (
            f"The plan is today's office: {amount(today.support.mean)} hours for {usd(today.cost.yearly_usd)} a year."
        )
    return (
        f"{amount(today.support.mean)} hours become {amount(plan.support.mean)}{times_in_words(study)}: "
        f"{difference_in_words(plan)}. {spent}."
    )


def table(study: Study) -> Section:
    """Today and the plan."""
    rows = tuple(
        (visible(s.label), amount(s.support.mean), f"{amount(s.support.low)} to {amount(s.support.high)}", _usd(s))
        for s in both_of(study)
    )
    return Section(QUESTION, ("", "Modeled support, hours a year", "95% interval", "Cost a year"), rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Bars from zero, numbers beside them."""
    both = both_of(study)
    rows = rows_of([s.label for s in both], 26.0, head=True)
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height) as found:
        cells = list(zip(*[row[1:] for row in table(study).rows], strict=True))
        panel = Bars(found, rows, ("Hours", "95% interval", "Cost a year"), cells).panel()
        for place, s, look in zip(rows.places, both, (TODAY, PLANNED), strict=False):
            bars(panel, [place], 16.0, [(look, [s.support.mean])])
            whiskers(panel, [place], [s.support])
        most = max(0.0, *(s.support.high for s in both))
        quantities(panel, "modeled support (coaching-equivalent hours a year)", most, min(0.0, both[0].support.low))
    return found.base


def _usd(s: StrategyResult) -> str:
    return usd(s.cost.yearly_usd)
