"""A lever that is taken, and the same written into the file by hand: the same years, measure by measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np
import pytest

from offices import small_office
from plans import plan_of
from redesign import load_scenario
from redesign.analysis.measures import YearMeasures
from redesign.demand.expectation import expect
from redesign.demand.plan import under
from redesign.scenario.model import Scenario
from redesign.study.years import case_of, simulate_year

SCENARIOS = Path(__file__).parents[2] / "scenarios"
YEARS = range(4)
NEITHER = {"removed", "unmet"}
"""Requests that a lever removes are requests that nobody owns where the file has no steps."""


def year_of(scenario: Scenario, levers: dict[str, str], year: int) -> YearMeasures:
    plan = plan_of(scenario, levers=levers)
    return simulate_year({"plan": case_of(scenario, plan)}, "simpy", year)["plan"]


def assert_equal(found: YearMeasures, wanted: YearMeasures, but: set[str]) -> None:
    for name in {f.name for f in fields(YearMeasures)} - but:
        a, b = getattr(found, name), getattr(wanted, name)
        assert a.shape == b.shape, name
        assert np.allclose(a, b, rtol=1e-9, atol=0, equal_nan=True), (name, a, b)


def rewritten(folder: Path, *changes: tuple[str, str]) -> Scenario:
    """The tutorial with these lines of its file replaced."""
    text = (SCENARIOS / "tutorial.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    copy(SCENARIOS / "tutorial_schools.csv", folder)
    path = folder / "tutorial.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


LEAVE = """    steps:
      - {team: office, work_hours: 1.0}
    work_cv: 1.0
    promise: {due_working_hours: 40, on_time_share: 0.90}
    principal_hours_per_request: 0.1
    automate:                          # 270"""
LEAVE_BY_HAND = LEAVE.replace("1.0}", "0.1}").replace("per_request: 0.1", "per_request: 0.04")
RESIDUE = "      residual_work_share: 0.10\n      residual_school_hours: 0.1\n"


def test_a_file_with_the_residual_numbers_is_the_automated_service(tmp_path: Path) -> None:
    """A tenth of the hour of work stays, and 0.04 principal hours."""
    offered = rewritten(tmp_path, (RESIDUE, RESIDUE.replace("hours: 0.1", "hours: 0.04")))
    by_hand = rewritten(tmp_path, (LEAVE, LEAVE_BY_HAND))
    for year in YEARS:
        taken = year_of(offered, {"leave_requests": "automate"}, year)
        assert_equal(year_of(by_hand, {}, year), taken, set())
        left = year_of(offered, {}, year)
        assert taken.service_hours[0] == pytest.approx(0.1 * left.service_hours[0], rel=0.01)
        assert taken.principal_hours.sum() < 0.8 * left.principal_hours.sum()


def automated(raw: dict[str, Any], name: str) -> None:
    """Write what automating a service leaves into the service."""
    service = raw["services"][name]
    share, hours = (service["automate"][key] for key in ("residual_work_share", "residual_school_hours"))
    for step in service["steps"]:
        step["work_hours"] *= share
    service["principal_hours_per_request"] = hours


def gone(raw: dict[str, Any], name: str) -> None:
    """Leave a service without anybody who answers it, and with what its requests cost principals."""
    service = raw["services"][name]
    hours = service["eliminate" if service["eliminate"] else "automate"]["residual_school_hours"]
    raw["services"][name] |= {"steps": (), "principal_hours_per_request": hours}


def office(**levers: Any) -> Scenario:
    """A small office whose hiring takes three steps, hand-overs, returns and a backlog; with these levers."""
    raw = small_office().model_dump()
    raw["services"]["hiring"] |= {
        "principal_hours_per_request": 0.5,
        "principal_hours_per_open_week": 0.25,
        "automate": {"residual_work_share": 0.5, "residual_school_hours": 0.2},
    }
    raw["services"]["hiring"] |= levers
    return Scenario.model_validate(raw)


NOTHING_LEFT = {"residual_work_share": 0.0, "residual_school_hours": 0.75}


@pytest.mark.parametrize(
    ("scenario", "choice", "write", "gone_ones"),
    [
        (office(), "automate", automated, False),
        (office(), "eliminate", gone, True),
        (office(eliminate=None, automate=NOTHING_LEFT), "automate", gone, True),
    ],
    ids=["half of it stays", "eliminated", "automated away"],
)
def test_a_service_rewritten_by_hand_is_the_lever_taken(
    scenario: Scenario, choice: str, write: Callable[[dict[str, Any], str], None], gone_ones: bool
) -> None:
    raw = scenario.model_dump()
    write(raw, "hiring")
    by_hand = Scenario.model_validate(raw)
    expected = expect(under(scenario, plan_of(scenario, levers={"hiring": choice})))
    assert expect(by_hand).service_hours == pytest.approx(expected.service_hours, rel=1e-3), "work is cut off elsewhere"
    for year in YEARS:
        written, taken = year_of(by_hand, {}, year), year_of(scenario, {"hiring": choice}, year)
        assert_equal(written, taken, NEITHER)
        assert np.array_equal(written.unmet + written.removed, taken.unmet + taken.removed)
        assert (taken.removed[1] > 0) == (written.unmet[1] > 0) == gone_ones
        assert np.array_equal(np.delete(written.unmet, 1), np.delete(taken.unmet, 1))
        assert (taken.service_hours[1] == 0) == gone_ones


def test_a_lever_of_the_district_is_its_changes_written_by_hand() -> None:
    """More requests, fewer returns, quicker hand-overs, another first step, and both levers at once."""
    raw = small_office().model_dump()
    steps = ({"team": "coaches", "work_hours": 0.3}, {"team": "experts", "work_hours": 1.0})
    raw["levers"] = {
        "portal": {
            "label": "Portal",
            "changes": {
                "services": {
                    "all": {"requests_times": 1.5},
                    "hiring": {"handover_times": 0.5, "returns_times": 0.5, "steps": steps},
                }
            },
        },
    }
    scenario = Scenario.model_validate(raw)
    for service in raw["services"].values():
        service["requests_per_driver_per_year"] *= 1.5
    raw["services"]["hiring"] |= {
        "opening_backlog_requests": 18,
        "handover_hours": 3.0,
        "return_share": 0.15,
        "steps": steps,
    }
    automated(raw, "leave")
    by_hand = Scenario.model_validate(raw)
    for year in YEARS:
        taken = year_of(scenario, {"portal": "taken", "leave": "automate"}, year)
        assert_equal(year_of(by_hand, {}, year), taken, set())
        assert taken.requests[1] > 1.2 * year_of(scenario, {}, year).requests[1]
