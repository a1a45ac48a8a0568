"""Every constraint and the objective once more, from the plan and the problem alone: no solver, no PuLP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cost import cost_of
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, at_packages, plan_today, posts_today, under
from redesign.optimization.problem import Problem, TooFew, floor_hours, promised_support, visit_limit

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
    """Promised support."""


def recheck(problem: Problem, plan: Plan) -> Recheck:
    """Re-compute the constraints of the plan's strategy and its promised support."""
    checks = [*_posts(problem, plan), *_levers(problem, plan), *_work(problem, plan), *_money(problem, plan)]
    checks += [*_schools(problem, plan), *_span(problem, plan), *_rules(problem, plan), *_pins(problem, plan)]
    excess = {name: (left - right) / max(1.0, abs(right)) for name, left, right in checks}
    return Recheck(
        constraints=len(checks),
        largest_violation=max(0.0, *(x for x in excess.values())),
        violated=tuple(name for name, x in excess.items() if x > TOLERANCE),
        objective=promised_support(problem.expectation, plan),
    )


def is_allowed(problem: Problem, plan: Plan) -> bool:
    """Whether a plan obeys the budgets, the rules, the floors and the strategy; what teams can promise is left out."""
    checks = [*_posts(problem, plan), *_levers(problem, plan), *_money(problem, plan)]
    checks += [*_schools(problem, plan), *_span(problem, plan), *_rules(problem, plan), *_pins(problem, plan)]
    return all(left - right <= TOLERANCE * max(1.0, abs(right)) for _, left, right in checks)


def _posts(problem: Problem, plan: Plan) -> Iterator[Check]:
    may, ids = problem.strategy.may, problem.scenario.team_ids
    for t, (name, team) in enumerate(problem.scenario.teams.items()):
        balance = plan.kept[t] + plan.retrained[t].sum() + plan.released[t] - team.posts_today
        yield f"posts of today of {name}", float(abs(balance)), 0
        yield f"largest team {name}", float(plan.posts[t]), float(problem.tables[t].most_posts)
        yield f"no negative posts of {name}", -float(min(plan.kept[t], plan.hired[t], plan.released[t])), 0
        yield f"freedom to hire for {name}", float(plan.hired[t]), np.inf if may.hire else 0
        yield f"freedom to release of {name}", float(plan.released[t]), np.inf if may.release else 0
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


def _work(problem: Problem, plan: Plan) -> Iterator[Check]:
    scenario, expectation = problem.scenario, problem.expectation
    after = expect(under(scenario, plan))
    chosen, supplier = at_packages(expectation.visit_hours, plan.packages), expectation.supplier
    by = np.take_along_axis(supplier, plan.packages, axis=1)
    for t, name in enumerate(scenario.teams):
        visits = float(chosen[by == t].sum())
        load = float(after.work_hours[t]) + visits
        table, posts = problem.tables[t], int(plan.posts[t])
        yield (
            f"capacity of {name}",
            load + problem.cost_of_new(plan, t),
            float(table.hours[min(posts, table.most_posts)]),
        )
    taken, new = frozenset(np.flatnonzero(plan.levers).tolist()), plan.retrained.sum(axis=0) + plan.hired
    for i, fact in enumerate(problem.facts):
        enough = any(_worth(plan, t, fact) > n for t, n in fact.posts.items())
        enough = enough or any(new[t] < m for t, m in fact.new.items())
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
    yield "yearly budget", cost.yearly_usd, problem.yearly_usd
    yield "one-time budget", cost.one_time_usd, problem.one_time_usd


def _schools(problem: Problem, plan: Plan) -> Iterator[Check]:
    expectation, chosen = problem.expectation, plan.packages
    forbidden = ~at_packages(problem.allowed_packages, chosen).astype(np.bool_)
    visits, hours = (at_packages(v, chosen).sum(axis=0) for v in (expectation.visits, expectation.effective_hours))
    limit, floor = visit_limit(problem), floor_hours(problem)
    for s, school in enumerate(problem.scenario.schools):
        yield f"allowed packages of {school.id}", float(forbidden[:, s].sum()), 0
        yield f"visits that {school.id} can take in", float(visits[s]), float(limit[s])
        yield f"floor of {school.id}", float(floor[s]), float(hours[s])


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


def _rules(problem: Problem, plan: Plan) -> Iterator[Check]:
    scenario, today = problem.scenario, posts_today(problem.scenario)
    tied: list[str] = []
    for name, rule in problem.rules.items():
        for t, team in enumerate(scenario.team_ids):
            if rule.teams and team not in rule.teams:
                continue
            if rule.kind == "release_limit":
                yield f"{name} for {team}", float(plan.released[t]), (rule.release_share or 0.0) * float(today[t])
            if rule.kind == "minimum_posts":
                yield f"{name} for {team}", (rule.minimum_share or 0.0) * float(today[t]), float(plan.posts[t])
        if rule.kind == "funding_tie":
            tied += list(rule.streams)
    if tied:
        cost, before = cost_of(scenario, plan), cost_of(scenario, plan_today(scenario))
        own = {f: (before.of_stream(scenario, f), cost.of_stream(scenario, f)) for f in dict.fromkeys(tied)}
        over = sum(max(0.0, now - then) for then, now in own.values())
        others = cost.yearly_usd - sum(now for _, now in own.values())
        yield "funding tie", others + over, problem.yearly_usd - sum(then for then, _ in own.values())
