"""Posts that are surely too few: what simulation found, asked again on as many years as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.analysis.missed import IMPLIED, Missed
from redesign.demand.plan import plan_today
from redesign.optimization.problem import Problem, TooFew
from redesign.study.certainty import is_sure, sure_errors
from redesign.study.problems import Setting
from redesign.study.questions import Question, confirm, situation
from redesign.study.trials import Trials

BROUGHT_FORWARD = 0.01
"""Of the share of a promise, and of the allowance of hours: assumed to be more than visits can be worth to other work.
In random small years a visit brought some other task forward in 3% to 30% of the years; in the mean of 810 random plans
by 0.4 points at most (`benchmarks/brought_forward.py`)."""


def sure_facts(phase: str, problem: Problem, found: Sequence[TooFew], trials: Trials) -> list[TooFew]:
    """Facts that are wrong with the chance `certainty.LEVEL` each at most; where that is not known, on more years.

    Facts are found without visits. A visit may bring another task forward in some years, so that where teams of the
    cluster make some a promise must be missed by more than that can be worth.
    """
    setting, today = trials.setting, plan_today(problem.scenario)
    plan = replace(today, packages=np.zeros_like(today.packages))
    enough = sure_errors(setting.scenario.run.search_years)  # the more years, the fewer errors it takes
    # that new people count for less is likely, not proved; what was found beside contracts is asked again without them,
    # and of new people with those who come soonest
    facts = [
        replace(fact, new_lose={}, brokered={}, errors=0.0 if fact.brokered or fact.new else fact.errors)
        for fact in found
    ]
    sure = [fact for fact in facts if is_sure(fact) and not _with_visits(setting, fact)]

    def job(fact: TooFew) -> tuple[Question, Missed, float, float]:
        i = _cluster_of(setting, fact)
        about = situation(Case(problem.scenario, plan), setting.clusters[i], problem.levers)
        missed = Missed(fact.posts, fact.levers, IMPLIED, dict(fact.new), fact.escapes)
        leeway = BROUGHT_FORWARD if _with_visits(setting, fact) else 0.0
        return Question(setting.today[i], about, trials.runner.engine), missed, enough, leeway

    left = [fact for fact in facts if fact not in sure]
    while left := [fact for fact in left if not any(each.implies(fact) for each in sure)]:
        asked = [fact for n, fact in enumerate(left) if not _is_said(n, left)]
        jobs = [job(fact) for fact in asked]
        confirmed = trials.runner.replicate(phase, confirm, jobs)
        more = [replace(fact, errors=by.errors, years=by.years) for fact, by in zip(asked, confirmed, strict=True)]
        sure += [fact for fact in more if is_sure(fact)]
        left = [fact for fact in left if fact not in asked]
    return sure


def _is_said(n: int, facts: Sequence[TooFew]) -> bool:
    """Whether another fact says all that one says; of those that say the same the first one stays."""
    fact = facts[n]
    return any(m != n and each.implies(fact) and not (n < m and fact.implies(each)) for m, each in enumerate(facts))


def _with_visits(setting: Setting, fact: TooFew) -> bool:
    return bool(setting.today[_cluster_of(setting, fact)].scenario.areas)


def _cluster_of(setting: Setting, fact: TooFew) -> int:
    """Its number; a fact whose teams had all that they may have names no posts."""
    teams = {*fact.posts, *fact.teams}
    return next(i for i, cluster in enumerate(setting.clusters) if teams & set(cluster))
