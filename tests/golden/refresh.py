"""Remake the golden results: `python tests/golden/refresh.py [scenario ...]`. Read the diff before committing it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from redesign import load_scenario
from redesign.study.pipeline import run
from redesign.study.study import Study

GOLDEN = Path(__file__).parent
SCENARIOS = GOLDEN.parents[1] / "scenarios"
SHIPPED = ("tutorial", "sharyland", "corpus_christi")


def essence(study: Study) -> dict[str, Any]:
    """What a golden result keeps of a study: enough to see a number move."""
    plan, certificate, strategies = study.plan, study.certificate, study.strategies.items()
    return {
        "plan": {
            "posts": {row.team: row.planned for row in plan.posts},
            "levers": {k: v for k, v in plan.levers.items() if v != "as_is"},
            "packages": {a: dict(sorted(Counter(p.values()).items())) for a, p in plan.packages.items()},
        },
        "support": {name: asdict(s.support) for name, s in strategies},
        "yearly_usd": {name: s.cost.yearly_usd for name, s in strategies},
        "on_time": {name: {p.id: p.share and asdict(p.share) for p in s.promises} for name, s in strategies},
        "certificate": {
            "solver_gap": certificate.solver_gap,
            "upper_bound": certificate.support.upper_bound,
            "bound_steps": {part.step: part.value for part in certificate.support.bound_steps},
            "certified_gap": certificate.support.certified_gap,
            "admissible": certificate.admissible,
        },
    }


def refresh(names: list[str]) -> None:
    """Run each scenario and write its golden result."""
    for name in names or SHIPPED:
        study = run(load_scenario(SCENARIOS / f"{name}.yaml"), workers=2)
        text = json.dumps(essence(study), indent=1, sort_keys=True) + "\n"
        (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    refresh(sys.argv[1:])
