"""Compares two studies as they are stored: nothing is simulated, nothing optimized."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from redesign.scenario.model import Scenario
from redesign.study.compare.comparison import (
    FORMAT,
    Comparison,
    CostDifference,
    LeverDifference,
    Measured,
    PackagesDifference,
    PostsDifference,
    PromiseDifference,
    Side,
)
from redesign.study.compare.inputs import input_differences
from redesign.study.compare.years import Beside, Shared, shared_years
from redesign.study.study import Study

MONEY: tuple[Literal["yearly_usd", "yearly_budget_usd", "one_time_usd", "one_time_budget_usd"], ...] = (
    "yearly_usd",
    "yearly_budget_usd",
    "one_time_usd",
    "one_time_budget_usd",
)
Kept = tuple[Study, Scenario | None]
"""A study, and its scenario where that is kept."""


def compare(first: Kept, second: Kept, others: int = 1) -> Comparison:
    """What differs from the first study to the second; intervals are adjusted where `others` are compared with it."""
    (a, of_a), (b, of_b) = first, second
    shared = shared_years(a, b)
    promises = tuple(_promises(a, b, shared, others))
    keys = [{(p.kind, p.id): p.label for p in study.chosen.promises} for study in (a, b)]
    return Comparison(
        format=FORMAT,
        a=_side(a),
        b=_side(b),
        paired=shared.paired,
        years=shared.years,
        pairing=shared.words,
        inputs=input_differences(of_a, of_b) if of_a is not None and of_b is not None else None,
        posts=tuple(_posts(a, b)),
        packages=tuple(_packages(a, b)),
        levers=tuple(_levers(a, b)),
        support=_support(a, b, shared, others),
        cost=tuple(_cost(a, b)),
        principal_hours=_principal_hours(a, b, shared, others),
        promises=promises,
        only_a=tuple(label for key, label in keys[0].items() if key not in keys[1]),
        only_b=tuple(label for key, label in keys[1].items() if key not in keys[0]),
    )


def _side(study: Study) -> Side:
    scenario, certificate = study.scenario, study.certificate
    return Side(
        name=scenario.name,
        district=scenario.district,
        schools=scenario.schools,
        file=scenario.file,
        sha256=scenario.sha256,
        seed=scenario.seed,
        strategy=certificate.strategy,
        label=study.chosen.label,
        years=certificate.replications.final,
        admissible=certificate.admissible,
        digest=study.digest,
    )


def _support(a: Study, b: Study, shared: Shared, others: int) -> tuple[Measured, ...]:
    def beside(one: str, two: str) -> Beside:
        return shared.beside(np.array(a.years.support[one]), np.array(b.years.support[two]), 2 * others)

    plans = a.certificate.strategy, b.certificate.strategy
    return Measured("today", *beside(a.reference, b.reference)), Measured("plan", *beside(*plans))


def _principal_hours(a: Study, b: Study, shared: Shared, others: int) -> Measured:
    one, two = (np.array(study.years.principal_hours[study.certificate.strategy]) for study in (a, b))
    return Measured("plan", *shared.beside(one, two, others))


def _posts(a: Study, b: Study) -> Iterator[PostsDifference]:
    posts = [{each.team: (each.today, each.planned) for each in study.plan.posts} for study in (a, b)]
    for team, label in _labels({each.id: each.label for each in study.teams} for study in (a, b)):
        one, two = (each.get(team, (None, None)) for each in posts)
        if one != two:
            yield PostsDifference(team, label, *one, *two)


def _packages(a: Study, b: Study) -> Iterator[PackagesDifference]:
    for area, label in _labels({each.id: each.label for each in study.areas} for study in (a, b)):
        chosen = [study.plan.packages.get(area, {}) for study in (a, b)]
        visits = [next((v.promised for v in s.chosen.visits if v.area == area), None) for s in (a, b)]
        both = chosen[0].keys() & chosen[1].keys()
        others = sum(chosen[0][school] != chosen[1][school] for school in both)
        if chosen[0] != chosen[1] or visits[0] != visits[1]:
            yield PackagesDifference(
                area, label, _counted(chosen[0]), _counted(chosen[1]), visits[0], visits[1], len(both), others
            )


def _counted(chosen: dict[str, str]) -> dict[str, int]:
    return {name: list(chosen.values()).count(name) for name in dict.fromkeys(chosen.values())}


def _levers(a: Study, b: Study) -> Iterator[LeverDifference]:
    chosen = [study.plan.levers for study in (a, b)]
    names = [{k: label for k, label in _choices(study).items() if k in study.plan.levers} for study in (a, b)]
    for lever, label in _labels(names):
        one, two = (each.get(lever) for each in chosen)
        if one != two:
            yield LeverDifference(lever, label, one, two)


def _choices(study: Study) -> dict[str, str]:
    """Ids and names of services and of levers of the district."""
    return {s.id: s.label for s in study.services} | {lever.id: lever.label for lever in study.levers}


def _labels(names: Iterable[dict[str, str]]) -> Iterable[tuple[str, str]]:
    """Ids and names of both, in the order of A."""
    first, second = names
    return (first | {key: label for key, label in second.items() if key not in first}).items()


def _cost(a: Study, b: Study) -> Iterator[CostDifference]:
    for what in MONEY:
        one, two = (float(getattr(study.chosen.cost, what)) for study in (a, b))
        if one != two:
            yield CostDifference(what, one, two)


def _promises(a: Study, b: Study, shared: Shared, others: int) -> Iterator[PromiseDifference]:
    results = [{(p.kind, p.id): p for p in study.chosen.promises} for study in (a, b)]
    years = [{(p.kind, p.id): p for p in study.years.promises} for study in (a, b)]
    kept = results[1].keys() & years[0].keys() & years[1].keys()
    both = [key for key in results[0] if key in kept]
    for key in both:
        one, two = (each[key] for each in results)
        found = shared.shares_beside(years[0][key], years[1][key], len(both) * others)
        if found:
            verdicts = one.verdict, two.verdict
            decided = one.decided, two.decided
            yield PromiseDifference(one.kind, one.id, one.label, found[0], found[1], *verdicts, found[2], *decided)
