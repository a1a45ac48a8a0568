"""Plans to test with, written in names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from redesign.demand.plan import Plan, package_number, plan_today
from redesign.scenario.changes import ALL, Changes, TeamChange
from redesign.scenario.model import Scenario

DROPPED = Changes(teams={ALL: TeamChange(drops_removable_work=True)})
"""What the clean sheet does with removable work from the start."""


@dataclass(frozen=True)
class Moves:
    """Posts of one team: today = kept + retrained out + released; planned = kept + retrained in + hired."""

    kept: int
    retrained_in: Mapping[str, int] = field(default_factory=dict)
    hired: int = 0
    released: int = 0

    @property
    def planned(self) -> int:
        return self.kept + sum(self.retrained_in.values()) + self.hired


def plan_of(
    scenario: Scenario,
    posts: Mapping[str, Moves] | None = None,
    packages: Mapping[str, str | Mapping[str, str]] | None = None,
    levers: Mapping[str, str] | None = None,
) -> Plan:
    """A plan in names. What is left out is as today, but for areas: where some are named, the others have none.

    `packages`: area -> package of all schools, or school -> package. `levers`: service -> automate, eliminate or as_is;
    lever of the district -> taken or left.
    """
    today, ids = plan_today(scenario), list(scenario.team_ids)
    kept, hired, released = today.kept.copy(), today.hired.copy(), today.released.copy()
    retrained = today.retrained.copy()
    for name, moves in (posts or {}).items():
        t = ids.index(name)
        kept[t], hired[t], released[t] = moves.kept, moves.hired, moves.released
        for source, count in moves.retrained_in.items():
            retrained[ids.index(source), t] = count
    chosen = today.packages
    if packages is not None:
        chosen = np.zeros_like(today.packages)
        for a, (name, area) in enumerate(scenario.areas.items()):
            given = packages.get(name, {})
            for s, school in enumerate(scenario.schools):
                word = given if isinstance(given, str) else given.get(school.id, "none")
                chosen[a, s] = package_number(area, word)
    taken = {f"{k}.{choice}" for k, choice in (levers or {}).items()} | {
        k for k, choice in (levers or {}).items() if choice == "taken"
    }
    unknown = {k for k in taken if not k.endswith((".as_is", ".left", ".taken"))} - set(scenario.all_levers)
    if unknown:
        raise ValueError(f"no such lever: {sorted(unknown)}")
    return Plan(kept, retrained, hired, released, chosen, np.array([e in taken for e in scenario.all_levers], np.bool_))
