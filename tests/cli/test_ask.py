"""The command that asks: a study is made once, its knowledge is used again, answers are kept in the folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray

import redesign as package
from cli.conftest import TUTORIAL
from redesign.analysis.intervals import Interval
from redesign.cli import main
from redesign.errors import OutputError
from redesign.study import pipeline
from redesign.study.ask.answers import Frontier, Rules, from_json
from redesign.study.ask.ask import keep
from redesign.study.storage import read_study
from reporting import sample_sure

Invoke = Callable[..., Result]
FOLDER = "redesign-tutorial"


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tutorial was asked about its rules, and so was studied."""
    folder = tmp_path_factory.mktemp("studied")
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        shutil.copy(TUTORIAL.with_name(name), folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])
        result = CliRunner().invoke(main, ["ask", "tutorial.yaml", "rules", "--workers", "1"])
    assert result.exit_code == 0, result.output
    assert "redesign-tutorial holds no study yet: the scenario is studied first.\n" in result.stderr
    assert "What each rule costs in modeled support" in result.stdout
    return folder


@pytest.fixture
def ask(studied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Ask in a copy of that folder, where no study may be run unless it is said."""
    shutil.copytree(studied, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the study is there already")

    def invoke(*words: str, again: bool = False) -> Result:
        if not again:
            monkeypatch.setattr(pipeline, "run", never)
        return CliRunner().invoke(main, ["ask", "tutorial.yaml", *words, "--workers", "1"])

    return invoke


def test_a_second_question_uses_the_study_and_is_kept_beside_the_first(ask: Invoke, tmp_path: Path) -> None:
    study = (tmp_path / FOLDER / "study.json").read_bytes()
    result = ask("budget", "--points", "2", "--quiet")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert "What more or less money buys in modeled support" in result.stdout
    assert "$385,000 a year (100%)" in result.stdout
    assert result.stdout.endswith(
        "Kept in redesign-tutorial/asked/budget.json\nPictures beside it: budget_yearly.png, budget_one_time.png\n"
    )
    drawn = {path.name for path in (tmp_path / FOLDER / "asked").iterdir() if path.suffix != ".json"}
    names = ("rules", "budget_yearly", "budget_one_time")
    assert drawn == {f"{name}.{suffix}" for name in names for suffix in ("png", "svg", "txt")}
    assert (tmp_path / FOLDER / "study.json").read_bytes() == study
    budget, rules = package.ask(FOLDER, "budget"), package.ask(tmp_path / FOLDER, "rules")
    assert isinstance(budget, Frontier)
    assert isinstance(rules, Rules)
    assert rules.prices[0].verified is not None
    with pytest.raises(OutputError, match="keeps no answer to posts; ask: redesign ask redesign-tutorial posts"):
        package.ask(FOLDER, "posts")


def test_a_study_is_asked_by_its_folder_as_it_was_studied(ask: Invoke, tmp_path: Path) -> None:
    """The scenario file may be gone; ranges and seed are those that were studied, so that no number is another."""
    words = ("sure", "--samples", "20", "--workers", "1", "--engine", "simpy", "--quiet")
    by_file = ask(*words)
    assert by_file.exit_code == 0, by_file.output
    kept = (tmp_path / FOLDER / "asked" / "sure.json").read_bytes()
    for file in (tmp_path / "tutorial.yaml", tmp_path / FOLDER / "asked" / "sure.npz"):
        file.unlink()
    for named in (FOLDER, f"{FOLDER}/study.json"):
        result = CliRunner().invoke(main, ["ask", named, *words])
        assert (result.exit_code, result.stdout) == (0, by_file.stdout), result.output
        assert (tmp_path / FOLDER / "asked" / "sure.json").read_bytes() == kept
    (tmp_path / FOLDER / "scenario.json").unlink()
    refused = CliRunner().invoke(main, ["ask", FOLDER, *words])
    assert refused.exit_code == OutputError.exit_code
    assert "redesign-tutorial: keeps no scenario.json" in refused.stderr


def test_an_answer_is_one_json_document(ask: Invoke, tmp_path: Path) -> None:
    result = ask("targets", "--support", "700", "--json", "--quiet")
    assert result.exit_code == 0, result.output
    kept = (tmp_path / FOLDER / "asked" / "targets.json").read_bytes()
    assert result.stdout_bytes == kept
    assert from_json(result.stdout) == package.ask(FOLDER, "targets")
    assert [target["support"] for target in json.loads(kept)["answer"]["targets"]] == [None, 700.0]


def test_a_pin_holds_and_is_said(ask: Invoke) -> None:
    result = ask("posts", "--pin", "posts.office=5..6", "--pin", "levers.purchase_orders.automate=left", "--quiet")
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "With pins: levers.purchase_orders.automate: left; posts.office: 5 to 6." in words
    found = package.ask(FOLDER, "posts")
    assert found.about.base.posts["office"] in (5, 6)


def test_pins_without_a_plan_end_with_the_conflict(ask: Invoke, tmp_path: Path) -> None:
    result = ask("posts", "--pin", "posts.coaches=7", "--quiet")
    assert result.exit_code == 3
    assert "the pin posts.coaches: 7" in result.stderr
    assert not (tmp_path / FOLDER / "asked" / "posts.json").exists()


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("posts.ofice=5", "did you mean 'office'"),
        ("posts.office=many", "allowed: a number of posts"),
        ("posts.office=6..4", "allowed: a number of posts"),
        ("levers.leave_requests.automate=yes", "allowed: taken or left"),
        ("packages.coaching=lo", "did you mean 'low'"),
        ("packages.coaching=none+", "allowed: one of low, mid, high"),
        ("office=5", "allowed: posts.TEAM=5"),
    ],
)
def test_a_pin_that_cannot_be_read_is_bad_input(ask: Invoke, pin: str, said: str) -> None:
    result = ask("posts", "--pin", pin, "--quiet")
    assert result.exit_code == 2
    assert said in result.stderr


def test_damaged_knowledge_is_never_used(ask: Invoke, tmp_path: Path) -> None:
    """A file that was changed makes the folder somebody else's: it is not replaced."""
    known = tmp_path / FOLDER / "knowledge.json"
    known.write_text(known.read_text(encoding="utf-8").replace('"format": 2', '"format": 3'), encoding="utf-8")
    result = ask("posts", "--quiet", again=True)
    assert result.exit_code == 6
    assert "format: found 3" in result.stderr
    assert "not as it is (knowledge.json)" in result.stderr


def test_a_folder_that_cannot_keep_the_answer_is_refused_before_anything_is_computed(
    ask: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing can be kept")

    (tmp_path / FOLDER / "letter.txt").write_text("dear", encoding="utf-8")
    monkeypatch.setattr("redesign.study.ask.variant.solve_if_possible", never)
    result = ask("posts", "--quiet")
    assert result.exit_code == 6
    assert "letter.txt" in result.stderr


def test_a_study_without_knowledge_or_of_another_seed_is_run_again(ask: Invoke, tmp_path: Path) -> None:
    (tmp_path / FOLDER / "knowledge.json").unlink()
    result = ask("alternatives", again=True)
    assert "keeps no knowledge.json: the scenario is studied first. That replaces it" in result.stderr
    result = ask("alternatives", "--seed", "2", again=True)
    assert "holds the study of another scenario, seed or version" in result.stderr
    assert package.load_study(FOLDER).study.scenario.seed == 2
    assert not (tmp_path / FOLDER / "asked" / "rules.json").exists()


def test_how_sure_is_kept_with_its_samples_and_goes_on(ask: Invoke, tmp_path: Path) -> None:
    """More samples add to those that are there; the folder stays one that further questions are kept in."""

    def rows() -> NDArray[np.float64]:
        with np.load(tmp_path / FOLDER / "asked" / "sure.npz", allow_pickle=False) as stored:
            return np.array(stored["support"])

    first = ask("sure", "--samples", "20", "--engine", "simpy")
    assert first.exit_code == 0, first.output
    assert rows().shape[0] == 20
    begun = rows()
    names = {path.name for path in (tmp_path / FOLDER / "asked").iterdir()}
    assert {"sure.json", "sure.npz"} <= names
    more = ask("sure", "--samples", "30", "--engine", "simpy", "--json")
    assert more.exit_code == 0, more.output
    assert rows().shape[0] == 30
    assert (rows()[:20] == begun).all()
    answer = json.loads(more.stdout)["answer"]
    assert (answer["question"], answer["samples"], answer["years"]) == ("sure", 30, 1)
    again = ask("sure", "--samples", "30", "--engine", "simpy", "--json", "--quiet")
    assert again.stdout == more.stdout
    assert ask("budget", "--points", "1", "--quiet").exit_code == 0
    assert (tmp_path / FOLDER / "asked" / "sure.json").exists()


def test_assumptions_go_by_a_stored_answer_of_this_very_study(ask: Invoke, tmp_path: Path) -> None:
    """The answer is made by hand: its order is none that hours and money give."""

    def assumptions(*words: str) -> Result:
        return CliRunner().invoke(main, ["assumptions", "tutorial.yaml", *words])

    def paths(*words: str) -> list[str]:
        return [each["path"] for each in json.loads(assumptions("--json", *words).stdout)["numbers"]]

    plain = paths()
    assert "In order of hours and money: redesign-tutorial keeps no answer of `ask sure`." in flat(assumptions())
    most, pair = "services.purchase_orders.automate.residual_work_share", "areas.coaching"
    drawn = "teams.office.other_work_hours_per_year"
    one = replace(sample_sure.EFFECT, path=most, worth=Interval(9.0, 8.0, 10.0), total=0.1)
    both = replace(sample_sure.PAY, path=f"{pair}.effect_per_hour", worth=Interval(0.0, 0.0, 1.0), total=0.6)
    answer = replace(
        sample_sure.sure(read_study(tmp_path / FOLDER)), numbers=(one, replace(sample_sure.QUIET, path=drawn)),
        groups=(sample_sure.HOURS, both),
    )  # fmt: skip
    keep(tmp_path / FOLDER, answer)
    effects = [path for path in plain if path.startswith(pair) and path.endswith("effect_per_hour")]
    expected = [most, *effects]
    assert len(effects) == 3
    assert paths() == paths("--study", FOLDER) == [*expected, *(path for path in plain if path not in expected)]
    said = flat(assumptions("--all"))
    assert f"In order of what `ask sure` found ({FOLDER}, 500 draws)" in said
    assert f"10% {most} = " in said
    assert "knowing it is worth 9 hours of modeled support a year; over its range the lead goes from -310 to" in said
    assert "knowing it and what moves with it is worth 0 hours of modeled support a year" in said
    assert said.count("moves with the number above") == 2
    assert "the draws show nothing of it; weight 12%" in said
    assert max(map(len, assumptions("--all").stdout.splitlines())) <= 80
    rows = {each["path"]: each for each in json.loads(assumptions("--json").stdout)["numbers"]}
    assert (rows[most]["worth_hours"], rows[effects[0]]["moves"], rows[drawn]["moves"]) == (9.0, 0.6, 0.0)
    assert rows["calendar.weeks"]["moves"] is None

    keep(tmp_path / FOLDER, replace(answer, about=replace(answer.about, digest="0" * 64)))
    assert paths() == plain
    refused = assumptions("--study", FOLDER)
    assert (refused.exit_code, refused.stderr) == (
        2, f"--study: {FOLDER} keeps an answer of `ask sure` to another study\n"
    )  # fmt: skip
    assert "holds no study yet" in assumptions("--study", "nowhere").stderr


def flat(result: Result) -> str:
    """What was printed, in one line."""
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())
