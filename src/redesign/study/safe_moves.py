"""Safe moves: what all near-best plans of a strategy do, and what is a matter of taste among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from redesign.demand.plan import Plan, posts_today
from redesign.scenario.model import Scenario
from redesign.study.certified import PackagesAlike, PostsRange, SafeMoves
from redesign.study.found import Found

NEAR = 0.01
"""A plan that keeps its promises and brings at most this share less support than the best such plan is near-best."""


def safe_moves(scenario: Scenario, found: Found) -> SafeMoves:
    """Which moves the near-best plans that were tried have in common; no other plan is looked for."""
    return shared(scenario, near_best(found))


def shared(scenario: Scenario, plans: Sequence[Plan]) -> SafeMoves:
    """What some plans have in common, and what differs."""
    taken = {name: sum(bool(plan.levers[e]) for plan in plans) for e, name in enumerate(scenario.all_levers)}
    return SafeMoves(
        plans=len(plans),
        posts=_posts(scenario, plans),
        levers_in_all=tuple(name for name, count in taken.items() if count == len(plans)),
        levers_in_some=tuple(name for name, count in taken.items() if 0 < count < len(plans)),
        packages=_packages(scenario, plans),
    )


def near_best(found: Found) -> list[Plan]:
    """Distinct plans that keep every promise on the search years, near the best of them; the plan taken stands first,
    whatever it keeps.
    """
    kept = [tried for tried in found.tried if tried.room >= 0]
    least = max((tried.support for tried in kept), default=0.0) * (1 - NEAR)
    plans = [found.solution.plan]
    for tried in kept:
        plan = tried.solution.plan
        if tried.support >= least and not any(plan.same_as(other) for other in plans):
            plans.append(plan)
    return plans


def _posts(scenario: Scenario, plans: Sequence[Plan]) -> tuple[PostsRange, ...]:
    """Teams that change in some plan, in the order of the file."""
    posts = np.array([plan.posts for plan in plans], np.int64)
    counts = zip(posts_today(scenario).tolist(), posts.min(axis=0).tolist(), posts.max(axis=0).tolist(), strict=True)
    return tuple(
        PostsRange(name, team.label, today, least, most)
        for (name, team), (today, least, most) in zip(scenario.teams.items(), counts, strict=True)
        if not today == least == most and not team.outside
    )


def _packages(scenario: Scenario, plans: Sequence[Plan]) -> tuple[PackagesAlike, ...]:
    """Every area: schools that it is for, and those that get the same package in all plans."""
    alike = np.all([plan.packages == plans[0].packages for plan in plans], axis=0)
    rows = []
    for (name, area), same in zip(scenario.areas.items(), alike, strict=True):
        eligible = np.array([school.level in area.levels for school in scenario.schools], np.bool_)
        rows.append(PackagesAlike(name, area.label, int(eligible.sum()), int((same & eligible).sum())))
    return tuple(rows)
