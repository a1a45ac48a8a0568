"""A study as `study.json` has it, made by hand: a district of 57 schools, 12 teams, 14 services and 6 support areas."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

from redesign.study.digest import digest
from redesign.study.study import FORMAT, Study
from reporting.sample_details import details
from reporting.sample_proposal import proposal
from reporting.sample_years import years

TEAMS = [
    # id, label, unit, stream, cost, today, kept, retrained out, hired, released
    ("hr", "Human Resources", "Human Resources", "general", 78_000, 24, 18, 4, 0, 2),
    ("payroll", "Payroll", "Business Office", "general", 72_000, 14, 11, 3, 0, 0),
    ("purchasing", "Purchasing", "Business Office", "general", 75_000, 9, 8, 1, 0, 0),
    ("maintenance", "Maintenance Trades", "Facilities", "general", 68_000, 140, 132, 0, 0, 8),
    ("it", "IT Support", "Technology", "general", 80_000, 32, 30, 2, 0, 0),
    ("nutrition", "Nutrition Office", "Food Services", "nutrition", 60_000, 18, 18, 0, 0, 0),
    ("evaluation", "Special-Education Evaluators", "Special Education", "federal", 92_000, 45, 45, 0, 2, 0),
    ("compliance", "Federal Programs and Compliance", "Finance", "federal", 81_000, 7, 7, 0, 0, 0),
    ("math", "Elementary Mathematics Coaches", "Teaching and Learning", "general", 88_000, 8, 8, 0, 6, 0),
    ("literacy", "Secondary Literacy Coaches", "Teaching and Learning", "general", 88_000, 6, 6, 0, 4, 0),
    ("leaders", "Instructional Leadership Directors", "School Leadership", "general", 140_000, 5, 5, 0, 1, 0),
    ("talent", "Talent Partners", "Human Resources", "general", 85_000, 3, 3, 0, 0, 0),
]
RETRAINED_IN = {
    "math": {"hr": 2, "payroll": 2},
    "literacy": {"hr": 1, "payroll": 1, "it": 2},
    "talent": {"hr": 1, "purchasing": 1},
}
SERVICES = [
    # id, label, team, mandated, automate, eliminate, requests, hours, on time today, on time in the plan, lever
    ("leave", "Leave requests", "hr", False, True, False, 11_800, 8_850, 0.93, None, "automate"),
    ("hiring", "Hiring cases", "hr", False, False, False, 1_450, 14_500, 0.71, 0.74, "as_is"),
    ("substitutes", "Substitute placement", "hr", False, True, False, 21_500, 5_375, 0.88, 0.9, "as_is"),
    ("payroll_fixes", "Payroll corrections", "payroll", False, True, False, 5_200, 7_800, 0.95, 0.96, "as_is"),
    ("orders", "Purchase orders", "purchasing", False, True, False, 9_100, 9_100, 0.9, 0.91, "automate"),
    (
        "work_orders",
        "Maintenance work orders",
        "maintenance",
        False,
        False,
        False,
        31_000,
        108_500,
        0.82,
        0.83,
        "as_is",
    ),
    ("tickets", "IT tickets", "it", False, False, False, 26_000, 32_500, 0.97, 0.97, "as_is"),
    ("meals", "Nutrition requests", "nutrition", False, False, False, 6_000, 9_000, 0.96, 0.96, "as_is"),
    (
        "evaluations",
        "Special-education evaluations",
        "evaluation",
        True,
        False,
        False,
        1_900,
        34_200,
        0.86,
        0.93,
        "as_is",
    ),
    ("sign_offs", "Paper sign-offs", "compliance", False, True, True, 8_700, 2_610, 0.9, None, "eliminate"),
    ("fund_reports", "Fund compliance reports", "compliance", True, False, False, 684, 4_100, 0.99, 0.99, "as_is"),
    ("surveys", "Survey and data requests", "compliance", False, False, True, 570, 1_710, 0.94, 0.94, "as_is"),
    ("records", "Personnel records", "hr", False, True, False, 4_300, 2_150, 0.92, 0.92, "as_is"),
    ("operations", "Operations support", None, False, False, False, 2_280, 0, None, None, "as_is"),
]
AREAS = [
    ("math_coaching", "Elementary mathematics coaching", "math"),
    ("literacy_coaching", "Secondary literacy coaching", "literacy"),
    ("partnership", "Principal partnership", "leaders"),
    ("talent_strategy", "Talent strategy", "talent"),
    ("inclusion", "Inclusion support", "evaluation"),
    ("operations_coaching", "Operations coaching", "talent"),
]
NAMED: dict[str, list[Any]] = {"teams": TEAMS, "services": SERVICES, "areas": AREAS}
PACKAGES = ["none", "low", "mid", "high"]
MEASURES = ["econ_disadvantaged", "special_education", "emergent_bilingual"]
KINDS = ("mandated", "routine", "instructional", "other")
BOUND_STEPS = [
    {"step": "hours", "value": 15_100.0, "sure": True},
    {"step": "windows", "value": 14_900.0, "sure": True},
    {"step": "least_posts", "value": 13_700.0, "sure": False},
    {"step": "clairvoyant", "value": 13_400.0, "sure": False},
]
SAFE_MOVES = {
    "plans": 3,
    "posts": [
        {"team": "hr", "label": "Human Resources", "today": 24, "least": 18, "most": 18},
        {"team": "nutrition", "label": "Nutrition Office", "today": 18, "least": 17, "most": 18},
        {"team": "math", "label": "Elementary Mathematics Coaches", "today": 8, "least": 17, "most": 18},
    ],
    "levers_in_all": ["leave.automate", "sign_offs.eliminate"],
    "levers_in_some": ["orders.automate"],
    "packages": [
        {"area": a, "label": label, "schools": 57, "alike": 57 if a != "inclusion" else 40} for a, label, _ in AREAS
    ],
}


def around(mean: float, half_share: float = 0.02) -> dict[str, float]:
    """An interval of the given half width around a mean."""
    return {"mean": mean, "low": mean * (1 - half_share), "high": mean * (1 + half_share)}


def on_time(mean: float, half: float = 0.015) -> dict[str, float]:
    return {"mean": mean, "low": mean - half, "high": min(1.0, mean + half)}


def schools() -> list[dict[str, Any]]:
    return [
        {
            "id": f"s{i:03d}",
            "name": f"School {i}",
            "level": "elementary",
            "enrollment": 581,
            "teachers": 37.8,
            "need_share": 0.2 + i / 100,
            "need_quartile": 1 + 4 * i // 57,
            "need_quartiles": dict.fromkeys(MEASURES, 1 + 4 * i // 57),
        }
        for i in range(57)
    ]


def plan(clean: bool) -> dict[str, Any]:
    posts = []
    for team, _, _, _, _, today, kept, out, hired, released in TEAMS:
        into = RETRAINED_IN.get(team, {})
        change = {
            "team": team,
            "today": today,
            "kept": kept,
            "retrained_in": into,
            "retrained_out": out,
            "hired": hired,
            "released": released,
            "planned": kept + sum(into.values()) + hired,
        }
        same = {
            **change,
            "kept": today,
            "retrained_in": {},
            "retrained_out": 0,
            "hired": 0,
            "released": 0,
            "planned": today,
        }
        posts.append(change if clean else same)
    packages = {
        area: {s["id"]: PACKAGES[level(a, s["need_quartile"], clean, n)] for n, s in enumerate(schools())}
        for a, (area, _, _) in enumerate(AREAS)
    }
    levers = {row[0]: row[-1] if clean else "as_is" for row in SERVICES}
    return {"posts": posts, "packages": packages, "levers": levers, "drop_removable_work": clean}


def level(area: int, quartile: int, clean: bool, school: int) -> int:
    if not clean:
        return 1 if area in (0, 2) else 0
    return (0, 1, 1, 2)[quartile - 1] + (1 if (area + school) % 3 == 0 else 0) if area < 5 else int(quartile > 2)


def by_quartile(packages: dict[str, str]) -> list[dict[str, Any]]:
    counts: list[dict[str, Any]] = [{"quartile": q, **dict.fromkeys(PACKAGES, 0)} for q in (1, 2, 3, 4)]
    for school in schools():
        counts[school["need_quartile"] - 1][packages[school["id"]]] += 1
    return counts


def promises(clean: bool) -> list[dict[str, Any]]:
    found = []
    for service, label, team, mandated, _, _, requests, _, today, planned, _ in SERVICES:
        share = planned if clean else today
        if team is None or share is None:
            continue
        found.append(promise("service", service, label, team, today, share, requests, mandated))
    for area, label, team in AREAS:
        found.append(promise("visits", area, label, team, 0.91, 0.94 if clean else 0.91, 600, False))
    return found


def promise(
    kind: str,
    name: str,
    label: str,
    team: str,
    today: float,
    share: float,
    requests: float,
    mandated: bool,
) -> dict[str, Any]:
    """One promise of 90%, for most of which today's share is enough; half a point is more than chance explains."""
    interval = on_time(share)
    verdict, decided = "meets", interval["low"] >= 0.9
    if interval["high"] < 0.9:
        verdict = "missed" if mandated or share < today - 0.005 else "as_today"
        decided = verdict == "missed" or share >= today
    return {
        "kind": kind,
        "id": name,
        "label": label,
        "team": team,
        "target_share": 0.9 if mandated else min(0.9, today),
        "file_share": 0.9,
        "share": interval,
        "today_share": today,
        "verdict": verdict,
        "decided": decided,
        "requests_per_year": float(requests),
        "turnaround_mean_hours": 21.4,
        "turnaround_p90_hours": 47.9,
        "closing_backlog": 12.0,
        "mandated": mandated,
    }


