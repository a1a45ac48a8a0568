"""Cells and rows of a list of schools that are not what their column is: each is refused, or named and set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.districts.facts import PublishedDistrict
from redesign.districts.school_list import district
from redesign.errors import InputError

HEADER = "School Name,Level,Enrollment,Teachers,FRL Count,Sped\n"
ADAMS = "Adams Elementary,Elementary,303,20,151,40\n"
BAKER = "Baker Elementary,Elementary,388,24,200,51\n"
EATON = "Eaton High,High,1303,78,640,150\n"
LIST = HEADER + ADAMS + BAKER + EATON
NAMES = ["Adams Elementary", "Baker Elementary", "Eaton High"]


def read(tmp_path: Path, text: str = LIST, encoding: str = "utf-8") -> PublishedDistrict:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return district(path, "Example USD", "Ohio", "2022-23")


def names(found: PublishedDistrict) -> list[str]:
    return [school.name for school in found.schools]


def refused(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    return str(caught.value).splitlines()


def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert names(read(tmp_path, LIST.replace(",", "\t").replace("Adams", "Peña"), "utf-16"))[0] == "Peña Elementary"
    with pytest.raises(InputError, match="found UTF-16; allowed: UTF-8"):
        read(tmp_path, LIST, "utf-16-le")


def test_a_percent_among_counts_is_refused(tmp_path: Path) -> None:
    allowed = "allowed: all with a percent sign or all without; line"
    assert refused(tmp_path, LIST.replace(",150\n", ",12%\n")) == [
        f"list.csv:4:29: special_education: found '12%'; {allowed} 2 has '40'"
    ]
    percents = LIST.replace(",150\n", ",12%\n").replace(",51\n", ",13%\n")
    assert refused(tmp_path, percents) == [f"list.csv:2:40: special_education: found '40'; {allowed} 3 has '13%'"]
    assert refused(tmp_path, LIST.replace(",20,", ",20%,")) == [
        "list.csv:2:33: teachers: found '20%'; allowed: a number from 0, or nothing"
    ]


@pytest.mark.parametrize("bound", [">95%", "<1%", ">=95%"])
def test_a_bound_does_not_decide_what_a_column_is(bound: str, tmp_path: Path) -> None:
    found = read(tmp_path, LIST.replace(",40\n", f",{bound}\n"))
    assert [school.needs["special_education"].value for school in found.schools] == [round(303 * 201 / 1691), 51, 150]


def test_a_charter_that_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    words = iter(["Charter", "Maybe", "no", "N/A"])
    text = "".join(f"{line},{next(words)}\n" for line in LIST.splitlines())
    assert refused(tmp_path, text) == ["list.csv:2:43: charter: found 'Maybe'; allowed: yes or no, or nothing"]
    assert names(read(tmp_path, text.replace("Maybe", "Non-Charter"))) == NAMES
    assert names(read(tmp_path, text.replace("Maybe", "YES"))) == NAMES[1:]
    virtual = text.replace("Charter", "Virtual").replace("Maybe", "Supplemental Virtual")
    assert names(read(tmp_path, virtual)) == NAMES, "it has a building"


def test_all_that_is_no_number_is_told_at_once(tmp_path: Path) -> None:
    text = LIST.replace(",78,", ",78 FTE,") + "Fox High,High,abc,xyz,640,many\nGus High,High,0,none yet,0,0\n"
    assert refused(tmp_path, text) == [
        f"list.csv:{at}: {key}: found '{found}'; allowed: a number from 0, or nothing"
        for at, key, found in [
            ("4:22", "teachers", "78 FTE"),
            ("5:15", "enrollment", "abc"),
            ("5:19", "teachers", "xyz"),
            ("5:27", "special_education", "many"),
        ]
    ]


SUMS = {
    "subtotal": (3, "Subtotal Elementary,,691,44,351,91"),
    "elementary total": (3, "Elementary Total,,691,44,351,91"),
    "of a level, other numbers": (4, "High School Total,High,9000,500,640,150"),
    "average": (4, "Average,Elementary,665,40.7,330,80"),
    "grand total": (4, "Grand Total (3 schools),Elementary,1994,122,991,241"),
    "all schools": (4, "All Schools (3),K-12,1994,122,991,241"),
    "the district, without a level": (4, "EXAMPLE USD,,1990,122,991,241"),
    "the district, with its grades": (4, "Example USD,PK-12,1994,122,991,241"),
    "any name, level and numbers": (4, "Maple Unified,All,1994,122,991,241"),
    "level of the district": (4, "District Totals,District,1994,122,991,241"),
    "no name": (4, ",,1994,122,991,241"),
    "total first": (4, "Total Maple Unified,K-12,1994,122,991,241"),
    "mean of some": (3, "Maple Elementary Mean,Elementary,345.5,22,175.5,45.5"),
}


@pytest.mark.parametrize("case", SUMS)
def test_sums_and_means_are_no_schools(case: str, tmp_path: Path) -> None:
    at, row = SUMS[case]
    lines = LIST.splitlines()
    lines.insert(at, row)
    found = read(tmp_path, "\n".join(lines))
    assert names(found) == NAMES
    name = row.split(",")[0]
    label = f", '{name}'" if name else " without a name"
    assert f"list.csv, line {at + 1}: found sums or means{label}, not a school; set aside." in found.notes
    assert "3 of 3 schools of the list are kept; left out: none." in found.notes


@pytest.mark.parametrize(
    "row",
    [
        "Total Learning Academy,High,120,9,60,20",
        "Example USD,High,120,9,60,20",
        "Mount Total Recall High,,1994,9,60,20",
        "District Heights Elementary,Elementary,310,22,60,20",
        "District Primary,,31,2,6,2",
        "All Saints Middle,Middle,1994,122,991,241",
    ],
)
def test_a_school_may_be_named_like_a_sum(row: str, tmp_path: Path) -> None:
    assert names(read(tmp_path, f"{LIST}{row}\n")) == [*NAMES, row.split(",")[0]]


@pytest.mark.parametrize(
    ("last", "cells"),
    [("Eaton High,High,1303,78\n", 4), ("Eaton High,High,1303,78", 4), ("Eaton High", 1), ("Eaton,High", 2)],
)
def test_a_school_that_is_cut_off_is_no_note(last: str, cells: int, tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, HEADER + ADAMS + BAKER + last)
    assert fault.startswith("list.csv:4:1: ")
    assert fault.endswith(f"found {cells} cells; allowed: 6, as in the header")


def test_a_school_cut_off_in_its_name_is_known_by_its_number(tmp_path: Path) -> None:
    lines = LIST.splitlines()
    text = f"School ID,{lines[0]}\n11,{lines[1]}\n12,{lines[2]}\n13,Eat"
    assert refused(tmp_path, text)[0].endswith("found 2 cells; allowed: 7, as in the header")


@pytest.mark.parametrize(
    "text", [LIST.replace(EATON, "Eaton High,,,,,\n"), HEADER + "Eaton High,,,,,\n" + ADAMS + BAKER]
)
def test_a_school_with_blanks_is_no_note(text: str, tmp_path: Path) -> None:
    found = read(tmp_path, text)
    assert sorted(names(found)) == NAMES
    assert not any("set aside" in note for note in found.notes)


@pytest.mark.parametrize(
    "row",
    [
        "High Schools,,,,,",
        "Middle School,,,,,",
        "Counts are as told by each middle school,,,,,",
        "Source: Example High,,,,,",
        '"Source: state, 2023"',
        "Source: state report, 2023",
        "Suppressed where fewer than 10, or as marked",
        "Grand Total,,1303",
    ],
)
def test_headings_and_notes_are_still_set_aside(row: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"{LIST}{row}\n")
    assert names(found) == NAMES
    assert found.notes[0].startswith("list.csv, line 5: found ")


def test_a_sum_is_known_by_its_id_where_there_are_no_names(tmp_path: Path) -> None:
    text = "School Code,Level,Enrollment\n11,Elementary,303\n12,High,1303\nTotal of schools,,1606\n"
    found = read(tmp_path, text)
    assert [school.id for school in found.schools] == ["11", "12"]
    assert "list.csv, line 4: found sums or means, 'Total of schools', not a school; set aside." in found.notes
