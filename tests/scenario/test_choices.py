"""Faults of levers and strategies that need more than one slip in a file."""

from __future__ import annotations

from pathlib import Path

from redesign.scenario.choices import MOST_AREA_LEVERS, MOST_LEVERS, MOST_TEAM_LEVERS
from scenario_files import FULL, change, faults_of, load, place

NOBODYS = """\
services:
  operations:
    label: Operations
    driver: schools
    requests_per_driver_per_year: 5
    steps: []
"""


def levers(count: int, service: str) -> str:
    """So many levers that change a service."""
    return "levers:\n" + "".join(
        f"  lever{i}:\n    label: Lever {i}\n    source: x\n"
        f"    changes: {{services: {{{service}: {{work_times: 0.9}}}}}}\n"
        for i in range(count)
    )


def test_a_service_is_given_to_a_team_only_with_a_promise(tmp_path: Path) -> None:
    text = change(
        FULL, "services:\n  leave_requests:\n    source: ticket", NOBODYS + "  leave_requests:\n    source: ticket"
    )
    adopted = (
        "  adopted:\n    source: x\n    label: Adopted\n"
        "    changes: {services: {operations: {steps: [{team: hr, work_hours: 1}]}}}\n"
    )
    text = change(text, "  one_system:\n", adopted + "  one_system:\n")
    (fault,) = faults_of(tmp_path, text)
    assert fault.path == ("levers.adopted.changes.services.operations.steps")
    assert (fault.line, fault.column) == place(text, "steps: [{team: hr, work_hours: 1}]")
    assert "without a promise" in fault.message


def area_levers(count: int, area: str) -> str:
    """So many levers that change an area."""
    return levers(count, area).replace("services", "areas").replace("work_times", "effect_times")


def test_an_area_may_be_touched_by_fewer(tmp_path: Path) -> None:
    for area in ("coaching", "all"):
        assert load(tmp_path, change(FULL, "\nlevers:\n", "\n" + area_levers(MOST_AREA_LEVERS, area)))
        (fault,) = faults_of(tmp_path, change(FULL, "\nlevers:\n", "\n" + area_levers(MOST_AREA_LEVERS + 1, area)))
        assert fault.path == f"levers.lever{MOST_AREA_LEVERS}.changes"
        assert f"more than {MOST_AREA_LEVERS} levers that change coaching" in fault.message


def test_other_work_of_a_team_may_be_changed_by_so_many_levers(tmp_path: Path) -> None:
    def of_teams(count: int) -> str:
        return levers(count, "hr").replace("services", "teams").replace("work_times", "other_hours_times")

    assert load(tmp_path, change(FULL, "\nlevers:\n", "\n" + of_teams(MOST_TEAM_LEVERS)))
    (fault,) = faults_of(tmp_path, change(FULL, "\nlevers:\n", "\n" + of_teams(MOST_TEAM_LEVERS + 1)))
    assert f"more than {MOST_TEAM_LEVERS} levers that change hr" in fault.message


def test_a_service_may_be_touched_by_so_many_levers(tmp_path: Path) -> None:
    for service in ("evaluations", "all"):
        full = change(FULL, "\nlevers:\n", "\n" + levers(MOST_LEVERS - (service == "all"), service))
        assert load(tmp_path, full)
        (fault,) = {
            f.path: f for f in faults_of(tmp_path, change(FULL, "\nlevers:\n", "\n" + levers(MOST_LEVERS + 1, service)))
        }.values()
        assert f"more than {MOST_LEVERS} levers" in fault.message
