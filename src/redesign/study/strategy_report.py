"""One strategy's plan and simulated years as a study says them: support, promises, hours, cost."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cost import cost_of
from redesign.analysis.intervals import mean_interval
from redesign.analysis.measures import KINDS
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, by_team
from redesign.scenario.levers import AUTOMATE, OPTIONS
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.strategy import Strategy
from redesign.study.compliance import compliance_under
from redesign.study.cost_result import Cost, ProviderUse, TeamCost
from redesign.study.details import details_of
from redesign.study.promises import service_promises, visit_promises
from redesign.study.schools import QUARTILES, measure_of, need_quartiles
from redesign.study.simulated import Simulated, mean_over_years, number
from redesign.study.strategy_result import (
    Choice,
    HoursByKind,
    PlanResult,
    PrincipalTime,
    QuartileSupport,
    ServiceResult,
    StrategyResult,
    TeamPosts,
    TeamResult,
    UnmetNeed,
    VisitsResult,
)


def strategy_result(
    strategy: Strategy, promised_support: float, yearly_usd: float, simulated: Simulated, today: Simulated
) -> StrategyResult:
    """What a study says of a strategy with this yearly budget, without its difference from the reference, `today`."""
    scenario, plan = simulated.scenario, simulated.plan
    support, hours = simulated.series("support"), simulated.series("principal_hours").sum(axis=1)
    return StrategyResult(
        label=strategy.label,
        freedoms=strategy.in_words(),
        plan=named(scenario, plan),
        promised_support=promised_support,
        support=mean_interval(support.sum(axis=(1, 2))),
        support_by_quartile=_by_quartile(support, need_quartiles(scenario, measure_of(scenario))),
        support_by_area={a: mean_interval(support[:, i].sum(axis=1)) for i, a in enumerate(scenario.areas)},
        packages_by_quartile=_packages_by_quartile(scenario, plan),
        cost=_cost(scenario, plan, yearly_usd),
        promises=service_promises(simulated) + visit_promises(simulated),
        teams=_teams(simulated),
        visits=_visits(simulated),
        services=_services(simulated),
        unmet=_unmet(simulated),
        providers=provided(scenario, plan),
        principal_time=PrincipalTime(mean_interval(hours), mean_interval(hours * scenario.district.principal_hour_usd)),
        hours_by_kind=_kinds(simulated.series("team_hours").mean(axis=0)[: len(scenario.own_teams)].sum(axis=0)),
        compliance=compliance_under(scenario),
        unfinished_hours=mean_interval(simulated.series("unfinished_hours").sum(axis=1)),
        difference_from_today=None,
        details=details_of(simulated, today),
    )


def named(scenario: Scenario, plan: Plan) -> PlanResult:
    """A plan in names."""
    ids = scenario.team_ids
    return PlanResult(
        posts=tuple(
            TeamPosts(
                team=name,
                today=scenario.team_list[t].posts_today,
                kept=int(plan.kept[t]),
                retrained_in={ids[i]: int(plan.retrained[i, t]) for i in np.flatnonzero(plan.retrained[:, t]).tolist()},
                retrained_out=int(plan.retrained[t].sum()),
                hired=int(plan.hired[t]),
                released=int(plan.released[t]),
                planned=int(plan.posts[t]),
            )
            for t, name in enumerate(ids)
            if name in scenario.own_teams
        ),
        packages={
            name: {s.id: words[p] for s, p in zip(scenario.schools, chosen, strict=True) if s.level in area.levels}
            for (name, area), chosen in zip(scenario.areas.items(), plan.packages.tolist(), strict=True)
            for words in ((NONE, *area.packages),)
        },
        levers=_levers(scenario, plan),
        drop_removable_work=any(
            team.removable_work_dropped and team.other_work_removable_share > 0 for team in scenario.team_list
        ),
    )


def _levers(scenario: Scenario, plan: Plan) -> dict[str, Choice]:
    taken = {name for name, on in zip(scenario.all_levers, plan.levers.tolist(), strict=True) if on}
    chosen: dict[str, Choice] = {}
    for service in scenario.services:
        own = (kind for kind in OPTIONS if f"{service}.{kind}" in taken)
        chosen[service] = cast(Choice, next(own, "as_is"))
    return chosen | {name: "taken" if name in taken else "left" for name in scenario.levers}


def _by_quartile(support: NDArray[np.float64], quartile: NDArray[np.int64]) -> tuple[QuartileSupport, ...]:
    """`support` is [Y, A, S]."""
    return tuple(
        QuartileSupport(
            quartile=q,
            schools=int((quartile == q).sum()),
            support_per_school=mean_interval(support[:, :, quartile == q].sum(axis=1).mean(axis=1)),
        )
        for q in _numbers(quartile)
        if (quartile == q).any()
    )


def _packages_by_quartile(scenario: Scenario, plan: Plan) -> dict[str, tuple[dict[str, int], ...]]:
    """By the area's own measure of need."""
    out = {}
    for (name, area), chosen in zip(scenario.areas.items(), plan.packages, strict=True):
        levels, quartile = (NONE, *area.packages), need_quartiles(scenario, measure_of(scenario, area))
        may = np.array([s.level in area.levels for s in scenario.schools])
        out[name] = tuple(
            {"quartile": q} | {level: int((chosen[may & (quartile == q)] == p).sum()) for p, level in enumerate(levels)}
            for q in _numbers(quartile)
        )
    return out


