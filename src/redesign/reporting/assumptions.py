"""What a scenario rests on, in words, as JSON and as a table: the heaviest assumed numbers first."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from redesign.analysis.weights import Resting, Weighed
from redesign.reporting.text import amount, share, shorten, usd, visible, wrapped
from redesign.scenario.numbers import Number, Whose
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
    "A number weighs as much as is computed with it: the share of today's expected work hours (of a number of posts: "
    "of the hours that posts have for work) or of the yearly dollars, an hour of work at what an hour of its team's "
    "posts costs; the larger share counts. Factors of today's office come first, then what says how numbers spread "
    "and what may change. A package that no school has weighs as if all that may have it did, at most its posts."
)


def in_words(scenario: str, resting: Resting, numbers: tuple[Weighed, ...], every: bool = False) -> str:
    """The table for a terminal of 80 columns: the top of the list, or all of it."""
    shown = numbers if every else numbers[:TOP]
    lines = [visible(line) for line in _summary(scenario, resting, numbers)]
    lines += ["", "  Weight Number, value and where it comes from"]
    for each in shown:
        lines += _entry(each)
    if more := len(numbers) - len(shown):
        lines += ["", f"{more:,} more: --all shows them, --csv FILE and --json hold them."]
    return "\n".join([*lines, "", *wrapped(HOW, WIDTH, 9).splitlines()]) + "\n"


def _summary(scenario: str, resting: Resting, numbers: tuple[Weighed, ...]) -> Iterator[str]:
    yield from wrapped(
        f"{scenario} rests on {resting.numbers:,} numbers, {resting.assumed:,} of them assumed. "
        f"{share(resting.hours_share)} of today's {amount(round(resting.work_hours))} work hours and "
        f"{share(resting.usd_share)} of its {usd(resting.yearly_usd)} a year are computed with an assumed number.",
        WIDTH,
        4,
    ).splitlines()
    count = Counter(each.number.whose for each in numbers)
    yield from wrapped("; ".join(f"{WHOSE[k]}: {count[k]:,}" for k in WHOSE if count[k]) + ".", WIDTH, 3).splitlines()


def _entry(each: Weighed) -> Iterator[str]:
    number = each.number
    room = WIDTH - len(INDENT)
    said = f"{number.path} = {value_of(number)}"
    yield f"{share(each.weight):>8} " + (visible(said) if len(said) <= room else shorten(number.path, room))
    if len(said) > room:
        yield f"{INDENT}= {value_of(number)}"
    yield f"{INDENT}{shorten(number.meaning, room)}"
    yield from (f"{INDENT}{line}" for line in wrapped(_whence(number), room, 2).splitlines())
    yield from (f"{INDENT}{line}" for line in wrapped(f"instead: {each.record.record}", room, 2).splitlines())


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


def to_json(scenario: str, resting: Resting, numbers: tuple[Weighed, ...]) -> str:
    """Everything as one JSON text."""
    summary = {name: getattr(resting, name) for name in Resting.__dataclass_fields__}
    found = {"scenario": scenario, "weight": HOW, "summary": summary, "numbers": [_row(each) for each in numbers]}
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(numbers: tuple[Weighed, ...]) -> bytes:
    """Every number as a row, safe to open in a spreadsheet."""
    text = io.StringIO()
    rows = [_row(each) for each in numbers]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(list(rows[0]) if rows else [])
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


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
        "hours_share": each.hours_share,
        "usd": each.amounts.usd,
        "usd_share": each.usd_share,
        "factor": bool(each.record.factor),
        "instead": each.record.record,
    }
