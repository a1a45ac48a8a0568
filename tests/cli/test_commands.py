"""The commands: what they print where, what they write, what they leave alone."""

import csv
import json
import logging
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook

from cli.conftest import TUTORIAL
from redesign import __version__, load_study
from redesign.reporting.web.tags import tag
from redesign.study.study import Study
from reporting import sample_study

Invoke = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def test_run_prints_a_summary_and_writes_a_folder(redesign: Invoke, tmp_path: Path) -> None:
    result = redesign("run", str(TUTORIAL), "--quiet")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("Corpus Christi ISD, 2021-22: for $24.3 million a year")
    assert "Where hours go today" not in result.stdout
    assert len(result.stdout.splitlines()) < 28
    assert "Study folder: redesign-tutorial" in result.stdout
    folder = tmp_path / "redesign-tutorial"
    assert load_study(folder).study == sample_study.study()
    details = (folder / "details.txt").read_text(encoding="utf-8")
    assert "Where hours go today" in details
    again = redesign("run", str(TUTORIAL), "--quiet", "--details")
    assert again.stdout.startswith(details)


@pytest.mark.parametrize(("output", "typed"), [((), "redesign-tutorial"), (("--output", "my plan"), "'my plan'")])
def test_the_line_that_asks_further_can_be_typed_as_it_stands(
    redesign: Invoke, output: tuple[str, ...], typed: str
) -> None:
    said = " ".join(redesign("run", str(TUTORIAL), "--quiet", *output).stdout.split())
    assert f"for that: redesign ask {typed} sure." in said
    assert "STUDY" not in said


