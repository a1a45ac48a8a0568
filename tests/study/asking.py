"""Questions about tiny menus of which every plan can be looked at, and the looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimization.lever_sets import Taken, all_lever_sets
from optimization.looking import Judge, Staffing, all_packages, all_staffings
from optimization.menus import CLEAN_SHEET, KINDS
from redesign.demand.plan import plan_today
from redesign.optimization.problem import Problem
from redesign.scenario.pins import Pins
from redesign.study.ask.variant import Asking
from redesign.study.knowledge import Knowledge, Learned
from redesign.study.runner import Runner
from reporting import sample_study

Wanted = Callable[[Staffing, Taken], bool]
Good = Callable[[NDArray[np.int64]], NDArray[np.bool_]]
"""[M, A, S] to [M]"""


def asking(kind: str, seed: int, money: float = 1.0, **pins: object) -> Asking:
    """Questions about a random menu, under the clean sheet, as if a study had learned its tables and facts."""
    problem = KINDS[kind](seed, CLEAN_SHEET)
    budget = {"yearly_usd": problem.yearly_usd * money, "one_time_usd": problem.one_time_usd}
    scenario = problem.scenario.model_copy(
        update={
            "budget": problem.scenario.budget.model_copy(update=budget),
            "pins": Pins.model_validate(pins),
        }
    )
    learned = Learned(problem.tables, problem.facts, ())
    knowledge = Knowledge("", "", plan_today(scenario), {"clean_sheet": learned})
    return Asking(scenario, sample_study.study(), knowledge, Runner())


def any_staffing(staffing: Staffing, taken: Taken) -> bool:
    return True


def most_support(problem: Problem, wanted: Wanted = any_staffing, good: Good | None = None) -> float:
    """The support of the best plan of those that are wanted; minus infinity where there is none."""
    best, packages = -np.inf, all_packages(problem)
    packages = packages if good is None else packages[good(packages)]
    judge = Judge(problem, packages)
    (made,) = {area.visits_made_share for area in problem.scenario.area_list}  # of promised visits, as questions count
    for staffing, taken in product(all_staffings(problem), all_lever_sets(problem)):
        if wanted(staffing, taken):
            allowed = judge.allows(staffing, taken)
            best = max(best, float(judge.support[allowed].max(initial=-np.inf)) * made)
    return best


def lifted(problem: Problem, rules: tuple[str, ...]) -> Problem:
    return replace(problem, strategy=problem.strategy.model_copy(update={"lifted_rules": rules}))
