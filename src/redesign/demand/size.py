"""What a simulated year takes in memory, known before anything is drawn; a year that takes too much is refused.

Measured: a task takes 180 bytes in compiled code and 280 in SimPy, and draws are made for every school as many times
as the busiest school needs. Both are counted generously.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from redesign.demand.expectation import driver_units, other_task_hours, visit_units
from redesign.errors import Fault, InputError
from redesign.scenario.changed import changed
from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import Scenario
from redesign.scenario.yaml_tree import Path, dotted

BYTES_OF_A_TASK, BYTES_OF_A_DRAW = 300, 40
BYTES_OF_A_GB = 1e9
MOST_GB = 3.0
"""Memory that one year may take; every worker process has a year of its own."""


@dataclass(frozen=True, slots=True)
class Size:
    """What one number of the file asks to be simulated."""

    path: Path
    value: float
    tasks: float
    """In a year, in expectation."""
    draws: float
    """Rows and columns of random numbers."""

    @property
    def gb(self) -> float:
        """Memory."""
        return (self.tasks * BYTES_OF_A_TASK + self.draws * BYTES_OF_A_DRAW) / BYTES_OF_A_GB


def check_size(scenario: Scenario) -> None:
    """Raise InputError where a year of a scenario, or what a lever or strategy makes of it, would not fit in memory."""
    strategies = scenario.compared.items()
    makes = {("levers", name, "changes"): lever.changes for name, lever in scenario.levers.items()}
    makes |= {("strategies", name, "changes"): strategy.changes for name, strategy in strategies}
    for place, changes in ({(): None} | makes).items():
        made = scenario if changes is None else changed(scenario, changes)
        sizes = list(sizes_of(made))
        total = sum(size.gb for size in sizes)
        if total > MOST_GB:
            raise InputError([_fault(scenario, max(sizes, key=lambda size: size.gb), total, place)])


def _fault(scenario: Scenario, largest: Size, total: float, place: Path) -> Fault:
    path = place or largest.path
    of = f" for {dotted(largest.path)}" if place else ""
    message = (
        f"found {largest.value:g}{of}, which makes {largest.tasks:,.0f} tasks a year; with all else a simulated year "
        f"takes about {total:,.1f} GB of memory; allowed: at most {MOST_GB:g} GB"
    )
    file, line = scenario.origin.place(dotted(path))
    return Fault(file, line, 1 if line else 0, dotted(path), message)


def sizes_of(scenario: Scenario) -> Iterator[Size]:
    """What each service, each team's other work, each rule and each area's largest package ask for."""
    yield from _services(scenario)
    for name, team in scenario.teams.items():
        hours = team.other_work_hours_per_year + team.added_hours_per_year
        tasks = hours / other_task_hours(scenario, name)
        yield Size(("teams", name, "other_work_hours_per_year"), team.other_work_hours_per_year, tasks, tasks)
    for name, rule in rules_with_work(scenario).items():
        hours = rule.hours(len(scenario.schools))
        tasks = hours / other_task_hours(scenario, rule.teams[0])
        yield Size(("rules", name), hours, tasks, tasks)
    for name, area in scenario.areas.items():
        most = max(package.visits_per_year for package in area.packages.values())
        units = visit_units(area, scenario.schools)
        tasks, draws = most * float(units.sum()), most * float(units.max()) * len(units)
        yield Size(("areas", name, "packages"), most, tasks, draws)


def _services(scenario: Scenario) -> Iterator[Size]:
    for name, service in scenario.services.items():
        rate, steps = service.requests_per_driver_per_year, len(service.steps)
        requests = rate * driver_units(service.driver, scenario.schools)
        tasks = (float(requests.sum()) + service.opening_backlog_requests) * max(1, steps)
        draws = float(np.max(requests)) * len(requests) * (2 + steps)
        yield Size(("services", name, "requests_per_driver_per_year"), rate, tasks, draws)
