"""Who is new in a team: where new people come from who begin soonest, and plans in which there are so many of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from redesign.analysis.cluster_years import Case
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario

Way = int
"""How people come to a team: the number of the team that they are retrained from, or `HIRED`."""
HIRED: Way = -1


@dataclass(frozen=True, slots=True)
class Crew:
    """Posts of a team, and who of them is new."""

    team: int
    posts: int
    new: tuple[tuple[Way, int], ...] = ()
    """New people by their way."""

    def plan(self, plan: Plan) -> Plan:
        """The same with these posts of the team."""
        kept, retrained, hired = plan.kept.copy(), plan.retrained.copy(), plan.hired.copy()
        kept[self.team] = self.posts - sum(count for _, count in self.new)
        retrained[:, self.team] = hired[self.team] = 0
        for way, count in self.new:
            if way == HIRED:
                hired[self.team] = count
            else:
                retrained[way, self.team] = count
        return replace(plan, kept=kept, retrained=retrained, hired=hired)


def fastest(scenario: Scenario, t: int) -> int:
    """Where new people of a team come from who lose the fewest hours: a team, or `HIRED`."""
    lost = lost_hours(scenario)[:, t]
    sources = [scenario.team_ids.index(pair.team) for pair in scenario.team_list[t].retrain_from]
    return min(sources, key=lambda i: float(lost[i]), default=HIRED)


def hired_soonest(scenario: Scenario, t: int) -> bool:
    """Whether nobody who is retrained for a team loses fewer hours than those who are hired."""
    lost, source = lost_hours(scenario)[:, t], fastest(scenario, t)
    return source == HIRED or bool(lost[-1] <= lost[source])


def with_posts(case: Case, t: int, posts: int, new: int, hired: bool = False) -> Plan:
    """A plan with so many posts of a team, of which some are new: retrained from where they learn fastest, or hired."""
    way = HIRED if hired else fastest(case.scenario, t)
    return Crew(t, posts, ((way, new),)).plan(case.plan)
