"""What the sample study says of a strategy beside its support, made by hand."""

from __future__ import annotations

from typing import Any

SCORES = {"on_time": 1.0, "late": 0.4, "no_but": 0.6, "refused": 0.1, "unmet": 0.0}


def about(mean: float, half: float) -> dict[str, float]:
    return {"mean": mean, "low": mean - half, "high": mean + half}


def compared(mean: float, half: float, difference: tuple[float, float, str] | None) -> dict[str, Any]:
    apart = difference and about(*difference[:2])
    return {"value": about(mean, half), "difference_from_today": apart, "verdict": difference and difference[2]}


def details(name: str, labels: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    """`labels`: under `teams`, `services` and `areas` the id and name of each, in order."""
    clean, today = name == "clean_sheet", name == "today"
    requests = {"on_time": 110_000.0, "late": 9_000.0, "no_but": 0.0, "refused": 0.0, "unmet": 2_280.0}
    requests |= {"refused": 8_700.0} if clean else {}
    unanswered = [("operations", "unmet"), *([("sign_offs", "refused")] if clean else [])]
    services, areas = dict(labels["services"]), labels["areas"]
    faster, sooner = (0.02, 0.005, "higher"), (0.001, 0.004, "not distinguishable")
    return {
        "speed": compared(0.92, 0.01, None if today else faster if clean else sooner),
        "satisfaction": compared(0.88, 0.02, None if today else (-0.03, 0.01, "lower") if clean else sooner),
        "outcomes": [{"outcome": o, "score": s, "requests_per_year": requests[o]} for o, s in SCORES.items()],
        "unanswered": [
            {"service": k, "label": services[k], "outcome": o, "requests_per_year": about(requests[o], 50.0)}
            for k, o in unanswered
        ],
        "best_use": {"area": "math_coaching", "package": "low", "support_per_hour": 1.25},
        "work": [
            {
                "service": service,
                "hours": about(9_000.0 - 100 * i, 90.0),
                "usd": about(360_000.0 - 4_000 * i, 3_600.0),
                "displaced_support": about(11_250.0 - 125 * i, 112.5),
            }
            for i, (service, _) in enumerate(labels["services"][:-1])
        ],
        "packages": [
            {
                "area": area,
                "package": package,
                "support_per_1000_usd": 9.0 - i,
                "in_plan_per_1000_usd": about(8.5 - i, 0.5) if package == "low" else None,
                "schools": 20 if package == "low" else 0,
                "of_schools": 57,
            }
            for i, package in enumerate(("low", "mid", "high"))
            for area, _ in areas
        ],
        "cut_line": {"least_taken_per_1000_usd": 3.21, "most_left_per_1000_usd": 4.32 if clean else None},
        "freed": None if today else freed(clean, labels["teams"]),
        "principal_savings": None if today else saved(),
        "fairness": {
            "gap_per_teacher": about(2.5 if clean else 1.25, 0.25),
            "minimum": schools_at(2.0, 1.0 if clean else 0.8, 0.79),
            "ambitious": schools_at(6.0, 0.5, 0.45) if clean else None,
        },
        "core_elements": [
            {"element": "partnership", "on": ["partnership"], "marked": True},
            {"element": "services", "on": ["math_coaching", "inclusion"] if clean else [], "marked": True},
            {"element": "leadership", "on": [], "marked": False},
        ],
    }


def freed(clean: bool, teams: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "services_hours": about(12_000.0, 300.0),
        "by_changes_hours": about(11_500.0, 200.0),
        "other_hours": about(3_000.0, 30.0),
        "visits_hours": about(13_500.0, 150.0),
        "unworked_hours": about(-500.0, 100.0),
        "post_hours": 2_000.0,
        "moved_hours": 14_040.0,
        "saved_usd": 41_000.0 if clean else -5_000.0,
        "by_team": [
            {"team": team, "freed_hours": 100.0 * i, "visits_hours": 10.0 * i, "post_hours": 1.0 * i}
            for i, (team, _) in enumerate(teams)
        ],
    }


def saved() -> dict[str, Any]:
    return {
        "hours": about(1_500.0, 60.0),
        "usd": about(90_000.0, 3_600.0),
        "reinvested_usd": about(45_000.0, 1_800.0),
    }


def schools_at(hours: float, promised: float, made: float) -> dict[str, Any]:
    return {"hours_per_teacher": hours, "promised_share": promised, "made_share": about(made, 0.01)}
