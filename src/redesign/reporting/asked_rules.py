"""What each rule costs, in words: the dearest first, and who could lift it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from redesign.reporting.asked_words import SEEN, TABLES, base_line, difference, kept, simulated
from redesign.reporting.changed_plans import in_a_row, moved
from redesign.reporting.reading import NOT_DISTINGUISHABLE, labels
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, change, visible
from redesign.scenario.rules import SetBy
from redesign.study.ask.answers import RulePrice, Rules
from redesign.study.study import Study

HOPEFUL = "hopeful"
"""What is said of a gain that rests on fewer posts than were tried."""
SET_BY: dict[SetBy, str] = {who: who.replace("_", " ") for who in get_args(SetBy)}


def rules(answer: Rules, study: Study) -> Section:
    """A row for each rule and what would be done without it; which one to ask each of those for who could lift it."""
    about, prices = answer.about, answer.prices
    rows = tuple(
        (
            visible(p.label),
            SET_BY[p.set_by] if p.set_by else "",
            change(p.gained),
            change(p.at_most),
            difference(p.verified),
            HOPEFUL if p.forgotten else kept(p.verified),
        )
        for p in prices
    )
    said = (
        f"Without {_named(p)}: {moved(study, about.base, p.plan, most=None) or 'the same'}.{_hopeful(p, study)}"
        for p in prices
    )
    lines = [base_line(about, study), *dearest_by_whom(prices), *together(prices), *said]
    lines += [TABLES, *simulated(about)] if rows else ["No rule in force may be lifted."]
    columns = ("Lifted", "set by", "expected", "at most", "simulated difference", "")
    return Section("What each rule costs in modeled support", columns, rows, tuple(lines))


def dearest_by_whom(prices: tuple[RulePrice, ...]) -> Iterator[str]:
    """Of each who could lift rules the one that costs most."""
    if not any(price.set_by for price in prices):
        if prices:
            yield "The scenario does not say who could lift these rules (set_by)."
        return
    first = dict[SetBy, RulePrice]()
    for price in prices:
        if price.set_by and worth(price) > SEEN:
            first.setdefault(price.set_by, price)
    found = [f"{SET_BY[who]}, {_named(p)} ({change(worth(p))}{_doubt(p)})" for who, p in first.items()]
    none = [SET_BY[who] for who in dict.fromkeys(p.set_by for p in prices if p.set_by) if who not in first]
    yield f"Which one to ask for, by who could lift it: {in_a_row(found) or 'none of them is worth it'}."
    if found and none:
        yield f"Nothing is gained from what is set by: {in_a_row(none)}."


def together(prices: tuple[RulePrice, ...]) -> Iterator[str]:
    """Why all rules cost another sum than one by one."""
    every, alone = [p for p in prices if not p.rule], [p for p in prices if p.rule]
    if not every or len({bool(price.verified) for price in prices}) > 1:
        return
    total, summed = worth(every[0]), sum(worth(price) for price in alone)
    if total > summed + SEEN:
        yield (
            f"All together cost more ({amount(total)}) than the sum of each alone ({amount(summed)}): while the others "
            "hold, they keep from use part of what lifting one would free."
        )
    elif total < summed - SEEN:
        yield (
            f"All together cost less ({amount(total)}) than the sum of each alone ({amount(summed)}): some of what "
            "each frees would be spent on the same."
        )


def worth(price: RulePrice) -> float:
    """What is gained: as simulated, nothing where it cannot be told apart from chance; else as expected."""
    if price.verified is None:
        return price.gained
    apart = not price.verified.same and price.verified.verdict != NOT_DISTINGUISHABLE
    return price.verified.difference.mean if apart else 0.0


def _doubt(price: RulePrice) -> str:
    return f", {HOPEFUL}" if price.forgotten else ""


def _named(price: RulePrice) -> str:
    return f'"{visible(price.label)}"' if price.rule else "all of them"


def _hopeful(price: RulePrice, study: Study) -> str:
    """Why less may be gained than is expected."""
    if not price.forgotten:
        return ""
    names = labels(study.teams)
    teams = in_a_row(visible(names[team]) for team in price.forgotten)
    return f" Hopeful: with less work the posts of {teams} were not tried, and may be too few; simulation would tell."
