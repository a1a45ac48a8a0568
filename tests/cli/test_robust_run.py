"""A run that asks at its end which plan holds, since the scenario says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import redesign as package
from cli.conftest import TUTORIAL
from redesign.cli import main
from redesign.scenario.reading import load_scenario
from redesign.study.ask.robust_result import Robust
from redesign.study.knowledge import study_digest

RUN = """
run:
  {build_years: 2, search_years: 2, final_years: 2, most_final_years: 2, strategies: [tinker]%s}
"""


def scenario(folder: Path, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    shutil.copy(TUTORIAL.with_name("tutorial_schools.csv"), folder)
    path = folder / "tutorial.yaml"
    path.write_text(TUTORIAL.read_text() + RUN % more)
    return path


def test_the_answer_is_kept_and_said_and_the_study_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])
    plain = scenario(tmp_path / "plain")
    asking = scenario(tmp_path / "asking", ", robust: worst_tenth, robust_samples: 20")
    shown = []
    for path in (plain, asking):
        how = ["--output", str(path.parent / "study"), "--workers", "1", "--quiet"]
        result = CliRunner().invoke(main, ["run", str(path), *how])
        assert result.exit_code == 0, result.output
        shown.append(result.stdout)
    without, having = (package.load_study(path.parent / "study") for path in (plain, asking))
    assert without.robust is None
    assert isinstance(having.robust, Robust)
    assert (having.robust.by, having.robust.samples) == ("worst_tenth", 20)
    assert package.ask(asking.parent / "study", "robust") == having.robust
    assert having.digest == without.digest
    assert "Holds " not in shown[0]
    assert "Holds " in shown[1]
    printed = "".join(shown[1].partition("\n\nStudy folder")[0].split())  # a long path may be folded anywhere
    typed = f"redesignask{asking.parent / 'study'}sure."
    assert "".join(having.summary().split()).replace("redesignaskSTUDYsure(STUDY:itsfolder).", typed) == printed
    assert study_digest(load_scenario(plain)) == study_digest(load_scenario(asking))
