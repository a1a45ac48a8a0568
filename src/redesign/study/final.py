"""The final years: opened once, for all strategies, and as many as narrow intervals need."""

from __future__ import annotations

from redesign.analysis.intervals import paired
from redesign.demand.streams import FINAL
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan
from redesign.study.promises import Margin, service_margin, visit_margin
from redesign.study.simulated import Simulated, Years
from redesign.study.years import Means, simulate_years, total_support


def simulate_until_narrow(
    scenario: Scenario, plans: tuple[Plan, ...], largest_half_width: float, means: Means
) -> tuple[Years, bool]:
    """Final years, doubled until each paired half-width is small enough and each promise is decided.

    A promise is decided when its interval lies on one side of its target or is narrow. The first plan is
    the one the others are paired with. Returns the years and whether the rule was met. The rule looks at the
    data, so that the intervals are approximate.
    """
    run = scenario.run
    years: Years = []
    target = run.final_years
    while True:
        more = range(FINAL + len(years), FINAL + target)
        years += simulate_years(scenario, plans, more, means, "final years")
        narrow = _narrow(scenario, plans, years, largest_half_width)
        if narrow or target >= run.most_final_years:
            return years, narrow
        target = min(2 * target, run.most_final_years)


def _narrow(scenario: Scenario, plans: tuple[Plan, ...], years: Years, largest_half_width: float) -> bool:
    support = total_support(years)
    others = len(plans) - 1
    if any(paired(s, support[0], others).half_width > largest_half_width for s in support[1:]):
        return False
    widest = scenario.run.promise_half_width_share
    every = (Simulated(scenario, plan, years, i) for i, plan in enumerate(plans))
    return all(_decided(margin, widest) for simulated in every for margin in _margins(simulated))


def _margins(simulated: Simulated) -> list[Margin]:
    services = [k for k, service in enumerate(simulated.scenario.services.values()) if service.promise]
    areas = range(len(simulated.scenario.areas))
    return [service_margin(simulated, k) for k in services] + [visit_margin(simulated, a) for a in areas]


def _decided(found: Margin, widest: float) -> bool:
    return found.margin is None or found.verdict != "not distinguishable" or found.margin.half_width <= widest
