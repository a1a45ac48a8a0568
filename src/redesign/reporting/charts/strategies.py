"""What each reform strategy delivers, in speed and in support: two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.looks import look_of
from redesign.reporting.page import MARGIN, page
from redesign.reporting.reading import NOT_DISTINGUISHABLE, difference_of, same_terms
from redesign.reporting.rows import (
    Rows,
    bars,
    columns,
    name_rows,
    percents,
    quantities,
    rows_of,
    whiskers,
    write_columns,
)
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.text import UNKNOWN, amount, between, share, visible
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "What does each reform strategy deliver, in speed and in support?"
FORM = "Two bars with 95% intervals for each strategy: modeled support, and the share of requests answered on time."
BETWEEN = 14.0


def finding(study: Study) -> str:
    """Which has most support, and which is fastest, where that can be said."""
    items = study.strategies
    most = max(items.values(), key=lambda s: s.support.mean)
    fastest = max(items.values(), key=_speed)
    support = f"{visible(most.label)}, {amount(most.support.mean)} hours{_against_today(most)}"
    speed = f"{visible(fastest.label)}, {_share(fastest)}{_as_fast(fastest)}"
    terms = same_terms(study)
    return f"{terms[0].upper()}{terms[1:]}. Most modeled support: {support}. Most requests on time: {speed}."


def table(study: Study) -> Section:
    """Every strategy, and the promises that its plan misses."""
    rows = tuple(
        (visible(s.label), between(s.support), difference_of(s) or "-", _interval(s), amount(_missed(s)))
        for s in study.strategies.values()
    )
    columns = ("Strategy", "Modeled support (95% interval)", "Difference", "Requests on time", "Promises missed")
    return Section(QUESTION, columns, rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Support to the left, speed to the right."""
    items = list(study.strategies.items())
    rows = rows_of([s.label for _, s in items], 21.0, head=True)
    note = rows.more(len(items), "strategies")
    looks = list(dict.fromkeys(look_of(study, name) for name, _ in items))
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, looks, note) as found:
        cells = (
            [[amount(s.support.mean) for _, s in items]],
            [[_share(s) for _, s in items], [_misses(s) for _, s in items]],
        )
        heads = ("Support\nhours",), ("On\ntime", "Promises\nmissed")
        rights = [sum(columns(rows, h, c)) for h, c in zip(heads, cells, strict=True)]
        wide = (found.width - rows.left - sum(rights) - BETWEEN - 2 * MARGIN) / 2
        left = found.panel(rows.left, found.width - rows.left - wide)
        right = found.panel(found.width - 2 * MARGIN - rights[1] - wide, rights[1] + 2 * MARGIN)
        name_rows(left, rows)
        right.axvline(0.0, color="#222222", linewidth=0.8)
        for panel, h, c in zip((left, right), heads, cells, strict=True):
            write_columns(panel, rows, h, c)
        _fill(left, right, rows, study)
    return found.base


def _fill(left: Axes, right: Axes, rows: Rows, study: Study) -> None:
    items = study.strategies
    for place, (name, s) in zip(rows.places, items.items(), strict=False):
        look, speed = look_of(study, name), s.details.speed.value
        bars(left, [place], 12.0, [(look, [s.support.mean])])
        bars(right, [place], 12.0, [(look, [_speed(s)])])
        whiskers(left, [place], [s.support])
        whiskers(right, [place], [speed])
    supports = [s.support for s in items.values()]
    quantities(
        left, "modeled support (hours a year)", max(s.high for s in supports), min(0.0, *(s.low for s in supports))
    )
    percents(right, "requests answered on time")
    right.set_xticks([0.0, 0.5, 1.0], ["0%", "50%", "100%"])


def _speed(s: StrategyResult) -> float:
    return s.details.speed.value.mean if s.details.speed.value else 0.0


def _share(s: StrategyResult) -> str:
    return share(s.details.speed.value.mean) if s.details.speed.value else UNKNOWN


def _interval(s: StrategyResult) -> str:
    return between(s.details.speed.value, share) if s.details.speed.value else UNKNOWN


def _missed(s: StrategyResult) -> int:
    return sum(p.verdict == "missed" for p in s.promises)


def _misses(s: StrategyResult) -> str:
    return amount(_missed(s))


def _as_fast(s: StrategyResult) -> str:
    return f" ({NOT_DISTINGUISHABLE} from today)" if s.details.speed.verdict == NOT_DISTINGUISHABLE else ""


def _against_today(s: StrategyResult) -> str:
    difference = s.difference_from_today
    if difference is None:
        return ""
    return f" ({NOT_DISTINGUISHABLE} from today)" if difference.verdict == NOT_DISTINGUISHABLE else ""
