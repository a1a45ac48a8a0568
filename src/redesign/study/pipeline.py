"""The method, as one function: from a scenario to a certified plan."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from redesign.analysis.cluster_years import Case
from redesign.demand.plan import plan_today
from redesign.demand.size import check_size
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Strategy
from redesign.simulation.engines import Asked, choose_engine
from redesign.simulation.replicate import pool
from redesign.study.audit import audit
from redesign.study.ceiling import ceiling
from redesign.study.certificate import certify, check_bound
from redesign.study.effort import compiling_repays, worthwhile_workers
from redesign.study.final import over_more_years, simulate_until_narrow
from redesign.study.finished import finished
from redesign.study.found import Found
from redesign.study.knowledge import Knowledge, knowledge_of
from redesign.study.problems import problems_of, setting_of
from redesign.study.quickest import quickest
from redesign.study.runner import Progress, Runner, silent
from redesign.study.search import search
from redesign.study.study import Study
from redesign.study.trials import Trials
from redesign.study.years import case_of

log = logging.getLogger(__name__)
Told = Callable[[Knowledge], object]
"""Called with what a study has learned."""
NO_PLAN = "{} has no plan within these budgets and rules{}, and is left out."


def forgotten(knowledge: Knowledge) -> None:
    """Nobody asks what was learned."""


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    workers: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    engine: Asked = "auto",
    learned: Told = forgotten,
) -> Study:
    """Make team tables, solve each strategy and try its plans until they keep their promises, verify, certify.

    Two disjoint sets of years are used: search (team tables, and trials of plans) and final (opened once, for all
    strategies); the bound looks at absences of further ones. The result is the same for any number of `workers`
    (None: the cores, where the job repays their start), any `executor` that stands in for them, and either engine.
    What was learned on the way is told to `learned`. Raises InputError where a simulated year does not fit in memory,
    InfeasibleError where targets, rules and budget cannot hold together, SolverError where the solver fails,
    ContradictionError where it says what cannot be true, WorkerError where worker processes die again and again.
    """
    check_size(scenario)
    scenario = with_seed(scenario, seed)
    with workers_for(scenario, workers, executor) as runs_in:
        runner, notes = runner_for(scenario, runs_in, engine, progress or silent)
        return study_of(scenario, runner, notes, learned)


def study_of(scenario: Scenario, runner: Runner, notes: list[str], learned: Told = forgotten) -> Study:
    """The method. `notes` are what is to be said before anything was found."""
    run, setting = scenario.run, setting_of(scenario)
    trials = Trials(setting, runner)
    found = search(problems_of(setting, runner), trials)
    left_out = [without_plan(each.problem.strategy) for each in found.values() if each.last is None]
    certified = replace(found[run.certified], reproducible=all(each.reproducible for each in found.values()))
    largest = run.support_half_width_share * certified.solution.promised_support
    final = simulate_until_narrow(scenario, cases_of(scenario, found, runner), largest, runner)
    steps = ceiling(certified, final, trials)
    audited = audit(certified.case, runner)
    runner.progress("certificate", 0, 1)
    certificate = certify(scenario, certified, steps, final, audited)
    by_chance = check_bound(certificate, partial(over_more_years, final, run.certified, runner))
    said = [*notes, *left_out, *filter(None, [by_chance])]
    study = finished(scenario, final, certificate, runner.engine, said)
    learned(knowledge_of(scenario, found))
    runner.progress("certificate", 1, 1)
    return study


def without_plan(strategy: Strategy) -> str:
    """What is said of a strategy that has no plan."""
    return NO_PLAN.format(strategy.label, "" if strategy.may.release else ": it cannot give up posts")


def runner_for(
    scenario: Scenario, executor: Executor | None, engine: Asked, progress: Progress
) -> tuple[Runner, list[str]]:
    """What runs the study, and a note where the engine asked for is not to be had."""
    runs_on, note = choose_engine(engine, compiling_repays(scenario), executor)
    notes = [note] if note else []
    for line in notes:
        log.warning(line)
    return Runner(executor, progress, runs_on), notes


def workers_for(
    scenario: Scenario, workers: int | None, executor: Executor | None = None
) -> AbstractContextManager[Executor | None]:
    """The executor given, or processes that import the study while the main one makes itself ready, or none."""
    count = worthwhile_workers(scenario) if workers is None else workers
    return pool(count, executor, awake)


def awake() -> None:
    """What a worker does first: nothing, but to do it imports this module."""


def cases_of(scenario: Scenario, found: Mapping[str, Found], runner: Runner) -> dict[str, Case]:
    """What is compared, in order: today's plan for strategies that choose nothing, and the plans found."""
    cases = {}
    for name, strategy in scenario.compared.items():
        if name in found and found[name].last:
            cases[name] = found[name].case
        elif strategy.objective == "speed":
            cases[name] = quickest(scenario, name, runner)
        elif not strategy.optimizes:
            under_it = in_force(scenario, strategy)
            cases[name] = case_of(under_it, plan_today(under_it))
    return cases


def with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    """The scenario with another seed, if one is given."""
    if seed is None or seed == scenario.run.seed:
        return scenario
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})
