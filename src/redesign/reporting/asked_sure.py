"""The answer to `ask sure` for a terminal and as tables: one screen first, every number in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.sections.section import Section
from redesign.reporting.sure import (
    answers,
    chance,
    draws,
    ends,
    headline,
    made_of,
    often,
    singles,
    strategy,
    turning,
    valued,
    whole_name,
)
from redesign.reporting.sure_budget import yearly_over
from redesign.reporting.sure_limits import ONE_IS_BEST, one_is_best
from redesign.reporting.text import amount, between, change, share, shorten, visible
from redesign.study.ask.sure_result import Moves, Sure

if TYPE_CHECKING:
    from rich.console import Console

TITLE = "How sure can we be?"
LABEL = 10
"""Columns of the words at the left."""
MOST = 20
"""Numbers of a table; all of them stand in the file of the answer."""


def write_screen(sure: Sure, console: Console) -> None:
    """About twenty lines on a rich console; names are shown as they are."""
    from rich.table import Table
    from rich.text import Text

    console.print(Text(headline(sure), style="bold"))
    console.print()
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=LABEL)
    grid.add_column(overflow="fold")
    for name, sentence in answers(sure).items():
        grid.add_row(Text(name, style="bold"), Text(sentence, overflow="fold"))
    console.print(grid)


def strategies(sure: Sure) -> Section:
    """Every plan under the draws."""
    rows = tuple(
        (
            shorten(each.label, 40),
            often(each.best.mean),
            often(each.best_within.mean),
            between(each.support),
            "" if each.ahead is None else between(each.ahead, change),
            *(often(kept) for kept in (each.budget_kept, each.floors_kept, each.promises_kept)),
            yearly_over(each),
        )
        for each in sure.strategies
    )
    columns = (
        "Strategy", "Best in", "Best within limits", "Modeled support", "Against the first", "Budget", "Floors",
        "Promises", "Cost of a year less budget",
    )  # fmt: skip
    lines = (
        headline(sure),
        "In brackets the range that holds 90% of the draws. Budget, floors, promises: share of the draws in which they "
        f"all hold.{chance(sure)} Plans that are the same share a draw.",
        "Within limits: only plans count that stay within both budgets and hold every floor in the draw; in "
        f"{draws(sure.none_within, sure.samples)} there is none. Promises are left out, as chance breaks them, too.",
        made_of(sure),
    )
    return Section(TITLE, columns, rows, lines)


def numbers(sure: Sure) -> Section:
    """Numbers and factors that do something, by what knowing them is worth."""
    found = [each for each in singles(sure) if each.worth.mean > 0 or each.total > 0]
    rows = tuple(_row(sure, each) for each in found[:MOST])
    quiet = len(singles(sure)) - len(found)
    lines = (
        "Worth: support a year that knowing it exactly would bring by choosing better, with its 95% interval. Share of "
        "the variance of the lead over the best rival: alone, and with what it does together with others.",
        f"Of {amount(quiet)} more numbers these draws show nothing."
        + (f" {amount(len(found) - MOST)} more stand in sure.json." if len(found) > MOST else ""),
        f"Knowing all of them would bring {between(sure.knowing_all)}.",
    )
    columns = ("Number", "File and range", "Lead at low", "At high", "Best beyond", "Alone", "With others", "Worth")
    return Section("Which numbers would change the answer", columns, rows, lines)


def in_short(section: Section, columns: tuple[int, ...]) -> Section:
    """Some columns of it, without its sentences."""
    rows = tuple(tuple(row[place] for place in columns) for row in section.rows)
    return Section(section.title, tuple(section.columns[place] for place in columns), rows)


def classes(sure: Sure) -> Section:
    """Classes of numbers."""
    rows = tuple(
        (visible(each.label), share(each.first_order), share(each.total), between(each.worth))
        for each in sure.groups
        if each.kind == "class"
    )
    return Section("By class of number", ("Class", "Alone", "With others", "Worth"), rows)


def choices(sure: Sure) -> Section:
    """Safe ones and those that hang on a guess."""
    n = sure.samples
    safe = () if one_is_best(sure) else sure.safe
    rows = [(visible(each.what), draws(each.share, n), "") for each in safe]
    rows += [(visible(each.what), draws(each.share, n), visible(each.decided_by or "")) for each in sure.hanging]
    columns = ("Choice", "In the best plan of", "Hangs most on")
    lines = (ONE_IS_BEST,) if sure.safe and not safe else ()
    return Section("Choices that are safe, and those that hang on a guess", columns, tuple(rows), lines)


def promises(sure: Sure) -> Section:
    """Each promise of the recommended plan, the least sure first."""
    rows = tuple((visible(each.label), f"{often(each.kept.mean)} ({ends(each.kept)})") for each in sure.promises)
    return Section(f"Promises of {strategy(sure, sure.recommended)}", ("Promise", "Kept in draws (95% interval)"), rows)


def _row(sure: Sure, each: Moves) -> tuple[str, ...]:
    turns = "" if each.flips_at is None else turning(sure, each).removesuffix(" is best")
    known = each.value is not None and each.low is not None
    values = [valued(each, value) for value in (each.value, each.low, each.high)]
    return (
        whole_name(each),
        "{} ({} to {})".format(*values) if known else "",
        change(each.lead_at_low),
        change(each.lead_at_high),
        turns,
        share(each.first_order),
        share(each.total),
        between(each.worth),
    )
