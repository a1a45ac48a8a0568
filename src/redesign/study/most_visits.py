"""Visits that promises leave room for, by simulation: rows of the upper bound for teams that make some."""

from __future__ import annotations

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.demand.plan import plan_today
from redesign.optimization.most_visits import MostVisitsRow
from redesign.optimization.problem import Problem
from redesign.study.asked import Trials
from redesign.study.trials import Question, situation
from redesign.study.trials import most_visits as most_visits_of

SIZES = (1, 2, 3, 4, 8)
"""Numbers of posts that are simulated, and the most that a team may have: small teams bend most. A post of a team in
between makes no more than one of the next larger size."""


def most_visits(problem: Problem, trials: Trials) -> list[MostVisitsRow]:
    """A row for every team of which simulation knows a limit."""
    setting, today = trials.setting, plan_today(problem.scenario)
    jobs, sizes = [], dict[int, list[int]]()
    for i, cluster in enumerate(setting.clusters):
        visiting = [t for t in cluster if problem.expectation.made_by(t).any()]
        if not visiting:
            continue
        about = situation(Case(problem.scenario, today), cluster, problem.levers)
        question = Question(setting.today[i], about, trials.runner.engine)
        for t in visiting:
            sizes[t] = _sizes(problem, t)
            jobs += [(question, t, posts) for posts in sizes[t]]
    found = trials.runner.replicate("upper bound", most_visits_of, jobs) if jobs else []
    made = {(t, posts): hours for (_, t, posts), hours in zip(jobs, found, strict=True)}
    rows = [_row(problem, t, {n: made[t, n] for n in sizes[t]}) for t in sizes if sizes[t]]
    return [row for row in rows if row is not None]


def _sizes(problem: Problem, t: int) -> list[int]:
    team = problem.scenario.team_list[t]
    if team.outside:
        return [team.posts_today]
    return [*(n for n in SIZES if n < team.most_posts), *([team.most_posts] if team.most_posts else [])]


def _row(problem: Problem, t: int, made: dict[int, float]) -> MostVisitsRow | None:
    """The row of a team, with what every school's largest package asks for where simulation knows no limit."""
    every = float(problem.expectation.of_team(problem.expectation.visit_hours, t).max(axis=2).sum())
    hours = [0.0]
    for n in range(1, problem.tables[t].most_posts + 1):
        size = next((size for size in sorted(made) if size >= n), max(made))
        hours.append(min(every, made[size] * n / size))
    return MostVisitsRow(t, tuple(hours)) if np.min(hours[1:], initial=every) < every else None
