"""A plan in names, as a study keeps it, back as arrays: what `strategy_report.named` wrote, read again."""

from __future__ import annotations

import numpy as np

from redesign.demand.plan import Plan, package_number, posts_today
from redesign.scenario.levers import OPTIONS
from redesign.scenario.model import NONE, Scenario
from redesign.study.strategy_result import PlanResult


def plan_of(scenario: Scenario, named: PlanResult) -> Plan:
    """The plan of a study of this scenario; providers have as many posts as ever."""
    teams, size = scenario.team_ids, len(scenario.teams)
    kept, hired, released = posts_today(scenario), np.zeros(size, np.int64), np.zeros(size, np.int64)
    retrained = np.zeros((size, size), np.int64)
    for row in named.posts:
        t = teams.index(row.team)
        kept[t], hired[t], released[t] = row.kept, row.hired, row.released
        for source, posts in row.retrained_in.items():
            retrained[teams.index(source), t] = posts
    packages = [
        [package_number(area, named.packages[name].get(school.id, NONE)) for school in scenario.schools]
        for name, area in scenario.areas.items()
    ]
    levers = [_taken(named, lever) for lever in scenario.all_levers]
    shape = (len(scenario.areas), len(scenario.schools))
    return Plan(
        kept, retrained, hired, released, np.array(packages, np.int64).reshape(shape), np.array(levers, np.bool_)
    )


def _taken(named: PlanResult, lever: str) -> bool:
    service, _, kind = lever.rpartition(".")
    return named.levers[service] == kind if service and kind in OPTIONS else named.levers[lever] == "taken"
