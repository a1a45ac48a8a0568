"""`redesign calibrate` from a log of the simulated office to a folder that runs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.conftest import TUTORIAL
from redesign.calibration.example import Made, write_example_log
from redesign.cli import main
from redesign.scenario.numbers import numbers_in
from redesign.scenario.reading import load_scenario

TRUE = {"leave_requests": 45.0, "purchase_orders": 900.0}


def calibrate(*words: str) -> Result:
    return CliRunner().invoke(main, ["calibrate", *words])


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of the tutorial's office."""
    path = tmp_path_factory.mktemp("log") / "tickets.csv"
    write_example_log(load_scenario(TUTORIAL), path, Made(range(300, 302)))
    return path


@pytest.fixture(scope="module")
def done(log: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("out") / "ours"
    return calibrate(str(TUTORIAL), "--tickets", str(log), "-o", str(folder), "--quiet"), folder


def test_it_writes_a_scenario_that_reads_with_the_fitted_numbers(done: tuple[Result, Path]) -> None:
    result, folder = done
    assert (result.exit_code, result.stderr) == (0, "")
    assert {path.name for path in folder.iterdir()} == {
        "tutorial.yaml",
        "tutorial_schools.csv",
        "tutorial-calibrated.yaml",
        "CALIBRATION.md",
        "calibration.json",
        "figures",
        "manifest.txt",
    }
    made = load_scenario(folder / "tutorial-calibrated.yaml")
    found = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    for service in found["services"]:
        numbers = {each["key"]: each["value"] for each in service["numbers"]}
        rate = numbers["requests_per_driver_per_year"]
        written = made.services[service["service"]]
        assert rate["low"] <= TRUE[service["service"]] <= rate["high"]
        assert written.requests_per_driver_per_year == pytest.approx(rate["mean"], rel=1e-3)
        assert written.steps[0].work_hours == pytest.approx(numbers["steps.0.work_hours"]["mean"], rel=1e-3)


def test_each_number_has_its_source_and_is_assumed_no_more(done: tuple[Result, Path]) -> None:
    _, folder = done
    before = {n.path: n for n in numbers_in(TUTORIAL)[1]}
    after = {n.path: n for n in numbers_in(folder / "tutorial-calibrated.yaml")[1]}
    path = "services.leave_requests.requests_per_driver_per_year"
    assert (before[path].kind, after[path].kind, after[path].whose) == ("assumed", "read", "own")
    assert after[path].source.startswith("tickets.csv of Three Schools, 2022-07-01 to ")
    assert "95% interval" in after[path].source
    assert after["services.leave_requests.promise.on_time_share"].kind == "assumed"


def test_simulated_and_observed_are_alike(done: tuple[Result, Path]) -> None:
    """The log was simulated from the scenario itself."""
    result, folder = done
    rows = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))["simulated"]
    assert {row["measure"] for row in rows} >= {"requests a week", "turnaround, mean working hours", "on time"}
    assert sum(row["verdict"] == "not distinguishable" for row in rows) >= len(rows) - 1
    assert max(len(line) for line in result.stdout.splitlines() if not line.startswith("Written:")) <= 80
    assert "What it does not tell" in result.stdout


def test_the_page_holds_what_the_terminal_shows(done: tuple[Result, Path]) -> None:
    result, folder = done
    page = (folder / "CALIBRATION.md").read_text(encoding="utf-8")
    assert page.startswith("# Calibration of tutorial\n")
    assert page.count("\n## ") == 1 + 2 * 2 + 1
    for title in ("Leave requests: fitted", "Purchase orders: simulated against observed"):
        assert title in page
        assert title in result.stdout


def test_a_variant_of_a_variant_extends_the_same_parent(log: Path, tmp_path: Path) -> None:
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        shutil.copy(TUTORIAL.parent / name, tmp_path / name)
    (tmp_path / "mine.yaml").write_text(
        "extends: tutorial.yaml\nname: mine\nbudget: {one_time_usd: 70000}\nservices:\n  leave_requests:\n"
        "    source: 'a letter'\n    mandated: true\n    work_cv: 0.7\n    return_share: 0.1\n"
    )
    (tmp_path / "map.yaml").write_text("services: {leave_requests: [Leave requests]}\n")
    words = ["--tickets", str(log), "--columns", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "out"), "--quiet"]
    result = calibrate(str(tmp_path / "mine.yaml"), *words)
    assert result.exit_code == 0, result.stderr
    assert "Of no service, and left out: Purchase orders" in " ".join(result.stdout.split())
    made = load_scenario(tmp_path / "out" / "mine-calibrated.yaml")
    service = made.services["leave_requests"]
    assert (made.name, made.budget.one_time_usd, service.mandated) == ("mine-calibrated", 70000, True)
    assert service.return_share == 0.1
    assert service.work_cv == pytest.approx(1.0, abs=0.06)
    sources = {n.path: n.source for n in numbers_in(tmp_path / "out" / "mine-calibrated.yaml")[1]}
    assert sources["services.leave_requests.return_share"] == "a letter"
    assert made.services["purchase_orders"] == load_scenario(TUTORIAL).services["purchase_orders"]


