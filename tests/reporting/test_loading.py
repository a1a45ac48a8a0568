"""A stored study is as good as a fresh one, pictures too; a damaged one is refused with its place."""

from pathlib import Path

import pytest

import redesign
from redesign import load_scenario, load_study, run
from redesign.errors import OutputError
from redesign.reporting.charts import CHARTS
from redesign.reporting.result import Result
from redesign.scenario.model import Scenario
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import ask, keep, study_in
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking
from redesign.study.runner import Runner
from redesign.study.study import FORMAT

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
FEW = {"strategies": ("tinker",), "build_years": 2, "search_years": 2, "final_years": 2, "most_final_years": 2}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    whole = load_scenario(TUTORIAL)
    return whole.model_copy(update={"run": whole.run.model_copy(update=FEW)})


@pytest.fixture(scope="module")
def fresh(scenario: Scenario) -> Result:
    return run(scenario, engine="simpy")


@pytest.fixture(scope="module")
def folder(fresh: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh.save(tmp_path_factory.mktemp("stored") / "study")


def test_a_loaded_study_is_the_one_that_was_saved(fresh: Result, folder: Path) -> None:
    for path in (folder, folder / "study.json", str(folder)):
        loaded = load_study(path)
        assert loaded.study == fresh.study
        assert loaded.summary() == fresh.summary()
        assert repr(loaded) == repr(fresh)


def test_a_loaded_study_draws_every_chart_again(folder: Path, tmp_path: Path) -> None:
    loaded = load_study(folder)
    for name in CHARTS:
        for file in loaded.chart(name).save(tmp_path, name):
            assert file.read_bytes() == (folder / "figures" / file.name).read_bytes(), file.name


def test_a_loaded_study_is_saved_again_as_it_was(folder: Path, tmp_path: Path) -> None:
    again = load_study(folder).save(tmp_path / "again")
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == files


def test_what_was_learned_and_answered_goes_along(scenario: Scenario, folder: Path, tmp_path: Path) -> None:
    """A study that is loaded and saved elsewhere can be asked on, and its answers read, without a simulation."""
    first = load_study(folder).save(tmp_path / "first")
    keep(first, answered(scenario, first))
    second = load_study(first / "study.json").save(tmp_path / "second")
    assert redesign.ask(second, "posts") == redesign.ask(first, "posts") == answered(scenario, second)


def answered(scenario: Scenario, folder: Path) -> Answer:
    """What a folder's study says of the next posts."""
    found = study_in(folder, scenario)
    assert not isinstance(found, str), found
    return ask(Asking(scenario, *found, Runner()), "posts", Options())


DAMAGE = {
    "cut off": (lambda text: text[: len(text) // 2], "this is no whole JSON text"),
    "emptied": (lambda text: "", "this is no whole JSON text"),
    "another format": (
        lambda text: text.replace(f'"format": {FORMAT}', '"format": 1'),
        f"format: found 1; allowed: {FORMAT}",
    ),
    "a key lost": (lambda text: text.replace('"digest"', '"digests"'), "digest: Field required (and 1 more)"),
    "a number lost": (lambda text: text.replace('"seed": 1', '"seed": null'), "scenario.seed: Input should be"),
    "a name lost": (lambda text: text.replace('"reference": "today"', '"reference": ""'), "reference: found ''"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_study_is_refused_with_file_and_field(folder: Path, tmp_path: Path, kind: str) -> None:
    damage, said = DAMAGE[kind]
    file = tmp_path / "study.json"
    file.write_text(damage((folder / "study.json").read_text(encoding="utf-8")), encoding="utf-8")
    for path in (tmp_path, file):
        with pytest.raises(OutputError) as refused:
            load_study(path)
        assert str(refused.value).startswith(f"{file}: {said}")


def test_no_study_and_no_text_are_refused_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"study\.json: No such file"):
        load_study(tmp_path)
    (tmp_path / "study.json").write_bytes(b"\xff\xfe")
    with pytest.raises(OutputError, match=r"study\.json: 'utf-8' codec"):
        load_study(tmp_path)
