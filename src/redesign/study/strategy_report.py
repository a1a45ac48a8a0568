"""One strategy of a study, as the document says it: plan, support, promises, hours, cost."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import mean_interval
from redesign.analysis.measures import KINDS, package_indices
from redesign.demand.expectation import Expectation, expect, need_of
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.plan import Plan
from redesign.study.promises import service_promises, visit_promises
from redesign.study.simulated import Simulated, interval, mean_over_years, number

Json = dict[str, Any]
QUARTILES = 4


def need_quartiles(scenario: Scenario) -> NDArray[np.int64]:
    """[S] 1 to 4, 4 = the quarter of schools with the highest need; ties by roster order."""
    need = need_of(scenario.district.need_measure, scenario.schools)
    order = np.argsort(need, kind="stable")
    quartile = np.empty(len(need), np.int64)
    quartile[order] = np.arange(len(need)) * QUARTILES // len(need) + 1
    return quartile


def strategy_report(label: str, promised_support: float, cost: Json, simulated: Simulated) -> Json:
    """The document's STRATEGY, without its difference from today."""
    scenario, plan = simulated.scenario, simulated.plan
    support = simulated.series("support")
    quartile = need_quartiles(scenario)
    hours = simulated.series("principal_hours").sum(axis=1)
    return {
        "label": label,
        "plan": plan_document(scenario, plan),
        "promised_support": promised_support,
        "support": interval(mean_interval(support.sum(axis=(1, 2)))),
        "support_by_quartile": [
            {
                "quartile": q,
                "schools": int((quartile == q).sum()),
                "support_per_school": interval(mean_interval(support[:, :, quartile == q].sum(axis=1).mean(axis=1))),
            }
            for q in range(1, QUARTILES + 1)
            if (quartile == q).any()
        ],
        "support_by_area": {
            a: interval(mean_interval(support[:, i].sum(axis=1))) for i, a in enumerate(scenario.areas)
        },
        "packages_by_quartile": _packages_by_quartile(scenario, plan, quartile),
        "cost": cost,
        "promises": service_promises(simulated) + visit_promises(simulated),
        "teams": _teams(simulated, expect(scenario)),
        "visits": _visits(simulated),
        "services": _services(simulated),
        "unmet": _unmet(simulated),
        "principal_time": {
            "hours": interval(mean_interval(hours)),
            "usd": interval(mean_interval(hours * scenario.district.principal_hour_usd)),
        },
        "hours_by_kind": dict(
            zip(KINDS, simulated.series("team_hours").mean(axis=0).sum(axis=0).tolist(), strict=True)
        ),
        "unfinished_hours": interval(mean_interval(simulated.series("unfinished_hours").sum(axis=1))),
        "difference_from_today": None,
    }


def plan_document(scenario: Scenario, plan: Plan) -> Json:
    """The document's PLAN."""
    out = {team: sum(c.retrained_in.get(team, 0) for c in plan.posts.values()) for team in scenario.teams}
    return {
        "posts": [
            {
                "team": team,
                "today": scenario.teams[team].posts_today,
                "kept": c.kept,
                "retrained_in": dict(c.retrained_in),
                "retrained_out": out[team],
                "hired": c.hired,
                "released": c.released,
                "planned": c.planned,
            }
            for team, c in plan.posts.items()
        ],
        "packages": {
            a: {s.id: plan.package(a, s.id) for s in scenario.schools if s.level in area.levels}
            for a, area in scenario.areas.items()
        },
        "levers": {k: plan.lever(k) for k in scenario.services},
        "drop_removable_work": plan.drop_removable_work,
    }


def _packages_by_quartile(scenario: Scenario, plan: Plan, quartile: NDArray[np.int64]) -> Json:
    chosen, out = package_indices(scenario, plan), {}
    for a, (name, area) in enumerate(scenario.areas.items()):
        levels = (NONE, *area.packages)
        may = np.array([s.level in area.levels for s in scenario.schools])
        out[name] = [
            {"quartile": q}
            | {level: int((chosen[a][may & (quartile == q)] == p).sum()) for p, level in enumerate(levels)}
            for q in range(1, QUARTILES + 1)
        ]
    return out


def _teams(simulated: Simulated, expectation: Expectation) -> list[Json]:
    hours, out = simulated.series("team_hours"), []
    for t, name in enumerate(simulated.scenario.teams):
        posts = simulated.plan.posts[name].planned
        available = posts * expectation.post_hours[t]
        use = interval(mean_interval(hours[:, t].sum(axis=1) / available)) if available else None
        kinds = dict(zip(KINDS, hours[:, t].mean(axis=0).tolist(), strict=True))
        out.append({"team": name, "posts": posts, "utilization": use, "hours": kinds})
    return out


def _visits(simulated: Simulated) -> list[Json]:
    promised, made = simulated.series("visits_promised").mean(axis=0), simulated.series("visits_made").mean(axis=0)
    return [
        {"area": name, "promised": number(p), "made": number(m), "lapsed": number(p - m)}
        for name, p, m in zip(simulated.scenario.areas, promised, made, strict=True)
    ]


def _services(simulated: Simulated) -> list[Json]:
    names = ("requests", "completed", "service_hours", "closing_backlog", "returned", "removed")
    means = {name: mean_over_years(simulated.series(name)) for name in names}
    due, on_time = simulated.series("due").sum(axis=0), simulated.series("on_time").sum(axis=0)
    return [
        {
            "service": name,
            "requests": number(means["requests"][k]),
            "completed": number(means["completed"][k]),
            "on_time_share": number(on_time[k] / due[k]) if due[k] else None,
            "hours": number(means["service_hours"][k]),
            "closing_backlog": number(means["closing_backlog"][k]),
            "returned": number(means["returned"][k]),
            "eliminated": number(means["removed"][k]) if simulated.plan.lever(name) == "eliminate" else 0.0,
            "automated": simulated.plan.lever(name) == "automate",
        }
        for k, name in enumerate(simulated.scenario.services)
    ]


def _unmet(simulated: Simulated) -> list[Json]:
    unmet = mean_over_years(simulated.series("unmet"))
    return [
        {"service": name, "label": service.label, "requests_per_year": number(unmet[k])}
        for k, (name, service) in enumerate(simulated.scenario.services.items())
        if not service.steps
    ]
