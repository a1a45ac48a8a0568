"""What trials teach: posts that are too few become facts, what visits come to is entered in team tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from redesign.analysis.clusters import Cluster
from redesign.analysis.missed import Missed
from redesign.analysis.team_table import TeamTable
from redesign.demand.plan import Plan
from redesign.optimization.problem import Broken, Problem, TooFew
from redesign.optimization.recheck import recheck
from redesign.scenario.model import Scenario
from redesign.study.problems import Setting
from redesign.study.questions import Answer

SAME = 0.01
"""A table is left as it is where a plan that keeps its promises could have this share more visits or less."""
LEAST_BROKERED = 0.9
"""What is too few beside a plan's contracts with providers is taken to be so beside this share of their work, too."""


def learn(
    setting: Setting, problem: Problem, plan: Plan, answers: Mapping[int, Answer], lower_only: bool = False
) -> Problem:
    """The problem with what trials have shown; the same one where they have shown nothing new.

    `lower_only`: no table is raised. A table knows posts and not which packages ask for its hours, so that two plans
    may raise and lower it in turn.
    """
    facts, tables = list(problem.facts), list(problem.tables)
    for i, found in answers.items():
        alone = setting.today[i].scenario
        facts += [_too_few(problem, plan, setting.clusters[i], alone, missed) for missed in found.missed]
        for t, factor in found.carried.items() if not found.missed else ():
            if lower_only and factor > 1:
                continue
            if not found.judged.keeps or abs(factor - 1) > SAME:
                tables[t] = calibrated(problem, plan, t, factor)
    known = [fact for fact in facts[len(problem.facts) :] if fact not in problem.facts]
    moved = [t for t, table in enumerate(tables) if table is not problem.tables[t]]
    if not known and not moved:
        return problem
    return replace(problem, facts=(*problem.facts, *known), tables=tuple(tables))


def calibrated(problem: Problem, plan: Plan, t: int, factor: float) -> TeamTable:
    """The table of a team with what the plan's visits come to at the plan's posts, and the rest moved along."""
    table, posts = problem.tables[t], int(plan.posts[t])
    visits = float(problem.visit_hours(plan)[t])
    work = float(problem.loads(plan)[t]) - visits
    hours = work + visits * factor + problem.cost_of_new(plan, t)
    before = float(table.hours[posts])
    if factor > 1 and hours <= before:  # the plan used less than it had
        return table
    return table.with_trial(posts, hours)


def as_shown(problem: Problem, plan: Plan) -> Problem:
    """The problem without what a plan that keeps its promises contradicts: it has shown what its teams can do.

    Tables were lowered, and facts found, for other plans, too; a question is answered with what is left.
    """
    loads, posts = problem.loads(plan), plan.posts.tolist()
    shown = [float(load) + problem.cost_of_new(plan, t) for t, load in enumerate(loads)]
    tables = tuple(table.at_least(posts[t], shown[t]) for t, table in enumerate(problem.tables))
    admitting = replace(problem, tables=tables)
    wrong = recheck(admitting, plan).violated
    return replace(admitting, facts=tuple(f for i, f in enumerate(problem.facts) if f"least posts {i}" not in wrong))


def _too_few(problem: Problem, plan: Plan, cluster: Cluster, alone: Scenario, missed: Missed) -> TooFew:
    """A fact about posts of a cluster, which is `alone`, and the levers that may undo it."""
    hours = problem.expectation.post_hours
    brokering, beside = problem.brokering(plan), cluster if missed.beside_contracts else ()
    lose = {t: tuple((problem.tables[t].lost / hours[t]).tolist()) for t in missed.posts if hours[t] > 0}
    return TooFew(
        posts=dict(missed.posts),
        levers=missed.levers,
        escapes=missed.escapes & frozenset(problem.levers),
        errors=missed.by.errors,
        years=missed.by.years,
        new=dict(missed.new),
        brokered={t: LEAST_BROKERED * float(brokering[t]) for t in beside if brokering[t] > 0},
        new_lose={} if missed.new else lose,
        teams=tuple(cluster),
        broken=_broken(alone, missed),
    )


def _broken(alone: Scenario, missed: Missed) -> Broken | None:
    columns: list[tuple[Literal["service", "area", "team"], str]] = [
        *(("service", name) for name in alone.services),
        *(("area", name) for name in alone.areas),
        *(("team", name) for name in alone.teams),
    ]
    return Broken(*columns[missed.by.worst], missed.by.reached) if missed.by.worst >= 0 else None
