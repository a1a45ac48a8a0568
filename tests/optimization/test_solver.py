"""What a solver may be believed: one test for each trap that PuLP and its solvers are known to set."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pulp
import pytest

from redesign.errors import SolverError
from redesign.optimization.linear import constrain, expression
from redesign.optimization.solver import SolveOutcome, cbc_available, solve_model

SOLVERS = ["highs", pytest.param("cbc", marks=pytest.mark.skipif(not cbc_available(), reason="CBC is not installed"))]


def knapsack(values, weights, most, cat="Integer") -> pulp.LpProblem:
    lp = pulp.LpProblem("knapsack", pulp.LpMaximize)
    items = [lp.add_variable(f"x{i}", 0, 1, cat) for i in range(len(values))]
    lp.setObjective(expression(zip(items, values, strict=True)))
    for row, (weight, limit) in enumerate(zip(weights, most, strict=True)):
        constrain(lp, f"row{row}", zip(items, weight, strict=True), "<=", limit)
    return lp


def hard_knapsack() -> pulp.LpProblem:
    """Ten rows and two hundred items: no solver proves it in seconds."""
    rng = np.random.default_rng(5)
    weights = rng.integers(1, 1000, (10, 200))
    values = weights.mean(axis=0) + rng.integers(0, 300, 200)
    return knapsack(values.tolist(), weights.tolist(), (weights.sum(axis=1) / 3).tolist())


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_solved_model_is_optimal_with_bound_and_values(solver):
    lp = knapsack([5, 4, 3], [[4, 3, 2]], [7])
    outcome = solve_model(lp, solver=solver)
    assert outcome.state == "optimal"
    assert outcome.objective == pytest.approx(9)
    assert outcome.bound == pytest.approx(9)
    assert [outcome.count(v) for v in lp.variables()] == [1, 1, 0]


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_run_that_stopped_at_its_time_limit_is_never_called_optimal(solver):
    outcome = solve_model(hard_knapsack(), seconds=1.0, solver=solver)
    assert outcome.state == "best_found"
    assert outcome.objective > 0
    if solver == "highs":
        assert outcome.gap > 1e-6
        assert outcome.bound > outcome.objective


def test_a_run_that_stopped_at_the_gap_it_was_asked_for_says_so():
    outcome = solve_model(hard_knapsack(), gap=0.05, seconds=20.0)
    assert outcome.state == "proved_gap"
    assert 1e-6 < outcome.gap <= 0.05


def test_a_run_that_stopped_at_its_nodes_proves_a_gap_and_goes_the_same_way_again():
    """Its end does not depend on the clock, so that it is not called limited."""
    one, other = (solve_model(hard_knapsack(), gap=1e-6, seconds=50.0, nodes=3) for _ in range(2))
    more = solve_model(hard_knapsack(), gap=1e-6, seconds=50.0, nodes=300)
    assert (one.state, one.limited) == ("proved_gap", False)
    assert one.gap > 1e-6
    assert one.bound >= more.bound >= more.objective >= one.objective
    assert (one.objective, one.bound, one.values) == (other.objective, other.bound, other.values)


def test_nothing_is_read_where_nothing_was_found():
    lp = hard_knapsack()
    outcome = solve_model(lp, seconds=0.0)
    assert outcome.state == "no_solution"
    assert not outcome.found
    with pytest.raises(SolverError, match="no_solution"):
        outcome.value(lp.variables()[0])


@pytest.mark.parametrize("solver", SOLVERS)
def test_infeasible_and_unbounded_are_told_apart(solver):
    lp = knapsack([1, 1], [[1, 1], [-1, -1]], [1, -3])
    assert solve_model(lp, solver=solver).state == "infeasible"
    lp = pulp.LpProblem("unbounded", pulp.LpMaximize)
    x, y = (lp.add_variable(name, 0, None, "Integer") for name in "xy")
    lp.setObjective(expression([(x, 1.0), (y, 1.0)]))
    constrain(lp, "row", [(x, 1.0), (y, -1.0)], "<=", 1)
    assert solve_model(lp, solver=solver).state == "unbounded"


def test_the_bound_has_the_sign_of_the_objective_whichever_way_it_is_asked():
    for sense, best in ((pulp.LpMaximize, 7.0), (pulp.LpMinimize, -7.0)):
        lp = pulp.LpProblem("signs", sense)
        x = lp.add_variable("x", -7, 7, "Integer")
        y = lp.add_variable("y", 0, 1, "Integer")
        lp.setObjective(expression([(x, 1.0)]))
        constrain(lp, "row", [(x, 1.0), (y, 1.0)], "<=", 100)
        outcome = solve_model(lp)
        assert outcome.objective == pytest.approx(best)
        assert outcome.bound == pytest.approx(best)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_that_are_not_finite_are_refused(bad):
    lp = pulp.LpProblem("bad", pulp.LpMaximize)
    x = lp.add_variable("x", 0, 1)
    with pytest.raises(SolverError, match="finite"):
        constrain(lp, "row", [(x, 1.0)], "<=", bad)


@pytest.mark.parametrize("solver", SOLVERS)
def test_huge_coefficients_give_no_plan_or_a_true_one(solver):
    outcome = solve_model(knapsack([1, 1], [[1e30, 1]], [1e30]), seconds=5.0, solver=solver)
    assert outcome.found == bool(outcome.values)
    if outcome.found:
        assert outcome.objective <= 2


def test_values_are_rounded_after_a_check_and_zero_has_no_sign():
    lp = pulp.LpProblem("values")
    x = lp.add_variable("x", 0, 5, "Integer")
    assert math.copysign(1.0, SolveOutcome("optimal", "HiGHS", 0.0, values={"x": -0.0}).value(x)) == 1.0
    assert SolveOutcome("optimal", "HiGHS", 0.0, values={"x": 0.99999999}).count(x) == 1
    with pytest.raises(SolverError, match="whole-number"):
        SolveOutcome("optimal", "HiGHS", 0.0, values={"x": 0.999}).count(x)


def run_python(text: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", text], capture_output=True, text=True, check=True, timeout=60, **more
    )


TOY = """
import json, pulp
from redesign.optimization.linear import constrain, expression
from redesign.optimization.solver import solve_model
def toy():
    lp = pulp.LpProblem("toy", pulp.LpMaximize)
    items = [lp.add_variable(f"x{i}", 0, 1, "Integer") for i in range(3)]
    lp.setObjective(expression(zip(items, [5, 4, 3])))
    constrain(lp, "row", zip(items, [4, 3, 2]), "<=", 7)
    return lp
