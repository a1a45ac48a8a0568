"""Schools of the federal directory: who is left out by which rule, and which level a school has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from redesign.districts.ccd_folder import Folder, school_year
from redesign.districts.facts import LeftOut, Level
from redesign.districts.files import Row
from redesign.districts.grades import grade, level_of

OPEN = ("1", "3", "4", "5", "8")
STATUS_RULES = {
    "2": "closed: the directory's status is 2",
    "6": "inactive: the directory's status is 6",
    "7": "future: the directory's status is 7, not open yet",
}
CHARTER = "charter: run by its operator, not by the district's office"
VIRTUAL = "virtual: it teaches online only and has no building to serve"
ADULT = "adult education: it teaches adults only"
PROGRAM = "program: pupils are on other schools' rolls (type 5, reportable program)"
JUVENILE = "juvenile or disciplinary program, by its name: another agency runs it or pupils are on other schools' rolls"
_JUVENILE = re.compile(
    r"(?i)\b(juvenile|detention|j[. ]*j[. ]*a[. ]*e[. ]*p\b|d[. ]*a[. ]*e[. ]*p\b|disciplinary|correctional|jail|"
    r"prison|youth center|boot camp)"
)
_ONLINE = {"fullvirtual", "fullvirt", "exclusively virtual", "full virtual", "virtualyes", "yes"}
_TYPES = ("1", "2", "3", "4", "5")
LEVELS: Mapping[str, Level] = {
    "elementary": "elementary",
    "middle": "middle",
    "high": "high",
    "secondary": "high",
    "prekindergarten": "elementary",
    "primary": "elementary",
    "1": "elementary",
    "2": "middle",
    "3": "high",
}
"""The directory's words, and the codes of its old files."""
_FROM_GRADES = ("Other", "Ungraded", "Not applicable", "Not reported", "Missing", "Adult Education", "4", "N", "M", "")
_LEVEL_WORDS = (*(word.capitalize() for word in LEVELS), *_FROM_GRADES)
_CHARTER_WORDS = ("Yes", "No", "Not applicable", "Missing", "Not reported", "N", "M", "1", "2", "")


def directory_rows(folder: Folder, leaid: str) -> list[Row]:
    """Rows of a district in the school directory, in the order of ids, checked; raises `InputError`."""
    file = folder.files["directory"]
    rows = sorted(file.rows("leaid", leaid), key=lambda row: row.text("id"))
    for row, before in zip(rows, [None, *rows], strict=False):
        if before and row.text("id") == before.text("id"):
            raise row.fault("id", f"found {row.text('id')} a second time; first in row {before.line:,}; allowed: once")
        if not re.fullmatch(r"\d{11,12}", row.text("id")):
            raise row.fault("id", f"found '{row.text('id')[:30]}'; allowed: the 12 digits of a school")
        if school_year(row.text("year")) != folder.year:
            raise row.fault("year", f"found {row.text('year')}; allowed: {folder.year}, as in the first row")
        if row.one_of("status", (*OPEN, *STATUS_RULES)) in OPEN:
            row.one_of("type", _TYPES)
            row.one_of("charter", _CHARTER_WORDS)
            row.one_of("level", _LEVEL_WORDS if "level" in row.places else ("",))
    return rows


def sorted_out(rows: Sequence[Row], virtual: Mapping[str, str]) -> tuple[list[Row], list[LeftOut]]:
    """Schools to keep, and those that a rule leaves out. `virtual`: the virtual status of schools by their ids.

    A district of charter schools only has an office of its own: there they stay.
    """
    running = [row for row in rows if row.text("status") in OPEN]
    of_charters = bool(running) and all(_is_charter(row) for row in running)
    kept, left_out = list[Row](), list[LeftOut]()
    for row in rows:
        rule = _rule(row, virtual.get(school_id(row), ""), of_charters)
        if rule:
            left_out.append(LeftOut(school_id(row), row.text("name"), rule))
        else:
            kept.append(row)
    return kept, left_out


def school_id(row: Row) -> str:
    """Twelve digits, with the zero that a spreadsheet may have taken."""
    return row.text("id").zfill(12)


def _rule(row: Row, virtual: str, of_charters: bool) -> str:
    """Why a school is left out; nothing where it stays."""
    if rule := STATUS_RULES.get(row.text("status")):
        return rule
    if _is_charter(row) and not of_charters:
        return CHARTER
    if virtual.casefold() in _ONLINE:
        return VIRTUAL
    if row.text("level").casefold() == "adult education" or {row.text("low"), row.text("high")} == {"AE"}:
        return ADULT
    if row.text("type") == "5":
        return PROGRAM
    return JUVENILE if _JUVENILE.search(row.text("name")) else ""


def _is_charter(row: Row) -> bool:
    return row.text("charter").casefold() in ("yes", "1")


def level(row: Row) -> tuple[Level, str]:
    """The level of a school and, where the directory's own word does not say it, how it was decided."""
    word = row.text("level")
    if known := LEVELS.get(word.casefold()):
        return known, ""
    said = f"level '{word}'" if word else "no level"
    low, high = _grades(row)
    if low is None or high is None:
        return "combined", f"{said} and no grades: taken as combined"
    return level_of(low, high), f"{said}: {level_of(low, high)}, from the grades {_name(low)} to {_name(high)}"


def _grades(row: Row) -> tuple[int | None, int | None]:
    """Lowest and highest grade, of the span or, where it says none, of the grades offered."""
    low, high = grade(row.text("low")), grade(row.text("high"))
    if low is not None and high is not None and low <= high:
        return low, high
    offered = [grade(key[2:]) for key in row.places if key.startswith("g_") and row.text(key).casefold() == "yes"]
    known = [each for each in offered if each is not None]
    return (min(known), max(known)) if known else (None, None)


def _name(number: int) -> str:
    return {-1: "PK", 0: "KG"}.get(number, str(number))
