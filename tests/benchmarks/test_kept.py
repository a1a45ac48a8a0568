"""What long commands keep: a run that was ended goes on where it was, and nothing of other code or numbers counts."""

import pytest
from kept import Kept, stamp_of

from offices import small_office


def test_a_record_is_made_once(tmp_path):
    path = tmp_path / "out" / "kept.jsonl"
    made = Kept(path, "a").once("one", lambda: {"value": 1.5})
    again = Kept(path, "a").once("one", lambda: pytest.fail("made twice"))
    assert again == made
    assert again["value"] == 1.5


def test_another_stamp_counts_for_nothing(tmp_path):
    path = tmp_path / "kept.jsonl"
    Kept(path, "a").once("one", lambda: {"value": 1})
    assert Kept(path, "b").once("one", lambda: {"value": 2})["value"] == 2
    assert Kept(path, "a").records["one"]["value"] == 1


def test_a_torn_line_is_made_again_and_hurts_no_other(tmp_path):
    path = tmp_path / "kept.jsonl"
    Kept(path, "a").once("one", lambda: {"value": 1})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": "two", "stamp": "a", "val')
    assert Kept(path, "a").once("two", lambda: {"value": 2})["value"] == 2
    assert {key: r["value"] for key, r in Kept(path, "a").records.items()} == {"one": 1, "two": 2}


def test_the_stamp_knows_the_scenario_and_what_else_decides():
    office = small_office()
    other = office.model_copy(update={"run": office.run.model_copy(update={"seed": 2})})
    assert len({stamp_of(office), stamp_of(other), stamp_of(office, 3)}) == 3
    assert stamp_of(office) == stamp_of(small_office())
