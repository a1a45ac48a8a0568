"""Random years for engines to agree on: from arrays made up to tie, and from random offices, workloads and plans."""

from __future__ import annotations

import numpy as np

from arrays import coarse, random_tasks
from offices import random_office, random_plan
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, under
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger, arrange
from redesign.simulation.tasks import Tasks


def arranged(scenario: Scenario, plan: Plan, year: int = 0) -> tuple[Tasks, Ledger]:
    """One year of a scenario under a plan."""
    made = under(scenario, plan)
    return arrange(made, expect(made), draw_workload(made, year), plan)


def random_year(seed: int) -> Tasks:
    """A random office, its workload and a random plan for it, by the model's own clock."""
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    return arranged(scenario, random_plan(rng, scenario), seed % 1000)[0]


def random_case(seed: int) -> Tasks:
    """In turn: two small busy offices of few ticks, a year by the clock, and the same kind of year in half hours."""
    if seed % 4 < 2:
        return random_tasks(np.random.default_rng(seed))
    tasks = random_year(seed)
    return tasks if seed % 4 == 2 else coarse(tasks, TICKS_PER_HOUR // 2)
