"""Visits that promises leave room for, by simulation: rows of the upper bound for teams that make some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.demand.plan import Plan, plan_today
from redesign.optimization.most_visits import MostVisitsRow
from redesign.optimization.problem import Problem
from redesign.study.questions import Question, situation
from redesign.study.questions import most_visits as most_visits_of
from redesign.study.trials import Trials

Limits = dict[tuple[int, int], float]
"""{team, posts: visit hours a year that so many posts make at most}"""
SIZES = (1, 2, 4)
"""Numbers of posts that are simulated of every team, beside those of a plan and the most that it may have."""


def sizes_of(problem: Problem, plan: Plan) -> list[tuple[int, int]]:
    """Teams that make visits and numbers of posts to begin with: some, those of a plan, and all that they may have."""
    found = []
    for t, team in enumerate(problem.scenario.team_list):
        if problem.expectation.made_by(t).any():
            most = problem.tables[t].most_posts
            sizes = {most} if team.outside else {*SIZES, int(plan.posts[t]), most}
            found += [(t, n) for n in sorted(sizes) if 0 < n <= most]
    return found


def not_known(problem: Problem, plan: Plan, known: Limits) -> list[tuple[int, int]]:
    """Teams that make visits whose number of posts in a plan was not simulated."""
    teams = {t for t, _ in known if not problem.scenario.team_list[t].outside}
    return [(t, int(plan.posts[t])) for t in sorted(teams) if plan.posts[t] and (t, int(plan.posts[t])) not in known]


def limits(problem: Problem, trials: Trials, asked: Iterable[tuple[int, int]]) -> Limits:
    """Simulate what teams of so many posts make at most."""
    setting, today = trials.setting, plan_today(problem.scenario)
    questions: dict[int, Question] = {}
    jobs = []
    for t, posts in asked:
        i = next(i for i, cluster in enumerate(setting.clusters) if t in cluster)
        if i not in questions:
            about = situation(Case(problem.scenario, today), setting.clusters[i], problem.levers)
            questions[i] = Question(setting.today[i], about, trials.runner.engine)
        jobs.append((questions[i], t, posts))
    found = trials.runner.replicate("upper bound", most_visits_of, jobs) if jobs else []
    return {(t, posts): hours for (_, t, posts), hours in zip(jobs, found, strict=True)}


def most_visits(problem: Problem, known: Mapping[tuple[int, int], float]) -> list[MostVisitsRow]:
    """A row for every team of which simulation knows a limit: a post of a team between two sizes makes no more than one
    of the larger, and no team more than every school's largest package asks for.
    """
    rows = []
    for t in sorted({t for t, _ in known}):
        every = float(problem.expectation.of_team(problem.expectation.visit_hours, t).max(axis=2).sum())
        sizes = sorted(n for team, n in known if team == t)
        hours = [0.0]
        for n in range(1, problem.tables[t].most_posts + 1):
            size = next((size for size in sizes if size >= n), sizes[-1])
            hours.append(min(every, known[t, size] * n / size))
        if np.min(hours[1:], initial=every) < every:
            rows.append(MostVisitsRow(t, tuple(hours)))
    return rows
