"""How much work teams that make visits can promise, by posts: the table that the certified plan was found with."""

from __future__ import annotations

from redesign.study.certified import TeamCapacity
from redesign.study.found import Found


def capacities(found: Found) -> tuple[TeamCapacity, ...]:
    """Of every team of the district that makes visits of some package, in the order of the file."""
    problem, posts = found.problem, found.solution.plan.posts
    return tuple(
        TeamCapacity(name, team.posts_today, int(posts[t]), tuple(table.hours.tolist()), tuple(sorted(table.tried)))
        for t, (table, (name, team)) in enumerate(zip(problem.tables, problem.scenario.teams.items(), strict=True))
        if team.outside is None and problem.expectation.made_by(t).any()
    )
