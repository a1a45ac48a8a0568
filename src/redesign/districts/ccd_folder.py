"""Which files of a folder of the Common Core of Data are read: one for each component, of one school year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from redesign.districts.files import AGAIN, DataFile, files_of, opened, whole
from redesign.errors import InputError

_UNIT = {"year": ("SCHOOL_YEAR", "SURVYEAR"), "leaid": ("LEAID",)}
_SCHOOL = {**_UNIT, "id": ("NCESSCH",)}
_COUNT = {"indicator": ("TOTAL_INDICATOR",), "flag": ("DMS_FLAG",)}
_PUPILS = {"count": ("STUDENT_COUNT", "MEMBER", "TOTAL"), "grade": ("GRADE",), **_COUNT}
_LONG = ("STUDENT_COUNT", "STAFF_COUNT")
"""Counts of a file that has many rows for a school or district; `TOTAL_INDICATOR` says which is the total."""
_GRADES = {f"g_{grade}": (f"G_{grade}_OFFERED",) for grade in ("PK", "KG", *map(str, range(1, 14)), "UG", "AE")}
OLD_STAFF = (
    *("TOTTCH", "LEAADM", "LEASUP", "CORSUP", "SCHADM", "SCHSUP", "TOTGUI", "STUSUP", "PARA"),
    *("LIBSPE", "LIBSUP", "OTHSUP", "STAFF_TOTAL", "TOTOHC"),
)
"""Columns of the staff file of 2015-16 and before."""


@dataclass(frozen=True, slots=True)
class Component:
    """A file of the Common Core of Data: how its names begin, what is in it, and its columns, new and old."""

    prefixes: tuple[str, ...]
    what: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    needed_if_long: tuple[str, ...] = ()


COMPONENTS: Mapping[str, Component] = {
    "directory": Component(
        ("ccd_sch_029_",),
        "school directory",
        {
            **_SCHOOL,
            "name": ("SCH_NAME", "SCHNAM"),
            "district": ("LEA_NAME", "LEANM"),
            "state": ("STATENAME", "ST", "LSTATE", "MSTATE"),
            "status": ("UPDATED_STATUS", "SY_STATUS", "STATUS"),
            "type": ("SCH_TYPE", "TYPE"),
            "level": ("LEVEL",),
            "low": ("GSLO",),
            "high": ("GSHI",),
            "charter": ("CHARTER_TEXT", "CHARTR"),
            **_GRADES,
        },
        ("year", "leaid", "id", "name", "district", "state", "status", "type", "low", "high", "charter"),
    ),
    "membership": Component(
        ("ccd_sch_052_",),
        "school membership",
        {**_SCHOOL, **_PUPILS},
        ("year", "leaid", "id", "count"),
        ("grade", "indicator", "flag"),
    ),
    "lunch": Component(
        ("ccd_sch_033_",),
        "lunch program",
        {
            **_SCHOOL,
            "group": ("DATA_GROUP",),
            "program": ("LUNCH_PROGRAM",),
            "count": ("STUDENT_COUNT", "TOTFRL"),
            **_COUNT,
        },
        ("year", "leaid", "id", "count"),
        ("group", "program", "indicator", "flag"),
    ),
    "teachers": Component(
        ("ccd_sch_059_",),
        "school staff",
        {**_SCHOOL, "count": ("TEACHERS", "FTE"), **_COUNT},
        ("year", "leaid", "id", "count"),
    ),
    "characteristics": Component(
        ("ccd_sch_129_",),
        "school characteristics",
        {**_SCHOOL, "virtual": ("VIRTUAL", "VIRTUAL_STAT"), "virtual_text": ("VIRTUAL_TEXT",)},
        ("year", "leaid", "id", "virtual"),
    ),
    "lea": Component(
        ("ccd_lea_029_",),
        "district directory",
        {**_UNIT, "type": ("LEA_TYPE", "TYPE"), "schools": ("OPERATIONAL_SCHOOLS",)},
        ("year", "leaid", "type"),
    ),
    "pupils": Component(
        ("ccd_lea_052_",),
        "district membership",
        {**_UNIT, **_PUPILS},
        ("year", "leaid", "count"),
        ("grade", "indicator", "flag"),
    ),
    "staff": Component(
        ("ccd_lea_059_",),
        "district staff",
        {**_UNIT, "staff": ("STAFF",), "count": ("STAFF_COUNT", "LEAADM"), **_COUNT, **{c: (c,) for c in OLD_STAFF}},
        ("year", "leaid", "count"),
        ("staff", "indicator", "flag"),
    ),
    "special_education": Component(
        ("ccd_lea_002", "ccd_lea_089", "ccd_lea_2_89_"),
        "children with disabilities",
        {**_UNIT, "count": ("STUDENT_COUNT", "IDEA_COUNT", "SPECED_COUNT", "SPECED"), **_COUNT},
        ("year", "leaid", "count"),
        ("indicator",),
    ),
    "emergent_bilingual": Component(
        ("ccd_lea_141_", "ccd_lea_046141_"),
        "English learners",
        {**_UNIT, "count": ("STUDENT_COUNT", "LEP_COUNT", "LEP", "ELL"), **_COUNT},
        ("year", "leaid", "count"),
        ("indicator",),
    ),
}
_BOTH = ("directory", "membership")
_NAME = re.compile(
    r"(?i)ccd_(?:sch|lea)_[\d_]+?_(?P<years>\d{4})_[wl]_(?P<version>\w+?)(?:_(?P<date>\d{6}|\d{8}))?\..*"
)
_SAME_YEAR = "download both files of one year"
_PUBLISHED = "the files of the Common Core of Data of 2016-17 or later, as nces.ed.gov publishes them"
_OTHER_LAYOUTS = {
    "SCHNO": "a file of the layout of 2013-14 and before, all in one",
    "SCHOOL_LEVEL": "a file of the Urban Institute's data portal",
    "AGENCY NAME": "a table of the ELSI generator",
}
"""A column by which each is known."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files to read, by component, and what a reader should be told of the choice."""

    path: Path
    year: str
    """As `2021-22`."""
    files: Mapping[str, DataFile]
    notes: list[str] = field(default_factory=list)


