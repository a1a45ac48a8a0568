"""A district from federal files: made-up schools of every kind against counts by hand, and the real layouts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from districts.made_up import (
    NEIGHBOR,
    OWN,
    SCHOOLS,
    STAFF_TOTAL,
    Made,
    f33_text,
    renamed,
    tables,
    text_of,
    write_folder,
)
from redesign.districts import ccd_schools as rules
from redesign.districts.ccd import NO_PUPILS, candidates, district
from redesign.districts.facts import PublishedDistrict, PublishedSchool
from redesign.errors import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> PublishedDistrict:
    folder = write_folder(tmp_path_factory.mktemp("ccd"))
    (folder / "sdf22_1a.txt").write_text(f33_text(), encoding="utf-8")
    return district(folder, OWN.leaid, folder / "sdf22_1a.txt")


def school(found: PublishedDistrict, number: int) -> PublishedSchool:
    return next(each for each in found.schools if each.id.endswith(f"{number:05}"))


def test_who_is_kept_and_who_is_left_out(made: PublishedDistrict) -> None:
    assert [int(each.id[-5:]) for each in made.schools] == [1, 2, 3, 4, 5, 6, 16, 17, 18, 19]
    assert {int(each.id[-5:]): each.rule for each in made.left_out} == {
        7: rules.STATUS_RULES["2"],
        8: rules.STATUS_RULES["6"],
        9: rules.STATUS_RULES["7"],
        10: rules.VIRTUAL,
        11: rules.CHARTER,
        12: rules.ADULT,
        13: rules.JUVENILE,
        14: NO_PUPILS,
        15: rules.PROGRAM,
    }
    assert (
        "10 of 19 schools of the directory are kept; left out: adult education 1, charter 1, closed 1, future 1, "
        "inactive 1, juvenile or disciplinary program, by its name 1, no pupils 1, program 1, virtual 1."
    ) in made.notes
    assert (made.name, made.state, made.year) == ("Maple, Heights District", "Colorado", "2021-22")
    assert school(made, 3).name == "Oak, North"


def test_levels_from_grades(made: PublishedDistrict) -> None:
    assert {int(each.id[-5:]): each.level for each in made.schools} == {
        1: "elementary", 2: "elementary", 3: "middle", 4: "high", 5: "combined", 6: "high",
        16: "elementary", 17: "high", 18: "high", 19: "combined",
    }  # fmt: skip
    (note,) = [note for note in made.notes if note.startswith("The level")]
    assert "Cedar (level 'Other': combined, from the grades KG to 12)" in note
    assert "Birch Center (level 'Ungraded' and no grades: taken as combined)" in note


def test_counts_that_are_read(made: PublishedDistrict) -> None:
    elm, new = school(made, 1), school(made, 18)
    assert (elm.enrollment.value, elm.teachers.value, elm.needs["econ_disadvantaged"].value) == (400, 25, 200)
    assert elm.enrollment.origin.kind == "read"
    assert elm.enrollment.origin.text == "ccd_sch_052_2122_l_1a_073022.csv, column STUDENT_COUNT, row 6"
    assert new.enrollment.value == 278, "155 adults are not pupils"


def test_suppressed_counts_by_their_rules(made: PublishedDistrict) -> None:
    hidden, second = school(made, 16), school(made, 17)
    assert (hidden.enrollment.value, hidden.enrollment.origin.kind) == (340, "computed")
    assert hidden.teachers.value == 18
    assert hidden.needs["econ_disadvantaged"].value == round(340 * 1389 / 2958)
    assert second.teachers.value == round(80 / (2878 / 174), 1)
    assert "16.54 pupils per teacher of the 8 schools" in second.teachers.origin.text


def test_counts_of_the_district_are_shared_out(made: PublishedDistrict) -> None:
    counts = {int(each.id[-5:]): each.needs["special_education"] for each in made.schools}
    assert sum(number.value for number in counts.values()) == round(361 * 3298 / 3603)
    assert all(abs(counts[each.number].value - 361 * each.pupils / 3603) < 1 for each in SCHOOLS[:6] if each.pupils)
    assert {number.origin.kind for number in counts.values()} == {"computed"}
    assert sum(each.needs["emergent_bilingual"].value for each in made.schools) == round(100 * 3298 / 3603)


def test_staff_by_class(made: PublishedDistrict) -> None:
    assert {name: number.value for name, number in made.staff.items()} == {
        "total": STAFF_TOTAL,
        "central_administrators": 10,
        "central_support": 12.5,
        "instructional_coordinators": 8,
        "psychologists": 4,
        "student_support": 20,
        "campus_administrators": 22,
        "campus_support": 25,
        "teachers": 192,
        "counselors": 9,
        "librarians": 6,
        "educational_aides": 60,
        "other_support": 150,
    }
    assert made.staff["teachers"].origin.kind == "read", "the derived row, not the sum of its parts beside it"
    assert any("library support: flagged Missing" in note for note in made.notes)
    assert not any("add up" in note or "is not known" in note for note in made.notes)


@pytest.mark.parametrize(("unsplit", "total"), [("9", 9), ("12", 12), ("3", 12)])
def test_counselors_are_not_counted_twice(unsplit: str, total: float, tmp_path: Path) -> None:
    made = tables()
    row = {**made["ccd_lea_059"][-1], "STAFF": "School Counselors", "STAFF_COUNT": unsplit}
    made["ccd_lea_059"].append(row)
    assert district(write_folder(tmp_path, made), OWN.leaid).staff["counselors"].value == total


def test_spending(made: PublishedDistrict) -> None:
    assert made.spending["TCURELSC"].value == 1e6
    assert made.spending["V38"].value == 14e6
    assert not {"E17", "V12"} & made.spending.keys(), "a code below zero, a flag"
    assert any("E17 (code -2, not applicable); V12 (flagged M, missing)" in note for note in made.notes)


def test_need_is_one_measure(made: PublishedDistrict, tmp_path: Path) -> None:
    assert made.need_measure == "econ_disadvantaged"
    assert "directly_certified" not in made.schools[0].needs
    assert any(
        note.startswith("Need is pupils with free or reduced-price lunch, published for 90%") for note in made.notes
    )
    schools = [replace(each, lunch=each.pupils, direct=each.pupils and each.pupils // 3) for each in SCHOOLS]
    free = district(write_folder(tmp_path, tables(replace(OWN, schools=schools))), OWN.leaid)
    assert free.need_measure == "directly_certified", "free lunch for everyone tells no schools apart"
    assert school(free, 1).needs["directly_certified"].value == 133
    assert school(free, 1).needs["econ_disadvantaged"].value == 400


def test_more_schools_report_direct_certification(tmp_path: Path) -> None:
    schools = [replace(each, lunch=each.lunch if i % 2 else None, direct=30) for i, each in enumerate(SCHOOLS)]
    found = district(write_folder(tmp_path, tables(replace(OWN, schools=schools))), OWN.leaid)
    assert found.need_measure == "directly_certified"


def test_no_more_pupils_in_need_than_pupils(tmp_path: Path) -> None:
    schools = [replace(each, lunch=430) if each.number == 1 else each for each in SCHOOLS]
    found = district(write_folder(tmp_path, tables(replace(OWN, schools=schools))), OWN.leaid)
    need = school(found, 1).needs["econ_disadvantaged"]
    assert "Economically disadvantaged is more than the enrollment at 1 of 10 schools: Elm" in found.doubts[0]
    assert (need.value, need.origin.kind) == (400, "computed")
    assert need.origin.text.startswith("430 (ccd_sch_033")


def test_the_district_of_charters_keeps_them(tmp_path: Path) -> None:
    schools = [replace(each, charter="Yes") for each in SCHOOLS]
    found = district(write_folder(tmp_path, tables(replace(OWN, schools=schools))), OWN.leaid)
    assert [int(each.id[-5:]) for each in found.schools] == [1, 2, 3, 4, 5, 6, 11, 16, 17, 18, 19]


def plain(found: PublishedDistrict) -> object:
    """All of a district but names and ids."""
    schools = [(s.id[-5:], s.level, s.enrollment, s.teachers, s.needs) for s in found.schools]
    return (
        schools,
        found.need_measure,
        found.staff,
        found.spending,
        [(each.id[-5:], each.rule) for each in found.left_out],
    )


@pytest.mark.parametrize("leaid", ["4811111", "0100001", "3620580"])
def test_other_names_and_ids_give_the_same(made: PublishedDistrict, leaid: str, tmp_path: Path) -> None:
    other = renamed(OWN, lambda name: name if "Juvenile" in name else f"Nowhere {len(name)}", leaid)
    folder = write_folder(tmp_path, tables(other))
    (folder / "sdf22_1a.txt").write_text(f33_text(leaid), encoding="utf-8")
    assert plain(district(folder, leaid, folder / "sdf22_1a.txt")) == plain(made)


def test_old_encoding_and_lost_zeros(made: PublishedDistrict, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "old", encoding="cp1252")
    assert school(district(folder, OWN.leaid), 2).name == "Peña Elementary"
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"08001200", b"8001200").replace(b"0800120,", b"800120,"))
    found = district(folder, "800120")
    assert (found.id, [each.id for each in found.schools]) == (OWN.leaid, [each.id for each in made.schools])
    assert any("lost their leading zeros" in note for note in found.notes)


def test_the_highest_version_is_read(made: PublishedDistrict, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, version="0a")
    changed = tables()
    changed["ccd_sch_052"] = [row | {"STUDENT_COUNT": "1"} for row in changed["ccd_sch_052"]]
    write_folder(folder, {"ccd_sch_052": changed["ccd_sch_052"]}, version="0b")
    write_folder(folder, {key: tables()[key] for key in ("ccd_sch_052",)}, version="2a")
    found = district(folder, OWN.leaid)
    assert [each.enrollment.value for each in found.schools] == [each.enrollment.value for each in made.schools]
    assert (
        "ccd_sch_052_2122_l_2a_073022.csv is read, the highest version; not read: ccd_sch_052_2122_l_0b_073022.csv, "
        "ccd_sch_052_2122_l_0a_073022.csv."
    ) in found.notes


def test_years_beside_each_other(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    write_folder(folder, {"ccd_sch_029": tables(start=2022)["ccd_sch_029"]}, version="0a", start=2022)
    newest = district(folder, OWN.leaid)
    assert newest.year == "2021-22"
    assert (
        "ccd_sch_029_2223_w_0a_073022.csv is not read: the folder has no school membership of 2022-23." in newest.notes
    )
    for path in folder.glob("ccd_sch_029_2223*"):
        path.unlink()
    write_folder(folder, {"ccd_sch_052": tables(start=2022)["ccd_sch_052"]}, start=2022)
    said = "ccd_sch_052_2223_l_1a_073022.csv is not read: the folder has no school directory of 2022-23."
    assert said in district(folder, OWN.leaid).notes
    for path in folder.glob("ccd_sch_033_2122*"):
        path.unlink()
    write_folder(folder, {"ccd_sch_033": tables(start=2019)["ccd_sch_033"]}, start=2019)
    other = district(folder, OWN.leaid)
    assert "ccd_sch_033_1920_l_1a_073022.csv: the lunch program is of 2019-20, all else of 2021-22." in other.notes


def test_without_the_files_that_are_not_needed(tmp_path: Path) -> None:
    made = {key: table for key, table in tables().items() if key in ("ccd_sch_029", "ccd_sch_052")}
    found = district(write_folder(tmp_path, made), OWN.leaid)
    assert (found.need_measure, found.staff) == ("none", {})
    assert school(found, 1).teachers.origin.kind == "assumed"
    assert school(found, 1).teachers.value == round(400 / 15.1, 1)
    assert school(found, 16).enrollment.value == 350, "the median of two elementary schools with a count"
    assert any("virtual schools cannot be told" in note for note in found.notes)


def test_too_few_counts_are_asked_for(tmp_path: Path) -> None:
    schools = [replace(each, pupils=None) if each.number in (1, 2, 3, 4, 5, 6) else each for each in SCHOOLS]
    folder = write_folder(tmp_path, tables(replace(OWN, schools=schools)))
    with pytest.raises(InputError, match=r"STUDENT_COUNT: found the pupils of 3 of 10 schools .*allowed: of half"):
        district(folder, OWN.leaid)


@pytest.mark.parametrize("key", ["ccd_sch_052", "ccd_sch_033"])
def test_half_a_pupil_is_said_of_the_file_that_has_it(key: str, tmp_path: Path) -> None:
    made = tables()
    made[key] = [row | {"STUDENT_COUNT": f"{row['STUDENT_COUNT']}.5"} for row in made[key]]
    with pytest.raises(InputError, match=rf"{key}_\w+\.csv:\d+:\d+: STUDENT_COUNT: found '\d+\.5'; allowed: a whole"):
        district(write_folder(tmp_path, made), OWN.leaid)


def test_a_negative_code_is_missing(tmp_path: Path) -> None:
    made = tables()
    for row in made["ccd_sch_052"]:
        if row["NCESSCH"].endswith("00016"):
            row |= {"STUDENT_COUNT": "-9", "DMS_FLAG": "Reported"}
    assert school(district(write_folder(tmp_path, made), OWN.leaid), 16).enrollment.value == 340


def test_a_few_schools_that_the_directory_does_not_have(tmp_path: Path) -> None:
    made = tables()
    made["ccd_sch_029"] = [row for row in made["ccd_sch_029"] if not row["NCESSCH"].endswith("00004")]
    found = district(write_folder(tmp_path, made), OWN.leaid)
    assert len(found.schools) == 9
    assert any(f"found 1 schools of {OWN.leaid} that are not in ccd_sch_029" in note for note in found.notes)
    made["ccd_sch_029"] = [row for row in made["ccd_sch_029"] if row["NCESSCH"] < f"{OWN.leaid}00005"]
    with pytest.raises(InputError, match=r"NCESSCH: found 13 schools of 0800120 that are not in .*; allowed: the same"):
        district(write_folder(tmp_path, made), OWN.leaid)


def test_what_is_wrong_with_a_closed_school_does_not_matter(tmp_path: Path) -> None:
    schools = [replace(each, type="", charter="?", level="?") if each.number == 7 else each for each in SCHOOLS]
    found = district(write_folder(tmp_path, tables(replace(OWN, schools=schools))), OWN.leaid)
    assert len(found.left_out) == 9


def test_codes_of_old_files(tmp_path: Path) -> None:
    made = tables()
    codes = {"Elementary": "1", "Middle": "2", "High": "3"}
    made["ccd_sch_029"] = [row | {"LEVEL": codes.get(row["LEVEL"], "N")} for row in made["ccd_sch_029"]]
    made["ccd_sch_129"] = [
        row | {"VIRTUAL": "Yes" if "FULL" in row["VIRTUAL"] else "No"} for row in made["ccd_sch_129"]
    ]
    found = district(write_folder(tmp_path, made), OWN.leaid)
    assert school(found, 3).level == "middle"
    assert {each.rule for each in found.left_out} >= {rules.VIRTUAL, rules.ADULT}
    assert len(found.schools) == 10


def test_a_sum_of_grades_where_there_is_no_total(tmp_path: Path) -> None:
    made = tables()
    rows = [row for row in made["ccd_sch_052"] if row["NCESSCH"] == f"{OWN.leaid}00001"]
    by_grade = {"TOTAL_INDICATOR": "Subtotal 4 - By Grade"}
    grades = {"Kindergarten": "150", "Grade 1": "251", "Adult Education": "20"}
    for row in rows:
        row |= {"STUDENT_COUNT": "", "DMS_FLAG": "Missing"}
    made["ccd_sch_052"] += [
        rows[1] | by_grade | {"GRADE": grade, "STUDENT_COUNT": count, "DMS_FLAG": "Reported"}
        for grade, count in grades.items()
    ]
    assert school(district(write_folder(tmp_path, made), OWN.leaid), 1).enrollment.value == 401


def test_sums_that_do_not_agree_are_told(tmp_path: Path) -> None:
    schools = [replace(each, pupils=340) if each.number == 16 else each for each in SCHOOLS]
    folder = write_folder(tmp_path, tables(replace(OWN, schools=schools, total=4000)))
    (folder / "sdf.txt").write_text(f33_text(), encoding="utf-8")
    notes = district(folder, OWN.leaid, folder / "sdf.txt").notes
    assert any("The district reports 4,000 pupils" in note and "its schools have 3,603" in note for note in notes)
    assert not any("finance survey counts" in note for note in notes), "3,603 there, too"
    made = tables(replace(OWN, schools=schools))
    made["ccd_lea_029"][-1]["OPERATIONAL_SCHOOLS"] = "20"
    for row in made["ccd_lea_059"]:
        if row["LEAID"] == OWN.leaid and row["STAFF"] == "No Category Codes":
            row["STAFF_COUNT"] = "600"
    notes = district(write_folder(tmp_path, made), OWN.leaid).notes
    assert any("counts 20 operating schools" in note and "has 16" in note for note in notes)
    assert any("81.5 of the total of 600.0 staff are in no published class" in note for note in notes)


def test_candidates(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    found = candidates(folder, "maple")
    assert [(each.id, each.name, each.state, each.schools) for each in found] == [
        (OWN.leaid, OWN.name, "Colorado", 16),
        (NEIGHBOR.leaid, NEIGHBOR.name, "Colorado", 1),
    ]
    assert [each.id for each in candidates(folder, "valley Maple")] == [NEIGHBOR.leaid]
    assert [each.id for each in candidates(folder, "800999")] == [NEIGHBOR.leaid]
    assert candidates(folder, "Springfield") == candidates(folder, "") == ()
    path = next(folder.glob("ccd_sch_029*"))
    path.write_text(path.read_text(encoding="utf-8") + 'x,"a "b, c" d"\n', encoding="utf-8")
    assert candidates(folder, "maple") == found, "a stray quote in a row of a national file stops nobody"


def test_the_wide_layout_of_old_files(tmp_path: Path) -> None:
    made = tables()
    totals = [row for row in made["ccd_sch_052"] if row["TOTAL_INDICATOR"].startswith("Derived")]
    keys = ("SCHOOL_YEAR", "LEAID", "NCESSCH")
    wide = {
        "ccd_sch_029": made["ccd_sch_029"],
        "ccd_sch_052": [{key: row[key] for key in keys} | {"MEMBER": row["STUDENT_COUNT"] or "-1"} for row in totals],
        "ccd_lea_059": [
            {
                "SCHOOL_YEAR": "2021-2022",
                "LEAID": OWN.leaid,
                "TOTTCH": "192",
                "LEAADM": "10",
                "LEASUP": "-1",
                "OTHSUP": "9",
            }
        ],
    }
    found = district(write_folder(tmp_path, wide), OWN.leaid)
    assert [each.enrollment.value for each in found.schools][:4] == [400, 300, 500, 1000]
    assert {name: number.value for name, number in found.staff.items()} == {
        "teachers": 192, "central_administrators": 10, "other_support": 9,
    }  # fmt: skip
    old = [
        {"SURVYEAR": "2021", "SCHNAM": row["SCH_NAME"], "LEANM": row["LEA_NAME"], "STATUS": row["UPDATED_STATUS"]}
        | {"TYPE": row["SCH_TYPE"], "CHARTR": {"Yes": "1", "No": "2"}[row["CHARTER_TEXT"]], "MSTATE": "CO"}
        | {key: row[key] for key in ("LEAID", "NCESSCH", "GSLO", "GSHI")}
        for row in made["ccd_sch_029"]
    ]
    directory = next(tmp_path.glob("ccd_sch_029*"))
    directory.write_text(text_of(old), encoding="utf-8")
    same = district(tmp_path, OWN.leaid)
    assert [(each.id, each.enrollment) for each in same.schools if each.level != "combined"] == [
        (each.id, each.enrollment) for each in found.schools if each.level != "combined"
    ]


def test_one_more_kind_of_school_is_a_fault(tmp_path: Path) -> None:
    schools = [*SCHOOLS, Made(20, "Odd", "Elementary", "KG", "05", 10, 1, 1, status="9")]
    folder = write_folder(tmp_path, tables(replace(OWN, schools=schools)))
    with pytest.raises(
        InputError, match=r"ccd_sch_029_\w+\.csv:22:\d+: UPDATED_STATUS: found '9'; allowed: 1, 3, 4, 5, 8, 2"
    ):
        district(folder, OWN.leaid)
