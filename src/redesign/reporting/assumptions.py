"""What a scenario rests on, in words, as JSON and as a table: first what moves its answer, or the heaviest number."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redesign.analysis.weights import Resting, Weighed
from redesign.reporting.sure import strategy, turning
from redesign.reporting.text import amount, change, counted, share, shorten, usd, visible, wrapped
from redesign.scenario.numbers import Number, Whose
from redesign.study.ask.moved import Moved, does
from redesign.study.ask.sure_result import Moves
from redesign.study.storage import safe_cell

WIDTH = 80
TOP = 20
INDENT = " " * 9
WHOSE: dict[Whose, str] = {
    "own": "the district's own",
    "another": "another district's",
    "published": "published, no district named",
    "default": "a default of redesign",
    "nobody": "nobody's record",
}
HOW = (
    "A number weighs as much as is computed with it: its expected work hours (of a number of posts: the hours that "
    "they have for work) in those that all posts have for work, or its part of the yearly dollars, an hour of work at "
    "what an hour of its team's posts costs; the larger share counts. Factors of today's office come first, then what "
    "says how numbers spread and what may change. A package that no school has weighs as if all that may have it did, "
    "at most its posts."
)


MOVED = (
    "Moves is the share of the variance of the plan's lead over the best rival that a number explains in the draws, "
    "with all that it does together with others; a factor's counts for each number that it moves. Behind it stands "
    "how much is computed with the number, as said below."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a scenario rests on, in the order in which it is told."""

    scenario: str
    resting: Resting
    numbers: tuple[Weighed, ...]
    moved: Moved | None
    """What a stored study found of them; None where they stand by hours and money."""
    order: str
    """Why they stand in this order, in a sentence."""


def listed_by(scenario: str, found: tuple[Resting, tuple[Weighed, ...]], moved: Moved | str) -> Listed:
    """By what numbers move, where a stored study says it; else by hours and money, and `moved` says why."""
    resting, numbers = found
    if isinstance(moved, str):
        return Listed(scenario, resting, numbers, None, f"In order of hours and money: {moved}.")
    sure = moved.sure
    order = (
        f"In order of what `ask sure` found ({moved.folder}, {counted(sure.samples, 'draw')}): by what knowing a "
        f"number is worth, then by what it moves of the lead of {strategy(sure, sure.recommended)}. What these draws "
        "show nothing of, and what was not drawn, follows in order of hours and money."
    )
    return Listed(scenario, resting, moved.ordered(numbers), moved, order)


def in_words(listed: Listed, every: bool = False) -> str:
    """The table for a terminal of 80 columns: the top of the list, or all of it."""
    numbers, moved = listed.numbers, listed.moved
    shown = numbers if every else numbers[:TOP]
    lines = [visible(line) for line in _summary(listed)]
    lines += ["", f"{'Moves' if moved else 'Weight':>8} Number, value and where it comes from"]
    for above, each in zip((None, *shown), shown, strict=False):
        lines += _entry(each, moved, above)
    if more := len(numbers) - len(shown):
        lines += ["", f"{more:,} more: --all shows them, --csv FILE and --json hold them."]
    how = wrapped(f"{MOVED} {HOW}" if moved else HOW, WIDTH, 12)
    return "\n".join([*lines, "", *how.splitlines()]) + "\n"


def _summary(listed: Listed) -> Iterator[str]:
    resting = listed.resting
    yield from wrapped(
        f"{listed.scenario} rests on {resting.numbers:,} numbers, {resting.assumed:,} of them assumed. "
        f"{share(resting.hours_share)} of today's {amount(round(resting.work_hours))} work hours and "
        f"{share(resting.usd_share)} of its {usd(resting.yearly_usd)} a year are computed with an assumed number.",
        WIDTH,
        4,
    ).splitlines()
    count = Counter(each.number.whose for each in listed.numbers)
    yield from wrapped("; ".join(f"{WHOSE[k]}: {count[k]:,}" for k in WHOSE if count[k]) + ".", WIDTH, 3).splitlines()
    yield from wrapped(listed.order, WIDTH, 6).splitlines()


