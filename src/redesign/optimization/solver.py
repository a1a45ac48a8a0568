"""One outcome for every solve: what the solver certified, never more.

PuLP's own status is not used for HiGHS: PuLP 3.3 calls a run that stopped at its time limit
*Optimal*, and a refused run leaves zeros in every variable. The state here is filled from the
solver's model status, bound and gap, and values are read only where a solution is certified.
"""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from redesign.errors import SolverError
from redesign.optimization.claims import check_outcome
from redesign.optimization.highs import Highs, LostError

State = Literal["optimal", "proved_gap", "best_found", "infeasible", "unbounded", "no_solution", "failed"]

PROVED = 1e-6
"""A relative gap this small is called optimal: it is what solvers mean by the word."""
INTEGER_TOLERANCE = 1e-5
THREADS = 1
"""One thread always: the same input gives the same plan, and HiGHS refuses a process that changes its mind."""
EFFORT_OF_FEW_NODES = 0.2
"""The part of its work in which HiGHS looks for solutions where nodes are limited (0.05 otherwise): five solves of
Corpus Christi as defined took 27 s instead of 45, with gaps as narrow."""
ANOTHER_SEED = 1
"""Of a solve that is begun again because HiGHS, which begins with 0, lost itself: where it was looked at, the loop was
in a small problem of a heuristic, which another seed does not meet."""
MOST_STANDSTILLS = 3
"""Times that a solve is begun again where the process was stopped during it."""
CBC_OPTIMAL, CBC_INFEASIBLE, CBC_UNBOUNDED, CBC_WITHIN_GAP = 1, -1, -2, -7
"""PuLP's status numbers, whose names changed with PuLP 4; the last one is new there and optimal in 3.3."""


@dataclass(frozen=True, slots=True)
class SolveOutcome:
    """What a solver proved and found."""

    state: State
    solver: str
    seconds: float
    objective: float | None = None
    """Value of the solution found; None where there is none."""
    bound: float | None = None
    """No solution can be better than this; None where nothing is proved."""
    values: dict[str, float | None] = field(default_factory=dict)
    """Variable name -> value; empty where no solution is certified."""
    stood_still: bool = False
    """Whether the process was stopped for a while: the solver's limit went on."""
    begun_again: bool = False
    """Whether a first solve was left alone."""

    @property
    def found(self) -> bool:
        """Whether there is a solution to read."""
        return self.state in ("optimal", "proved_gap", "best_found")

    @property
    def limited(self) -> bool:
        """Whether a time limit ended the solve, or its beginning: another time it may end elsewhere."""
        return self.begun_again or self.state in ("best_found", "no_solution")

    @property
    def gap(self) -> float | None:
        """Relative distance between bound and objective."""
        if self.objective is None or self.bound is None:
            return None
        return relative_gap(self.objective, self.bound)

    def value(self, variable: pulp.LpVariable) -> float:
        """Value of a variable; one that no constraint uses has none and reads as its lower bound."""
        if not self.found:
            raise SolverError(f"the solver certified no solution ({self.state}): there is nothing to read")
        value = self.values.get(variable.name)
        return (variable.lowBound or 0.0 if value is None else value) + 0.0

    def count(self, variable: pulp.LpVariable) -> int:
        """Value of a whole-number variable; raises SolverError where it is not close to a whole number."""
        value = self.value(variable)
        nearest = round(value)
        if abs(value - nearest) > INTEGER_TOLERANCE:
            raise SolverError(f"{self.solver} returned {value} for the whole-number variable {variable.name}")
        return int(nearest)


def relative_gap(objective: float, bound: float) -> float:
    """|bound - objective| over the larger of both, 0 where both are zero."""
    scale = max(abs(bound), abs(objective))
    return abs(bound - objective) / scale if scale > 0 else 0.0


def solve_model(
    lp: pulp.LpProblem, gap: float = 0.0, seconds: float = 60.0, solver: str = "highs", nodes: int | None = None
) -> SolveOutcome:
    """Solve with one thread to a relative gap, a time limit or so many nodes, the same ones on every machine.

    `solver` is "highs" or "cbc", which knows no nodes. Raises KeyboardInterrupt soon after Ctrl-C, SolverError where
    the solver fails or CBC is not installed, ContradictionError where what it says cannot be true.
    """
    if solver == "cbc":
        outcome = _solve_with_cbc(lp, gap, seconds)
    else:
        try:
            few = {"mip_max_nodes": nodes, "mip_heuristic_effort": EFFORT_OF_FEW_NODES} if nodes else {}
            outcome = _solve_with_highs_surely(lp, gap, seconds, **few)
        except (RuntimeError, pulp.PulpSolverError) as error:
            raise SolverError(f"HiGHS failed: {error}") from error
    check_outcome(lp, outcome.objective, outcome.bound, outcome.values)
    return outcome


def _solve_with_highs_surely(lp: pulp.LpProblem, gap: float, seconds: float, **limits: float) -> SolveOutcome:
    """Once more where something else than the model decided how it ended."""
    solved, again = partial(_solve_with_highs, lp, gap, seconds, **limits), False
    try:
        outcome = solved()
    except LostError:
        solved = partial(solved, random_seed=ANOTHER_SEED)
        again, outcome = True, solved()
    if outcome.state == "failed":
        # HiGHS refuses to run when something else in this process started it with other threads
        highspy.Highs.resetGlobalScheduler(True)
        outcome = solved()
    for _ in range(MOST_STANDSTILLS):
        if outcome.limited and outcome.stood_still:
            outcome = solved()
    if outcome.state == "unbounded":
        # presolve does not tell unbounded from infeasible
        outcome = solved(presolve="off")
    return replace(outcome, begun_again=True) if again else outcome


