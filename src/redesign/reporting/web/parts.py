"""What every part of the page is made of: sections, tables with header cells, sentences, things to open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from redesign.analysis.intervals import Interval
from redesign.reporting.sections import Section
from redesign.reporting.text import amount
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.certified import CertifiedSupport


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Child, ...], ...]
    words: tuple[int, ...] = ()
    """Columns of words, which stand at the left; all others are numbers."""
    total: bool = False
    """Whether the last row sums the others."""
    name: str | None = None
    """Its id, for what refers to it."""
    orders: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Columns whose cells open with one of these words, by which they are sorted."""
    said: tuple[str, ...] = ()
    """A sentence for each row, shown where a reader picks it."""


MANY = 25
"""Rows that a page shows at once; more are scrolled through."""
LONGEST_NUMBER = 36
"""Letters of a cell that holds no sentence: a number with its interval and what it differs from."""
MOST_IN_PRINT = 150
"""Rows that print shows; more are left to the screen."""


def part(name: str, title: str, *children: Child) -> Html:
    """A section of the page under its heading."""
    heading = tag("h2", title, id=f"{name}-title")
    return tag("section", heading, *children, id=name, aria_labelledby=f"{name}-title")


def table(it: Table) -> Html:
    """A table that can be scrolled sideways where it is wider than the page; nothing where it has no row."""
    if not it.rows:
        return Html("")
    head = tag("tr", *(_head_cell(name, i in it.words, it.orders.get(i, ())) for i, name in enumerate(it.columns)))
    last = len(it.rows) - 1
    body = (_row(it, row, said, it.total and i == last) for i, (row, said) in enumerate(zip_longest(it.rows, it.said)))
    whole = tag("table", tag("caption", it.caption), tag("thead", head), tag("tbody", *body), id=it.name)
    if len(it.rows) <= MANY:
        return wide(it.caption, whole)
    if len(it.rows) <= MOST_IN_PRINT:
        return wide(it.caption, whole, "wide tall")
    left_out = tag("p", f"{it.caption}: {len(it.rows):,} rows, in the file that was printed.", class_="in-print")
    return joined(wide(it.caption, whole, "wide tall long"), left_out)


def wide(label: str, child: Html, kind: str = "wide") -> Html:
    """What scrolls in a window that is too small for it, also by the keyboard."""
    return tag("div", child, class_=kind, tabindex=0, role="group", aria_label=label)


def _head_cell(name: str, words: bool, order: tuple[str, ...]) -> Html:
    kind = "words" if words else None
    return (
        tag("th", name, scope="col", class_=kind, data_order=" ".join(order) or None)
        if name
        else tag("td", class_=kind)
    )


def _row(it: Table, row: tuple[Child, ...], said: str | None, total: bool) -> Html:
    first, *rest = row
    cells = (tag("td", cell, class_="words" if i in it.words else None) for i, cell in enumerate(rest, start=1))
    return tag("tr", tag("th", first, scope="row"), *cells, class_="total" if total else None, data_said=said)


def sentences(lines: Iterable[Child]) -> Html | None:
    """A list; nothing where there is no sentence."""
    items = [tag("li", line) for line in lines if line]
    return tag("ul", *items) if items else None


def paragraph(*children: Child) -> Html:
    """A paragraph."""
    return tag("p", *children)


def told(section: Section) -> Html:
    """A part of the summary: its table and the sentences under it."""
    rows = tuple(tuple(row) for row in section.rows)
    columns = range(1, len(section.columns))
    texts = tuple(i for i in columns if any(len(row[i]) > LONGEST_NUMBER for row in rows))
    return joined(
        table(Table(section.title, section.columns, rows, words=texts, total=section.total)),
        None if section.rows else paragraph(tag("strong", section.title)),
        sentences(section.lines),
    )


def opened(summary: str, *children: Child, name: str | None = None) -> Html:
    """What a reader may open; print shows it."""
    return tag("details", tag("summary", summary), *children, id=name)


def measured(interval: Interval | CertifiedSupport, word: Callable[[float | None], str] = amount) -> Html:
    """A mean with its 95% interval on a line of its own."""
    return joined(word(interval.mean), " ", tag("small", f"({word(interval.low)} to {word(interval.high)})"))


def bar(value: float, most: float, ends: tuple[float, float] | None = None) -> Html:
    """A bar from zero, a line over its 95% interval; the number stands beside it."""

    def percent(number: float) -> str:
        return f"{max(0.0, min(100.0, 100 * number / most)) if most > 0 else 0.0:.1f}%"

    line = (
        tag("line", x1=percent(ends[0]), x2=percent(ends[1]), y1="50%", y2="50%")
        if ends and ends[0] < ends[1]
        else None
    )
    return tag("svg", tag("rect", width=percent(value), height="100%"), line, class_="bar", aria_hidden="true")
