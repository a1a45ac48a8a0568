"""The capacity curve: how much work a team of n posts can promise. Simulation makes it, the optimizer reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MIX = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of a team's load that are visits, at which a capacity curve is known."""


@dataclass(frozen=True, slots=True, eq=False)
class CapacityCurve:
    """Largest yearly load at which a team keeps its promises, by posts and by the share of visits in the load."""

    posts: Ints
    """[N] consecutive and ascending."""
    hours: Floats
    """[N, len(mix)] work hours a year."""
    mix: tuple[float, ...] = MIX
    """Ascending from 0 to 1."""

    def __post_init__(self) -> None:
        if self.hours.shape != (len(self.posts), len(self.mix)):
            raise ValueError(f"hours has shape {self.hours.shape}, not {(len(self.posts), len(self.mix))}")
        if len(self.posts) == 0 or self.posts[0] < 0 or np.any(np.diff(self.posts) != 1):
            raise ValueError("posts must be consecutive, ascending and not negative")
        if not np.isfinite(self.hours).all() or self.hours.min() < 0:
            raise ValueError("hours must be finite and not negative")

    @property
    def between(self) -> Floats:
        """[N, len(mix) - 1] capacity while the share of visits lies between two neighbors of `mix`: the smaller."""
        return np.minimum(self.hours[:, :-1], self.hours[:, 1:])

    @classmethod
    def expected(cls, most_posts: int, post_hours: float, allowance_hours: float = 0.0) -> CapacityCurve:
        """Curve of a team that loses no hour to waiting: n posts do n x post_hours and may leave the allowance over."""
        posts = np.arange(most_posts + 1)
        hours = posts * post_hours + allowance_hours
        return cls(posts, np.repeat(hours[:, None], len(MIX), axis=1))
