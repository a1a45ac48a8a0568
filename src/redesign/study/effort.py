"""How much a study simulates, and what that repays: compiled code and worker processes take seconds to start.

The thresholds were measured on two cores at 2 GHz: importing numba and loading compiled code takes 2.5 s and saves
4.5 microseconds a task; starting a worker takes 4 s, and drawing, running and measuring a task 3 microseconds.
"""

from __future__ import annotations

import os

import numpy as np

from redesign.demand.expectation import expect
from redesign.demand.plan import at_packages, packages_today
from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import Scenario

COMPILED_REPAYS_TASKS = 500_000.0
PROCESSES_REPAY_TASKS = 2_000_000.0
TRIALS_OF_A_TEAM = 3
"""How often build and search years are run for each team and strategy whose plan must keep promises, in whole offices.
Four shipped scenarios with five such strategies took 1.7, 3.5, 6.2 and 6.3 a team for tables, trials and polish.
"""


def compiling_repays(scenario: Scenario) -> bool:
    """Whether a study of the scenario takes longer than loading compiled code."""
    return expected_tasks(scenario) >= COMPILED_REPAYS_TASKS


def expected_tasks(scenario: Scenario) -> float:
    """Tasks that a study of this scenario simulates, about: of a year, times the years, times the passes."""
    run, strategies = scenario.run, scenario.compared.values()
    held = sum(each.optimizes and each.promises == "kept" for each in strategies)
    trials = TRIALS_OF_A_TEAM * held * len(scenario.teams) * (run.build_years + run.search_years)
    return tasks_of_year(scenario) * (trials + len(strategies) * run.final_years)


def tasks_of_year(scenario: Scenario) -> float:
    """Tasks of today's year, in expectation."""
    expectation = expect(scenario)
    steps = np.array([len(service.steps) for service in scenario.service_list])
    requests = float((expectation.requests.sum(axis=1) * steps).sum())
    visits = int(at_packages(expectation.visits, packages_today(scenario)).sum())
    other = sum(t.other_work_hours_per_year / t.other_work_hours_per_task for t in scenario.team_list)
    for rule in rules_with_work(scenario).values():
        other += rule.hours(len(scenario.schools)) / scenario.teams[rule.teams[0]].other_work_hours_per_task
    return requests + visits + other


def worthwhile_workers(scenario: Scenario) -> int:
    """Every core that this process may use, or one where a study of the scenario is over before workers start."""
    if expected_tasks(scenario) < PROCESSES_REPAY_TASKS:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
