"""Visits that promises leave room for, by simulation: rows of the upper bound for teams that make some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.analysis.most_visits import Crew
from redesign.demand.plan import Plan, plan_today
from redesign.optimization.most_visits import MostVisitsRow
from redesign.optimization.problem import Problem
from redesign.study.questions import Question, situation
from redesign.study.questions import most_visits as most_visits_of
from redesign.study.trials import Trials

Limits = dict[Crew, float]
"""Visit hours a year that crews make at most."""
SIZES = (1, 2, 4)
"""Numbers of posts that are simulated of every team, beside those of a plan and the most that it may have."""


def first_crews(problem: Problem, plan: Plan) -> list[Crew]:
    """To begin with: of every team that makes visits some sizes, those of a plan, and all that it may have.

    Nobody is new in a team that has posts today: what that tells holds for all sizes between. Of the plan's posts what
    they make with the new people that they need is asked, too.
    """
    found = []
    for t in _making_visits(problem):
        most, team = problem.tables[t].most_posts, problem.scenario.team_list[t]
        sizes = {most} if team.outside else {*SIZES, int(plan.posts[t]), most}
        for n in sorted(n for n in sizes if 0 < n <= most):
            found += [Crew(t, n)] if team.outside or team.posts_today else _with_new(problem, t, n)
    return list(dict.fromkeys([*found, *_crews_of(problem, plan)]))


def not_known(problem: Problem, plan: Plan, known: Limits) -> list[Crew]:
    """Crews that a plan may have of its posts which were not simulated."""
    return [crew for crew in _crews_of(problem, plan) if crew not in known]


def limits(problem: Problem, trials: Trials, asked: Iterable[Crew]) -> Limits:
    """Simulate what crews make at most."""
    setting, today = trials.setting, plan_today(problem.scenario)
    questions: dict[int, Question] = {}
    jobs = []
    for crew in asked:
        i = next(i for i, cluster in enumerate(setting.clusters) if crew.team in cluster)
        if i not in questions:
            about = situation(Case(problem.scenario, today), setting.clusters[i], problem.levers)
            questions[i] = Question(setting.today[i], about, trials.runner.engine)
        jobs.append((questions[i], crew))
    found = trials.runner.replicate("upper bound", most_visits_of, jobs) if jobs else []
    return {crew: hours for (_, crew), hours in zip(jobs, found, strict=True)}


def most_visits(problem: Problem, known: Mapping[Crew, float]) -> list[MostVisitsRow]:
    """A row for every team of which simulation knows a limit, and one more where some of its new people may be
    retrained sooner than others are hired: without any of these it makes less.

    A post of a team between two sizes makes no more than one of the larger, where all are new or nobody is; no team
    makes more than every school's largest package asks for.
    """
    rows = []
    for t in sorted({crew.team for crew in known}):
        every = float(problem.expectation.of_team(problem.expectation.visit_hours, t).max(axis=2).sum())
        faster = _faster(problem, t)
        hired = _by_posts(problem, t, known, every, lambda crew: crew.hired or not crew.new)
        best = hired
        if faster:
            retrained = _by_posts(problem, t, known, every, lambda crew: not crew.hired or not crew.new)
            best = tuple(map(max, hired, retrained))
        if np.min(best[1:], initial=every) < every:
            rows.append(MostVisitsRow(t, best))
        if hired != best:
            rows.append(MostVisitsRow(t, hired, faster, max(b - h for b, h in zip(best, hired, strict=True))))
    return rows


def _by_posts(
    problem: Problem, t: int, known: Mapping[Crew, float], every: float, counts: Callable[[Crew], bool]
) -> tuple[float, ...]:
    """[N + 1] what 0 to N posts make at most, by crews that count."""
    mine = {crew: hours for crew, hours in known.items() if crew.team == t and counts(crew)}
    alike = {crew.posts: hours for crew, hours in mine.items() if crew.new in (0, crew.posts)}
    sizes, hours = sorted(alike), [0.0]
    for n in range(1, problem.tables[t].most_posts + 1):
        size = next((size for size in sizes if size >= n), sizes[-1])
        own = [made for crew, made in mine.items() if crew.posts == n]
        hours.append(min([every, alike[size] * n / size, *own]))
    return tuple(hours)


def _making_visits(problem: Problem) -> list[int]:
    return [t for t in range(len(problem.scenario.team_list)) if problem.expectation.made_by(t).any()]


def _crews_of(problem: Problem, plan: Plan) -> list[Crew]:
    """Of every team of the district that makes visits and has posts in a plan, as few of them new as can be."""
    teams = [t for t in _making_visits(problem) if plan.posts[t] and not problem.scenario.team_list[t].outside]
    return [crew for t in teams for crew in _with_new(problem, t, int(plan.posts[t]))]


def _with_new(problem: Problem, t: int, posts: int) -> list[Crew]:
    """With as few new people as there can be: hired, and retrained where that takes less time."""
    new = max(0, posts - problem.scenario.team_list[t].posts_today)
    hired = Crew(t, posts, new)
    return [hired, Crew(t, posts, new, hired=False)] if new and _faster(problem, t) else [hired]


def _faster(problem: Problem, t: int) -> tuple[int, ...]:
    """Teams from which retrained people lose fewer hours than those who are hired."""
    lost, team = problem.tables[t].lost, problem.scenario.team_list[t]
    sources = [problem.scenario.team_ids.index(pair.team) for pair in team.retrain_from]
    return tuple(i for i in sources if lost[i] < lost[-1])