def _solve_with_highs(lp: pulp.LpProblem, gap: float, seconds: float, **options: Any) -> SolveOutcome:
    start = time.perf_counter()
    limits = {"gapRel": gap, "timeLimit": seconds, "threads": THREADS}
    solver = Highs(msg=False, mip_allow_restart=False, **limits, **options)
    try:
        lp.solve(solver)
    except IndexError:  # PuLP 3.3 reads the rows of a model that HiGHS did not accept
        return SolveOutcome("failed", "HiGHS", time.perf_counter() - start)
    except KeyError:  # PuLP knows no end by nodes; values are read by then
        pass
    model = lp.solverModel
    spent = time.perf_counter() - start
    info, status = model.getInfo(), model.getModelStatus()
    known = highspy.HighsModelStatus
    if status == known.kInfeasible:
        return SolveOutcome("infeasible", "HiGHS", spent)
    if status in (known.kUnbounded, known.kUnboundedOrInfeasible):
        return SolveOutcome("unbounded", "HiGHS", spent)
    enough = (known.kOptimal, known.kSolutionLimit)  # by the gap, or by the nodes
    if status not in (*enough, known.kTimeLimit, known.kObjectiveBound, known.kObjectiveTarget):
        return SolveOutcome("failed", "HiGHS", spent)
    sign, variables = _sign(lp), lp.variables()  # PuLP lists them anew at every call
    whole = any(v.cat == pulp.LpInteger for v in variables)
    bound = _finite(sign * (info.mip_dual_bound if whole else info.objective_function_value))
    proved = bound if whole else None
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return SolveOutcome("no_solution", "HiGHS", spent, bound=proved, stood_still=solver.stood_still)
    objective = sign * info.objective_function_value
    values = {v.name: v.varValue for v in variables}
    if status not in enough:
        return SolveOutcome("best_found", "HiGHS", spent, objective, proved, values, solver.stood_still)
    return SolveOutcome(_proved(objective, bound), "HiGHS", spent, objective, bound, values)


def _proved(objective: float, bound: float | None) -> State:
    return "optimal" if bound is not None and relative_gap(objective, bound) <= PROVED else "proved_gap"


def _sign(lp: pulp.LpProblem) -> float:
    """-1 where PuLP handed a maximization over as a minimization (3.3), else 1 (4)."""
    minimized = lp.solverModel.getObjectiveSense()[1] == highspy.ObjSense.kMinimize
    return -1.0 if minimized and lp.sense == pulp.LpMaximize else 1.0


def row_prices(lp: pulp.LpProblem, names: list[str]) -> NDArray[np.float64]:
    """What one more unit of each row was worth in the last linear program: a hint where to look, never a result.

    Duals of HiGHS through PuLP have either sign, all the same one, and are meaningless after presolve surprises, so
    nothing rests on them.
    """
    rows = list(lp.constraints) if not callable(lp.constraints) else [row.name for row in lp.constraints()]
    position = {name: i for i, name in enumerate(rows)}
    duals = lp.solverModel.getSolution().row_dual
    return np.array([duals[position[name]] for name in names], np.float64)


def _finite(value: float) -> float | None:
    return value if abs(value) < 1e100 else None


def cbc_available() -> bool:
    """Whether a CBC to ask for a second opinion is installed."""
    return _cbc(0.0, 1.0) is not None


def _cbc(gap: float, seconds: float) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("COIN_CMD", "PULP_CBC_CMD"):
            if hasattr(pulp, name):
                command = getattr(pulp, name)(msg=False, gapRel=gap, timeLimit=seconds, threads=THREADS)
                if command.available():
                    return command
    return None


def _solve_with_cbc(lp: pulp.LpProblem, gap: float, seconds: float) -> SolveOutcome:
    command = _cbc(gap, seconds)
    if command is None:
        raise SolverError(
            "CBC is not installed: pip install 'pulp[cbc]' on Python 3.12 or later, or apt install coinor-cbc"
        )
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = lp.solve(command)
    spent = time.perf_counter() - start
    # PuLP 4 returns an account of the solve, 3.3 a status number beside the problem's own; the numbers are the same
    status = int(getattr(result, "status", result))
    proved = status in (CBC_OPTIMAL, CBC_WITHIN_GAP) and getattr(lp, "sol_status", CBC_OPTIMAL) == CBC_OPTIMAL
    if status == CBC_INFEASIBLE:
        return SolveOutcome("infeasible", "CBC", spent)
    if status == CBC_UNBOUNDED:
        return SolveOutcome("unbounded", "CBC", spent)
    if not (proved or getattr(result, "has_solution", status == CBC_OPTIMAL)):
        return SolveOutcome("no_solution", "CBC", spent)
    # an objective without terms has no value in PuLP, nor has the variable that PuLP puts in its place
    objective = float(pulp.value(lp.objective) or 0.0)
    values = {v.name: v.varValue for v in lp.variables() if v.varValue is not None}
    if not proved:
        return SolveOutcome("best_found", "CBC", spent, objective, None, values)
    # CBC does not hand its bound over: what it proved is the gap that was asked for
    sign = 1.0 if lp.sense == pulp.LpMaximize else -1.0
    bound = objective + sign * gap * abs(objective)
    return SolveOutcome(_proved(objective, bound), "CBC", spent, objective, bound, values)
