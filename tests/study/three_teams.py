"""An office of three teams that a year does not tie together: clerks answer, coaches visit, experts do both."""

from __future__ import annotations

from typing import Any

import numpy as np

from offices import area, office, school, service, team
from redesign.analysis.cluster_years import Judged
from redesign.scenario.model import Scenario

CLERKS, COACHES, EXPERTS = range(3)
FEW = {"strategies": ("tinker",), "build_years": 2, "search_years": 2, "final_years": 2, "most_final_years": 2}


def three_teams(**blocks: Any) -> Scenario:
    """Two schools; leave for clerks, evaluations and inclusion for experts, math for coaches."""
    own: dict[str, Any] = {
        "schools": (school("ash", econ_disadvantaged=320), school("birch", econ_disadvantaged=80)),
        "teams": {
            "clerks": team(3, backlog_allowance_hours=50.0),
            "coaches": team(2, retrain_from=({"team": "clerks", "cost_usd": 9_000.0, "ramp_share": 0.25},)),
            "experts": team(2),
        },
        "services": {
            "leave": service("teachers", 60.0, ("clerks", 0.8), automate={"residual_work_share": 0.1}),
            "evaluation": service("special_education", 2.0, ("experts", 6.0)),
        },
        "areas": {
            "math": area("coaches", {"low": (20, 3.0, 1.0), "high": (60, 3.0, 0.7)}, package_today="low"),
            "inclusion": area("experts", {"only": (6, 4.0, 0.8)}),
        },
        "levers": {"portal": {"label": "Portal", "changes": {"services": {"evaluation": {"work_times": 0.7}}}}},
        "run": FEW,
    }
    return office(**(own | blocks))


def judged(room: float, support: float = 0.0) -> Judged:
    """A verdict without doubt."""
    return Judged(np.array([room]), np.zeros(1), np.array([support]), np.array([0.9]), 2)
