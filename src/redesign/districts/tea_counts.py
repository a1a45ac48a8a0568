"""Numbers of the state's files that are missing or cannot be: filled from the others, refused, or said first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from redesign.districts.drafts import Draft, enrollments
from redesign.districts.f33 import SENSIBLE_PAY, sensible_pay
from redesign.districts.facts import Level, Number, Origin
from redesign.districts.files import Row
from redesign.districts.missing import Missing
from redesign.errors import InputError

OTHER_SHARE = 0.05
"""By so much the two files may differ in campuses and pupils; of all 1,200 districts of 2021-22 none does at all."""
LEVELS: Mapping[str, Level] = {
    "elementary": "elementary",
    "middle": "middle",
    "high": "high",
    "combined": "combined",
    "e": "elementary",
    "m": "middle",
    "s": "high",
    "b": "combined",
}
"""What the files write, by name or by the state's letter of the grade type."""
PAY_USED = ("pay_teachers", "pay_campus_administrators")
"""Mean pay that other numbers rest on."""


def check_complete(district: Row, campuses: Sequence[Row], file: str) -> None:
    """Raise InputError where the district file counts other campuses, or pupils on them, than the campus `file`."""
    pupils = [number.value for row in campuses if isinstance(number := row.number("enrollment"), Number)]
    found = {"campuses": len(campuses)} | ({"enrollment": sum(pupils)} if len(pupils) == len(campuses) else {})
    for key, value in found.items() if campuses else ():
        published = district.number(key)
        if isinstance(published, Number) and abs(published.value - value) > OTHER_SHARE * published.value:
            text = f"found {published.value:,.0f}, and {value:,.0f} in {file}; allowed: about the same"
            raise district.fault(key, f"{text}: one of the files may be cut off or of another year")


def level_of(row: Row) -> Level:
    """The level of a campus; raises InputError for a word that is none."""
    level = row.text("level").casefold()
    if level not in LEVELS:
        raise row.fault("level", f"found '{row.text('level')}'; allowed: {', '.join(list(LEVELS)[:4])}")
    return LEVELS[level]


def pupils_of(
    district: Row, campuses: Sequence[Row], others: Collection[int], notes: list[str]
) -> dict[int, Number | Missing]:
    """Enrollment by line; of schools it is filled where the district has more pupils than its campuses tell of.

    `others`: lines of campuses that are no schools of the office. Raises InputError where too little is known.
    """
    schools = [row for row in campuses if row.line not in others]
    found = {row.line: row.number("enrollment") if row.line in others else row.whole("enrollment") for row in campuses}
    holes = [row for row in schools if isinstance(found[row.line], Missing)]
    total = _of_schools(district, [found[line] for line in others])
    told = sum(number.value for row in schools if isinstance(number := found[row.line], Number))
    if not holes or (isinstance(total, Number) and total.value - told < len(holes)):
        return found

    def asked(key: str, message: str) -> InputError:
        return holes[0].fault(key, message)

    none = Missing("not published by campus")
    drafts = [Draft(row.text("id"), row.text("name"), level_of(row), found[row.line], none, {}) for row in schools]
    filled = enrollments(drafts, {"kept": total}, notes, asked)
    return found | dict(zip((row.line for row in schools), filled, strict=True))


def _of_schools(district: Row, others: Iterable[Number | Missing]) -> Number | Missing:
    """Pupils of the district without those of other campuses."""
    total = district.number("enrollment")
    away = sum(number.value for number in others if isinstance(number, Number))
    if isinstance(total, Missing) or not away:
        return total
    text = f"{total.value:,.0f} of the district ({total.origin.text}) - {away:,.0f} of campuses left out"
    return Number(total.value - away, Origin("computed", text))


def percent(row: Row, key: str, doubts: list[str]) -> Number | None:
    """A percent of the district, if it is published; raises InputError outside 0 to 100."""
    number = row.number(key)
    if isinstance(number, Missing):
        return None
    if number.value > 100:
        raise row.fault(key, f"found {row.text(key)}; allowed: a percent from 0 to 100")
    if 0 < number.value < 1:
        doubts.append(f"{number.value:g} percent, {number.origin.text}: is it a part of 1 where percents stand?")
    return number


def check_pay(row: Row, keys: Iterable[str], doubts: list[str]) -> None:
    """Raise InputError for mean pay that cannot be; where no number rests on it, that is a doubt."""
    for key in keys:
        number = row.number(key)
        if isinstance(number, Missing) or not number.value or sensible_pay(number.value):
            continue
        if key in PAY_USED:
            raise row.fault(key, f"found ${number.value:,.0f}; allowed: mean pay of {SENSIBLE_PAY}, or nothing")
        doubts.append(f"Mean pay of ${number.value:,.0f}, {number.origin.text}, is not {SENSIBLE_PAY}; it is not used.")
