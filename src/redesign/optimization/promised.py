"""Rows of the upper bound that look at what was promised: the share of visits that must be made, and what can be made.

For offices that are solved school by school: there the model knows promised and made visits apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.clairvoyant import Lines, Season, lines_of, open_by_week
from redesign.demand.lengths import longest_hours
from redesign.demand.open_hours import open_hours
from redesign.optimization.linear import Terms, added, scaled
from redesign.optimization.problem import Problem
from redesign.optimization.variables import Office
from redesign.optimization.windows import (
    in_progress,
    longest_window_hours,
    only_visits,
    span_of_visits,
    visit_lengths,
    window_rows_of,
)

Floats = NDArray[np.float64]

HIRED = -1
YEARS = 400
"""Years of absences at least."""
MOST_PATHS = 1600
SIZES = (1, 2, 3, 4, 6)
"""Teams that are looked at; one of a size between two is no better than the larger, post for post."""
MOST_SIZES = 9
"""A team that may have more posts is only looked at with all of them: absences of many even out."""
LOADS = (0.05, 0.3, 0.6, 0.75, 0.85, 0.92, 0.98, 1.04, 1.1, 1.25)
"""Promised hours of a post, over its open hours while windows are open."""
SLOPES = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.92, 0.97)


def promised_name(t: int) -> str:
    """Hours of the visits that a team promises."""
    return f"promised{t}"


def visits_name(a: int) -> str:
    """Visits of an area that are promised."""
    return f"visits{a}"


def lapsed_name(a: int) -> str:
    """Visits of an area that are promised and not made."""
    return f"lapsed{a}"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """lapsed visits[a] <= (1 - share[a]) promised visits[a] + those in progress at the end of the year."""

    area: int
    share: float
    in_progress: dict[int, float]
    """{team: most visits for each of its posts that the end of the year can cut off, in expectation}"""
    rare: float
    """Most visits whose lengths differ from the mean where the windows end before the year does."""

    def __call__(self, office: Office) -> None:
        """Add the row to a model that knows lapsed visits."""
        lapsed, promised = (office.asked.get(name(self.area), []) for name in (lapsed_name, visits_name))
        posts = [term for t, each in self.in_progress.items() for term in scaled(office.planned(t), -each)]
        if lapsed:
            terms = lapsed + scaled(promised, self.share - 1) + posts
            office.add("promises", f"share{self.area}", terms, "<=", self.rare)


def share_rows(problem: Problem, shares: Sequence[float]) -> tuple[ShareRow, ...]:
    """One row for each area [A] of which a share of the promised visits must be made in expectation."""
    return tuple(_share_row(problem, a, share) for a, share in enumerate(shares) if share > 0)


def _share_row(problem: Problem, a: int, share: float) -> ShareRow:
    scenario, weeks = problem.scenario, problem.scenario.calendar.weeks
    expectation, posts, rare = problem.expectation, dict[int, float](), 0.0
    promised = np.flatnonzero(expectation.visits[a])
    if not len(promised):
        return ShareRow(a, share, posts, rare)
    shortest = float((expectation.visit_hours[a].ravel()[promised] / expectation.visits[a].ravel()[promised]).min())
    for t in np.unique(expectation.supplier[a, 1:]).tolist():
        kinds, team = visit_lengths(problem, t), scenario.team_list[t]
        if not kinds:
            continue
        left = (weeks - span_of_visits(problem, t).closes) * scenario.calendar.hours_per_week * team.pace
        if left <= 0:
            posts[t] = longest_hours(kinds) / shortest
        else:
            rare += sum(kind.count * kind.mean_above(left) for kind in kinds) / shortest
    return ShareRow(a, share, posts, rare)


@dataclass(frozen=True, slots=True)
class LeastMade:
    """What the shares of a team's areas say of hours: share x promised <= made + each x posts + rare."""

    share: float
    each: float
    rare: float


