"""All that a study says of one strategy, worked out again from the years and the plan."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from redesign.analysis.measures import YearMeasures
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from study import again
from study.again import KINDS, column, known_mean, quartiles, student, totals
from study.again_details import again_details
from study.tiny import Pieces

LABELS = {"today": "Today", "tinker": "Tinker", "retrain": "Retrain", "clean_sheet": "Clean sheet"}


def again_of(pieces: Pieces, name: str) -> dict[str, Any]:
    """One strategy's result, all of it."""
    scenario, plan = pieces.scenario, pieces.final.cases[name].plan
    years, today = ([year[n] for year in pieces.final.years] for n in (name, "today"))
    hours = [sum(year.principal_hours.tolist()) for year in years]
    return {
        "label": LABELS[name],
        "plan": plan_again(scenario, plan, name),
        "promised_support": again.promised_support(scenario, plan),
        "support": student(totals(years)),
        "support_by_quartile": by_quartile(scenario, years),
        "support_by_area": {
            area: student([sum(year.support[a].tolist()) for year in years]) for a, area in enumerate(scenario.areas)
        },
        "packages_by_quartile": packages_by_quartile(scenario, plan),
        "cost": cost_again(scenario, plan),
        "providers": providers_again(scenario, plan),
        "promises": promises_again(scenario, years, today),
        "teams": teams_again(scenario, plan, years),
        "visits": visits_again(scenario, years),
        "services": services_again(scenario, years, plan_again(scenario, plan, name)["levers"]),
        "unmet": [
            {"service": k, "label": s.label, "requests_per_year": known_mean(column(years, "unmet", i))}
            for i, (k, s) in enumerate(scenario.services.items())
            if not s.steps
        ],
        "principal_time": {"hours": student(hours), "usd": student([60.0 * h for h in hours])},
        "hours_by_kind": {
            kind: sum(float(year.team_hours[:-1, i].sum()) for year in years) / len(years)  # without the center's
            for i, kind in enumerate(KINDS)
        },
        "compliance": {"hours_per_year": 0.0, "hours_per_grant_usd": None, "rules": []},
        "unfinished_hours": student([sum(year.unfinished_hours.tolist()) for year in years]),
        "difference_from_today": next(
            (d for d in again.differences_again(pieces) if (d["of"], d["base"]) == (name, "today")), None
        ),
        "details": again_details(pieces, name),
    }


def plan_again(scenario: Scenario, plan: Plan, name: str) -> dict[str, Any]:
    posts, ids = [], list(scenario.teams)
    for t, team in enumerate(scenario.own_teams):
        into = {ids[i]: int(plan.retrained[i, t]) for i in range(len(ids)) if plan.retrained[i, t]}
        kept, hired, released = int(plan.kept[t]), int(plan.hired[t]), int(plan.released[t])
        out = sum(int(n) for n in plan.retrained[t])
        assert kept + out + released == scenario.teams[team].posts_today
        row = {"team": team, "today": scenario.teams[team].posts_today, "kept": kept, "retrained_in": into}
        row |= {"retrained_out": out, "hired": hired, "released": released}
        posts.append(row | {"planned": kept + sum(into.values()) + hired})
    packages = {}
    for a, (area, block) in enumerate(scenario.areas.items()):
        menu = ["none", *block.packages]
        packages[area] = {
            s.id: menu[int(plan.packages[a, i])] for i, s in enumerate(scenario.schools) if s.level in block.levels
        }
    taken = [lever for lever, on in zip(scenario.all_levers, plan.levers, strict=True) if on]
    levers = {}
    for service in scenario.services:
        kinds = [lever.split(".")[1] for lever in taken if lever.split(".")[0] == service]
        levers[service] = kinds[0] if kinds else "as_is"
    levers |= {lever: "taken" if lever in taken else "left" for lever in scenario.levers}
    return {"posts": posts, "packages": packages, "levers": levers, "drop_removable_work": name == "clean_sheet"}


def by_quartile(scenario: Scenario, years: list[YearMeasures]) -> list[dict[str, Any]]:
    out = []
    for q in (1, 2, 3, 4):
        members = [s for s, own in enumerate(quartiles(scenario)) if own == q]
        means = [sum(float(year.support[:, s].sum()) for s in members) / len(members) for year in years]
        out.append({"quartile": q, "schools": len(members), "support_per_school": student(means)})
    return out


def packages_by_quartile(scenario: Scenario, plan: Plan) -> dict[str, list[dict[str, int]]]:
    out: dict[str, list[dict[str, int]]] = {}
    for a, (name, area) in enumerate(scenario.areas.items()):
        out[name] = []
        for q in (1, 2, 3, 4):
            row = {"quartile": q} | dict.fromkeys(["none", *area.packages], 0)
            for s, school in enumerate(scenario.schools):
                if quartiles(scenario, area.need_measure)[s] == q and school.level in area.levels:
                    row[["none", *area.packages][int(plan.packages[a, s])]] += 1
            out[name].append(row)
    return out


def materials_again(scenario: Scenario, plan: Plan) -> float:
    total = 0.0
    for a, area in enumerate(scenario.areas.values()):
        for s, school in enumerate(scenario.schools):
            p = int(plan.packages[a, s])
            if p and school.level in area.levels:
                total += list(area.packages.values())[p - 1].materials_usd
    return total


def returned_again(scenario: Scenario, plan: Plan) -> float:
    """A quarter of principals' hours at $60: automated leave takes 0.5 hours instead of 0.25, dropped hiring 1 more."""
    automated, dropped, *_ = plan.levers.tolist()
    teachers = sum(s.teachers for s in scenario.schools)
    leave, hiring = 20.0 * teachers, 3.0 * teachers + 12
    return 0.25 * 60.0 * (-0.25 * leave * automated - 1.0 * hiring * dropped)


