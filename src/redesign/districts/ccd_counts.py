"""Counts of the federal files for the schools of one district: pupils, teachers, lunch, who is virtual."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from redesign.districts.ccd_folder import Folder, school_year
from redesign.districts.ccd_schools import school_id
from redesign.districts.facts import Number, Origin
from redesign.districts.files import Row
from redesign.districts.missing import Missing

Counts = dict[str, Number | Missing]
"""By school."""
_UNKNOWN = {"missing", "suppressed", "not reported", "not applicable"}
_TOTALS = ("Derived - Education Unit Total minus Adult Education Count", "Education Unit Total")
_BY_GRADE = "Subtotal 4 - By Grade"
_INDICATORS = (
    *_TOTALS,
    _BY_GRADE,
    "Category Set A - By Race/Ethnicity; Sex; Grade",
    "Derived - Subtotal by Race/Ethnicity and Sex minus Adult Education Count",
)
_SUBTOTAL = "subtotal "
_FRL = ("free and reduced-price lunch table", "no category codes")
_ADULTS = {"adult education"}


def rows_of(folder: Folder, component: str, leaid: str) -> Iterator[Row]:
    """Rows of a district in a component, each checked to be of one year with the first."""
    if component not in folder.files:
        return
    year = ""
    for row in folder.files[component].rows("leaid", leaid):
        year = year or school_year(row.text("year"))
        if school_year(row.text("year")) != year:
            raise row.fault("year", f"found '{row.text('year')}'; allowed: {year}, as in the rows above it")
        yield row


def count(row: Row, read: Callable[[Row, str], Number | Missing] = Row.number) -> Number | Missing:
    """The count of a row; missing where its flag says so, whatever stands in the cell."""
    number = read(row, "count")
    flag = row.text("flag").casefold()
    if flag in _UNKNOWN and (isinstance(number, Missing) or "flag" in row.places):
        return Missing(f"flagged {row.text('flag')}", row.place("count"))
    return number


def put(found: Counts, key: str, row: Row, number: Number | Missing) -> None:
    """Add a count; raises `InputError` where another one is there."""
    before = found.setdefault(key, number)
    if isinstance(before, Number) and isinstance(number, Number) and before.value != number.value:
        raise row.fault("count", f"found {number.value:g}, and {before.value:g} for the same ({before.origin.text})")
    if isinstance(before, Missing):
        found[key] = number


def pupils(folder: Folder, component: str, leaid: str) -> Counts:
    """Pupils without adults, by school, or of the district under its own id.

    The total without adult education first, then the reported total, then the sum of the grades where all are known.
    """
    totals: tuple[Counts, Counts] = ({}, {})
    grades: dict[str, Counts] = {}
    for row in rows_of(folder, component, leaid):
        unit = school_id(row) if "id" in row.places else leaid
        indicator = _indicator(row)
        if indicator in _TOTALS:
            put(totals[_TOTALS.index(indicator)], unit, row, count(row, Row.whole))
        elif indicator == _BY_GRADE:
            put(grades.setdefault(unit, {}), row.text("grade").casefold(), row, count(row, Row.whole))
    units = dict.fromkeys([*totals[0], *totals[1], *grades])
    return {unit: _best(totals[0].get(unit), totals[1].get(unit), grades.get(unit, {})) for unit in units}


def _indicator(row: Row) -> str:
    """What a row counts; a file of the old layout has totals only."""
    if "indicator" not in row.places:
        return _TOTALS[1]
    text = row.text("indicator")
    other = text.casefold().startswith(_SUBTOTAL) and text.casefold() != _BY_GRADE.casefold()
    return text if other else row.one_of("indicator", _INDICATORS)


def _best(derived: Number | Missing | None, reported: Number | Missing | None, grades: Counts) -> Number | Missing:
    if isinstance(derived, Number):
        return derived
    adults = grades.get("adult education")
    if isinstance(reported, Number):
        if not isinstance(adults, Number) or not adults.value:
            return reported
        text = f"{reported.value:g} ({reported.origin.text}) - {adults.value:g} adults ({adults.origin.text})"
        return Number(max(0.0, reported.value - adults.value), Origin("computed", text))
    parts = [number for name, number in grades.items() if name not in _ADULTS]
    known = [number for number in parts if isinstance(number, Number)]
    if known and len(known) == len(parts):
        text = f"sum of {len(known)} grades, as there is no total (first: {known[0].origin.text})"
        return Number(sum(number.value for number in known), Origin("computed", text))
    return next(each for each in (derived, reported, *parts) if isinstance(each, Missing))


def teachers(folder: Folder, leaid: str) -> Counts:
    """Teachers of each school, full-time equivalents."""
    found: Counts = {}
    for row in rows_of(folder, "teachers", leaid):
        put(found, school_id(row), row, count(row))
    return found


def virtual_status(folder: Folder, leaid: str) -> dict[str, str]:
    """What the characteristics say of online teaching, by school."""
    return {
        school_id(row): row.text("virtual", row.text("virtual_text"))
        for row in rows_of(folder, "characteristics", leaid)
    }


def lunch(folder: Folder, leaid: str) -> tuple[Counts, Counts]:
    """Pupils with free or reduced-price lunch, and those directly certified: two measures, never added."""
    free, reduced, both, direct = Counts(), Counts(), Counts(), Counts()
    tables = {
        _FRL: both,
        ("free and reduced-price lunch table", "free lunch qualified"): free,
        ("free and reduced-price lunch table", "reduced-price lunch qualified"): reduced,
        ("direct certification", "not applicable"): direct,
        ("direct certification", "no category codes"): direct,
    }
    for row in rows_of(folder, "lunch", leaid):
        table = _FRL
        if "group" in row.places:
            table = row.text("group").casefold(), row.text("program").casefold()
        if table in tables:
            put(tables[table], school_id(row), row, count(row, Row.whole))
        elif table[1] not in ("missing", "not reported"):
            row.one_of("group", {known for known, _ in tables})
            row.one_of("program", {known for _, known in tables})
    units = dict.fromkeys([*both, *free, *reduced])
    return {unit: _lunch(both.get(unit), free.get(unit), reduced.get(unit)) for unit in units}, direct


def _lunch(*parts: Number | Missing | None) -> Number | Missing:
    """The total of free and reduced, or the sum of the two where there is no total."""
    both, free, reduced = parts
    if isinstance(both, Number):
        return both
    if isinstance(free, Number) and isinstance(reduced, Number):
        text = f"{free.value:g} free ({free.origin.text}) + {reduced.value:g} reduced ({reduced.origin.text})"
        return Number(free.value + reduced.value, Origin("computed", text))
    return next((each for each in parts if isinstance(each, Missing)), Missing("only one of free and reduced is there"))


def of_district(folder: Folder, component: str, leaid: str) -> Number | Missing | None:
    """The district's own count in a component with a total for each; nothing where there is none."""
    found: Counts = {}
    for row in rows_of(folder, component, leaid):
        if row.text("indicator", "Education Unit Total").casefold() == "education unit total":
            put(found, leaid, row, count(row, Row.whole))
    return found.get(leaid)
