"""The method, as one function: from a scenario to a certified plan."""

from __future__ import annotations

import logging
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial

import numpy as np

from redesign.analysis.capacity import Targets, capacity_curve
from redesign.analysis.curve import CapacityCurve
from redesign.analysis.measures import YearMeasures, package_indices
from redesign.demand.expectation import expect
from redesign.demand.streams import BUILD, SEARCH
from redesign.optimization.problem import CLEAN_SHEET, TINKER, Freedoms, Problem, default_yearly_usd
from redesign.optimization.solve import Solution
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan, plan_today
from redesign.simulation.engines import Asked, Engine, choose_engine
from redesign.simulation.replicate import pool
from redesign.study.audit import audit
from redesign.study.certificate import certify
from redesign.study.document import Findings, study_document, study_of
from redesign.study.effort import compiling_repays, worthwhile_workers
from redesign.study.final import simulate_until_narrow
from redesign.study.promises import targets_of
from redesign.study.search import Found, search
from redesign.study.solves import solve_again, solve_all
from redesign.study.study import Study
from redesign.study.years import Means, Progress, silent, simulate_years

log = logging.getLogger(__name__)
CANNOT_TINKER = "Tinkering has no plan within these budgets and rules: it cannot give up posts."
LABELS = {"today": "Today", "tinker": "Tinker", "clean_sheet": "Clean sheet"}


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
        runs_on, note = choose_engine(engine, compiling_repays(scenario), runs_in)
        notes = [note] if note else []
        for line in notes:
            log.warning(line)
        means = Means(runs_in, progress or silent, runs_on)
        curves = capacity_curves(scenario, today_on(BUILD, scenario, means), means)
        targets = today_on(SEARCH, scenario, means)
        problems = {f.name: problem_of(scenario, curves, f) for f in (TINKER, CLEAN_SHEET)}
        solves = solve_all(problems["clean_sheet"], problems["tinker"], means)
        solved = {"tinker": solves.tinker, "clean_sheet": solves.clean_sheet}
        found = check([(problems[name], each) for name, each in solved.items() if each], targets, means)
        if solves.tinker is None:
            notes.append(CANNOT_TINKER)
        plans = {"today": plan_today(scenario)} | {name: f.solution.plan for name, f in found.items()}
        largest = scenario.run.support_half_width_share * found["clean_sheet"].solution.promised_support
        years, narrow = simulate_until_narrow(scenario, tuple(plans.values()), largest, means)
        audited = audit(scenario, plans["clean_sheet"], means)
    means.progress("certificate", 0, 1)
    clean = found["clean_sheet"]
    certificate = certify(scenario, clean, solves.ceiling, (years, narrow), list(plans)) | {"audit": audited}
    labelled = {name: (LABELS[name], plan, promised_support(scenario, plan)) for name, plan in plans.items()}
    findings = Findings(labelled, years, certificate, clean.problem.yearly_usd, runs_on, notes)
    document = study_document(scenario, findings)
    means.progress("certificate", 1, 1)
    return study_of(document)


def workers_for(
    scenario: Scenario, workers: int | None, executor: Executor | None = None
) -> AbstractContextManager[Executor | None]:
    """The executor given, or processes that import the study while the main one makes itself ready, or none."""
    count = worthwhile_workers(scenario) if workers is None else workers
    return pool(count, executor, awake)


def awake() -> None:
    """What a worker does first: nothing, but to do it imports this module."""


def promised_support(scenario: Scenario, plan: Plan) -> float:
    """Support of a plan if every promised visit is made."""
    support = expect(scenario).support
    return float(np.take_along_axis(support, package_indices(scenario, plan)[:, :, None], axis=2).sum())


def today_on(first: int, scenario: Scenario, means: Means) -> Targets:
    """Targets on the build or the search years: what today's office reaches on them."""
    run = scenario.run
    count = run.build_years if first == BUILD else run.search_years
    years = simulate_years(scenario, (plan_today(scenario),), range(first, first + count), means, "today's office")
    return targets_of(scenario, [year[0] for year in years])


def capacity_curves(scenario: Scenario, targets: Targets, means: Means) -> tuple[CapacityCurve, ...]:
    """One curve per team, in the order of the file."""
    one = partial(_curve, scenario, targets, means.engine)
    return tuple(means.replicate("capacity curves", one, range(len(scenario.teams))))


def problem_of(scenario: Scenario, curves: tuple[CapacityCurve, ...], freedoms: Freedoms) -> Problem:
    """What a strategy has to decide."""
    expectation, given = expect(scenario), scenario.budget.yearly_usd
    yearly_usd = default_yearly_usd(scenario, expectation) if given is None else given
    return Problem(scenario, expectation, curves, freedoms, yearly_usd, scenario.budget.one_time_usd)


def check(solved: list[tuple[Problem, Solution]], targets: Targets, means: Means) -> dict[str, Found]:
    """Simulate solutions on the search years, and tighten until their promises hold; by strategy."""
    scenario = solved[0][0].scenario
    years = range(SEARCH, SEARCH + scenario.run.search_years)

    def simulate(plans: tuple[Plan, ...]) -> list[tuple[YearMeasures, ...]]:
        return simulate_years(scenario, plans, years, means, "plans")

    # solved again in workers, if there are any: HiGHS may lose itself there and take nothing else along
    found = search(solved, targets, (simulate, partial(means.replicate, "optimization", solve_again)))
    return {each.problem.freedoms.name: each for each in found}


def _curve(scenario: Scenario, targets: Targets, runs_on: Engine, team: int) -> CapacityCurve:
    return capacity_curve(scenario, team, targets, _build_years(scenario), runs_on)


def _build_years(scenario: Scenario) -> range:
    return range(BUILD, BUILD + scenario.run.build_years)


def _with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    if seed is None:
        return scenario
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})
