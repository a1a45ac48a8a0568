"""What is the least that a target costs a year? Budgets are halved; every half is solved again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from redesign.analysis.cost import cost_of, returned_usd
from redesign.demand.plan import plan_today
from redesign.optimization.recheck import is_allowed
from redesign.study.ask.answers import Short, Target, Targets
from redesign.study.ask.highest_floor import highest_floor
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking, Change, Variant
from redesign.study.ask.wanted import needed

CLOSE, LEAST_USD = 0.0005, 100.0
"""A least budget is found to this share of the scenario's, or to so many dollars."""
MANY_TIMES = 10.0
"""A budget so many times the scenario's is all the money that a plan can use."""


def targets(asking: Asking, options: Options) -> Targets:
    """The least yearly budgets: for everything that the file asks, and for modeled support."""
    problem, best = asking.base.problem, needed(asking.base)
    tolerance = max(LEAST_USD, CLOSE * problem.yearly_usd)
    search = _Halving(asking, tolerance)
    asked = options.support or _by_default(asking)
    found = [search.least("all promises, floors and rules", None)]
    found += [search.least(f"modeled support of {support:,.0f}", support) for support in asked]
    floor = highest_floor(asking)
    return Targets(
        question="targets",
        about=asking.about(best),
        tolerance_usd=tolerance,
        targets=tuple(found),
        floor_asked=asking.scenario.limits.school_floor_hours_per_teacher,
        floor_reached=floor.reached,
        floor_beyond=floor.beyond,
        short=tuple(_short(asking)),
    )


def _by_default(asking: Asking) -> tuple[float, ...]:
    """What today's plan promises, what the best one does, and a tenth more."""
    problem, best = asking.base.problem, asking.base.support
    return (problem.promised_support(plan_today(problem.scenario)), best, 1.1 * best)


@dataclass
class _Halving:
    """Budgets tried so far, for all targets."""

    asking: Asking
    tolerance: float

    def __post_init__(self) -> None:
        self.known: dict[float, Variant] = {self.asking.base.problem.yearly_usd: self.asking.base}

    def at(self, usd: float) -> Variant:
        if usd not in self.known:
            self.known[usd] = self.asking.solve([Change(yearly_usd=usd)])[0]
        return self.known[usd]

    def least(self, words: str, support: float | None) -> Target:
        """The least budget with which a plan has so much support, or any at all."""
        needed_support = -np.inf if support is None else support * (1 - 1e-9)
        most = MANY_TIMES * self.asking.base.problem.yearly_usd
        if self.at(most).support < needed_support or self.at(most).solution is None:
            proved = max((usd for usd, each in self.known.items() if not _may(each, needed_support)), default=0.0)
            return Target(words, support, None, proved, self.at(most).bought)
        reaching = [each for each in self.known.values() if each.solution and each.support >= needed_support]
        best = min(reaching, key=_needs)
        short = (u for u, each in self.known.items() if u < _needs(best) and not _reaches(each, needed_support))
        low, proved = max(short, default=0.0), 0.0
        while _needs(best) - low > self.tolerance:
            middle = (low + _needs(best)) / 2
            tried = self.at(middle)
            if _reaches(tried, needed_support):
                best = min(best, tried, key=_needs)
            else:
                low = middle
        proved = max((u for u, each in self.known.items() if not _may(each, needed_support)), default=0.0)
        return Target(words, support, _needs(best), proved, best.bought)


def _reaches(each: Variant, support: float) -> bool:
    return each.solution is not None and each.support >= support


def _may(each: Variant, support: float) -> bool:
    """Whether it is not proved that no plan of this budget has so much."""
    return each.solution is not None and each.bound >= support


def _needs(each: Variant) -> float:
    """Yearly budget with which the plan is possible: its cost, where no rule keeps other money from being spent."""
    assert each.plan is not None  # noqa: S101 - only plans are compared
    scenario = each.problem.scenario
    usd = cost_of(scenario, each.plan).yearly_usd - returned_usd(scenario, each.plan)
    enough = is_allowed(replace(each.problem, yearly_usd=usd), each.plan)
    return min(usd, each.problem.yearly_usd) if enough else each.problem.yearly_usd


def _short(asking: Asking) -> Iterator[Short]:
    for promise in asking.study.certificate.promises:
        if promise.share is not None and promise.verdict != "meets":
            yield Short(promise.label, promise.file_share, promise.share.mean)
