"""Remake the golden results: `python tests/golden/refresh.py [scenario ...]`. Read the diff before committing it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent
SCENARIOS = GOLDEN.parents[1] / "scenarios"
SHIPPED = ("tutorial", "sharyland", "corpus_christi")


def essence(document: dict[str, Any]) -> dict[str, Any]:
    """What a golden result keeps of a study: enough to see a number move."""
    certificate = document["certificate"]
    return {
        "plan": {
            "posts": {row["team"]: row["planned"] for row in document["plan"]["posts"]},
            "levers": {k: v for k, v in document["plan"]["levers"].items() if v != "as_is"},
            "packages": {a: dict(sorted(Counter(p.values()).items())) for a, p in document["plan"]["packages"].items()},
        },
        "support": {name: s["support"] for name, s in document["strategies"].items()},
        "yearly_usd": {name: s["cost"]["yearly_usd"] for name, s in document["strategies"].items()},
        "on_time": {name: {p["id"]: p["share"] for p in s["promises"]} for name, s in document["strategies"].items()},
        "certificate": {
            "solver_gap": certificate["solver_gap"],
            "upper_bound": certificate["support"]["upper_bound"],
            "certified_gap": certificate["support"]["certified_gap"],
            "admissible": certificate["admissible"],
        },
    }


def refresh(names: list[str]) -> None:
    """Run each scenario and write its golden result."""
    from redesign import load_scenario
    from redesign.study.pipeline import run

    for name in names or SHIPPED:
        document = run(load_scenario(SCENARIOS / f"{name}.yaml"), workers=2).document
        text = json.dumps(essence(document), indent=1, sort_keys=True) + "\n"
        (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    refresh(sys.argv[1:])
