"""From team tables to a plan that keeps its promises on the search years: solve, simulate, cut, solve again.

A plan is tried cluster by cluster. Posts that miss a promise are cut off with all that are fewer; what a team's visits
come to is entered in its table, up or down. The best plan that keeps every promise is taken, by its simulated support.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Case
from redesign.analysis.least_posts import Miss, Missed, may_help
from redesign.analysis.team_table import TeamTable
from redesign.demand.plan import Plan, plan_today
from redesign.errors import SolverError
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.recheck import is_allowed
from redesign.optimization.solve import taken_over
from redesign.scenario.changes import touched
from redesign.scenario.model import Scenario
from redesign.study.certainty import is_sure
from redesign.study.found import Found, Tried
from redesign.study.problems import Setting, without_promises
from redesign.study.runner import Runner
from redesign.study.solves import solve_again, staffing
from redesign.study.trials import Answer, Question, answer, situation

Floats = NDArray[np.float64]

MOST_ROUNDS = 6
SAME = 0.01
"""A table is left as it is where a plan that keeps its promises could have this share more visits or less."""
MOST_STAFFINGS = 15
"""Quick staffings between two full solves."""


class Trials:
    """What simulation has said of clusters, asked once for all strategies."""

    def __init__(self, setting: Setting, runner: Runner) -> None:
        self.setting, self.runner = setting, runner
        self.answering = [i for i, today in enumerate(setting.today) if today.scenario.services]
        """Clusters that answer requests."""
        self.quiet = [i for i, today in enumerate(setting.today) if not today.scenario.areas]
        """Clusters that make no visits."""
        self._known: list[tuple[Question, Answer]] = []
        self._alone: list[list[Scenario]] = [[] for _ in setting.clusters]

    def of(self, plans: Mapping[str, tuple[Problem, Plan]], clusters: list[int]) -> dict[str, dict[int, Answer]]:
        """Answers of some clusters, by their number, for the plans of several strategies."""
        asked = {name: [self._question(i, *each) for i in clusters] for name, each in plans.items()}
        new: list[Question] = []
        for question in (q for questions in asked.values() for q in questions):
            if self._answer(question) is None and not any(question.same_as(other) for other in new):
                new.append(question)
        self._known += zip(new, self.runner.replicate("plans", answer, new) if new else [], strict=True)
        return {
            name: {i: found for i, q in zip(clusters, questions, strict=True) if (found := self._answer(q))}
            for name, questions in asked.items()
        }

    def _question(self, i: int, problem: Problem, plan: Plan) -> Question:
        asked = situation(Case(problem.scenario, plan), self.setting.clusters[i], problem.levers)
        known = next((alone for alone in self._alone[i] if alone == asked.scenario), None)
        if known is None:
            self._alone[i].append(asked.scenario)
        else:  # the same object, so that questions are quick to compare
            asked = replace(asked, scenario=known)
        question = Question(self.setting.today[i], asked, self.runner.engine)
        found: dict[tuple[tuple[int, ...], frozenset[int]], Miss] = {}
        for other, told in self._known:
            if question.same_work(other):
                found |= told.known
        return replace(question, known=found)

    def _answer(self, question: Question) -> Answer | None:
        return next((found for known, found in self._known if question.same_as(known)), None)


def search(problems: Mapping[str, Problem], trials: Trials) -> dict[str, Found]:
    """Try the plans of all strategies side by side, learn from what they miss, solve again; the best of each.

    Raises InfeasibleError where the certified strategy has no plan, SolverError where a strategy's first solve fails.
    """
    setting, runner = trials.setting, trials.runner
    everything = list(range(len(setting.clusters)))
    found = {name: Found(problem) for name, problem in problems.items()}
    going = list(found)
    while going:
        settle_posts({name: found[name] for name in going}, trials)
        jobs = [(found[name].problem, found[name].prices, found[name].last) for name in going]
        for name, solution in zip(going, runner.replicate("optimization", solve_again, jobs), strict=True):
            found[name].take(solution)
        _end_where_the_solver_failed(found, setting.scenario.run.certified)
        _doubt(found, [name for name in going if not found[name].going], runner)
        going = [name for name in going if found[name].going]
        plans = {name: (found[name].problem, found[name].solution.plan) for name in going}
        for name, answers in trials.of(plans, everything).items():
            each = found[name]
            each.tried.append(Tried(each.problem, each.solution, tuple(answers.values())))
            learned = learn(setting, each.problem, each.solution.plan, answers)
            ended = each.settled or each.doubtful or len(each.tried) > MOST_ROUNDS
            each.going = learned is not each.problem and not ended
            each.problem = learned
        going = [name for name in going if found[name].going]
    try_known_plans(found, trials)
    certified = found[setting.scenario.run.certified]
    if certified.last is None and certified.failed:
        raise certified.failed
    return {name: each.best() for name, each in found.items()}


def _doubt(found: Mapping[str, Found], ended: list[str], runner: Runner) -> None:
    """Where facts that are not sure leave no plan, a last one without them: the final years decide about it."""
    doubted = [name for name in ended if found[name].rests_on_doubt]
    for name in doubted:
        problem = found[name].problem
        found[name].problem = replace(problem, facts=tuple(fact for fact in problem.facts if is_sure(fact)))
    jobs = [(found[name].problem, found[name].prices, found[name].last) for name in doubted]
    for name, solution in zip(
        doubted, runner.replicate("optimization", solve_again, jobs) if jobs else [], strict=True
    ):
        found[name].doubtful, found[name].going, found[name].failed = True, True, None
        found[name].take(solution)


def try_known_plans(found: Mapping[str, Found], trials: Trials) -> None:
    """Today's office, and what other strategies found, for strategies that may do the same: more freedom never gives
    less, and an office that may stay as it is has a plan.
    """
    for name, each in found.items():
        others = [other.best() for other in found.values() if other is not each]
        plans = [plan_today(each.problem.scenario), *(other.last.plan for other in others if other.last)]
        best = max((tried.rank for tried in each.tried), default=(False, -np.inf))
        for plan in plans:
            if not is_allowed(each.problem, plan):
                continue
            # simulation has the word: neither tables nor facts are asked about a plan that they did not suggest
            problem = without_promises(each.problem)
            answers = trials.of({name: (problem, plan)}, list(range(len(trials.setting.clusters))))[name]
            tried = Tried(problem, taken_over(each.problem, plan, each.last), tuple(answers.values()))
            if tried.rank > best and tried.room >= 0:
                each.tried.append(tried)
                each.last, best = each.last or tried.solution, tried.rank


def _end_where_the_solver_failed(found: Mapping[str, Found], certified: str) -> None:
    """Raise what a solver failed with where there is no plan yet, the certified strategy's error first."""
    for name in sorted(found, key=lambda name: name != certified):
        each = found[name]
        if each.last is None and isinstance(each.failed, SolverError):
            raise each.failed


