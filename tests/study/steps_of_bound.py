"""The bound of an office after each step, without the simulated rows of a study but those that a test brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redesign.optimization.bound import Row
from redesign.optimization.problem import Problem
from redesign.optimization.steps import Step, never_rising, rows_of_steps, step_of


def bound_by_steps(problem: Problem, shares: Sequence[float] = (), least_posts: Iterable[Row] = ()) -> tuple[Step, ...]:
    """What no admissible plan exceeds, after each step."""
    return never_rising(step_of((problem, *each)) for each in rows_of_steps(problem, shares, least_posts))
