"""The synthetic district: made again byte for byte, labelled for what it is, with the posts that its recipe states."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.scenario.model import Scenario

ROOT = Path(__file__).parents[2]
FILES = ("synthetic_1600.yaml", "synthetic_1600_schools.csv")


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_synthetic", ROOT / "tools/make_synthetic_district.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its own module up by name
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def synthetic() -> Scenario:
    return load_scenario(ROOT / "scenarios/synthetic_1600.yaml")


def test_the_recipe_makes_the_same_bytes(tmp_path: Path) -> None:
    _tool().make(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (ROOT / "scenarios" / name).read_bytes(), name


def test_it_is_labelled_synthetic(synthetic: Scenario) -> None:
    for text in (synthetic.name, synthetic.description, synthetic.district.name, str(synthetic.source)):
        assert "synthetic" in text.lower()
    assert all(s.name.startswith("Synthetic") for s in synthetic.schools)
    first = (ROOT / "scenarios/synthetic_1600.yaml").read_text(encoding="utf-8").splitlines()[2]
    assert "SYNTHETIC" in first


def test_it_has_the_size_it_is_shipped_for(synthetic: Scenario) -> None:
    assert len(synthetic.schools) == 1600
    assert len(synthetic.areas) == 10
    assert all(len(area.packages) == 3 for area in synthetic.areas.values())
    assert 10 <= len(synthetic.teams) <= 16
    assert 800_000 < sum(s.enrollment for s in synthetic.schools) < 1_000_000
    shares = [s.econ_disadvantaged / s.enrollment for s in synthetic.schools]
    assert np.std(shares) > 0.1


def test_posts_are_the_fewest_with_the_stated_utilization(synthetic: Scenario) -> None:
    expectation = expect(synthetic)
    load = expectation.work_hours.copy()
    for a, (area, chosen) in enumerate(zip(synthetic.area_list, plan_today(synthetic).packages.tolist(), strict=True)):
        for s, p in enumerate(chosen):
            load[synthetic.team_ids.index(area.suppliers[p])] += expectation.visit_hours[a, s, p]
    for i, (name, team) in enumerate(synthetic.teams.items()):
        busy = 0.80 if team.productive_share == 0.75 else 0.65
        assert team.posts_today == math.ceil(load[i] / busy / expectation.post_hours[i]), name
