"""Teams that a year ties together: what one cluster does is the same whatever the others do.

Teams share a cluster where a service's route passes through both, or where packages of one area name both, as the
scenario is or as any of its levers would make it. The simulation of a cluster alone is the simulation of the whole
office, seen there: named streams leave its draws as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from redesign.demand.plan import Plan
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Budget, Scenario

Cluster = tuple[int, ...]
"""Numbers of teams, ascending."""

IDLE = {
    "posts_today": 0,
    "maximum_posts": 0,
    "productive_share": 1.0,
    "vacancy_rate": 0.0,
    "other_work_hours_per_year": 0.0,
    "other_work_times": 1.0,
    "removable_work_dropped": False,
}
"""A team that a year does not depend on."""


def clusters_of(scenario: Scenario, changes: Iterable[Changes] = ()) -> tuple[Cluster, ...]:
    """Every team in one cluster, the clusters by their first team; `changes` are what strategies make of the file."""
    groups = [{t} for t in range(len(scenario.teams))]
    made = [change for lever in scenario.all_levers.values() for change in [lever.changes]]
    for link in {each for one in [*made, *changes, Changes()] for each in _links(changed(scenario, one))}:
        tied = [group for group in groups if group & link]
        groups = [group for group in groups if not group & link] + [set().union(*tied)]
    return tuple(sorted(tuple(sorted(group)) for group in groups if group))


def only_teams(scenario: Scenario, cluster: Cluster) -> Scenario:
    """The scenario with the work of a cluster only, and no money.

    Strategies that change nothing of the cluster's work have equal ones, so that they can share what is known of it.
    """
    names = {scenario.team_ids[t] for t in cluster}
    services = {k: s for k, s in scenario.services.items() if any(step.team in names for step in s.steps)}
    areas = {a: area for a, area in scenario.areas.items() if names & set(area.suppliers[1:])}
    teams = {n: t if n in names else t.model_copy(update=IDLE) for n, t in scenario.teams.items()}
    budget = Budget(one_time_usd=0.0)
    return scenario.model_copy(update={"services": services, "areas": areas, "teams": teams, "budget": budget})


def only_plan(scenario: Scenario, plan: Plan, alone: Scenario, cluster: Cluster) -> Plan:
    """What a plan of the scenario decides for a cluster, as a plan of the cluster's scenario `alone`.

    A post that comes from another cluster is still new where it comes to.
    """
    mine = np.isin(np.arange(len(scenario.teams)), cluster)
    areas = [a for a, name in enumerate(scenario.areas) if name in alone.areas]
    return replace(
        plan,
        kept=np.where(mine, plan.kept, 0),
        retrained=np.where(mine, plan.retrained, 0),
        hired=np.where(mine, plan.hired, 0),
        released=np.zeros_like(plan.released),
        packages=plan.packages[areas],
    )


def _links(scenario: Scenario) -> set[frozenset[int]]:
    numbers = {name: t for t, name in enumerate(scenario.teams)}
    routes = [frozenset(numbers[step.team] for step in service.steps) for service in scenario.service_list]
    return {*routes, *(frozenset(numbers[name] for name in area.suppliers[1:]) for area in scenario.area_list)} - {
        frozenset()
    }