@dataclass(frozen=True, slots=True)
class ClairvoyantRow:
    """For a team t and slopes g: made[t] - g promised[t] <= sum_n i[g,n] z[t,n] - sum_i l[g,i] retrained[i,t]."""

    team: int
    intercepts: tuple[tuple[float, ...], ...]
    """[slopes][n] hours."""
    ramps: tuple[dict[int, float], ...] = field(default=())
    """[slopes] {source team: hours}; -1: of a hired post"""
    least: LeastMade | None = None
    """Where a model does not know promised hours, what made hours say of them."""
    alike: bool = False
    """Whether posts are alike in teams of every size: the intercepts are n times that of one post."""

    def __call__(self, office: Office) -> None:
        """Add the rows, and z, to a model that knows promised hours apart from made ones."""
        t = self.team
        if promised_name(t) not in office.asked and self.least is None:
            return
        sizes = [] if self.alike else office.sizes(t)
        for j, (slope, intercepts, ramps) in enumerate(zip(SLOPES, self.intercepts, self.ramps, strict=True)):
            room = [(z, -each) for z, each in zip(sizes, intercepts, strict=False) if each]
            if self.alike:
                room = scaled(office.planned(t), -intercepts[1])
            lost = [(office.retrained[i, to], ramps[i]) for i, to in office.retrained if to == t]
            lost.append((office.hired[t], ramps.get(HIRED, 0.0)))
            made, right = self._made(office, slope)
            office.add(office.problem.promises[t], f"clairvoyant{t}_{j}", added([made, room, lost]), "<=", right)

    def _made(self, office: Office, slope: float) -> tuple[Terms, float]:
        """made[t] - g promised[t], or the least that it can be for what is made; and what goes to the right side."""
        made, promised = office.visit_hours(self.team), office.asked.get(promised_name(self.team))
        if promised is not None:
            return added([made, scaled(promised, -slope)]), 0.0
        if self.least is None:
            return [], 0.0
        part = slope / self.least.share
        posts = scaled(office.planned(self.team), -part * self.least.each)
        return scaled(made, 1 - part) + posts, part * self.least.rare


def clairvoyant_rows(problem: Problem, shares: Sequence[float] = ()) -> tuple[ClairvoyantRow, ...]:
    """The rows of every team that does nothing but visits and has hours for them; `shares` [A] as in `share_rows`."""
    teams = np.unique(problem.expectation.supplier[:, 1:]).tolist()
    return tuple(
        replace(clairvoyant_row(problem, t), least=least_made(problem, t, shares))
        for t in teams
        if only_visits(problem, t) and visit_lengths(problem, t) and season_of(problem, t).open_hours > 0
    )


def least_made(problem: Problem, t: int, shares: Sequence[float]) -> LeastMade | None:
    """What the shares of its areas say of a team's hours; None where an area has none, or other teams make visits, too.

    Visits that lapse may be the longest of an area: its hours have the share 1 - longest / shortest (1 - share).
    """
    expectation, found = problem.expectation, []
    for a in np.flatnonzero(expectation.made_by(t).any(axis=1)).tolist():
        offered = expectation.visits[a] > 0
        if not shares or (expectation.supplier[a][offered.any(axis=0)] != t).any():
            return None
        hours = expectation.visit_hours[a][offered] / expectation.visits[a][offered]
        longest, row = float(hours.max()), _share_row(problem, a, shares[a])
        share = 1 - longest / float(hours.min()) * (1 - row.share)
        found.append(LeastMade(share, longest * row.in_progress.get(t, 0.0), longest * row.rare))
    least = LeastMade(min(f.share for f in found), sum(f.each for f in found), sum(f.rare for f in found))
    return least if least.share > 0 else None


