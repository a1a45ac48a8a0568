"""How many visit hours a team can promise: the team table, simulated with exactly the work that is left.

A team's visits are those of every school's largest package, thinned by their marks on common random numbers until its
cluster keeps every promise, or falls short by no more than chance explains. The table rests on a few numbers of
posts; between them the hours of a post are interpolated, since bigger teams keep a little more of each (the square-root
staffing effect, Halfin and Whitt 1981). Where a plan has been tried, `carried` says what its own visits amount to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED, KEPT_VISIT_YEARS, Case, ClusterYears, Judged, Trial
from redesign.analysis.least_posts import LARGE
from redesign.analysis.new_people import fastest, with_posts
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import Expectation, expect, post_hours
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST_POINTS, MOST_POINTS = (1, 2, 3), 6
"""Numbers of posts that are simulated for a table: small teams bend most."""
TABLE_TIMES = 6
"""A table of a small team rests on so many times the build years."""
ABOVE = -CALLED_MISSED
"""Standard errors that promises must lie above their targets."""
HOPEFUL = -1.0
"""The same for the table of a team that is not large: visits that are too many are found out by the first plan that is
tried, too few by none. The promises of large ones have small errors, and a table that is too high costs them rounds."""
RESOLUTION = 1 / 100
"""Visits are found to this share of those that can be promised, or of a tenth of those that were likely."""
LESS = 0.95
"""A plan's visits are tried once more with this share of them, to see how fast promises improve."""
MOST_MORE = 1.15
"""A plan's visits are not taken to be possible more than so many times, however slowly promises get worse."""


def table_of(years: ClusterYears, scenario: Scenario, plan: Plan, t: int) -> TeamTable:
    """The table of a team that makes visits; `plan` says what the rest of its cluster has, `scenario` is it alone.

    A team that grows has new people: posts beyond today's are simulated as retrained from where they learn fastest, or
    as hired, and the hours that the table gives without new people are what they promise and what that costs them.
    """
    team, expectation = scenario.team_list[t], expect(scenario)
    work, most, lost = float(expectation.work_hours[t]), team.most_posts, lost_hours(scenario)[:, t]
    if not most:
        return TeamTable(np.zeros(1), lost)
    trials = Visits(years, Case(scenario, _largest(expectation, plan, t)), t)
    points = np.array([most]) if team.outside else _points(team.posts_today, most)
    new = np.maximum(0, points - team.posts_today)
    each = np.array([trials.most_hours(n, m) / n for n, m in zip(points.tolist(), new.tolist(), strict=True)])
    numbers = np.arange(1, most + 1)
    visits: Floats = np.interp(numbers, points, each) * numbers
    cost = _cost_of_new(trials, points, each * points)
    found = visits + work + cost * lost[fastest(scenario, t)] * np.maximum(0, numbers - team.posts_today)
    # where routine work alone is too much, facts about posts say so; the table must not say it of lighter states
    least = np.minimum(numbers * post_hours(scenario, team), work)
    hours = np.maximum.accumulate(np.where(np.asarray(visits) > 0, found, least))
    return TeamTable(np.concatenate([[0.0], hours]), lost, ((cost, 0.0),))


@dataclass(slots=True)
class Visits:
    """Trials of one team's visits at other posts."""

    years: ClusterYears
    case: Case
    team: int

    def most_hours(self, posts: int, new: int, hired: bool = False) -> float:
        """Most visit hours a year with so many posts, of which some are new; 0 where no promise can be kept."""
        visits = expect(self.case.scenario)
        total = float(visits.of_team(visits.visit_hours, self.team).max(axis=2).sum())
        if not total:
            return 0.0
        run, plan = self.case.scenario.run, with_posts(self.case, self.team, posts, new, hired)
        trial = Trial(self.years, Case(self.case.scenario, plan))
        self.years.count_today(1)
        count = min(TABLE_TIMES * run.build_years, max(run.build_years, self.years.most_years))

        # what is missed without visits is for facts about posts, of this team or of others in its cluster
        without = trial.thinned(0.0).on(count)
        team = self.case.scenario.team_list[self.team]
        asked = HOPEFUL if team.most_posts < LARGE else ABOVE
        errors = np.where(without.margin < ABOVE * without.error, np.nan, asked)

        def room(share: float) -> float:
            return trial.thinned(share).on(count).room(errors)

        likely = min(1.0, 1.2 * posts * post_hours(self.case.scenario, team) / total)
        found = largest(room, likely)
        return total * found if found > RESOLUTION * likely / 10 else 0.0  # less cannot be told from none


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
    return low + (high - low) * below / (below - above) if np.isfinite(below) else low


