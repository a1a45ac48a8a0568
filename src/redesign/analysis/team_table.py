"""The team table: how much work a team of n posts can promise. Simulation makes it, the optimizer reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIKELY = (0.9, 1.1)
"""What was not tried is taken to differ from its table by no more than this, after what was."""
LINEAR = 1e-9
"""A table bends where its slope changes by more than this share of its hours."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamTable:
    """What a team can promise while it keeps its promises, by posts, and what new people in them cost it."""

    hours: Floats
    """[N + 1] most work hours a year, services, other work and visits together, at 0 to N posts; NaN-free."""
    lost: Floats
    """[T + 1] work hours that a post loses in its first year if it comes from team i; the last one: if it is hired."""
    pieces: tuple[tuple[float, float], ...] = ((1.0, 0.0),)
    """(a, b) each: new people cost at least a x the hours that they lose, less b hours for every post of the team.

    The more of a team is new, the more a further one costs: work that falls into the first weeks has nobody left.
    """

    tried: frozenset[int] = frozenset()
    """Numbers of posts at which a plan was simulated."""

    def __post_init__(self) -> None:
        if self.hours.ndim != 1 or not len(self.hours):
            raise ValueError(f"hours has shape {self.hours.shape}, must have one entry for each number of posts from 0")
        if not (np.isfinite(self.hours).all() and np.isfinite(self.lost).all()) or self.lost.min(initial=0.0) < 0:
            raise ValueError("hours and lost hours must be finite, lost hours not negative")

    @property
    def most_posts(self) -> int:
        """The last number of posts in the table."""
        return len(self.hours) - 1

    @property
    def slope(self) -> float | None:
        """Hours of a post, where every post adds as many; None where the table bends."""
        steps = np.diff(self.hours)
        if not len(steps):
            return 0.0
        bends = np.abs(steps - steps[0]).max() > LINEAR * max(1.0, float(np.abs(self.hours).max()))
        return None if bends else float(steps[0])

    @classmethod
    def expected(cls, most_posts: int, post_hours: float, lost: Floats, allowance_hours: float = 0.0) -> TeamTable:
        """Table of a team that loses no hour to waiting: n posts do n x post_hours and may leave the allowance over."""
        return cls(np.arange(most_posts + 1, dtype=np.float64) * post_hours + allowance_hours, lost)

    def with_trial(self, posts: int, hours: float) -> TeamTable:
        """The table after a plan has shown what so many posts can promise; what was never tried moves along."""
        factor = hours / self.hours[posts] if self.hours[posts] > 0 else 1.0
        others = np.isin(np.arange(len(self.hours)), [*self.tried, posts], invert=True)
        made = np.where(others, self.hours * min(max(factor, LIKELY[0]), LIKELY[1]), self.hours)
        made[posts] = hours
        return replace(self, hours=made, tried=self.tried | {posts})

    def at_least(self, posts: int, hours: float) -> TeamTable:
        """The table where so many posts, and more of them, can promise so many hours at least: a plan has shown it."""
        more = np.arange(len(self.hours)) >= posts
        return replace(self, hours=np.where(more, np.maximum(self.hours, hours), self.hours))

    def cost_of(self, posts: int, lost_hours: float) -> float:
        """Hours that new people cost a team of so many posts, if they lose so many hours themselves."""
        return max(0.0, *(a * lost_hours - b * posts for a, b in self.pieces))
