"""The schema for editors says what the reader says, and the data dictionary names everything in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from redesign.scenario.complete import complete
from redesign.scenario.conform import conform
from redesign.scenario.dictionary import unit
from redesign.scenario.schema import data_dictionary, file_schema, scenario_schema
from redesign.scenario.yaml_tree import parse
from scenario_files import FULL, SMALL

SCHEMA = scenario_schema()
WHOLE = file_schema()
TREE = yaml.safe_load(FULL)
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(child)


def test_the_schema_is_one_that_editors_know() -> None:
    """yaml-language-server knows draft 7: no tuples, no keywords that came later."""
    Draft7Validator.check_schema(SCHEMA)
    later = {"prefixItems", "unevaluatedProperties", "dependentRequired", "minContains", "$dynamicRef", "$anchor"}
    assert not [part for part in parts(SCHEMA) if later & set(part)]
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    references = {part["$ref"] for part in parts(SCHEMA) if isinstance(part.get("$ref"), str)}
    assert references <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_a_file_has_neither_schools_nor_origin_but_names_its_roster() -> None:
    assert {"schools", "origin"}.isdisjoint(SCHEMA["properties"])
    assert {"schools_file", "extends"} <= set(SCHEMA["properties"])


@pytest.mark.parametrize("text", [FULL, SMALL, *(p.read_text("utf-8") for p in sorted(SCENARIOS.glob("*.yaml")))])
def test_good_files_are_good_in_an_editor(text: str) -> None:
    assert not list(Draft7Validator(SCHEMA).iter_errors(yaml.safe_load(text)))


VALUES = st.one_of(
    st.integers(-10, 10**7), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none(),
    st.sampled_from(["", "x", "Big", "none", "middle", "a" * 70, "x" * 400, "0.5"]),
    st.sampled_from([[], {}, [1], ["middle"], {"a": 1}, {"rest": "x"}, {"B": {}}, 12.0, 1e30]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_reader_and_editor_agree(data: st.DataObject) -> None:
    """Truth: the jsonschema package, on a full file with one to three values replaced or keys removed."""
    tree = deepcopy(TREE)
    del tree["extends"]
    for _ in range(data.draw(st.integers(1, 3))):
        node: Any = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or data.draw(st.integers(0, 4)) == 0:
                if data.draw(st.integers(0, 3)) == 0 and isinstance(node, dict):
                    del node[key]
                elif key != "source":  # the reader also looks at the keys of a source
                    node[key] = deepcopy(data.draw(VALUES))
                break
            node = node[key]
    valid = Draft7Validator(SCHEMA).is_valid(tree)
    node, faults = conform(parse(json.dumps(tree), "x.yaml")[0], file_schema())
    _, missing = complete(node, file_schema(), file_schema())
    assert valid == (not faults and not missing)


def test_an_editor_lets_a_variant_leave_out_what_its_parent_gives() -> None:
    variant = {"extends": "base.yaml", "teams": {"hr": {"posts_today": 3}}, "services": {"x": {"automate": None}}}
    editor = Draft7Validator(SCHEMA)
    assert editor.is_valid(variant)
    assert not editor.is_valid({key: value for key, value in variant.items() if key != "extends"})
    assert not editor.is_valid(variant | {"teams": {"hr": {"posts_tody": 3}}})
    assert editor.is_valid(variant | {"teams": {"hr": None}, "rules": {"x": None}, "funding_streams": {"y": None}})
    assert not editor.is_valid(variant | {"teams": {"hr": {"posts_today": -3}}})


def test_an_editor_lets_nothing_be_taken_away_without_a_parent() -> None:
    tree = deepcopy(TREE)
    del tree["extends"]
    editor = Draft7Validator(SCHEMA)
    assert editor.is_valid(tree)
    for kind in ("teams", "services", "areas", "levers", "strategies", "rules", "funding_streams"):
        assert not editor.is_valid(tree | {kind: tree[kind] | {"other": None}}), kind


def test_every_key_has_a_meaning() -> None:
    for name, block in {"Scenario": WHOLE, **WHOLE["$defs"]}.items():
        assert block["description"]
        for key, value in block["properties"].items():
            assert value.get("description"), f"{name}.{key}"


def test_the_dictionary_names_every_key() -> None:
    text = data_dictionary()
    for name, block in {"Scenario": WHOLE, **WHOLE["$defs"]}.items():
        section = text[text.index(f"\n## {name}\n") :].split("\n## ", 2)[1]
        for key in set(block["properties"]) - {"source"}:
            assert f"\n| `{key}` |" in section, f"{name}.{key}"
        assert all(line.count("|") == 6 for line in section.splitlines() if line.startswith("|"))
    assert "\n| `source` |" in text
    assert "a number from 0 to 0.6 | share, 1 = all | needed |" in text


def test_every_number_with_a_unit_says_it() -> None:
    without = {
        key
        for block in (WHOLE, *WHOLE["$defs"].values())
        for key, value in block["properties"].items()
        if value.get("type") in ("number", "integer") and not value.get("unit", unit(key))
    }
    assert without == {"seed"}
    assert unit("requests_per_driver_per_year") == "requests per driver per year"
    assert unit("loaded_cost_usd") == "US dollars"
    assert unit("first_school_week") == "week of the year"


def test_the_dictionary_on_disk_is_the_one_of_the_schema() -> None:
    """`redesign schema --dictionary > scenarios/README.md` makes it again."""
    assert (SCENARIOS / "README.md").read_text("utf-8") == data_dictionary()
