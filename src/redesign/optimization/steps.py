"""The upper bound step by step: what each kind of row takes off it, from what is sure to what rests on drawn years."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from redesign.optimization import tuning
from redesign.optimization.bound import Row, school_by_school, upper_bound
from redesign.optimization.problem import Problem, choices
from redesign.optimization.promised import clairvoyant_rows, share_rows
from redesign.optimization.windows import window_rows

StepName = Literal["hours", "windows", "least_posts", "most_visits", "clairvoyant", "whole"]
RowsOfSteps: TypeAlias = tuple[tuple["StepName", tuple[Row, ...]], ...]
STEPS: tuple[StepName, ...] = get_args(StepName)
"""Hours of a year; of the weeks in which windows are open; posts that promises need; visits that promises
leave room for; shares of promised visits, and absences known beforehand; whole packages."""


@dataclass(frozen=True, slots=True)
class Step:
    """The bound with the rows of this step and of all before."""

    name: StepName
    value: float
    seconds: float
    reproducible: bool = True
    """False where a time limit ended a solve."""


def rows_of_steps(
    problem: Problem,
    shares: Sequence[float] = (),
    least_posts: Iterable[Row] = (),
    most_visits: Iterable[Row] = (),
) -> RowsOfSteps:
    """Each step with its rows and those of all before.

    `shares` [A] of the promised visits must be made under an admissible plan. `least_posts` and `most_visits` are rows
    that every plan obeys which keeps its promises.
    """
    so_far: list[Row] = []
    found: list[tuple[StepName, tuple[Row, ...]]] = []
    for name, rows in _rows_by_step(problem, shares, tuple(least_posts), tuple(most_visits)):
        so_far += rows
        found.append((name, tuple(so_far)))
    return tuple(found)


def step_of(job: tuple[Problem, StepName, Sequence[Row]]) -> Step:
    """The bound after one step; raises SolverError if nothing was proved."""
    problem, name, rows = job
    start = time.perf_counter()
    found = upper_bound(problem, rows, whole=name == "whole")
    return Step(name, found.value, time.perf_counter() - start, found.reproducible)


def never_rising(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Every step proves what the ones before it proved."""
    found: list[Step] = []
    for step in steps:
        found.append(replace(step, value=min([step.value, *(before.value for before in found)])))
    return tuple(found)


def _rows_by_step(
    problem: Problem, shares: Sequence[float], least: Sequence[Row], most: Sequence[Row]
) -> Iterator[tuple[StepName, Sequence[Row]]]:
    yield "hours", ()
    yield "windows", window_rows(problem)
    if least:
        yield "least_posts", least
    if most:
        yield "most_visits", most
    if any(share > 0 for share in shares):
        made = share_rows(problem, shares) if school_by_school(problem) else ()
        yield "clairvoyant", (*made, *clairvoyant_rows(problem, shares))
    if school_by_school(problem) and choices(problem) <= tuning.FEW_WHOLE:
        yield "whole", ()
