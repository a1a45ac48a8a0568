"""How many visits each school gets, today and planned, in the order of need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.page import page, say
from redesign.reporting.reading import MEASURES, school_years
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import GREY, GRID, INK, OKABE_ITO
from redesign.reporting.text import amount, counted, share, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How many visits does each school get, today and planned?"
FORM = "Two dots for each school, joined by a line, from the school with least to that with most need."
TALL = 250.0
NOW: dict[str, Any] = {"marker": "s", "markerfacecolor": "white", "markeredgecolor": INK, "color": GREY}
THEN: dict[str, Any] = {"marker": "o", "markerfacecolor": OKABE_ITO["blue"], "markeredgecolor": INK, "color": GREY}
SAME = 0.5
"""Visits a year by which a school gains or loses."""


def finding(study: Study) -> str:
    """Visits in all, and how many schools get more and fewer."""
    pairs = [(before.visits_made, after.visits_made) for _, before, after in school_years(study)]
    more, fewer = (sum(sign * (b - a) >= SAME for a, b in pairs) for sign in (1, -1))
    today, planned = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    mean = f"a mean of {amount(today / len(pairs))} a school becomes {amount(planned / len(pairs))}" if pairs else ""
    return (
        f"{counted(round(today), 'visit')} a year become {amount(round(planned))}; {mean}. "
        f"{amount(more)} of {counted(len(pairs), 'school')} {'gets' if more == 1 else 'get'} more, {amount(fewer)} "
        f"{'gets' if fewer == 1 else 'get'} fewer."
    )


def table(study: Study) -> Section:
    """Every school by need."""
    rows = tuple(
        (
            visible(school.name),
            share(school.need_share),
            amount(before.visits_made),
            amount(after.visits_made),
            amount(after.visits_promised),
        )
        for school, before, after in school_years(study)
    )
    columns = ("School", "Need", "Visits made today", "Visits made planned", "Visits promised planned")
    return Section(QUESTION, columns, rows, (f"Need: {_need(study)}.",))


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Schools from left to right by need."""
    from matplotlib.lines import Line2D

    rows = school_years(study)
    size = 5.5 if len(rows) <= 60 else 3.0 if len(rows) <= 250 else 1.6
    looks = [
        Line2D([], [], linestyle="none", label=label, markersize=5.5, **{**mark, "color": "none"})
        for label, mark in (("today", NOW), ("planned", THEN))
    ]
    with page(axes, words_of(study, QUESTION, finding(study)), TALL, looks) as found:
        if not rows:
            say(found, "There is no school.")
            return found.base
        panel = found.panel(46.0, 8.0)
        years = [[before.visits_made for _, before, _ in rows], [after.visits_made for _, _, after in rows]]
        panel.vlines(range(len(rows)), years[0], years[1], color=GREY, linewidth=size / 5, zorder=1.5)
        for mark, made in zip((NOW, THEN), years, strict=True):
            panel.plot(range(len(rows)), made, linestyle="none", markersize=size, markeredgewidth=size / 8, **mark)
        _axes(panel, study, len(rows), max(map(max, years)))
    return found.base


def _axes(panel: Axes, study: Study, schools: int, most: float) -> None:
    from matplotlib.ticker import MaxNLocator

    panel.set_ylim(-0.03 * most, 1.06 * most or 1.0)
    panel.set_xlim(-0.6, schools - 0.4)
    panel.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    panel.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    panel.set_ylabel("visits made in a year")
    panel.spines["left"].set_visible(True)
    panel.grid(axis="y", color=GRID, linewidth=0.6)
    ends = ["least need", "most need"] if schools > 1 else ["the school"]
    panel.set_xticks([0, schools - 1][: len(ends)], ends)
    panel.get_xticklabels()[0].set_horizontalalignment("left")
    panel.get_xticklabels()[-1].set_horizontalalignment("right" if schools > 1 else "center")
    panel.set_xlabel(f"schools by {_need(study)}")


def _need(study: Study) -> str:
    return f"share of {MEASURES[study.scenario.need_measure]}"
