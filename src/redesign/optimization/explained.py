"""A conflict in a planner's words: what cannot hold together, and the least change of each that would do alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from redesign.errors import InfeasibleError
from redesign.optimization.combinations import best_combinations
from redesign.optimization.conflict import CAP, PROMISES, RULE, SUPPLY, number_of, smallest_conflict
from redesign.optimization.levels import work_range
from redesign.optimization.pins import PIN, out_of_reach, pin_in_words
from redesign.optimization.problem import Broken, Problem, TooFew, floor_hours
from redesign.optimization.repair import repair, with_floor
from redesign.optimization.rules import may_change, posts_under

FEW_SCHOOLS = 3
"""So many schools are named."""


def infeasible(problem: Problem) -> InfeasibleError:
    """The error that says why there is no plan, and what would mend it."""
    if pins := out_of_reach(problem):
        return InfeasibleError(pins)
    groups = smallest_conflict(problem)
    mended = (repair(problem, group) for group in groups)
    return InfeasibleError([sentence(problem, group) for group in groups], [each for each in mended if each])


def sentence(problem: Problem, group: str) -> str:
    """A group in a planner's words."""
    if group.startswith(RULE):
        return _rule(problem, group.removeprefix(RULE))
    if group.startswith(PIN):
        return pin_in_words(problem, group)
    if group.startswith(CAP):
        return _cap(problem, number_of(group))
    if group.startswith(SUPPLY):
        provider = problem.scenario.team_list[number_of(group)].outside
        return f"the {provider.visits_per_year:,} visits a year of {provider.label}" if provider else ""
    if group.startswith(PROMISES):
        return "; ".join(_promises(problem, group))
    return {
        "one_time_budget": f"the one-time budget of ${problem.one_time_usd:,.0f}",
        "yearly_budget": f"the yearly budget of ${problem.yearly_usd:,.0f}",
        "absorptive": "what a school can take in (limits: absorptive_visits_per_school and _per_teacher)",
        "span": "the most schools that one post may partner with (span_schools_per_post)",
        "floors": _floors(problem),
    }[group]


def _rule(problem: Problem, name: str) -> str:
    """Its label, and in numbers what that does not say: posts that may change, hours that it takes."""
    rule = problem.rules[name]
    said = f"the rule {name}: {rule.label}"
    if rule.kind == "change_limit":
        most, posts = may_change(problem, rule), posts_under(problem, rule)
        return f"{said} (change_share: {most} of {posts} posts may change)"
    if rule.kind == "adds_work":
        return f"{said} ({rule.hours(len(problem.scenario.schools)):,.0f} hours a year in {rule.teams[0]})"
    return f"{said} (not {_listed(iter(rule.levers))})" if rule.kind == "forbids" else said


def _cap(problem: Problem, t: int) -> str:
    name, team = problem.scenario.team_ids[t], problem.scenario.team_list[t]
    written = team.maximum_posts is not None
    why = "" if written else " (the file does not say: twice today's and five more)"
    most = problem.tables[t].most_posts
    return f"at most {most} {'post' if most == 1 else 'posts'} in {name}, its maximum_posts{why}"


def _floors(problem: Problem) -> str:
    each = problem.scenario.limits.school_floor_hours_per_teacher
    said = f"the floor of every school, {each:g} effective hours per teacher"
    hours = problem.expectation.effective_hours
    _, most = best_combinations(with_floor(problem, 0.0), hours)
    short = np.flatnonzero(most < floor_hours(problem) - 1e-9)
    if not len(short):
        return said
    reached = most / problem.expectation.teachers
    worst = short[np.argsort(reached[short])][:FEW_SCHOOLS]
    schools = problem.scenario.schools
    named = ", ".join(f"{schools[s].name} {reached[s]:.4g}" for s in worst.tolist())
    more = f" and {len(short) - len(worst)} more schools" if len(short) > len(worst) else ""
    return f"{said}: the most that packages and what a school can take in allow is {named}{more}"


def _promises(problem: Problem, group: str) -> Iterator[str]:
    """The promises that are known to be missed, and teams that have more work than hours; else their teams."""
    teams = [t for t, own in enumerate(problem.promises) if own == group]
    for t in teams:
        name, table, least = problem.scenario.team_ids[t], problem.tables[t], work_range(problem, t)[0]
        if least > table.hours[-1]:
            yield (
                f"the promises of {name}: it has {least:,.0f} hours of work a year at least, and the "
                f"{table.most_posts} posts that it may have get {table.hours[-1]:,.0f} done"
            )
            return
    known = [(fact, fact.broken) for fact in problem.facts if fact.group == group and fact.broken]
    if not known:
        yield f"the promises of {_listed(problem.scenario.team_ids[t] for t in teams)}"
        return
    fact, broken = max(known, key=lambda each: sum(_posts(problem, each[0], t) for t in each[0].teams))
    posts = (f"{_posts(problem, fact, t)} in {problem.scenario.team_ids[t]}" for t in teams)
    yield f"{_asked(problem, broken)}, simulated with posts {_listed(posts)}"


def _posts(problem: Problem, fact: TooFew, t: int) -> int:
    return fact.posts.get(t, problem.tables[t].most_posts)


def _asked(problem: Problem, broken: Broken) -> str:
    scenario, reached = problem.scenario, f"{broken.reached:.1%} were kept"
    if broken.kind == "team":
        hours = scenario.teams[broken.name].backlog_allowance_hours
        return f"the backlog of {broken.name}, at most {hours:,.0f} hours unfinished (backlog_allowance_hours)"
    if broken.kind == "area":
        return f"the visits of {broken.name}, {scenario.areas[broken.name].visits_made_share:.1%} made: {reached}"
    promise = scenario.services[broken.name].promise
    share = f", {promise.on_time_share:.1%} on time" if promise else ""
    return f"the promise of {broken.name}{share}: {reached}"


def _listed(words: Iterator[str]) -> str:
    *first, last = list(words) or ["no team"]
    return f"{', '.join(first)} and {last}" if first else last
