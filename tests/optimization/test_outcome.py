"""Solvers against looking at every choice; what an outcome lets be read; what a model lets a solver see."""

import re

import numpy as np
import pulp
import pytest

from offices import area, office, school, team
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.errors import SolverError
from redesign.optimization.formulation import formulate
from redesign.optimization.linear import constrain, expression
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.solver import SolveOutcome, cbc_available, relative_gap, solve_model
from redesign.scenario.strategy import SHIPPED

SOLVERS = ("highs", "cbc") if cbc_available() else ("highs",)


def knapsack(values, weights, room):
    """Take or leave each item within several rooms: weights [M, N], room [M]."""
    lp = pulp.LpProblem("knapsack", pulp.LpMaximize)
    items = [lp.add_variable(f"x{i}", 0, 1, "Integer") for i in range(len(values))]
    lp.setObjective(expression(zip(items, values, strict=True)))
    for row, (weight, most) in enumerate(zip(weights, room, strict=True)):
        constrain(lp, f"room{row}", zip(items, weight, strict=True), "<=", most)
    return lp


def test_both_solvers_agree_with_looking_at_every_choice():
    rng = np.random.default_rng(5)
    for _ in range(40):
        count, rooms = int(rng.integers(1, 9)), int(rng.integers(1, 4))
        values, weights = rng.uniform(-1, 10, count), rng.uniform(0, 9, (rooms, count))
        room = weights.sum(axis=1) * rng.uniform(0.2, 0.9)
        every = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
        best = (every @ values)[(every @ weights.T <= room).all(axis=1)].max()
        for solver in SOLVERS:
            outcome = solve_model(knapsack(values, weights, room), solver=solver)
            assert outcome.state == "optimal"
            assert outcome.objective == pytest.approx(best, abs=1e-6)
            assert outcome.bound == pytest.approx(best, abs=1e-5)


@pytest.mark.parametrize("solver", SOLVERS)
def test_an_objective_without_terms_is_worth_nothing(solver):
    lp = pulp.LpProblem("nothing", pulp.LpMaximize)
    x = lp.add_variable("x", 0, 5, "Integer")
    lp.setObjective(expression([]))
    constrain(lp, "row", [(x, 1.0)], ">=", 2.0)
    outcome = solve_model(lp, solver=solver)
    assert (outcome.state, outcome.objective) == ("optimal", 0.0)
    assert outcome.count(x) >= 2


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_never_reaches_a_solver(bad):
    lp = pulp.LpProblem("bad", pulp.LpMaximize)
    x = lp.add_variable("x", 0, 1)
    with pytest.raises(SolverError, match=r"coefficient of x is .*(nan|inf), not a finite number"):
        constrain(lp, "row", [(x, bad)], "<=", 1.0)
    with pytest.raises(SolverError, match=r"right side of row is .*(nan|inf), not a finite number"):
        constrain(lp, "row", [(x, 1.0)], "<=", bad)


def test_one_thread_always():
    lp = knapsack([5.0, 4.0, 3.0], [[4.0, 3.0, 2.0]], [7.0])
    solve_model(lp)
    assert lp.solverModel.getOptionValue("threads")[1] == 1


@pytest.mark.parametrize("state", ["infeasible", "unbounded", "no_solution", "failed"])
def test_values_are_read_only_where_a_solution_is_certified(state):
    x = pulp.LpProblem("values").add_variable("x", 0, 5)
    with pytest.raises(SolverError, match=state):
        SolveOutcome(state, "HiGHS", 0.0, values={"x": 1.0}).value(x)


def test_a_variable_that_nothing_uses_reads_as_its_lower_bound():
    lp = pulp.LpProblem("unused", pulp.LpMaximize)
    x, unused = lp.add_variable("x", 0, 10), lp.add_variable("unused", 2, 5)
    lp.setObjective(expression([(x, 1.0)]))
    outcome = solve_model(lp)
    assert (outcome.value(x), outcome.value(unused)) == (10.0, 2.0)


def test_a_gap_is_relative_to_the_larger_number():
    assert relative_gap(0.0, 0.0) == 0.0
    assert relative_gap(90.0, 100.0) == pytest.approx(0.1)
    assert relative_gap(-110.0, -100.0) == pytest.approx(10 / 110)
    assert SolveOutcome("best_found", "CBC", 0.0, objective=1.0).gap is None


def test_names_in_a_model_are_neutral():
    """Schools whose names differ by a blank or a sign stay apart, whatever a solver makes of names."""
    names = ("a b", "a_b", "a-b", "a+b>=3")
    scenario = office(
        schools=tuple(school(name) for name in names),
        teams={"coaches": team(2, maximum_posts=3)},
        areas={"math": area("coaches", {"low": (2, 1.0, 1.0)})},
    )
    bends = TeamTable(np.array([0.0, 900.0, 2_000.0, 3_200.0]), np.array([0.0, 100.0]))
    facts = (TooFew({0: 0}, frozenset(), frozenset()), TooFew({0: 2}, frozenset(), frozenset(), new={0: 1}))
    problem = Problem(scenario, expect(scenario), (bends,), SHIPPED["clean_sheet"], 1e6, 1e6, facts)
    model = formulate(problem)
    used = [v.name for v in model.lp.variables()]
    assert len(set(used)) == len(used)
    assert all(re.fullmatch(r"[a-z]+[0-9]+(_[0-9]+)*", name) for name in used)
    for solver in SOLVERS:
        outcome = solve_model(model.lp, solver=solver)
        assert sum(outcome.count(y) for y in model.package.values()) == len(names)
