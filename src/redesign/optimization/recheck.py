"""Every constraint and the objective once more, from the plan and the problem alone: no solver, no PuLP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cost import cost_of, returned_usd
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan, at_packages, brokered, by_team, plan_today, posts_today, under
from redesign.optimization.problem import Problem, TooFew, floor_hours, visit_limit
from redesign.scenario.rules import Rule

Floats = NDArray[np.float64]
Check = tuple[str, float, float]
"""Name, left side, right side of `left <= right`."""

TOLERANCE = 1e-6
"""Relative to the size of the right side, or to 1."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """What was re-computed."""

    constraints: int
    largest_violation: float
    """Relative; 0 where every constraint holds."""
    violated: tuple[str, ...]
    """Names of constraints violated by more than the tolerance."""
    objective: float
    """Promised support; NaN where levers are taken that must not be taken together."""


def recheck(problem: Problem, plan: Plan) -> Recheck:
    """Re-compute the constraints of the plan's strategy and its promised support."""
    after, levers = expect(under(problem.scenario, plan)), list(_levers(problem, plan))
    checks = [*levers, *_work(problem, plan, after), *_all_but_work(problem, plan, after)]
    excess = {name: (left - right) / max(1.0, abs(right)) for name, left, right in checks}
    together = all(left <= right for _, left, right in levers)
    return Recheck(
        constraints=len(checks),
        largest_violation=max(0.0, *(x for x in excess.values())),
        violated=tuple(name for name, x in excess.items() if x > TOLERANCE),
        objective=problem.promised_support(plan) if together else np.nan,
    )


def is_allowed(problem: Problem, plan: Plan) -> bool:
    """Whether a plan obeys the budgets, the rules, the floors and the strategy; what teams can promise is left out."""
    checks = _of_freedom(problem, plan, expect(under(problem.scenario, plan)))
    return all(left - right <= TOLERANCE * max(1.0, abs(right)) for _, left, right in checks)


def room(problem: Problem, plan: Plan) -> dict[str, float]:
    """What each of these constraints, and each fact about posts, leaves, in its own unit; below 0: it is not obeyed."""
    after = expect(under(problem.scenario, plan))
    checks = [*_of_freedom(problem, plan, after), *_facts(problem, plan)]
    return {name: right - left for name, left, right in checks}


def _of_freedom(problem: Problem, plan: Plan, after: Expectation) -> list[Check]:
    return [*_levers(problem, plan), *_all_but_work(problem, plan, after)]


def _all_but_work(problem: Problem, plan: Plan, after: Expectation) -> Iterator[Check]:
    yield from _posts(problem, plan)
    yield from _money(problem, plan)
    yield from _schools(problem, plan, after)
    yield from _span(problem, plan)
    yield from _providers(problem, plan, after)
    yield from _rules(problem, plan, after)
    yield from _pins(problem, plan)
    for i, (other, least) in enumerate(problem.far_from):
        yield f"far from plan {i}", float(least), float(plan.distance(other))


def _posts(problem: Problem, plan: Plan) -> Iterator[Check]:
    may, ids = problem.strategy.may, problem.scenario.team_ids
    for t, (name, team) in enumerate(problem.scenario.teams.items()):
        balance = plan.kept[t] + plan.retrained[t].sum() + plan.released[t] - team.posts_today
        yield f"posts of today of {name}", float(abs(balance)), 0
        yield f"largest team {name}", float(plan.posts[t]), float(problem.most_posts(t))
        for what in ("kept", "hired", "released"):
            yield f"no negative posts {what} of {name}", -float(getattr(plan, what)[t]), 0
        own = team.outside is None
        yield f"freedom to hire for {name}", float(plan.hired[t]), np.inf if may.hire and own else 0
        yield f"freedom to release of {name}", float(plan.released[t]), np.inf if may.release and own else 0
        listed = {pair.team for pair in team.retrain_from} if may.retrain else set()
        unlisted = [i for i, source in enumerate(ids) if source not in listed]
        yield f"listed retraining for {name}", float(plan.retrained[unlisted, t].sum()), 0


