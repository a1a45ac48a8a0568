"""Changes in Python are those of a variant's file: the same scenario, the same faults."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from redesign import load_scenario
from redesign.errors import InputError
from redesign.scenario.model import Package, Scenario
from redesign.scenario.stored import from_json, to_json

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = ("tutorial", "tutorial_ideas", "rural", "corpus_christi")


@pytest.fixture(scope="module")
def tutorial() -> Scenario:
    return load_scenario(SCENARIOS / "tutorial.yaml")


def values(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(exclude={"origin", "name"})


def variant(changes: dict[str, Any], folder: Path) -> Path:
    """The same said in a file."""
    for file in SCENARIOS.glob("tutorial*"):
        shutil.copy(file, folder)
    path = folder / "variant.yaml"
    path.write_text(yaml.safe_dump({"extends": "tutorial.yaml", **changes}), encoding="utf-8")
    return path


NEW_LEVER = {
    "label": "One system",
    "source": "assumed: a vendor's offer",
    "yearly_usd": 60_000,
    "changes": {"services": {"leave_requests": {"work_times": 0.4}}},
}
CHANGES: list[dict[str, Any]] = [
    {"budget": {"yearly_usd": 350_000}},
    {"budget": {"yearly_usd": 350_000, "source": "minutes of the board"}},
    {"areas": {"coaching": {"packages": {"high": None}}}},
    {"areas": {"coaching": {"packages": {"low": {"visits_per_year": 30}}}}, "run": {"seed": 5}},
    {"levers": {"one_system": NEW_LEVER}, "calendar": {"hours_per_week": 35.0}},
    {"teams": {"office": {"retrain_from": []}}, "pins": {"posts": {"coaches": 2}}},
]


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_the_same_scenario_as_from_a_file(tutorial: Scenario, changes: dict[str, Any], tmp_path: Path) -> None:
    made, read = tutorial.with_changes(**changes), load_scenario(variant(changes, tmp_path))
    assert values(made) == values(read)
    assert values(made) != values(tutorial)

    def numbers(scenario: Scenario) -> set[tuple[str, float, bool]]:
        return {(a.path, a.value, "no source given" in a.text) for a in scenario.origin.assumptions}

    assert numbers(made) == numbers(read)


FAULTS: list[dict[str, Any]] = [
    {"budget": {"yearly_us": 1}},
    {"budget": {"yearly_usd": "many"}},
    {"budget": {"yearly_usd": -1}},
    {"budget": 3},
    {"team": {}},
    {"teams": {"coaches": {"posts_today": 2.5}}},
    {"teams": {"nobody": None}},
    {"areas": {"coaching": {"packages": {"low": {"effect_per_hour": 0.1}}}}},
    {"levers": {"x": {**NEW_LEVER, "changes": {"services": {"leav": {"work_times": 0.5}}}}}},
]


@pytest.mark.parametrize("changes", FAULTS, ids=str)
def test_the_same_faults_as_in_a_file(tutorial: Scenario, changes: dict[str, Any], tmp_path: Path) -> None:
    def faults(error: pytest.ExceptionInfo[InputError]) -> set[tuple[str, str]]:
        found = error.value.faults
        return {(f.path, f.message.split("; tutorial.yaml gives it")[0].split("; `null` takes")[0]) for f in found}

    with pytest.raises(InputError) as in_file:
        load_scenario(variant(changes, tmp_path))
    with pytest.raises(InputError) as in_python:
        tutorial.with_changes(**changes)
    assert faults(in_python) == faults(in_file)


def test_a_fault_of_a_change_has_no_file_and_one_that_it_causes_has_its_line(tutorial: Scenario) -> None:
    with pytest.raises(InputError) as error:
        tutorial.with_changes(budget={"yearly_us": 1})
    assert str(error.value).startswith("budget.yearly_us: found an unknown key")
    assert str(error.value).endswith("did you mean 'yearly_usd'?")
    with pytest.raises(InputError, match=r"^tutorial\.yaml:\d+:1: teams\.coaches\.retrain_from\.0\.team: found"):
        tutorial.with_changes(teams={"office": None})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"budget": {"yearly_usd": float("nan")}}, "budget.yearly_usd: found nan; allowed: a finite number"),
        ({"teams": {"coaches": {"label": {1, 2}}}}, "teams.coaches.label: found set '{1, 2}'; allowed: numbers"),
        ({"schools_file": "other.csv"}, "schools_file: files cannot be changed here"),
    ],
)
def test_what_no_file_could_say(tutorial: Scenario, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        tutorial.with_changes(**changes)
    assert str(error.value).startswith(words)


def test_nothing_kept_of_the_old_scenario(tutorial: Scenario) -> None:
    assert (tutorial.year_hours, len(tutorial.team_ids)) == (2000.0, 2)
    made = tutorial.with_changes(calendar={"hours_per_week": 35})
    assert made.year_hours == 1750.0
    assert tutorial.year_hours == 2000.0


def test_numbers_of_numpy_and_blocks_are_taken(tutorial: Scenario) -> None:
    package = Package(visits_per_year=30, hours_per_visit=4.0, effect_per_hour=1.0, source="assumed: half of low")
    made = tutorial.with_changes(
        budget={"yearly_usd": np.float64(9e5)}, areas={"coaching": {"packages": {"low": package}}}
    )
    assert (made.budget.yearly_usd, made.areas["coaching"].packages["low"].visits_per_year) == (9e5, 30)


def test_it_is_said_what_was_changed_and_changes_add_up(tutorial: Scenario) -> None:
    once = tutorial.with_changes(budget={"one_time_usd": 60_000})
    assert once.origin.notes[-1] == "Changed in Python: budget.one_time_usd 60,000 (50,000 before)."
    assert (once.origin.sha256, once.origin.path) == ("", "")
    twice = once.with_changes(budget={"yearly_usd": 400_000})
    assert (twice.budget.one_time_usd, twice.budget.yearly_usd) == (60_000, 400_000)
    unsourced = {a.path for a in twice.origin.assumptions if "changed in Python" in a.text}
    assert unsourced == {"budget.one_time_usd", "budget.yearly_usd"}


@pytest.mark.parametrize("name", SHIPPED)
def test_no_change_changes_nothing_and_a_stored_scenario_is_the_same(name: str) -> None:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    same = scenario.with_changes()
    assert values(same) == values(scenario)
    assert same.origin.assumptions == scenario.origin.assumptions
    again = from_json(to_json(scenario))
    assert again == scenario
    assert to_json(again) == to_json(scenario)
    assert values(again.with_changes(run={"seed": 3})) == values(scenario.with_changes(run={"seed": 3}))


def test_a_scenario_shows_itself_in_one_line(tutorial: Scenario) -> None:
    short = "<Scenario 'tutorial': 3 schools, 2 teams, 2 services, 1 area, posts of $385,000 a year>"
    assert repr(tutorial) == str(tutorial) == short
