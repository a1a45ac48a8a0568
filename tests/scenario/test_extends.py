"""One parent, merged key by key, from the scenario's own folder and nowhere else (F12)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from redesign.errors import Fault, InputError
from redesign.scenario.merged import merged_values
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from scenario_files import SMALL, SMALL_ROSTER, change, write

CHILD = """\
extends: base.yaml
name: variant
teams:
  office:
    posts_today: 9
areas:
  coaching:
    packages:
      high:
        source: trial in two schools
        visits_per_year: 30
        hours_per_visit: 2
        effect_per_hour: 0.8
"""


def child(folder: Path, text: str = CHILD, parent: str = SMALL) -> Scenario:
    (folder / "base.yaml").write_text(parent)
    return load_scenario(write(folder, text, SMALL_ROSTER, "child.yaml"))


def faults(folder: Path, text: str = CHILD, parent: str = SMALL) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as error:
        child(folder, text, parent)
    return error.value.faults


def test_blocks_merge_by_key(tmp_path: Path) -> None:
    scenario = child(tmp_path)
    assert scenario.name == "variant"
    assert scenario.district.name == "Two Schools"
    assert scenario.teams["office"].posts_today == 9
    assert scenario.teams["office"].hire_usd == 20000
    assert list(scenario.areas["coaching"].packages) == ["low", "high"]


def test_lists_are_replaced_whole(tmp_path: Path) -> None:
    parent = change(SMALL, "    packages:", "    levels: [elementary, middle, high]\n    packages:")
    scenario = child(tmp_path, CHILD + "    levels: [middle]\n", parent)
    assert scenario.areas["coaching"].levels == ("middle",)


def test_every_value_knows_its_file_and_line(tmp_path: Path) -> None:
    scenario = child(tmp_path)
    where = scenario.origin.provenance
    assert where["teams.office.posts_today"] == ("child.yaml", 5)
    assert where["teams.office.hire_usd"] == ("base.yaml", 19)
    assert scenario.origin.files == ("child.yaml", "base.yaml", "roster.csv")
    assert scenario.origin.path == "child.yaml"
    rows = {path: (value, place) for path, value, place in merged_values(scenario)}
    assert rows["teams.office.posts_today"] == (9, "child.yaml:5")
    assert rows["teams.office.post_fte"] == (1.0, "default")
    assert rows["schools"] == ("2 schools", "roster.csv")


def test_the_hash_covers_every_file(tmp_path: Path) -> None:
    first = child(tmp_path).origin.sha256
    assert child(tmp_path).origin.sha256 == first
    assert child(tmp_path, CHILD + "# more\n").origin.sha256 != first
    assert child(tmp_path, CHILD, SMALL + "# more\n").origin.sha256 != first
    (tmp_path / "roster.csv").write_text(SMALL_ROSTER + "h1,High,high,900,50\n")
    (tmp_path / "base.yaml").write_text(SMALL)
    assert load_scenario(tmp_path / "child.yaml").origin.sha256 not in ("", first)


def test_a_fault_is_reported_in_the_file_where_it_stands(tmp_path: Path) -> None:
    parent = change(SMALL, "hire_usd: 20000", "hire_usd: twenty")
    text = change(CHILD, "posts_today: 9", "posts_tody: 9")
    assert [(f.file, f.line, f.path) for f in faults(tmp_path, text, parent)] == [
        ("child.yaml", 5, "teams.office.posts_tody"),
        ("base.yaml", 19, "teams.office.hire_usd"),
    ]


def test_what_both_leave_out_is_missing(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, CHILD, change(SMALL, "    hire_usd: 20000\n", ""))
    assert (fault.file, fault.line, fault.path) == ("child.yaml", 4, "teams.office.hire_usd")


def test_a_parent_may_not_have_a_parent(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, CHILD, SMALL + "extends: grandparent.yaml\n")
    assert (fault.file, fault.path) == ("base.yaml", "extends")
    assert "child.yaml extends base.yaml, which extends grandparent.yaml" in fault.message


def test_a_file_may_not_extend_itself(tmp_path: Path) -> None:
    (fault, *_) = faults(tmp_path, change(CHILD, "base.yaml", "child.yaml"))
    assert "child.yaml extends child.yaml" in fault.message


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../base.yaml", "leads out of the folder"),
        ("sub/../../base.yaml", "leads out of the folder"),
        ("sub/../base.yaml", "leads out of the folder"),
        ("/etc/hostname", "not a name inside the folder"),
        ("~/base.yaml", "not a name inside the folder"),
        ("'C:\\base.yaml'", "not a name inside the folder"),
        ("'C:base.yaml'", "not a name inside the folder"),
        ("file:///etc/hostname", "not a name inside the folder"),
        ("bass.yaml", "not there; allowed: the name of a file in the scenario's own folder; did you mean 'base.yaml'?"),
        ("sub", "not there"),
        ("'.'", "not there"),
    ],
)
@pytest.mark.parametrize("key", ["extends", "schools_file"])
def test_names_that_are_refused(key: str, name: str, problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "base.yaml").write_text(SMALL)
    text = CHILD.replace("base.yaml", name) if key == "extends" else CHILD + f"schools_file: {name}\n"
    found = [f for f in faults(folder, text) if f.path == key]
    assert len(found) == 1
    assert problem in found[0].message
    assert found[0].file == "child.yaml"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("key", ["extends", "schools_file"])
def test_a_link_out_of_the_folder_is_refused_and_not_read(key: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: hunter2\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(secret)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    for name in ("link", "loop", "elsewhere/secret"):
        text = CHILD.replace("base.yaml", name) if key == "extends" else CHILD + f"schools_file: {name}\n"
        found = faults(folder, text)
        assert [f.path for f in found] == [key]
        assert "hunter2" not in str(found)


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "base.yaml")
    assert child(tmp_path, change(CHILD, "base.yaml", "link.yaml")).name == "variant"


def test_a_parent_that_cannot_be_parsed_hides_no_fault_of_the_child(tmp_path: Path) -> None:
    text = change(CHILD, "posts_today: 9", "posts_tody: 9")
    found = faults(tmp_path, text, "a: [\n")
    assert [(f.file, f.path) for f in found] == [("child.yaml", "teams.office.posts_tody"), ("base.yaml", "")]


@pytest.mark.parametrize("name", ["nowhere.yaml", "folder", "bad\0name.yaml"])
def test_a_scenario_that_is_no_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as error:
        load_scenario(tmp_path / name)
    assert len(error.value.faults) == 1
