"""The roster: what it reads, and every fault with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.scenario.reading import load_scenario
from scenario_files import FULL, ROSTER, SMALL, SMALL_ROSTER, change, faults_of, load, place, write


def test_schools_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    schools = load(tmp_path).schools
    assert [s.id for s in schools] == ["e1", "h1", "m1"]
    assert schools[2].name == "Maple, Middle"
    assert (schools[2].teachers, schools[1].principals, schools[0].econ_disadvantaged) == (30.5, 2.0, 300)
    header, *rows = ROSTER.splitlines()
    assert load(tmp_path, roster="\n".join([header, *reversed(rows)])).schools == schools


def test_two_schools_of_one_name(tmp_path: Path) -> None:
    schools = load(tmp_path, roster=change(ROSTER, "Hickory High", "ELM  Elementary")).schools
    assert [(s.id, s.name) for s in schools][:2] == [("e1", "Elm Elementary"), ("h1", "ELM  Elementary")]


@pytest.mark.parametrize(
    "roster",
    [
        ROSTER.replace("\n", "\r\n"),
        "\ufeff" + ROSTER,
        ROSTER + "\n\n,,,,\n",
        ROSTER.replace(",", " , ").replace('"Maple ,  Middle"', '"Maple, Middle"'),
        ROSTER.replace("Elm Elementary", '"Elm Elementary"').replace("400", "400.0"),
    ],
)
def test_other_ways_to_write_the_same(roster: str, tmp_path: Path) -> None:
    assert load(tmp_path, roster=roster).schools == load(tmp_path).schools


def test_a_quote_inside_a_quoted_cell(tmp_path: Path) -> None:
    roster = change(ROSTER, "Elm Elementary", '"The ""Elm"""')
    assert load(tmp_path, roster=roster).schools[0].name == 'The "Elm"'


def test_ids_stay_text(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL, SMALL_ROSTER.replace("e1,", "010,").replace("m1,", "1e3,"))
    assert [s.id for s in load_scenario(path).schools] == ["010", "1e3"]


CASES = [
    ("unknown column", "econ_disadvantaged", "econ_dis", "econ_dis,", "unknown column", "mean 'econ_disadvantaged'?"),
    ("missing column", "teachers,", "", "id,", "no such column", "above 0, at most 5,000"),
    ("column twice", "principals", "teachers", "teachers,econ", "second time", "once"),
    ("wrong level", "high,1200", "hihg,1200", "hihg", "text 'hihg'", "did you mean 'high'?"),
    ("level in capitals", "high,1200", "High,1200", "High,1200", "text 'High'", "did you mean 'high'?"),
    ("fraction of a pupil", "elementary,400", "elementary,400.5", "400.5", "found 400.5", "a whole number"),
    ("text for a number", "30.5", "thirty", "thirty", "text 'thirty'", "above 0, at most 5,000"),
    ("thousands", "1200", '"1,200"', '"1,200"', "text '1,200'", "did you mean 1200?"),
    ("empty cell", "60,2,", ",2,", ",2,100", "found nothing", "above 0"),
    ("negative", "400,20", "-400,20", "-400", "found -400", "from 0"),
    ("no teachers", "400,20", "400,0", "0,1,300", "found 0", "above 0"),
    ("not a number", "400,20", "400,.nan", ".nan", "found .nan", "finite"),
    ("suppressed", "300,40", "*,40", "*", "text '*'", "a whole number"),
    ("id twice", "h1,", "E1,", "E1,", "'E1' a second time", "first on line 2"),
    ("empty id", "h1,", ",", ",Hickory", "found text ''", "1 to 32"),
    ("cell too many", "h1,Hickory", "h1,x,Hickory", "h1,x", "found 11 cells", "allowed: 10"),
    ("open quote", "Hickory High", '"Hickory High', '"Hickory', "quote inside a cell", '""'),
    ("more than enrolled", "400,20,1,300", "400,20,1,401", "401", "found 401", "at most the enrollment, 400"),
    ("override", "Hickory", "Hick\u202eory", "\u202e", "U+202E", "visible"),
    ("semicolons", ",", ";", ";", "found semicolons", "commas between cells"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "at", "found", "allowed"), CASES, ids=[case[0] for case in CASES])
def test_a_fault_has_its_cell(name: str, old: str, new: str, at: str, found: str, allowed: str, tmp_path: Path) -> None:
    roster = change(ROSTER, old, new) if old != "," else ROSTER.replace(old, new)
    if name == "missing column":
        roster = "\n".join(",".join(line.rsplit(",", 6)[:1] + line.rsplit(",", 6)[2:]) for line in ROSTER.splitlines())
    if name == "column twice":
        assert roster.startswith("id,name,level,enrollment,teachers,teachers")
    text = FULL if name not in ("id twice", "empty id", "semicolons") else FULL.replace("e1: low", "e1: none")
    faults = [f for f in faults_of(tmp_path, text, roster) if f.file == "roster.csv"]
    assert (faults[0].file, faults[0].line, faults[0].column) == ("roster.csv", *place(roster, at))
    assert found in faults[0].message
    assert allowed in faults[0].message
    assert len(faults) == 1 or name == "open quote"


@pytest.mark.parametrize("level", ["elemntary", "", "5"])
def test_a_wrong_level_is_one_fault_though_the_school_has_a_package_today(level: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, FULL, change(ROSTER, "elementary,400", f"{level},400"))
    assert (fault.file, fault.line) == ("roster.csv", 2)
    assert "one of elementary, middle" in fault.message


def test_a_wrong_level_of_an_area_is_one_fault_though_a_school_of_it_has_a_package_today(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, change(FULL, "levels: [elementary, middle]", "levels: [elemntary, middle]"))
    assert fault.path == "areas.coaching.levels.0"


def test_all_faults_of_roster_and_file_in_one_pass(tmp_path: Path) -> None:
    roster = change(change(ROSTER, "high,1200", "hihg,1200"), "30.5", "x")
    text = change(FULL, "posts_today: 10", "posts_today: ten")
    assert [(f.file, f.line) for f in faults_of(tmp_path, text, roster)] == [
        ("full.yaml", 30),
        ("roster.csv", 3),
        ("roster.csv", 4),
    ]


@pytest.mark.parametrize("roster", ["", "\n\n", ",,,\n", ROSTER.splitlines()[0]])
def test_a_roster_without_a_school(roster: str, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, FULL, roster)
    assert (fault.file, fault.line) == ("roster.csv", 1)
    assert "found no school" in fault.message


def test_no_roster(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, FULL, None)
    assert str(fault).startswith("full.yaml:4:15: schools_file: found 'roster.csv', which is not there")


def test_a_column_left_out_is_an_assumption(tmp_path: Path) -> None:
    scenario = load_scenario(write(tmp_path, SMALL, SMALL_ROSTER))
    assumed = {a.path: (a.value, a.text, a.line) for a in scenario.origin.assumptions}
    assert assumed["schools.principals"] == (1.0, "assumed: default of redesign", 0)
    assert "schools.teachers" not in assumed


def test_ten_thousand_schools(tmp_path: Path) -> None:
    """F14"""
    rows = "".join(f"s{i},School {i},middle,500,25\n" for i in range(10_000))
    scenario = load_scenario(write(tmp_path, SMALL, SMALL_ROSTER + rows))
    assert len(scenario.schools) == 10_002
