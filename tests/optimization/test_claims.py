"""F33: a solver that lies is found out, one that is slow, stopped or lost is told apart from one that is done."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import Any

import pulp
import pytest

from optimization.menus import menu
from optimization.test_solver import hard_knapsack, knapsack, run_python
from redesign.errors import ContradictionError, InfeasibleError, SolverError
from redesign.optimization import highs, solver, watch
from redesign.optimization.claims import check_plan
from redesign.optimization.fewest_moves import with_fewest_moves
from redesign.optimization.problem import Problem
from redesign.optimization.solve import solve
from redesign.optimization.solver import SolveOutcome, solve_model
from redesign.optimization.watch import Watch

TRUE = SolveOutcome("optimal", "HiGHS", 0.0, 9.0, 9.0, {"x0": 1.0, "x1": 1.0, "x2": 0.0})
"""Of a knapsack with values 5, 4, 3, weights 4, 3, 2 and room for 7."""


def told(monkeypatch: pytest.MonkeyPatch, *outcomes: SolveOutcome) -> list[SolveOutcome]:
    """What the solver is made to say, one outcome after another."""
    left = list(outcomes)
    monkeypatch.setattr(solver, "_solve_with_highs", lambda lp, gap, seconds, **options: left.pop(0))
    return left


def small() -> pulp.LpProblem:
    lp: pulp.LpProblem = knapsack([5, 4, 3], [[4, 3, 2]], [7])
    return lp


def test_the_truth_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, TRUE)
    assert solve_model(small()) is TRUE


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (replace(TRUE, objective=9.9, bound=9.9), "9.9 of a solution that is worth 9"),
        (replace(TRUE, bound=4.5), "found 9 and says that nothing beyond 4.5 is possible"),
        (replace(TRUE, values={}), "worth 0"),
        (replace(TRUE, values={**TRUE.values, "x2": 1.0}), "worth 12"),
        (replace(TRUE, values={**TRUE.values, "x2": math.nan}), "x2 is nan"),
        (replace(TRUE, objective=math.nan), "objective is nan"),
        (replace(TRUE, bound=math.nan), "bound is nan"),
        (replace(TRUE, objective=math.inf, bound=math.inf), "objective is inf"),
    ],
)
def test_a_solver_that_contradicts_itself_is_found_out(
    monkeypatch: pytest.MonkeyPatch, lie: SolveOutcome, said: str
) -> None:
    told(monkeypatch, lie)
    with pytest.raises(ContradictionError, match=said) as found:
        solve_model(small())
    assert found.value.exit_code == 4
    assert not isinstance(found.value, SolverError)  # no other way is tried: it would believe the same solver


def test_a_bound_below_what_is_minimized_is_no_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    lp = small()
    lp.sense = pulp.LpMinimize
    told(monkeypatch, replace(TRUE, bound=4.5))
    assert solve_model(lp).bound == 4.5
    told(monkeypatch, replace(TRUE, bound=12.0))
    with pytest.raises(ContradictionError, match="nothing beyond 12"):
        solve_model(lp)


def test_a_crash_inside_the_solver_is_a_failure_of_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any, **__: Any) -> SolveOutcome:
        raise RuntimeError("boom")

    monkeypatch.setattr(solver, "_solve_with_highs", crash)
    with pytest.raises(SolverError, match="boom"):
        solve_model(small())


def solves(problem: Problem) -> bool:
    try:
        return solve(problem).promised_support > 0
    except InfeasibleError:
        return False


@pytest.fixture(scope="module")
def problem() -> Problem:
    return next(made for made in map(menu, range(99)) if solves(made))


def test_a_plan_is_held_against_what_is_computed_without_the_solver(problem: Problem) -> None:
    plan = solve(problem).plan
    support = problem.promised_support(plan)
    check_plan(problem, plan, support, support)
    with pytest.raises(ContradictionError, match="of a plan that is worth"):
        check_plan(problem, plan, support * 1.001 + 1, 2 * support + 2)
    with pytest.raises(ContradictionError, match="none is worth more than"):
        check_plan(problem, plan, support, support * 0.999 - 1)
    with pytest.raises(ContradictionError, match="breaks a constraint: "):
        check_plan(problem, replace(plan, hired=plan.hired + 50), support, support)


def test_a_solve_during_which_the_process_was_stopped_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = replace(TRUE, state="best_found", stood_still=True)
    left = told(monkeypatch, stopped, stopped, TRUE)
    assert solve_model(small()).state == "optimal"
    assert left == []
    left = told(monkeypatch, replace(stopped, stood_still=False), TRUE)
    assert solve_model(small()).state == "best_found"
    assert left == [TRUE]
    told(monkeypatch, *[stopped] * 9)
    assert solve_model(small()).limited  # and not for ever


def test_silence_is_time_in_which_the_process_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steady clock, clock on the wall, processor: a step of work, a stop of 18 s, a night's sleep, more work."""
    times = iter([(0.0, 0.0, 0.0), (0.1, 0.1, 0.1), (18.1, 18.1, 0.1), (18.2, 30_000.0, 0.2), (18.3, 30_000.1, 1.0)])
    monkeypatch.setattr(watch, "_now", lambda: next(times))
    found = Watch()
    assert found.look() == pytest.approx(0.1)
    assert not found.stood_still
    assert found.look() == pytest.approx(0.1)
    assert found.stood_still
    assert found.look() == pytest.approx(0.2)
    found.hear()
    assert found.look() == 0.0


