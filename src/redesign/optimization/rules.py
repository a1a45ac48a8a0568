"""The named rules of a scenario as constraints; a rule that a strategy lifts is not in `problem.rules`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from redesign.optimization.linear import joined, ones
from redesign.optimization.money import THOUSAND, stream_spending
from redesign.optimization.problem import Problem
from redesign.optimization.variables import Office
from redesign.scenario.model import Rule

ROUNDING = 1e-9
"""A share of today's posts that is a whole number but for rounding counts as whole."""


def release_limit(office: Office) -> None:
    """For every team t of the rule: released[t] <= release share x posts today[t], rounded down to whole posts."""
    teams = office.problem.scenario.team_list
    for i, name, rule in _of_kind(office.problem, "release_limit"):
        for t in _teams(office.problem, rule):
            most = math.floor((rule.release_share or 0.0) * teams[t].posts_today + ROUNDING)
            office.add(f"rule:{name}", f"release_limit{i}_{t}", ones([office.released[t]]), "<=", most)


def minimum_posts(office: Office) -> None:
    """For every team t of the rule: posts in the plan[t] >= minimum share x posts today[t], rounded up."""
    teams = office.problem.scenario.team_list
    for i, name, rule in _of_kind(office.problem, "minimum_posts"):
        for t in _teams(office.problem, rule):
            least = math.ceil((rule.minimum_share or 0.0) * teams[t].posts_today - ROUNDING)
            office.add(f"rule:{name}", f"minimum_posts{i}_{t}", office.planned(t), ">=", least)


def funding_tie(office: Office) -> None:
    """Money of a tied stream f stays in f: the other streams cannot spend what f leaves over.

    over[f] >= spending[f] - cost today[f] for every tied stream, and
    spending of the other streams + sum_f over[f] <= yearly budget - sum_f cost today[f].
    Levers are paid by the other streams, materials by the stream of the delivering team.
    """
    problem = office.problem
    ties = {stream: name for _, name, rule in _of_kind(problem, "funding_tie") for stream in rule.streams}
    active = [f for f, name in ties.items() if f"rule:{name}" not in office.dropped]
    if not active:
        return
    over = {f: office.amount(f"over{i}") for i, f in enumerate(active)}
    today = {f: problem.cost_today.of_stream(problem.scenario, f) * THOUSAND for f in active}
    spending = stream_spending(office)
    for i, f in enumerate(active):
        office.add("always", f"funding_tie_over{i}", [*spending.get(f, []), (over[f], -1.0)], "<=", today[f])
    others = joined([terms for f, terms in spending.items() if f not in over])
    left = problem.yearly_usd * THOUSAND - float(sum(today.values()))
    office.add("yearly_budget", "funding_tie", others + ones(over.values()), "<=", left)


RULES = (release_limit, minimum_posts, funding_tie)


def _of_kind(problem: Problem, kind: str) -> Iterator[tuple[int, str, Rule]]:
    return ((i, name, rule) for i, (name, rule) in enumerate(problem.rules.items()) if rule.kind == kind)


def _teams(problem: Problem, rule: Rule) -> list[int]:
    return [t for t, name in enumerate(problem.scenario.team_ids) if not rule.teams or name in rule.teams]
