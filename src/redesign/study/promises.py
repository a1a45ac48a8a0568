"""Promises: what each is held to, whether it was kept, and how the document says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from redesign.analysis.capacity import Targets
from redesign.analysis.intervals import Interval, promise_verdict, share_difference, share_interval
from redesign.analysis.measures import YearMeasures
from redesign.scenario.model import Scenario
from redesign.study.simulated import Json, Simulated, interval, mean_over_years, number


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a promise lies above its target."""

    target: float
    share: Interval | None
    """None where nothing was due."""
    margin: Interval | None

    @property
    def verdict(self) -> str:
        """Kept, missed or not distinguishable."""
        return promise_verdict(self.margin)


def targets_of(scenario: Scenario, today: list[YearMeasures]) -> Targets:
    """Every promise's target: the file's share, or what today's office reaches on the same years if that is less.

    A promise marked `must_improve` keeps the file's share.
    """
    served, made = _share(today, "on_time", "due"), _share(today, "visits_made", "visits_promised")
    service = []
    for reached, k in zip(served, scenario.services.values(), strict=True):
        file = k.promise.on_time_share if k.promise else 0.0
        service.append(file if k.promise and k.promise.must_improve else min(file, reached))
    visits = [min(a.visits_made_share, share) for a, share in zip(scenario.areas.values(), made, strict=True)]
    return Targets(np.array(service), np.array(visits))


def service_margin(simulated: Simulated, k: int) -> Margin:
    """Margin of service k; its promise must not be None."""
    promise = list(simulated.scenario.services.values())[k].promise
    file, firm = (promise.on_time_share, promise.must_improve) if promise else (0.0, True)
    return _margin(simulated, ("on_time", "due"), k, (file, firm))


def visit_margin(simulated: Simulated, a: int) -> Margin:
    """Margin of the visits of area a."""
    file = list(simulated.scenario.areas.values())[a].visits_made_share
    return _margin(simulated, ("visits_made", "visits_promised"), a, (file, False))


def _margin(simulated: Simulated, names: tuple[str, str], i: int, asked: tuple[float, bool]) -> Margin:
    """Share less target; where the target is what today reaches, paired with today year by year."""
    hits, of = (simulated.series(name)[:, i] for name in names)
    today_hits, today_of = (simulated.today.series(name)[:, i] for name in names)
    share, today = share_interval(hits, of), share_interval(today_hits, today_of)
    file, firm = asked
    if today is not None and today.mean < file and not firm:
        return Margin(today.mean, share, share_difference(hits, of, today_hits, today_of))
    margin = None if share is None else Interval(share.mean - file, share.low - file, share.high - file)
    return Margin(file, share, margin)


def service_promises(simulated: Simulated) -> list[Json]:
    """The document's PROMISE of each service that a team owns."""
    mean, p90 = (
        mean_over_years(simulated.series("turnaround_mean_hours")),
        mean_over_years(simulated.series("turnaround_p90_hours")),
    )
    requests, backlog = (
        mean_over_years(simulated.series("requests")),
        mean_over_years(simulated.series("closing_backlog")),
    )
    out = []
    for k, (name, service) in enumerate(simulated.scenario.services.items()):
        if service.promise is None or not requests[k]:
            continue
        found = service_margin(simulated, k)
        out.append(
            {
                "kind": "service",
                "id": name,
                "label": service.label,
                "team": service.steps[0].team,
                "mandated": service.mandated,
                "target_share": found.target,
                "file_share": service.promise.on_time_share,
                "share": interval(found.share),
                "verdict": found.verdict,
                "requests_per_year": number(requests[k]),
                "turnaround_mean_hours": number(mean[k]),
                "turnaround_p90_hours": number(p90[k]),
                "closing_backlog": number(backlog[k]),
            }
        )
    return out


def visit_promises(simulated: Simulated) -> list[Json]:
    """The document's PROMISE of each area with visits."""
    promised = simulated.series("visits_promised")
    out = []
    for a, (name, area) in enumerate(simulated.scenario.areas.items()):
        found = visit_margin(simulated, a)
        if found.share is None:
            continue
        out.append(
            {
                "kind": "visits",
                "id": name,
                "label": area.label,
                "team": area.team,
                "mandated": False,
                "target_share": found.target,
                "file_share": area.visits_made_share,
                "share": interval(found.share),
                "verdict": found.verdict,
                "requests_per_year": number(promised[:, a].mean()),
                "turnaround_mean_hours": None,
                "turnaround_p90_hours": None,
                "closing_backlog": None,
            }
        )
    return out


def _share(years: list[YearMeasures], hits: str, of: str) -> list[float]:
    total = np.sum([getattr(y, of) for y in years], axis=0)
    found = np.sum([getattr(y, hits) for y in years], axis=0)
    return [float(h / n) if n else 1.0 for h, n in zip(found, total, strict=True)]
