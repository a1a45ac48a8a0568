"""What a study says of one strategy beside its support, worked out again from the years and the plan."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from redesign.analysis.measures import YearMeasures
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from study.again import Numbers, column, interval, needs, pooled, quartiles, residuals, student, units
from study.tiny import Pieces

SCORES = {"on_time": 1.0, "late": 0.3, "no_but": 0.6, "refused": 0.1, "unmet": 0.0}
POST_USD, HOUR_USD = 80_000.0, 60.0
TARGET = 4.0

Years = list[YearMeasures]
Counts = dict[str, dict[str, float]]
"""Outcome to service to requests, of one year."""


def again_details(pieces: Pieces, name: str) -> dict[str, Any]:
    """One strategy's details, all of them."""
    case = pieces.final.cases[name]
    years, before = ([year[n] for year in pieces.final.years] for n in (name, "today"))
    here, then = ([counts(pieces, n, year) for year in own] for n, own in ((name, years), ("today", before)))
    reference = name == "today"
    best = best_use(case.scenario, case.plan)
    return {
        "speed": against(speed(here), None if reference else speed(then), within=True),
        "satisfaction": against(felt(here, name), None if reference else felt(then, "today"), within=False),
        "outcomes": [
            {"outcome": o, "score": score, "requests_per_year": sum(sum(c[o].values()) for c in here) / len(here)}
            for o, score in SCORES.items()
        ],
        "unanswered": [
            {"service": k, "label": service.label, "outcome": o, "requests_per_year": student([c[o][k] for c in here])}
            for k, service in pieces.scenario.services.items()
            for o in ("no_but", "refused", "unmet")
            if any(c[o][k] for c in here)
        ],
        "best_use": best,
        "work": work(case.scenario, years, best),
        "packages": ranked(case.scenario, case.plan, years),
        "cut_line": cut_line(case.scenario, case.plan),
        "freed": None if reference else freed(pieces, name, years, before),
        "principal_savings": None if reference else saved(years, before),
        "fairness": fairness(case.scenario, case.plan, years),
        "core_elements": elements(case.plan, list(pieces.scenario.all_levers)),
    }


def counts(pieces: Pieces, name: str, year: YearMeasures) -> Counts:
    """Of the strategy `retrain` refused hiring is a kind refusal; what is automated is answered at once."""
    plan, levers = pieces.final.cases[name].plan, list(pieces.scenario.all_levers)
    machine = [lever.split(".")[0] for lever, on in zip(levers, plan.levers, strict=True) if on and "auto" in lever]
    found: Counts = {outcome: {} for outcome in SCORES}
    for k, service in enumerate(pieces.scenario.services):
        gone, due, hits = float(year.removed[k]), float(year.due[k]), float(year.on_time[k])
        kind = name == "retrain" and service == "hiring"
        found["on_time"][service] = hits + (gone if service in machine else 0.0)
        found["late"][service] = due - hits
        found["no_but"][service] = gone if kind and service not in machine else 0.0
        found["refused"][service] = 0.0 if kind or service in machine else gone
        found["unmet"][service] = float(year.unmet[k])
    return found


def speed(years: list[Counts]) -> tuple[Numbers, Numbers]:
    hits = [sum(c["on_time"].values()) for c in years]
    return hits, [h + sum(c["late"].values()) for h, c in zip(hits, years, strict=True)]


def felt(years: list[Counts], name: str) -> tuple[Numbers, Numbers]:
    """Sum of scores, and requests: courtesy 0.02, and 0.05 more under `retrain`, where anybody is met."""
    courtesy = 0.07 if name == "retrain" else 0.02
    total = [
        sum((score + (courtesy if o != "unmet" else 0)) * sum(c[o].values()) for o, score in SCORES.items())
        for c in years
    ]
    return total, [sum(sum(c[o].values()) for o in SCORES) for c in years]


def against(own: tuple[Numbers, Numbers], base: tuple[Numbers, Numbers] | None, within: bool) -> dict[str, Any]:
    """A ratio and its difference from today; three strategies are compared with it."""
    ratio, around = sum(own[0]) / sum(own[1]), student(residuals(*own))
    value = pooled(*own) if within else interval(ratio, ratio + around["low"], ratio + around["high"])
    if base is None:
        return {"value": value, "difference_from_today": None, "verdict": None}
    apart = student([a - b for a, b in zip(residuals(*own), residuals(*base), strict=True)], compared=3)
    gap = ratio - sum(base[0]) / sum(base[1])
    low, high = gap + apart["low"], gap + apart["high"]
    verdict = "higher" if low > 0 else "lower" if high < 0 else "not distinguishable"
    return {"value": value, "difference_from_today": interval(gap, low, high), "verdict": verdict}


