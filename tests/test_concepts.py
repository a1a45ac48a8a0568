"""The page of concepts keeps its word: every key, scenario, test and count that it names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from redesign import load_scenario
from redesign.reporting.sections import sections
from redesign.scenario.blocks import Block
from redesign.scenario.model import Scenario
from redesign.scenario.schema import file_schema
from redesign.study.study import study_schema
from reporting import sample_study
from study.test_rules_priced import TITLE

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
BUILT, LATER, OUT = "built", "several years, later: ", "left out: "
CONCEPTS, LEAST_BUILT = 161, 125
ASK = ("targets", "rules", "budget", "posts", "alternatives")


@dataclass(frozen=True)
class Row:
    number: int
    keys: tuple[str, ...]
    where: str
    tests: tuple[str, ...]
    state: str


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def rows() -> Iterator[Row]:
    for line in re.findall(r"^\| S\d+ \|.*$", PAGE, re.MULTILINE):
        number, _, keys, where, tests, state = (cell.strip() for cell in line.strip("|").split("|"))
        yield Row(int(number[1:]), quoted(keys), where, quoted(tests), state)


ROWS = tuple(rows())
built = pytest.mark.parametrize("row", [row for row in ROWS if row.state == BUILT], ids=lambda row: f"S{row.number}")


def test_every_concept_has_one_row_and_one_state() -> None:
    assert [row.number for row in ROWS] == list(range(1, CONCEPTS + 1))
    for row in ROWS:
        assert row.state == BUILT or row.state.startswith((LATER, OUT)), row
        assert (row.state == BUILT) == bool(row.tests) == bool(row.keys) == bool(row.where), row


def test_the_page_counts_its_rows() -> None:
    states = [row.state.split(":")[0] for row in ROWS]
    on = [row.where for row in ROWS if row.state == BUILT and row.where != "none yet"]
    ideas = sum(where.startswith("tutorial_ideas") for where in on)
    assert states.count(BUILT) >= LEAST_BUILT
    assert f"**Built: {states.count(BUILT)}.** {len(on)} of them are on in a shipped scenario, {ideas} of these" in PAGE
    assert f"later: {states.count(LATER[:-2])}.**" in PAGE
    assert f"**Left out: {states.count(OUT[:-2])}**" in PAGE


@cache
def functions_of(file: str) -> set[str]:
    path = ROOT / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@built
def test_the_tests_of_a_row_exist_and_know_its_number(row: Row) -> None:
    """Those that were written for concepts name them."""
    for file, _, name in (test.partition("::") for test in row.tests):
        assert name in functions_of(file), (file, name)
        if "test_concepts_" in file:
            text = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert re.search(rf"\bS{row.number}\b", text), (file, row.number)


@cache
def blocks_of(kind: str) -> dict[str, dict[str, Any]]:
    schema = file_schema() if kind == "scenario" else study_schema()
    return schema["$defs"] | {"Scenario" if kind == "scenario" else "Study": schema}


def block_and_key(key: str) -> tuple[str, str, str]:
    name, _, value = key.partition("=")
    block, _, field = name.partition(".")
    return block, field, value


def is_key_of_file(key: str) -> bool:
    block, field, value = block_and_key(key)
    there = block in blocks_of("scenario") and field in blocks_of("scenario")[block]["properties"]
    return there and (
        not value
        or f"'{value}'" in str(blocks_of("scenario")[block]["properties"][field]).lower()
        or value in ("True", "False")
    )


def is_field_of_study(key: str) -> bool:
    block, field, value = block_and_key(key)
    return block in blocks_of("study") and field in blocks_of("study")[block]["properties"] and not value


@built
def test_the_keys_of_a_row_exist(row: Row) -> None:
    for key in row.keys:
        asked = key.removeprefix("redesign ask ")
        assert asked in ASK or is_key_of_file(key) != is_field_of_study(key), key


@cache
def scenario_named(name: str) -> Scenario:
    return load_scenario(ROOT / "scenarios" / f"{name}.yaml")


def blocks_in(value: Any) -> Iterator[Block]:
    """A block and all that are in it."""
    if isinstance(value, Block):
        yield value
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from blocks_in(each)


def uses(blocks: list[Block], key: str) -> bool:
    """Whether one of these blocks has this key written, or this very value in it."""
    block, field, value = block_and_key(key)
    for each in (each for each in blocks if type(each).__name__ == block):
        said = getattr(each, field)
        if (
            value in (str(said), *(said if isinstance(said, tuple) else ()))
            if value
            else field in each.model_fields_set
        ):
            return True
    return False


@built
def test_a_scenario_uses_the_keys_that_a_row_says_it_uses(row: Row) -> None:
    """The blocks that a row names together use all its keys; `Lever.changes` may be there to be empty."""
    if row.where == "none yet":
        return
    name = row.where.split(" ")[0]
    scenario, paths = scenario_named("corpus_christi" if name == "all" else name), quoted(row.where)
    named: list[Block] = []
    for path in paths:
        kind, _, block = path.partition(".")
        kinds = getattr(scenario, "all_strategies" if kind == "strategies" else kind)
        named += blocks_in(kinds[block] if block else kinds)
    for key in filter(is_key_of_file, row.keys):
        if not key.startswith("Scenario.") and paths and key != "Lever.changes":
            assert uses(named, key), (row.number, key)


def test_use_is_seen_where_it_is_and_nowhere_else() -> None:
    blocks = list(blocks_in(scenario_named("corpus_christi").levers["project_teams"]))
    assert uses(blocks, "ServiceChange.handover_times")
    assert not uses(blocks, "ServiceChange.courtesy")
    assert not uses(blocks, "Lever.needs")
    rules = list(blocks_in(scenario_named("corpus_christi").rules["tenure_protection"]))
    assert uses(rules, "Rule.kind=release_limit")
    assert not uses(rules, "Rule.kind=forbids")


def test_parts_of_the_report_that_the_page_names_exist() -> None:
    titles = {section.title for section in sections(sample_study.study())} | {TITLE}
    answers = PAGE.partition("## Questions a superintendent asks")[2]
    named = re.findall(r'"([A-Z][^"]{9,})"', answers.replace("\n", " "))
    assert len(named) == 4
    assert {re.sub(r" \(hours.*", "", title) for title in named} <= {
        re.sub(r" \(hours.*", "", title) for title in titles
    }
    for words in re.findall(r"`redesign ask SCENARIO (\w+)", answers):
        assert words in ASK
