"""Real figures in federal layouts: read as the state publishes them of the same district, and as the survey does."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections import Counter
from pathlib import Path

import pytest

from districts.made_up import OWN, f33_text, text_of
from redesign.districts.ccd import candidates, district
from redesign.districts.f33 import ITEMS, finance
from redesign.districts.facts import Number
from redesign.districts.grades import grade, level_of
from redesign.errors import InputError

DATA = Path(__file__).parents[2] / "data"
SAMPLE = DATA / "ccd_sample"
SHARYLAND = "4839930"


def of_state() -> tuple[list[dict[str, str]], dict[str, str]]:
    """Sharyland as the state of Texas publishes it: schools, and the district's field and value."""
    with (DATA / "sharyland/schools.csv").open(newline="", encoding="utf-8") as file:
        schools = list(csv.DictReader(file))
    with (DATA / "sharyland/district.csv").open(newline="", encoding="utf-8") as file:
        return schools, {row["field"]: row["value"] for row in csv.DictReader(file)}


def test_sharyland_as_the_state_publishes_it() -> None:
    schools, totals = of_state()
    found = district(SAMPLE, SHARYLAND, SAMPLE / "sdf22_1a_SAMPLE.txt")
    read = {(each.level, each.enrollment.value, each.needs["econ_disadvantaged"].value) for each in found.schools}
    assert read == {(row["level"], float(row["enrollment"]), float(row["econ_disadvantaged"])) for row in schools}
    assert len(found.schools) == len(schools) == 13
    assert sum(each.teachers.value for each in found.schools) == pytest.approx(float(totals["fte_teachers"]), rel=0.01)
    for name, column in {
        "total": "fte_total",
        "teachers": "fte_teachers",
        "central_administrators": "fte_central_admin",
        "campus_administrators": "fte_campus_admin",
        "educational_aides": "fte_educational_aides",
    }.items():
        assert found.staff[name].value == float(totals[column])
    assert not {"central_support", "instructional_coordinators"} & found.staff.keys(), "not published is not zero"
    items = {name.removeprefix("f33_"): float(value) for name, value in totals.items() if name.startswith("f33_")}
    items.pop("V33")
    assert {name: number.value for name, number in found.spending.items() if name in items} == items


def test_schools_of_2013_14_in_their_old_layout(tmp_path: Path) -> None:
    shutil.copy(DATA / "ccd_2013_14/school_directory.csv", tmp_path / "ccd_sch_029_1314_w_0a.csv")
    assert [(each.name, each.schools) for each in candidates(tmp_path, "isd")] == [
        ("CORPUS CHRISTI ISD", 60),
        ("SHARYLAND ISD", 11),
    ]
    with (DATA / "ccd_2013_14/school_directory.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["LEAID"] == SHARYLAND]
    ids = [{key: row[key] for key in ("LEAID", "NCESSCH")} for row in rows]
    counts = [{"SCHOOL_YEAR": "2013-2014"} | each | {"MEMBER": "500"} for each in ids]
    (tmp_path / "ccd_sch_052_1314_w_0a.csv").write_text(text_of(counts), encoding="utf-8")
    found = district(tmp_path, SHARYLAND)
    rules = Counter(each.rule.split(":")[0] for each in found.left_out)
    assert rules == {"closed": 3, "future": 2, "inactive": 1}
    assert len(found.schools) + len(found.left_out) == len(rows)


def test_levels_as_the_state_has_them() -> None:
    for name in ("sharyland", "corpus_christi", "dumas"):
        with (DATA / name / "schools.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                low, high = grade(row["grade_low"]), grade(row["grade_high"])
                assert low is not None and high is not None  # noqa: PT018
                assert level_of(low, high) == row["level"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_finance_files_of_every_kind(delimiter: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("sdf22_1a.txt.gz" if packed else "sdf22_1a.txt")
    content = f33_text(delimiter=delimiter).encode("cp1252")
    path.write_bytes(gzip.compress(content) if packed else content)
    found = finance(path, OWN.leaid)
    assert (found.year, found.spending["V90"].value) == ("2021-22", 6e6)
    assert isinstance(found.pupils, Number)
    assert found.spending["V90"].origin.text == f"{path.name}, column V90, row 3"


def test_the_newest_of_several_years(tmp_path: Path) -> None:
    older = f33_text().replace("\t22\t1\t", "\t19\t1\t").replace("000000", "000001").split("\n", 1)[1]
    path = tmp_path / "sdf.txt"
    path.write_text(f33_text() + older, encoding="utf-8")
    assert finance(path, OWN.leaid).spending["TCURELSC"].value == 1e6
    path.write_text(f33_text() + f33_text().split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(InputError, match=r"sdf\.txt:5:1: LEAID: found 0800120 a second time in a year; first in row 3"):
        finance(path, OWN.leaid)


def test_a_district_without_finance_data(tmp_path: Path) -> None:
    header, own = f33_text().splitlines()[0].split("\t"), f33_text().splitlines()[2].split("\t")
    codes = dict.fromkeys(ITEMS, "-1") | {"CENFILE": "0"}
    empty = [codes.get(name, cell) for name, cell in zip(header, own, strict=True)]
    path = tmp_path / "sdf.txt"
    path.write_text("\t".join(header) + "\n" + "\t".join(empty) + "\n", encoding="utf-8")
    found = finance(path, OWN.leaid)
    assert found.spending == {}
    assert "the survey has no finance data of this district" in found.notes[1]