def _levers(problem: Problem, plan: Plan) -> Iterator[Check]:
    levers = problem.scenario.all_levers
    taken = {name for name, on in zip(levers, plan.levers.tolist(), strict=True) if on}
    allowed = problem.strategy.may.levers
    free = set(levers) if allowed == "all" else set() if allowed == "none" else set(allowed)
    yield "levers that the strategy may take", float(len(taken - free)), 0
    for name in sorted(taken):
        yield f"what {name} needs", float(len(set(levers[name].needs) - taken)), 0
        yield f"what {name} excludes", float(len(set(levers[name].excludes) & taken)), 0


def _work(problem: Problem, plan: Plan, after: Expectation) -> Iterator[Check]:
    """`after` is the year under the plan: its levers and contracts are in it."""
    scenario = problem.scenario
    visits = by_team(after.visit_hours, after.supplier, plan.packages, len(scenario.teams))
    for t, name in enumerate(scenario.teams):
        load = float(after.work_hours[t] + visits[t])
        table, posts = problem.tables[t], int(plan.posts[t])
        yield (
            f"capacity of {name}",
            load + problem.cost_of_new(plan, t),
            float(table.hours[min(posts, table.most_posts)]),
        )
    yield from _facts(problem, plan)


def _facts(problem: Problem, plan: Plan) -> Iterator[Check]:
    scenario = problem.scenario
    contracts = [team.added_hours_per_year for team in brokered(scenario, plan).team_list]
    before = [team.added_hours_per_year for team in scenario.team_list]
    taken, new = frozenset(np.flatnonzero(plan.levers).tolist()), plan.retrained.sum(axis=0) + plan.hired
    for i, fact in enumerate(problem.facts):
        enough = any(_worth(plan, t, fact) > n for t, n in fact.posts.items())
        enough = enough or any(new[t] < m for t, m in fact.new.items())
        enough = enough or any(contracts[t] - before[t] <= h * (1 + TOLERANCE) for t, h in fact.brokered.items())
        helped = any((e in taken) != (e in fact.levers) for e in fact.escapes)
        yield f"least posts {i}", float(not (enough or helped)), 0


def _worth(plan: Plan, t: int, fact: TooFew) -> float:
    """Posts of a team; a half less where new people count for less, and what they lose."""
    lose = fact.new_lose.get(t)
    if lose is None:
        return float(plan.posts[t])
    return float(plan.posts[t] - np.array(lose) @ np.append(plan.retrained[:, t], plan.hired[t])) - 0.5 + TOLERANCE


def _money(problem: Problem, plan: Plan) -> Iterator[Check]:
    cost = cost_of(problem.scenario, plan)
    yield "yearly budget", cost.yearly_usd - returned_usd(problem.scenario, plan), problem.yearly_usd
    yield "one-time budget", cost.one_time_usd, problem.one_time_usd


def _schools(problem: Problem, plan: Plan, after: Expectation) -> Iterator[Check]:
    chosen = plan.packages
    forbidden = ~at_packages(problem.allowed_packages, chosen).astype(np.bool_)
    visits, hours = (at_packages(v, chosen).sum(axis=0) for v in (after.visits, after.effective_hours))
    limit, floor = visit_limit(problem), floor_hours(problem)
    for s, school in enumerate(problem.scenario.schools):
        yield f"allowed packages of {school.id}", float(forbidden[:, s].sum()), 0
        yield f"visits that {school.id} can take in", float(visits[s]), float(limit[s])
        yield f"floor of {school.id}", float(floor[s]), float(hours[s])


def _providers(problem: Problem, plan: Plan, after: Expectation) -> Iterator[Check]:
    visits = _visits(plan, after)
    for t, (name, team) in enumerate(problem.scenario.teams.items()):
        if team.outside:
            yield f"visits of {name}", float(visits[t]), float(team.outside.visits_per_year)