@dataclass(frozen=True, slots=True)
class Carried:
    """What a cluster makes of a plan's visits."""

    judged: Judged
    factor: float
    """By what they may be multiplied so that promises are just kept; 0 where they are not even without visits."""


def judged_on_all(years: ClusterYears, case: Case) -> Judged:
    """Judge a plan with visits on all years."""
    years.count_today(1)
    return _on_enough(years, Trial(years, case))


def _on_enough(years: ClusterYears, trial: Trial) -> Judged:
    count = years.most_years
    found = trial.on(count)
    return trial.on(KEPT_VISIT_YEARS) if count < KEPT_VISIT_YEARS and found.keeps else found


def carried(years: ClusterYears, case: Case) -> Carried:
    """Judge a plan with visits on all years, and say how many it could promise: from its own and a twentieth less."""
    years.count_today(1)
    trial = Trial(years, case)
    judged = _on_enough(years, trial)

    @cache
    def at(share: float) -> Judged:
        return trial.thinned(share).on(judged.years)

    less = at(LESS)
    whole, better = judged.room(ABOVE), less.room(ABOVE)
    if whole < 0 and better < 0:
        return Carried(judged, largest(lambda share: at(share).room(ABOVE), LESS))
    slope = (better - whole) / (1 - LESS)
    return Carried(judged, float(np.clip(1 + whole / slope, LESS, MOST_MORE)) if slope > 0 else MOST_MORE)


def _largest(expectation: Expectation, plan: Plan, t: int) -> Plan:
    """The plan with every school's largest package of the areas that a team makes visits for."""
    own: NDArray[np.bool_] = np.any(expectation.made_by(t), axis=1)
    biggest = expectation.of_team(expectation.visit_hours, t).argmax(axis=2)
    return replace(plan, packages=np.where(own[:, None], biggest, plan.packages))


def _points(today: int, most: int) -> Ints:
    """Numbers of posts to simulate: the first ones, today's, then spread evenly in the square root."""
    spread = np.linspace(np.sqrt(FIRST_POINTS[-1]), np.sqrt(max(FIRST_POINTS[-1], most)), MOST_POINTS - 2) ** 2
    points = np.unique(np.concatenate([FIRST_POINTS, [today, today + 1], np.rint(spread)]).astype(np.int64))
    chosen: Ints = points[(points > 0) & (points <= max(1, most))]
    return chosen


def _cost_of_new(trials: Visits, points: Ints, visits: Floats) -> float:
    """Hours that a team can promise less for every hour that its new people lose: hired ones against those who learn
    fastest or, where all are hired, against nobody new. In the middle of the table.
    """
    scenario, t = trials.case.scenario, trials.team
    today, lost, source = scenario.team_list[t].posts_today, lost_hours(scenario)[:, t], fastest(scenario, t)
    grown = np.flatnonzero(points > today)
    if not len(grown):
        return 1.0
    i = grown[len(grown) // 2]
    n, new = int(points[i]), int(points[i] - today)
    other, more = (trials.most_hours(n, 0), lost[-1]) if source < 0 else (visits[i], lost[-1] - lost[source])
    less = visits[i] if source < 0 else trials.most_hours(n, new, hired=True)
    return max(0.0, float((other - less) / (more * new))) if more > 0 else 1.0
