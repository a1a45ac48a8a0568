"""The state's files, against the rosters of the shipped scenarios and counts by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from districts.texas import ROOT, STATE, column, copy_of
from redesign.districts import tea
from redesign.districts.allocate import by_size, in_tenths
from redesign.errors import InputError

SHARYLAND, DUMAS, CORPUS_CHRISTI, JOURDANTON, CHARTERS = "108911", "171901", "178904", "007902", "003801"


def of_jourdanton(**cells: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda row: row | cells if row["district_id"] == JOURDANTON else row


def of_campus(campus: str, **cells: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda row: row | cells if row["campus_id"] == campus else row


@pytest.mark.parametrize(("district", "roster"), [(SHARYLAND, "sharyland"), (DUMAS, "rural")])
def test_a_roster_is_that_of_the_shipped_scenario(district: str, roster: str) -> None:
    shipped = column(ROOT / f"scenarios/{roster}_schools.csv", "id")
    read = {school.id: school for school in tea.district(STATE, district).schools}
    assert read.keys() == shipped.keys()
    for key, school in read.items():
        row = shipped[key]
        assert school.level == row["level"]
        assert (school.enrollment.value, school.teachers.value) == (float(row["enrollment"]), float(row["teachers"]))
        assert school.principals.value == float(row["principals"])
        assert {need: number.value for need, number in school.needs.items()} == {
            need: float(row[need]) for need in ("econ_disadvantaged", "emergent_bilingual", "special_education")
        }


def test_every_number_names_the_cell_that_it_was_read_from() -> None:
    lines = (STATE / "schools.csv").read_text(encoding="utf-8").splitlines()
    for school in tea.district(STATE, JOURDANTON).schools:
        file, place, row = (part.strip() for part in school.enrollment.origin.text.split(","))
        cells = lines[int(row.removeprefix("row ").replace(",", "")) - 1].split(",")
        assert file == "schools.csv"
        at = lines[0].split(",").index(place.removeprefix("column "))
        assert (cells[0], float(cells[at])) == (school.id, school.enrollment.value)


def test_campuses_of_others_are_left_out_by_rule() -> None:
    jourdanton = tea.district(STATE, JOURDANTON)
    rules = {school.id: school.rule.partition(":")[0] for school in jourdanton.left_out}
    assert rules == {
        "007902004": "juvenile justice alternative program",
        "007902005": "residential facility",
        "007902006": "disciplinary alternative program",
    }
    assert len(jourdanton.schools) == 4
    # 116.5 teachers of 1,569 pupils; 16 of them are on the campuses that are left out
    assert sum(school.teachers.value for school in jourdanton.schools) == pytest.approx(116.5 * 1553 / 1569, abs=0.1)
    assert len(tea.district(STATE, CORPUS_CHRISTI).left_out) == 2


def test_campuses_of_a_charter_operator_are_its_own() -> None:
    operator = tea.district(STATE, CHARTERS)
    assert len(operator.schools) == 3
    assert [school.rule.partition(":")[0] for school in operator.left_out] == ["fewer pupils than one teacher has"]


def test_a_charter_campus_of_a_district_has_an_office_of_its_own(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", lambda row: row | {"charter": "Y"} if row["campus_id"] == "007902102" else row)
    left_out = {school.id: school.rule for school in tea.district(state, JOURDANTON).left_out}
    assert left_out["007902102"].startswith("charter")
    assert len(left_out) == 4


def test_where_no_campus_is_left_the_rules_are_named(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", lambda row: row | {"residential_facility": "Y"})
    with pytest.raises(InputError) as told:
        tea.district(state, JOURDANTON)
    (fault,) = told.value.faults
    assert fault.message.endswith(
        "that a central office serves; all are left out: 5 residential facility; "
        "1 juvenile justice alternative program; 1 disciplinary alternative program"
    )


@pytest.mark.parametrize("text", ["-1", "", ".", "-2", "*"])
def test_what_is_missing_is_never_zero(tmp_path: Path, text: str) -> None:
    def masked(row: dict[str, str]) -> dict[str, str]:
        return row | dict.fromkeys(
            ("f33_V37", "fte_central_admin", "avg_salary_teachers", "teacher_turnover_pct"), text
        )

    found = tea.district(copy_of(tmp_path / "state", districts=masked), JOURDANTON)
    assert "V37" not in found.spending
    assert "central_administrators" not in found.staff
    assert "teachers" not in found.salaries
    assert found.turnover is None
    everything = [*found.staff.values(), *found.salaries.values(), *found.spending.values()]
    assert min(number.value for number in everything) >= 0


@pytest.mark.parametrize("text", ["*", "-1", ""])
def test_a_campus_without_a_published_enrollment_has_what_the_others_leave(tmp_path: Path, text: str) -> None:
    state = copy_of(tmp_path / "state", of_campus("007902102", enrollment=text))
    usual, found = tea.district(STATE, JOURDANTON), tea.district(state, JOURDANTON)
    assert [(school.enrollment.value, school.teachers.value) for school in found.schools] == [
        (school.enrollment.value, school.teachers.value) for school in usual.schools
    ]
    (own,) = (school.enrollment for school in found.schools if school.id == "007902102")
    assert own.origin.kind == "computed"
    assert own.origin.text.startswith("(1,553: 1,569 of the district (districts.csv, column enrollment, row 3) - 16 of")
    assert any(note.startswith("Enrollment was imputed for 1 of 4 schools: ") for note in found.notes)


def test_without_a_total_it_has_the_median_of_its_level(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", of_campus("178904101", enrollment="*"), lambda row: row | {"enrollment": ""})
    usual = tea.district(STATE, CORPUS_CHRISTI).schools
    alike = [each.enrollment.value for each in usual if each.level == "elementary" and each.id != "178904101"]
    found = {school.id: school for school in tea.district(state, CORPUS_CHRISTI).schools}["178904101"]
    assert found.level == "elementary"
    assert found.enrollment.value == round(median(alike))
    assert found.enrollment.origin.text.startswith(f"median of the {len(alike)} elementary schools")


def test_equal_parts_hold_the_pupils_in_need_that_are_published(tmp_path: Path) -> None:
    """Two schools of other sizes without a count: of the larger one's pupils in need some are more than its part."""
    ids = ("007902001", "007902102")
    state = copy_of(tmp_path / "state", lambda row: row | ({"enrollment": "*"} if row["campus_id"] in ids else {}))
    usual = {school.id: school for school in tea.district(STATE, JOURDANTON).schools}
    found = {school.id: school for school in tea.district(state, JOURDANTON).schools}
    part = round(sum(usual[each].enrollment.value for each in ids) / 2)
    for each in ids:
        assert found[each].enrollment.value == part
        for need, number in found[each].needs.items():
            assert number.value == min(part, usual[each].needs[need].value)