def test_the_rest_of_the_log_is_predicted(log: Path, tmp_path: Path) -> None:
    words = ["--tickets", str(log), "-o", str(tmp_path / "out"), "--quiet", "--json"]
    result = calibrate(str(TUTORIAL), *words, "--until", "2023-07-01", "--check-from", "2023-07-01")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["log"]["last"] == "2023-06-30"
    assert [each["weeks"] for each in found["checks"]] == [50, 50]
    assert all(each["weeks_inside"] > 0.85 for each in found["checks"])


def test_what_cannot_be_ends_in_one_message_and_nothing_is_written(log: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("keep me")
    full = calibrate(str(TUTORIAL), "--tickets", str(log), "-o", str(taken), "--quiet")
    assert (full.exit_code, "holds what redesign did not write" in full.stderr) == (6, True)
    assert [path.name for path in taken.iterdir()] == ["letter.txt"]
    for words, message in (
        (["--tickets", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["--tickets", str(log), "--until", "1999-01-01"], "found no ticket before 1999-01-01"),
        (["--tickets", str(log), "--until", "2024-01-01", "--check-from", "2023-01-01"], "allowed: from 2024-01-01 on"),
    ):
        result = calibrate(str(TUTORIAL), *words, "-o", str(tmp_path / "new"), "--quiet")
        assert (result.exit_code, len(result.stderr.strip().splitlines())) == (2, 1), result.output
        assert message in result.stderr
        assert not (tmp_path / "new").exists()


def test_a_roster_in_a_folder_below_goes_with_its_scenario(log: Path, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    shutil.copy(TUTORIAL.parent / "tutorial_schools.csv", tmp_path / "lists" / "ours.csv")
    text = TUTORIAL.read_text(encoding="utf-8").replace("tutorial_schools.csv", "lists/ours.csv")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    result = calibrate(str(tmp_path / "mine.yaml"), "--tickets", str(log), "-o", str(tmp_path / "out"), "--quiet")
    assert result.exit_code == 0, result.stderr
    assert len(load_scenario(tmp_path / "out" / "mine-calibrated.yaml").schools) == 3


def test_once_more_replaces_the_folder_and_a_failure_leaves_the_old_one_whole(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    words = [str(TUTORIAL), "--tickets", str(log), "-o", str(folder), "--quiet"]
    assert calibrate(*words).exit_code == 0

    def everything() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    first = everything()
    again = calibrate(*words, "--until", "2023-07-01")
    assert (again.exit_code, again.stderr) == (0, "")
    second = everything()
    assert second.keys() == first.keys()
    assert second != first

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("redesign.reporting.calibration.page", full)
    failed = calibrate(*words)
    assert (failed.exit_code, "No space left on device" in failed.stderr, "intact" in failed.stderr) == (6, True, True)
    assert everything() == second
    assert [path.name for path in tmp_path.iterdir() if "lock" not in path.name] == ["out"]

    monkeypatch.undo()
    (folder / "tutorial-calibrated.yaml").write_text("edited: by hand\n", encoding="utf-8")
    edited = calibrate(*words)
    assert (edited.exit_code, "tutorial-calibrated.yaml" in edited.stderr) == (6, True)


def test_a_team_that_is_less_busy_with_the_fitted_numbers_is_told(log: Path, tmp_path: Path) -> None:
    """The file says twice the leave requests of the log: with half of them the office team has hours to spare."""
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        shutil.copy(TUTORIAL.parent / name, tmp_path / name)
    file = tmp_path / "tutorial.yaml"
    text = file.read_text(encoding="utf-8")
    assert "requests_per_driver_per_year: 45" in text
    file.write_text(
        text.replace("requests_per_driver_per_year: 45", "requests_per_driver_per_year: 90"), encoding="utf-8"
    )
    result = calibrate(str(file), "--tickets", str(log), "-o", str(tmp_path / "ours"), "--quiet")
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "ours" / "CALIBRATION.md").read_text(encoding="utf-8")
    assert "How busy today's teams are with these numbers" in page
    (team,) = json.loads((tmp_path / "ours" / "calibration.json").read_text(encoding="utf-8"))["busy"]
    assert team["after"] < team["before"]
    assert team["as_busy_hours_per_year"] > team["other_work_hours_per_year"]
