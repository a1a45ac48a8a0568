"""`redesign assumptions`: 80 columns, everything in JSON and CSV."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from cli.conftest import TUTORIAL

Invoke = Callable[..., Result]


def test_the_heaviest_are_shown_and_all_are_kept(redesign: Invoke, tmp_path: Path) -> None:
    printed = redesign("assumptions", str(TUTORIAL), "--csv", "numbers.csv")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert max(map(len, printed.stdout.splitlines())) <= 80
    assert printed.stdout.startswith("tutorial rests on 100 numbers, 94 of them assumed. 100% of today's 7,200 work")
    assert "80 more" in printed.stdout
    every = redesign("assumptions", str(TUTORIAL), "--all").stdout
    found = json.loads(redesign("assumptions", str(TUTORIAL), "--json").stdout)
    assert all(number["path"] in every for number in found["numbers"])
    with (tmp_path / "numbers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == [number["path"] for number in found["numbers"]]
    assert (len(rows), found["summary"]["assumed"]) == (100, 94)
    post_hours = found["summary"]["post_hours"]
    for row in rows:
        assert float(row["post_hours_share"]) == pytest.approx(min(1, float(row["hours"]) / post_hours)), row["path"]


def test_a_file_with_faults_is_answered_as_by_validate(redesign: Invoke, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: x\n", encoding="utf-8")
    answers = [redesign(command, "bad.yaml") for command in ("assumptions", "validate")]
    assert answers[0].exit_code == 2
    assert answers[0].stderr == answers[1].stderr
