"""Of plans that serve alike, the one with the fewest moves."""

from __future__ import annotations

import pytest

from optimization.menus import menu
from optimization.test_lp import tiny_problem
from redesign.errors import InfeasibleError
from redesign.optimization.problem import package_today
from redesign.optimization.recheck import recheck
from redesign.optimization.settle import settle
from redesign.optimization.solve import promised_support, solve
from redesign.scenario.plan import Plan, TeamChange


def moves(plan: Plan) -> int:
    return sum(c.hired + c.released + sum(c.retrained_in.values()) for c in plan.posts.values())


def test_hires_and_releases_that_serve_nobody_are_taken_back():
    problem = tiny_problem()
    assert not package_today(problem.scenario).any()
    busy = Plan(
        posts={"clerks": TeamChange(kept=1, hired=1, released=1), "coaches": TeamChange(kept=1, hired=0)},
        packages={"math": {"ash": "low", "elm": "low"}},
        levers={"forms": "as_is"},
        drop_removable_work=True,
    )
    assert not recheck(problem, busy).violated
    calm = settle(problem, busy)
    assert moves(calm) == 0
    assert calm.packages == busy.packages
    assert calm.levers == busy.levers


@pytest.mark.parametrize("seed", range(40))
def test_a_settled_plan_keeps_every_constraint_and_all_support(seed):
    problem = menu(seed)
    try:
        solution = solve(problem)
    except InfeasibleError:
        return
    assert not recheck(problem, solution.plan).violated
    assert promised_support(problem, solution.plan) == pytest.approx(solution.promised_support)
    again = settle(problem, solution.plan)
    assert moves(again) == moves(solution.plan)


def test_the_same_problem_gives_the_same_plan():
    for seed in (0, 2, 4, 5, 6):
        first, second = (solve(menu(seed, coupled=False)) for _ in range(2))
        assert first.plan == second.plan
        assert first.promised_support == second.promised_support
