"""Every key of the schema misspelled by one letter is refused, and nearly always with the right word (F6)."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from redesign.errors import InputError
from redesign.scenario.conform import conform
from redesign.scenario.grammar import Schema, branches, entries, resolve
from redesign.scenario.reading import load_scenario
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.yaml_tree import Mark, Node, parse
from scenario_files import FULL, ROSTER, SMALL, SMALL_ROSTER, write

LETTERS = string.ascii_lowercase + "_"
Key = tuple[str, str, Mark, tuple[str, ...]]
"""Block, key, place in `FULL`, all keys of the block."""


def keys_of_full() -> list[Key]:
    """Each (block, key) of the schema once, where `FULL` has it."""
    schema = file_schema()
    tree, _ = parse(FULL, "full.yaml")
    found: dict[tuple[str, str], Key] = {}

    def walk(node: Node, part: Schema, name: str) -> None:
        name = part.get("$ref", name).rsplit("/", 1)[-1]
        part = resolve(part, schema)
        part = next((b for b in branches(part) if b.get("type") in ("object", "array") or "$ref" in b), part)
        name = part.get("$ref", name).rsplit("/", 1)[-1]
        part = resolve(part, schema)
        for item in node.items:
            walk(item, part["items"], name)
        for key, value in node.mapping.items():
            inner = entries(part)
            if inner is None:
                assert value.key is not None
                found.setdefault((name, key), (name, key, value.key, tuple(part["properties"])))
            walk(value, inner or part["properties"][key], name)

    walk(tree, schema, "Scenario")
    return list(found.values())


def mutations(word: str, rng: random.Random, everywhere: bool = False) -> Iterator[tuple[str, str]]:
    """One-letter slips: of each kind one, or one at every place."""
    places = range(len(word)) if everywhere else [rng.randrange(len(word))]
    swaps = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    for i in places:
        other = rng.choice([c for c in LETTERS if c != word[i]])
        yield "substitution", word[:i] + other + word[i + 1 :]
        yield "deletion", word[:i] + word[i + 1 :]
        yield "insertion", word[:i] + rng.choice(LETTERS) + word[i:]
    for i in swaps if everywhere else [rng.choice(swaps)]:
        yield "transposition", word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def misspelled(mark: Mark, key: str, slip: str) -> str:
    lines = FULL.split("\n")
    line = lines[mark.line - 1]
    assert line[mark.column - 1 :].startswith(key)
    lines[mark.line - 1] = line[: mark.column - 1] + slip + line[mark.column - 1 + len(key) :]
    return "\n".join(lines)


def test_full_uses_every_key_of_the_schema() -> None:
    schema = file_schema()
    blocks = {"Scenario": schema} | schema["$defs"]
    assert {(n, k) for n, b in blocks.items() for k in b["properties"]} == {(n, k) for n, k, _, _ in keys_of_full()}


def test_every_key_misspelled_by_one_letter_is_refused_with_the_right_word(tmp_path: Path) -> None:
    rng = random.Random(20)  # noqa: S311
    tried = right = 0
    for _, key, mark, siblings in keys_of_full():
        for _, slip in mutations(key, rng):
            if slip in siblings:
                continue
            text = misspelled(mark, key, slip)
            with pytest.raises(InputError) as error:
                load_scenario(write(tmp_path, text))
            (fault,) = error.value.faults  # one slip, one fault: the key is not reported as missing, too
            assert (fault.line, fault.column) == (mark.line, mark.column)
            tried += 1
            right += f"did you mean '{key}'?" in fault.message
    assert tried >= 4 * len(keys_of_full()) - 5
    assert right >= 0.95 * tried


@pytest.mark.slow
def test_every_slip_at_every_place() -> None:
    """The same for every place of every key, against the schema alone."""
    schema, rng = file_schema(), random.Random(5)  # noqa: S311
    tried = right = 0
    for block, key, _, siblings in keys_of_full():
        part = schema if block == "Scenario" else schema["$defs"][block]
        for _, slip in mutations(key, rng, everywhere=True):
            if slip in siblings or not slip:
                continue
            node = Node({slip: Node(None, Mark("x", 1, 1), Mark("x", 1, 1), faulty=True)}, Mark("x", 1, 1))
            _, faults = conform(node, part | {"$defs": schema["$defs"]})
            assert faults, slip
            tried += 1
            right += f"did you mean '{key}'?" in faults[0].message
    assert right >= 0.95 * tried


def test_every_column_of_the_roster_misspelled_is_refused(tmp_path: Path) -> None:
    rng = random.Random(6)  # noqa: S311
    header, rest = ROSTER.split("\n", 1)
    known = roster_schema()["items"]["properties"]
    for name in header.split(","):
        for _, slip in mutations(name, rng):
            if slip in known:
                continue
            broken = ",".join(slip if column == name else column for column in header.split(","))
            with pytest.raises(InputError) as error:
                load_scenario(write(tmp_path, roster=f"{broken}\n{rest}"))
            (fault,) = error.value.faults
            assert (fault.file, fault.line, fault.column) == ("roster.csv", 1, broken.index(slip) + 1)
            assert f"did you mean '{name}'?" in fault.message or len(name) == 2


def test_the_small_file_is_small_and_valid(tmp_path: Path) -> None:
    """Each needed key once: without any one of them the file is refused."""
    path = write(tmp_path, SMALL, SMALL_ROSTER)
    load_scenario(path)
    for i, line in enumerate(SMALL.splitlines()):
        if line.strip().endswith(":"):
            continue
        path.write_text("\n".join(SMALL.splitlines()[:i] + SMALL.splitlines()[i + 1 :]))
        with pytest.raises(InputError):
            load_scenario(path)
