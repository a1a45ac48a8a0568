"""Promises: what each is held to, whether it was kept, and how a study says so."""

from __future__ import annotations

from dataclasses import dataclass

from redesign.analysis.cluster_years import Asked
from redesign.analysis.intervals import (
    Interval,
    PromiseVerdict,
    promise_verdict,
    share_difference,
    share_interval,
)
from redesign.scenario.model import Scenario
from redesign.study.simulated import Simulated, mean_over_years, number
from redesign.study.strategy_result import PromiseResult


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a promise lies above its target."""

    target: float
    share: Interval | None
    """None where nothing was due."""
    margin: Interval | None

    @property
    def verdict(self) -> PromiseVerdict:
        """Kept, missed or not distinguishable."""
        return promise_verdict(self.margin)


def asked_of_services(scenario: Scenario) -> list[Asked | None]:
    """[K] None for a service that promises nothing."""
    promises = (service.promise for service in scenario.service_list)
    return [Asked(p.on_time_share, p.must_improve) if p else None for p in promises]


def asked_of_visits(scenario: Scenario) -> list[Asked]:
    """[A]"""
    return [Asked(area.visits_made_share, firm=False) for area in scenario.area_list]


def service_margin(simulated: Simulated, k: int) -> Margin:
    """Margin of service k."""
    asked = asked_of_services(simulated.scenario)[k] or Asked(0.0, firm=True)
    return _margin(simulated, ("on_time", "due"), k, asked)


def visit_margin(simulated: Simulated, a: int) -> Margin:
    """Margin of the visits of area a."""
    return _margin(simulated, ("visits_made", "visits_promised"), a, asked_of_visits(simulated.scenario)[a])


def _margin(simulated: Simulated, names: tuple[str, str], i: int, asked: Asked) -> Margin:
    """Share less target; where the target is what today reaches, paired with today year by year."""
    hits, of = (simulated.series(name)[:, i] for name in names)
    today_hits, today_of = (simulated.today.series(name)[:, i] for name in names)
    share, today = share_interval(hits, of), share_interval(today_hits, today_of)
    if today is not None and today.mean < asked.share and not asked.firm:
        return Margin(today.mean, share, share_difference(hits, of, today_hits, today_of))
    file = asked.share
    margin = None if share is None else Interval(share.mean - file, share.low - file, share.high - file)
    return Margin(file, share, margin)


def service_promises(simulated: Simulated) -> tuple[PromiseResult, ...]:
    """Of each service that a team owns."""
    names = ("turnaround_mean_hours", "turnaround_p90_hours", "requests", "closing_backlog")
    mean, p90, requests, backlog = (mean_over_years(simulated.series(name)) for name in names)
    out = []
    for k, (name, service) in enumerate(simulated.scenario.services.items()):
        if service.promise is None or not requests[k]:
            continue
        found = service_margin(simulated, k)
        out.append(
            PromiseResult(
                kind="service",
                id=name,
                label=service.label,
                team=service.steps[0].team,
                mandated=service.mandated,
                target_share=found.target,
                file_share=service.promise.on_time_share,
                share=found.share,
                verdict=found.verdict,
                requests_per_year=float(requests[k]),
                turnaround_mean_hours=number(mean[k]),
                turnaround_p90_hours=number(p90[k]),
                closing_backlog=number(backlog[k]),
            )
        )
    return tuple(out)


def visit_promises(simulated: Simulated) -> tuple[PromiseResult, ...]:
    """Of each area with visits."""
    promised = simulated.series("visits_promised")
    out = []
    for a, (name, area) in enumerate(simulated.scenario.areas.items()):
        found = visit_margin(simulated, a)
        if found.share is None:
            continue
        out.append(
            PromiseResult(
                kind="visits",
                id=name,
                label=area.label,
                team=area.team,
                mandated=False,
                target_share=found.target,
                file_share=area.visits_made_share,
                share=found.share,
                verdict=found.verdict,
                requests_per_year=float(promised[:, a].mean()),
                turnaround_mean_hours=None,
                turnaround_p90_hours=None,
                closing_backlog=None,
            )
        )
    return tuple(out)
