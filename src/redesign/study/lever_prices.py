"""What every lever costs and frees, whether the certified plan takes it, and what speaks against those it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from redesign.analysis.cost import cost_of, yearly_budget
from redesign.analysis.worth import hour_usd
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan
from redesign.optimization.states import levers_within
from redesign.scenario.changed import changed
from redesign.scenario.in_force import in_force
from redesign.scenario.levers import Lever
from redesign.scenario.model import Scenario

HOURS = 0.5
"""Fewer hours a year are none."""
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class LeverPrice:
    """A lever of a service or of the district, beside what it costs."""

    lever: str
    """`service.automate` and its like, or the id of a lever of the district."""
    label: str
    """Its name."""
    taken: bool
    """Whether the certified plan takes it."""
    yearly_usd: float
    """What it costs a year, dollars."""
    one_time_usd: float
    """What it costs once, dollars."""
    freed_hours: float
    """Work hours a year that it alone would free in today's office, as expected; below 0: it makes work."""
    freed_usd: float
    """The same at the cost of the posts that do the work, dollars."""
    reason: str
    """What speaks against a lever that is left; empty where it is taken. No proof: the optimizer weighs all at once."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One lever beside the plan."""

    scenario: Scenario
    plan: Plan
    name: str
    lever: Lever
    freed: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    """[T] hours a year."""
    freed_usd: float


def lever_prices(scenario: Scenario, today: Scenario, plan: Plan) -> tuple[LeverPrice, ...]:
    """Every lever in the order of lever axes; `today` is the scenario of today's office, `plan` the certified one."""
    before = expect(today)
    hour = hour_usd(today, before)
    found = []
    for e, (name, lever) in enumerate(scenario.all_levers.items()):
        freed = before.work_hours - expect(changed(today, lever.changes)).work_hours
        weighed, taken = Weighed(scenario, plan, name, lever, freed, float(freed @ hour)), bool(plan.levers[e])
        reason = "" if taken else next(_against(weighed))
        numbers = (lever.yearly_usd, lever.one_time_usd, float(freed.sum()), weighed.freed_usd)
        found.append(LeverPrice(name, lever.label, taken, *numbers, reason))
    return tuple(found)


def _against(w: Weighed) -> Iterator[str]:
    """What speaks against a lever, the plainest first."""
    levers = w.scenario.all_levers
    strategy = w.scenario.compared[w.scenario.run.certified]
    taken = [name for name, on in zip(levers, w.plan.levers.tolist(), strict=True) if on]
    if list(levers).index(w.name) not in levers_within(w.scenario, strategy.may.levers):
        yield "the strategy may not take it"
    rules = in_force(w.scenario, strategy).rules.values()
    yield from (f"the rule forbids it: {rule.label}" for rule in rules if w.name in rule.levers)
    if w.scenario.pins.levers.get(w.name) == "left":
        yield "a pin leaves it"
    rivals = [levers[t].label for t in taken if t in w.lever.excludes or w.name in levers[t].excludes]
    if rivals:
        yield f"excluded by {rivals[0]}"
    missing = [levers[t].label for t in w.lever.needs if t not in taken]
    if missing:
        yield f"needs {missing[0]}"
    yield from _of_hours(w)
    yield from _of_money(w)
    yield "the plan with the most support that was found does without it"


def _of_hours(w: Weighed) -> Iterator[str]:
    """Hours that are none, dear, or no post."""
    visits = bool(w.lever.changes.areas)
    hours, usd = float(w.freed.sum()), w.lever.yearly_usd
    if visits:
        return
    if hours < HOURS:
        yield "frees no work hours" if hours > -HOURS else f"takes {-hours:,.0f} hours a year and frees none"
    if usd > w.freed_usd:
        yield f"costs ${usd:,.0f} a year to free hours worth ${w.freed_usd:,.0f}"
    post_hours = expect(w.scenario).post_hours
    if (w.freed < post_hours * (1 - ROUNDING)).all():
        yield "frees less than one post of any team"


def _of_money(w: Weighed) -> Iterator[str]:
    """Money that the plan has spent otherwise."""
    cost = cost_of(w.scenario, w.plan)
    once = w.scenario.budget.one_time_usd - cost.one_time_usd
    yearly = yearly_budget(w.scenario) - cost.yearly_usd
    if w.lever.one_time_usd > once:
        yield f"${w.lever.one_time_usd:,.0f} once, and the plan leaves ${max(0.0, once):,.0f}"
    if w.lever.yearly_usd > yearly:
        yield f"${w.lever.yearly_usd:,.0f} a year, and the plan leaves ${max(0.0, yearly):,.0f}"
