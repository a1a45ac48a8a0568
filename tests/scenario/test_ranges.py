"""Ranges of numbers: written as a block, read as the number; judged like it; kept by key path."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from redesign.scenario.grammar import branches, entries
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.schema import file_schema, scenario_schema
from redesign.scenario.spreads import CLASSES, Range
from redesign.scenario.stored import from_json, to_json
from redesign.scenario.uncertain import left_as_they_are, uncertain_numbers
from scenario_files import FULL, change, faults_of, load, place

SHIPPED = Path(__file__).parents[2] / "scenarios"
PLAIN = "        effect_per_hour: 1\n"
RANGE = "        effect_per_hour: {value: 1, low: 0.5, high: 1.2, with: paperwork, chance_none: 0.1, source: a trial}\n"
PATH = "areas.coaching.packages.low.effect_per_hour"
RANGED = change(FULL, PLAIN, RANGE)


def test_a_block_is_the_number_it_is_about(tmp_path: Path) -> None:
    plain, ranged = load(tmp_path, FULL), load(tmp_path, RANGED)
    assert ranged.model_copy(update={"origin": plain.origin}) == plain
    found = Range(low=0.5, high=1.2, factor="paperwork", chance_none=0.1, source="a trial")
    assert ranged.origin.ranges == {PATH: found}
    assert plain.origin.ranges == {}


def test_a_range_survives_storing_and_a_change_elsewhere(tmp_path: Path) -> None:
    ranged = load(tmp_path, RANGED)
    assert from_json(to_json(ranged)).origin.ranges == ranged.origin.ranges
    assert from_json(to_json(ranged)) == ranged
    assert ranged.with_changes(budget={"yearly_usd": 1_400_000}).origin.ranges == ranged.origin.ranges


def test_a_change_brings_its_own_range_or_none(tmp_path: Path) -> None:
    ranged = load(tmp_path, RANGED)

    def low(effect: object) -> Scenario:
        return ranged.with_changes(areas={"coaching": {"packages": {"low": {"effect_per_hour": effect}}}})

    assert low(0.9).origin.ranges == {}
    assert low({"value": 0.9, "low": 0.8, "high": 1}).origin.ranges == {PATH: Range(low=0.8, high=1.0)}


def test_a_variant_keeps_or_replaces_what_its_parent_says(tmp_path: Path) -> None:
    child = "extends: parent.yaml\nsource: state file\n"
    base = change(RANGED, "extends: parent.yaml\n", "")
    (tmp_path / "base.yaml").write_text(base)
    kept = load(tmp_path, child.replace("parent", "base"))
    assert kept.origin.ranges.keys() == {PATH}
    said = "areas: {coaching: {packages: {low: {effect_per_hour: 0.9}}}}\n"
    assert load(tmp_path, child.replace("parent", "base") + said).origin.ranges == {}


@pytest.mark.parametrize(
    ("block", "at", "words"),
    [
        ("{value: 1, low: 1.2, high: 1.3}", "low", "found 1.2, above the value, 1"),
        ("{value: 1, low: 0.5, high: 0.9}", "high", "found 0.9, below the value, 1"),
        ("{value: 1, low: 0.5, high: 9}", "high", "allowed: a number from -5 to 5"),
        ("{value: 1, low: half, high: 2}", "low", "found text 'half'"),
        ("{value: 1, low: 0.5}", "low", "low and high, or neither"),
        ("{low: 0.5, high: 2}", "value", "this key is needed"),
        ("{value: 1, lo: 0.5, high: 2}", "lo", "did you mean 'low'?"),
        ("{value: 1, low: 0, high: 2, with: paper}", "with", "found the factor 'paper'; allowed"),
        ("{value: 1, low: 0, high: 2, chance_none: 0.5, chance_harmful: 0.5}", "chance_harmful", "less than 1"),
    ],
)
def test_what_is_wrong_in_a_range(tmp_path: Path, block: str, at: str, words: str) -> None:
    text = change(FULL, PLAIN, f"        effect_per_hour: {block}\n")
    (fault,) = faults_of(tmp_path, text)
    assert fault.path == f"{PATH}.{at}"
    assert words in fault.message
    line, column = place(text, f"effect_per_hour: {block}")
    assert fault.line == line
    assert (fault.column > column) == (at not in ("value", "with"))


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("leave_share: 0.12", "leave_share: {value: 0.12, low: 0, high: 0.2}", "leave_share.low", "above 0 and below"),
        ("vacancy_weeks: 9", "vacancy_weeks: {value: 9, low: 4.5, high: 12}", "vacancy_weeks.low", "a whole number"),
        ("posts_today: 10", "posts_today: {value: 10, low: 9, high: 12}", "posts_today", "never varied"),
        ("hire_usd: 9000\n    release_usd: 8000\n    max", "hire_usd: {value: 9000, low: 0, high: 9999}\n"
         "    release_usd: 8000\n    max", "hire_usd.low", "above 0"),
        ("leave_share: 0.12", "leave_share: {value: 0.12, chance_none: 0.2}", "leave_share.chance_none", "unknown key"),
    ],
)  # fmt: skip
def test_classes_have_limits_of_their_own(tmp_path: Path, old: str, new: str, path: str, words: str) -> None:
    (fault,) = faults_of(tmp_path, change(FULL, old, new))
    assert fault.path == f"teams.hr.{path}"
    assert words in fault.message


def test_a_name_is_not_taken_for_a_number_that_is_never_varied(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, change(FULL, "label: At most half of a team", "label: {value: 3}"))
    assert "allowed: text" in fault.message
    assert "varied" not in fault.message


def test_editors_know_the_block(tmp_path: Path) -> None:
    schema = jsonschema.Draft7Validator(scenario_schema())
    assert schema.is_valid(yaml.safe_load(RANGED))
    assert not schema.is_valid(yaml.safe_load(RANGED.replace("low: 0.5", "lowest: 0.5")))
    assert not schema.is_valid(yaml.safe_load(change(FULL, "posts_today: 10", "posts_today: {value: 10}")))
    assert "spread_class" not in str(scenario_schema())


def test_every_number_is_of_a_class_or_known_to_be_none() -> None:
    """A key that is added must be placed: uncertain, or a decision or a record."""
    decided = {
        "Area": {"window_working_hours", "visits_made_share", "span_schools_per_post"},
        "AreaChange": {"window_times"},
        "Package": {"visits_per_year"},
        "Peak": {"from_week", "to_week"},
        "Provider": {"visits_per_year", "visits_at_once", "lead_weeks"},
        "Rule": {"release_share", "minimum_share", "change_share", "contract_share", "grant_usd"},
        "ServiceChange": {"courtesy"},
        "Team": {"posts_today", "post_fte", "salary_usd", "fringe_rate", "backlog_allowance_hours", "maximum_posts"},
    }
    whole = {
        "Budget",
        "Calendar",
        "Changes",
        "Limits",
        "Outcome",
        "Pins",
        "PostsPin",
        "Promise",
        "Proposal",
        "RunSettings",
    }
    whole |= {"Satisfaction", "Served", "Strategy", "EffectSpread", "SharedFactor", "Spread"}
    for name, block in file_schema()["$defs"].items():
        for key, schema in block["properties"].items():
            kinds = {branch.get("type") for branch in branches(entries(schema) or schema)}
            if kinds & {"number", "integer"} and name not in whole:
                assert (key in CLASSES.get(name, {})) != (key in decided.get(name, set())), f"{name}.{key}"


def test_assumed_numbers_have_the_spread_of_their_class(tmp_path: Path) -> None:
    scenario = load(tmp_path, RANGED)
    found = {number.path: number for number in uncertain_numbers(scenario)}
    paths = {each.path for each in scenario.origin.assumptions}
    assert found.keys() - {PATH} <= paths
    assert len(paths - found.keys()) == left_as_they_are(scenario) > 0
    cost = found["teams.hr.retrain_from.0.cost_usd"]
    assert (cost.value, cost.low, cost.high, cost.distribution) == (5000, 4500, 6000, "lognormal")
    share = found["teams.hr.retrain_from.0.ramp_share"]  # odds 3 / 7, times 0.8 and 1.25
    assert (share.low, share.high) == pytest.approx((2.4 / 9.4, 3.75 / 10.75))
    effect = found[PATH]
    assert (effect.low, effect.high, effect.factor, effect.chance_none) == (0.5, 1.2, "paperwork", 0.1)
    assert (effect.distribution, effect.assumed, effect.source) == ("three_part", False, "a trial")
    assert cost.label == "Human Resources, retrain from 1: cost usd"


def test_a_factor_that_is_taken_away_leaves_the_spread_of_the_class(tmp_path: Path) -> None:
    before = "        hours_per_visit: 3\n        materials_usd"
    text = change(FULL, before, before.replace("3", "{value: 3, with: paperwork}"))
    path = "areas.coaching.packages.low.hours_per_visit"
    scenario = load(tmp_path, text)
    ends = [
        [(n.low, n.high) for n in uncertain_numbers(each) if n.path == path]
        for each in (scenario, scenario.with_changes(uncertainty={"factors": {"paperwork": None}}))
    ]
    assert ends == [[pytest.approx((2.1, 3.9))], [pytest.approx((2.4, 3.75))]]


def test_what_is_varied_is_what_the_scenario_holds(tmp_path: Path) -> None:
    """Every path leads to the number."""
    scenario = load(tmp_path, FULL.replace("source: payroll", "source: assumed"))
    for number in uncertain_numbers(scenario):
        value: object = scenario
        for part in number.path.split("."):
            value = (
                value[part]
                if isinstance(value, dict)
                else value[int(part)]
                if isinstance(value, tuple)
                else getattr(value, part)
            )  # type: ignore[index]
        assert value == number.value


@pytest.mark.parametrize("name", [path.stem for path in sorted(SHIPPED.glob("*.yaml"))])
def test_every_shipped_assumed_number_has_a_range_or_a_class(name: str) -> None:
    """But for decisions and records, and for what is 0, or a share of all, where there is nothing to multiply."""
    scenario = load_scenario(SHIPPED / f"{name}.yaml")
    varied = {number.path for number in uncertain_numbers(scenario)}
    left = [each for each in scenario.origin.assumptions if each.path not in varied]
    keys = {key for of_block in CLASSES.values() for key in of_block} - {"visits_per_year", "hours_per_week"}
    odd = {each.path for each in left if each.path.rpartition(".")[2] in keys and each.value not in (0, 1)}
    assert {path for path in odd if not path.startswith(("strategies", "budget", "rules"))} == set()
    assert "uncertainty" in scenario.model_fields_set
    assert len(varied) > len(scenario.origin.assumptions) / 3


def test_a_factor_is_not_called_as_a_class(tmp_path: Path) -> None:
    """Else its numbers would move with all of that class."""
    text = FULL.replace("paperwork", "pay")
    (fault,) = faults_of(tmp_path, text)
    assert fault.path == "uncertainty.factors.pay"
    assert "found the name of a class" in fault.message


def test_a_number_that_a_lever_changes_has_the_name_of_its_service() -> None:
    """`One weekly meeting for sign-offs, Paper sign-offs: handover times`, and no id anywhere."""
    labels = [number.label for number in uncertain_numbers(load_scenario(SHIPPED / "rural.yaml"))]
    assert "One weekly meeting for sign-offs, Paper sign-offs: handover times" in labels
    assert [label for label in labels if "_" in label] == []
