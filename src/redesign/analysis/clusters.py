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
from redesign.scenario.changes import ALL, Changes, touched
from redesign.scenario.in_force import rules_of_work
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
    "added_hours_per_year": 0.0,
    "removable_work_dropped": False,
}
"""A team that a year does not depend on."""
SCORES = {"courtesy": 0.0, "no_but": False}
"""What principals think of a service changes nothing of its work."""


def clusters_of(scenario: Scenario, changes: Iterable[Changes] = ()) -> tuple[Cluster, ...]:
    """Every team in one cluster, the clusters by their first team; `changes` are what strategies make of the file."""
    numbers = {name: t for t, name in enumerate(scenario.teams)}
    named = [*routes_of(scenario, changes).values(), *(set(area.suppliers[1:]) for area in scenario.area_list)]
    groups = [{t} for t in range(len(scenario.teams))]
    for link in ({numbers[name] for name in names} for names in named if names):
        tied = [group for group in groups if group & link]
        groups = [group for group in groups if not group & link] + [set().union(*tied)]
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def only_teams(scenario: Scenario, cluster: Cluster) -> Scenario:
    """The scenario with the work of a cluster only, and no money; what levers and strategies may give it is there, too.

    Strategies that change nothing of the cluster's work have equal ones, so that they can share what is known of it.
    """
    names = {scenario.team_ids[t] for t in cluster}
    routes = routes_of(scenario, [strategy.changes for strategy in scenario.compared.values()])
    services = {k: s.model_copy(update=SCORES) for k, s in scenario.services.items() if names & routes[k]}
    areas = {a: area for a, area in scenario.areas.items() if names & set(area.suppliers[1:])}
    teams = {n: t if n in names else t.model_copy(update=IDLE) for n, t in scenario.teams.items()}
    own = {"services": services, "areas": areas, "teams": teams, "rules": rules_of_work(scenario, names)}
    return scenario.model_copy(update=own | {"budget": Budget(one_time_usd=0.0)})


def around_team(scenario: Scenario, cluster: Cluster, t: int) -> Scenario:
    """A cluster without what does not pass through one of its teams: the others do nothing else.

    Less than the cluster, and quicker: the others answer sooner here, so that it is an estimate where they are several.
    """
    if len(cluster) == 1:
        return only_teams(scenario, cluster)
    name, alone = scenario.team_ids[t], only_teams(scenario, cluster)
    routes = routes_of(scenario, [strategy.changes for strategy in scenario.compared.values()])
    services = {k: service for k, service in alone.services.items() if name in routes[k]}
    areas = {a: area for a, area in alone.areas.items() if name in area.suppliers[1:]}
    beside = {other for k in services for other in routes[k]}
    nothing = {"other_work_hours_per_year": 0.0, "added_hours_per_year": 0.0}
    teams = {
        n: team if n == name else team.model_copy(update=nothing if n in beside else IDLE)
        for n, team in alone.teams.items()
    }
    rules = rules_of_work(scenario, [name])
    return alone.model_copy(update={"services": services, "areas": areas, "teams": teams, "rules": rules})


def only_plan(scenario: Scenario, plan: Plan, alone: Scenario, cluster: Cluster) -> Plan:
    """What a plan of the scenario decides for a cluster, as a plan of the cluster's scenario `alone`.

    A post that comes from another cluster is still new where it comes to.
    """
    idle = [t for t, team in enumerate(alone.team_list) if team.posts_today == 0 == team.most_posts]
    mine = np.isin(np.arange(len(scenario.teams)), [t for t in cluster if t not in idle])
    areas = [a for a, name in enumerate(scenario.areas) if name in alone.areas]
    return replace(
        plan,
        kept=np.where(mine, plan.kept, 0),
        retrained=np.where(mine, plan.retrained, 0),
        hired=np.where(mine, plan.hired, 0),
        released=np.zeros_like(plan.released),
        packages=plan.packages[areas],
    )


def routes_of(scenario: Scenario, changes: Iterable[Changes]) -> dict[str, set[str]]:
    """Teams that a service passes through, as it is and as each lever or change would make it; by service."""
    found = {name: {step.team for step in service.steps} for name, service in scenario.services.items()}
    for each in (*(lever.changes for lever in scenario.all_levers.values()), *changes):
        for name in touched(each.services, found):
            made = [change.steps or () for key in (ALL, name) if (change := each.services.get(key))]
            found[name] |= {step.team for steps in made for step in steps}
    return found
