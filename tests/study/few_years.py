"""The tutorial with so few years that a study of it takes a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from redesign import load_scenario
from redesign.scenario.model import Scenario

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
FEW = {"strategies": ["tinker"], "build_years": 2, "search_years": 2, "final_years": 6, "most_final_years": 6}


def few_years(**changes: Any) -> Scenario:
    """With other values, as `with_changes` takes them; `run` settings beside those of few years."""
    scenario = load_scenario(TUTORIAL)
    return scenario.with_changes(**{**changes, "run": {**FEW, **changes.get("run", {})}})
