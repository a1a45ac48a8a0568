"""Rows of the upper bound: no more visit hours than a team of so many posts can make while promises are kept.

What the hours are rests on simulation (analysis/most_visits.py); that they may be taken for a row of the bound is
argued in docs/model.md, section 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from redesign.optimization.linear import joined, scaled
from redesign.optimization.variables import Office

MOST_SIZES = 60
"""Of larger teams each post is taken to make as much as one of the largest team: bigger teams make more of each."""


@dataclass(frozen=True, slots=True)
class CrewRow:
    """For up to n posts of a team t: visit hours[t] <= hours + every (1 - z[t,0] ... - z[t,n] + sum_j b[j]).

    b[j] is 1 only if more people than in the crew that was simulated come by the j soonest ways: where no more do by
    any of these, a team of no more posts makes no more than that crew.
    """

    team: int
    posts: int
    hours: float
    every: float
    """Visit hours that the team can be asked for at all."""
    new: tuple[tuple[tuple[int, ...], int], ...]
    """[J] the j soonest ways to come, -1 for those who are hired, and how many come by them."""

    def __call__(self, office: Office) -> None:
        """Add the row, z and b to a model."""
        t, asked, group = self.team, office.visit_hours(self.team), office.problem.promises[self.team]
        if not asked or office.problem.tables[t].most_posts > MOST_SIZES:
            return
        name = f"crew{t}_{self.posts}_" + "_".join(str(most) for _, most in self.new)
        sooner = []
        for j, (ways, most) in enumerate(self.new):
            coming = [(office.hired[t] if i < 0 else office.retrained[i, t], -1.0) for i in ways if _may(office, i, t)]
            if coming:
                sooner.append(office.binary(f"{name}_sooner{j}"))
                office.add(group, f"{name}_new{j}", [(sooner[-1], most + 1.0), *coming], "<=", 0)
        up_to = office.sizes(t)[: self.posts + 1]
        room = [*((z, self.every) for z in up_to), *((b, -self.every) for b in sooner)]
        office.add(group, name, joined([asked, room]), "<=", self.hours + self.every)


def _may(office: Office, way: int, t: int) -> bool:
    return way < 0 or (way, t) in office.retrained


@dataclass(frozen=True, slots=True)
class MostVisitsRow:
    """For a team t: visit hours[t] <= sum_n hours[n] z[t,n] + more sum_i retrained[i,t], z = 1 for its posts."""

    team: int
    hours: tuple[float, ...]
    """[N + 1] visit hours a year that 0 to N posts make at most."""
    faster: tuple[int, ...] = ()
    """Teams i from which retrained people learn sooner than others begin: the hours are those without them."""
    more: float = 0.0
    """At least what any number of them can add."""

    def __call__(self, office: Office) -> None:
        """Add the row, and z, to a model."""
        t, asked = self.team, office.visit_hours(self.team)
        if not asked:
            return
        if len(self.hours) > MOST_SIZES:
            each = float(np.max(np.array(self.hours[1:]) / np.arange(1, len(self.hours))))
            room = scaled(office.planned(t), -each)
        else:
            room = [(z, -hours) for z, hours in zip(office.sizes(t), self.hours, strict=True) if hours]
        sooner = [(office.retrained[i, t], -self.more) for i in self.faster if (i, t) in office.retrained]
        name = f"most_visits{t}" + ("_hired" if self.faster else "")
        office.add(office.problem.promises[t], name, joined([asked, room, sooner]), "<=", 0)
