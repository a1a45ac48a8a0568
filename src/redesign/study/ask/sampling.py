"""What is simulated to answer `ask sure`: the plans of a study as they are, under other truths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Asked, Case
from redesign.analysis.cost import cost_of, returned_usd, yearly_budget
from redesign.analysis.intervals import NO_WORSE
from redesign.analysis.measures import YearMeasures
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, at_packages
from redesign.demand.streams import FINAL
from redesign.demand.truths import under_truth
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.uncertain import UncertainNumber
from redesign.simulation.engines import Engine
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.years import Year, case_of, simulate_year

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fixed:
    """What all samples have in common; sent to where they are simulated."""

    scenario: Scenario
    numbers: tuple[UncertainNumber, ...]
    plans: Mapping[str, Plan]
    """In the order of the study."""
    strategy_of: Mapping[str, str]
    """Under whose changes and rules each plan stands."""
    span: tuple[int, int]
    """Years simulated under each sample; final years of the study, which samples take in turn."""
    runs_on: Engine

    @property
    def years(self) -> int:
        """Simulated under each sample."""
        return self.span[0]

    @property
    def of_years(self) -> int:
        """Final years that samples take in turn."""
        return self.span[1]

    @cached_property
    def promises(self) -> list[tuple[str, int]]:
        """Of services and of areas: the kind, and the number of it."""
        services = [("services", k) for k, each in enumerate(asked_of_services(self.scenario)) if each]
        return services + [("areas", a) for a in range(len(self.scenario.areas))]

    @cached_property
    def simulated_as(self) -> dict[str, str]:
        """The first plan that is the same under a strategy that changes the same: its years are those of both."""
        found: dict[str, str] = {}
        for name, plan in self.plans.items():
            known = (other for other in found.values() if plan.same_as(self.plans[other]) and self._alike(name, other))
            found[name] = next(known, name)
        return found

    def _alike(self, name: str, other: str) -> bool:
        one, two = (self.scenario.all_strategies[self.strategy_of[each]] for each in (name, other))
        return one.changes == two.changes and all(one.lifts(rule) == two.lifts(rule) for rule in self.scenario.rules)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of P plans under one truth, with Q promises."""

    support: Floats
    """[P] mean over the years."""
    over_usd: Floats
    """[P, 2] what a plan costs a year, and once, more than there is; below 0 where money is left."""
    floors_kept: Bools
    """[P] every floor of the scenario, as promised."""
    promise_kept: Bools
    """[P, Q] at the file's share or, where that is not firm, no worse than today's office in the same years."""


Sample = tuple[int, tuple[float, ...]]
"""Its number and the values of the numbers."""


def simulate_samples(fixed: Fixed, samples: tuple[Sample, ...]) -> list[Outcome]:
    """One after the other."""
    return [simulate_sample(fixed, sample) for sample in samples]


def simulate_sample(fixed: Fixed, sample: Sample) -> Outcome:
    """Every plan on the same years under the same truth."""
    index, values = sample
    scenario = under_truth(fixed.scenario, fixed.numbers, values)
    strategies = {name: scenario.all_strategies[each] for name, each in fixed.strategy_of.items()}
    made = {name: in_force(scenario, strategies[name]) for name in fixed.plans}
    cases = {name: case_of(made[name], plan) for name, plan in fixed.plans.items()}
    closed = {name for name in cases if strategies[name].closes_the_office}
    first = index * fixed.years
    distinct = {name: cases[name] for name in dict.fromkeys(fixed.simulated_as.values())}
    run = [simulate_year(distinct, fixed.runs_on, FINAL + (first + y) % fixed.of_years) for y in range(fixed.years)]
    years = [{name: year[each] for name, each in fixed.simulated_as.items()} for year in run]
    support = [[float(year[name].support.sum()) for name in cases] for year in years]
    return Outcome(
        support=np.mean(support, axis=0),
        over_usd=np.array([_over_usd(made[name], case, name in closed) for name, case in cases.items()]),
        floors_kept=np.array([_floors_hold(scenario, case) for case in cases.values()]),
        promise_kept=np.array([kept(fixed, case.scenario, years, name) for name, case in cases.items()]),
    )


def _over_usd(made: Scenario, case: Case, closed: bool) -> tuple[float, float]:
    """What a plan costs more than there is, a year and once; an office that is closed has no moves to pay."""
    cost = cost_of(case.scenario, case.plan)
    yearly = yearly_budget(case.scenario) + returned_usd(made, case.plan)
    one_time = 0.0 if closed else cost.one_time_usd
    return cost.yearly_usd - yearly, one_time - made.budget.one_time_usd


def _floors_hold(scenario: Scenario, case: Case) -> bool:
    """Whether every school is promised the effective hours per teacher that the file owes it."""
    expectation = expect(case.scenario)
    hours = at_packages(expectation.effective_hours, case.plan.packages).sum(axis=0)
    floor = scenario.limits.school_floor_hours_per_teacher * expectation.teachers
    return bool((hours >= floor - 1e-9 * np.maximum(1.0, floor)).all())


def kept(fixed: Fixed, scenario: Scenario, years: list[Year], name: str) -> list[bool]:
    """[Q] whether a plan keeps each promise in these years."""
    reference, asked = fixed.scenario.run.reference, _asked(scenario)
    found = []
    for kind, i in fixed.promises:
        share, today = (_share([year[plan] for year in years], kind, i) for plan in (name, reference))
        found.append(_holds(asked[kind][i], share, today))
    return found


def _asked(scenario: Scenario) -> dict[str, list[Asked | None]]:
    return {"services": asked_of_services(scenario), "areas": [*asked_of_visits(scenario)]}


def _share(years: list[YearMeasures], kind: str, i: int) -> float | None:
    """Requests in time of those due, or visits made of those promised; None where there were none."""
    hits, of = ("on_time", "due") if kind == "services" else ("visits_made", "visits_promised")
    total = sum(int(getattr(year, of)[i]) for year in years)
    return sum(int(getattr(year, hits)[i]) for year in years) / total if total else None


def _holds(asked: Asked | None, share: float | None, today: float | None) -> bool:
    """Whether a share is the one promised or, where that is not firm, no worse than today's."""
    if asked is None or share is None or share >= asked.share:
        return True
    return not asked.firm and today is not None and share >= today - NO_WORSE