def teams(clean: bool) -> list[dict[str, Any]]:
    rows = []
    for (team, *_), change in zip(TEAMS, plan(clean)["posts"], strict=True):
        hours = dict.fromkeys(KINDS, 0.0)
        for service in SERVICES:
            if service[2] == team:
                hours["mandated" if service[3] else "routine"] += service[7] * (
                    0.2 if clean and service[-1] != "as_is" else 1
                )
        if team in {"math", "literacy", "leaders", "talent"}:
            hours["instructional"] = 620.0 * change["planned"]
        hours["other"] = 350.0 * change["today"]
        rows.append({"team": team, "posts": change["planned"], "utilization": on_time(0.8), "hours": hours})
    return rows


def strategy(name: str, label: str, support: float, difference: dict[str, Any] | None) -> dict[str, Any]:
    clean = name == "clean_sheet"
    its_plan, its_teams = plan(clean), teams(clean)
    usd = [{"team": row[0], "usd": row[4] * t["posts"]} for row, t in zip(TEAMS, its_teams, strict=True)]
    return {
        "label": label,
        "freedoms": "posts may be retrained; any packages; no lever",
        "plan": its_plan,
        "promised_support": support * 1.01,
        "support": around(support),
        "support_by_quartile": [
            {"quartile": q, "schools": 14 + (q == 1), "support_per_school": around(support / 57 * q / 2.5)}
            for q in (1, 2, 3, 4)
        ],
        "support_by_area": {area: around(support / 6) for area, _, _ in AREAS},
        "packages_by_quartile": {area: by_quartile(its_plan["packages"][area]) for area, _, _ in AREAS},
        "cost": {
            "yearly_usd": sum(x["usd"] for x in usd) + 30_000 + 25_000 * clean,
            "yearly_budget_usd": 25_200_000.0,
            "one_time_usd": 412_000.0 if clean else 0.0,
            "one_time_budget_usd": 500_000.0,
            "by_team": usd,
            "materials_usd": 30_000.0,
            "providers_usd": 0.0,
            "levers_usd": 25_000.0 if clean else 0.0,
        },
        "promises": promises(clean),
        "teams": its_teams,
        "visits": [{"area": area, "promised": 1200.0, "made": 1128.0, "lapsed": 72.0} for area, _, _ in AREAS],
        "services": [
            {
                "service": r[0],
                "requests": float(r[6]),
                "completed": r[6] * 0.99,
                "on_time_share": r[8],
                "hours": float(r[7]),
                "closing_backlog": r[6] * 0.01,
                "returned": r[6] * 0.04,
                "eliminated": float(r[6]) if clean and r[-1] == "eliminate" else 0.0,
                "automated": clean and r[-1] == "automate",
            }
            for r in SERVICES
        ],
        "providers": [],
        "unmet": [{"service": "operations", "label": "Operations support", "requests_per_year": 2280.0}],
        "principal_time": {"hours": around(21_000.0), "usd": around(1_260_000.0)},
        "hours_by_kind": {kind: sum(t["hours"][kind] for t in its_teams) for kind in KINDS},
        "compliance": {"hours_per_year": 0.0, "hours_per_grant_usd": None, "rules": []},
        "unfinished_hours": around(900.0),
        "difference_from_today": difference,
        "details": details(name, {key: [row[:2] for row in rows] for key, rows in NAMED.items()}),
    }


