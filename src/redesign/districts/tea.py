"""A Texas district from the campus and district files of the Texas Education Agency (schools.csv, districts.csv)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from redesign.districts.allocate import by_size, in_tenths
from redesign.districts.drafts import capped
from redesign.districts.f33 import Finance, check_salaries, finance, other_year
from redesign.districts.facts import (
    Candidate,
    LeftOut,
    Number,
    Origin,
    PublishedDistrict,
    PublishedSchool,
    all_left_out,
)
from redesign.districts.files import DataFile, Row, opened, whole
from redesign.districts.missing import Missing
from redesign.districts.tea_counts import check_complete, check_pay, level_of, percent, pupils_of
from redesign.scenario.text import folded

CAMPUSES, DISTRICTS = "schools.csv", "districts.csv"
Pupils = Mapping[int, Number | Missing]
"""Enrollment by line of the campus file."""
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
    row = _row(_districts(folder), district_id)
    campuses, notes = _campuses(folder, row.text("id"))
    check_complete(row, campuses, CAMPUSES)
    flagged = _flagged(campuses, row.text("charter_operator").upper() == "Y")
    pupils = pupils_of(row, campuses, flagged, notes)
    kept, left_out = _sorted_out(campuses, flagged, pupils, _pupils_per_teacher(row))
    if not kept:
        text = f"found no campus of {row.text('name')} that a central office serves; {all_left_out(left_out)}"
        raise whole(folder / CAMPUSES, text, "district_id")
    doubts, staff = list[str](), _numbers(row, "staff_")
    check_pay(row, (f"pay_{key}" for key in _PAY), doubts)
    money = _money(row, f33, staff.get("total"))
    return PublishedDistrict(
        id=row.text("id"),
        name=_title(row.text("name")),
        state="Texas",
        year=_year(folder),
        schools=tuple(_schools(kept, pupils, row)),
        left_out=tuple(left_out),
        need_measure="econ_disadvantaged",
        staff=staff,
        salaries=_numbers(row, "pay_"),
        turnover=percent(row, "turnover", doubts),
        spending=_numbers(row, F33) | dict(money.spending if money else {}),
        notes=(*notes, *row.file.notes, *(money.notes if money else ())),
        doubts=(*doubts, *other_year(money, _year(folder))),
    )


def _row(file: DataFile, district_id: str) -> Row:
    rows = list(file.rows("id", district_id))
    if len(rows) != 1:
        count = f"it in {len(rows)} rows" if rows else "no row with it"
        raise whole(file.path, f"looked for the district {district_id} and found {count}; allowed: one", "district_id")
    return rows[0]


def _money(row: Row, f33: Path | None, staff: Number | None) -> Finance | None:
    """What a finance survey says of the district, where there is one; raises InputError."""
    if f33 is None:
        check_salaries(row, F33 + "Z32", staff)
        return None
    if not row.text("leaid"):
        raise whole(row.file.path, "found no LEAID of the district, by which a finance survey knows it", "leaid")
    return finance(f33, row.text("leaid"), staff)


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


def _pupils_per_teacher(district: Row) -> float:
    pupils, teachers = district.number("enrollment"), district.number("staff_teachers")
    if isinstance(pupils, Missing) or isinstance(teachers, Missing) or not teachers.value:
        return 0.0
    return pupils.value / teachers.value


def _flagged(campuses: list[Row], operator: bool) -> dict[int, str]:
    """Lines of campuses that are no schools of this office, and why."""
    found = {}
    for row in campuses:
        reasons = [reason for flag, reason in FLAGS.items() if row.text(flag).upper() == "Y"]
        if row.text("charter").upper() == "Y" and not operator:
            reasons.append("charter: it has an office of its own")
        if reasons:
            found[row.line] = reasons[0]
    return found


def _sorted_out(
    campuses: list[Row], flagged: Mapping[int, str], pupils: Pupils, fewest: float
) -> tuple[list[Row], list[LeftOut]]:
    kept, left_out = [], []
    for row in campuses:
        rule = flagged.get(row.line) or _rule(pupils[row.line], fewest)
        if rule:
            left_out.append(LeftOut(row.text("id"), _title(row.text("name")), rule))
        else:
            kept.append(row)
    return kept, left_out


def _rule(enrollment: Number | Missing, fewest: float) -> str:
    """Why a campus is left out; nothing where it is kept. One teacher has `fewest` pupils."""
    if isinstance(enrollment, Missing):
        return f"no enrollment is published: {enrollment.reason}"
    if enrollment.value == 0:
        return "no pupils"
    return "fewer pupils than one teacher has: a site rather than a school" if enrollment.value < fewest else ""


def _schools(kept: list[Row], pupils: Pupils, district: Row) -> Iterator[PublishedSchool]:
    """Schools with allocated teachers, of which campuses that are left out have their share, and principals."""
    sizes = {line: number.value if isinstance(number, Number) else 0.0 for line, number in pupils.items()}
    teachers = district.number("staff_teachers")
    if isinstance(teachers, Missing) or not teachers.value:
        why = teachers if isinstance(teachers, Missing) else "it is 0"
        raise district.fault("staff_teachers", f"found no count of teachers ({why}); it is needed")
    principals = district.number("staff_principals")
    heads = float(len(kept)) if isinstance(principals, Missing) else principals.value
    shares = dict(zip(sizes, in_tenths(teachers.value, list(sizes.values())), strict=True))
    origins = _teachers_origin(teachers, sum(sizes.values())), _principal_origin(principals)
    for row, half in zip(kept, by_size(heads, [sizes[each.line] for each in kept]), strict=True):
        enrollment = pupils[row.line]
        assert isinstance(enrollment, Number)  # noqa: S101  it is kept
        yield _school(row, enrollment, Number(shares[row.line], origins[0]), Number(half, origins[1]))


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


def _school(row: Row, enrollment: Number, teachers: Number, principals: Number) -> PublishedSchool:
    needs = {key: number for key in NEEDS if isinstance(number := row.whole(key), Number)}
    for key, number in needs.items():
        if enrollment.origin.kind == "read" and number.value > enrollment.value:
            raise row.fault(key, f"found {number.value:,.0f}; allowed: at most the enrollment, {enrollment.value:,.0f}")
    return PublishedSchool(
        id=row.text("id"),
        name=_title(row.text("name")),
        level=level_of(row),
        enrollment=enrollment,
        teachers=teachers,
        principals=principals,
        needs={key: capped(number, enrollment) for key, number in needs.items()},
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
