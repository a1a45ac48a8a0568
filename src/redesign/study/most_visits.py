"""Visits that promises leave room for, by simulation: rows of the upper bound for teams that make some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.analysis.new_people import HIRED, Crew, Way
from redesign.demand.plan import Plan, plan_today
from redesign.optimization.bound import Row
from redesign.optimization.most_visits import MOST_SIZES, CrewRow, MostVisitsRow
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
            found += [Crew(t, n)] if team.outside or team.posts_today else _all_alike(problem, t, n)
    return list(dict.fromkeys([*found, *_crews_of(problem, plan)]))


def not_known(problem: Problem, plan: Plan, known: Limits) -> list[Crew]:
    """Crews that a plan may have of its posts, and those that it has, which were not simulated."""
    return [crew for crew in dict.fromkeys(_crews_of(problem, plan)) if crew not in known]


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


def most_visits(problem: Problem, known: Mapping[Crew, float]) -> list[Row]:
    """A row for every team of which simulation knows a limit; one more where some of its new people may be retrained
    sooner than others are hired: without any of these it makes less; and one for every crew whose people came in
    several ways, or later than that.

    A post of a team between two sizes makes no more than one of the larger, where all are new or nobody is; no team
    makes more than every school's largest package asks for.
    """
    rows: list[Row] = []
    for t in sorted({crew.team for crew in known}):
        every = float(problem.expectation.of_team(problem.expectation.visit_hours, t).max(axis=2).sum())
        ways = _ways(problem, t)
        hired = _by_posts(problem, t, known, every, HIRED)
        best = tuple(map(max, hired, _by_posts(problem, t, known, every, ways[0]))) if ways[0] != HIRED else hired
        if np.min(best[1:], initial=every) < every:
            rows.append(MostVisitsRow(t, best))
        if hired != best:
            more = max(b - h for b, h in zip(best, hired, strict=True))
            rows.append(MostVisitsRow(t, hired, tuple(ways[: ways.index(HIRED)]), more))
        for crew, hours in known.items():
            if crew.team == t and hours < min(every, best[crew.posts]) and not _is_alike(crew, ways):
                rows.append(CrewRow(t, crew.posts, hours, every, _sooner(crew, ways)))
    return rows


def _by_posts(problem: Problem, t: int, known: Mapping[Crew, float], every: float, way: Way) -> tuple[float, ...]:
    """[N + 1] what 0 to N posts make at most, where all who are new came in one way."""
    mine = {crew: hours for crew, hours in known.items() if crew.team == t and all(w == way for w, _ in crew.new)}
    alike = {crew.posts: hours for crew, hours in mine.items() if sum(n for _, n in crew.new) in (0, crew.posts)}
    sizes, hours = sorted(alike), [0.0]
    for n in range(1, problem.tables[t].most_posts + 1):
        size = next((size for size in sizes if size >= n), sizes[-1])
        own = [made for crew, made in mine.items() if crew.posts == n]
        hours.append(min([every, alike[size] * n / size, *own]))
    return tuple(hours)


def _making_visits(problem: Problem) -> list[int]:
    return [t for t in range(len(problem.scenario.team_list)) if problem.expectation.made_by(t).any()]


def _crews_of(problem: Problem, plan: Plan) -> Iterator[Crew]:
    """Of every team of the district that makes visits and has posts in a plan, as few of them new as can be."""
    for t in _making_visits(problem):
        posts, team = int(plan.posts[t]), problem.scenario.team_list[t]
        if posts and not team.outside:
            yield from _all_alike(problem, t, posts)
            if new := _coming(problem, plan, t):
                yield _filled_up(problem, Crew(t, posts, new))


def _all_alike(problem: Problem, t: int, posts: int) -> list[Crew]:
    """With as few new people as there can be: hired, and retrained where that takes less time."""
    new = max(0, posts - problem.scenario.team_list[t].posts_today)
    if not new:
        return [Crew(t, posts)]
    return [Crew(t, posts, ((way, new),)) for way in dict.fromkeys((HIRED, _ways(problem, t)[0]))]


def _filled_up(problem: Problem, crew: Crew) -> Crew:
    """Where some come later than others are hired: with all posts that there may be, the rest of them coming so late.

    That hardly adds visits, and it then limits every smaller team, too.
    """
    ways, most = _ways(problem, crew.team), problem.tables[crew.team].most_posts
    latest, come = crew.new[-1]
    if ways.index(latest) < ways.index(HIRED) or latest == HIRED or most > MOST_SIZES:
        return crew
    return replace(crew, posts=most, new=(*crew.new[:-1], (latest, come + most - crew.posts)))


def _coming(problem: Problem, plan: Plan, t: int) -> tuple[tuple[Way, int], ...]:
    """Those who come to a team in a plan, the soonest first and no more than must be new."""
    left, found = max(0, int(plan.posts[t]) - problem.scenario.team_list[t].posts_today), []
    for way in _ways(problem, t):
        count = min(left, int(plan.hired[t] if way == HIRED else plan.retrained[way, t]))
        if count:
            found.append((way, count))
            left -= count
    return tuple(found)


def _ways(problem: Problem, t: int) -> list[Way]:
    """How people come to a team, by the hours that they lose, the fewest first."""
    lost, team = problem.tables[t].lost, problem.scenario.team_list[t]
    ways = [HIRED, *(problem.scenario.team_ids.index(pair.team) for pair in team.retrain_from)]
    return sorted(ways, key=lambda way: float(lost[way]))


def _is_alike(crew: Crew, ways: Sequence[Way]) -> bool:
    """Whether another row says it: nobody is new, or all came soonest or are hired."""
    return not crew.new or (len(crew.new) == 1 and crew.new[0][0] in (HIRED, ways[0]))


def _sooner(crew: Crew, ways: Sequence[Way]) -> tuple[tuple[tuple[Way, ...], int], ...]:
    """The soonest way, the two soonest and so on, but all together, and how many of the crew came by them."""
    count = dict(crew.new)
    first = [tuple(ways[: j + 1]) for j in range(len(ways) - 1)]
    return tuple((some, sum(count.get(way, 0) for way in some)) for some in first)
