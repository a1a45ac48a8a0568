"""The few PuLP calls that build a model: the same on PuLP 3.3 and 4."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import pulp

from redesign.errors import SolverError

Term = tuple[pulp.LpVariable, float]
Terms = list[Term]
Sense = Literal["<=", ">=", "=="]


def expression(terms: Iterable[Term]) -> pulp.LpAffineExpression:
    """Build a linear expression from (variable, coefficient) pairs; no variable may appear twice.

    Raises SolverError for a coefficient that is not finite: solvers fail on it without a word, or call it infeasible.
    """
    pairs = [(variable, float(coefficient)) for variable, coefficient in terms]
    for variable, coefficient in pairs:
        if not math.isfinite(coefficient):
            raise SolverError(f"the coefficient of {variable.name} is {coefficient}, not a finite number")
    if hasattr(pulp.LpAffineExpression, "from_list"):
        return pulp.LpAffineExpression.from_list(pairs)
    return pulp.LpAffineExpression(pairs)


def constrain(lp: pulp.LpProblem, name: str, terms: Iterable[Term], sense: Sense, right: float) -> None:
    """Add `terms sense right` under a name; raises SolverError for a number that is not finite."""
    if not math.isfinite(right):
        raise SolverError(f"the right side of {name} is {right}, not a finite number")
    left = expression(terms)
    if sense == "<=":
        lp += left <= float(right), name
    elif sense == ">=":
        lp += left >= float(right), name
    else:
        lp += left == float(right), name


def scaled(terms: Iterable[Term], factor: float) -> Terms:
    """Multiply every coefficient."""
    return [(variable, factor * coefficient) for variable, coefficient in terms]


def ones(variables: Iterable[pulp.LpVariable], factor: float = 1.0) -> Terms:
    """Give every variable the same coefficient."""
    return [(variable, factor) for variable in variables]


def added(parts: Iterable[Sequence[Term]]) -> Terms:
    """Add expressions up: a variable that several of them have appears once."""
    sums: dict[str, Term] = {}
    for variable, coefficient in joined(parts):
        before = sums[variable.name][1] if variable.name in sums else 0.0
        sums[variable.name] = (variable, before + coefficient)
    return list(sums.values())


def joined(parts: Iterable[Sequence[Term]]) -> Terms:
    """Chain lists of pairs into one."""
    return [term for part in parts for term in part]