def lever_prices() -> list[dict[str, Any]]:
    """What every option of a service costs and frees."""
    found = []
    for name, label, _, _, automate, eliminate, _, hours, _, _, choice in SERVICES:
        for kind, may in (("automate", automate), ("eliminate", eliminate)):
            if may:
                row = {"lever": f"{name}.{kind}", "label": f"{label}: {kind}", "taken": choice == kind}
                row |= {"yearly_usd": 12_000.0 * (kind == "automate"), "one_time_usd": 30_000.0}
                row |= {"freed_hours": 0.8 * hours, "freed_usd": 40.0 * hours}
                found.append(row | {"reason": "" if choice == kind else "frees less than one post of any team"})
    return found


def close_up(clean: bool) -> dict[str, Any]:
    """School by school and week by week."""
    return {
        "schools": [
            {
                "school": school["id"],
                "visits_promised": 20 + 3 * i * clean,
                "visits_made": 19.0 + 2.8 * i * clean,
                "visit_hours": 60.0 + 9 * i * clean,
                "support": 50.0 + 8 * i * clean,
                "principal_hours": 300.0,
            }
            for i, school in enumerate(schools())
        ],
        "weeks": [
            {
                "team": team,
                "utilization": [0.7 + 0.05 * (week % 4) for week in range(52)] if clean or today else [],
                "waiting": [float((week * place) % 17) for week in range(52)],
            }
            for place, (team, _, _, _, _, today, *_) in enumerate(TEAMS)
        ],
    }


