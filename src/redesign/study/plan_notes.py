"""What is odd about a plan: teams that stay without work, and limits that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.scenario.model import Scenario, Team
from redesign.scenario.strategy import Strategy
from redesign.study.strategy_result import StrategyResult

IDLE_SHARE = 0.05
"""A team that is busy for less of its hours is called idle."""


def plan_notes(scenario: Scenario, strategy: Strategy, result: StrategyResult) -> Iterator[str]:
    """Sentences on a strategy's plan, as simulated."""
    for (name, team), busy, posts in zip(scenario.teams.items(), result.teams, result.plan.posts, strict=True):
        if busy.posts and busy.utilization is not None and busy.utilization.mean < IDLE_SHARE:
            count = f"{busy.posts} post{'' if busy.posts == 1 else 's'}"
            kept = ", ".join(_keeping(scenario, strategy, name, team))
            why = f"kept by: {kept}" if kept else "to give them up would buy no more support"
            yield f"{team.label} stays idle under the plan: {count}, {busy.utilization.mean:.0%} busy; {why}."
        if team.maximum_posts is None and posts.planned == team.most_posts > team.posts_today:
            yield (
                f"{team.label} has {posts.planned} posts under the plan, the most it may have by default (twice "
                "today's and five more); maximum_posts would say otherwise."
            )


def _keeping(scenario: Scenario, strategy: Strategy, name: str, team: Team) -> Iterator[str]:
    """What forbids giving up posts of a team, as far as it goes."""
    if not strategy.may.release:
        yield f"{strategy.label} may not release"
    for key, rule in scenario.rules.items():
        applies = not rule.teams or name in rule.teams
        limits = (rule.release_share is not None and rule.release_share < 1) or bool(rule.minimum_share)
        tied = team.funding_stream in rule.streams
        if (tied or (applies and limits)) and not (rule.removable and strategy.lifts(key)):
            yield rule.label
