"""Responsiveness: posts moved inside a unit so that more requests are answered on time; nothing else changes.

    maximize  requests on time / requests due

Found by simulation alone, move by move from today's office on common years: the best single move, as long as one is
surely better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Case
from redesign.demand.plan import Plan, plan_today
from redesign.demand.streams import SEARCH
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.study.problems import allowing
from redesign.study.runner import Runner
from redesign.study.years import Year, case_of, simulate_years

Floats = NDArray[np.float64]

MOST_MOVES = 10
SURE = 2.0
"""A move is made where it is better by so many standard errors of its paired difference."""


def quickest(scenario: Scenario, name: str, runner: Runner) -> Case:
    """Today's office with posts moved between teams of a unit, for the most requests on time."""
    made = in_force(scenario, scenario.all_strategies[name])
    problem = allowing(scenario, name)
    best = case_of(made, plan_today(made))
    years = range(SEARCH, SEARCH + scenario.run.search_years)
    for _ in range(MOST_MOVES):
        tried = {"best": best} | {f"{i}:{t}": case_of(made, plan) for i, t, plan in _moves(problem, best.plan)}
        found = simulate_years(tried, years, runner, "responsiveness") if len(tried) > 1 else []
        shares = {each: np.array([_on_time(year, each) for year in found]) for each in tried}
        quick = max(shares, key=lambda each: float(shares[each].sum()))
        if quick == "best" or not _surely_more(shares[quick] - shares["best"]):
            return best
        best = tried[quick]
    return best


def _moves(problem: Problem, plan: Plan) -> Iterator[tuple[int, int, Plan]]:
    """One more post of a team retrained for another one of its unit, within budgets and rules."""
    scenario = problem.scenario
    for t, team in enumerate(scenario.team_list):
        for pair in team.retrain_from:
            i = scenario.team_ids.index(pair.team)
            if scenario.team_list[i].unit != team.unit or not plan.kept[i] or plan.posts[t] >= team.most_posts:
                continue
            kept, retrained = plan.kept.copy(), plan.retrained.copy()
            kept[i], retrained[i, t] = kept[i] - 1, retrained[i, t] + 1
            moved = replace(plan, kept=kept, retrained=retrained)
            if is_allowed(problem, moved):
                yield i, t, moved


def _on_time(year: Year, name: str) -> float:
    due = float(year[name].due.sum())
    return float(year[name].on_time.sum()) / due if due else 0.0


def _surely_more(difference: Floats) -> bool:
    spread = float(difference.std(ddof=1)) / np.sqrt(len(difference))
    return bool(difference.mean() > SURE * spread)
