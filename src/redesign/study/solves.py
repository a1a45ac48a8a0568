"""The solves of a study, as jobs for worker processes: HiGHS may lose itself there and take nothing else along."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.problem import Problem
from redesign.optimization.solve import QuickStaffing, Solution, quick_staffing, solve

Floats = NDArray[np.float64]


def solve_again(job: tuple[Problem, tuple[Floats, ...], Solution | None]) -> Solution | RedesignError:
    """Solve a problem, from the prices and the solution of one like it; the error where no plan is, or none found."""
    problem, prices, last = job
    try:
        return solve(problem, prices, last)
    except (InfeasibleError, SolverError) as error:
        return error


def staffing(job: tuple[Problem, tuple[Floats, ...]]) -> QuickStaffing:
    """Posts and levers that support asks for, quickly, and the prices that say so; no plan where there is none."""
    problem, prices = job
    try:
        return quick_staffing(problem, prices)
    except SolverError:
        return QuickStaffing(None, prices, reproducible=False)
