"""From team tables to a plan that keeps its promises on the search years: solve, simulate, cut, solve again.

A plan is tried cluster by cluster. Posts that miss a promise are cut off with all that are fewer; what a team's visits
come to is entered in its table, up or down. The best plan that keeps every promise is taken, by its simulated support,
and polished.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan, plan_today
from redesign.errors import SolverError
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed
from redesign.optimization.solve import CUT_BACK, Solution, taken_over
from redesign.study.cut_back import cut_back, without_areas
from redesign.study.found import Found, Tried
from redesign.study.learned import learn
from redesign.study.polish import polish
from redesign.study.problems import without_promises
from redesign.study.questions import Answer
from redesign.study.runner import Runner
from redesign.study.solves import solve_again, staffing
from redesign.study.spare_posts import learn_spare_posts
from redesign.study.sure_facts import sure_facts
from redesign.study.trials import Trials

Floats = NDArray[np.float64]

TURNS = 3
"""Plans of the solver that all miss some promise after which team tables are only lowered."""
MOST_CUTS = 3
"""Times that a plan which misses promises by its visits alone is cut back, each a little further."""
MOST_STAFFINGS = 15
"""Quick staffings between two full solves."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known before a search."""

    prices: tuple[Floats, ...] = ()
    """Where to look first."""
    plans: tuple[Plan, ...] = ()
    """To be tried where a strategy may have them."""
    thorough: bool = False
    """Whether all are searched as the certified strategy is."""


NOTHING_BEGUN = Begun()


def search(problems: Mapping[str, Problem], trials: Trials, begun: Begun = NOTHING_BEGUN) -> dict[str, Found]:
    """Try the plans of all strategies side by side, learn from what they miss, solve again; the best of each.

    Raises InfeasibleError where the certified strategy has no plan, SolverError where a strategy's first solve fails.
    """
    setting, runner = trials.setting, trials.runner
    everything, certified = list(range(len(setting.clusters))), setting.scenario.run.certified
    found = {
        name: Found(each, thorough=begun.thorough or name == certified, prices=begun.prices)
        for name, each in problems.items()
    }
    solve_once({name: each for name, each in found.items() if each.problem.strategy.promises == "ignored"}, runner)
    going = [name for name, each in found.items() if each.going]
    while going:
        settle_posts({name: found[name] for name in going}, trials)
        jobs = [(found[name].problem, found[name].prices, found[name].last) for name in going]
        for name, solution in zip(going, runner.replicate("optimization", solve_again, jobs), strict=True):
            found[name].take(solution)
            found[name].going &= not found[name].exhausted
        _end_where_the_solver_failed(found, certified)
        _doubt(found, [name for name in going if not found[name].going], trials)
        going = [name for name in going if found[name].going]
        plans = {name: (found[name].problem, found[name].solution.plan) for name in going}
        answers = trials.of(plans, everything)
        for name in going:
            each = found[name]
            each.tried.append(Tried(each.problem, each.solution, tuple(answers[name].values())))
            lower_only = len(each.solved) > TURNS and all(tried.room < 0 for tried in each.solved)
            learned = learn(setting, each.problem, each.solution.plan, answers[name], lower_only)
            each.going = learned is not each.problem and not each.settled
            each.problem = learned
        thorough = {name: found[name] for name in going if found[name].thorough}
        _learn_spare_posts(thorough, answers, trials)
        going = [name for name in going if found[name].going and not found[name].enough]
        _cut_back(thorough, trials)
    finish(found, trials, begun.plans)
    first = found.get(certified)
    if first and first.last is None and first.failed:
        raise first.failed
    return {name: each.best() for name, each in found.items()}


def solve_once(found: Mapping[str, Found], runner: Runner) -> None:
    """Plans of strategies that no promise holds back: nothing is learned from trying them."""
    jobs = [(each.problem, each.prices, each.last) for each in found.values()]
    for each, solution in zip(
        found.values(), runner.replicate("optimization", solve_again, jobs) if jobs else [], strict=True
    ):
        each.take(solution)
        each.going = False


def _learn_spare_posts(found: Mapping[str, Found], answers: Mapping[str, Mapping[int, Answer]], trials: Trials) -> None:
    """Go on, too, where a team would do with fewer posts than its table says."""
    tried = {name: (each.solution.plan, answers[name]) for name, each in found.items()}
    for name, learned in learn_spare_posts({n: each.problem for n, each in found.items()}, tried, trials).items():
        each = found[name]
        each.going |= learned is not each.problem
        each.problem = learned


