"""The named rules of a scenario as constraints; a rule that a strategy lifts is not in `problem.rules`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from redesign.optimization.linear import added, joined, ones, scaled
from redesign.optimization.money import IN_THOUSANDS, stream_spending
from redesign.optimization.problem import ROUNDING, Problem
from redesign.optimization.variables import VISITS, Office, supply_name
from redesign.scenario.model import Rule
from redesign.scenario.rules import CONTRACT_CAP


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
    Levers are paid by the other streams, which get what returns of principals' time; materials by the stream of the
    delivering team.
    """
    problem = office.problem
    ties = {stream: name for _, name, rule in _of_kind(problem, "funding_tie") for stream in rule.streams}
    active = [f for f, name in ties.items() if f"rule:{name}" not in office.dropped]
    if not active:
        return
    over = {f: office.amount(f"over{i}") for i, f in enumerate(active)}
    today = {f: problem.cost_today.of_stream(problem.scenario, f) * IN_THOUSANDS for f in active}
    spending = stream_spending(office)
    for i, f in enumerate(active):
        office.add("always", f"funding_tie_over{i}", [*spending.get(f, []), (over[f], -1.0)], "<=", today[f])
    others = joined([terms for f, terms in spending.items() if f not in over])
    left = problem.yearly_usd * IN_THOUSANDS - float(sum(today.values()))
    office.add("yearly_budget", "funding_tie", others + ones(over.values()), "<=", left)


def change_limit(office: Office) -> None:
    """For every rule with teams T: sum_t in T (released[t] + sum_u retrained[t,u] + hired[t]) <= posts that may change.

    These are change share x sum_t in T posts today[t], rounded down. A post that is retrained counts once, for the
    team that it leaves.
    """
    for i, name, rule in _of_kind(office.problem, "change_limit"):
        teams = _teams(office.problem, rule)
        changing = [ones([office.released[t], *office.retrained_out_of(t), office.hired[t]]) for t in teams]
        office.add(f"rule:{name}", f"change_limit{i}", joined(changing), "<=", may_change(office.problem, rule))


def no_outside_hire(office: Office) -> None:
    """For every team t of the rule: hired[t] <= 0."""
    for i, name, rule in _of_kind(office.problem, "no_outside_hire"):
        for t in _teams(office.problem, rule):
            office.add(f"rule:{name}", f"no_outside_hire{i}_{t}", ones([office.hired[t]]), "<=", 0)


def forbids(office: Office) -> None:
    """For every lever e of the rule: x[e] <= 0."""
    numbers = {name: e for e, name in enumerate(office.problem.scenario.all_levers)}
    for i, name, rule in _of_kind(office.problem, "forbids"):
        for e in (e for e in map(numbers.get, rule.levers) if e in office.problem.levers):
            office.add(f"rule:{name}", f"forbids{i}_{e}", office.lever(e), "<=", 0)


def contract_cap(office: Office) -> None:
    """Visits of all providers <= contract share x visits of all packages."""
    for i, name, rule in _of_kind(office.problem, CONTRACT_CAP):
        visits = office.asked.get(VISITS, [])
        bought = joined(office.asked.get(supply_name(t), []) for t in range(len(office.problem.tables)))
        terms = bought + scaled(visits, -(rule.contract_share or 0.0))
        if bought:
            office.add(f"rule:{name}", f"contract_cap{i}", added([terms]), "<=", 0)


RULES = (release_limit, minimum_posts, funding_tie, change_limit, no_outside_hire, forbids, contract_cap)
"""Work that a rule adds is no constraint: it is in the scenario, and so in what teams have to do."""


def may_change(problem: Problem, rule: Rule) -> int:
    """Posts of the rule's teams together that may change in a year."""
    return math.floor((rule.change_share or 0.0) * posts_under(problem, rule) + ROUNDING)


def posts_under(problem: Problem, rule: Rule) -> int:
    """Posts today of the rule's teams together."""
    return sum(problem.scenario.team_list[t].posts_today for t in _teams(problem, rule))


def _of_kind(problem: Problem, kind: str) -> Iterator[tuple[int, str, Rule]]:
    return ((i, name, rule) for i, (name, rule) in enumerate(problem.rules.items()) if rule.kind == kind)


def _teams(problem: Problem, rule: Rule) -> list[int]:
    return [t for t, name in enumerate(problem.scenario.own_teams) if not rule.teams or name in rule.teams]
