"""Rates of benefits of the shipped districts are those of their own spending, and split the derived pay."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from redesign.scenario.reading import load_scenario

ROOT = Path(__file__).parents[2]
FUNCTIONS = {"V90": ("V37", "V38"), "E07": ("V13", "V14"), "E17": ("V11", "V12"), "V40": ("V21", "V22"),
             "E11": ("V29", "V30"), "E08": ("V15", "V16")}  # fmt: skip
"""Salaries and benefits of each function of the F-33 survey."""
WORDS = {
    "business, central and other support": "V90",
    "instructional staff support": "E07",
    "pupil support": "E17",
    "plant": "V40",
    "food service": "E11",
    "general administration": "E08",
}


@pytest.mark.parametrize(
    ("name", "district", "without"),
    [
        ("corpus_christi", "CORPUS CHRISTI", set()),
        ("sharyland", "SHARYLAND", set()),
        ("rural", "DUMAS", {"special_education"}),
    ],
)
def test_rates_are_those_of_the_survey(name: str, district: str, without: set[str]) -> None:
    with (ROOT / "data/f33/functions.csv").open(encoding="utf-8") as file:
        (spent,) = [row for row in csv.DictReader(file) if row["NAME"] == f"{district} ISD"]
    scenario = load_scenario(ROOT / f"scenarios/{name}.yaml")
    assert {key for key, team in scenario.own_teams.items() if team.fringe_rate is None} == without
    seen = 0
    for team in scenario.own_teams.values():
        text = team.source["fringe_rate"] if isinstance(team.source, dict) and "fringe_rate" in team.source else None
        if text is not None:
            salaries, benefits = FUNCTIONS[WORDS[text.split(" salaries of ")[1].split(", docs")[0]]]
            assert team.fringe_rate == round(float(spent[benefits]) / float(spent[salaries]), 3)
            seen += 1
    assert seen >= len(scenario.own_teams) - 2
