"""Where work stands in line: the stations of every team under a plan, and when their posts are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from redesign.demand.absences import Absences
from redesign.demand.clock import ticks
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Narrow = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Stations:
    """T teams, S schools, M stations: one of all posts for a pooled team, one per post for a caseload team."""

    posts: Ints
    """[T]"""
    servers: Ints
    """[M]"""
    first: Narrow
    """[T] station of a team's first post."""
    spread: NDArray[np.bool_]
    """[T] whether every post of the team is a station of its own."""
    post_of_school: Narrow
    """[T, S] the post that a school belongs to; 0 throughout for a pooled team."""

    def of_schools(self, team: NDArray[np.integer], school: NDArray[np.integer]) -> Narrow:
        """[n] stations where these teams serve these schools."""
        station: Narrow = self.first[team] + self.post_of_school[team, school]
        return station

    def of_posts(self, team: int, post: Ints) -> Ints:
        """[n] stations of these posts of one team; posts are counted round and round."""
        turn = post % self.posts[team] if self.spread[team] else np.zeros_like(post)
        station: Ints = self.first[team] + turn
        return station


def lay_out(scenario: Scenario, posts: Ints, promised_hours: Floats) -> Stations:
    """Set up the stations of teams with `posts` [T] that promise schools these visit hours [T, S]."""
    caseload = np.array([t.assignment == "caseload" for t in scenario.team_list])
    spread = caseload & (posts > 0)
    count = np.where(spread, posts, 1)
    first = (np.cumsum(count) - count).astype(np.int32)
    servers = np.ones(count.sum(), np.int64)
    servers[first[~spread]] = posts[~spread]
    post_of_school = np.zeros(promised_hours.shape, np.int32)
    names = [s.id for s in scenario.schools]
    for team in np.flatnonzero(spread):
        post_of_school[team] = share_out(promised_hours[team], names, int(posts[team]))
    return Stations(posts, servers, first, spread, post_of_school)


def share_out(hours: Floats, names: list[str], posts: int) -> Ints:
    """Give each school to one post, longest visit hours first, each to the least loaded post.

    Ties of schools go by name; ties of posts by the number of schools they have, so that schools
    without visits are spread too, then by their own number.
    """
    owner = np.zeros(len(hours), np.int64)
    load = [(0.0, 0, post) for post in range(posts)]
    for school in sorted(range(len(hours)), key=lambda s: (-hours[s], names[s])):
        carried, schools, post = heappop(load)
        owner[school] = post
        heappush(load, (carried + hours[school], schools + 1, post))
    return owner


def ramps(scenario: Scenario, plan: Plan) -> list[Ints]:
    """[T][posts] ticks at the start of the year that each post of a team is empty or lost to training.

    The team's last posts are the retrained ones, those before them the hired ones. Raises ValueError for a retraining
    that the scenario does not list.
    """
    lost, year = [], ticks(scenario.year_hours)
    for t, team in enumerate(scenario.team_list):
        listed = {scenario.team_ids.index(pair.team): pair.ramp_share for pair in team.retrain_from}
        sources = np.flatnonzero(plan.retrained[:, t]).tolist()
        if unlisted := sorted(scenario.team_ids[i] for i in set(sources) - set(listed)):
            raise ValueError(f"posts of {unlisted} cannot be retrained for {scenario.team_ids[t]}")
        weeks = scenario.calendar.weeks
        shares = [team.hire_ramp_weeks(weeks) / weeks] * int(plan.hired[t])
        shares += [share for i, share in listed.items() for _ in range(plan.retrained[i, t])]
        ramp = np.zeros(plan.posts[t], np.int64)
        ramp[len(ramp) - len(shares) :] = np.rint(np.array(shares) * year)
        lost.append(ramp)
    return lost


@dataclass(frozen=True, slots=True)
class Closures:
    """Blocks in which a station has one post less, by start, then team, then post."""

    station: Ints
    start: Ints
    length: Ints


def closures(stations: Stations, absences: Mapping[int, tuple[Absences, Ints]]) -> Closures:
    """Put absences and lost starts [posts] of the posts of some teams into one list.

    Raises ValueError where a team has more posts than absences were drawn for.
    """
    rows = [(np.empty((4, 0), np.int64))]
    for team, (drawn, lost) in absences.items():
        if len(lost) > drawn.posts:
            raise ValueError(f"absences were drawn for {drawn.posts} posts of team {team}, the plan has {len(lost)}")
        if not len(lost):
            continue
        post, start, length = _with_ramps(drawn, lost)
        rows.append(np.array([np.full(len(post), team), post, start, length]))
    team_of, post, start, length = np.concatenate(rows, axis=1)
    order = np.lexsort((post, team_of, start))
    station = stations.first[team_of] + np.where(stations.spread[team_of], post, 0)
    return Closures(station[order], start[order], length[order])


def _with_ramps(drawn: Absences, lost: Ints) -> tuple[Ints, Ints, Ints]:
    """Post, start and length of absences united with the block [0, lost) of each post."""
    within = drawn.post < len(lost)
    post, start, end = drawn.post[within], drawn.start[within], (drawn.start + drawn.length)[within]
    touches = start <= lost[post]
    opening = lost.copy()
    np.maximum.at(opening, post[touches], end[touches])
    late = np.flatnonzero(opening)
    post = np.concatenate([late, post[~touches]])
    start = np.concatenate([np.zeros(len(late), np.int64), start[~touches]])
    end = np.concatenate([opening[late], end[~touches]])
    return post, start, end - start
