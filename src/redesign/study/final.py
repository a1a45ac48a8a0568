"""The final years: opened once, for all strategies, and as many as narrow intervals need."""

from __future__ import annotations

import math

from redesign.analysis.intervals import Interval, paired
from redesign.demand.streams import FINAL
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan
from redesign.study.promises import service_margin, visit_margin
from redesign.study.simulated import Simulated, Years
from redesign.study.years import Means, simulate_years, total_support

SPARE = 1.1
"""A tenth more years than the widest interval seems to need: its width was estimated, too."""


def simulate_until_narrow(
    scenario: Scenario, plans: tuple[Plan, ...], largest_half_width: float, means: Means
) -> tuple[Years, bool]:
    """Final years, until each paired half-width is small enough and each promise of the last plan is decided.

    A promise is decided when its interval lies on one side of its target or is narrow. The first plan is
    the one the others are paired with, the last one is to be certified. Each time as many years are added as the
    widest interval seems to need, at most as many as there are (Law, section 9.5.2). Returns the years and whether
    the rule was met. The rule looks at the data, so that the intervals are approximate.
    """
    run = scenario.run
    years: Years = []
    target = run.final_years
    while True:
        more = range(FINAL + len(years), FINAL + target)
        years += simulate_years(scenario, plans, more, means, "final years")
        excess = _excess(scenario, plans, years, largest_half_width)
        if excess <= 1 or target >= run.most_final_years:
            return years, excess <= 1
        needed = math.ceil(min(2.0, SPARE * excess**2) * target)
        target = min(needed, run.most_final_years)


def _excess(scenario: Scenario, plans: tuple[Plan, ...], years: Years, largest_half_width: float) -> float:
    """How many times as wide as it may be the widest interval is that decides nothing; at most 1 if none is."""
    support = total_support(years)
    others = len(plans) - 1
    differences = (paired(s, support[0], others).half_width for s in support[1:])
    widths = [half / largest_half_width if largest_half_width else math.inf for half in differences if half]
    margins = _margins(Simulated(scenario, plans[-1], years, others))
    widths += [m.half_width / scenario.run.promise_half_width_share for m in margins]
    return max(widths, default=0.0)


def _margins(simulated: Simulated) -> list[Interval]:
    """The margins of promises that are not decided yet."""
    services = [k for k, service in enumerate(simulated.scenario.services.values()) if service.promise]
    areas = range(len(simulated.scenario.areas))
    found = [service_margin(simulated, k) for k in services] + [visit_margin(simulated, a) for a in areas]
    return [each.margin for each in found if each.margin and each.verdict == "not distinguishable"]
