"""The real thing once, from the command line: the tutorial, in a process of its own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import TUTORIAL
from reporting import sample_study

Process = Callable[..., "subprocess.CompletedProcess[str]"]
RUN = """
from redesign.cli import main
main(["run", {scenario!r}, "--workers", "1", "--json", "--quiet"])
"""
NAMED_BY_DATA = {
    "packages",
    "levers",
    "support_by_area",
    "packages_by_quartile",
    "retrained_in",
    "highest_mean_share",
    "versions",
}


def shape(value: Any, key: str = "") -> Any:
    """Keys all the way down; of a list its first item, of what data name nothing."""
    if isinstance(value, dict):
        return {k: shape(v, k) for k, v in value.items()} if key not in NAMED_BY_DATA else {}
    return [shape(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


def missing(expected: Any, found: Any, path: str = "") -> list[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            m
            for k, v in expected.items()
            for m in (missing(v, found[k], f"{path}.{k}") if k in found else [f"{path}.{k}"])
        ]
    if isinstance(expected, list) and isinstance(found, list):
        return missing(expected[0], found[0], f"{path}[]")
    return []


@pytest.mark.slow
def test_tutorial_from_the_command_line(process: Process, tmp_path: Path) -> None:
    result = process(RUN.format(scenario=str(TUTORIAL)))
    assert result.returncode == 0, result.stderr
    document = json.loads(result.stdout)
    folder = tmp_path / "redesign-tutorial"
    assert json.loads((folder / "study.json").read_text(encoding="utf-8")) == document
    assert len(list((folder / "figures").glob("*.png"))) >= 5
    assert [path.name for path in tmp_path.iterdir()] == ["redesign-tutorial"]
    assert missing(shape(sample_study.study()), shape(document)) == []
