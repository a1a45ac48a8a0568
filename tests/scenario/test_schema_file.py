"""The schema file that editors read is the one the program prints."""

import json
from pathlib import Path

from redesign.scenario.schema import scenario_schema

ROOT = Path(__file__).parents[2]


def test_schema_file_is_current():
    """Refresh with `redesign schema > scenarios/schema.json`."""
    stored = json.loads((ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8"))
    assert stored == scenario_schema()