def post_hours(scenario: Scenario) -> dict[str, float]:
    """As in the utilization of a team: 52 weeks less leave and vacancy, which falls into leave in part."""
    found = {}
    for name, team in scenario.teams.items():
        leave, vacant = 52 * team.leave_share, 52 * team.vacancy_rate
        weeks = 52 - leave - vacant * (1 - leave / 48)
        found[name] = weeks * 40 * team.post_fte * team.productive_share
    return found


def hour_usd(scenario: Scenario) -> dict[str, float]:
    """Providers are paid by the visit."""
    paid = {name: 0.0 if name in scenario.providers else POST_USD for name in scenario.teams}
    return {name: paid[name] / hours for name, hours in post_hours(scenario).items()}


Cell = tuple[float, float, float]
"""Support, hours and dollars of a package in a school."""


def cells(scenario: Scenario) -> dict[tuple[str, str], dict[int, Cell]]:
    """Area and package to school to what it is there, for schools that may have it."""
    found: dict[tuple[str, str], dict[int, Cell]] = {}
    for name, area in scenario.areas.items():
        need = needs(scenario, area.need_measure)
        for p, package in area.packages.items():
            found[name, p] = {}
            for s in range(len(scenario.schools)):
                if visits := package.visits_per_year * units(area, scenario, s):
                    hours = visits * package.hours_per_visit
                    seller = scenario.providers.get(package.supplier or "")
                    usd = hours * hour_usd(scenario)[package.supplier or area.team] + package.materials_usd
                    usd += visits * (seller.price_usd_per_visit if seller else 0.0)
                    found[name, p][s] = need[s] * package.effect_per_hour * hours, hours, usd
    return found


def has(scenario: Scenario, plan: Plan, area: str, package: str) -> list[int]:
    a, p = list(scenario.areas).index(area), 1 + list(scenario.areas[area].packages).index(package)
    chosen, levels = plan.packages[a].tolist(), scenario.areas[area].levels
    return [s for s, school in enumerate(scenario.schools) if chosen[s] == p and school.level in levels]


def best_use(scenario: Scenario, plan: Plan) -> dict[str, Any] | None:
    best: dict[str, Any] | None = None
    for (area, package), of_school in cells(scenario).items():
        own = [of_school[s] for s in has(scenario, plan, area, package)]
        if own:
            each = sum(x[0] for x in own) / sum(x[1] for x in own)
            if best is None or each > best["support_per_hour"] + 1e-9:
                best = {"area": area, "package": package, "support_per_hour": each}
    return best


