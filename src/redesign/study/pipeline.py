"""The method, as one function: from a scenario to a certified plan."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial

from redesign.analysis.capacity import Targets, capacity_curve
from redesign.analysis.cost import yearly_budget
from redesign.analysis.curve import CapacityCurve
from redesign.analysis.team_years import only_team
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.streams import BUILD, SEARCH
from redesign.optimization.problem import Problem
from redesign.scenario.changes import changed
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Strategy
from redesign.simulation.engines import Asked, Engine, choose_engine
from redesign.simulation.replicate import pool
from redesign.study.audit import audit
from redesign.study.certificate import certify
from redesign.study.effort import compiling_repays, worthwhile_workers
from redesign.study.final import simulate_until_narrow
from redesign.study.finished import finished
from redesign.study.promises import targets_of
from redesign.study.runner import Progress, Runner, silent
from redesign.study.search import Found, search
from redesign.study.solves import solve_all
from redesign.study.study import Study
from redesign.study.years import Case, case_of, simulate_years

log = logging.getLogger(__name__)
NO_PLAN = "{} has no plan within these budgets and rules, and is left out."


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    workers: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    engine: Asked = "auto",
) -> Study:
    """Simulate today, build curves, optimize each strategy, verify on fresh years, certify.

    Three disjoint sets of years are used: build (curves), search (tightening) and final (opened once,
    for all strategies). The result is the same for any number of `workers` (None: the cores, where the job
    repays their start), any `executor` that stands in for them, and either engine. Raises InfeasibleError where
    targets, rules and budget cannot hold together, SolverError where the solver fails, WorkerError where worker
    processes die again and again.
    """
    scenario = _with_seed(scenario, seed)
    with workers_for(scenario, workers, executor) as runs_in:
        runner, notes = _runner(scenario, runs_in, engine, progress or silent)
        problems = problems_of(scenario, runner)
        targets = targets_on(SEARCH, scenario, runner)
        solves = solve_all(problems, scenario.run.certified, runner)
        notes += [NO_PLAN.format(problems[name].strategy.label) for name in problems if name not in solves.solutions]
        first = {name: Found(problems[name], solution) for name, solution in solves.solutions.items()}
        found = search(first, targets, runner)
        certified = found[scenario.run.certified]
        cases = cases_of(scenario, found)
        largest = scenario.run.support_half_width_share * certified.solution.promised_support
        final = simulate_until_narrow(scenario, cases, largest, runner)
        audited = audit(certified.case, runner)
    runner.progress("certificate", 0, 1)
    certificate = certify(scenario, certified, solves.ceiling, final, audited)
    study = finished(scenario, final, certificate, runner.engine, notes)
    runner.progress("certificate", 1, 1)
    return study


def _runner(
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


def cases_of(scenario: Scenario, found: Mapping[str, Found]) -> dict[str, Case]:
    """What is compared, in order: today's plan for strategies that choose nothing, and the plans found."""
    cases = {}
    for name, strategy in scenario.compared.items():
        if name in found:
            cases[name] = found[name].case
        elif not strategy.optimizes:
            under_it = changed(scenario, strategy.changes)
            cases[name] = case_of(under_it, plan_today(under_it))
    return cases


def targets_on(first: int, scenario: Scenario, runner: Runner) -> Targets:
    """Targets on the build or the search years: what today's office reaches on them."""
    run, case = scenario.run, case_of(scenario, plan_today(scenario))
    count = run.build_years if first == BUILD else run.search_years
    years = simulate_years({run.reference: case}, range(first, first + count), runner, "today's office")
    return targets_of(scenario, [year[run.reference] for year in years])


def problems_of(scenario: Scenario, runner: Runner) -> dict[str, Problem]:
    """What every strategy that optimizes has to decide, with the capacity curves of its scenario."""
    targets, curves = targets_on(BUILD, scenario, runner), Curves(runner)
    chosen = {name: strategy for name, strategy in scenario.compared.items() if strategy.optimizes}
    return {name: problem_of(scenario, strategy, targets, curves) for name, strategy in chosen.items()}


def problem_of(scenario: Scenario, strategy: Strategy, targets: Targets, curves: Curves) -> Problem:
    """What a strategy has to decide."""
    made = changed(scenario, strategy.changes)
    budget = made.budget.one_time_usd
    return Problem(made, expect(made), curves.of(made, targets), strategy, yearly_budget(made), budget)


class Curves:
    """Capacity curves, simulated once for each team that strategies have in common."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.known: list[tuple[int, Scenario, CapacityCurve]] = []
        """Team, the scenario with its work alone, curve."""

    def of(self, scenario: Scenario, targets: Targets) -> tuple[CapacityCurve, ...]:
        """One curve per team, in the order of the file."""
        alone = [only_team(scenario, t) for t in range(len(scenario.teams))]
        new = [t for t, own in enumerate(alone) if not any((t, own) == known[:2] for known in self.known)]
        one = partial(_curve, scenario, targets, self.runner.engine)
        found = self.runner.replicate("capacity curves", one, new) if new else []
        self.known += [(t, alone[t], curve) for t, curve in zip(new, found, strict=True)]
        return tuple(next(c for u, o, c in self.known if (u, o) == (t, own)) for t, own in enumerate(alone))


def _curve(scenario: Scenario, targets: Targets, runs_on: Engine, team: int) -> CapacityCurve:
    return capacity_curve(scenario, team, targets, range(BUILD, BUILD + scenario.run.build_years), runs_on)


def _with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    if seed is None:
        return scenario
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})