def _visits(plan: Plan, after: Expectation) -> Floats:
    """[T] visits promised of each team."""
    return by_team(after.visits, after.supplier, plan.packages, len(plan.posts))


def _span(problem: Problem, plan: Plan) -> Iterator[Check]:
    scenario = problem.scenario
    if len(scenario.schools) < scenario.limits.span_applies_from_schools:
        return
    for a, (name, area) in enumerate(scenario.areas.items()):
        if area.span_schools_per_post is not None:
            own = [p > 0 and area.suppliers[p] == area.team for p in plan.packages[a].tolist()]
            most = area.span_schools_per_post * float(plan.posts[scenario.team_ids.index(area.team)])
            yield f"span of {name}", float(sum(own)), most


def _pins(problem: Problem, plan: Plan) -> Iterator[Check]:
    """Pinned packages are among the allowed ones."""
    scenario, pins = problem.scenario, problem.pins
    for name in pins.posts:
        least, most = pins.range_of(name)
        posts = float(plan.posts[scenario.team_ids.index(name)])
        yield f"pinned least of {name}", least, posts
        yield f"pinned most of {name}", posts, np.inf if most is None else most
    for name, choice in pins.levers.items():
        taken = bool(plan.levers[list(scenario.all_levers).index(name)])
        yield f"pinned lever {name}", float(taken != (choice == "taken")), 0


def _rules(problem: Problem, plan: Plan, after: Expectation) -> Iterator[Check]:
    for name, rule in problem.rules.items():
        yield from _posts_of_rule(problem, plan, name, rule)
        if rule.kind == "forbids":
            levers = zip(problem.scenario.all_levers, plan.levers.tolist(), strict=True)
            yield f"levers that {name} forbids", float(sum(on for lever, on in levers if lever in rule.levers)), 0
        if rule.kind == "contract_cap":
            visits, outside = _visits(plan, after), [team.outside is not None for team in problem.scenario.team_list]
            most = (rule.contract_share or 0.0) * float(visits.sum())
            yield f"visits that {name} lets buy", float(visits[outside].sum()), most
    yield from _funding_ties(problem, plan)


def _posts_of_rule(problem: Problem, plan: Plan, name: str, rule: Rule) -> Iterator[Check]:
    today, leaving = posts_today(problem.scenario).astype(float), plan.released + plan.retrained.sum(axis=1)
    district = problem.scenario.own_teams
    own = np.array([team in district and (not rule.teams or team in rule.teams) for team in problem.scenario.teams])
    if rule.kind == "change_limit":
        most = (rule.change_share or 0.0) * float(today[own].sum())
        yield f"posts that {name} lets change", float((leaving + plan.hired)[own].sum()), most
    for t in np.flatnonzero(own).tolist():
        team = problem.scenario.team_ids[t]
        if rule.kind == "release_limit":
            yield f"{name} for {team}", float(plan.released[t]), (rule.release_share or 0.0) * today[t]
        if rule.kind == "minimum_posts":
            yield f"{name} for {team}", (rule.minimum_share or 0.0) * today[t], float(plan.posts[t])
        if rule.kind == "no_outside_hire":
            yield f"{name} for {team}", float(plan.hired[t]), 0


def _funding_ties(problem: Problem, plan: Plan) -> Iterator[Check]:
    scenario = problem.scenario
    tied = [f for rule in problem.rules.values() if rule.kind == "funding_tie" for f in rule.streams]
    if tied:
        cost, before = cost_of(scenario, plan), cost_of(scenario, plan_today(scenario))
        own = {f: (before.of_stream(scenario, f), cost.of_stream(scenario, f)) for f in dict.fromkeys(tied)}
        over = sum(max(0.0, now - then) for then, now in own.values())
        others = cost.yearly_usd - returned_usd(scenario, plan) - sum(now for _, now in own.values())
        yield "funding tie", others + over, problem.yearly_usd - sum(then for then, _ in own.values())
