"""How long visits can be: what is left of one in progress, and the longest of many. Bounds, in work hours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

CELLS = 200
"""Steps of the grids on which bounds are looked for; each is a bound on any grid."""
RARE = 1e-9
"""Visits longer than all but this share of them are counted one by one."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lognormal lengths of one kind of visit, cut off at `limit`."""

    mean: float
    """Of the lengths before they are cut off."""
    cv: float
    limit: float
    count: float
    """Most visits of the kind that a year can have, in expectation."""

    def longer(self, hours: float) -> float:
        """P(X > hours)."""
        return 0.0 if hours >= self.limit else _below(-self._place(hours))

    def beyond(self, hours: float) -> float:
        """E[(X - hours)+], as if nothing were cut off: at least what it is."""
        if hours >= self.limit:
            return 0.0
        place = self._place(hours)
        return max(0.0, self.mean * _below(self._spread - place) - hours * _below(-place))

    def mean_above(self, hours: float) -> float:
        """E[X; X > hours], at least."""
        return self.beyond(hours) + hours * self.longer(hours)

    @property
    def rare(self) -> float:
        """Hours that only the share `RARE` of visits are longer than."""
        return min(self.limit, self.mean * math.exp(6.0 * self._spread - self._spread**2 / 2))

    @property
    def _spread(self) -> float:
        return math.sqrt(math.log1p(self.cv**2))

    def _place(self, hours: float) -> float:
        """Standard normal number of a length."""
        return (math.log(hours / self.mean) + self._spread**2 / 2) / self._spread if hours > 0 else -math.inf


def rest_hours(kinds: Sequence[Lengths]) -> float:
    """A bound on the expected hours left of the visit that a post has in progress at a moment, and 0 without one.

    At most sup_r E[X - r | X > r] over what it has lasted: whether a visit starts, and when, does not depend on its
    length, and a post has one at a time. Cell by cell, E[(X - a)+] / P(X > b) for r in [a, b]; the rarest are summed.
    """
    most, rare = 0.0, 0.0
    for kind in kinds:
        edges = np.linspace(0.0, kind.rare, CELLS + 1).tolist()
        for low, high in pairwise(edges):
            chance = kind.longer(high)
            left = kind.beyond(low) / chance if chance else kind.limit - low
            most = max(most, min(left, kind.limit - low))
        rare += kind.count * kind.beyond(kind.rare)
    return most + rare


def longest_hours(kinds: Sequence[Lengths]) -> float:
    """A bound on the expected length of the longest visit of a year: min_u u + sum_j E[(X_j - u)+]."""
    limit = max((kind.limit for kind in kinds), default=0.0)
    highest = max((min(kind.limit, 4 * kind.rare) for kind in kinds), default=0.0)
    tried = (u + sum(kind.count * kind.beyond(u) for kind in kinds) for u in np.linspace(0.0, highest, CELLS).tolist())
    return min(limit, *tried) if kinds else 0.0


def _below(place: float) -> float:
    """Chance that a standard normal number lies below."""
    return math.erfc(-place / math.sqrt(2)) / 2
