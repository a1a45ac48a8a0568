"""The tutorial with few years, studied once, and what may be asked of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from redesign import load_scenario
from redesign.study.ask.variant import Asking
from redesign.study.knowledge import Knowledge
from redesign.study.pipeline import run
from redesign.study.runner import Runner

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
FEW = {"build_years": 2, "search_years": 2, "final_years": 3, "most_final_years": 3, "strategies": ("tinker",)}


@cache
def studied_tutorial() -> Asking:
    """In this process: years of SimPy, three strategies."""
    scenario = load_scenario(TUTORIAL)
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update=FEW)})
    known: list[Knowledge] = []
    return Asking(scenario, run(scenario, learned=known.append), known[0], Runner())
