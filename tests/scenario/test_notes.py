"""Notes on rosters and calendars: what was not reported, what tells no schools apart, years that are short."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.demand.today import notes_on_today
from redesign.scenario.notes import Note, calendar_notes, few, roster_notes, service_notes
from scenario_files import SMALL, change, load

HEAD = "id,name,level,enrollment,teachers,principals,econ_disadvantaged\n"


def said(folder: Path, roster: str, text: str = SMALL) -> list[str]:
    scenario = load(folder, text, roster)
    return [str(note) for note in (*roster_notes(scenario), *calendar_notes(scenario))]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            HEAD + "e1,Elm,elementary,400,20,1,0\nm1,Maple,middle,600,30,1,0\n",
            "is 0 at every school; perhaps it was not",
        ),
        (HEAD + "e1,Elm,elementary,400,20,1,200\nm1,Maple,middle,600,30,1,300\n", "is the same share of pupils"),
        (
            "id,name,level,enrollment,teachers\ne1,Elm,elementary,400,20\nm1,Maple,middle,600,30\n",
            "is no column of the",
        ),
    ],
)
def test_a_need_that_tells_no_schools_apart_is_named_once(tmp_path: Path, rows: str, found: str) -> None:
    (note,) = said(tmp_path, rows)
    assert note.startswith(f"full.yaml:5: district.need_measure: econ_disadvantaged {found}")
    assert note.endswith("so that it tells no schools apart: all need alike")


def test_needs_that_differ_are_ordinary(tmp_path: Path) -> None:
    assert said(tmp_path, HEAD + "e1,Elm,elementary,400,20,1,200\nm1,Maple,middle,600,30,1,301\n") == []


def test_one_school_or_no_measure_has_nothing_to_tell_apart(tmp_path: Path) -> None:
    assert said(tmp_path, HEAD + "e1,Elm,elementary,400,20,1,0\n") == []
    without = change(SMALL, "  name: Two Schools", "  name: Two Schools\n  need_measure: none")
    without = change(without, "    label: Coaching", "    label: Coaching\n    need_measure: none")
    assert said(tmp_path, HEAD + "e1,Elm,elementary,400,20,1,0\nm1,Maple,middle,600,30,1,0\n", without) == []


def test_schools_are_named_at_the_line_of_the_first(tmp_path: Path) -> None:
    rows = [
        "e1,Elm,elementary,400,20,1,200",
        "e2,Ash,elementary,0,20,1,0",
        "e3,Oak,elementary,0,15,1,0",
        "e4,Fir,elementary,3,0.5,1,1",
        "m1,Maple,middle,600,30,1,0",
    ]
    found = said(tmp_path, HEAD + "\n".join(rows) + "\n")
    assert [note.split(": ")[0] for note in found] == ["roster.csv:6", "roster.csv:3", "roster.csv:5"]
    # 201 of 1,003 pupils: 120 of Maple's 600, had it the district's share
    assert "1 school (Maple) has 0 under econ_disadvantaged, of which the district has 20%" in found[0]
    assert "2 schools (Ash, Oak) have teachers and an enrollment of 0" in found[1]
    assert "1 school (Fir) has less than one teacher" in found[2]


def test_pupils_and_teachers_that_do_not_go_together_are_said(tmp_path: Path) -> None:
    elementary = "e1,Elm,elementary,1200,20,1,200\ne2,Ash,elementary,1201,20,1,100\n"
    found = said(tmp_path, HEAD + elementary + "m1,Maple,middle,40,20,1,9\nm2,Fir,middle,39,20,1,9\n")
    assert [note.split(": ")[0] for note in found] == ["roster.csv:3", "roster.csv:5"]
    assert "1 school (Ash) has more than 60 pupils to a teacher" in found[0]
    assert "1 school (Fir) has fewer than 2 pupils to a teacher" in found[1]


def test_a_school_without_a_principal_gets_no_visits_counted_by_principal(tmp_path: Path) -> None:
    rows = HEAD + "e1,Elm,elementary,400,20,0,200\nh1,High,high,600,30,0,100\nm1,Maple,middle,600,30,1,100\n"
    assert said(tmp_path, rows) == []
    text = change(
        SMALL, "    label: Coaching", "    label: Coaching\n    levels: [elementary]\n    visits_per: principal"
    )
    (note,) = said(tmp_path, rows, text)
    assert note.startswith("roster.csv:2: schools.0: 1 school (Elm) has no principal, so no visits of coaching")


OFFICE = SMALL[SMALL.index("  office:\n") : SMALL.index("areas:\n")]
DESK = OFFICE.replace("  office:", "  desk:").replace("label: Office", "label: Front desk")
FORMS = """\
services:
  forms:
    label: Forms
    driver: schools
    requests_per_driver_per_year: 5
    steps: [STEPS]
    promise: {due_working_hours: 80, on_time_share: 0.9}
    handover_hours: HOURS
"""


@pytest.mark.parametrize(
    ("teams", "hours", "found"),
    [
        ("office desk", 8, None),
        ("office desk office", 8, None),
        ("office", 8, None),
        ("desk desk", 8, "1 and 2"),
        ("office desk desk", 8, "2 and 3"),
        ("desk desk office office", 8, "1 and 2, 3 and 4"),
        ("desk desk", 0, None),
    ],
)
def test_hours_of_hand_over_from_a_team_to_itself_are_named(
    tmp_path: Path, teams: str, hours: int, found: str | None
) -> None:
    steps = ", ".join(f"{{team: {team}, work_hours: 1}}" for team in teams.split())
    forms = FORMS.replace("STEPS", steps).replace("HOURS", f"{hours}")
    text = change(SMALL, "areas:\n", f"{DESK}areas:\n") + forms
    line = text.splitlines().index(f"    handover_hours: {hours}") + 1
    said = (
        f"full.yaml:{line}: services.forms.handover_hours: Forms: no hours pass between steps {found}, which one team "
        "does; a hand-over is from one team to another"
    )
    scenario = load(tmp_path, text)
    assert [str(note) for note in service_notes(scenario)] == ([said] if found else [])
    assert (said in map(str, notes_on_today(scenario))) == bool(found)


@pytest.mark.parametrize(
    ("weeks", "first", "last", "found"),
    [
        (52, 6, 31, None),
        (52, 6, 30, "pupils are in school in 25 weeks only"),
        (40, 1, 40, None),
        (39, 1, 39, "the year has 39 weeks"),
        (8, 1, 2, "the year has 8 weeks"),
    ],
)
def test_a_short_year_is_named_once(tmp_path: Path, weeks: int, first: int, last: int, found: str | None) -> None:
    calendar = f"calendar: {{weeks: {weeks}, first_school_week: {first}, last_school_week: {last}}}\n"
    hire = "    hire_usd: 20000\n    hire_weeks: 1"
    text = change(SMALL, "    hire_usd: 20000", hire) + calendar
    notes = [str(note) for note in calendar_notes(load(tmp_path, text))]
    assert len(notes) == (found is not None)
    assert all(note.startswith("full.yaml:") and (found or "") in note for note in notes)


def test_many_of_a_kind_are_counted() -> None:
    notes = [Note("a.yaml", i, f"teams.t{i}", "idle") for i in range(1, 10)]
    assert few(notes[:3]) == notes[:3]
    *first, last = map(str, few(notes))
    assert first == list(map(str, notes[:3]))
    assert last == "The same of 6 more: teams.t4, teams.t5, teams.t6, teams.t7 and 2 more."
