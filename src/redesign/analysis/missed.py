"""What is found too few, and how clearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from redesign.analysis.cluster_years import CALLED_MISSED, Judged
from redesign.analysis.parts import Taken

Known = Mapping[tuple[tuple[int, ...], Taken], "Miss"]
"""{posts of the cluster's teams, parts of levers: how clearly a promise is missed}"""


@dataclass(frozen=True, slots=True)
class Miss:
    """How clearly a promise is missed."""

    errors: float
    """Standard errors; negative where none is missed."""
    years: int
    """Simulated to find it."""
    worst: int = field(default=-1, compare=False)
    """Column of the promise that is missed most clearly, as `Judged` has them; -1 where it is not known."""
    reached: float = field(default=float("nan"), compare=False)
    """Share that is kept of it."""

    @classmethod
    def by(cls, judged: Judged) -> Miss:
        """What a verdict says."""
        return cls(judged.errors, judged.years, judged.worst, judged.reached)

    @property
    def clear(self) -> bool:
        """Whether more than the very plan that was tried is ruled out."""
        return self.errors > CALLED_MISSED


IMPLIED = Miss(0.0, 0)
"""Follows from what others missed, and was not simulated itself."""


@dataclass(frozen=True, slots=True)
class Missed:
    """With these posts or fewer, the cluster misses a promise; teams that are not named have all they may have."""

    posts: Mapping[int, int]
    levers: frozenset[int]
    """The levers taken, of those that may undo it."""
    by: Miss
    new: Mapping[int, int] = field(default_factory=dict)
    """{t: posts} Only where at least so many posts of these teams are new."""
    escapes: frozenset[int] = frozenset()
    """Levers that may undo it if they are taken (where they are not) or left (where they are)."""
    beside_contracts: bool = False
    """Only where contracts with providers make as much work as they do in the plan."""
