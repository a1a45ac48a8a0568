"""What no admissible plan of the certified strategy can exceed, step by step, and what each step rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import stats

from redesign.analysis.cluster_years import TOLERANCE_SHARE
from redesign.analysis.intervals import Interval, mean_interval
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.staffing import add_fact
from redesign.optimization.steps import Step, bound_by_steps
from redesign.optimization.variables import Office
from redesign.study.final import FinalYears
from redesign.study.promises import visit_margin
from redesign.study.runner import Runner
from redesign.study.simulated import Simulated

LEVEL = 1e-4
"""Chance, each, that posts are called too few by the bound and are not."""


@dataclass(frozen=True, slots=True)
class LeastPostsRow:
    """Posts that are surely too few, as a row of the bound."""

    number: int
    fact: TooFew

    def __call__(self, office: Office) -> None:
        """Add it to a model."""
        add_fact(office, f"too_few{self.number}", self.fact)


def ceiling(problem: Problem, plan: Plan, final: FinalYears, runner: Runner) -> tuple[Step, ...]:
    """The bound after each step; raises SolverError where nothing is proved.

    What today's office reaches is taken from the final years, at the end of its interval that allows a plan more.
    """
    run = problem.scenario.run
    today = Simulated(final.cases[run.reference].scenario, plan, final.years, run.reference, run.reference)
    shares = [max(0.0, share - TOLERANCE_SHARE) for share in _promised_shares(today)]
    rows = [LeastPostsRow(i, fact) for i, fact in enumerate(sure_facts(problem.facts))]
    job = partial(_steps, _allowing(problem, today), shares, rows)
    return runner.replicate("upper bound", job, [True])[0]


def sure_facts(facts: Sequence[TooFew]) -> Iterator[TooFew]:
    """Facts that are wrong with the chance `LEVEL` each at most: by Student's t, of as many years as were simulated."""
    for fact in facts:
        if fact.years > 1 and not fact.new and fact.errors >= float(stats.t.ppf(1 - LEVEL, fact.years - 1)):
            yield fact


def _steps(problem: Problem, shares: Sequence[float], rows: Sequence[LeastPostsRow], each: bool) -> tuple[Step, ...]:
    return bound_by_steps(problem, shares, rows, each)


def _promised_shares(today: Simulated) -> Iterator[float]:
    """[A] share of promised visits that an admissible plan makes: the file's or today's, the lower end of its interval."""
    for a, area in enumerate(today.scenario.area_list):
        reached = visit_margin(today, a).today
        yield min(area.visits_made_share, reached.low) if reached else area.visits_made_share


def _allowing(problem: Problem, today: Simulated) -> Problem:
    """The problem with allowances that reach what today's office leaves unfinished."""
    left = [mean_interval(hours) for hours in today.series("unfinished_hours").T]
    teams = {
        name: team.model_copy(update={"backlog_allowance_hours": _most(team.backlog_allowance_hours, hours)})
        for (name, team), hours in zip(problem.scenario.teams.items(), left, strict=True)
    }
    scenario = problem.scenario.model_copy(update={"teams": teams})
    return replace(problem, scenario=scenario, facts=())


def _most(allowance: float, today: Interval) -> float:
    return max(allowance, today.high) if np.isfinite(today.high) else np.inf