def test_where_no_pupils_are_left_a_campus_without_a_count_is_left_out_and_said(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", of_campus("007902102", enrollment="-1"), of_jourdanton(enrollment="1267"))
    left_out = {school.id: school.rule for school in tea.district(state, JOURDANTON).left_out}
    assert left_out["007902102"].startswith("no enrollment is published: code -1")


def test_too_few_known_enrollments_are_refused(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", lambda row: row | {"enrollment": "*"})
    with pytest.raises(InputError, match=r"schools\.csv:6:17: enrollment: found the pupils of 0 of 4 schools"):
        tea.district(state, JOURDANTON)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"teacher_turnover_pct": "1800"}, "teacher_turnover_pct: found 1800; allowed: a percent from 0 to 100"),
        ({"avg_salary_teachers": "93"}, "avg_salary_teachers: found $93; allowed: mean pay of $15,000 to $250,000"),
        ({"avg_salary_teachers": "5557000"}, "avg_salary_teachers: found $5,557,000; allowed: mean pay of $15,000"),
        ({"avg_salary_campus_admin": "93"}, "avg_salary_campus_admin: found $93; allowed: mean pay of $15,000"),
    ],
)
def test_percents_and_pay_that_cannot_be_are_refused(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    state = copy_of(tmp_path / "state", districts=of_jourdanton(**cells))
    with pytest.raises(InputError) as error:
        tea.district(state, JOURDANTON)
    at = list(column(STATE / "districts.csv", "district_id")[JOURDANTON]).index(next(iter(cells))) + 1
    assert str(error.value).startswith(f"districts.csv:3:{at}: {told}")


def test_what_may_be_a_part_of_one_and_pay_that_is_not_used_are_said_first(tmp_path: Path) -> None:
    cells = {"teacher_turnover_pct": "0.18", "avg_salary_central_admin": "93"}
    assert tea.district(STATE, JOURDANTON).doubts == ()
    pay, part = tea.district(copy_of(tmp_path / "state", districts=of_jourdanton(**cells)), JOURDANTON).doubts
    assert pay.startswith("Mean pay of $93, districts.csv, column avg_salary_central_admin, row 3, is not $15,000")
    assert part.startswith("0.18 percent, districts.csv, column teacher_turnover_pct, row 3: is it a part of 1")
    none = copy_of(tmp_path / "none", districts=of_jourdanton(teacher_turnover_pct="0", avg_salary_central_admin="0"))
    assert tea.district(none, JOURDANTON).doubts == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("districts.csv", "fte_teachers", "teacher_count", "districts.csv:1:1: fte_teachers: found no such column"),
        ("schools.csv", ",enrollment,", ",pupils,", "schools.csv:1:1: enrollment: found no such column"),
        ("schools.csv", ",437,", ",many,", "schools.csv:6:17: enrollment: found 'many'"),
        ("schools.csv", "007902041", "007902001", "schools.csv:10:1: campus_id: found 007902001 a second time"),
        ("schools.csv", ",middle,", ",in between,", "schools.csv:10:7: level: found 'in between'"),
        ("districts.csv", "116.5", "-1", "districts.csv:3:9: fte_teachers: found no count of teachers"),
    ],
)
def test_a_broken_file_is_one_message_with_file_and_column(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    state = copy_of(tmp_path / "state")
    text = (state / file).read_text(encoding="utf-8")
    assert old in text
    (state / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        tea.district(state, JOURDANTON)
    assert str(error.value).startswith(told)
    assert len(error.value.faults) == 1


def test_candidates_by_id_with_or_without_zeros_and_by_words_of_the_name() -> None:
    assert [each.id for each in tea.candidates(STATE, "7902")] == [JOURDANTON]
    assert [each.id for each in tea.candidates(STATE, "christi CORPUS")] == [CORPUS_CHRISTI]
    assert [each.schools for each in tea.candidates(STATE, "isd")] == [57, 13, 9, 7, 6]
    assert tea.candidates(STATE, "Houston") == ()


def test_teachers_are_shared_out_to_the_last_tenth() -> None:
    assert in_tenths(10.0, [1, 1, 1]) == [3.4, 3.3, 3.3]
    assert in_tenths(0.2, [1000, 1]) == [0.2, 0.1]  # a school has some of a teacher


def test_the_smallest_campuses_share_principals() -> None:
    assert by_size(3.0, [10, 40, 20]) == [1, 1, 1]
    assert by_size(5.0, [10, 40, 20]) == [1, 1, 1]
    assert by_size(2.0, [10, 40, 20]) == [0.5, 1, 0.5]
    assert by_size(0.9, [10, 40, 20]) == [0.3, 0.3, 0.3]


def test_a_site_with_fewer_pupils_than_a_teacher_has_is_no_school(tmp_path: Path) -> None:
    # (1,267 of other campuses + 10) / 116.5 teachers = 10.96
    for pupils, kept in (("10", False), ("11", True)):
        few = {"enrollment": pupils, "econ_disadvantaged": "9", "emergent_bilingual": "0", "special_education": "1"}
        whole = {"enrollment": str(1267 + int(pupils))}
        state = copy_of(
            tmp_path / pupils,
            lambda row, few=few: row | few if row["campus_id"] == "007902102" else row,
            lambda row, whole=whole: row | whole if row["district_id"] == JOURDANTON else row,
        )
        assert ("007902102" in {school.id for school in tea.district(state, JOURDANTON).schools}) is kept


def test_the_year_is_that_of_the_ratings_or_of_the_folder(tmp_path: Path) -> None:
    assert tea.district(STATE, JOURDANTON).year == "2021-22"
    for name, year in (("tx_2023_24", "2023-24"), ("state", "")):
        state = copy_of(tmp_path / name)
        text = (state / "schools.csv").read_text(encoding="utf-8")
        (state / "schools.csv").write_text(text.replace("rating_2022", "rating"), encoding="utf-8")
        assert tea.district(state, JOURDANTON).year == year


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"campuses": "13"}, "districts.csv:3:4: campuses: found 13, and 7 in schools.csv; allowed: about the same"),
        ({"enrollment": "9999"}, "districts.csv:3:5: enrollment: found 9,999, and 1,569 in schools.csv"),
    ],
)
def test_files_that_do_not_fit_each_other_are_refused(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    """Of a file that was cut off at the end of a line, or that is of another year, nothing else would tell."""
    with pytest.raises(InputError, match="cut off or of another year") as error:
        tea.district(copy_of(tmp_path / "state", districts=of_jourdanton(**cells)), JOURDANTON)
    assert str(error.value).startswith(told)


def test_a_campus_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state")
    lines = (state / "schools.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    own = [i for i, line in enumerate(lines) if line.startswith("007902")]
    (state / "schools.csv").write_text("".join(lines[: own[3]]), encoding="utf-8")
    with pytest.raises(InputError, match=r"found 7, and 3 in schools\.csv"):
        tea.district(state, JOURDANTON)
    (state / "schools.csv").write_text("".join(lines[: own[0]]), encoding="utf-8")
    with pytest.raises(InputError, match="the file has none of it"):
        tea.district(state, JOURDANTON)


def test_a_little_more_or_less_is_no_fault(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", districts=of_jourdanton(enrollment="1600"))
    kept = len(tea.district(STATE, JOURDANTON).schools)
    assert len(tea.district(state, JOURDANTON).schools) == kept
    state = copy_of(tmp_path / "other", districts=of_jourdanton(campuses="", enrollment=""))
    assert len(tea.district(state, JOURDANTON).schools) >= kept, "nor is what is not published"


def test_a_district_that_stands_there_twice_is_said_so(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state")
    path = state / "districts.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[2]]), encoding="utf-8")
    with pytest.raises(InputError, match="found the district 007902 a second time"):
        tea.candidates(state, "7902")


def test_a_finance_survey_needs_the_federal_id(tmp_path: Path) -> None:
    state = copy_of(tmp_path / "state", districts=of_jourdanton(leaid=""))
    with pytest.raises(InputError, match="found no LEAID of the district"):
        tea.district(state, JOURDANTON, tmp_path / "any.csv")
