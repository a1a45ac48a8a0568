"""Who is new in a team: where new people come from who begin soonest, and plans in which there are so many of them."""

from __future__ import annotations

from dataclasses import replace

from redesign.analysis.cluster_years import Case
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario


def fastest(scenario: Scenario, t: int) -> int:
    """Where new people of a team come from who lose the fewest hours: a team, or -1 where they are hired."""
    lost = lost_hours(scenario)[:, t]
    sources = [scenario.team_ids.index(pair.team) for pair in scenario.team_list[t].retrain_from]
    return min(sources, key=lambda i: float(lost[i]), default=-1)


def hired_soonest(scenario: Scenario, t: int) -> bool:
    """Whether nobody who is retrained for a team loses fewer hours than those who are hired."""
    lost, source = lost_hours(scenario)[:, t], fastest(scenario, t)
    return source < 0 or bool(lost[-1] <= lost[source])


def with_posts(case: Case, t: int, posts: int, new: int, hired: bool = False) -> Plan:
    """A plan with so many posts of a team, of which some are new: retrained from where they learn fastest, or hired."""
    plan, source = case.plan, fastest(case.scenario, t)
    kept, retrained, coming = plan.kept.copy(), plan.retrained.copy(), plan.hired.copy()
    kept[t], coming[t], retrained[:, t] = posts - new, 0, 0
    if hired or source < 0:
        coming[t] = new
    else:
        retrained[source, t] = new
    return replace(plan, kept=kept, retrained=retrained, hired=coming)
