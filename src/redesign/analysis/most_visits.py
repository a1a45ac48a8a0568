"""How many visit hours a team can make at most while its cluster keeps its promises: simulated limits, for the bound.

Of all visits of so many hours the easiest to make are the shortest ones, as many at each school as its largest package
has hours for: work in small pieces, spread over the year as evenly as may be. A team that surely misses a promise when
it is asked for so many hours of these misses it with more of any.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import ENOUGH_TASKS, Case, ClusterYears, Trial
from redesign.analysis.new_people import Crew
from redesign.analysis.visits import RESOLUTION, largest
from redesign.demand.expectation import expect, post_hours, visit_units
from redesign.demand.plan import Plan, plan_today
from redesign.scenario.model import Area, Package, Scenario

FULL, PART = 1, 2
"""What a school is asked for: as much as its largest package, or the rest of a team's hours."""
FEWEST_YEARS = 20
"""Clusters so large that a trial has fewer years have no limit: each would take minutes."""
HIGH_END = 3.0
"""Standard errors that hours made are raised by."""
UP = 1.02
"""From visits that are just missed in the fewest years on, so many times as many are tried until a miss is sure."""


def most_made_hours(years: ClusterYears, alone: Scenario, crew: Crew, surely: Callable[[int], float]) -> float:
    """Visit hours a year that a team makes at most if no promise is surely missed.

    `alone` is the cluster under the levers that ease its promises most; its other teams have all they may have, and
    nobody in them is new. `surely` says from how many standard errors on a miss in so many years is sure.
    Infinite where the team can make all that it can be asked for, or the cluster is too large.
    """
    years.count_today(1)
    if years.most_years < FEWEST_YEARS:
        return math.inf
    areas = [_most_of(years, easiest, surely) for easiest in _one_by_one(alone, crew)]
    return max(areas, default=math.inf)


@dataclass(frozen=True, slots=True)
class Easiest:
    """The easiest visits of one area."""

    scenario: Scenario
    """The cluster alone, where the area has these visits only."""
    crew: Crew
    area: int
    units: NDArray[np.int64]
    """[S] what visits are multiplied with; 0 where there are none."""
    visits: int
    """Of a unit that is asked for as much as there is."""
    longer_hours: float
    """By which a visit of the area may be longer than these."""

    @property
    def most(self) -> int:
        """Visits that all schools can be asked for."""
        return int(self.units.sum()) * self.visits

    def case(self, count: int) -> Case:
        """About so many visits, at as few schools as possible."""
        left, chosen, part = count, np.zeros(len(self.units), np.int64), 1
        for s in np.argsort(-self.units, kind="stable").tolist():
            if left >= self.units[s] * self.visits > 0:
                chosen[s], left = FULL, left - int(self.units[s]) * self.visits
            elif left > 0 and self.units[s]:
                chosen[s], part, left = PART, math.ceil(left / int(self.units[s])), 0
        key, area = list(self.scenario.areas.items())[self.area]
        packages = area.packages | {"part": area.packages["full"].model_copy(update={"visits_per_year": part})}
        asked = area.model_copy(update={"packages": packages})
        scenario = self.scenario.model_copy(update={"areas": self.scenario.areas | {key: asked}})
        return Case(scenario, self._plan(scenario, chosen))

    def _plan(self, scenario: Scenario, chosen: NDArray[np.int64]) -> Plan:
        today, crew = plan_today(scenario), self.crew
        packages = np.zeros_like(today.packages)
        packages[self.area] = chosen
        most = np.array([team.most_posts for team in scenario.team_list])
        return crew.plan(replace(today, kept=np.maximum(today.posts, most), packages=packages))


def _one_by_one(alone: Scenario, crew: Crew) -> Iterator[Easiest]:
    """Each area that a team makes visits for."""
    name = alone.team_ids[crew.team]
    for a, (key, area) in enumerate(alone.areas.items()):
        own = [package for package in area.packages.values() if (package.supplier or area.team) == name]
        units = visit_units(area, alone.schools)
        if not own or not units.any():
            continue
        shortest = min(own, key=lambda package: package.hours_per_visit)
        most = max(package.visits_per_year * package.hours_per_visit for package in own) / shortest.hours_per_visit
        longer = max(package.hours_per_visit for package in own) - shortest.hours_per_visit
        scenario = alone.model_copy(update={"areas": alone.areas | {key: _only(area, shortest, math.ceil(most), name)}})
        yield Easiest(scenario, crew, a, units, math.ceil(most), longer)


def _only(area: Area, package: Package, visits: int, supplier: str) -> Area:
    """An area with one package of so many visits, offered nowhere today."""
    update = {"visits_per_year": visits, "materials_usd": 0.0, "supplier": supplier}
    return area.model_copy(update={"packages": {"full": package.model_copy(update=update)}, "package_today": "none"})


def _most_of(years: ClusterYears, easiest: Easiest, surely: Callable[[int], float]) -> float:
    scenario, a, crew = easiest.scenario, easiest.area, easiest.crew
    expectation = expect(scenario)
    each = float(expectation.visit_hours[a].sum() / expectation.visits[a].sum())
    likely = min(1.0, crew.posts * post_hours(scenario, scenario.team_list[crew.team]) / each / easiest.most)
    count = int(np.clip(ENOUGH_TASKS / (likely * easiest.most), FEWEST_YEARS, years.most_years))
    enough, trials = surely(count), dict[int, Trial]()

    def room(share: float, count: int, errors: float) -> float:
        visits = math.ceil(share * easiest.most)
        trials[visits] = trials.get(visits) or Trial(years, easiest.case(visits))
        return trials[visits].on(count).room(errors)

    share = max(largest(lambda share: room(share, FEWEST_YEARS, 0.0), likely), RESOLUTION * likely)
    while share < 1 and room(share, count, -enough) >= 0:
        share *= UP
    if share >= 1:
        return math.inf
    made = np.array(trials[math.ceil(share * easiest.most)].counts.kept)[:, len(years.today.scenario.services) + a]
    high = made.mean() + HIGH_END * made.std(ddof=1) / math.sqrt(count)
    return float(high * each + easiest.longer_hours * crew.posts)
