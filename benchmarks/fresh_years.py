"""Plans of several studies on the same years that no study used, and what they promise there.

A promise is kept here where its mean share is at or above its target: the file's, or what today's office reaches
on the same years if that is less and the promise is not firm. That is stricter than "not shown to be missed".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.measures import YearMeasures
from redesign.demand.plan import Plan, plan_today
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.simulation.engines import Engine, choose_engine
from redesign.study.runner import Runner
from redesign.study.years import case_of, simulate_years

Floats = NDArray[np.float64]
SEED = 999
FIRST = 5_000_000
"""Root and first replication of the years of these commands; those of studies have other numbers."""
TODAY = "today's office"
PARTS = ("kept", "retrained", "hired", "released", "packages", "levers")


class Promise(NamedTuple):
    """How one promise came out."""

    name: str
    share: float
    target: float

    @property
    def margin(self) -> float:
        return self.share - self.target


def seeded(scenario: Scenario, seed: int) -> Scenario:
    """The same scenario with other random streams."""
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})


def under_strategy(scenario: Scenario) -> Scenario:
    """With what the certified strategy changes from the start."""
    return changed(scenario, scenario.all_strategies[scenario.run.certified].changes)


def to_lists(plan: Plan) -> dict[str, Any]:
    """A plan as JSON knows it."""
    return {name: getattr(plan, name).tolist() for name in PARTS}


def from_lists(scenario: Scenario, lists: Mapping[str, Any]) -> Plan:
    """What `to_lists` made."""
    kinds = {"levers": np.bool_}
    arrays = {name: np.array(lists[name], kinds.get(name, np.int64)) for name in PARTS}
    arrays["packages"] = arrays["packages"].reshape(len(scenario.areas), len(scenario.schools))
    return Plan(**arrays)


def simulated(
    scenario: Scenario, plans: Mapping[str, Plan], years: range, executor: Executor | None = None
) -> dict[str, list[YearMeasures]]:
    """The years of today's office and of each plan of the certified strategy, on the same random numbers."""
    base = seeded(scenario, SEED)
    made = under_strategy(base)
    cases = {TODAY: case_of(base, plan_today(base))} | {name: case_of(made, plan) for name, plan in plans.items()}
    found = simulate_years(cases, years, Runner(executor, engine=fast_engine()), "fresh years")
    return {name: [year[name] for year in found] for name in cases}


def fast_engine() -> Engine:
    """The compiled engine where it is to be had."""
    return choose_engine("auto")[0]


def fresh(count: int, after: int = 0) -> range:
    """Numbers of so many years."""
    return range(FIRST + after, FIRST + after + count)


def support(years: Sequence[YearMeasures]) -> Floats:
    """[Y]"""
    return np.array([float(year.support.sum()) for year in years])


def promises(scenario: Scenario, years: Sequence[YearMeasures], today: Sequence[YearMeasures]) -> list[Promise]:
    """Every promise of which something was due."""
    totals = {n: np.sum([getattr(y, n) for y in years], axis=0) for n in MEASURED}
    base = {n: np.sum([getattr(y, n) for y in today], axis=0) for n in MEASURED}
    return judged(scenario, totals, base)


MEASURED = ("on_time", "due", "visits_made", "visits_promised")


def judged(scenario: Scenario, totals: Mapping[str, Any], today: Mapping[str, Any]) -> list[Promise]:
    """The same from sums over years, [K] and [A]."""
    out = []
    for k, (name, service) in enumerate(scenario.services.items()):
        if service.promise and service.steps:
            asked, firm = service.promise.on_time_share, service.promise.must_improve or service.mandated
            out.append((name, asked, firm, "on_time", "due", k))
    for a, (name, area) in enumerate(scenario.areas.items()):
        out.append((name, area.visits_made_share, False, "visits_made", "visits_promised", a))
    found = []
    for name, asked, firm, hits, of, i in out:
        if totals[of][i]:
            reached = today[hits][i] / today[of][i] if today[of][i] else 1.0
            found.append(Promise(name, totals[hits][i] / totals[of][i], asked if firm else min(asked, reached)))
    return found
