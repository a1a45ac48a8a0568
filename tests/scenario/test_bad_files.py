"""A catalogue of what people get wrong, a row each: the fault and only the fault is reported, at its place.

Covers F4 to F6, F8 to F11, F13, F16 and F17 of the fault catalogue. Places are counted in the text,
not by the reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bad_scenarios import CASES, TOGETHER, Case
from scenario_files import FULL, change, faults_of, place


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fault_and_only_the_fault_is_reported(case: Case, tmp_path: Path) -> None:
    text = change(FULL, case.old, case.new)
    (fault,) = faults_of(tmp_path, text)
    assert fault.path == case.path
    for part in case.parts:
        assert part in fault.message
    if case.at:
        assert (fault.file, fault.line, fault.column) == ("full.yaml", *place(text, case.at))
    assert any(word in fault.message for word in ("allowed", "leave it out", "needs", "indent it"))


def test_the_catalogue_is_long_enough() -> None:
    assert len(CASES) >= 60


def test_a_message_in_full(tmp_path: Path) -> None:
    text = change(FULL, "leave_share: 0.12", "leave_share: 12")
    (fault,) = faults_of(tmp_path, text)
    assert str(fault) == "full.yaml:34:18: teams.hr.leave_share: found 12; allowed: a number from 0 to 0.6"


def test_every_fault_of_a_file_in_one_pass(tmp_path: Path) -> None:
    """Faults of every kind in one file, also where a block has a misspelled key, a wrong value and a broken rule."""
    singles = [case for case in CASES if case.name in TOGETHER]
    text = FULL
    for case in singles:
        text = change(text, case.old, case.new)
    found = {fault.path for fault in faults_of(tmp_path, text)}
    assert found == {case.path for case in singles}


def test_a_rule_is_judged_in_a_block_whose_needed_key_is_missing(tmp_path: Path) -> None:
    text = change(FULL, "    label: Evaluations\n", "")
    text = change(text, "    mandated: true\n", "    mandated: true\n    eliminate: {}\n")
    assert {fault.path for fault in faults_of(tmp_path, text)} == {
        "services.evaluations.label",
        "services.evaluations.eliminate",
    }


def test_a_rule_is_silent_about_a_value_that_is_wrong_itself(tmp_path: Path) -> None:
    text = change(FULL, "last_school_week: 47", "last_school_week: 470")
    assert [fault.path for fault in faults_of(tmp_path, text)] == ["calendar.last_school_week"]
