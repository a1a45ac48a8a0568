"""What fitted numbers do to today's teams: how busy they are, and which other work would leave them as busy as before.

Other work is what nobody logs. `redesign new` sets it so that a team is as busy as assumed; with fewer requests the
same number leaves it idle, and a plan would take its posts for spare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import expect
from redesign.demand.plan import by_team, packages_today, posts_today
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]

CHANGED_SHARE = 0.05
"""Of its hours: by less a team is not said to be busier or less busy."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A team that the fitted numbers make busier, or less busy."""

    team: str
    """Id of the team."""
    label: str
    before: float
    """Expected share of its hours in which today's posts have work."""
    after: float
    other_work_hours_per_year: float
    """As the scenario has it."""
    as_busy_hours_per_year: float
    """Other work with which it would be as busy as before; 0 where requests alone keep it busier."""


def busy(before: Scenario, after: Scenario) -> tuple[Busy, ...]:
    """Teams whose share changes, in the order of the file."""
    return tuple(_busy(before, after))


def _busy(before: Scenario, after: Scenario) -> Iterator[Busy]:
    (hours, old), (_, new) = _hours_and_work(before), _hours_and_work(after)
    for t, (name, team) in enumerate(before.teams.items()):
        if hours[t] and abs(new[t] - old[t]) >= CHANGED_SHARE * hours[t]:
            other = team.other_work_hours_per_year
            as_busy = max(0.0, other + float(old[t] - new[t]))
            yield Busy(name, team.label, float(old[t] / hours[t]), float(new[t] / hours[t]), other, as_busy)


def _hours_and_work(scenario: Scenario) -> tuple[Floats, Floats]:
    """[T] hours a year of today's posts, and of their work, visits included."""
    year = expect(scenario)
    visits = by_team(year.visit_hours, year.supplier, packages_today(scenario), len(scenario.teams))
    return posts_today(scenario) * year.post_hours, year.work_hours + visits