def settle_posts(found: Mapping[str, Found], trials: Trials) -> None:
    """Learn which posts are too few before any package is chosen: quick staffings, tried without visits."""
    setting = trials.setting
    going = list(found)
    for _ in range(MOST_STAFFINGS):
        jobs = [(found[name].problem, found[name].prices) for name in going]
        staffed = trials.runner.replicate("optimization", staffing, jobs) if jobs else []
        plans = {}
        for name, quick in zip(going, staffed, strict=True):
            found[name].prices = quick.prices
            found[name].reproducible &= quick.reproducible
            if quick.plan is not None:
                without_visits = replace(quick.plan, packages=np.zeros_like(quick.plan.packages))
                plans[name] = (found[name].problem, without_visits)
        going = []
        for name, answers in trials.of(plans, trials.answering).items():
            problem, plan = plans[name]
            found[name].problem = learn(setting, problem, plan, answers)
            if found[name].problem is not problem:
                going.append(name)
        if not going:
            return


def learn(setting: Setting, problem: Problem, plan: Plan, answers: Mapping[int, Answer]) -> Problem:
    """The problem with what trials have shown; the same one where they have shown nothing new."""
    facts, tables = list(problem.facts), list(problem.tables)
    for i, found in answers.items():
        services = list(setting.today[i].scenario.services)
        facts += [_too_few(problem, services, missed) for missed in found.missed]
        for t, factor in found.carried.items():
            if not found.judged.keeps or abs(factor - 1) > SAME:
                tables[t] = _calibrated(problem, plan, t, factor)
    known = [fact for fact in facts[len(problem.facts) :] if fact not in problem.facts]
    moved = [t for t, table in enumerate(tables) if table is not problem.tables[t]]
    if not known and not moved:
        return problem
    return replace(problem, facts=(*problem.facts, *known), tables=tuple(tables))


def _calibrated(problem: Problem, plan: Plan, t: int, factor: float) -> TeamTable:
    """The table of a team with what the plan's visits come to at the plan's posts, and the rest moved along."""
    table, posts = problem.tables[t], int(plan.posts[t])
    lost = float(table.lost @ np.append(plan.retrained[:, t], plan.hired[t]))
    visits = float(problem.visit_hours(plan)[t])
    work = float(problem.loads(plan)[t]) - visits
    hours = work + visits * factor + table.cost_of(posts, lost)
    before = float(table.hours[posts])
    if factor > 1 and hours <= before:  # the plan used less than it had
        return table
    return table.with_trial(posts, hours)


def _too_few(problem: Problem, services: list[str], missed: Missed) -> TooFew:
    """A fact about posts, and the levers that may undo it."""
    changes = [lever.changes for lever in problem.scenario.all_levers.values()]
    mine = [e for e in problem.levers if touched(changes[e].services, services)]
    escapes = frozenset(e for e in mine if may_help(changes[e], dropped=e in missed.levers))
    hours = problem.expectation.post_hours
    lose = {t: tuple((problem.tables[t].lost / hours[t]).tolist()) for t in missed.posts if hours[t] > 0}
    return TooFew(
        posts=dict(missed.posts),
        levers=missed.levers,
        escapes=escapes,
        errors=missed.by.errors,
        years=missed.by.years,
        new=dict(missed.new),
        new_lose={} if missed.new else lose,
    )
