"""What every answer is about: which study it was asked of, and the plan that others are held against."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 5
"""Rises with every change of a field; an answer of another format is refused, never misread."""


@dataclass(frozen=True, slots=True)
class Bought:
    """A plan that the solver found under the team tables that the study has learned."""

    support: float
    """Expected modeled support a year, the file's shares of its visits made."""
    bound: float
    """No plan has more under these team tables."""
    yearly_usd: float
    """What it costs a year."""
    one_time_usd: float
    """What it costs once."""
    posts: dict[str, int]
    """By team."""
    levers: tuple[str, ...]
    """Those taken."""
    packages: dict[str, dict[str, int]]
    """By area: schools with each package, `none` among them."""
    reproducible: bool
    """False where a time limit ended a solve."""


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about."""

    format: int
    """Number of this layout."""
    scenario: str
    """Name of the scenario."""
    strategy: str
    """Id of the certified strategy, of which every question is asked."""
    digest: str
    """Of the study that it belongs to."""
    pins: tuple[str, ...]
    """What the plans must have, in words."""
    years: int
    """Final years that plans were simulated on; 0 where none was."""
    in_doubt: bool
    """Whether what is not surely known had to be left out, since it leaves no plan."""
    base: Bought
    """The best plan as the scenario is, solved again under the same team tables."""