def cost_again(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    teams, levers = list(scenario.teams.values()), list(scenario.all_levers.values())
    posts = [int(plan.posts[t]) * team.loaded_cost_usd for t, team in enumerate(teams)]
    taken = [lever for lever, on in zip(levers, plan.levers, strict=True) if on]
    once = sum(lever.one_time_usd for lever in taken)
    for t, team in enumerate(teams):
        once += int(plan.hired[t]) * team.hire_usd + int(plan.released[t]) * team.release_usd
    once += 9_000.0 * int(plan.retrained[0, 2])  # clerks retrained as coaches
    yearly, materials = sum(lever.yearly_usd for lever in taken), materials_again(scenario, plan)
    bought = sum(each["usd"] for each in providers_again(scenario, plan))
    today = 80_000.0 * (9 + 3 + 4) + 4 * 40.0  # four elementary schools have low math
    return {
        "yearly_usd": sum(posts) + materials + bought + yearly,
        "yearly_budget_usd": today + returned_again(scenario, plan),
        "one_time_usd": once,
        "one_time_budget_usd": 1e6,
        "by_team": [{"team": name, "usd": usd} for name, usd in zip(scenario.own_teams, posts, strict=False)],
        "materials_usd": materials,
        "providers_usd": bought,
        "levers_usd": yearly,
    }


def providers_again(scenario: Scenario, plan: Plan) -> list[dict[str, Any]]:
    found = {
        name: {"provider": name, "label": each.label, "visits": 0, "most_visits": each.visits_per_year, "contracts": 0}
        for name, each in scenario.providers.items()
    }
    for a, area in enumerate(scenario.areas.values()):
        for s, school in enumerate(scenario.schools):
            package = list(area.packages.values())[int(plan.packages[a, s]) - 1]
            if plan.packages[a, s] and package.supplier in found:
                units = {"school": 1, "principal": math.ceil(school.principals)}[area.visits_per]
                found[package.supplier]["visits"] += units * package.visits_per_year
                found[package.supplier]["contracts"] += 1
    return [
        each | {"usd": each["visits"] * scenario.providers[name].price_usd_per_visit} for name, each in found.items()
    ]


def promises_again(scenario: Scenario, years: list[YearMeasures], today: list[YearMeasures]) -> list[dict[str, Any]]:
    out = []
    for k, (name, service) in enumerate(scenario.services.items()):
        requests = known_mean(column(years, "requests", k))
        if service.promise is None or not requests:
            continue
        asked = {"file": service.promise.on_time_share, "firm": service.promise.must_improve or service.mandated}
        both = tuple((column(of, "on_time", k), column(of, "due", k)) for of in (years, today))
        row = {"kind": "service", "id": name, "label": service.label, "team": service.steps[0].team}
        row |= {"mandated": service.mandated, "requests_per_year": requests}
        row |= {key: known_mean(column(years, key, k)) for key in ("turnaround_mean_hours", "turnaround_p90_hours")}
        out.append(
            row
            | {"closing_backlog": known_mean(column(years, "closing_backlog", k))}
            | again.promise_again(asked, both)
        )
    for a, (name, area) in enumerate(scenario.areas.items()):
        both = tuple((column(of, "visits_made", a), column(of, "visits_promised", a)) for of in (years, today))
        if not sum(both[0][1]):
            continue
        row = {"kind": "visits", "id": name, "label": area.label, "team": area.team, "mandated": False}
        row |= dict.fromkeys(("turnaround_mean_hours", "turnaround_p90_hours", "closing_backlog"))
        row |= {"requests_per_year": sum(both[0][1]) / len(years)}
        out.append(row | again.promise_again({"file": area.visits_made_share, "firm": False}, both))
    return out


def teams_again(scenario: Scenario, plan: Plan, years: list[YearMeasures]) -> list[dict[str, Any]]:
    """Hours that a post is open: 52 weeks less leave and vacancy, which falls into leave in part."""
    out = []
    for t, (name, team) in enumerate(scenario.own_teams.items()):
        leave, vacant = 52 * team.leave_share, 52 * team.vacancy_rate
        post_hours = (52 - leave - vacant * (1 - leave / 48)) * 40 * team.post_fte * team.productive_share
        hours, posts = [year.team_hours[t].tolist() for year in years], int(plan.posts[t])
        use = student([sum(row) / (posts * post_hours) for row in hours])
        kinds = {kind: sum(row[i] for row in hours) / len(years) for i, kind in enumerate(KINDS)}
        out.append({"team": name, "posts": posts, "utilization": use, "hours": kinds})
    return out


def visits_again(scenario: Scenario, years: list[YearMeasures]) -> list[dict[str, Any]]:
    out = []
    for a, name in enumerate(scenario.areas):
        promised, made = (sum(column(years, key, a)) / len(years) for key in ("visits_promised", "visits_made"))
        out.append({"area": name, "promised": promised, "made": made, "lapsed": promised - made})
    return out


def services_again(scenario: Scenario, years: list[YearMeasures], levers: dict[str, str]) -> list[dict[str, Any]]:
    out = []
    for k, name in enumerate(scenario.services):
        mean: Callable[[str], float | None] = lambda key, k=k: known_mean(column(years, key, k))  # noqa: E731
        due = sum(column(years, "due", k))
        row = {key: mean(key) for key in ("requests", "completed", "closing_backlog", "returned")}
        row |= {
            "on_time_share": sum(column(years, "on_time", k)) / due if due else None,
            "hours": mean("service_hours"),
        }
        gone = 0.0 if levers[name] == "automate" else mean("removed")
        out.append({"service": name, "eliminated": gone, "automated": levers[name] == "automate"} | row)
    return out