def work(scenario: Scenario, years: Years, best: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Who does it stands in the expectation; made-up years give hours to services that nobody answers, for nothing."""
    expected, usd, rows = expect(scenario).service_hours.tolist(), list(hour_usd(scenario).values()), []
    for k, name in enumerate(scenario.services):
        hours, total = column(years, "service_hours", k), sum(expected[k])
        price = sum(h * u for h, u in zip(expected[k], usd, strict=True)) / total if total else 0.0
        if any(hours):
            worth = best and student([h * best["support_per_hour"] for h in hours])
            row = {"service": name, "hours": student(hours), "usd": student([price * h for h in hours])}
            rows.append(row | {"displaced_support": worth})
    return sorted(rows, key=lambda row: -row["usd"]["mean"])


def ranked(scenario: Scenario, plan: Plan, years: Years) -> list[dict[str, Any]]:
    rows = []
    for (area, package), of_school in cells(scenario).items():
        a, own = list(scenario.areas).index(area), has(scenario, plan, area, package)
        support, _, usd = (sum(x[i] for x in of_school.values()) for i in range(3))
        spent = sum(of_school[s][2] for s in own)
        made = [sum(float(year.support[a, s]) for s in own) for year in years]
        rows.append(
            {
                "area": area,
                "package": package,
                "support_per_1000_usd": 1000 * support / usd,
                "in_plan_per_1000_usd": student([1000 * m / spent for m in made]) if own else None,
                "schools": len(own),
                "of_schools": len(of_school),
            }
        )
    return sorted(rows, key=lambda row: -round(float(row["support_per_1000_usd"]), 9))


def cut_line(scenario: Scenario, plan: Plan) -> dict[str, float | None]:
    taken, left = [], []
    for (area, package), of_school in cells(scenario).items():
        chosen = plan.packages[list(scenario.areas).index(area)].tolist()
        own = has(scenario, plan, area, package)
        taken += [1000 * of_school[s][0] / of_school[s][2] for s in own]
        left += [1000 * x[0] / x[2] for s, x in of_school.items() if not chosen[s]]
    return {
        "least_taken_per_1000_usd": min(taken, default=None),
        "most_left_per_1000_usd": max(left, default=None),
    }


def freed(pieces: Pieces, name: str, years: Years, before: Years) -> dict[str, Any]:
    """Kinds of work stand in the order mandated, routine, visits, other."""
    case, today = pieces.final.cases[name], pieces.final.cases["today"]
    teams, hours, then = list(case.scenario.own_teams), post_hours(case.scenario), post_hours(today.scenario)
    pairs = list(zip(before, years, strict=True))

    def fewer(*kinds: int) -> dict[str, Numbers]:
        return {
            team: [sum(float(b.team_hours[t, k] - a.team_hours[t, k]) for k in kinds) for b, a in pairs]
            for t, team in enumerate(teams)
        }

    total: Callable[[dict[str, Numbers]], Numbers] = lambda of: [sum(ys) for ys in zip(*of.values(), strict=True)]  # noqa: E731
    posts = {t: int(today.plan.posts[i]) * then[t] - int(case.plan.posts[i]) * hours[t] for i, t in enumerate(teams)}
    free, visits = fewer(0, 1, 3), fewer(2)
    unworked = [f + v - sum(posts.values()) for f, v in zip(total(free), total(visits), strict=True)]
    retrained = {t: sum(int(n) for n in case.plan.retrained[i]) for i, t in enumerate(teams)}
    result = pieces.study.strategies
    return {
        "services_hours": student(total(fewer(0, 1))),
        "by_changes_hours": student([sum(float(x) for x in by_changes(case.plan, b, a)) for b, a in pairs]),
        "other_hours": student(total(fewer(3))),
        "visits_hours": student([-v for v in total(visits)]),
        "unworked_hours": student(unworked),
        "post_hours": sum(posts.values()),
        "moved_hours": sum(n * then[t] for t, n in retrained.items()),
        "saved_usd": result["today"].cost.yearly_usd - result[name].cost.yearly_usd,
        "by_team": [
            {
                "team": team,
                "freed_hours": statistics.fmean(free[team]),
                "visits_hours": -statistics.fmean(visits[team]),
                "post_hours": posts[team],
            }
            for team in teams
        ],
    }


def by_changes(plan: Plan, before: YearMeasures, after: YearMeasures) -> Numbers:
    """Levers: leave.automate, hiring.eliminate, the portal of hiring, dear of nothing; courtesy changes no hours."""
    leave, gone, portal, _ = plan.levers.tolist()
    fewer = (before.service_hours - after.service_hours).tolist()
    return [fewer[0] if leave else 0.0, fewer[1] if gone or portal else 0.0]


def saved(years: Years, before: Years) -> dict[str, Any]:
    hours = [float(b.principal_hours.sum() - a.principal_hours.sum()) for a, b in zip(years, before, strict=True)]
    usd = [HOUR_USD * h for h in hours]
    return {"hours": student(hours), "usd": student(usd), "reinvested_usd": student([0.25 * x for x in usd])}


def fairness(scenario: Scenario, plan: Plan, years: Years) -> dict[str, Any]:
    teachers = [school.teachers for school in scenario.schools]
    gaps = []
    for year in years:
        of_school = year.support.sum(axis=0).tolist()
        ends = [[s for s, q in enumerate(quartiles(scenario)) if q == end] for end in (4, 1)]
        most, least = (sum(of_school[s] for s in own) / sum(teachers[s] for s in own) for own in ends)
        gaps.append(most - least)
    areas = list(scenario.areas.values())
    need = [needs(scenario, area.need_measure) for area in areas]
    promised = [0.0] * len(teachers)
    for (area, package), of_school in cells(scenario).items():
        for s in has(scenario, plan, area, package):
            promised[s] += of_school[s][1] * scenario.areas[area].packages[package].effect_per_hour
    reached = [
        sum(
            sum(float(year.support[a, s]) / need[a][s] for a in range(len(areas))) >= TARGET * t
            for s, t in enumerate(teachers)
        )
        / len(teachers)
        for year in years
    ]
    around = student(reached)
    return {
        "gap_per_teacher": student(gaps),
        "minimum": None,
        "ambitious": {
            "hours_per_teacher": TARGET,
            "promised_share": sum(p >= TARGET * t for p, t in zip(promised, teachers, strict=True)) / len(teachers),
            "made_share": interval(around["mean"], max(0.0, around["low"]), min(1.0, around["high"])),
        },
    }


def elements(plan: Plan, levers: list[str]) -> list[dict[str, Any]]:
    """Math is part of the services, inclusion of the partnership, the lever dear of the services."""
    math, _, inclusion = (bool(row.any()) for row in plan.packages)
    dear = bool(plan.levers[levers.index("dear")])
    services = [name for name, on in (("math", math), ("dear", dear)) if on]
    return [
        {"element": "partnership", "on": ["inclusion"] if inclusion else [], "marked": True},
        {"element": "services", "on": services, "marked": True},
        {"element": "leadership", "on": [], "marked": False},
    ]
