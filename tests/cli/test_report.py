"""The command that writes a report: where it goes, what it leaves alone, which answers it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redesign.cli import main
from redesign.reporting.web.tags import tag
from redesign.study.ask.ask import keep
from redesign.study.manifest import foreign
from redesign.study.storage import read_study, write_study
from reporting import sample_answers, sample_study

Report = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_study(tmp_path / "study", sample_study.study())
    return tmp_path / "study"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """The command; charts and documents, which take long, are left out."""
    monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
    monkeypatch.setattr("redesign.reporting.documents.write", lambda study, folder: None)
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
    assert "redesign ask corpus_christi.yaml budget --output STUDY" in page.read_text(encoding="utf-8")
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
