"""Every constraint and the objective once more, from the plan and the problem alone: no solver, no PuLP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import OPTIONS, package_index
from redesign.optimization.problem import (
    Problem,
    floor_hours,
    posts_today,
    stream_cost_today,
    visit_limit,
)
from redesign.scenario.model import Lever
from redesign.scenario.plan import Plan, TeamChange

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
    chosen = _packages(problem, plan)
    checks = [*_posts(problem, plan), *_work(problem, plan, chosen), *_money(problem, plan, chosen)]
    checks += [*_schools(problem, chosen), *_span(problem, plan, chosen), *_rules(problem, plan, chosen)]
    excess = {name: (left - right) / max(1.0, abs(right)) for name, left, right in checks}
    return Recheck(
        constraints=len(checks),
        largest_violation=max(0.0, *(x for x in excess.values())),
        violated=tuple(name for name, x in excess.items() if x > TOLERANCE),
        objective=float(_at(problem.expectation.support, chosen).sum()),
    )


def _packages(problem: Problem, plan: Plan) -> NDArray[np.int64]:
    scenario = problem.scenario
    return np.array(
        [[package_index(area, plan.package(a, s.id)) for s in scenario.schools] for a, area in scenario.areas.items()]
    )


def _at(values: NDArray[Any], chosen: NDArray[np.int64]) -> NDArray[Any]:
    """[A, S] entries of `values` [A, S, P] at the chosen packages."""
    return np.take_along_axis(values, chosen[:, :, None], axis=2)[:, :, 0]


def _changes(problem: Problem, plan: Plan) -> list[tuple[str, TeamChange]]:
    return [(name, plan.posts[name]) for name in problem.scenario.team_ids]


def _posts(problem: Problem, plan: Plan) -> Iterator[Check]:
    freedoms, teams = problem.freedoms, problem.scenario.teams
    for t, (name, change) in enumerate(_changes(problem, plan)):
        out = sum(c.retrained_in.get(name, 0) for c in plan.posts.values())
        balance = change.kept + out + change.released - teams[name].posts_today
        yield f"posts of today of {name}", abs(balance), 0
        yield f"smallest team {name}", float(problem.curves[t].posts[0]), change.planned
        yield f"largest team {name}", change.planned, float(problem.curves[t].posts[-1])
        yield f"no negative posts of {name}", -min(change.kept, change.hired, change.released), 0
        yield f"freedom to hire for {name}", change.hired, np.inf if freedoms.hire else 0
        yield f"freedom to release of {name}", change.released, np.inf if freedoms.release else 0
        listed = {pair.team for pair in teams[name].retrain_from} if freedoms.retrain else set()
        yield f"listed retraining for {name}", sum(n for i, n in change.retrained_in.items() if i not in listed), 0


def _work(problem: Problem, plan: Plan, chosen: NDArray[np.int64]) -> Iterator[Check]:
    expectation = problem.expectation
    options = [OPTIONS.index(plan.lever(k)) for k in problem.scenario.services]
    for k, (name, option) in enumerate(zip(problem.scenario.services, options, strict=True)):
        allowed = option == 0 or (problem.freedoms.levers and expectation.option_allowed[k, option])
        yield f"lever of {name}", 0.0 if allowed else 1.0, 0
    routine = expectation.service_hours[np.arange(len(options)), options].sum(axis=0)
    routine = routine + expectation.other_hours + (0 if plan.drop_removable_work else expectation.removable_hours)
    yield "removable work", float(plan.drop_removable_work and not problem.freedoms.levers), 0
    visits = np.bincount(
        expectation.area_team, _at(expectation.visit_hours, chosen).sum(axis=1), minlength=len(routine)
    )
    for t, (name, change) in enumerate(_changes(problem, plan)):
        load = float(routine[t] + visits[t])
        ramps = {pair.team: pair.ramp_share for pair in problem.scenario.teams[name].retrain_from}
        lost_posts = sum(n * ramps.get(i, 0.0) for i, n in change.retrained_in.items())
        training = 0.0 if problem.freedoms.free_transition else lost_posts * float(expectation.post_hours[t])
        makes_visits = bool((expectation.area_team == t).any())
        room = _capacity(problem.curves[t], change.planned, visits[t] / load if load else 0.0, makes_visits)
        yield f"capacity of {name}", load + training, room


def _capacity(curve: CapacityCurve, posts: int, share: float, makes_visits: bool) -> float:
    """Hours that a team can promise at its visit share; on the edge of two ranges, the better of them."""
    row = int(np.clip(posts - curve.posts[0], 0, len(curve.posts) - 1))
    if not makes_visits:
        return float(curve.hours[row, 0])
    edges = np.array(curve.mix)
    inside = (edges[:-1] <= share + TOLERANCE) & (share - TOLERANCE <= edges[1:])
    return float(curve.between[row][inside].max())


def _money(problem: Problem, plan: Plan, chosen: NDArray[np.int64]) -> Iterator[Check]:
    scenario = problem.scenario
    yield "yearly budget", sum(_stream_spending(problem, plan, chosen).values()), problem.yearly_usd
    once = sum(lever.one_time_usd for lever in _levers(problem, plan))
    for name, change in _changes(problem, plan):
        team = scenario.teams[name]
        costs = {pair.team: pair.cost_usd for pair in team.retrain_from}
        once += change.hired * team.hire_usd + change.released * team.release_usd
        once += sum(n * costs.get(i, 0.0) for i, n in change.retrained_in.items())
    yield "one-time budget", once, np.inf if problem.freedoms.free_transition else problem.one_time_usd


def _levers(problem: Problem, plan: Plan) -> list[Lever]:
    chosen = ((service, plan.lever(name)) for name, service in problem.scenario.services.items())
    levers = (service.automate if c == "automate" else service.eliminate for service, c in chosen if c != "as_is")
    return [lever for lever in levers if lever is not None]


def _stream_spending(problem: Problem, plan: Plan, chosen: NDArray[np.int64]) -> dict[str, float]:
    """Yearly dollars by funding stream, levers under the empty name."""
    teams = list(problem.scenario.teams.values())
    spending = {"": float(sum(lever.yearly_usd for lever in _levers(problem, plan)))}
    for name, change in _changes(problem, plan):
        team = problem.scenario.teams[name]
        spending[team.funding_stream] = spending.get(team.funding_stream, 0.0) + change.planned * team.loaded_cost_usd
    for a, usd in enumerate(_at(problem.expectation.materials_usd, chosen).sum(axis=1)):
        spending[teams[problem.expectation.area_team[a]].funding_stream] += float(usd)
    return spending


def _schools(problem: Problem, chosen: NDArray[np.int64]) -> Iterator[Check]:
    expectation = problem.expectation
    forbidden = ~_at(problem.allowed_packages, chosen)
    visits, hours = _at(expectation.visits, chosen).sum(axis=0), _at(expectation.effective_hours, chosen).sum(axis=0)
    limit, floor = visit_limit(problem), floor_hours(problem)
    for s, school in enumerate(problem.scenario.schools):
        yield f"allowed packages of {school.id}", float(forbidden[:, s].sum()), 0
        yield f"visits that {school.id} can take in", float(visits[s]), float(limit[s])
        yield f"floor of {school.id}", float(floor[s]), float(hours[s])


def _span(problem: Problem, plan: Plan, chosen: NDArray[np.int64]) -> Iterator[Check]:
    scenario = problem.scenario
    if len(scenario.schools) < scenario.limits.span_applies_from_schools:
        return
    for a, (name, area) in enumerate(scenario.areas.items()):
        if area.span_schools_per_post is not None:
            most = area.span_schools_per_post * plan.posts[area.team].planned
            yield f"span of {name}", float((chosen[a] > 0).sum()), most


def _rules(problem: Problem, plan: Plan, chosen: NDArray[np.int64]) -> Iterator[Check]:
    today = dict(zip(problem.scenario.team_ids, posts_today(problem.scenario).tolist(), strict=True))
    tied = []
    for name, rule in problem.rules.items():
        for team in rule.teams or problem.scenario.team_ids:
            if rule.kind == "release_limit":
                yield f"{name} for {team}", plan.posts[team].released, (rule.release_share or 0.0) * today[team]
            if rule.kind == "minimum_posts":
                yield f"{name} for {team}", (rule.minimum_share or 0.0) * today[team], plan.posts[team].planned
        if rule.kind == "funding_tie":
            tied += list(rule.streams)
    if tied:
        spending = _stream_spending(problem, plan, chosen)
        own = {f: stream_cost_today(problem, f) for f in dict.fromkeys(tied)}
        over = sum(max(0.0, spending.get(f, 0.0) - usd) for f, usd in own.items())
        others = sum(usd for f, usd in spending.items() if f not in own)
        yield "funding tie", others + over, problem.yearly_usd - sum(own.values())
