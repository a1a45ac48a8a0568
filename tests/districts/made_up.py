"""Made-up folders of federal files: two districts, schools of every kind, and what each file says of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

Table = list[dict[str, str]]
Change = Callable[[str], str]


@dataclass(frozen=True)
class Made:
    """A school: what the files say of it. No number: suppressed; no row where it has no pupils to count."""

    number: int
    name: str
    level: str
    low: str
    high: str
    pupils: int | None
    teachers: float | None
    lunch: int | None
    status: str = "1"
    type: str = "1"
    charter: str = "No"
    virtual: str = "NOTVIRTUAL"
    adults: int = 0
    direct: int | None = None
    counted: bool = True


SCHOOLS = (
    Made(1, "Elm Elementary", "Elementary", "PK", "05", 400, 25, 200),
    Made(2, "Peña Elementary", "Elementary", "KG", "05", 300, 20, 150),
    Made(3, "Oak, North", "Middle", "06", "08", 500, 30, 200),
    Made(4, "Hickory High", "High", "09", "12", 1000, 50, 450),
    Made(5, "Cedar", "Other", "KG", "12", 200, 15, 100),
    Made(6, "Ash", "Not reported", "07", "12", 150, 10, 60),
    Made(7, "Gone Elementary", "Elementary", "KG", "05", None, None, None, status="2", counted=False),
    Made(8, "Resting Elementary", "Elementary", "KG", "05", None, None, None, status="6", counted=False),
    Made(9, "Coming High", "High", "09", "12", None, None, None, status="7", counted=False),
    Made(10, "Screen Academy", "High", "09", "12", 90, 4, 40, virtual="FULLVIRTUAL"),
    Made(11, "Free Charter", "Elementary", "KG", "05", 120, 8, 60, charter="Yes"),
    Made(12, "Evening School", "Adult Education", "AE", "AE", 60, 3, 0),
    Made(13, "County Juvenile Center", "High", "07", "12", 25, 5, 20, type="4"),
    Made(14, "Empty Elementary", "Elementary", "KG", "05", 0, 0, 0),
    Made(15, "Shared Program", "High", "09", "12", 10, 1, 5, type="5"),
    Made(16, "Hidden Elementary", "Elementary", "KG", "05", None, 18, None),
    Made(17, "Second Chance", "High", "09", "12", 80, None, 60, type="4"),
    Made(18, "New High", "High", "09", "12", 278, 14, 139, status="3", adults=155),
    Made(19, "Birch Center", "Ungraded", "UG", "UG", 50, 10, 30, type="2"),
)
"""Kept are 1 to 6 and 16 to 19: 2,958 pupils with a count, and 340 of the suppressed school."""
OTHER = (Made(1, "Elm Elementary", "Elementary", "KG", "05", 999, 70, 500),)
TOTAL = 2958 + 340 + 90 + 120 + 60 + 25 + 10
STAFF = {
    "LEA Administrators": "10.00",
    "LEA Administrative Support Staff": "12.50",
    "Instructional Coordinators and Supervisors to the Staff": "8.00",
    "School Psychologist": "4.00",
    "Student Support Services Staff (w/o Psychology)": "20.00",
    "School administrators": "22.00",
    "School Administrative Support Staff": "25.00",
    "Elementary Teachers": "100.00",
    "Secondary Teachers": "92.00",
    "Elementary School Counselors": "4.00",
    "Secondary School Counselors": "5.00",
    "Librarians/media specialists": "6.00",
    "Library/Media Support Staff": "",
    "Paraprofessionals/Instructional Aides": "60.00",
    "All Other Support Staff": "150.00",
}
DERIVED = {"Teachers": "192.00", "LEA Staff": "30.50", "School Staff": "47.00"}
STAFF_TOTAL = 518.5


@dataclass(frozen=True)
class District:
    """Whose files they are."""

    leaid: str = "0800120"
    name: str = "Maple, Heights District"
    schools: Sequence[Made] = SCHOOLS
    total: int = TOTAL


OWN = District()
NEIGHBOR = District("0800999", "Maple Valley", OTHER, 999)
_TOTAL_WORDS = {"GRADE": "No Category Codes", "RACE_ETHNICITY": "No Category Codes", "SEX": "No Category Codes"}
_DERIVED = "Derived - Education Unit Total minus Adult Education Count"


def tables(district: District = OWN, start: int = 2021) -> dict[str, Table]:
    """The tables of a folder, by the beginning of their names; the neighbor's rows come first."""
    made: dict[str, Table] = {}
    for each in (NEIGHBOR, district):
        for key, rows in _tables_of(each, f"{start}-{start + 1}").items():
            made.setdefault(key, []).extend(rows)
    return made


def _tables_of(district: District, year: str) -> dict[str, Table]:
    unit = {"SCHOOL_YEAR": year, "FIPST": "08", "STATENAME": "COLORADO", "ST": "CO", "LEAID": district.leaid}
    found: dict[str, Table] = {key: [] for key in NAMES}
    for school in district.schools:
        own = unit | {"SCH_NAME": school.name, "NCESSCH": f"{district.leaid}{school.number:05}"}
        found["ccd_sch_029"].append(own | {"LEA_NAME": district.name} | _directory(school))
        virtual = {
            "VIRTUAL": school.virtual,
            "VIRTUAL_TEXT": "Exclusively virtual" if "FULL" in school.virtual else "No",
        }
        found["ccd_sch_129"].append(own | {"SHARED_TIME": "No"} | virtual)
        if school.counted:
            found["ccd_sch_052"] += [own | row for row in _membership(school)]
            found["ccd_sch_033"] += [own | row for row in _lunch(school)]
            teachers = counted(school.teachers) | {"TOTAL_INDICATOR": "Education Unit Total"}
            found["ccd_sch_059"].append(own | _renamed(teachers, "STUDENT_COUNT", "TEACHERS"))
    own = unit | {"LEA_NAME": district.name}
    running = sum(school.status in "13458" for school in district.schools)
    found["ccd_lea_029"].append(own | {"LEA_TYPE": "1", "OPERATIONAL_SCHOOLS": str(running)})
    found["ccd_lea_052"].append(own | _TOTAL_WORDS | counted(district.total) | {"TOTAL_INDICATOR": _DERIVED})
    for name, number in {"ccd_lea_002": 361, "ccd_lea_141": 100}.items():
        found[name].append(own | counted(number) | {"TOTAL_INDICATOR": "Education Unit Total"})
    found["ccd_lea_059"] += [own | row for row in _staff()]
    return found