def test_run_writes_the_report_as_the_command_for_it_does(
    redesign: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same files with the same bytes; documents, which take long, are left out."""
    monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
    monkeypatch.setattr("redesign.reporting.documents.write", lambda study, folder, sure=None, robust=None: None)
    redesign("run", str(TUTORIAL), "--quiet", "--output", "apart")
    told = redesign("report", "apart").stdout
    result = redesign("run", str(TUTORIAL), "--quiet", "--output", "at-once", "--report")
    assert result.exit_code == 0
    assert result.stdout.endswith(told.replace("apart", "at-once"))
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "apart", tmp_path / "at-once")
    ]
    assert files[0] == files[1]
    assert Path("report/report.html") in files[0]
    as_json = redesign("run", str(TUTORIAL), "--quiet", "--output", "at-once", "--report", "--json")
    assert json.loads(as_json.stdout)["format"] == sample_study.study().format
    assert "  report.html\n" in as_json.stderr


def test_run_hands_over_what_it_was_asked(redesign: Invoke, tmp_path: Path) -> None:
    asked: dict[str, Any] = {}

    def action(scenario: Any, **options: Any) -> Study:
        asked.update(options, name=scenario.name)
        options["progress"]("team tables", 1, 2)
        return sample_study.study()

    result = redesign("run", str(TUTORIAL), "--seed", "7", "--workers", "3", "--output", "deep/er", action=action)
    assert result.exit_code == 0
    assert (asked["name"], asked["seed"], asked["executor"].workers) == ("tutorial", 7, 3)
    assert (tmp_path / "deep" / "er" / "study.json").is_file()


@pytest.mark.parametrize("quiet", [False, True])
def test_what_the_package_says_on_the_way_goes_to_standard_error(redesign: Invoke, quiet: bool) -> None:
    def action(scenario: Any, **options: Any) -> Study:
        logging.getLogger("redesign.simulation.replicate").warning("A worker [process] died.")
        return sample_study.study()

    result = redesign("run", str(TUTORIAL), "--json", *(["--quiet"] if quiet else []), action=action)
    assert ("A worker [process] died.\n" in result.stderr) is not quiet
    assert Study.from_json(result.stdout) == sample_study.study()
    assert logging.getLogger("redesign").handlers == []


def test_json_is_one_document_and_nothing_else(redesign: Invoke, tmp_path: Path) -> None:
    result = redesign("run", str(TUTORIAL), "--json")
    assert Study.from_json(result.stdout) == sample_study.study()
    assert result.stdout_bytes == (tmp_path / "redesign-tutorial" / "study.json").read_bytes()
    assert "Study folder" in result.stderr


def test_foreign_files_are_left_alone(redesign: Invoke, tmp_path: Path) -> None:
    def never(*_: object, **__: object) -> Study:
        raise AssertionError("the folder is checked before the work begins")

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for output in ("mine", "file"):
        result = redesign("run", str(TUTORIAL), "--quiet", "--output", output, action=never)
        assert result.exit_code == 6
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_study_replaces_the_one_before(redesign: Invoke, tmp_path: Path) -> None:
    assert redesign("run", str(TUTORIAL), "--quiet").exit_code == 0
    changed = replace(sample_study.study(), notes=("Another.",))
    assert redesign("run", str(TUTORIAL), "--quiet", action=lambda *_, **__: changed).exit_code == 0
    assert load_study(tmp_path / "redesign-tutorial").study.notes == ("Another.",)
    assert [path.name for path in tmp_path.iterdir()] == ["redesign-tutorial"]


def test_validate_counts_what_it_read(redesign: Invoke) -> None:
    result = redesign("validate", str(TUTORIAL))
    assert result.exit_code == 0
    assert result.stdout.startswith("tutorial.yaml is valid: 3 schools, 2 teams, 2 services, 1 support area, ")


def test_nothing_is_called_valid_that_would_not_run(redesign: Invoke, tmp_path: Path) -> None:
    (tmp_path / "tutorial_schools.csv").write_bytes(TUTORIAL.with_name("tutorial_schools.csv").read_bytes())
    text = re.sub(r"productive_share: [.\d]+", "productive_share: 1e-320", TUTORIAL.read_text(encoding="utf-8"))
    (tmp_path / "tiny.yaml").write_text(text, encoding="utf-8")
    result = redesign("validate", "tiny.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tiny.yaml:" in result.stderr


def test_validate_says_which_sheet_was_read(redesign: Invoke, tmp_path: Path) -> None:
    rows = list(csv.reader(TUTORIAL.with_name("tutorial_schools.csv").read_text(encoding="utf-8").splitlines()))
    workbook = Workbook()
    for sheet in (workbook.active, workbook.create_sheet("Last year")):
        for row in rows:
            sheet.append(row)
    workbook.save(tmp_path / "schools.xlsx")
    text = TUTORIAL.read_text(encoding="utf-8").replace("tutorial_schools.csv", "schools.xlsx")
    (tmp_path / "sheets.yaml").write_text(text, encoding="utf-8")
    result = redesign("validate", "sheets.yaml")
    assert "is valid: 3 schools" in result.stdout
    assert "Note: schools.xlsx: read from the sheet Sheet; not read, though schools may be there: Last" in result.stderr


def odd(folder: Path, team: str) -> str:
    """The tutorial with a team changed, in a folder."""
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        (folder / name).write_bytes(TUTORIAL.with_name(name).read_bytes())
    text = f"extends: tutorial.yaml\nname: odd\nteams:\n  office: {{{team}}}\n"
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    return "odd.yaml"


def test_what_looks_wrong_about_today_is_said_before_planning(redesign: Invoke, tmp_path: Path) -> None:
    path = odd(tmp_path, "posts_today: 4")
    first, second = "Worth a look before planning:\n", "  odd.yaml:4: teams.office.posts_today: Office team is overload"
    assert f"{first}{second}" in redesign("validate", path).stdout
    assert "Worth a look" not in redesign("validate", str(TUTORIAL)).stdout
    assert f"{first}{second}" in redesign("run", path, "--output", "a").stderr
    assert redesign("run", path, "--quiet", "--output", "a").stderr == ""


def test_what_does_not_fit_in_memory_is_refused_by_both(redesign: Invoke, tmp_path: Path) -> None:
    path = odd(tmp_path, "other_work_hours_per_year: 1e9")
    for command in ("validate", "run"):
        result = redesign(command, path)
        assert result.exit_code == 2
        assert "odd.yaml:4:1: teams.office.other_work_hours_per_year: found 1e+09" in result.stderr
    assert not (tmp_path / "redesign-odd").exists()


def test_every_fault_of_a_bad_file_is_told_with_its_place(redesign: Invoke, tmp_path: Path) -> None:
    bad = TUTORIAL.read_text(encoding="utf-8").replace("\nbudget:\n", "\nbudgett:\n")
    (tmp_path / "bad.yaml").write_text(bad.replace("weeks: 50\n", "weeks: many\n"), encoding="utf-8")
    (tmp_path / "tutorial_schools.csv").write_bytes(TUTORIAL.with_name("tutorial_schools.csv").read_bytes())
    before = sorted(tmp_path.rglob("*"))
    result = redesign("run", "bad.yaml")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("bad.yaml:")]
    numbered = [line.split(":")[:3] for line in lines]
    assert all(line.isdigit() and column.isdigit() for _, line, column in numbered)
    assert any("calendar.weeks" in line for line in lines)
    assert any("budgett" in line and "did you mean 'budget'?" in line for line in lines), lines
    assert sorted(tmp_path.rglob("*")) == before


def test_show_says_where_each_value_comes_from(redesign: Invoke) -> None:
    lines = redesign("show", str(TUTORIAL)).stdout.splitlines()
    text = TUTORIAL.read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("calendar.weeks:"))
    number = int(line.rsplit(":", 1)[1])
    assert line.startswith("calendar.weeks: 50")
    assert "weeks: 50" in text[number - 1]
    assert any(line.startswith("run.seed: 1 ") and line.endswith("# default") for line in lines)


def test_schema_and_dictionary(redesign: Invoke) -> None:
    assert "properties" in json.loads(redesign("schema").stdout)
    assert "one_time_usd" in redesign("schema", "--dictionary").stdout


def test_version(redesign: Invoke) -> None:
    assert redesign("--version").stdout.strip().endswith(__version__)


def test_doctor_solves_a_toy_model(redesign: Invoke) -> None:
    result = redesign("doctor")
    assert result.exit_code == 0
    assert "HiGHS through PuLP: works (toy model: optimal, 9.0)" in result.stdout


def test_doctor_names_what_is_missing(redesign: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    result = redesign("doctor")
    assert result.exit_code == 4
    assert "highspy: missing" in result.stdout
    assert "-m pip install highspy" in result.stdout


def test_doctor_does_not_trust_a_solver_that_lies(redesign: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redesign.optimization.toy.TOY_OPTIMUM", 10.0)
    result = redesign("doctor")
    assert result.exit_code == 4
    assert "FAILED" in result.stdout


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--version"]])
def test_help_starts_without_heavy_libraries(process: Process, words: list[str]) -> None:
    result = process(
        "import sys\nfrom redesign.cli import main\n"
        f"main({words!r}, standalone_mode=False)\n"
        "heavy = {'numpy', 'scipy', 'matplotlib', 'pandas', 'pulp', 'highspy', 'simpy', 'pydantic', 'rich', 'yaml'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    assert (result.returncode, result.stderr) == (0, "")
