"""What a lever or a strategy makes of a service must still be a service that can keep its promise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from redesign.errors import Fault
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.scenario.service import Service
from redesign.scenario.yaml_tree import Node


def changed_faults(scenario: Scenario, tree: Node) -> Iterator[Fault]:
    """Yield a fault for every lever and strategy under which handing over alone takes longer than a promise.

    `scenario` keeps its rules; `tree` is the file that it was read from.
    """
    for kind, blocks in (("levers", scenario.levers), ("strategies", scenario.strategies)):
        for name, block in blocks.items():
            made = changed(scenario, block.changes)
            for key, service in made.services.items():
                passing, due = _passing_hours(service), _due_hours(scenario, service)
                if service != scenario.services[key] and passing >= due:
                    path = (kind, name, "changes")
                    message = f"found {passing:g} hours of hand-over for {key}; allowed: less than {due:g}, its promise"
                    yield (tree.at(path) or tree).heading.fault(path, message)


def _passing_hours(service: Service) -> float:
    return sum(a.team != b.team for a, b in pairwise(service.steps)) * service.handover_hours


def _due_hours(scenario: Scenario, service: Service) -> float:
    promise = service.promise
    if promise is None or promise.on_time_share == 0:
        return float("inf")
    return promise.within_hours(scenario.calendar.hours_per_week)