def _entry(each: Weighed, moved: Moved | None, above: Weighed | None) -> Iterator[str]:
    number = each.number
    one = moved.of.get(number.path) if moved else None
    first = share(each.weight) if moved is None else share(one.total) if one else "-"
    room = WIDTH - len(INDENT)
    said = f"{number.path} = {value_of(number)}"
    yield f"{first:>8} " + (visible(said) if len(said) <= room else shorten(number.path, room))
    if len(said) > room:
        yield f"{INDENT}= {value_of(number)}"
    yield f"{INDENT}{shorten(number.meaning, room)}"
    if moved is not None:
        yield from (f"{INDENT}{line}" for line in wrapped(_moving(each, moved, above), room, 4).splitlines())
    yield from (f"{INDENT}{line}" for line in wrapped(_whence(number), room, 2).splitlines())
    yield from (f"{INDENT}{line}" for line in wrapped(f"instead: {each.record.record}", room, 2).splitlines())


def _moving(each: Weighed, moved: Moved, above: Weighed | None) -> str:
    """What it moves, and its weight; said once of numbers that follow each other and move together."""
    one, weight = moved.of.get(each.number.path), f"weight {share(each.weight)}"
    if one is None:
        return f"not drawn; {weight}"
    if not does(one):
        return f"the draws show nothing of it; {weight}"
    if above is not None and moved.of.get(above.number.path) is one:
        return f"moves with the number above; {weight}"
    together = " and what moves with it" if one.kind == "factor" else ""
    turns = "" if one.flips_at is None else f"; {turning(moved.sure, one)}"
    return (
        f"knowing it{together} is worth {amount(one.worth.mean)} hours of modeled support a year; over its range the "
        f"lead goes from {change(one.lead_at_low)} to {change(one.lead_at_high)}{turns}; {weight}"
    )


def _whence(number: Number) -> str:
    return whose(number) if number.whose == "default" else f"{whose(number)}: {number.source}"


def value_of(number: Number) -> str:
    """A number with its unit as people write it."""
    if number.unit.startswith("US dollars"):
        return f"{usd(number.value)}{number.unit.removeprefix('US dollars')}"
    plain = f"{number.value:,.10g}"
    return plain if number.unit in ("", "ratio", "score", "effect", "share, 1 = all") else f"{plain} {number.unit}"


def whose(number: Number) -> str:
    """Whose a number is, and where it stands."""
    where = f"{number.file}:{number.line}" if number.file else ""
    named = f" ({number.named})" if number.named else ""
    return ", ".join(filter(None, [WHOSE[number.whose] + named, where]))


def to_json(listed: Listed) -> str:
    """Everything as one JSON text."""
    summary = {name: getattr(listed.resting, name) for name in Resting.__dataclass_fields__}
    found = {"scenario": listed.scenario, "order": listed.order, "weight": HOW, "summary": summary}
    return json.dumps(found | {"numbers": _rows(listed)}, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(listed: Listed) -> bytes:
    """Every number as a row, safe to open in a spreadsheet."""
    text = io.StringIO()
    rows = _rows(listed)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(list(rows[0]) if rows else [])
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _rows(listed: Listed) -> list[dict[str, Any]]:
    of = listed.moved.of if listed.moved else {}
    return [_row(each) | _moves(of.get(each.number.path)) for each in listed.numbers]


def _moves(one: Moves | None) -> dict[str, Any]:
    """Empty for a number that was not drawn."""
    return {
        "moves": one and one.total,
        "worth_hours": one and one.worth.mean,
        "worth_low": one and one.worth.low,
        "worth_high": one and one.worth.high,
        "lead_at_low": one and one.lead_at_low,
        "lead_at_high": one and one.lead_at_high,
        "best_beyond": one and one.flips_to,
        "best_beyond_at": one and one.flips_at,
        "moves_with": one.path if one and one.kind == "factor" else None,
    }


def _row(each: Weighed) -> dict[str, Any]:
    number = each.number
    return {
        "path": number.path,
        "value": number.value,
        "unit": number.unit,
        "meaning": number.meaning,
        "kind": number.kind,
        "source": number.source,
        "whose": number.whose,
        "district": number.named,
        "file": number.file,
        "line": number.line,
        "weight": each.weight,
        "hours": each.amounts.hours,
        "post_hours_share": each.post_hours_share,
        "usd": each.amounts.usd,
        "usd_share": each.usd_share,
        "factor": bool(each.record.factor),
        "instead": each.record.record,
    }