def test_a_solver_that_works_without_a_word_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(Watch, "hear", lambda self, _: None)
    with pytest.raises(SolverError, match="left alone"):
        solve_model(hard_knapsack(), seconds=20.0)


LOST = """
import sys; sys.path.insert(0, 'tests')
from optimization.test_solver import hard_knapsack, knapsack
from redesign.optimization import highs, solver
run = highs.run
def lost(model):
    model.startSolve()
    raise highs.LostError("lost")
highs.run = lost
try:
    solver.solve_model(hard_knapsack(), seconds=30.0)
except solver.SolverError:
    highs.run = run
    print(solver.solve_model(knapsack([5, 4, 3], [[4, 3, 2]], [7])).objective, file=sys.stderr)
"""


def test_a_solve_that_was_left_alone_takes_nothing_along() -> None:
    """Neither the next solve nor, at its end, the process."""
    assert run_python(LOST).stderr == "9.0\n"


def test_a_solve_that_is_lost_is_begun_again_from_another_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It proves what it proves; that it was lost is a matter of seconds, so that another run may go another way."""
    right, seeds = highs.run, []

    def lost_at_first(model: Any) -> bool:
        seeds.append(model.getOptionValue("random_seed")[1])
        if len(seeds) == 1:
            raise highs.LostError("lost")
        return right(model)

    monkeypatch.setattr(highs, "run", lost_at_first)
    outcome = solve_model(knapsack([5, 4, 3], [[4, 3, 2]], [7]))
    assert seeds == [0, solver.ANOTHER_SEED]
    assert (outcome.state, outcome.objective) == ("optimal", 9.0)
    assert outcome.limited
    monkeypatch.setattr(highs, "run", right)
    assert not solve_model(knapsack([5, 4, 3], [[4, 3, 2]], [7])).limited


def test_that_it_was_begun_again_stays_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the second solve fails, and a third one does not."""
    ends = iter([highs.LostError("lost"), SolveOutcome("failed", "HiGHS", 1.0), SolveOutcome("optimal", "HiGHS", 1.0)])

    def ended(*_: object, **__: object) -> SolveOutcome:
        end = next(ends)
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr(solver, "_solve_with_highs", ended)
    outcome = solve_model(knapsack([5], [[4]], [7]))
    assert (outcome.state, outcome.limited) == ("optimal", True)


def test_moves_without_time_are_not_reproducible(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    found = solve(problem)
    assert found.reproducible
    late = SolveOutcome("no_solution", "HiGHS", 10.0)
    monkeypatch.setattr("redesign.optimization.fewest_moves.solve_model", lambda *_: late)
    assert with_fewest_moves(problem, found.plan) == (found.plan, False)
    assert not solve(problem).reproducible


def test_a_way_that_failed_is_not_reproducible(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    right, calls = highs.run, [0]

    def fails_once(model: Any) -> bool:
        calls[0] += 1
        if calls[0] == 1:
            raise SolverError("lost")
        return right(model)

    monkeypatch.setattr(highs, "run", fails_once)
    assert not solve(problem).reproducible
    assert calls[0] > 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_process_that_was_stopped_for_longer_than_its_limit_solves_as_if_it_had_not() -> None:
    text = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from optimization.test_solver import hard_knapsack\n"
        "from redesign.optimization.solver import solve_model\n"
        "print('ready', flush=True)\n"
        "print(solve_model(hard_knapsack(), gap=0.007, seconds=8.0).state)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our text
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGSTOP)
    threading.Timer(10.0, child.send_signal, [signal.SIGCONT]).start()
    assert child.communicate(timeout=60)[0] == "proved_gap\n"
