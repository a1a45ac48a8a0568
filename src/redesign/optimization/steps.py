"""The upper bound step by step: what each kind of row takes off it, from what is sure to what rests on drawn years."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from redesign.optimization import tuning
from redesign.optimization.bound import Row, school_by_school, upper_bound
from redesign.optimization.problem import Problem, choices
from redesign.optimization.promised import clairvoyant_rows, share_rows
from redesign.optimization.windows import window_rows

StepName = Literal["hours", "windows", "least_posts", "promised", "clairvoyant", "whole"]
STEPS: tuple[StepName, ...] = get_args(StepName)
"""Hours of a year; of the weeks in which windows are open; posts that promises need; shares of promised visits;
absences known beforehand; whole packages."""


@dataclass(frozen=True, slots=True)
class Step:
    """The bound with the rows of this step and of all before."""

    name: StepName
    value: float
    seconds: float


def bound_by_steps(
    problem: Problem, shares: Sequence[float] = (), least_posts: Iterable[Row] = (), each: bool = True
) -> tuple[Step, ...]:
    """What no admissible plan exceeds, after each step; raises SolverError if nothing was proved.

    `shares` [A] of the promised visits must be made under an admissible plan. `least_posts` are rows that every plan
    obeys which keeps the promises of its services. Not `each`: the first and the last step alone.
    """
    kinds = dict(_rows_by_step(problem, shares, tuple(least_posts)))
    steps: list[Step] = []
    for i, name in enumerate(kinds):
        if each or i in (0, len(kinds) - 1):
            rows = [row for kind in list(kinds)[: i + 1] for row in kinds[kind]]
            start = time.perf_counter()
            found = upper_bound(problem, rows, whole=name == "whole")
            value = min([found.value, *(step.value for step in steps)])
            steps.append(Step(name, value, time.perf_counter() - start))
    return tuple(steps)


def _rows_by_step(
    problem: Problem, shares: Sequence[float], least: Sequence[Row]
) -> Iterator[tuple[StepName, Sequence[Row]]]:
    yield "hours", ()
    yield "windows", window_rows(problem)
    if least:
        yield "least_posts", least
    if any(share > 0 for share in shares):
        if school_by_school(problem):
            yield "promised", share_rows(problem, shares)
        yield "clairvoyant", clairvoyant_rows(problem, shares)
    if school_by_school(problem) and choices(problem) <= tuning.FEW_WHOLE:
        yield "whole", ()
