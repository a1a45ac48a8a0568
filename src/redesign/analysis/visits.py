"""How many visit hours a team can promise: the team table, simulated with exactly the work that is left.

A team's visits are those of every school's largest package, thinned by their marks on common random numbers until its
cluster keeps every promise with confidence. The table rests on a few numbers of posts; between them the hours of a
post are interpolated, since bigger teams keep a little more of each (the square-root staffing effect, Halfin and
Whitt 1981). Where a plan has been tried, `carried` says what its own visits amount to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import SURE, Case, ClusterYears, Trial
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import Expectation, expect, post_hours
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_POINTS = 4
"""Numbers of posts that are simulated for a table."""
TABLE_TIMES = 4
"""A table of a small team rests on so many times the build years."""
RESOLUTION = 1 / 400
"""Visits are found to this share of those that can be promised, or of a tenth of those that were likely."""
NEW = (0.5, 1.0)
"""Shares of a team that are new, at which it is measured what new people cost."""
LESS = 0.95
"""A plan's visits are tried once more with this share of them, to see how fast promises improve."""
MOST_MORE, MOST_LESS = 1.05, 0.5
"""What a plan's visits may be multiplied with at a time."""


def table_of(years: ClusterYears, scenario: Scenario, plan: Plan, t: int) -> TeamTable:
    """The table of a team that makes visits; `plan` says what the rest of its cluster has, `scenario` is it alone."""
    team, expectation = scenario.team_list[t], expect(scenario)
    work, hours = float(expectation.work_hours[t]), post_hours(scenario, team)
    most, lost = team.most_posts, lost_hours(scenario)[:, t]
    if not most:
        return TeamTable(np.zeros(1), lost)
    trials = Visits(years, Case(scenario, _largest(expectation, plan, t)), t)
    points = _points(most)
    each = np.array([trials.most_hours(n, 0) / n for n in points])
    numbers = np.arange(1, most + 1)
    found = np.where(np.interp(numbers, points, each) > 0, np.interp(numbers, points, each) * numbers + work, 0.0)
    # where routine work alone is too much, facts about posts say so; the table must not say it of lighter states
    filled = np.maximum.accumulate(np.where(found > 0, found, np.minimum(numbers * hours, work)))
    table = TeamTable(np.concatenate([[0.0], filled]), lost)
    return replace(table, pieces=_pieces(trials, table, work)) if lost.any() else table


@dataclass(slots=True)
class Visits:
    """Trials of one team's visits at other posts."""

    years: ClusterYears
    case: Case
    team: int

    def most_hours(self, posts: int, new: int) -> float:
        """Most visit hours a year with so many posts, of which the last are new; 0 where no promise can be kept."""
        visits = expect(self.case.scenario)
        total = float(visits.of_team(visits.visit_hours, self.team).max(axis=2).sum())
        if not total:
            return 0.0
        run, trial = self.case.scenario.run, Trial(self.years, Case(self.case.scenario, self._plan(posts, new)))
        self.years.count_today(1)
        count = min(TABLE_TIMES * run.build_years, max(run.build_years, self.years.most_years))

        def room(share: float) -> float:
            return trial.thinned(share).on(count).room(SURE)

        likely = min(1.0, 1.2 * posts * post_hours(self.case.scenario, self.case.scenario.team_list[self.team]) / total)
        return total * largest(room, likely)

    def _plan(self, posts: int, new: int) -> Plan:
        plan, team = self.case.plan, self.case.scenario.team_list[self.team]
        kept, retrained, hired = plan.kept.copy(), plan.retrained.copy(), plan.hired.copy()
        kept[self.team], hired[self.team], retrained[:, self.team] = posts - new, 0, 0
        if new and team.retrain_from:
            retrained[self.case.scenario.team_ids.index(team.retrain_from[0].team), self.team] = new
        else:
            hired[self.team] = new
        return replace(plan, kept=kept, retrained=retrained, hired=hired)


def largest(room: Callable[[float], float], likely: float) -> float:
    """The largest share with room for it, at most 1, by false position (Illinois); 0 where there is none."""
    low, high = 0.0, likely
    below, above = np.nan, room(high)
    if above >= 0:
        if high == 1.0 or (above_all := room(1.0)) >= 0:
            return 1.0
        low, below, high, above = high, above, 1.0, above_all
    else:
        low, below = 0.7 * high, room(0.7 * high)
        if below < 0:
            high, above, low, below = low, below, 0.0, room(0.0)
            if below < 0:
                return 0.0
    side = 0
    while high - low > RESOLUTION * max(high, likely / 10):
        middle = (low * above - high * below) / (above - below) if np.isfinite(below) else (low + high) / 2
        middle = min(max(middle, low + 0.1 * (high - low)), high - 0.1 * (high - low))
        found = room(middle)
        if found >= 0:
            low, below = middle, found
            above, side = (above / 2 if side == 1 else above), 1
        else:
            high, above = middle, found
            below, side = (below / 2 if side == -1 and np.isfinite(below) else below), -1
    return low


def carried(years: ClusterYears, case: Case) -> float:
    """By what a plan's visits may be multiplied so that its cluster just keeps its promises.

    From its visits and a twentieth less of them; 0 where it does not keep them even without visits.
    """
    years.count_today(1)
    trial, count = Trial(years, case), years.most_years
    whole, less = (trial.thinned(share).on(count).room(SURE) for share in (1.0, LESS))
    if whole < 0 and less < 0:
        kept = largest(lambda share: trial.thinned(share).on(count).room(SURE), LESS)
        return max(MOST_LESS, kept) if kept > 0 else 0.0
    slope = (less - whole) / (1 - LESS)
    return float(np.clip(1 + whole / slope, LESS, MOST_MORE)) if slope > 0 else MOST_MORE


def _largest(expectation: Expectation, plan: Plan, t: int) -> Plan:
    """The plan with every school's largest package of the areas that a team makes visits for."""
    own: NDArray[np.bool_] = np.any(expectation.made_by(t), axis=1)
    biggest = expectation.of_team(expectation.visit_hours, t).argmax(axis=2)
    return replace(plan, packages=np.where(own[:, None], biggest, plan.packages))


def _points(most: int) -> Ints:
    """Numbers of posts to simulate: spread evenly in the square root."""
    spread = np.linspace(1, np.sqrt(max(1, most)), MOST_POINTS) ** 2
    return np.unique(np.rint(spread).astype(np.int64))


def _pieces(trials: Visits, table: TeamTable, work: float) -> tuple[tuple[float, float], ...]:
    """What new people cost, as tangents: from a team of middle size of which half, and all, are new.

    The cost is taken to grow with the team (n g(new / n), convex), and with the hours that new people lose.
    """
    team = trials.case.scenario.team_list[trials.team]
    sources = [trials.case.scenario.team_ids.index(pair.team) for pair in team.retrain_from[:1]]
    each = float(table.lost[sources[0] if sources else -1])
    n = 2 * max(1, round(table.most_posts / 4))
    if not each or n > table.most_posts:
        return ((1.0, 0.0),)
    base = float(table.hours[n]) - work
    half, whole = (max(0.0, base - trials.most_hours(n, round(share * n))) for share in NEW)
    first = 2 * half / (n * each)
    second = max(first, 2 * (whole - half) / (n * each))
    return ((first, 0.0), (second, (second - first) * each / 2))