"""


def test_standard_output_stays_clean_at_the_level_of_the_file_descriptor():
    done = run_python(TOY + 'print("{", end=""); outcome = solve_model(toy()); print(\'"objective": 9}\')')
    assert json.loads(done.stdout) == {"objective": 9}


def test_threads_that_others_asked_for_before_do_not_turn_values_into_zeros():
    text = """
def other(threads):
    lp = toy()
    lp.solve(pulp.HiGHS(msg=False, threads=threads))
found = []
for threads in (None, 1, 2, None):
    other(threads)
    outcome = solve_model(toy())
    found.append([outcome.state, outcome.objective])
import sys
print(json.dumps(found), file=sys.stderr)
"""
    assert json.loads(run_python(TOY + text).stderr) == [["optimal", 9.0]] * 4


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_ends_a_long_solve_soon():
    text = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from optimization.test_solver import hard_knapsack\n"
        "from redesign.optimization.solver import solve_model\n"
        "print('ready', flush=True)\n"
        "solve_model(hard_knapsack(), seconds=3000.0)\n"
    )
    child = subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline() == "ready\n"
        time.sleep(1.0)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=300)  # a second on an idle machine, and a tenth of the solve on any
    finally:
        child.kill()
    assert "KeyboardInterrupt" in err
    assert out == ""
