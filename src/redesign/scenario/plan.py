"""The plan: what the optimizer decides and the simulation runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from redesign.scenario.model import NONE, Scenario

LeverChoice = Literal["as_is", "automate", "eliminate"]


@dataclass(frozen=True, slots=True)
class TeamChange:
    """Posts of one team: today = kept + retrained_out + released; planned = kept + retrained_in + hired."""

    kept: int
    retrained_in: dict[str, int] = field(default_factory=dict)
    """From which team, how many."""
    hired: int = 0
    released: int = 0

    @property
    def planned(self) -> int:
        """Posts of the team under the plan."""
        return self.kept + sum(self.retrained_in.values()) + self.hired


@dataclass(frozen=True, slots=True)
class Plan:
    """Posts per team and where they come from, a package per area and school, levers."""

    posts: dict[str, TeamChange]
    packages: dict[str, dict[str, str]]
    """Area -> school id -> package name; a school that is not listed has none."""
    levers: dict[str, LeverChoice] = field(default_factory=dict)
    """Service -> choice; a service that is not listed stays as it is."""
    drop_removable_work: bool = False
    """Whether the removable share of every team's other work is dropped."""

    def package(self, area: str, school: str) -> str:
        """Name of the package that a school gets in an area."""
        return self.packages.get(area, {}).get(school, NONE)

    def lever(self, service: str) -> LeverChoice:
        """What becomes of a service."""
        return self.levers.get(service, "as_is")


def plan_today(scenario: Scenario) -> Plan:
    """Today's office as it stands: every post kept, today's packages, no lever."""
    packages = {}
    for name, area in scenario.areas.items():
        eligible = [s.id for s in scenario.schools if s.level in area.levels]
        given = area.package_today
        packages[name] = {s: given if isinstance(given, str) else given.get(s, NONE) for s in eligible}
    posts = {name: TeamChange(kept=team.posts_today) for name, team in scenario.teams.items()}
    return Plan(posts, packages)
