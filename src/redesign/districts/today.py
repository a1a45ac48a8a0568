"""Today's office made whole: other work that fills a usual part of its hours, and visits that its posts can make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from redesign.demand.expectation import expect

if TYPE_CHECKING:
    from redesign.scenario.model import Scenario

VISITS_SHARE = 0.75
"""Share of a team's hours that visits of today fill at most: they fall in school weeks only."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a year asks of one team of a draft without visits and other work, in work hours."""

    requests_hours: float
    full_post_hours: float
    """Work hours a year of a full-time post."""


def loads(draft: Scenario) -> dict[str, Load]:
    """Load of every team, by id."""
    found, hours = expect(draft), {}
    for t, (name, team) in enumerate(draft.teams.items()):
        if team.outside is None:
            full = float(found.post_hours[t]) / team.post_fte
            hours[name] = Load(float(found.work_hours[t]), full)
    return hours


def visited(draft: Scenario, area: str, hours: float, most_schools: int) -> tuple[tuple[str, ...], float]:
    """Ids of the schools with most need whose lowest package a team makes in so many hours, and the hours it takes."""
    found, a = expect(draft), list(draft.areas).index(area)
    needed = found.visit_hours[a, :, 1]
    order = sorted(np.flatnonzero(found.allowed[a, :, 1]), key=lambda s: (-found.need[a, s], draft.schools[s].id))
    taken, used = list[str](), 0.0
    for s in order:
        if used + needed[s] <= hours and len(taken) < most_schools:
            taken.append(draft.schools[s].id)
            used += float(needed[s])
    return tuple(taken), used