def _numbers(quartile: NDArray[np.int64]) -> range:
    """1 to 4, or 0 alone where all schools need alike."""
    return range(1, QUARTILES + 1) if quartile.any() else range(1)


def _cost(scenario: Scenario, plan: Plan, yearly_usd: float) -> Cost:
    cost, bought = cost_of(scenario, plan), sum(each.usd for each in provided(scenario, plan))
    return Cost(
        yearly_usd=cost.yearly_usd,
        yearly_budget_usd=yearly_usd,
        one_time_usd=cost.one_time_usd,
        one_time_budget_usd=scenario.budget.one_time_usd,
        by_team=tuple(
            TeamCost(name, usd)
            for (name, team), usd in zip(scenario.teams.items(), cost.posts_usd.tolist(), strict=True)
            if not team.outside
        ),
        materials_usd=float(cost.materials_usd.sum()) - bought,
        providers_usd=bought,
        levers_usd=cost.levers_usd,
    )


def _teams(simulated: Simulated) -> tuple[TeamResult, ...]:
    hours, out = simulated.series("team_hours"), []
    post_hours = expect(simulated.scenario).post_hours
    for t, (name, team) in enumerate(simulated.scenario.teams.items()):
        if team.outside:
            continue
        posts = int(simulated.plan.posts[t])
        available = posts * post_hours[t]
        use = mean_interval(hours[:, t].sum(axis=1) / available) if available else None
        out.append(TeamResult(name, posts, use, _kinds(hours[:, t].mean(axis=0))))
    return tuple(out)


def _kinds(hours: NDArray[np.float64]) -> HoursByKind:
    return dict(zip(KINDS, hours.tolist(), strict=True))


def _visits(simulated: Simulated) -> tuple[VisitsResult, ...]:
    promised, made = simulated.series("visits_promised").mean(axis=0), simulated.series("visits_made").mean(axis=0)
    return tuple(
        VisitsResult(name, float(p), float(m), float(p - m))
        for name, p, m in zip(simulated.scenario.areas, promised, made, strict=True)
    )


def _services(simulated: Simulated) -> tuple[ServiceResult, ...]:
    names = ("requests", "completed", "service_hours", "closing_backlog", "returned", "removed")
    means = {name: mean_over_years(simulated.series(name)) for name in names}
    due, on_time = simulated.series("due").sum(axis=0), simulated.series("on_time").sum(axis=0)
    levers = _levers(simulated.scenario, simulated.plan)
    return tuple(
        ServiceResult(
            service=name,
            requests=float(means["requests"][k]),
            completed=float(means["completed"][k]),
            on_time_share=number(on_time[k] / due[k]) if due[k] else None,
            hours=float(means["service_hours"][k]),
            closing_backlog=float(means["closing_backlog"][k]),
            returned=float(means["returned"][k]),
            eliminated=0.0 if levers[name] == AUTOMATE else float(means["removed"][k]),
            automated=levers[name] == AUTOMATE,
        )
        for k, name in enumerate(simulated.scenario.services)
    )


def provided(scenario: Scenario, plan: Plan) -> tuple[ProviderUse, ...]:
    """What a plan buys of every provider."""
    expectation, teams = expect(scenario), len(scenario.teams)
    visits = by_team(expectation.visits, expectation.supplier, plan.packages, teams)
    schools = by_team((expectation.visits > 0).astype(np.int64), expectation.supplier, plan.packages, teams)
    return tuple(
        ProviderUse(
            provider=name,
            label=team.label,
            visits=int(visits[t]),
            most_visits=team.outside.visits_per_year,
            contracts=int(schools[t]),
            usd=float(visits[t]) * team.outside.price_usd_per_visit,
        )
        for t, (name, team) in enumerate(scenario.teams.items())
        if team.outside
    )


def _unmet(simulated: Simulated) -> tuple[UnmetNeed, ...]:
    unmet = mean_over_years(simulated.series("unmet"))
    return tuple(
        UnmetNeed(name, service.label, float(unmet[k]))
        for k, (name, service) in enumerate(simulated.scenario.services.items())
        if not service.steps
    )
