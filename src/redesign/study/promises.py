"""Promises: what each is held to, how it came out, and how a study says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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

ROUNDING = 1e-9
"""Of a count: a share that is met but for rounding is met."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a promise lies above what the file asks and above what today's office reaches."""

    target: float
    """What the plan is held to."""
    share: Interval | None
    """None where nothing was due."""
    today: Interval | None
    """Today's share on the same years; None where nothing was due."""
    above_file: Interval | None
    """Share less the file's."""
    above_today: Interval | None
    """Share less today's, paired year by year; None where the file's share is what the plan is held to."""

    @property
    def verdict(self) -> PromiseVerdict:
        """Meets the file's share, no worse than today, or missed."""
        return promise_verdict(self.above_file, self.above_today)[0]

    @property
    def decided(self) -> bool:
        """Whether the verdict is more than chance explains."""
        return promise_verdict(self.above_file, self.above_today)[1]

    @property
    def above_target(self) -> Interval | None:
        """Share less what the plan is held to."""
        return self.above_file if self.above_today is None else self.above_today

    @property
    def margin(self) -> Interval | None:
        """What the verdict goes by; None where nothing was due."""
        return self.above_today if self.verdict == "as_today" else self.above_file


def asked_of_services(scenario: Scenario) -> list[Asked | None]:
    """[K] None for a service that promises nothing."""
    services = scenario.service_list
    return [Asked(k.promise.on_time_share, k.firm) if k.promise else None for k in services]


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
    """Share less the file's and, where today falls short of a share that is not firm, less today's."""
    hits, of = (simulated.series(name)[:, i] for name in names)
    today_hits, today_of = (simulated.today.series(name)[:, i] for name in names)
    share, today = share_interval(hits, of), share_interval(today_hits, today_of)
    target, file, above_today = asked.share, asked.share, None
    if today is not None and today.mean < file and not asked.firm:
        target, above_today = today.mean, share_difference(hits, of, today_hits, today_of)
    above_file = None if share is None else Interval(share.mean - file, share.low - file, share.high - file)
    return Margin(target, share, today, above_file, above_today)


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
                today_share=found.today.mean if found.today else None,
                verdict=found.verdict,
                decided=found.decided,
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
                today_share=found.today.mean if found.today else None,
                verdict=found.verdict,
                decided=found.decided,
                requests_per_year=float(promised[:, a].mean()),
                turnaround_mean_hours=None,
                turnaround_p90_hours=None,
                closing_backlog=None,
            )
        )
    return tuple(out)


def years_all_kept(simulated: Simulated) -> int:
    """Years of which each alone keeps every promise; where nothing was due, nothing was missed."""
    scenario = simulated.scenario
    kept = np.ones(len(simulated.series("on_time")), np.bool_)
    services = [k for k, asked in enumerate(asked_of_services(scenario)) if asked]
    for names, places, margin in (
        (("on_time", "due"), services, service_margin),
        (("visits_made", "visits_promised"), range(len(scenario.areas)), visit_margin),
    ):
        hits, of = (simulated.series(name) for name in names)
        for i in places:
            kept &= hits[:, i] >= margin(simulated, i).target * of[:, i] - ROUNDING
    return int(kept.sum())
