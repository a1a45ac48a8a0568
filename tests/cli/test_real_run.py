"""The real thing once, from the command line: the tutorial, in a process of its own."""

import shutil
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


LAW = """\
extends: tutorial.yaml
name: law
services:
  leave_requests:
    mandated: true
    automate: null
    promise: {due_working_hours: 1, on_time_share: 0.99%s}
run: {final_years: 4, most_final_years: 4, build_years: 3, search_years: 3}
"""


@pytest.mark.slow
@pytest.mark.parametrize(("as_today", "code"), [("", 3), (", as_today: true", 0)])
def test_a_law_that_no_plan_can_meet(process: Process, tmp_path: Path, as_today: str, code: int) -> None:
    """Work of an hour on average, done at three quarters of the clock, is most often not done within the hour.

    Without a lever that takes the work away no posts are enough: none can exist, and nothing is written.
    """
    for file in TUTORIAL.parent.glob("tutorial*"):
        shutil.copy(file, tmp_path)
    (tmp_path / "law.yaml").write_text(LAW % as_today, encoding="utf-8")
    result = process("from redesign.cli import main\nmain(['run', 'law.yaml', '--quiet', '--workers', '1'])")
    assert result.returncode == code
    if code:
        assert "the promise of leave_requests, 99" in result.stderr
        assert "were kept, simulated with posts" in result.stderr
        assert "would do" not in result.stderr, "of more posts than it may have nothing is known"
        assert not (tmp_path / "redesign-law").exists()
        return
    assert result.stdout.startswith("Below the law: Leave requests ")
    assert load_study(tmp_path / "redesign-law").certificate.admissible