NAMES = {
    "ccd_sch_029": "w",
    "ccd_sch_052": "l",
    "ccd_sch_033": "l",
    "ccd_sch_059": "l",
    "ccd_sch_129": "w",
    "ccd_lea_029": "w",
    "ccd_lea_052": "l",
    "ccd_lea_059": "l",
    "ccd_lea_002": "l",
    "ccd_lea_141": "l",
}


def counted(number: float | None) -> dict[str, str]:
    """A count, or one that is suppressed."""
    return {
        "STUDENT_COUNT": "" if number is None else f"{number:g}",
        "DMS_FLAG": "Suppressed" if number is None else "Reported",
    }


def _renamed(row: dict[str, str], old: str, new: str) -> dict[str, str]:
    return {new if key == old else key: value for key, value in row.items()}


def _directory(school: Made) -> dict[str, str]:
    return {
        "UPDATED_STATUS": school.status,
        "SCH_TYPE": school.type,
        "CHARTER_TEXT": school.charter,
        "NOGRADES": "No",
        "GSLO": school.low,
        "GSHI": school.high,
        "LEVEL": school.level,
    }


def _membership(school: Made) -> Table:
    detail = {"GRADE": "Grade 1", "RACE_ETHNICITY": "White", "SEX": "Male"}
    detail |= {
        "STUDENT_COUNT": "7",
        "DMS_FLAG": "Reported",
        "TOTAL_INDICATOR": "Category Set A - By Race/Ethnicity; Sex; Grade",
    }
    everyone = None if school.pupils is None else school.pupils + school.adults
    return [
        detail,
        _TOTAL_WORDS | counted(school.pupils) | {"TOTAL_INDICATOR": _DERIVED},
        _TOTAL_WORDS | counted(everyone) | {"TOTAL_INDICATOR": "Education Unit Total"},
    ]


def _lunch(school: Made) -> Table:
    table = {"DATA_GROUP": "Free and Reduced-price Lunch Table", "LUNCH_PROGRAM": "No Category Codes"}
    direct = {"DATA_GROUP": "Direct Certification", "LUNCH_PROGRAM": "Not Applicable"}
    total = {"TOTAL_INDICATOR": "Education Unit Total"}
    return [table | counted(school.lunch) | total, direct | counted(school.direct) | total]


def _staff() -> Table:
    rows = [
        {
            "STAFF": name,
            "STAFF_COUNT": count,
            "TOTAL_INDICATOR": "Category Set A",
            "DMS_FLAG": "Reported" if count else "Missing",
        }
        for name, count in STAFF.items()
    ]
    major = {"TOTAL_INDICATOR": "Derived - Major Staffing Category", "DMS_FLAG": "Derived"}
    rows += [{"STAFF": name, "STAFF_COUNT": count} | major for name, count in DERIVED.items()]
    total = {"STAFF": "No Category Codes", "STAFF_COUNT": str(STAFF_TOTAL)}
    return [*rows, total | {"TOTAL_INDICATOR": "Education Unit Total", "DMS_FLAG": "Reported"}]


def text_of(table: Table) -> str:
    """A table as the files are written: a header, commas, quotes where they are needed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def write_folder(
    folder: Path,
    made: Mapping[str, Table] | None = None,
    version: str = "1a",
    start: int = 2021,
    encoding: str = "utf-8",
) -> Path:
    """Write a folder as it is downloaded; returns it."""
    folder.mkdir(exist_ok=True)
    for key, table in (tables(start=start) if made is None else made).items():
        name = f"{key}_{start % 100}{start % 100 + 1}_{NAMES[key]}_{version}_073022.csv"
        (folder / name).write_bytes(text_of(table).encode(encoding))
    return folder


def renamed(district: District, change: Change, leaid: str) -> District:
    """The same district under other names and ids."""
    schools = [replace(school, name=change(school.name)) for school in district.schools]
    return District(leaid, change(district.name), schools, district.total)


ITEMS = (
    "TCURELSC",
    "TCURINST",
    "E17",
    "E07",
    "E08",
    "V90",
    "V11",
    "V12",
    "V13",
    "V14",
    "V15",
    "V16",
    "V37",
    "V38",
    "Z32",
    "Z34",
)


def f33_text(leaid: str = OWN.leaid, delimiter: str = "\t") -> str:
    """A finance file: item number i is i million dollars; E17 is not published, V12 is flagged as missing."""
    values = {item: f"{i}000000" for i, item in enumerate(ITEMS, start=1)} | {"E17": "-2"}
    flags = {f"FL_{item}": "R" for item in ITEMS} | {"FL_V12": "M"}
    lines = [
        {"LEAID": each, "NAME": "X", "YEAR": "22", "CENFILE": "1", "V33": str(TOTAL)} | values | flags
        for each in (NEIGHBOR.leaid, leaid)
    ]
    return "\n".join(delimiter.join(row) for row in [list(lines[0]), *(list(line.values()) for line in lines)]) + "\n"
