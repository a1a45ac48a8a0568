"""Which services would be automated or dropped, at what price; what speaks against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import Page, fitted, page, points, say
from redesign.reporting.rows import HEAD, SPACE, Rows, bars, beside, name_rows, quantities, rows_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import LINE, OKABE_ITO, SIZE, Look
from redesign.reporting.text import amount, counted, listed, usd, visible
from redesign.study.lever_prices import LeverPrice
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Which services would be automated or dropped, at what price?"
FORM = "A bar for each lever: work hours a year that it would free in today's office; beside it its price and why not."
TAKEN = Look("taken", OKABE_ITO["blue"])
LEFT = Look("left as it is", "#FFFFFF", "/////")
REASON = 128.0
"""Points for what speaks against a lever."""
LINES = 4


def finding(study: Study) -> str:
    """How many are taken, what they free and cost."""
    levers = study.lever_prices
    taken = [lever for lever in levers if lever.taken]
    if not levers:
        return "The scenario has no lever."
    if not taken:
        return f"None of {counted(len(levers), 'lever')} is taken."
    hours, yearly, once = (
        sum(getattr(lever, key) for lever in taken) for key in ("freed_hours", "yearly_usd", "one_time_usd")
    )
    names = listed((visible(lever.label) for lever in taken), 5)
    free = "is taken and frees" if len(taken) == 1 else "are taken and free"
    return (
        f"{len(taken)} of {counted(len(levers), 'lever')} {free} {amount(round(hours))} hours a year "
        f"for {usd(yearly)} a year and {usd(once)} once: {names}."
    )


def table(study: Study) -> Section:
    """Every lever."""
    rows = tuple(
        (
            visible(lever.label),
            "taken" if lever.taken else "left",
            amount(round(lever.freed_hours)),
            usd(lever.freed_usd),
            usd(lever.yearly_usd),
            usd(lever.one_time_usd),
            visible(lever.reason) or "-",
        )
        for lever in _ordered(study)
    )
    numbers = ("Hours freed a year", "Worth", "Cost a year", "Cost once")
    columns = ("Lever", "In the plan", *numbers, "What speaks against it")
    lines = ("Hours are those that a lever alone would free in today's office, as expected, at what its posts cost.",)
    return Section(QUESTION, columns, rows, lines)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Those taken first, most hours first."""
    levers = _ordered(study)
    notes = [fitted("taken" if x.taken else x.reason, REASON, LINES) for x in levers]
    tall = max((SIZE * LINE * (1 + note.count("\n")) + 5 for note in notes), default=0.0)
    rows = rows_of([x.label for x in levers], tall, head=True)
    note = rows.more(len(levers), "levers")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, (TAKEN, LEFT), note) as found:
        if not levers:
            say(found, "No service may be done otherwise, or not at all.")
            return found.base
        _draw(found, rows, levers, notes)
    return found.base


def _draw(found: Page, rows: Rows, levers: list[LeverPrice], notes: list[str]) -> None:
    cells = [[usd(x.yearly_usd) for x in levers], [usd(x.one_time_usd) for x in levers]]
    wide = [SPACE + max(points("a year"), *(points(cell) for cell in column)) for column in cells]
    panel = found.panel(rows.left, sum(wide) + REASON + 3 * SPACE)
    for place, lever in zip(rows.places, levers, strict=False):
        bars(panel, [place], 11.0, [(TAKEN if lever.taken else LEFT, [lever.freed_hours])])
    for head, column, at in zip(("Cost\na year", "Cost\nonce"), cells, (wide[0], sum(wide)), strict=True):
        beside(panel, HEAD / 2 - 1, at, head, fontweight="bold")
        for place, text in zip(rows.places, column, strict=False):
            beside(panel, place, at, text)
    at = sum(wide) + 1.5 * SPACE
    beside(panel, HEAD / 2 - 1, at, "What speaks against it", ha="left", fontweight="bold")
    for place, text in zip(rows.places, notes, strict=False):
        beside(panel, place, at, text, ha="left")
    name_rows(panel, rows)
    shown = [x.freed_hours for x in levers[: rows.shown]]
    quantities(panel, "hours freed a year", max(0.0, *shown), min(0.0, *shown))


def _ordered(study: Study) -> list[LeverPrice]:
    return sorted(study.lever_prices, key=lambda lever: (not lever.taken, -lever.freed_hours))
