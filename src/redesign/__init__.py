"""Clean-sheet service redesign for school district central offices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redesign.scenario.model import Scenario

__version__ = "0.1.0"


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file with its parent and roster; raise `redesign.errors.InputError` with every fault."""
    from redesign.scenario.reading import load_scenario as load  # late: the command line starts without pydantic

    return load(path)
