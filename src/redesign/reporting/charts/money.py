"""Where the money comes from and where it goes: a bridge from today's yearly cost to the plan's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import page, say
from redesign.reporting.reading import labels
from redesign.reporting.rows import Bars, quantities, rows_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import GREY, INK, OKABE_ITO, Look
from redesign.reporting.text import counted, usd, usd_change, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Where does the money come from, and where does it go?"
FORM = "A bridge of yearly dollars: what costs less, then what costs more, each bar begins where the one before ends."
LESS = Look("costs less than today", "#F4B183", "xxxx")
MORE = Look("costs more than today", OKABE_ITO["blue"])
TOTAL = Look("the plan in all", "#FFFFFF", "....")
CENTS = 0.5


def finding(study: Study) -> str:
    """What is freed, what it goes to, and the sum."""
    changes = _changes(study)
    less = [x for _, x in changes if x < 0]
    more = [x for _, x in changes if x > 0]
    cost, today = study.chosen.cost, study.today.cost
    total = (
        f"The yearly cost is {usd(cost.yearly_usd)} ({usd_change(cost.yearly_usd - today.yearly_usd)} against today) "
        f"of a budget of {usd(cost.yearly_budget_usd)}; once, {usd(cost.one_time_usd)}"
    )
    if not changes:
        return f"Nothing costs more or less than today. {total}."
    return f"{_cost(less)} {usd(-sum(less))} a year less than today, {_cost(more)} {usd(sum(more))} more. {total}."


def _cost(changes: list[float]) -> str:
    return f"{counted(len(changes), 'line')} {'costs' if len(changes) == 1 else 'cost'}"


def table(study: Study) -> Section:
    """Every line: yearly cost today and planned."""
    rows = [(name, usd(today), usd(plan), usd_change(plan - today)) for name, today, plan in _lines(study)]
    today, plan = study.today.cost.yearly_usd, study.chosen.cost.yearly_usd
    rows.append(("Net change, whole office", usd(today), usd(plan), usd_change(plan - today)))
    return Section(QUESTION, ("", "Today a year", "Planned a year", "Change"), tuple(rows), total=True)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """The bridge; lines that do not change are left to the table."""
    changes = _changes(study)
    total = study.chosen.cost.yearly_usd - study.today.cost.yearly_usd
    rows = rows_of([name for name, _ in changes] + ["Net change, whole office"], 17.0)
    note = rows.more(len(changes) + 1, "lines")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, (LESS, MORE, TOTAL), note) as found:
        if not changes:
            say(found, "No line of the yearly cost changes.")
            return found.base
        panel = Bars(found, rows, ("",), [[usd_change(x) for x in [*(x for _, x in changes), total]]]).panel()
        at, ends = 0.0, [0.0]
        for place, (_, x) in zip(rows.places, changes, strict=False):
            panel.barh([place], [x], 11.0, left=[at], **(LESS if x < 0 else MORE).face)
            panel.plot([at, at], [place - 8.5, place], color=GREY, linewidth=0.8)
            at += x
            ends.append(at)
        if rows.shown > len(changes):
            panel.barh([rows.places[-1]], [total], 11.0, **TOTAL.face)
            panel.plot([total, total], [rows.places[-2], rows.places[-1]], color=INK, linewidth=0.8)
        quantities(panel, "dollars a year against today", max(*ends, 0.0), min(*ends, 0.0))
    return found.base


def _changes(study: Study) -> list[tuple[str, float]]:
    """Lines that change: what costs less, the largest first, then what costs more."""
    found = [(name, plan - today) for name, today, plan in _lines(study) if abs(plan - today) >= CENTS]
    less = sorted((each for each in found if each[1] < 0), key=lambda each: each[1])
    return less + sorted((each for each in found if each[1] > 0), key=lambda each: -each[1])


def _lines(study: Study) -> list[tuple[str, float, float]]:
    """Name, dollars today, dollars planned: posts of each team, then what else costs money every year."""
    names, today, plan = labels(study.teams), study.today.cost, study.chosen.cost
    posts = {row.team: row.usd for row in today.by_team}
    found = [(visible(names[row.team]), posts[row.team], row.usd) for row in plan.by_team]
    for name, key in (
        ("Materials for schools", "materials_usd"),
        ("Visits bought of providers", "providers_usd"),
        ("Levers: software and services", "levers_usd"),
    ):
        found.append((name, getattr(today, key), getattr(plan, key)))
    return found
