"""The split by team: value curves per team, and a small master problem that chooses posts, moves and levers.

    maximize    sum_tk W[t,k] w[t,k]
    subject to  sum_k w[t,k] = 1,  visit hours of team t = sum_k L[t,k] w[t,k],  w in {0, 1}
                and every constraint on posts, work and money of the school-by-school model

where (L, W) are the steps of the value curve: W is the best support of whole packages within L hours. Left
out are what couples packages beyond their hours: materials, floors, what a school can take in, spans. So the optimum
bounds the whole model, and is its optimum where the packages that reach W satisfy these too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.linear import expression, ones
from redesign.optimization.office import Variable, new_office
from redesign.optimization.problem import Problem, allowed_packages
from redesign.optimization.readback import read_plan
from redesign.optimization.solver import SolveOutcome, solve_model
from redesign.optimization.staffing import add_staffing
from redesign.optimization.value_curve import ValueCurve, best_packages, value_curve
from redesign.scenario.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_STEPS = 400
"""Steps of a curve that enter the master; a longer curve is thinned so that it stays an upper bound."""
COUPLING = ("span",)


@dataclass(frozen=True, slots=True)
class Split:
    """The master's answer."""

    outcome: SolveOutcome
    plan: Plan | None
    """The plan whose packages reach the curves' values; None where the master has no solution."""


def solve_split(problem: Problem, gap: float, seconds: float) -> Split:
    """Solve the master and read the packages back from the value curves."""
    office = new_office(problem, "master", dropped=frozenset(COUPLING))
    chosen: dict[int, list[tuple[Variable, float]]] = {}
    curves: dict[int, ValueCurve] = {}
    objective = []
    for t in range(len(problem.curves)):
        if not (problem.expectation.area_team == t).any():
            continue
        curves[t] = team_curve(problem, t, float(office.buckets[t].hours.max(initial=0.0)))
        steps = _steps(curves[t])
        weights = [office.binary(f"w{t}_{k}") for k in range(len(steps))]
        office.add("always", f"one_step{t}", ones(weights), "==", 1)
        office.visit_terms[t] = [(w, hours) for w, (hours, _) in zip(weights, steps, strict=True) if hours]
        objective += [(w, value) for w, (_, value) in zip(weights, steps, strict=True) if value]
        chosen[t] = [(w, hours) for w, (hours, _) in zip(weights, steps, strict=True)]
    add_staffing(office)
    office.lp.setObjective(expression(objective))
    outcome = solve_model(office.lp, gap, seconds)
    if not outcome.found:
        return Split(outcome, None)
    packages = np.zeros(problem.expectation.allowed.shape[:2], np.int64)
    for t, steps in chosen.items():
        hours = max(hours for w, hours in steps if outcome.count(w))
        packages[problem.expectation.area_team == t] = _packages_within(problem, t, curves[t], hours)
    return Split(outcome, read_plan(office, outcome, packages))


def team_curve(problem: Problem, t: int, most_hours: float) -> ValueCurve:
    """W[t]: best support of whole packages within L visit hours, over all areas and schools of a team."""
    return value_curve(*_items(problem, t), most_hours)


def _items(problem: Problem, t: int) -> tuple[Floats, Floats]:
    """Hours and support of every package of a team's areas and schools, [I, P]; -inf where not allowed."""
    areas = problem.expectation.area_team == t
    value = np.where(allowed_packages(problem)[areas], problem.expectation.support[areas], -np.inf)
    hours = problem.expectation.visit_hours[areas]
    return hours.reshape(-1, hours.shape[2]), value.reshape(-1, hours.shape[2])


def _packages_within(problem: Problem, t: int, curve: ValueCurve, hours: float) -> Ints:
    schools = problem.expectation.allowed.shape[1]
    return best_packages(*_items(problem, t), curve, hours).reshape(-1, schools)


def _steps(curve: ValueCurve) -> list[tuple[float, float]]:
    """(L, W) where the curve rises; between kept steps, the value of the last at the hours of the first."""
    rises = np.flatnonzero(curve.value > np.concatenate(([-np.inf], curve.value[:-1])))
    groups = np.array_split(rises, min(MOST_STEPS, len(rises)))
    return [(float(group[0] * curve.step_hours), float(curve.value[group[-1]])) for group in groups]
