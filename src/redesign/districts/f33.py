"""Spending of a district from the School District Finance Survey (F-33): whole dollars a year, by the items' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from redesign.districts.facts import Number
from redesign.districts.files import Row, opened, whole
from redesign.districts.missing import Missing

ITEMS = (
    *("TOTALREV", "TFEDREV", "TSTREV", "TLOCREV", "TOTALEXP", "TCURELSC", "TCURINST", "TCURSSVC", "TCUROTH"),
    *("E13", "E17", "E07", "E08", "E09", "V40", "V45", "V90", "V85", "E11", "V60", "V65"),
    *("Z32", "Z33", "V11", "V13", "V15", "V17", "V21", "V23", "V37", "V29"),
    *("Z34", "V10", "V12", "V14", "V16", "V18", "V22", "V24", "V38", "V30"),
    *("V02", "V91", "V92", "V95"),
)
"""Dollars: revenue, spending by function, salaries, benefits, and a few objects of spending."""
NEEDED = ("TCURELSC", "E07", "E08", "V90", "V13", "V14", "V15", "V16", "V37", "V38")
_FLAGS = {"R": "reported", "A": "adjusted", "I": "imputed", "M": "missing", "N": "not applicable"}
_NOT_GIVEN = ("M", "N")
_FEWEST_PAY_USD, _MOST_PAY_USD = 15_000, 250_000
SENSIBLE_PAY = f"${_FEWEST_PAY_USD:,} to ${_MOST_PAY_USD:,} a year"
"""What the mean pay of many may be, in words."""


@dataclass(frozen=True, slots=True)
class Finance:
    """What the survey says of one district."""

    year: str
    """School year, as `2021-22` of fiscal year 2022."""
    spending: Mapping[str, Number]
    pupils: Number | Missing
    notes: tuple[str, ...]


def finance(path: Path, leaid: str, staff: Number | None = None) -> Finance:
    """Read one district of an F-33 file, parted by tabs or commas, packed or not; raises `InputError`.

    `staff`: its full-time equivalents, whose mean pay must be sensible.
    """
    columns = {"leaid": ("LEAID",), "year": ("YEAR",), "pupils": ("V33",), "matched": ("CENFILE",)}
    columns |= {item: (item,) for item in ITEMS} | {f"FL_{item}": (f"FL_{item}",) for item in ITEMS}
    file = opened(path, columns, ("leaid", "year", "pupils", *NEEDED))
    rows = list(file.rows("leaid", leaid))
    years = {row.text("year"): row for row in rows}
    if not rows:
        raise whole(path, f"found no row with {leaid}; allowed: the LEAID of a district in the file", "LEAID")
    if len(rows) > len(years):
        raise rows[-1].fault("leaid", f"found {leaid} a second time in a year; first in row {rows[0].line:,}")
    row = years[max(years)]
    year = _school_year(row)
    check_salaries(row, "Z32", staff)
    found = {item: _item(row, item) for item in ITEMS if item in row.places}
    notes = [f"Finance is of the fiscal year 20{max(years).zfill(2)[-2:]}, school year {year} ({row.file.name})."]
    gaps: dict[str, list[str]] = {}
    for item, number in found.items():
        if isinstance(number, Missing):
            gaps.setdefault(number.reason, []).append(item)
    if row.text("matched") == "0":
        notes.append(f"{row.place('matched')}: the survey has no finance data of this district.")
    elif gaps:
        items = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in gaps.items())
        notes.append(f"{row.file.name}, row {row.line:,}: not published, and not zero: {items}.")
    spending = {item: number for item, number in found.items() if isinstance(number, Number)}
    return Finance(year, spending, row.number("pupils"), (*notes, *file.notes))


def sensible_pay(usd: float) -> bool:
    """Whether many people may be paid so much in a year."""
    return _FEWEST_PAY_USD <= usd <= _MOST_PAY_USD


def check_salaries(row: Row, key: str, staff: Number | None) -> None:
    """Raise `InputError` where all salaries over all staff are no pay: posts and pay would follow from it."""
    salaries = row.number(key)
    if isinstance(salaries, Missing) or not salaries.value or staff is None or not staff.value:
        return
    mean = salaries.value / staff.value
    if not sensible_pay(mean):
        found = f"found ${salaries.value:,.0f}, ${mean:,.0f} for each of {staff.value:,.1f} staff ({staff.origin.text})"
        asked = "thousands of dollars?" if mean < _FEWEST_PAY_USD else "staff of another district or year?"
        raise row.fault(key, f"{found}; allowed: {SENSIBLE_PAY}; {asked} Where nothing is in the cell, pay is assumed")


def other_year(money: Finance | None, year: str) -> tuple[str, ...]:
    """That the finance file is of another school year than the schools, where both are known."""
    if money is None or not year or money.year[:4] == year[:4]:
        return ()
    return (
        f"Finance is of {money.year}, the schools are of {year}: payrolls, and so posts and pay, are those of then.",
    )


def _item(row: Row, item: str) -> Number | Missing:
    number = row.number(item)
    flag = f"FL_{item}"
    if flag not in row.places:
        return number
    word = row.one_of(flag, (*_FLAGS, "")).upper()
    return Missing(f"flagged {word}, {_FLAGS[word]}", row.place(item)) if word in _NOT_GIVEN else number


def _school_year(row: Row) -> str:
    year = row.text("year").zfill(2)[-2:]
    if not year.isdigit():
        raise row.fault("year", f"found '{row.text('year')}'; allowed: a fiscal year such as 22")
    return f"20{int(year) - 1:02}-{year}"
