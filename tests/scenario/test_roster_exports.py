"""Rosters as spreadsheets and exports write them: read where nothing is lost, else each fault named once."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.scenario.reading import load_scenario
from scenario_files import FULL, ROSTER, SMALL, SMALL_ROSTER, change, faults_of, load, place, write

HEADER, *ROWS = ROSTER.splitlines()


@pytest.mark.parametrize(
    "roster",
    [
        change(ROSTER, "Elm Elementary", '"Elm\r\nElementary"'),
        change(ROSTER, "Elm Elementary", '"Elm  \n  Elementary"'),
        change(ROSTER, "econ_disadvantaged", '"econ_\ndisadvantaged"'),
        change(ROSTER, "e1,", '="e1",'),
        change(ROSTER, "e1,", '"=""e1""",'),
        change(ROSTER, "400", '="400"'),
        "sep=,\n" + ROSTER,
        '\ufeff"SEP=,"\r\n' + ROSTER,
        "\n".join(line + ",," for line in ROSTER.splitlines()),
        "\n".join([HEADER, *(row + ",," for row in ROWS)]),
        "\n".join([HEADER, ROWS[0], *(row + ", ," for row in ROWS[1:])]),
        "\n".join("," + line for line in ROSTER.splitlines()),
        "\n".join(["", ",,,", HEADER, '"",""', *ROWS, " , ,", ""]),
    ],
)
def test_what_loses_nothing_is_read(roster: str, tmp_path: Path) -> None:
    """F7"""
    assert load(tmp_path, roster=roster).schools == load(tmp_path).schools


def test_lines_are_counted_across_a_break_in_a_cell(tmp_path: Path) -> None:
    roster = change(change(ROSTER, "Elm Elementary", '"Elm\n\nElementary"'), "high,1200", "high,x")
    (fault,) = faults_of(tmp_path, FULL, roster)
    assert (fault.line, fault.column) == place(roster, "x,60") == (6, 22)


def test_columns_are_counted_after_a_break_in_a_cell(tmp_path: Path) -> None:
    roster = change(change(ROSTER, "Elm Elementary", '"Elm\nElementary"'), "elementary,400", "elementary,x")
    (fault,) = faults_of(tmp_path, FULL, roster)
    assert (fault.line, fault.column) == (3, len('Elementary",elementary,') + 1)


def around(above: str = "", below: str = "") -> str:
    return above + ROSTER + below


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        (around("District export\n\n"), [(1, "a line above the header, which is on line 3")]),
        (around("Export,,,\nSchools by level\n"), [(1, "2 lines above the header, which is on line 3")]),
        (around(below='"Source: CCD, 2021"\n'), [(5, "a note below the table")]),
        (around(below="\nSource: CCD,,,,,,,,,\n(3 rows)"), [(6, "a note below"), (7, "a note below")]),
        (around(below="Source: state file, 2021, as of May\n"), [(5, "a note below the table")]),
        (around(below="Total,,,2200,110,4,600,50,200,\n"), [(5, "sums below the table")]),
        ("\n".join([HEADER, "Elementary schools,,,,,,,,,", *ROWS]), [(2, "a heading or a note inside the table")]),
        ("\n".join([HEADER, *ROWS[:2], HEADER, ROWS[2]]), [(4, "the header a second time")]),
        (f",{HEADER}\n" + "\n".join(f"{i},{row}" for i, row in enumerate(ROWS)), [(1, "a column without a name")]),
        (f"Unnamed: 0,{HEADER}\n" + "\n".join(f"9,{row}" for row in ROWS), [(1, "a column without a name")]),
        (f"school_name,{HEADER}\n" + "\n".join(f"x,{row}" for row in ROWS), [(1, "an unknown column")]),
        ("sep=;\n" + SMALL_ROSTER.replace(",", ";"), [(2, "found semicolons")]),
        ("Export\n" + SMALL_ROSTER.replace(",", "\t"), [(2, "found tabs")]),
    ],
)  # fmt: skip
def test_what_stands_around_a_table_is_named(roster: str, said: list[tuple[int, str]], tmp_path: Path) -> None:
    faults = faults_of(tmp_path, FULL.replace("e1: low", "e1: none"), roster)
    assert [fault.line for fault in faults] == [line for line, _ in said]
    assert all(words in fault.message for fault, (_, words) in zip(faults, said, strict=True))


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("1.78904E+11", "a number that a spreadsheet has shortened"),
        ("1,78904E+11", "a number that a spreadsheet has shortened"),
        ("1.78904e+11", "a number that a spreadsheet has shortened"),
        ("123456789012345000", "a number that a spreadsheet has shortened or rounded"),
        ("1-Mar", "a date, which a spreadsheet makes"),
        ("100005.0", "a number with a decimal point"),
        ("Mar-01", "a date, which a spreadsheet makes"),
        ("#NAME?", "an error of a spreadsheet"),
        ("########", "an error of a spreadsheet"),
    ],
)
def test_an_id_that_a_spreadsheet_changed(id: str, words: str, tmp_path: Path) -> None:
    roster = change(SMALL_ROSTER, "m1,", f'"{id}",')
    (fault,) = faults_of(tmp_path, SMALL, roster)
    assert (fault.line, fault.column, fault.path) == (3, 1, "schools.id")
    assert words in fault.message


@pytest.mark.parametrize("id", ["1e3", "5E", "0100005", "178904001001", "123456789012345678", "3-1", "Mar", "12-March"])
def test_an_id_that_looks_like_one_is_left_alone(id: str, tmp_path: Path) -> None:
    assert id in [s.id for s in load_scenario(write(tmp_path, SMALL, change(SMALL_ROSTER, "m1,", f"{id},"))).schools]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ROSTER.encode("utf-16"), "found UTF-16"),
        (ROSTER.encode("utf-16-le"), "found UTF-16"),
        (ROSTER.encode("utf-16-be"), "found UTF-16"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "the old kind (.xls)"),
        (bytes.fromhex("d0cf11e0") + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
        (b"PK\x03\x04\x14\x00", "cut off or damaged"),
    ],
)
def test_a_file_of_another_kind_is_named(content: bytes, words: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, FULL, content)
    assert (fault.file, fault.line, fault.column) == ("roster.csv", 1, 1)
    assert words in fault.message


@pytest.mark.parametrize("roster", [HEADER + ",x" * 200, HEADER + "\n" + "e1,Elm\n" * 50_001])
def test_a_table_that_no_roster_needs(roster: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, FULL, roster)
    assert "found more than 50,000 rows and 200 columns" in fault.message


def test_empty_columns_do_not_count(tmp_path: Path) -> None:
    wide = "\n".join(line + "," * 16_000 for line in ROSTER.splitlines())
    assert load(tmp_path, roster=wide).schools == load(tmp_path).schools
