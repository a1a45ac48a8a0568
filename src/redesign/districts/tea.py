"""A Texas district from the campus and district files of the Texas Education Agency (schools.csv, districts.csv)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from redesign.districts.allocate import by_size, in_tenths
from redesign.districts.f33 import finance, other_year
from redesign.districts.facts import (
    Candidate,
    LeftOut,
    Level,
    Number,
    Origin,
    PublishedDistrict,
    PublishedSchool,
    all_left_out,
)
from redesign.districts.files import DataFile, Row, opened, whole
from redesign.districts.missing import Missing
from redesign.scenario.text import folded

CAMPUSES, DISTRICTS = "schools.csv", "districts.csv"
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
NEEDS = ("econ_disadvantaged", "emergent_bilingual", "special_education")
FLAGS = {
    "juvenile_justice": "juvenile justice alternative program: the county runs it",
    "daep": "disciplinary alternative program: pupils are on other campuses' rolls",
    "residential_facility": "residential facility: another agency houses and often staffs it",
}
"""Campuses with one of these flags are left out. Early-education and alternative-accountability campuses stay."""
_CAMPUS = {
    "id": ("campus_id", "CAMPUS"),
    "district": ("district_id", "DISTRICT"),
    "name": ("school_name", "CAMPNAME"),
    "level": ("level", "GRDTYPE"),
    "charter": ("charter", "CFLCHART"),
    "enrollment": ("enrollment", "CPETALLC"),
    "econ_disadvantaged": ("econ_disadvantaged", "CPETECOC"),
    "emergent_bilingual": ("emergent_bilingual", "CPETLEPC"),
    "special_education": ("special_education", "CPETSPEC"),
    **{flag: (flag,) for flag in FLAGS},
}
_STAFF = {
    "total": "fte_total",
    "teachers": "fte_teachers",
    "central_administrators": "fte_central_admin",
    "campus_administrators": "fte_campus_admin",
    "professional_support": "fte_professional_support",
    "educational_aides": "fte_educational_aides",
    "auxiliary": "fte_auxiliary",
    "principals": "principals",
}
_PAY = {
    "teachers": "avg_salary_teachers",
    "central_administrators": "avg_salary_central_admin",
    "campus_administrators": "avg_salary_campus_admin",
    "professional_support": "avg_salary_professional_support",
}
F33 = "f33_"
"""How the columns of F-33 items begin in the district file."""


def candidates(folder: Path, name: str) -> tuple[Candidate, ...]:
    """Districts whose id is `name`, or in whose name all its words are, the largest first; raises InputError."""
    wanted, words = name.strip(), folded(name).split()
    known = [(_candidate(row), folded(row.text("name"))) for row in _districts(folder).rows()]
    found = [each for each, _ in known if wanted.isdigit() and each.id.lstrip("0") == wanted.lstrip("0")]
    found = found or [each for each, own in known if words and all(word in own for word in words)]
    twice = next((name for name, count in Counter(each.id for each in found).items() if count > 1), None)
    if twice:
        raise whole(folder / DISTRICTS, f"found the district {twice} a second time; allowed: once", "district_id")
    return tuple(sorted(found, key=lambda each: (-each.schools, each.name, each.id)))


def _candidate(row: Row) -> Candidate:
    schools = row.number("campuses")
    return Candidate(
        row.text("id"), row.text("name"), "Texas", 0 if isinstance(schools, Missing) else int(schools.value)
    )


def district(folder: Path, district_id: str, f33: Path | None = None) -> PublishedDistrict:
    """All that the files say of the district with this id; a finance survey's items replace the file's own.

    Raises InputError.
    """
    file = _districts(folder)
    rows = list(file.rows("id", district_id))
    if len(rows) != 1:
        count = f"it in {len(rows)} rows" if rows else "no row with it"
        raise whole(file.path, f"looked for the district {district_id} and found {count}; allowed: one", "district_id")
    row = rows[0]
    campuses, notes = _campuses(folder, row.text("id"))
    _check_complete(row, campuses)
    kept, left_out = _sorted_out(campuses, row.text("charter_operator").upper() == "Y", _pupils_per_teacher(row))
    if not kept:
        text = f"found no campus of {row.text('name')} that a central office serves; {all_left_out(left_out)}"
        raise whole(folder / CAMPUSES, text, "district_id")
    turnover = row.number("turnover")
    if f33 and not row.text("leaid"):
        raise whole(file.path, "found no LEAID of the district, by which a finance survey knows it", "leaid")
    money = finance(f33, row.text("leaid")) if f33 else None
    return PublishedDistrict(
        id=row.text("id"),
        name=_title(row.text("name")),
        state="Texas",
        year=_year(folder),
        schools=tuple(_schools(kept, campuses, row)),
        left_out=tuple(left_out),
        need_measure="econ_disadvantaged",
        staff=_numbers(row, "staff_"),
        salaries=_numbers(row, "pay_"),
        turnover=None if isinstance(turnover, Missing) else turnover,
        spending=_numbers(row, F33) | dict(money.spending if money else {}),
        notes=(*notes, *file.notes, *(money.notes if money else ())),
        doubts=other_year(money, _year(folder)),
    )


def _year(folder: Path) -> str:
    """The school year, from the year of the ratings in the campus file's header or from the folder's name."""
    rated = re.search(r"rating_(\d{4})", " ".join(opened(folder / CAMPUSES, {}).header))
    if rated:
        return f"{int(rated[1]) - 1}-{rated[1][2:]}"
    named = re.search(r"(20\d\d)[-_](\d\d)(?!\d)", folder.name)
    return f"{named[1]}-{named[2]}" if named else ""


def _districts(folder: Path) -> DataFile:
    path = folder / DISTRICTS
    columns: dict[str, tuple[str, ...]] = {
        "id": ("district_id", "DISTRICT"),
        "name": ("district_name", "DISTNAME"),
        "charter_operator": ("charter_operator",),
        "leaid": ("leaid", "LEAID"),
        "campuses": ("campuses",),
        "enrollment": ("enrollment",),
        "turnover": ("teacher_turnover_pct",),
        **{f"staff_{key}": (name,) for key, name in _STAFF.items()},
        **{f"pay_{key}": (name,) for key, name in _PAY.items()},
    }
    columns |= {F33 + item: (F33 + item,) for item in ITEMS}
    return opened(path, columns, ("id", "name", "staff_teachers"))


ITEMS = (
    *("V33", "TCURELSC", "TCURINST", "E17", "E07", "E08", "E09", "V40", "V45", "V90", "E11"),
    *("V11", "V12", "V13", "V14", "V15", "V16", "V17", "V18", "V21", "V22", "V29", "V30", "V37", "V38", "Z32", "Z34"),
)
"""F-33 items that the district file may have."""


def _numbers(row: Row, prefix: str) -> dict[str, Number]:
    """What is published of a group of columns; negative codes and empty cells are missing, never zero."""
    found = {key.removeprefix(prefix): row.number(key) for key in row.places if key.startswith(prefix)}
    return {key: number for key, number in found.items() if isinstance(number, Number)}


def _campuses(folder: Path, district_id: str) -> tuple[list[Row], list[str]]:
    """Campuses of a district with a published enrollment, in the order of their ids, and what was passed over."""
    needed = ("id", "district", "name", "level", "enrollment", "special_education", "econ_disadvantaged", *FLAGS)
    file = opened(folder / CAMPUSES, _CAMPUS, needed)
    rows = sorted(file.rows("district", district_id), key=lambda row: row.text("id"))
    seen = [row.text("id") for row in rows]
    for row, before in zip(rows[1:], seen, strict=False):
        if row.text("id") == before:
            raise row.fault("id", f"found {before} a second time; allowed: once")
    return rows, list(file.notes)


def _check_complete(district: Row, campuses: list[Row]) -> None:
    """Raise InputError where the district file counts other campuses, or pupils on them, than there are."""
    pupils = [number.value for row in campuses if isinstance(number := row.number("enrollment"), Number)]
    found = {"campuses": len(campuses)} | ({"enrollment": sum(pupils)} if len(pupils) == len(campuses) else {})
    for key, value in found.items() if campuses else ():
        published = district.number(key)
        if isinstance(published, Number) and abs(published.value - value) > OTHER_SHARE * published.value:
            text = f"found {published.value:,.0f}, and {value:,.0f} in {CAMPUSES}; allowed: about the same"
            raise district.fault(key, f"{text}: one of the files may be cut off or of another year")


def _pupils_per_teacher(district: Row) -> float:
    pupils, teachers = district.number("enrollment"), district.number("staff_teachers")
    if isinstance(pupils, Missing) or isinstance(teachers, Missing) or not teachers.value:
        return 0.0
    return pupils.value / teachers.value


def _sorted_out(campuses: list[Row], operator: bool, fewest: float) -> tuple[list[Row], list[LeftOut]]:
    kept, left_out = [], []
    for row in campuses:
        rule = _rule(row, operator, fewest)
        if rule:
            left_out.append(LeftOut(row.text("id"), _title(row.text("name")), rule))
        else:
            kept.append(row)
    return kept, left_out


def _rule(row: Row, operator: bool, fewest: float) -> str:
    """Why a campus is left out; nothing where it is kept. One teacher has `fewest` pupils."""
    for flag, reason in FLAGS.items():
        if row.text(flag).upper() == "Y":
            return reason
    if row.text("charter").upper() == "Y" and not operator:
        return "charter: it has an office of its own"
    enrollment = row.number("enrollment")
    if isinstance(enrollment, Missing):
        return f"no enrollment is published: {enrollment.reason}"
    if enrollment.value == 0:
        return "no pupils"
    return "fewer pupils than one teacher has: a site rather than a school" if enrollment.value < fewest else ""


def _schools(kept: list[Row], campuses: list[Row], district: Row) -> Iterator[PublishedSchool]:
    """Schools with allocated teachers, of which campuses that are left out have their share, and principals."""
    pupils = [_count(row, "enrollment") for row in campuses]
    teachers = district.number("staff_teachers")
    if isinstance(teachers, Missing) or not teachers.value:
        why = teachers if isinstance(teachers, Missing) else "it is 0"
        raise district.fault("staff_teachers", f"found no count of teachers ({why}); it is needed")
    principals = district.number("staff_principals")
    heads = float(len(kept)) if isinstance(principals, Missing) else principals.value
    shares = dict(zip((row.line for row in campuses), in_tenths(teachers.value, pupils), strict=True))
    origins = _teachers_origin(teachers, sum(pupils)), _principal_origin(principals)
    for row, half in zip(kept, by_size(heads, [_count(each, "enrollment") for each in kept]), strict=True):
        yield _school(row, Number(shares[row.line], origins[0]), Number(half, origins[1]))


def _count(row: Row, key: str) -> float:
    number = row.number(key)
    return 0.0 if isinstance(number, Missing) else number.value


def _teachers_origin(teachers: Number, pupils: float) -> Origin:
    text = (
        f"{teachers.value:,.1f} teachers of the district ({teachers.origin.text}) x enrollment of the campus / "
        f"{pupils:,.0f} pupils of all campuses, in tenths by the largest remainder; not published by campus"
    )
    return Origin("computed", text)


def _principal_origin(principals: Number | Missing) -> Origin:
    if isinstance(principals, Missing):
        return Origin("assumed", f"one principal a campus: {principals}")
    text = (
        f"{principals.value:,.1f} principals of the district ({principals.origin.text}): one for each campus, half a "
        "post for the smallest where there are fewer; not published by campus"
    )
    return Origin("computed", text)


def _school(row: Row, teachers: Number, principals: Number) -> PublishedSchool:
    level = row.text("level").casefold()
    if level not in LEVELS:
        raise row.fault("level", f"found '{row.text('level')}'; allowed: {', '.join(list(LEVELS)[:4])}")
    enrollment = row.whole("enrollment")
    assert isinstance(enrollment, Number)  # noqa: S101  it is kept
    needs = {key: row.whole(key) for key in NEEDS}
    for key, number in needs.items():
        if isinstance(number, Number) and number.value > enrollment.value:
            raise row.fault(key, f"found {number.value:,.0f}; allowed: at most the enrollment, {enrollment.value:,.0f}")
    return PublishedSchool(
        id=row.text("id"),
        name=_title(row.text("name")),
        level=LEVELS[level],
        enrollment=enrollment,
        teachers=teachers,
        principals=principals,
        needs={key: number for key, number in needs.items() if isinstance(number, Number)},
    )


def _title(name: str) -> str:
    """A name that files write in capitals, as people write it."""
    if not name.isupper():
        return name
    for short, spelled in _SPELLED.items():
        name = re.sub(short, spelled, name)
    return " ".join(word if word in _KEPT else word.capitalize() for word in name.split())


_KEPT = {"ISD", "CISD", "MSD", "STEM", "STEAM", "II", "III", "IV", "P-TECH", "ECHS", "CTE"}
_SPELLED = {r"\bH S\b": "HIGH SCHOOL", r"\bJ H\b": "JUNIOR HIGH", r"\bEL$": "ELEMENTARY"}