def _cut_back(found: Mapping[str, Found], trials: Trials) -> None:
    """Try the last plans without the visits by which they miss promises."""
    everything = list(range(len(trials.setting.clusters)))
    fewer: dict[str, Problem] = {}
    for _ in range(MOST_CUTS):
        last = {name: each.tried[-1] for name, each in found.items() if each.tried[-1].room < 0}
        cut = {n: cut_back(each.problem, each.solution.plan, each.answers) for n, each in last.items()}
        plans = {name: (last[name].problem, plan) for name, plan in cut.items() if plan is not None}
        rest = {name: each for name, each in last.items() if name not in plans and not found[name].keeps}
        for name, solution in _without_areas(rest, fewer, trials.runner).items():
            found[name].reproducible &= solution.reproducible
            # tables do not know what a team makes without them
            plans[name] = (without_promises(last[name].problem), solution.plan)
        if not plans:
            return
        for name, answers in trials.of(plans, everything).items():
            problem, plan = plans[name]
            solution = taken_over(problem, plan, last[name].solution, CUT_BACK)
            found[name].tried.append(Tried(problem, solution, tuple(answers.values()), taken_over=True))


def _without_areas(last: Mapping[str, Tried], fewer: dict[str, Problem], runner: Runner) -> dict[str, Solution]:
    """The best plans without areas whose visits can hardly be made; `fewer` is what is left of each problem."""
    without = {name: without_areas(fewer.get(name, each.problem), each.answers) for name, each in last.items()}
    fewer |= {name: each for name, each in without.items() if each}
    jobs = {name: (each, (), last[name].solution) for name, each in without.items() if each}
    solved = zip(jobs, runner.replicate("optimization", solve_again, jobs.values()) if jobs else [], strict=True)
    return {name: each for name, each in solved if isinstance(each, Solution)}


def _doubt(found: Mapping[str, Found], ended: list[str], trials: Trials) -> None:
    """Where facts leave no plan, those that are not sure are asked again on more years. What is sure then is either
    the conflict, or what a last plan keeps to, about which the final years decide.
    """
    doubted = [name for name in ended if found[name].rests_on_doubt]
    for name in doubted:
        problem = found[name].problem
        found[name].problem = replace(problem, facts=tuple(sure_facts("plans", problem, problem.facts, trials)))
    jobs = [(found[name].problem, found[name].prices, found[name].last) for name in doubted]
    for name, solution in zip(
        doubted, trials.runner.replicate("optimization", solve_again, jobs) if jobs else [], strict=True
    ):
        found[name].doubtful, found[name].going, found[name].failed = True, True, None
        found[name].take(solution)


def try_known_plans(found: Mapping[str, Found], trials: Trials, known: Sequence[Plan] = ()) -> None:
    """Today's office, what was known, and what other strategies found, for strategies that may do the same: more
    freedom never gives less, and an office that may stay as it is has a plan.
    """
    held = [each for each in found.values() if each.problem.strategy.promises == "kept"]
    for name, each in found.items():
        if each not in held:
            continue
        others = [other.best() for other in held if other is not each]
        plans = [plan_today(each.problem.scenario), *known, *(other.last.plan for other in others if other.last)]
        best = max((tried.rank for tried in each.tried), default=(False, -np.inf))
        for plan in plans:
            if not is_allowed(each.problem, plan):
                continue
            # simulation has the word: neither tables nor facts are asked about a plan that they did not suggest
            problem = without_promises(each.problem)
            answers = trials.of({name: (problem, plan)}, list(range(len(trials.setting.clusters))))[name]
            tried = Tried(problem, taken_over(each.problem, plan, each.last), tuple(answers.values()), taken_over=True)
            if tried.rank > best and (tried.room >= 0 or each.last):  # of plans that miss, the one that misses least
                each.tried.append(tried)
                each.last, best = each.last or tried.solution, tried.rank


def finish(found: Mapping[str, Found], trials: Trials, known: Sequence[Plan] = ()) -> None:
    """Plans that need no solver, last those that simulation leads to: these, too, are for all that may do the same."""
    try_known_plans(found, trials, known)
    polished = [polish(each, trials) for each in found.values() if each.thorough]
    if any(polished):
        try_known_plans(found, trials)


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
