"""The tool that tries many districts: which it takes, and how it says what came of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from districts.texas import ROOT, STATE


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("many_districts", ROOT / "tools/many_districts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


def test_districts_of_ten_schools_or_more_are_taken_evenly_by_size() -> None:
    assert TOOL.chosen(STATE, 5, 1000) == ["108911", "178904"]
    assert TOOL.chosen(STATE, 5, 20) == ["108911"]
    assert TOOL.chosen(STATE, 1, 1000) == ["108911"]


def test_what_was_run_before_is_kept_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = tmp_path / "records.jsonl"
    assert TOOL.known(records) == {}
    monkeypatch.setattr(TOOL, "_run", lambda state, place, district: {"outcome": f"ran {district}"})
    for district in ("1", "2"):
        TOOL.done(STATE, tmp_path / "results", records, district)
    assert {name: each["outcome"] for name, each in TOOL.known(records).items()} == {"1": "ran 1", "2": "ran 2"}


def test_the_table_has_a_row_for_every_outcome() -> None:
    good = {
        **{"district": "1", "name": "Elm ISD", "schools": 12, "posts": 60, "busy": [0.63, 0.8], "today": 100.0},
        **{"plan": 250.0, "gap": 0.2, "seconds": 41.2, "version": "1.0", "outcome": "admissible"},
    }
    conflict = {"district": "2", "seconds": 3.0, "outcome": "conflict: the budget; the floors"}
    lines = TOOL.table([good, conflict]).splitlines()
    assert lines[2] == "| 2 |  |  |  |  |  |  |  |  | conflict: the budget; the floors |"
    assert lines[3] == "| Elm ISD | 12 | 60 | 63% to 80% | 100 | +150% | 20.0% | 41 | 1.0 | admissible |"
    assert lines[-1] == "2 districts, 1 with an admissible plan."
