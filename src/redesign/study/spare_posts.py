"""Posts that a team may not need: where its visits leave room for one fewer, a plan is tried with one fewer.

A table that promises too little is never found out by the plans that it leads to: they have the posts that it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.study.learned import calibrated
from redesign.study.questions import Answer
from redesign.study.trials import Trials

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spare:
    """A plan with one post of a team fewer than it was tried with."""

    strategy: str
    cluster: int
    team: int
    plan: Plan


def learn_spare_posts(
    problems: Mapping[str, Problem], tried: Mapping[str, tuple[Plan, Mapping[int, Answer]]], trials: Trials
) -> dict[str, Problem]:
    """The problems with tables that know what teams make of a plan's visits with fewer posts."""
    found = dict(problems)
    going = [spare for name, (plan, answers) in tried.items() for spare in _spares(name, problems[name], plan, answers)]
    while going:
        answers = trials.of_one({spare: (spare.cluster, problems[spare.strategy], spare.plan) for spare in going})
        going = []
        for spare, answer in answers.items():
            factor = answer.carried.get(spare.team, 0.0)
            if factor > 0 and not answer.missed:
                problem = found[spare.strategy]
                table = calibrated(problem, spare.plan, spare.team, factor)
                if table is not problem.tables[spare.team]:
                    tables = (*problem.tables[: spare.team], table, *problem.tables[spare.team + 1 :])
                    found[spare.strategy] = replace(problem, tables=tables)
            fewer = _spares(spare.strategy, problems[spare.strategy], spare.plan, {spare.cluster: answer})
            going += [each for each in fewer if each.team == spare.team]
    return found


def _spares(strategy: str, problem: Problem, plan: Plan, answers: Mapping[int, Answer]) -> list[Spare]:
    """Where as many visits for each post would be promised by one post fewer, and the table says that they are not."""
    posts = plan.posts
    roomy = (
        (i, t)
        for i, answer in answers.items()
        for t, factor in answer.carried.items()
        if posts[t] > 1 and factor * (posts[t] - 1) >= posts[t]
    )
    spares = (Spare(strategy, i, t, with_one_fewer(plan, t)) for i, t in roomy)
    return [spare for spare in spares if _too_much(problem, spare.plan, spare.team)]


def _too_much(problem: Problem, plan: Plan, t: int) -> bool:
    """Whether a team's table says that it cannot do what a plan asks of it."""
    asked = float(problem.loads(plan)[t]) + problem.cost_of_new(plan, t)
    return asked > float(problem.tables[t].hours[int(plan.posts[t])])


def with_one_fewer(plan: Plan, t: int) -> Plan:
    """One post of a team fewer: one not hired, not retrained, or else given up."""
    if plan.hired[t]:
        return replace(plan, hired=plus(plan.hired, t, -1))
    if plan.retrained[:, t].any():
        source = int(plan.retrained[:, t].argmax())
        return replace(plan, retrained=plus(plan.retrained, (source, t), -1), released=plus(plan.released, source))
    return replace(plan, kept=plus(plan.kept, t, -1), released=plus(plan.released, t))


def plus(values: Ints, where: int | tuple[int, int], by: int = 1) -> Ints:
    """Posts with some more in one place."""
    other = values.copy()
    other[where] += by
    return other
