"""Commands run in-process on a sample study, or in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redesign.cli import main
from redesign.study import pipeline
from redesign.study.study import Study
from reporting import sample_study

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


@pytest.fixture
def redesign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder; `action` stands for the pipeline, figures are left out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])

    def invoke(*words: str, action: Callable[..., Study] | None = None) -> Result:
        monkeypatch.setattr(pipeline, "run", action or (lambda *_, **__: sample_study.study()))
        return CliRunner().invoke(main, list(words))

    return invoke


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python code that calls the command line, in a process and an empty folder of its own."""

    def start(code: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", code]
        return subprocess.run(  # noqa: S603 - our own code
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return start