def read_folder(path: Path, needed: Sequence[str] = _BOTH) -> Folder:
    """Choose the files of the newest year that has all the `needed` components; of two versions the higher one.

    Another component may come from another year; that is noted. Raises `InputError` where a needed file is not there.
    """
    found = {key: _by_year(path, component) for key, component in COMPONENTS.items()}
    for key in needed:
        if not found[key]:
            raise _none_found(path, COMPONENTS[key])
    years = set.intersection(*(set(found[key]) for key in needed))
    if not years:
        first, second = (found[key] for key in needed)
        message = (
            f"found the year {max(second)}; allowed: {max(first)}, as in {first[max(first)][0].name}; {_SAME_YEAR}"
        )
        raise whole(second[max(second)][0], message, "SCHOOL_YEAR")
    notes: list[str] = []
    for key, other in zip(needed, reversed(needed), strict=True):
        newer = max(found[key])
        if newer > max(years):
            name = found[key][newer][0].name
            notes.append(f"{name} is not read: the folder has no {COMPONENTS[other].what} of {newer}.")
    files = {key: _opened(key, _chosen(key, of, max(years), notes)) for key, of in found.items() if of}
    return Folder(path, max(years), files, notes)


def _opened(key: str, path: Path) -> DataFile:
    component = COMPONENTS[key]
    file = opened(path, component.columns, component.needed)
    if file.names.get("count", "").upper() in _LONG:
        return opened(path, component.columns, (*component.needed, *component.needed_if_long))
    return file


def _by_year(path: Path, component: Component) -> dict[str, list[Path]]:
    """Files of a component by school year, the highest version first."""
    found: dict[str, list[Path]] = {}
    paths = {each for prefix in component.prefixes for each in files_of(path, prefix)}
    for each in sorted(paths, key=_version, reverse=True):
        found.setdefault(_year_of(each), []).append(each)
    return found


def _version(path: Path) -> tuple[str, str, str]:
    """Version, then date of build with its year first, then name."""
    match = _NAME.fullmatch(path.name)
    date = (match["date"] or "") if match else ""
    version = match["version"].casefold().split("_")[0] if match else ""
    return version, date[-2:] + date[:-2], path.name


def _year_of(path: Path) -> str:
    """The year that the first row says; raises `InputError` where the name of the file says another."""
    file = opened(path, _UNIT)
    if "year" not in file.names and (layout := other_layout(file.header)):
        raise whole(path, f"found {layout}; allowed: {_PUBLISHED}", _UNIT["year"][0])
    file = opened(path, _UNIT, ("year",))
    first = next(file.rows(), None)
    if first is None:
        raise whole(path, f"found no row below the header; allowed: a row for each school or district; {AGAIN}")
    year = school_year(first.text("year"))
    if not year:
        message = f"found '{first.text('year')[:20]}'; allowed: a school year such as 2021-2022"
        raise first.fault("year", message)
    match = _NAME.fullmatch(path.name)
    named = match["years"] if match else ""
    if named and named != year[2:4] + year[5:]:
        message = f"found {first.text('year')}; allowed: 20{named[:2]}-20{named[2:]}, as the name of the file says"
        raise first.fault("year", message)
    return year


def school_year(text: str) -> str:
    """`2021-22` for `2021-2022`, `2021-22` and, as old files write it, `2021`; nothing for what is no school year."""
    match = re.fullmatch(r"(\d{4})(?:-(?:20)?(\d\d))?", text)
    if not match:
        return ""
    end = f"{(int(match[1]) + 1) % 100:02}"
    return f"{match[1]}-{end}" if match[2] in (None, end) else ""


def _chosen(key: str, found: Mapping[str, Sequence[Path]], year: str, notes: list[str]) -> Path:
    """The file of the folder's year, or the newest of another year, which is noted."""
    own = year if year in found else max(found)
    path, *others = found[own]
    if own != year:
        notes.append(f"{path.name}: the {COMPONENTS[key].what} is of {own}, all else of {year}.")
    if others:
        names = ", ".join(other.name for other in others)
        notes.append(f"{path.name} is read, the highest version; not read: {names}.")
    return path


def other_layout(header: Sequence[str]) -> str:
    """The layout that is not read, by its columns; nothing where it is none of them."""
    names = {name.upper() for name in header}
    return next((what for column, what in _OTHER_LAYOUTS.items() if column in names), "")


def _none_found(path: Path, component: Component) -> InputError:
    """The fault of a file that is needed and not there, with the name of another layout where one is there."""
    found = f"found no such file in {path.name or 'this folder'} ({component.what}); it is needed"
    instead = "download it from nces.ed.gov and unpack it"
    for other in files_of(path, ""):
        if layout := other_layout(opened(other, {}).header):
            instead = f"{other.name} is {layout}, which is not read: download {_PUBLISHED}"
    return whole(path / f"{component.prefixes[0]}*.csv", f"{found}; {instead}")
