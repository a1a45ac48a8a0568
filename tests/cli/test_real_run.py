"""The real thing once, from the command line: the tutorial, in a process of its own."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import TUTORIAL
from redesign import load_study
from redesign.study.study import Study

Process = Callable[..., "subprocess.CompletedProcess[str]"]
RUN = """
from redesign.cli import main
main(["run", {scenario!r}, "--workers", "1", "--json", "--quiet"])
"""


@pytest.mark.slow
def test_tutorial_from_the_command_line(process: Process, tmp_path: Path) -> None:
    result = process(RUN.format(scenario=str(TUTORIAL)))
    assert result.returncode == 0, result.stderr
    folder = tmp_path / "redesign-tutorial"
    assert load_study(folder).study == Study.from_json(result.stdout)
    assert len(list((folder / "figures").glob("*.png"))) >= 5
    assert [path.name for path in tmp_path.iterdir()] == ["redesign-tutorial"]
