"""A list of schools in the words of states: columns, percents and counts, levels, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from redesign.districts.facts import PublishedDistrict
from redesign.districts.school_columns import recognized
from redesign.districts.school_levels import level_of_name, level_of_word
from redesign.districts.school_list import district
from redesign.errors import InputError

NAMES = {
    "name": ["School Name", "Campus Name", "SCHOOL_NAME", "Building Name", "SCH_NAME", "Entity Name", "School"],
    "id": ["School Code", "Campus", "Campus Number", "Building IRN", "NCESSCH", "CDS Code", "School ID", "school_id"],
    "district": ["District Name", "LEA Name", "Division Name", "Corporation Name", "District"],
    "level": ["Level", "School Level", "Grade Type", "GRDTYPE", "Campus Level"],
    "grades": ["Grades Served", "Grade Span", "Grades", "GRDSPAN", "Grade Range"],
    "low": ["Low Grade", "Lowest Grade", "GSLO"],
    "high": ["High Grade", "Highest Grade Offered", "GSHI"],
    "enrollment": [
        *("Enrollment", "Total Enrollment", "Membership", "Total Enrollment (Oct. 1)", "2022-23 Enrollment"),
        *("Number of Students", "Total Students", "Student Count", "# Students", "Total School Enrollment", "CPETALLC"),
        *("Fall Membership 2023", "Total Number of Students", "Enrolled", "October Enrollment"),
    ],
    "teachers": [
        *("Teachers", "Teacher FTE", "FTE Teachers", "Number of Teachers", "Total Teachers (FTE)", "Teacher Count"),
        *("Classroom Teachers", "Full-Time Equivalent (FTE) Teachers", "fte_teacher"),
    ],
    "ratio": ["Student/Teacher Ratio", "Students per Teacher", "Pupil-Teacher Ratio"],
    "econ_disadvantaged": [
        *("Economically Disadvantaged Count", "% Economically Disadvantaged", "Economically Disadvantaged %"),
        *("FRPL %", "Free/Reduced", "Free and Reduced Lunch", "Percent Low Income", "% Low Income", "FRL Count"),
        *("Free & Reduced Meal Program", "Unduplicated FRPM Eligible Count", "FARMS %", "Low-Income Students"),
        *("Free or Reduced-Price Lunch Eligible", "Econ Disadv Pct", "econ_disadvantaged", "need"),
        *("Number of Economically Disadvantaged Students", "Percent of Students in Poverty"),
    ],
    "directly_certified": ["Direct Certification", "Directly Certified %", "Identified Student Percentage (ISP)"],
    "emergent_bilingual": [
        *("English Learner (EL)", "English Learners %", "ELL", "% LEP", "English Language Learner %", "EL Count"),
        *("Number of English Learners", "Multilingual Learners", "emergent_bilingual"),
    ],
    "special_education": [
        *("Students with Disabilities", "Students w/Disabilities %", "SWD %", "Special Education Count", "IEP %"),
        *("Percent Students with Disabilities", "SPED", "Students with IEPs", "special_education"),
    ],
    "charter": ["Charter?", "Charter School", "Charter"],
    "status": ["Status", "Operational Status"],
    "": ["Rating", "Grade of School", "Superintendent", "Attendance Rate", "Graduation Rate", "White %", "Latitude"],
}


@pytest.mark.parametrize(("own", "name"), [(own, name) for own, names in NAMES.items() for name in names])
def test_names_that_states_use(own: str, name: str) -> None:
    assert recognized(name)[0] == own


@pytest.mark.parametrize(
    ("name", "kind"),
    [("FRPL %", "percent"), ("Pct Low Income", "percent"), ("ELL Count", "count"), ("# SWD", "count"), ("SWD", "")],
)
def test_what_a_name_says_of_its_numbers(name: str, kind: str) -> None:
    assert recognized(name)[1] == kind


LIST = """District,School Code,School Name,Grades,Total Enrollment,Teachers,Economically Disadvantaged,SWD Count,Rating
Maple,011,High Point Elementary,PK-05,400,25,62.5%,60,A
Maple,012,Oak Middle,06-08,"1,000",50,40.0%,*,B
Maple,013,Hickory High,09-12,1600,80,25.0%,120,C
"""


def read(tmp_path: Path, text: str = LIST, name: str = "maple") -> PublishedDistrict:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return district(path, name, "Ohio", "2022-23")


def test_a_list(tmp_path: Path) -> None:
    found = read(tmp_path)
    elm, oak, high = found.schools
    assert (elm.id, elm.name, elm.level, elm.enrollment.value) == ("011", "High Point Elementary", "elementary", 400)
    assert [school.needs["econ_disadvantaged"].value for school in found.schools] == [250, 400, 400]
    assert elm.needs["econ_disadvantaged"].origin.kind == "computed"
    assert "62.5% (list.csv, column Economically Disadvantaged, row 2) x enrollment 400" in str(elm.needs)
    assert oak.needs["special_education"].value == round(1000 * 180 / 2000), "a star is not zero"
    assert (high.teachers.value, high.teachers.origin.text) == (80, "list.csv, column Teachers, row 4")
    assert found.need_measure == "econ_disadvantaged"
    assert any(note.startswith("Columns that are not read: 'Rating'") for note in found.notes)


PERCENTS = {
    "counts above 100": ("250,400,400", "Economically Disadvantaged", [250, 400, 400]),
    "percents with a part": ("62.5,40,25", "Economically Disadvantaged", [250, 400, 400]),
    "shares": (".625,.4,.25", "Economically Disadvantaged", [250, 400, 400]),
    "percents by name": ("62,40,25", "FRPL %", [248, 400, 400]),
    "percents, as all are small": ("62,40,25", "Economically Disadvantaged", [248, 400, 400]),
    "counts by name": ("62,40,25", "Economically Disadvantaged Count", [62, 40, 25]),
    "counts, whatever the name": ("250,400,400", "FRPL %", [250, 400, 400]),
    "shares, whatever the name": ("0.5,0.4,1", "FRPL Count", [200, 400, 1600]),
}


@pytest.mark.parametrize("case", PERCENTS)
def test_percents_and_counts_are_told_apart(case: str, tmp_path: Path) -> None:
    values, name, counts = PERCENTS[case]
    text = LIST.replace("Economically Disadvantaged", name)
    for old, new in zip(("62.5%", "40.0%", "25.0%"), values.split(","), strict=True):
        text = text.replace(old, new)
    assert [school.needs["econ_disadvantaged"].value for school in read(tmp_path, text).schools] == counts


def test_counts_in_a_column_of_percents_are_said(tmp_path: Path) -> None:
    text = LIST.replace("Economically Disadvantaged", "FRPL %")
    for old, new in zip(("62.5%", "40.0%", "25.0%"), ("250", "40", "400"), strict=True):
        text = text.replace(old, new)
    said = "'FRPL %' is read as counts, whatever its name says: it has a number above 100."
    assert said in read(tmp_path, text).notes
    assert not any("FRPL %' is read as counts" in note for note in read(tmp_path, LIST).notes)


def test_more_pupils_in_need_than_pupils_are_said_first(tmp_path: Path) -> None:
    found = read(tmp_path, LIST.replace(",60,A", ",450,A"))
    assert found.schools[0].needs["special_education"].value == 400
    assert found.doubts == (
        "Special education is more than the enrollment at 1 of 3 schools: High Point Elementary (found 450, list.csv, "
        "column SWD Count, row 2; allowed: at most 400); the enrollment is taken.",
    )
    assert read(tmp_path, LIST.replace(",60,A", ",400,A")).doubts == ()


def test_schools_that_share_a_name_are_told_apart_by_their_level(tmp_path: Path) -> None:
    found = read(tmp_path, "School,Level,Pupils\nElm,ES,400\nElm,HS,410\n")
    assert [school.id for school in found.schools] == ["s001", "s002"]


ASKED = r"list\.csv:1:\d+: {}: found whole numbers up to {}, which may be counts or percents; allowed: a name that says"


def test_counts_that_could_be_percents_are_asked_for(tmp_path: Path) -> None:
    learners = LIST.replace("SWD Count", "EL").replace(",120,C", ",90,C")
    with pytest.raises(InputError, match=ASKED.format("EL", 90)):
        read(tmp_path, learners)
    either = (
        LIST.replace("SWD Count", "SWD").replace(",60,A", ",20,A").replace('"1,000"', "500").replace(",1600,", ",450,")
    )
    with pytest.raises(InputError, match=ASKED.format("SWD", 30)):
        read(tmp_path, either.replace("*", "25").replace(",120,C", ",30,C"))


SPECIAL = {
    "counts, as 84% would be unusual": ("SWD", ("60", "*", "90"), [60, 75, 90]),
    "percents, as 1% would be unusual": ("SWD", ("15", "12", "14"), [60, 120, 224]),
    "percents, whatever the name": ("Students with Disabilities", ("15", "12", "14"), [60, 120, 224]),
    "counts of students": ("Students with IEPs", ("0", "1", "4"), [0, 1, 4]),
    "counts by name, however small": ("SWD (n)", ("15", "12", "14"), [15, 12, 14]),
    "percents by a sign": ("SWD Count", ("15%", "12%", "0"), [60, 120, 0]),
    "percents above 100": ("SWD", ("115%", "12%", "14%"), [400, 120, 224]),
}


@pytest.mark.parametrize("case", SPECIAL)
def test_special_education_is_what_is_usual_of_pupils(case: str, tmp_path: Path) -> None:
    name, values, counts = SPECIAL[case]
    text = LIST.replace("SWD Count", name)
    for old, new in zip((",60,A", ",*,B", ",120,C"), values, strict=True):
        text = text.replace(old, f",{new}{old[-2:]}")
    found = read(tmp_path, text)
    assert [school.needs["special_education"].value for school in found.schools] == counts
    assert bool(found.doubts) is (case == "percents above 100")


def test_a_count_above_the_enrollment_is_no_percent(tmp_path: Path) -> None:
    small = LIST.replace(",400,", ",50,").replace(",120,C", ",90,C")
    found = read(tmp_path, small)
    assert [school.needs["special_education"].value for school in found.schools][::2] == [50, 90]


def test_counts_of_which_no_name_says_it_are_said(tmp_path: Path) -> None:
    said = "'SWD' is read as counts: 9% of pupils."
    assert said in read(tmp_path, LIST.replace("SWD Count", "SWD")).notes
    assert not any("read as counts" in note for note in read(tmp_path, LIST).notes)


def test_the_same_from_a_workbook_and_other_commas(tmp_path: Path) -> None:
    plain = [[cell.strip() for cell in line.replace('"1,000"', "1000").split(",")] for line in LIST.splitlines()]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["School list of the state, 2022-23"])
    for row in plain:
        sheet.append([float(cell) if cell.isdigit() and cell[0] != "0" else cell for cell in row])
    sheet.append(["Total", None, None, None, 3000, 155])
    book.save(tmp_path / "list.xlsx")
    found = district(tmp_path / "list.xlsx", "Maple", "Ohio", "2022-23")
    other = read(tmp_path, "\n".join("\t".join(row) for row in plain) + "\n")
    for each in (found, other):
        assert [
            (s.id, s.level, s.enrollment.value, s.teachers.value, s.needs["econ_disadvantaged"].value)
            for s in each.schools
        ] == [
            ("011", "elementary", 400, 25, 250),
            ("012", "middle", 1000, 50, 400),
            ("013", "high", 1600, 80, 400),
        ]
    assert found.schools[0].enrollment.origin.text == "list.xlsx, sheet Sheet, column Total Enrollment, row 3"
    assert any("found sums below the table; set aside" in note for note in found.notes)
    (tmp_path / "old.csv").write_bytes(LIST.replace("Oak", "Peña").encode("cp1252"))
    assert district(tmp_path / "old.csv", "Maple", "Ohio", "2022-23").schools[1].name == "Peña Middle"


def test_a_school_without_a_name_goes_by_its_id(tmp_path: Path) -> None:
    assert read(tmp_path, LIST.replace("Oak Middle", "")).schools[1].name == "012"


def test_one_district_of_many(tmp_path: Path) -> None:
    many = LIST + "Maple Valley,021,Elm,KG-05,300,20,50%,30,A\nCedar,031,Fir,KG-05,300,20,50%,30,A\n"
    assert [school.id for school in read(tmp_path, many, "MAPLE").schools] == ["011", "012", "013"]
    valley = read(tmp_path, many, "valley")
    assert ([school.id for school in valley.schools], valley.name) == (["021"], "Maple Valley")
    with pytest.raises(
        InputError, match=r"found 0 districts for 'Ceder'; allowed: one of Cedar, Maple, Maple Valley; did"
    ):
        read(tmp_path, many, "Ceder")


def test_who_is_left_out(tmp_path: Path) -> None:
    text = LIST.replace("Rating", "Status,Charter").replace(",A\n", ",Open,N\n").replace(",B\n", ",Closed,N\n")
    text = text.replace(",C\n", ",Open,Y\n") + "Maple,014,Empty,KG-05,0,0,0%,0,Open,N\n"
    found = read(tmp_path, text)
    assert [school.id for school in found.schools] == ["011"]
    assert [each.rule.split(":")[0] for each in found.left_out] == ["closed", "charter", "no pupils"]
    assert "1 of 4 schools of the list are kept; left out: charter 1, closed 1, no pupils 1." in found.notes


def test_a_list_of_names_and_pupils_only(tmp_path: Path) -> None:
    found = read(tmp_path, "School,Students\nElm Elementary,400\nOak Middle School,600\n")
    assert [(s.id, s.level, s.teachers.value) for s in found.schools] == [
        ("s001", "elementary", round(400 / 15.1, 1)),
        ("s002", "middle", round(600 / 15.1, 1)),
    ]
    assert found.schools[0].teachers.origin.kind == "assumed"
    assert found.need_measure == "none"


BLANK = """School,Level,Pupils,Teachers
Elm,ES,400,20
Fir,ES,200,12
Oak,ES,,8
Ash,MS,,8
Hickory,HS,900,43
Birch,HS,,
Cedar,HS,*,0
"""


def test_a_blank_enrollment_is_what_its_teachers_come_to(tmp_path: Path) -> None:
    found = {school.name: school.enrollment for school in read(tmp_path, BLANK + "Pine,HS,700,37\n").schools}
    assert {name: number.value for name, number in found.items() if number.origin.kind == "computed"} == {
        "Oak": round(8 * 600 / 32),  # of its level
        "Ash": round(8 * 2200 / 112),  # no school of its level is known
        "Birch": 800,  # no teachers are known: the median of its level
        "Cedar": 800,
    }
    assert found["Oak"].origin.text == (
        "8 teachers (list.csv, column Teachers, row 4) x 18.75 pupils per teacher of the 2 elementary schools of the "
        "district with pupils and teachers"
    )
    assert found["Birch"].origin.text == "median of the 2 high schools of the district with a count"
    assert "x 19.64 pupils per teacher of the 4 schools of the district with pupils and teachers" in str(found["Ash"])


def test_pupils_and_teachers_that_do_not_go_together_fill_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, BLANK + "Pine,ES,303,900\nYew,ES,303,\n").schools
    assert (found[2].enrollment.value, found[-1].teachers.value) == (150, round(303 / (1500 / 75), 1))


def test_other_names_and_ids_give_the_same(tmp_path: Path) -> None:
    other = LIST.replace("High Point Elementary", "X").replace("Oak Middle", "Y").replace("Hickory High", "Z")
    one, two = read(tmp_path), read(tmp_path, other.replace(",01", ",A9"))
    assert [(s.level, s.enrollment, s.teachers, s.needs) for s in one.schools] == [
        (s.level, s.enrollment, s.teachers, s.needs) for s in two.schools
    ]


FAULTS = {
    "no pupils": (LIST.replace("Total Enrollment", "Kids"), "enrollment: found no column for it; it is needed"),
    "no names": ("Total Enrollment,Grades\n400,KG-05\n", "name: found no column for it"),
    "guess": (LIST.replace("Total Enrollment", "Enrollmnt Ttl"), "'Enrollmnt Ttl'"),
    "text": (LIST.replace(",400,", ",many,"), "enrollment: found 'many'; allowed: a number from 0, or nothing"),
    "half a pupil": (
        LIST.replace(",400,", ",400.5,"),
        "list.csv:2:39: enrollment: found '400.5'; allowed: a whole number of pupils; did you mean '401'?",
    ),
    "half a pupil in need": (LIST.replace(",60,A", ",110.5,A"), "list.csv:2:52: special_education: found '110.5'"),
    "no level": (LIST.replace("PK-05", "?").replace("High Point Elementary", "Elm"), "level: found no level in '?'"),
    "date": (LIST.replace("PK-05", "05-Jan").replace("High Point Elementary", "Elm"), "a spreadsheet made a date of"),
    "id twice": (LIST.replace("012", "011"), "id: found '011' a second time; first on line 2"),
    "name twice": ("School,Level,Pupils,Year\nA,ES,400,2022\nA,ES,410,2023\n", "name: found 'A' a second time; first"),
    "cell too many": (LIST.replace("400,25", "400,25,1"), "found 10 cells; allowed: 9"),
    "no header": ("a,b\n1,2\n", "found no header; allowed"),
    "empty": ("", "found no header; allowed"),
    "suppressed": (LIST.replace(",400,", ",*,").replace('"1,000"', "*"), "found the pupils of 1 of 3 schools"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_cell(case: str, tmp_path: Path) -> None:
    text, message = FAULTS[case]
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert len(caught.value.faults) == 1
    assert message in str(caught.value)
    assert str(caught.value).startswith("list.csv:")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("High Point Elementary", "elementary"),
        ("Middleton High School", "high"),
        ("Elm Junior High School", "middle"),
        ("Oak Middle/High School", "combined"),
        ("Cedar Jr/Sr High", "high"),
        ("Lakeview K-8", "elementary"),
        ("Ash ES", "elementary"),
        ("J H ROWE MIDDLE", "middle"),
        ("MEADOWBROOK EL", "elementary"),
        ("BRYAN ADAMS H S", "high"),
        ("Maple Academy", None),
    ],
)
def test_levels_from_names(name: str, level: str | None) -> None:
    assert level_of_name(name) == level


@pytest.mark.parametrize(
    ("word", "level"),
    [
        *(("ES", "elementary"), ("Middle School", "middle"), ("HS", "high"), ("PK-12", "combined")),
        *(("K-5", "elementary"), ("6 to 8", "middle"), ("Elementary Schools", "elementary")),
        *(("Junior High", "middle"), ("JH", "middle"), ("SHS", "high"), ("-", None), ("", None)),
    ],
)
def test_levels_from_words(word: str, level: str | None) -> None:
    assert level_of_word(word) == level
