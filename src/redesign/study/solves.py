"""The solves of a study, as jobs for worker processes: HiGHS may lose itself there and take nothing else along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.bound import Bound, upper_bound, whole_bound
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution, quick_staffing, solve
from redesign.study.runner import Runner

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What no plan of a problem can exceed, whatever its tables."""

    support: float
    """No admissible plan has more expected support."""
    whole: float
    """No plan of whole packages has more, if no hour were lost to waiting."""


def ceiling_of(problem: Problem, runner: Runner) -> Ceiling:
    """The two relaxations that the certificate compares a plan with; raises SolverError where nothing is proved."""
    jobs = [partial(prove, problem) for prove in (whole_bound, upper_bound)]
    whole, bound = runner.replicate("upper bound", _call, jobs)
    return Ceiling(bound.value, min(bound.value, whole.value))


def solve_again(job: tuple[Problem, tuple[Floats, ...], Solution | None]) -> Solution | RedesignError:
    """Solve a problem, from the prices and the solution of one like it; the error where there is no plan, or none found."""
    problem, prices, last = job
    try:
        return solve(problem, prices, last.plan if last else None)
    except (InfeasibleError, SolverError) as error:
        return error


def staffing(job: tuple[Problem, tuple[Floats, ...]]) -> tuple[Plan | None, tuple[Floats, ...]]:
    """Posts and levers that support asks for, quickly, and the prices that say so; no plan where there is none."""
    problem, prices = job
    try:
        return quick_staffing(problem, prices)
    except SolverError:
        return None, prices


def _call(job: Callable[[], Bound]) -> Bound:
    return job()