def study() -> Study:
    """The study itself."""
    return typed(document())


def typed(changed: dict[str, Any]) -> Study:
    """The study that a document says, with the digest of its results."""
    made = Study.from_json(json.dumps(changed))
    return replace(made, digest=digest(made))


def document() -> dict[str, Any]:
    """A fresh one every time: tests may change it."""
    tinker = {
        "of": "tinker",
        "from": "today",
        "mean": 160.0,
        "low": -40.0,
        "high": 360.0,
        "verdict": "not distinguishable",
    }
    clean = {"of": "clean_sheet", "from": "today", "mean": 8480.0, "low": 8120.0, "high": 8840.0, "verdict": "higher"}
    strategies = {
        "today": strategy("today", "Today", 4_020.0, None),
        "tinker": strategy("tinker", "Tinker", 4_180.0, tinker),
        "clean_sheet": strategy("clean_sheet", "Clean sheet", 12_500.0, clean),
    }
    planned = strategies["clean_sheet"]
    missed = [p["label"] for p in planned["promises"] if p["verdict"] == "missed"]
    return {
        "format": FORMAT,
        "scenario": {
            "name": "corpus_christi",
            "description": "Central office of 57 campuses.",
            "district": "Corpus Christi ISD",
            "year": "2021-22",
            "file": "corpus_christi.yaml",
            "sha256": "0" * 64,
            "seed": 1,
            "engine": "simpy",
            "schools": 57,
            "enrollment": 33107,
            "teachers": 2151.9,
            "need_measure": "econ_disadvantaged",
        },
        "versions": {
            "redesign": "0.1.0",
            "python": "3.11.7",
            "numpy": "2.4.6",
            "simpy": "4.1.2",
            "pulp": "3.3.2",
            "highspy": "1.16.0",
        },
        "teams": [
            {
                "id": r[0],
                "label": r[1],
                "unit": r[2],
                "funding_stream": r[3],
                "loaded_cost_usd": r[4],
                "posts_today": r[5],
            }
            for r in TEAMS
        ],
        "services": [
            {
                "id": r[0],
                "label": r[1],
                "mandated": r[3],
                "owned": r[2] is not None,
                "options": [word for word, may in (("automate", r[4]), ("eliminate", r[5])) if may],
            }
            for r in SERVICES
        ],
        "areas": [
            {
                "id": a,
                "label": label,
                "team": team,
                "packages": PACKAGES,
                "need_measure": MEASURES[a == "inclusion"],
                "evidence": "assumed: planner's estimate",
            }
            for a, label, team in AREAS
        ],
        "levers": [],
        "schools": schools(),
        "proposal": proposal(),
        "reference": "today",
        "strategies": strategies,
        "years": years(strategies, 20),
        "certificate": {
            "strategy": "clean_sheet",
            "solver_status": "proved within gap 0.0004",
            "solver_name": "HiGHS 1.16.0",
            "solver_gap": 0.0004,
            "solver_bound": 12_630.1,
            "solver_objective": 12_625.0,
            "reproducible": True,
            "support": {
                **around(12_500.0),
                "upper_bound": 13_400.0,
                "certified_gap": 900 / 13_400,
                "bound_steps": BOUND_STEPS,
                "parts": {"queueing": 760.0, "solver": 5.0, "lapsed_visits": 135.0},
            },
            "promises": planned["promises"],
            "years_all_kept": 3,
            "below_law": [],
            "failures": [f"{label}: missed" for label in missed],
            "conflict": ["the yearly budget of $1"] if missed else [],
            "repairs": ["yearly_usd: $2"] if missed else [],
            "admissible": not missed,
            "differences": [tinker, clean],
            "audit": {"replications": 2, "tasks_compared": 227_066, "differences": 0},
            "safe_moves": deepcopy(SAFE_MOVES),
            "capacities": [
                {
                    "team": team,
                    "posts_today": today,
                    "posts_planned": today + 4,
                    "hours": [620.0 * n for n in range(today + 8)],
                    "tried": [today + 4],
                }
                for team, today in (("math", 8), ("literacy", 6))
            ],
            "highest_mean_share": {"today": 0.0, "tinker": 0.0, "clean_sheet": 1.0},
            "replications": {
                "build": 10,
                "search": 10,
                "final": 20,
                "narrow": True,
                "tightened": 1,
                "stopping": "Stopped at 20 years: every half-width is small enough.",
                "approximate": True,
            },
            "rechecked": {"constraints": 1234, "largest_violation": 0.0, "objective_difference": 0.0},
            "statement": "Modeled support 12,500 hours a year; no admissible plan can exceed 13,400.",
        },
        "lever_prices": lever_prices(),
        "close_ups": {"today": close_up(False), "clean_sheet": close_up(True)},
        "assumptions": [
            {
                "path": f"teams.{row[0]}.{key}",
                "value": value,
                "text": "assumed: see docs/evidence.md",
                "file": "corpus_christi.yaml",
                "line": 41 + i,
            }
            for i, row in enumerate(TEAMS)
            for key, value in (("productive_share", 0.7), ("leave_share", 0.1 + i / 100))
        ],
        "notes": ["Today the team Human Resources has more work than hours: it is 104% busy."],
        "digest": "f" * 64,
    }
