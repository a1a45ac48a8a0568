"""The command that writes a report: where it goes, what it leaves alone, which answers it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redesign import load_study
from redesign.cli import main
from redesign.errors import OutputError
from redesign.reporting.web.tags import tag
from redesign.study.ask.ask import keep
from redesign.study.manifest import foreign
from redesign.study.storage import read_study, write_study
from reporting import sample_answers, sample_study

Report = Callable[..., Result]
TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_study(tmp_path / "study", sample_study.study())
    return tmp_path / "study"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """The command; charts and documents, which take long, are left out."""
    monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
    monkeypatch.setattr("redesign.reporting.documents.write", lambda study, folder, sure=None, robust=None: None)
    return lambda *words: CliRunner().invoke(main, ["report", *map(str, words)])


def test_it_goes_into_the_study_folder_which_stays_whole(report: Report, folder: Path) -> None:
    for given in (folder, folder / "study.json", folder):
        result = report(given)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.startswith(f"Report: {folder / 'report'}\n")
        assert "  report.html\n" in result.stdout
        assert foreign(folder) is None
    assert "Corpus Christi ISD" in (folder / "report" / "report.html").read_text(encoding="utf-8")
    assert read_study(folder) == sample_study.study()


def test_the_same_study_gives_the_same_bytes(report: Report, folder: Path) -> None:
    report(folder)
    first = (folder / "report" / "report.html").read_bytes()
    report(folder)
    assert (folder / "report" / "report.html").read_bytes() == first


def test_it_goes_where_it_is_asked_for(report: Report, folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert report(folder, "--output", tmp_path / "deep" / "er").exit_code == 0
    assert (tmp_path / "deep" / "er" / "report.html").is_file()
    assert sorted(folder.rglob("*")) == before
    assert report(folder, "--output", folder / "for the board").exit_code == 0
    assert (folder / "for the board" / "report.html").is_file()
    assert foreign(folder) is None


def test_of_a_study_that_was_copied_elsewhere_too(report: Report, folder: Path, tmp_path: Path) -> None:
    """The lone file, among other files: the report goes beside it, or where it is asked for."""
    lone = tmp_path / "desk" / "study.json"
    lone.parent.mkdir()
    lone.write_bytes((folder / "study.json").read_bytes())
    (lone.parent / "letter.txt").write_text("dear")
    for target, options in (("report", ()), ("board", ("--output", lone.parent / "board"))):
        for _ in range(2):
            result = report(lone, *options)
            assert result.exit_code == 0, result.stderr
            assert (lone.parent / target / "report.html").is_file()
    assert (lone.parent / "letter.txt").read_text() == "dear"
    (lone.parent / "report" / "mine.txt").write_text("mine")
    assert report(lone).exit_code == 6
    assert (lone.parent / "report" / "mine.txt").read_text() == "mine"


def test_a_scenario_is_told_from_a_study(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = report(TUTORIAL)
    assert result.exit_code == 2
    assert "tutorial.yaml is a scenario; a report is made of a study" in result.stderr
    assert f"Make one first: redesign run {TUTORIAL}" in result.stderr
    write_study(tmp_path / "redesign-tutorial", sample_study.study())
    assert "Try: redesign report redesign-tutorial\n" in report(TUTORIAL).stderr
    (tmp_path / "broken.yaml").write_text("{")
    assert "Make one first" in report("broken.yaml").stderr
    assert "No such file" in report("none.yaml").stderr


def test_a_study_that_was_changed_is_noticed(report: Report, folder: Path) -> None:
    """A better number, or another digest: what is shown would not be what was found."""
    file = folder / "study.json"
    text = file.read_text(encoding="utf-8")
    for found, forged in (("12500.0", "99500.0"), (sample_study.study().digest, "0" * 64)):
        assert found in text
        file.write_text(text.replace(found, forged), encoding="utf-8")
        result = report(folder)
        assert result.exit_code == 6
        assert "study.json: digest: found " in result.stderr
        assert "plan or measures are not those that were written" in result.stderr
        with pytest.raises(OutputError, match="digest"):
            load_study(folder)
    file.write_text(text, encoding="utf-8")
    assert report(folder).exit_code == 0


def test_no_study_and_no_work_of_others_is_replaced(report: Report, folder: Path, tmp_path: Path) -> None:
    write_study(tmp_path / "other", sample_study.study())
    for target in (folder, tmp_path / "other"):
        result = report(folder, "--output", target)
        assert result.exit_code == 6
        assert "holds a study, which a report must not replace" in result.stderr
        assert read_study(target) == sample_study.study()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    assert report(folder, "--output", tmp_path / "mine").exit_code == 6
    report(folder)
    page = folder / "report" / "report.html"
    page.write_text("edited by hand")
    result = report(folder)
    assert result.exit_code == 6
    assert "report/report.html" in result.stderr
    assert page.read_text() == "edited by hand"


@pytest.mark.parametrize(("content", "words"), [(None, "No such file"), ("{}", "format"), ("{", "no whole JSON text")])
def test_what_is_no_study_is_told(report: Report, tmp_path: Path, content: str | None, words: str) -> None:
    if content is not None:
        (tmp_path / "study.json").write_text(content)
    result = report(tmp_path)
    assert result.exit_code == 6
    assert words in result.stderr
    assert not (tmp_path / "report").exists()


def test_answers_of_this_study_are_shown_and_no_others(report: Report, folder: Path) -> None:
    study = sample_study.study()
    page = folder / "report" / "report.html"
    keep(folder, sample_answers.frontier(replace(study, digest="0" * 64)))
    keep(folder, sample_answers.rules(study))
    assert report(folder).exit_code == 0
    assert "redesign ask STUDY budget" in page.read_text(encoding="utf-8")
    assert "No team may vanish" in page.read_text(encoding="utf-8")
    keep(folder, sample_answers.frontier(study))
    assert report(folder).exit_code == 0
    assert "Modeled support by yearly budget" in page.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_told_in_one_line(
    report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("redesign.reporting.documents.find_spec", lambda module: None if module == "typst" else module)
    result = report(folder)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"Report: {folder / 'report'}")
    assert result.stderr == 'No PDF files: their libraries are not installed. pip install "redesign[report]"\n'
