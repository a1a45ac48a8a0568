"""The final years: opened once, for all strategies, and as many as narrow intervals need."""

from __future__ import annotations

import math
from dataclasses import dataclass

from redesign.analysis.intervals import Interval, mean_interval, paired
from redesign.demand.streams import FINAL
from redesign.scenario.model import Scenario
from redesign.study.promises import Margin, service_margin, visit_margin
from redesign.study.runner import Runner
from redesign.study.simulated import Simulated
from redesign.study.years import Cases, Years, compared_pairs, simulate_years, total_support

SPARE = 1.1
"""A tenth more years than the widest interval seems to need: its width was estimated, too."""
SURE_YEARS = 100
"""Years over which a plan may contradict a bound. If all of them agree, years that are otherwise are fewer than 4 in
100 with 97.5% (Clopper and Pearson: 0.025 ** (1 / 100) = 0.964)."""


@dataclass(frozen=True, slots=True)
class FinalYears:
    """The years that everything is verified on."""

    cases: Cases
    """What was simulated, by strategy."""
    years: Years
    narrow: bool
    """Whether the stopping rule was met."""


def simulate_until_narrow(scenario: Scenario, cases: Cases, largest_half_width: float, runner: Runner) -> FinalYears:
    """Final years, until each paired half-width is small enough and each promise of the certified plan is decided.

    A promise is decided when its interval lies on one side of its target or is narrow. Pairs and their intervals are
    those of the certificate. Each time as many years are added as the widest interval seems to need, at most as many
    as there are (Law, section 9.5.2). The rule looks at the data, so that the intervals are approximate.
    """
    run = scenario.run
    years: Years = []
    target = run.final_years
    while True:
        more = range(FINAL + len(years), FINAL + target)
        years += simulate_years(cases, more, runner, "final years", (run.reference, run.certified))
        if target < run.most_final_years and _is_one_missed_by_little(scenario, cases, years):
            target = run.most_final_years
            continue
        excess = _excess(scenario, cases, years, largest_half_width)
        if excess <= 1 or target >= run.most_final_years:
            return FinalYears(cases, years, excess <= 1)
        needed = math.ceil(min(2.0, SPARE * excess**2) * target)
        target = min(needed, run.most_final_years)


def over_more_years(final: FinalYears, name: str, runner: Runner) -> Interval:
    """Support of one strategy's plan over as many years, the final ones first: a second look, no more."""
    years = range(FINAL, FINAL + max(SURE_YEARS, len(final.years)))
    return mean_interval(total_support(simulate_years({name: final.cases[name]}, years, runner, "final years"))[name])


def _excess(scenario: Scenario, cases: Cases, years: Years, largest_half_width: float) -> float:
    """How many times as wide as it may be the widest interval is that decides nothing; at most 1 if none is."""
    run, support = scenario.run, total_support(years)
    pairs = compared_pairs(support, run.reference, run.certified)
    differences = (paired(support[of], support[base], len(pairs)).half_width for of, base in pairs)
    widths = [half / largest_half_width if largest_half_width else math.inf for half in differences if half]
    margins = [each.margin for each in _margins(scenario, cases, years) if not each.decided]
    widths += [m.half_width / run.promise_half_width_share for m in margins if m]
    return max(widths, default=0.0)


def _is_one_missed_by_little(scenario: Scenario, cases: Cases, years: Years) -> bool:
    """Whether some promise of the certified plan is missed, by less than twice what chance explains."""
    missed = (m for m in _margins(scenario, cases, years) if m.verdict == "missed")
    return any(m.above_target and m.above_target.mean > -2 * m.above_target.half_width for m in missed)


def _margins(scenario: Scenario, cases: Cases, years: Years) -> list[Margin]:
    """The margins of the certified plan's promises."""
    run = scenario.run
    certified = Simulated(scenario, cases[run.certified].plan, years, run.certified, run.reference)
    services = [k for k, service in enumerate(scenario.service_list) if service.promise]
    areas = range(len(scenario.areas))
    return [*(service_margin(certified, k) for k in services), *(visit_margin(certified, a) for a in areas)]
