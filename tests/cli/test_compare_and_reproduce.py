"""The commands that read study folders: compare, which runs nothing, and reproduce, which leaves the folder alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import redesign
from redesign.cli import main
from redesign.scenario.stored import from_json, to_json
from redesign.study import pipeline
from redesign.study.manifest import write_manifest
from study.few_years import few_years

Invoke = Callable[..., Result]


@pytest.fixture(scope="module", autouse=True)
def one_chart() -> Iterator[None]:
    """Drawing all charts again and again would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("redesign.reporting.figures.CHARTS", ("posts",))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = redesign.run(few_years(), seed=5, engine="simpy")
    return result.save(tmp_path_factory.mktemp("stored") / "study")


@pytest.fixture
def study(folder: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(folder, tmp_path / "study"))


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def reproduce(*words: object) -> Result:
    return invoke("reproduce", *words, "--workers", 1, "--quiet")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_study_is_reproduced_to_the_byte_and_left_as_it_was(study: Path, tmp_path: Path) -> None:
    before = contents(study)
    result = reproduce(study, "--output", tmp_path / "again")
    assert (result.exit_code, result.stderr) == (0, "")
    digest = json.loads(before["study.json"])["digest"]
    assert "Reproduced: tutorial, seed 5. Plan, tables and figures are the same in all" in result.stdout
    assert digest in result.stdout
    assert contents(study) == before
    again = contents(tmp_path / "again")
    for each in (before, again):
        each.pop("knowledge.json", None)
        each.pop("manifest.txt")
    assert again == before


def test_what_differs_is_named_and_ends_with_code_8(study: Path) -> None:
    text = (study / "study.json").read_text(encoding="utf-8")
    (study / "study.json").write_text(text.replace('"kept": 4', '"kept": 3', 1), encoding="utf-8")
    (study / "hours.csv").unlink()
    posts = (study / "posts.csv").read_text(encoding="utf-8").replace("today,office,6", "today,office,7", 1)
    (study / "posts.csv").write_text(posts, encoding="utf-8")
    (study / "figures" / "posts.txt").write_text("Other words.\n", encoding="utf-8")
    result = reproduce(study)
    assert result.exit_code == 8
    lines = result.stdout.splitlines()
    assert lines[0].startswith("NOT reproduced: tutorial, seed 5. Of")
    assert lines[0].endswith("files 4 differ:")
    assert lines[1].startswith("  study.json: strategies.")
    assert lines[1].endswith("kept: 3 is stored, 4 was remade")
    assert lines[2:5] == [
        "  hours.csv: missing",
        "  posts.csv: row 2, today: 7 is stored, 6 was remade",
        "  figures/posts.txt: not the same bytes",
    ]
    assert lines[5].startswith("Changed or lost since the study was written: ")
    assert {"study.json", "hours.csv", "posts.csv", "figures/posts.txt"} == set(
        lines[5].partition(": ")[2].rstrip(".").split(", ")
    )


def test_another_scenario_under_the_same_study_is_found_out(study: Path) -> None:
    """A folder whose list of files is in order, but whose numbers are those of another seed."""
    scenario = from_json((study / "scenario.json").read_text(encoding="utf-8"))
    (study / "scenario.json").write_text(to_json(scenario.with_changes(run={"seed": 6})), encoding="utf-8")
    (study / "manifest.txt").unlink()
    write_manifest(study)
    result = reproduce(study, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["same"], document["changed"]) == (8, False, [])
    fields = {each["file"]: each["differences"] for each in document["differences"]}
    assert "scenario.seed: 5 is stored, 6 was remade" in fields["study.json"]
    assert fields["study.json"][-1].startswith("and ")
    assert "promises.csv" in fields


def test_other_versions_alone_are_no_difference(study: Path) -> None:
    text = (study / "study.json").read_text(encoding="utf-8")
    (study / "study.json").write_text(text.replace('"simpy": "', '"simpy": "0.', 1), encoding="utf-8")
    (study / "manifest.txt").unlink()
    write_manifest(study)
    result = reproduce(study)
    assert result.exit_code == 0
    assert "Not the same versions: simpy 0." in result.stdout


@pytest.mark.parametrize(
    ("damage", "code", "words"),
    [
        (lambda study: (study / "scenario.json").unlink(), 6, "keeps no scenario.json"),
        (lambda study: (study / "scenario.json").write_text("{}"), 6, "scenario.json: "),
        (lambda study: (study / "study.json").unlink(), 6, "study.json: No such file"),
        (lambda study: None, 2, "--output: found the study itself"),
    ],
)
def test_what_cannot_be_remade(study: Path, damage: Callable[[Path], object], code: int, words: str) -> None:
    damage(study)
    result = reproduce(study, *(("--output", study) if code == 2 else ()))
    assert result.exit_code == code
    assert words in result.stderr


def test_a_changed_scenario_is_not_remade(study: Path) -> None:
    path = study / "scenario.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"posts_today": 6', '"posts_today": 5'), encoding="utf-8")
    result = reproduce(study)
    assert (result.exit_code, "changed since the study was written" in result.stderr) == (6, True)


def test_compare_reads_and_runs_nothing(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "run", None)
    before = contents(study)
    result = invoke("compare", study, study / "study.json", study)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("Both plans are the same, and so is their modeled support in every year.") == 2
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert contents(study) == before
    one, two = (json.loads(invoke("compare", study, *[study] * n, "--json").stdout) for n in (1, 2))
    assert (one["format"], one["paired"]) == (2, True)
    assert two == [one, one]


def test_compare_with_what_is_no_study(study: Path, tmp_path: Path) -> None:
    result = invoke("compare", study, tmp_path / "nothing")
    assert (result.exit_code, result.stdout) == (6, "")
    assert "study.json: No such file" in result.stderr
    assert invoke("compare", study).exit_code == 2
