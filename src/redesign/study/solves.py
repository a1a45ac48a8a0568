"""The solves of a study that wait for nothing but the curves, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.bound import upper_bound, whole_bound
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution, solve
from redesign.study.runner import Runner


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What no plan of a problem can exceed, whatever its curves."""

    support: float
    """No admissible plan has more expected support."""
    whole: float
    """No plan of whole packages has more, if no hour were lost to waiting."""


@dataclass(frozen=True, slots=True)
class Solves:
    """First solutions of every strategy that has one, before any promise is checked."""

    solutions: dict[str, Solution]
    """By strategy, in the order asked; without those that have no plan within budgets and rules."""
    ceiling: Ceiling
    """Of the certified strategy."""


def solve_all(problems: Mapping[str, Problem], certified: str, runner: Runner) -> Solves:
    """Solve every strategy, and the two relaxations that the certificate compares the certified one with.

    Raises InfeasibleError where the certified strategy has no plan, SolverError where a solve fails.
    """
    names = [certified, *(name for name in problems if name != certified)]
    jobs: list[Callable[[], Any]] = [partial(solve, problems[name]) for name in names]
    jobs += [partial(prove, problems[certified]) for prove in (whole_bound, upper_bound)]
    results: list[Any] = runner.replicate("optimization", _attempt, jobs)
    *plans, whole, bound = results
    found = dict(zip(names, plans, strict=True))
    impossible = [n for n in names if n != certified and isinstance(found[n], InfeasibleError)]
    for result in (r for name, r in (*found.items(), ("", whole), ("", bound)) if name not in impossible):
        if isinstance(result, RedesignError):
            raise result
    solutions = {name: found[name] for name in problems if name not in impossible}
    return Solves(solutions, Ceiling(bound.value, min(bound.value, whole.value)))


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
