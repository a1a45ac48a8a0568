"""The three files of a new scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from redesign.districts.compose import SCENARIO, Composed, compose
from redesign.districts.data_page import data_page
from redesign.districts.facts import PublishedDistrict
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.sourced import sourced_numbers

PAGE = "DATA.md"


def make(district: PublishedDistrict, folder: Path) -> Composed:
    """Write the scenario, the roster and DATA.md of a district into a folder, which is made where there is none.

    Into an empty one: what has their names is replaced, see `redesign.study.place`. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def load(files: Mapping[str, str]) -> Scenario:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return load_scenario(folder / SCENARIO)

    made = compose(district, load)
    load(made.files)
    (folder / PAGE).write_text(data_page(made, sourced_numbers(folder / SCENARIO)), encoding="utf-8")
    return made
