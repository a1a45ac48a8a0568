"""What a solver says, held against what it says elsewhere and against what is computed without it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pulp

from redesign.demand.plan import Plan
from redesign.errors import ContradictionError
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import recheck

ROUNDING = 1e-5
"""Relative: solvers keep to a millionth."""
ALLOWED_VIOLATION = 1e-3
"""Relative: a plan that breaks a constraint by more was not found under it."""
MEANING = "Nothing that it found is used. `redesign doctor` tries the solver; other versions of it may be right."


def check_outcome(
    lp: pulp.LpProblem, objective: float | None, bound: float | None, values: Mapping[str, float | None]
) -> None:
    """Raise ContradictionError where numbers of one outcome cannot all be true.

    The objective must be that of the values, and no better than the bound; neither has a number that is not finite.
    """
    named = {"objective": objective, "bound": bound, **values}
    for name, value in named.items():
        if value is not None and not math.isfinite(value):
            raise ContradictionError(f"The solver says that {name} is {value}. {MEANING}")
    if objective is None:
        return
    terms = [worth * (values.get(v.name) or 0.0) for v, worth in lp.objective.items()]
    slack = ROUNDING * max(1.0, abs(objective), math.fsum(abs(term) for term in terms))
    mine = math.fsum(terms) + lp.objective.constant
    if not abs(mine - objective) <= slack:
        raise ContradictionError(f"The solver says {objective:.8g} of a solution that is worth {mine:.8g}. {MEANING}")
    sign = 1.0 if lp.sense == pulp.LpMaximize else -1.0
    if bound is not None and sign * (objective - bound) > slack:
        raise ContradictionError(
            f"The solver found {objective:.8g} and says that nothing beyond {bound:.8g} is possible. {MEANING}"
        )


def check_plan(problem: Problem, plan: Plan, objective: float | None, bound: float) -> None:
    """Raise ContradictionError where a plan breaks what it was found under, or is not worth what the solver says."""
    checked = recheck(problem, plan)
    if checked.largest_violation > ALLOWED_VIOLATION:
        raise ContradictionError(f"The solver's plan breaks a constraint: {checked.violated[0]}. {MEANING}")
    support = problem.promised_support(plan)
    slack = ROUNDING * max(1.0, abs(support))
    if objective is not None and not abs(objective - support) <= slack:
        raise ContradictionError(f"The solver says {objective:.8g} of a plan that is worth {support:.8g}. {MEANING}")
    if not support - bound <= slack:
        raise ContradictionError(
            f"A plan is worth {support:.8g}, and the solver says that none is worth more than {bound:.8g}. {MEANING}"
        )
