"""Pins in a scenario file."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.errors import InputError
from redesign.scenario.pins import PackagePin, PostsPin
from redesign.scenario.reading import load_scenario

SHIPPED = Path(__file__).parents[2] / "scenarios"


def pinned(folder: Path, *lines: str) -> Path:
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    text = "\n".join(["extends: tutorial.yaml", "pins:", *lines])
    (folder / "pinned.yaml").write_text(text + "\n", encoding="utf-8")
    return folder / "pinned.yaml"


def test_pins_are_read_and_are_no_assumptions(tmp_path: Path) -> None:
    path = pinned(
        tmp_path,
        "  posts: {office: 5, coaches: {least: 1, most: 3}}",
        "  levers: {leave_requests.automate: taken, purchase_orders.automate: left}",
        "  packages: {coaching: {at_least: mid}}",
    )
    scenario = load_scenario(path)
    assert scenario.pins.posts == {"office": 5, "coaches": PostsPin(least=1, most=3)}
    assert scenario.pins.range_of("office") == (5, 5)
    assert scenario.pins.range_of("coaches") == (1, 3)
    assert scenario.pins.levers == {"leave_requests.automate": "taken", "purchase_orders.automate": "left"}
    assert scenario.pins.packages == {"coaching": PackagePin(at_least="mid")}
    assert not any(number.path.startswith("pins") for number in scenario.origin.assumptions)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "  posts: {offic: 5}",
            "pinned.yaml:3:11: pins.posts.offic: found text 'offic'; allowed: a team of this file: ",
        ),
        ("  posts: {office: {least: 4, most: 3}}", "pins.posts.office.least: found 4; allowed: at most 3"),
        (
            "  levers: {leave.automate: taken}",
            "pins.levers.leave.automate: found text 'leave.automate'; allowed: a lever",
        ),
        ("  levers: {leave_requests.automate: yes}", "pins.levers.leave_requests.automate: found text 'yes'"),
        (
            "  packages: {coaching: lots}",
            "pins.packages.coaching: found text 'lots'; allowed: a package of this file: none",
        ),
        ("  packages: {coaching: {at_least: none}}", "pins.packages.coaching.at_least: found text 'none'"),
        ("  packages: {coach: low}", "pins.packages.coach: found text 'coach'; allowed: a support area"),
    ],
)
def test_a_pin_that_names_nothing_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as told:
        load_scenario(pinned(tmp_path, line))
    assert said in str(told.value)
