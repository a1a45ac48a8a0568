"""Every number has a source or is an assumption that a run lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.scenario.model import Assumption, Scenario
from redesign.scenario.reading import load_scenario
from scenario_files import FULL, SMALL, SMALL_ROSTER, change, faults_of, load, place, write

DEFAULT = "assumed: default of redesign"


def assumed(scenario: Scenario) -> dict[str, Assumption]:
    assumptions = {a.path: a for a in scenario.origin.assumptions}
    assert len(assumptions) == len(scenario.origin.assumptions)
    return assumptions


def test_a_source_that_opens_with_assumed_makes_assumptions(tmp_path: Path) -> None:
    found = assumed(load(tmp_path))
    line, _ = place(FULL, "weeks: 52")
    expected = Assumption(path="calendar.weeks", value=52, text="assumed: a year", file="full.yaml", line=line)
    assert found["calendar.weeks"] == expected
    assert {p for p, a in found.items() if a.text != DEFAULT} == {
        "calendar.weeks",
        "teams.hr.retrain_from.0.cost_usd",
        "teams.hr.retrain_from.0.ramp_share",
        "limits.school_floor_hours_per_teacher",
        "limits.school_target_hours_per_teacher",
        "limits.absorptive_visits_per_school",
        "limits.absorptive_visits_per_teacher",
        "limits.span_applies_from_schools",
    }


def test_defaults_that_matter_are_assumptions(tmp_path: Path) -> None:
    found = assumed(load(tmp_path))
    defaults = {p for p, a in found.items() if a.text == DEFAULT}
    assert found["teams.coaches.vacancy_weeks"] == Assumption(path="teams.coaches.vacancy_weeks", value=9, text=DEFAULT)
    assert "services.leave_requests.eliminate.one_time_usd" in defaults
    for key, value in (("hire_weeks", 6), ("hire_ramp_share", 0.1)):
        path = f"teams.coaches.{key}"
        assert found[path] == Assumption(path=path, value=value, text=DEFAULT)
    assert "areas.coaching.packages.high.materials_usd" in defaults
    bare = assumed(load(tmp_path, SMALL, SMALL_ROSTER))
    late = "satisfaction.late_score"
    assert bare[late] == Assumption(path=late, value=0.4, text=DEFAULT)
    assert sum(p.startswith("satisfaction.") for p in bare) == 6
    assert "limits.school_target_hours_per_teacher" not in bare
    assert "services.evaluations.work_cv" in defaults
    assert not {p for p in defaults if p.startswith(("run", "budget", "rules", "schools", "teams.hr"))}
    assert not {p for p in defaults if found[p].line or found[p].file}


@pytest.mark.parametrize("word", ["assumed", "Assumed: a guess", "ASSUMED", "  assumed", "assumed, as in 2020"])
def test_assumed_in_any_form(word: str, tmp_path: Path) -> None:
    text = change(FULL, "source: adopted budget", f"source: '{word}'")
    assert {"budget.yearly_usd", "budget.one_time_usd"} <= set(assumed(load(tmp_path, text)))


def test_the_nearest_source_counts_and_rest_covers_the_rest(tmp_path: Path) -> None:
    text = change(
        FULL,
        "    source: payroll\n",
        "    source: {posts_today: 'assumed: x', rest: payroll, retrain_from: 'assumed: y'}\n",
    )
    text = change(text, "      - source: assumed\n        team: coaches", "      - team: coaches")
    found = assumed(load(tmp_path, text))
    ours = {p: a.text for p, a in found.items() if p.startswith("teams.hr") and a.text != DEFAULT}
    assert ours == {
        "teams.hr.posts_today": "assumed: x",
        "teams.hr.retrain_from.0.cost_usd": "assumed: y",
        "teams.hr.retrain_from.0.ramp_share": "assumed: y",
    }


def test_a_keyed_source_without_the_key_leaves_it_to_the_block_around(tmp_path: Path) -> None:
    text = change(FULL, "source: adopted budget", "source: {yearly_usd: adopted budget}")
    load(tmp_path, text)
    text = change(text, "source: state file, table 1", "source: 'assumed: all of it'")
    assert "budget.one_time_usd" in assumed(load(tmp_path, text))
    assert "budget.yearly_usd" not in assumed(load(tmp_path, text))


def test_a_default_with_a_source_of_its_own_is_vouched_for(tmp_path: Path) -> None:
    text = change(
        FULL, "    label: Coaches\n", "    label: Coaches\n    source: {vacancy_weeks: payroll, rest: payroll}\n"
    )
    assert "teams.coaches.vacancy_weeks" not in assumed(load(tmp_path, text))


def test_numbers_without_a_source_are_faults_and_say_what_to_write(tmp_path: Path) -> None:
    text = change(FULL, "source: state file, table 1\n", "")
    text = change(text, "  source: adopted budget\n", "")
    text = change(text, "  source: chosen\n", "")  # run settings need none
    faults = {f.path: f for f in faults_of(tmp_path, text)}
    assert set(faults) == {"teams.coaches.posts_today", "services.evaluations.requests_per_driver_per_year"} | {
        "rules.core_staff.minimum_share",
        "budget.yearly_usd",
    }
    fault = faults["budget.yearly_usd"]
    assert (fault.line, fault.column) == place(text, "1500000")
    assert "no source for yearly_usd, one_time_usd" in fault.message
    assert "in budget or in a block around it" in fault.message
    assert "assumed" in fault.message


def variant(folder: Path, text: str, parent: str = FULL) -> dict[str, Assumption]:
    parent = change(parent, "extends: parent.yaml\n", "")
    (folder / "base.yaml").write_text(parent)
    write(folder)
    (folder / "child.yaml").write_text("extends: base.yaml\n" + text)
    return assumed(load_scenario(folder / "child.yaml"))


def test_a_number_that_a_variant_changes_without_a_source_is_assumed(tmp_path: Path) -> None:
    found = variant(tmp_path, "teams:\n  hr:\n    posts_today: 12\n")
    assert found["teams.hr.posts_today"] == Assumption(
        path="teams.hr.posts_today",
        value=12,
        text="assumed: changed in child.yaml, no source given",
        file="child.yaml",
        line=4,
    )
    assert "teams.hr.hire_usd" not in found


@pytest.mark.parametrize(
    "where",
    [
        "teams:\n  hr:\n    source: new payroll\n    posts_today: 12\n",
        "source: new payroll\nteams:\n  hr:\n    posts_today: 12\n",
    ],
)
def test_a_number_that_a_variant_changes_with_a_source_is_not(where: str, tmp_path: Path) -> None:
    assert "teams.hr.posts_today" not in variant(tmp_path, where)


def test_a_variants_source_does_not_vouch_for_its_parents_numbers(tmp_path: Path) -> None:
    found = variant(tmp_path, "calendar:\n  source: new calendar\n  last_school_week: 46\n")
    assert found["calendar.weeks"].text == "assumed: a year"
    assert "calendar.last_school_week" not in found
