"""Staff of a district by class, from the federal staff file: every category has its place, totals are checked."""

from __future__ import annotations

from collections.abc import Mapping

from redesign.districts.ccd_counts import Counts, count, put, rows_of
from redesign.districts.ccd_folder import OLD_STAFF, Folder
from redesign.districts.facts import Number, Origin
from redesign.districts.files import Row
from redesign.districts.missing import Missing

CLASSES: Mapping[str, str] = {
    "no category codes": "total",
    "teachers": "teachers",
    "lea administrators": "central_administrators",
    "lea administrative support staff": "central_support",
    "instructional coordinators and supervisors to the staff": "instructional_coordinators",
    "school psychologist": "psychologists",
    "school psychologists": "psychologists",
    "student support services staff (w/o psychology)": "student_support",
    "student support services staff": "student_support",
    "school administrators": "campus_administrators",
    "school administrative support staff": "campus_support",
    "guidance counselors": "counselors",
    "librarians/media specialists": "librarians",
    "library/media specialists": "librarians",
    "library/media support staff": "library_support",
    "paraprofessionals/instructional aides": "educational_aides",
    "all other support staff": "other_support",
    "missing": "unclassified",
}
"""Category of the staff file, or column of its old layout, to class of `PublishedDistrict.staff`."""
OLD_CLASSES: Mapping[str, str] = {
    "STAFF_TOTAL": "total",
    "TOTTCH": "teachers",
    "LEAADM": "central_administrators",
    "LEASUP": "central_support",
    "CORSUP": "instructional_coordinators",
    "STUSUP": "student_support",
    "SCHADM": "campus_administrators",
    "SCHSUP": "campus_support",
    "TOTGUI": "counselors",
    "LIBSPE": "librarians",
    "LIBSUP": "library_support",
    "PARA": "educational_aides",
    "OTHSUP": "other_support",
    "TOTOHC": "other_support",
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "teachers": (
        "pre-kindergarten teachers",
        "kindergarten teachers",
        "elementary teachers",
        "secondary teachers",
        "ungraded teachers",
    ),
    "counselors": ("elementary school counselors", "secondary school counselors", "school counselors"),
}
_UNSPLIT = "school counselors"
"""Those whose level is not told; in some files the sum of the two others."""
"""Categories that are added up where the file has no derived row of the class."""
_SUMS = {"school staff", "lea staff", "other staff"}
"""Derived rows of several classes, which are not read: categories or derived rows, never both."""
_CLOSE = 0.01


def staff(folder: Folder, leaid: str) -> tuple[dict[str, Number], list[str]]:
    """Full-time equivalents by class, and what a reader should be told: what is missing, what does not add up."""
    found, notes = Counts(), list[str]()
    parts: dict[str, Counts] = {name: {} for name in PARTS}
    for row in rows_of(folder, "staff", leaid):
        if "staff" not in row.places:
            _wide(row, found)
            continue
        category = row.text("staff").casefold()
        owner = next((name for name, known in PARTS.items() if category in known), "")
        if owner:
            put(parts[owner], category, row, count(row))
        elif category in CLASSES:
            put(found, CLASSES[category], row, count(row))
        elif category not in _SUMS:
            notes.append(f"{row.place('staff')}: the category '{row.text('staff')}' is not known and not read.")
    for name, each in parts.items():
        if each and not isinstance(found.get(name), Number):
            found[name] = _sum(each)
    missing = [f"{name.replace('_', ' ')}: {number}" for name, number in found.items() if isinstance(number, Missing)]
    if missing:
        notes.append(f"Staff that is not published, and not zero: {'; '.join(missing)}.")
    numbers = {name: number for name, number in found.items() if isinstance(number, Number)}
    return numbers, notes + _check(numbers)


def _wide(row: Row, found: Counts) -> None:
    for column in OLD_STAFF:
        if column in row.places:
            put(found, OLD_CLASSES[column], row, row.number(column))


def _sum(parts: Counts) -> Number | Missing:
    """The sum of the categories with a count; missing where none has one."""
    known = {name: number for name, number in parts.items() if isinstance(number, Number)}
    split = sum(number.value for name, number in known.items() if name != _UNSPLIT)
    if split and _UNSPLIT in known and known[_UNSPLIT].value >= split:
        return known[_UNSPLIT]
    if not known:
        return next(number for number in parts.values() if isinstance(number, Missing))
    text = " + ".join(f"{number.value:g} {name} ({number.origin.text})" for name, number in known.items())
    left = "".join(f"; without {name}, {number}" for name, number in parts.items() if isinstance(number, Missing))
    return Number(sum(number.value for number in known.values()), Origin("computed", text + left))


def _check(numbers: Mapping[str, Number]) -> list[str]:
    """What the classes leave of the published total."""
    if "total" not in numbers:
        return []
    total = numbers["total"].value
    rest = total - sum(number.value for name, number in numbers.items() if name != "total")
    if abs(rest) <= _CLOSE * total:
        return []
    what = f"{rest:,.1f} of the total of {total:,.1f} staff are in no published class"
    if rest < 0:
        what = f"the published classes are {-rest:,.1f} more than the total of {total:,.1f} staff"
    return [f"Staff does not add up: {what} ({numbers['total'].origin.text})."]
