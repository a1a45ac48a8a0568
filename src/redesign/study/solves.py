"""The solves of a study that wait for nothing but the curves, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.bound import upper_bound, whole_bound
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution, solve
from redesign.study.years import Means


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What no plan of a problem can exceed, whatever its curves."""

    support: float
    """No admissible plan has more expected support."""
    whole: float
    """No plan of whole packages has more, if no hour were lost to waiting."""


@dataclass(frozen=True, slots=True)
class Solves:
    """First solutions of both strategies, before any promise is checked."""

    clean_sheet: Solution
    tinker: Solution | None
    """None where tinkering has no plan within the budgets and rules."""
    ceiling: Ceiling


def solve_all(clean_sheet: Problem, tinker: Problem, means: Means) -> Solves:
    """Solve both strategies and the two relaxations that the certificate compares with.

    Raises InfeasibleError where the clean sheet has no plan, SolverError where a solve fails.
    """
    jobs: list[Callable[[], Any]] = [partial(solve, problem) for problem in (clean_sheet, tinker)]
    jobs += [partial(prove, clean_sheet) for prove in (whole_bound, upper_bound)]
    results: list[Any] = means.replicate("optimization", _attempt, jobs)
    clean, tinkered, whole, bound = results
    if isinstance(tinkered, InfeasibleError):
        tinkered = None
    for found in (clean, tinkered, whole, bound):
        if isinstance(found, RedesignError):
            raise found
    return Solves(clean, tinkered, Ceiling(bound.value, min(bound.value, whole.value)))


def solve_again(job: tuple[Problem, Solution]) -> Solution | None:
    """Solve a tightened problem, from what solved it before; None where there is no plan, or none is found."""
    try:
        return solve(*job)
    except (InfeasibleError, SolverError):
        return None


def _attempt(job: Callable[[], Any]) -> Any:
    """The result, or the error: of several that fail, the first in order is the one to tell."""
    try:
        return job()
    except RedesignError as error:
        return error