def clairvoyant_row(problem: Problem, t: int) -> ClairvoyantRow:
    """The rows of one team, with standard errors: see `analysis/clairvoyant.py`."""
    team = problem.scenario.team_list[t]
    most = team.most_posts
    of = _ramp_shares(problem, t)
    shares = sorted(set(of.values()))
    by_size = list(_lines_by_size(problem, t, shares))
    found = [[lines.at(slope) for lines in by_size] for slope in SLOPES]
    intercepts = tuple((0.0, *(n * row[_size_for(problem, t, n)][0] for n in range(1, most + 1))) for row in found)
    least = [np.min([ramp for _, ramp in row], axis=0) for row in found]
    ramps = tuple({i: float(each[shares.index(share)]) for i, share in of.items()} for each in least)
    return ClairvoyantRow(t, intercepts, ramps, alike=len(by_size) == 1 and most > 0)


def _ramp_shares(problem: Problem, t: int) -> dict[int, float]:
    """{source team: share of the year at its start that a post from there is closed for}; HIRED: of a hired one."""
    scenario = problem.scenario
    team, weeks = scenario.team_list[t], scenario.calendar.weeks
    shares = {scenario.team_ids.index(pair.team): pair.ramp_share for pair in team.retrain_from}
    return shares | {HIRED: team.hire_ramp_weeks(weeks) / weeks}


def _sizes(problem: Problem, t: int) -> list[int]:
    team = problem.scenario.team_list[t]
    if team.assignment == "caseload":
        return [1]
    most = max(1, team.most_posts)
    return [*(size for size in SIZES if size < most), most] if most <= MOST_SIZES else [most]


def _size_for(problem: Problem, t: int, posts: int) -> int:
    """Position of the size whose lines a team of so many posts has."""
    sizes = _sizes(problem, t)
    return next((i for i, size in enumerate(sizes) if size >= posts), len(sizes) - 1)


def _lines_by_size(problem: Problem, t: int, shares: Sequence[float]) -> Iterator[Lines]:
    scenario = problem.scenario
    season, name = season_of(problem, t), scenario.team_ids[t]
    most = max(1, scenario.team_list[t].most_posts)
    hours = open_by_week(scenario, name, most, YEARS)
    hours[:, :, : _weeks_of_all(problem, t)] = 0.0
    whole = season.open_hours
    window = next(window_rows_of(problem, t))
    of = window.hours_of_ramp | {HIRED: window.hours_of_hire}
    by_share = {share: of[i] for i, share in _ramp_shares(problem, t).items()}
    lost = [by_share[share] for share in shares]
    for size in _sizes(problem, t):
        groups = hours[:, : most - most % size].reshape(-1, size, hours.shape[2])[:MOST_PATHS]
        ramps = [share * scenario.calendar.weeks for share in shares]
        found = lines_of(groups, season, [share * whole for share in LOADS], ramps)
        yield found.and_line(window.hours_of_post, 0.0, lost).and_line(0.0, 1.0, [0.0] * len(shares))


def _weeks_of_all(problem: Problem, t: int) -> int:
    """Whole weeks at the start of the year in which no post of a team is open: of a new team, whose posts all are."""
    team, weeks = problem.scenario.team_list[t], problem.scenario.calendar.weeks
    if team.posts_today:
        return 0
    ramps = [pair.ramp_share * weeks for pair in team.retrain_from]
    return int(min([team.hire_ramp_weeks(weeks), *ramps]))


def season_of(problem: Problem, t: int) -> Season:
    """When the visits of a team are dated and started, in whole weeks."""
    calendar, span = problem.scenario.calendar, span_of_visits(problem, t)
    progress = in_progress(problem, t)
    ends = np.array([progress.at(week) for week in range(calendar.weeks + 1)])
    weeks = int(np.ceil(longest_window_hours(problem, t) / calendar.hours_per_week - 1e-9))
    closes = min(calendar.last_school_week + weeks, calendar.weeks)
    team = problem.scenario.team_list[t]
    opens = min(max(span.opens, float(_weeks_of_all(problem, t))), float(closes))
    hours = open_hours(problem.scenario, team, closes) - open_hours(problem.scenario, team, opens)
    return Season(int(span.opens), calendar.last_school_week, weeks, ends, hours)
