"""What a plan costs and what it buys, as a study keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamCost:
    """Yearly cost of a team's posts."""

    team: str
    """Id of the team."""
    usd: float
    """Authorized posts at loaded cost."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs, in dollars."""

    yearly_usd: float
    """Posts, materials, visits bought and levers a year."""
    yearly_budget_usd: float
    """The yearly budget of the strategy, with what returns to it of principals' time, `budget.reinvest_share`."""
    one_time_usd: float
    """Hiring, releasing, retraining and levers, once."""
    one_time_budget_usd: float
    """The one-time budget."""
    by_team: tuple[TeamCost, ...]
    """In the order of `teams`."""
    materials_usd: float
    """Materials of packages a year."""
    providers_usd: float
    """Visits bought of providers a year."""
    levers_usd: float
    """Levers a year."""


@dataclass(frozen=True, slots=True)
class ProviderUse:
    """What a plan buys of a provider in a year."""

    provider: str
    """Id of the provider."""
    label: str
    """Its name."""
    visits: int
    """Visits bought."""
    most_visits: int
    """Visits that can be bought."""
    contracts: int
    """Schools and areas that have a package of the provider."""
    usd: float
    """Price of the visits."""
