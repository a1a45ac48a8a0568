"""What planning anew would have brought to somebody who knew effects and prices."""

from __future__ import annotations

import numpy as np

from redesign.analysis.intervals import Interval, mean_interval
from redesign.demand.truths import under_truth
from redesign.optimization.recheck import is_allowed
from redesign.scenario.spreads import SpreadClass
from redesign.study.ask.sure_result import Anew
from redesign.study.ask.truths import drawn_of
from redesign.study.ask.variant import Asking, changed_problem, solve_variant

FREE: frozenset[SpreadClass] = frozenset(["effects", "money", "pay"])
"""Classes of numbers that neither work nor promises depend on: what is known of teams holds whatever they are."""
FEWEST = 2
"""Draws of which there is an interval."""


def planned_anew(asking: Asking, draws: int) -> Anew:
    """The best plan under effects and prices of each of the first draws, against the certified one, as expected.

    Only draws count in which that one may be had: elsewhere the best plan has less to spend, or more to keep.
    """
    drawn, plan = drawn_of(asking.scenario, draws), asking.knowledge.plan
    places = [i for i, number in enumerate(drawn.numbers) if number.spread_class in FREE]
    numbers, values = [drawn.numbers[i] for i in places], drawn.values[:, places].tolist()
    truths = (under_truth(asking.scenario, numbers, each) for each in values)
    problems = [changed_problem(truth, asking.learned) for truth in truths]
    within = [problem for problem in problems if is_allowed(problem, plan)]
    jobs = [(problem, asking.learned.prices) for problem in within]
    solved = asking.runner.replicate("solves", solve_variant, jobs)
    found = [
        (solution.promised_support - mine, solution.bound - mine)
        for solution, mine in zip(solved, (problem.promised_support(plan) for problem in within), strict=True)
        if solution is not None
    ]
    enough = len(found) >= FEWEST
    least, most = (_mean(each) for each in zip(*found, strict=True)) if enough else (None, None)
    return Anew(draws=draws, within=len(found), least=least, most=most)


def _mean(more: tuple[float, ...]) -> Interval:
    """What was planned may be kept: never less than nothing."""
    found = mean_interval(np.maximum(0.0, more))
    return Interval(found.mean, max(0.0, found.low), found.high)
