"""A hint is never refused in its turn: whatever it proposes is tried."""

from __future__ import annotations

import re

import pytest

from redesign.scenario.conform import conform
from redesign.scenario.grammar import Schema, branches
from redesign.scenario.hints import number_meant
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.yaml_tree import parse

SCHEMA = file_schema()
BLOCKS = {"Scenario": SCHEMA, "School": roster_schema()["items"]} | SCHEMA["$defs"]
NUMBERS = [
    (name, key)
    for name, block in BLOCKS.items()
    for key, value in block["properties"].items()
    if {branch.get("type") for branch in branches(value)} & {"number", "integer"}
]
TEXTS = [
    "1.2 million", "70 thousand", "2.5 FTE", "150%", "75%", "4 %", "85k", "0.5k", "$85,000", "40h", "3 days", "9 weeks",
    "12 posts", "1_000", "999999999999999999", "2,5", "0.5", "6 apples", "7 Mio", "5m", "'3'", "'1e9'", "'-4'",
]  # fmt: skip


def message(name: str, key: str, text: str) -> str | None:
    """What is said about a text for a key; None where it is accepted."""
    block: Schema = BLOCKS[name] | {"$defs": SCHEMA["$defs"]}
    _, faults = conform(parse(f"{key}: {text}", "x.yaml")[0], block)
    return "".join(fault.message for fault in faults) or None


@pytest.mark.parametrize("text", TEXTS)
def test_a_number_that_is_proposed_is_accepted(text: str) -> None:
    assert len(NUMBERS) > 60
    for name, key in NUMBERS:
        said = message(name, key, text) or ""
        if meant := re.search(r"did you mean (\S+)\? Write a plain number", said):
            assert message(name, key, meant[1]) is None, (name, key, said)


@pytest.mark.parametrize("text", ["1.2 million", "70 thousand", "6 apples", "7 Mio", "5m"])
def test_no_number_is_proposed_beside_a_word_that_is_not_known(text: str) -> None:
    assert not [key for name, key in NUMBERS if "did you mean" in (message(name, key, text) or "")]


def test_a_percentage_is_a_share_where_a_share_is_wanted() -> None:
    proposed = {key for name, key in NUMBERS if "did you mean 0.04?" in (message(name, key, "4%") or "")}
    assert {"leave_share", "vacancy_rate", "solver_gap", "on_time_share"} <= proposed
    assert all(re.search("share|rate|gap", key) for key in proposed)


@pytest.mark.parametrize("key", ["enrollment", "econ_disadvantaged", "emergent_bilingual", "special_education"])
def test_pupils_are_counted(key: str) -> None:
    assert "a count is wanted, not a share: 75% of 400 is 300" in (message("School", key, "75%") or "")
    assert "a count is wanted, not a share: 0.75 of 400 is 300" in (message("School", key, "0.75") or "")


@pytest.mark.parametrize("text", ["2.5", "2.5 FTE", "'2,5'", "0.5"])
@pytest.mark.parametrize("key", ["posts_today", "maximum_posts"])
def test_a_part_of_a_post_has_a_key_of_its_own(key: str, text: str) -> None:
    assert "`post_fte`" in (message("Team", key, text) or "")
    assert message("Team", "post_fte", "0.5") is None


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("40 h", "due_working_hours", "40"),
        ("40 hours", "hours_per_week", "40"),
        ("40 weeks", "hours_per_week", None),
        ("3 days", "due_working_hours", None),
        ("3 days", "due_calendar_days", "3"),
        ("$70,000", "hire_usd", "70000"),
        ("70,000 USD", "hire_usd", "70000"),
        ("$40", "hours_per_week", None),
        ("70k", "hire_usd", "70000"),
        ("6 posts", "posts_today", "6"),
        ("70%", "hire_usd", None),
        ("70%", "leave_share", "0.7"),
    ],
)
def test_a_number_with_a_unit_means_what_its_key_is_in(text: str, key: str, meant: str | None) -> None:
    assert number_meant(text, key) == meant


def test_a_key_or_name_that_is_there_already_is_not_proposed() -> None:
    twice = parse("posts_today: 3\nposts_tody: 4\n", "x.yaml")[0]
    _, faults = conform(twice, SCHEMA["$defs"]["Team"] | {"$defs": SCHEMA["$defs"]})
    assert "did you mean" not in faults[0].message
    names = parse("rules:\n  Core!: {label: a}\n  core: {label: b}\n", "x.yaml")[0]
    _, faults = conform(names, SCHEMA)
    assert "did you mean" not in faults[0].message


def test_a_number_is_quoted_only_where_the_text_is_allowed() -> None:
    assert "did you mean '2022' in quotes?" in (message("District", "year", "2022") or "")
    assert "did you mean" not in (message("Step", "team", "5") or "")


def test_a_list_without_its_brackets_is_proposed_with_them() -> None:
    assert "did you mean [elementary, middle]?" in (message("Area", "levels", "elementary, middle") or "")
    assert "did you mean" not in (message("Area", "levels", "elementary, midle") or "")
