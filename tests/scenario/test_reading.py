"""A good file becomes a scenario; a bad one an error that a program and a person can read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

import redesign
from redesign.demand.plan import packages_today
from redesign.errors import InputError
from redesign.scenario.merged import merged_values
from redesign.scenario.model import Calendar, Promise, Rule, Service, Step
from redesign.scenario.reading import load_scenario
from scenario_files import FULL, SMALL, SMALL_ROSTER, change, faults_of, load, place, write

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    scenario = load(tmp_path)
    assert scenario.district.year == "2021-22"
    assert scenario.teams["hr"].retrain_from[0].cost_usd == 5000.0
    assert scenario.services["leave_requests"].steps[1].team == "coaches"
    assert scenario.services["leave_requests"].peaks[0].factor == 2.0
    assert scenario.services["evaluations"].promise == Promise(due_calendar_days=60, on_time_share=0.97, as_today=True)
    assert scenario.areas["coaching"].packages["high"].effect_per_hour == 0.8
    assert scenario.areas["coaching"].package_today == {"e1": "low", "m1": "none"}
    assert scenario.rules["cut_limit"].teams == ("hr", "coaches")
    assert scenario.run.final_years == 8
    assert scenario.teams["coaches"].vacancy_weeks == 9
    assert packages_today(scenario)[list(scenario.areas).index("coaching")].tolist() == [1, 0, 0]


def test_a_scenario_is_the_same_each_time_it_is_read(tmp_path: Path) -> None:
    assert load(tmp_path) == load(tmp_path)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios_are_read(path: Path) -> None:
    scenario = redesign.load_scenario(path)
    assert scenario.origin.path == path.name
    assert scenario.origin.files[0] == path.name
    assert all("/" not in name for name in scenario.origin.files)


def test_show_has_every_value_once_with_its_place(tmp_path: Path) -> None:
    rows = merged_values(load(tmp_path))
    paths = [path for path, _, _ in rows]
    assert len(set(paths)) == len(paths)
    assert not [path for path, value, _ in rows if path.endswith("source") and value is None]
    lines = FULL.splitlines()
    for path, value, where in rows:
        if where.startswith("full.yaml"):
            line = lines[int(where.rsplit(":", 1)[1]) - 1]
            assert path.rsplit(".", 1)[-1] in line or str(value) in line
    assert (
        "services.leave_requests.steps.1.work_hours",
        0.25,
        f"full.yaml:{place(FULL, 'work_hours: 0.25')[0]}",
    ) in rows


def test_an_error_holds_every_fault_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = change(change(FULL, "seed: 7", "sed: 7"), "posts_today: 10", "posts_today: -1")
    write(tmp_path, text)
    with pytest.raises(InputError) as error:
        load_scenario(tmp_path / "full.yaml")
    assert error.value.exit_code == 2
    assert [f.line for f in error.value.faults] == [place(text, "posts_today: -1")[0], place(text, "sed: 7")[0]]
    assert str(error.value).splitlines() == [str(f) for f in error.value.faults]


def test_no_message_holds_a_control_character_or_a_folder(tmp_path: Path) -> None:
    """F16, F56"""
    text = change(FULL, "driver: teachers", 'driver: "a\\nb\\u00a0\\tc"')
    for broken in (text, change(FULL, "hr:\n    source", '"h\\nr\\u202e":\n    source')):
        for fault in faults_of(tmp_path, broken):
            assert str(fault).isprintable()
            assert str(tmp_path) not in str(fault)


def test_a_file_of_rubbish_is_answered_in_full(tmp_path: Path) -> None:
    text = SMALL + "".join(f"key_{i}: {i}\n" for i in range(2000))
    assert len(faults_of(tmp_path, text, SMALL_ROSTER)) == 2000


def test_numpy_is_not_imported(tmp_path: Path) -> None:
    path = write(tmp_path)
    code = f"import redesign, sys; redesign.load_scenario({str(path)!r}); print('numpy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert out.stdout == "False\n"


def test_rules_hold_for_models_made_in_python_too() -> None:
    with pytest.raises(ValidationError, match="exactly one of"):
        Promise(on_time_share=0.5)
    with pytest.raises(ValidationError, match="weeks 9 to 8 of 52"):
        Calendar(first_school_week=9, last_school_week=8)
    with pytest.raises(ValidationError, match="needs release_share"):
        Rule(label="x", kind="release_limit")
    with pytest.raises(ValidationError, match="needs one"):
        Service(label="x", driver="schools", requests_per_driver_per_year=1, steps=(Step(team="a", work_hours=1),))


NUMBERS = ["true", "false", "'1'", ".nan", ".inf", "-.inf", "1e400", "-1e30", "1e30", "[1]", "{a: 1}", "abc", "1,5"]


@pytest.mark.parametrize("value", NUMBERS)
def test_every_number_of_a_file_refuses_what_is_none(value: str, tmp_path: Path) -> None:
    """F9, F10: all numbers of the full file replaced at once; each has its fault, at its place."""
    lines = FULL.splitlines()
    numbers = [i for i, line in enumerate(lines) if line.rsplit(": ", 1)[-1].replace(".", "").isdigit()]
    assert len(numbers) > 80
    for i in numbers:
        lines[i] = lines[i].rsplit(": ", 1)[0] + ": " + value
    faults = faults_of(tmp_path, "\n".join(lines))
    assert {i + 1 for i in numbers} <= {fault.line for fault in faults}


def test_packages_of_no_school_are_none_for_every_school(tmp_path: Path) -> None:
    text = change(FULL, "    package_today:\n      e1: low\n      m1: none\n", "    package_today: {}\n")
    assert packages_today(load(tmp_path, text)).tolist() == [[0, 0, 0]]


def test_the_place_of_a_key_is_its_own_or_the_nearest(tmp_path: Path) -> None:
    origin = load(tmp_path).origin
    assert origin.place("teams.hr.maximum_posts") == ("full.yaml", place(FULL, "maximum_posts: 20")[0])
    assert origin.place("levers.one_system.changes") == (
        "full.yaml",
        place(FULL, "source: pilot year\n      yearly")[0],
    )
    assert origin.place("teams.coaches.maximum_posts") == ("full.yaml", place(FULL, "label: Coaches")[0])
    assert origin.place("schools.1") == ("roster.csv", 4), "the second by id"
    assert origin.place("nothing.of.this") == ("", 0)
