"""One strategy of a study, as the document says it: plan, support, promises, hours, cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.capacity import Targets
from redesign.analysis.intervals import Interval, mean_interval, promise_verdict, share_difference, share_interval
from redesign.analysis.measures import KINDS, YearMeasures, package_indices
from redesign.demand.expectation import Expectation, expect, need_of
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.plan import Plan
from redesign.study.years import series

Json = dict[str, Any]
Years = list[tuple[YearMeasures, ...]]
QUARTILES = 4


@dataclass(frozen=True, slots=True)
class Simulated:
    """One plan with its simulated years."""

    scenario: Scenario
    plan: Plan
    years: Years
    index: int
    """Position of the plan in each year's tuple."""
    targets: Targets

    def series(self, name: str) -> NDArray[np.float64]:
        """[Y, ...] one measure over the years."""
        return series(self.years, self.index, name)


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
        "support_by_area": {a: interval(mean_interval(support[:, i].sum(axis=1))) for i, a in enumerate(scenario.areas)},
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
        "hours_by_kind": dict(zip(KINDS, simulated.series("team_hours").mean(axis=0).sum(axis=0).tolist(), strict=True)),
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


def interval(value: Interval | None) -> Json | None:
    """An interval as JSON; null where nothing was measured."""
    if value is None:
        return None
    return {"mean": number(value.mean), "low": number(value.low), "high": number(value.high)}


def number(value: float) -> float | None:
    """A plain number; null for one that is not finite, and never -0.0."""
    return float(value) + 0.0 if np.isfinite(value) else None


def _packages_by_quartile(scenario: Scenario, plan: Plan, quartile: NDArray[np.int64]) -> Json:
    chosen, out = package_indices(scenario, plan), {}
    for a, (name, area) in enumerate(scenario.areas.items()):
        levels = (NONE, *area.packages)
        may = np.array([s.level in area.levels for s in scenario.schools])
        out[name] = [
            {"quartile": q} | {level: int((chosen[a][may & (quartile == q)] == p).sum()) for p, level in enumerate(levels)}
            for q in range(1, QUARTILES + 1)
        ]
    return out


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the years of what was measured in them; NaN where never."""
    count = np.isfinite(values).sum(axis=0)
    total = np.nansum(values, axis=0)
    mean: NDArray[np.float64] = np.divide(total, count, out=np.full(values.shape[1], np.nan), where=count > 0)
    return mean


def _margin(simulated: Simulated, names: tuple[str, str], i: int, file_share: float) -> Interval | None:
    """A share less its target: the file's, or what today's office reaches on the same years where that is less."""
    hits, of = (simulated.series(name)[:, i] for name in names)
    today = Simulated(simulated.scenario, simulated.plan, simulated.years, 0, simulated.targets)
    today_hits, today_of = (today.series(name)[:, i] for name in names)
    target = simulated.targets.service[i] if names[0] == "on_time" else simulated.targets.visits[i]
    if target < file_share:
        return share_difference(hits, of, today_hits, today_of)
    share = share_interval(hits, of)
    return None if share is None else Interval(share.mean - target, share.low - target, share.high - target)


def service_promises(simulated: Simulated) -> list[Json]:
    """The document's PROMISE of each service that a team owns."""
    due, on_time = simulated.series("due"), simulated.series("on_time")
    mean, p90 = _mean(simulated.series("turnaround_mean_hours")), _mean(simulated.series("turnaround_p90_hours"))
    requests, backlog = _mean(simulated.series("requests")), _mean(simulated.series("closing_backlog"))
    out = []
    for k, (name, service) in enumerate(simulated.scenario.services.items()):
        if service.promise is None or not requests[k]:
            continue
        share = share_interval(on_time[:, k], due[:, k])
        out.append(
            {
                "kind": "service",
                "id": name,
                "label": service.label,
                "team": service.steps[0].team,
                "mandated": service.mandated,
                "target_share": float(simulated.targets.service[k]),
                "file_share": service.promise.on_time_share,
                "share": interval(share),
                "verdict": promise_verdict(_margin(simulated, ("on_time", "due"), k, service.promise.on_time_share)),
                "requests_per_year": number(requests[k]),
                "turnaround_mean_hours": number(mean[k]),
                "turnaround_p90_hours": number(p90[k]),
                "closing_backlog": number(backlog[k]),
            }
        )
    return out


def visit_promises(simulated: Simulated) -> list[Json]:
    """The document's PROMISE of each area with visits."""
    made, promised = simulated.series("visits_made"), simulated.series("visits_promised")
    out = []
    for a, (name, area) in enumerate(simulated.scenario.areas.items()):
        share = share_interval(made[:, a], promised[:, a])
        if share is None:
            continue
        out.append(
            {
                "kind": "visits",
                "id": name,
                "label": area.label,
                "team": area.team,
                "mandated": False,
                "target_share": float(simulated.targets.visits[a]),
                "file_share": area.visits_made_share,
                "share": interval(share),
                "verdict": promise_verdict(
                    _margin(simulated, ("visits_made", "visits_promised"), a, area.visits_made_share)
                ),
                "requests_per_year": number(promised[:, a].mean()),
                "turnaround_mean_hours": None,
                "turnaround_p90_hours": None,
                "closing_backlog": None,
            }
        )
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
    means = {name: _mean(simulated.series(name)) for name in names}
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
    unmet = _mean(simulated.series("unmet"))
    return [
        {"service": name, "label": service.label, "requests_per_year": number(unmet[k])}
        for k, (name, service) in enumerate(simulated.scenario.services.items())
        if not service.steps
    ]
