"""What is odd about a plan: teams that stay without work, and limits that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Strategy
from redesign.study.strategy_result import PlanResult, StrategyResult, TeamPosts, TeamResult

IDLE_SHARE = 0.05
"""A team that is busy for less of its hours is called idle."""


def plan_notes(scenario: Scenario, strategy: Strategy, result: StrategyResult) -> Iterator[str]:
    """Sentences on a strategy's plan, as simulated."""
    for team, busy, posts in zip(scenario.own_teams.values(), result.teams, result.plan.posts, strict=True):
        if _is_idle(busy) and busy.utilization:
            count = f"{busy.posts} post{'' if busy.posts == 1 else 's'}"
            kept = ", ".join(_keeping(scenario, strategy, posts, result.plan.posts))
            why = f"kept by: {kept}" if kept else "to give them up would buy no more support"
            yield f"{team.label} stays idle under the plan: {count}, {busy.utilization.mean:.0%} busy; {why}."
        if team.maximum_posts is None and posts.planned == team.most_posts > team.posts_today:
            yield (
                f"{team.label} has {posts.planned} posts under the plan, the most it may have by default (twice "
                "today's and five more); maximum_posts would say otherwise."
            )


def notes_on_compared(scenario: Scenario, results: Mapping[str, StrategyResult], chosen: str) -> Iterator[str]:
    """What a reader of the comparison should know of the other plans."""
    reference = scenario.run.reference
    for name in (name for name in results if name not in (reference, chosen)):
        label, result = scenario.compared[name].label, results[name]
        if _choices(result.plan) == _choices(results[reference].plan):
            yield f"{label} ends with today's plan: nothing that it may change was found to serve its aim better."
        idle = {scenario.teams[each.team].label: each.posts for each in result.teams if _is_idle(each)}
        if idle:
            count = sum(idle.values())
            yield f"{label} keeps {count} post{'' if count == 1 else 's'} without work: {', '.join(idle)}."


def _choices(plan: PlanResult) -> tuple[object, ...]:
    return [each.planned for each in plan.posts], plan.packages, plan.levers, plan.drop_removable_work


def _is_idle(team: TeamResult) -> bool:
    return bool(team.posts) and team.utilization is not None and team.utilization.mean < IDLE_SHARE


def elements_off(result: StrategyResult) -> Iterator[str]:
    """A warning where a scenario speaks of the core elements of a whole redesign and the plan lacks some of them."""
    elements = result.details.core_elements
    off = [each.element for each in elements if not each.on]
    if off and any(each.marked for each in elements):
        yield f"Of partnership, services and leadership the plan turns on no {', no '.join(off)}: it is incomplete."


def _keeping(scenario: Scenario, strategy: Strategy, posts: TeamPosts, every: tuple[TeamPosts, ...]) -> Iterator[str]:
    """What forbids giving up one post more of a team."""
    if not strategy.may.release:
        yield f"{strategy.label} may not release"
    for key, rule in scenario.rules.items():
        applies = not rule.teams or posts.team in rule.teams
        at_limit = rule.release_share is not None and posts.released + 1 > rule.release_share * posts.today
        at_core = rule.minimum_share is not None and posts.planned - 1 < rule.minimum_share * posts.today
        tied = scenario.teams[posts.team].funding_stream in rule.streams
        own = [each for each in every if not rule.teams or each.team in rule.teams]
        changing = sum(each.released + each.retrained_out + each.hired for each in own)
        at_change = rule.change_share is not None and changing + 1 > rule.change_share * sum(p.today for p in own)
        if (tied or (applies and (at_limit or at_core or at_change))) and not (rule.removable and strategy.lifts(key)):
            yield rule.label
