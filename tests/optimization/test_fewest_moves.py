"""Of plans that serve alike, the one with the fewest moves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from lp import refresh
from optimization.looking import all_staffings
from optimization.menus import KINDS, menu
from plans import Moves, plan_of
from redesign.demand.plan import Plan
from redesign.errors import InfeasibleError
from redesign.optimization.fewest_moves import with_fewest_moves
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import solve
from redesign.scenario.model import Lever

MENUS = 40
TALENT = {"ash": "none", "birch": "only"}
kinds = pytest.mark.parametrize("kind", KINDS)


LIMITS = ("change_limit", "no_outside_hire")


def tiny() -> Problem:
    """The office of the rows, where posts may change and be hired for as money allows."""
    problem = refresh.tiny()
    rules = {name: rule for name, rule in problem.scenario.rules.items() if rule.kind not in LIMITS}
    return replace(problem, scenario=problem.scenario.model_copy(update={"rules": rules}))


def one_time_usd(problem: Problem, plan: Plan) -> float:
    usd = 0.0
    for t, team in enumerate(problem.scenario.teams.values()):
        usd += team.hire_usd * plan.hired[t] + team.release_usd * plan.released[t]
        sources = [problem.scenario.team_ids.index(pair.team) for pair in team.retrain_from]
        usd += sum(pair.cost_usd * plan.retrained[i, t] for i, pair in zip(sources, team.retrain_from, strict=True))
    return usd


def busy_plan(talent: Mapping[str, str] = TALENT) -> Plan:
    posts = {"clerks": Moves(kept=1, hired=1, released=1), "coaches": Moves(kept=1)}
    return plan_of(tiny().scenario, posts, {"math": {"ash": "low"}, "talent": talent})


def staffed(problem: Problem, plan: Plan, posts: Mapping[str, Moves]) -> Plan:
    """The plan with other moves, its packages and levers."""
    moves = plan_of(problem.scenario, posts)
    return replace(moves, packages=plan.packages, levers=plan.levers)


def dear_retraining(problem: Problem) -> Problem:
    """The same problem where hiring and releasing instead of retraining is one move more, and cheaper."""
    teams = {}
    for name, team in problem.scenario.teams.items():
        pairs = tuple(pair.model_copy(update={"cost_usd": 12_000.0}) for pair in team.retrain_from)
        teams[name] = team.model_copy(update={"hire_usd": 1_000.0, "release_usd": 1_500.0, "retrain_from": pairs})
    return replace(problem, scenario=problem.scenario.model_copy(update={"teams": teams}))


def solved(kind: str, seed: int) -> tuple[Problem, Plan] | None:
    problem = dear_retraining(KINDS[kind](seed)) if seed % 2 else KINDS[kind](seed)
    try:
        return problem, solve(problem).plan
    except InfeasibleError:
        return None


def test_hires_and_releases_that_serve_nobody_are_taken_back():
    problem, busy = tiny(), busy_plan()
    assert busy.moves == 2
    assert not recheck(problem, busy).violated
    calm, in_time = with_fewest_moves(problem, busy)
    assert in_time
    assert calm.moves == 0
    assert calm.same_as(staffed(problem, busy, {"clerks": Moves(kept=2), "coaches": Moves(kept=1)}))


def test_money_of_a_lever_that_changes_nothing_is_not_there_for_posts():
    """A clerk is given up to pay for it; both clerks could stay if it were left."""
    advice = Lever(label="Advice", yearly_usd=80_000.0)
    problem = replace(tiny(), scenario=tiny().scenario.model_copy(update={"levers": {"advice": advice}}))
    posts = {"clerks": Moves(kept=1, released=1), "coaches": Moves(kept=1)}
    paid = plan_of(problem.scenario, posts, {"math": {"ash": "low"}, "talent": TALENT}, {"advice": "taken"})
    assert not recheck(problem, paid).violated
    assert with_fewest_moves(problem, paid)[0].same_as(paid)
    unpaid = replace(paid, levers=np.zeros_like(paid.levers))
    assert with_fewest_moves(problem, unpaid)[0].moves == 0


@pytest.mark.parametrize(("hire_usd", "hired"), [(8_000.0, 1), (10_000.0, 0)])
def test_of_equally_many_moves_the_cheapest_are_taken(hire_usd, hired):
    problem = replace(tiny(), yearly_usd=1e6)
    teams = problem.scenario.teams
    coaches = teams["coaches"].model_copy(update={"hire_usd": hire_usd})  # retraining a clerk costs $9,000
    scenario = problem.scenario.model_copy(update={"teams": teams | {"coaches": coaches}})
    wide = busy_plan({"ash": "only", "birch": "only"})
    calm, _ = with_fewest_moves(replace(problem, scenario=scenario), wide)
    asked = {"clerks": Moves(1 + hired), "coaches": Moves(1, {} if hired else {"clerks": 1}, hired=hired)}
    assert calm.same_as(staffed(problem, wide, asked))


@kinds
def test_no_other_staffing_of_the_same_packages_and_levers_moves_fewer_or_costs_less(kind):
    looked_at = 0
    for found in (solved(kind, seed) for seed in range(MENUS)):
        if found is None:
            continue
        looked_at += 1
        problem, plan = found
        assert not recheck(problem, plan).violated
        others = (staffed(problem, plan, posts._asdict()) for posts in all_staffings(problem))
        possible = [other for other in others if not recheck(problem, other).violated]
        assert plan.moves == min(other.moves for other in possible)
        alike = [other for other in possible if other.moves == plan.moves]
        assert one_time_usd(problem, plan) <= min(one_time_usd(problem, other) for other in alike) + 1.0
    assert looked_at > MENUS // 2


@kinds
def test_a_plan_of_fewest_moves_keeps_all_support_and_stays_when_asked_again(kind):
    for found in filter(None, (solved(kind, seed) for seed in range(MENUS))):
        problem, plan = found
        again, _ = with_fewest_moves(problem, plan)
        assert problem.promised_support(again) == problem.promised_support(plan)
        assert again.moves == plan.moves
        assert np.array_equal(again.packages, plan.packages)
        assert np.array_equal(again.levers, plan.levers)


def test_the_same_problem_gives_the_same_plan():
    for seed in itertools.islice((seed for seed in range(MENUS) if solved("plain", seed)), 5):
        first, second = (solve(menu(seed)) for _ in range(2))
        assert first.plan.same_as(second.plan)
        assert first.promised_support == second.promised_support
