# ruff: noqa: S311  no number here is a secret
"""Spoiled files: a sample of them is read or refused with places; and what should not be said is seen.

`benchmarks/fuzzed_files.py` tries them in thousands.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import fuzzed_files
import pytest
import spoiled_rosters
import spoiled_yaml
from fuzzed_files import Ending, Folder, ended, endings, main, placed, study

from redesign.errors import Fault, InputError
from redesign.scenario import reading

LINES = "name: x\nteams:\n  hr:\n    posts: 3  # of them\n    way: {a: 1, b: text}\n"


@pytest.mark.parametrize(("what", "count"), [("scenarios", 60), ("rosters", 40)])
def test_a_sample_is_read_or_refused_with_the_place_of_every_fault(what: str, count: int) -> None:
    found = list(endings(what, range(count), 1, studies=False))
    assert [each for each in found if each.wrong] == []
    assert {each.exit for each in found} == {0, 2}


@pytest.mark.slow
def test_a_study_of_few_years_ends_as_it_should_and_a_bug_in_it_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path)
    assert study(folder, "tutorial.yaml")[:2] == (0, "")
    monkeypatch.setattr("redesign.cli.studied.studied", lambda *_, **__: 1 / 0)
    assert study(folder, "tutorial.yaml")[:2] == (70, "ended with 70")


def test_the_same_number_spoils_the_same() -> None:
    text, roster = LINES * 4, "id,name\na,A\nb,B\n"
    for number in range(200):
        assert spoiled_yaml.spoiled(text, Random(number)) == spoiled_yaml.spoiled(text, Random(number))
    made = {spoiled_rosters.as_csv([["id", "name"], ["a", roster]], Random(number)) for number in range(20)}
    assert len(made) > 2


@pytest.mark.parametrize("spoil", spoiled_yaml.SPOILS, ids=lambda spoil: spoil.__name__)
def test_every_way_spoils(spoil: object) -> None:
    changed = 0
    for number in range(40):
        lines = LINES.split("\n")
        spoil(lines, Random(number))  # type: ignore[operator]
        changed += "\n".join(lines) != LINES
    assert changed > 15


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    lines = len(folder.texts["tutorial.yaml"].splitlines())
    assert placed(folder, f"tutorial.yaml:{lines}:1: name: found 3")
    assert placed(folder, "x.xlsx, sheet Schools, row 7, column AB: id: found 3")
    for other in (f"tutorial.yaml:{lines + 2}:1: x", "tutorial.yaml:0:0: x", "name: found 3", "x.yaml:3: y"):
        assert not placed(folder, other), other


SLIPS = {
    "ended with 70": ZeroDivisionError("x"),
    "without a place: 'name: found x'": InputError([Fault("a", 0, 0, "name", "found x")]),
}


@pytest.mark.parametrize("wrong", SLIPS)
def test_what_should_not_be_is_listed(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slips(_: object) -> None:
        raise SLIPS[wrong]

    folder = Folder(tmp_path)
    monkeypatch.setattr(reading, "load_scenario", slips)
    assert ended(folder, "validate", [str(tmp_path / "tutorial.yaml")])[1] == wrong


def test_the_command_ends_with_1_where_anything_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [Ending(0, "a.yaml", 2), Ending(1, "b.yaml", 70, "ended with 70", "Traceback")]
    for found, code in ((some, 1), (some[:1], 0)):
        monkeypatch.setattr(fuzzed_files, "endings", lambda *_, found=found: iter(found))
        with pytest.raises(SystemExit) as end:
            main(["scenarios", "--count", "2", "--out", str(tmp_path / "out.jsonl")])
        assert end.value.code == code
    assert "1 (b.yaml): ended with 70" in capsys.readouterr().out
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
