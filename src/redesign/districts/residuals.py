"""What is published of payrolls and classes of staff, and what of it the teams of a scenario are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from redesign.districts.compose import Composed
from redesign.districts.facts import Number, Origin
from redesign.districts.grouping import Team
from redesign.districts.staffing import FUNCTIONS

WAGE_TEAMS = ("maintenance", "kitchen_relief")
"""Teams of wage earners; the others work in the office or visit schools."""
OFFICE = (
    "central_administrators",
    "central_support",
    "professional_support",
    "instructional_coordinators",
    "psychologists",
)
"""Classes of staff, as far as files have them, that the teams of the office belong to."""
WAGES = ("auxiliary", "other_support")


@dataclass(frozen=True, slots=True)
class Residual:
    """A published payroll or class of staff, and the teams in it."""

    what: str
    published: Number
    teams: float

    @property
    def rest(self) -> float:
        """What is outside the teams."""
        return self.published.value - self.teams

    @property
    def share(self) -> float:
        """Of what is published."""
        return self.rest / self.published.value if self.published.value else 0.0


def of_payrolls(made: Composed) -> list[Residual]:
    """Functions whose payroll is known, in the order of `FUNCTIONS`."""
    found = []
    for function, (item, _, name) in FUNCTIONS.items():
        payroll = made.staffing.payroll(function)
        ours = sum(_salaries(team, function) for team in made.teams.values())
        if payroll is not None and ours:
            found.append(Residual(f"{name} ({item})", payroll, ours))
    return found


def _salaries(team: Team, function: str) -> float:
    """Salaries of a team's posts in one function; those of several units by their full-time equivalents."""
    whole = sum(unit.fte.value for unit in team.units)
    inside = sum(unit.fte.value * unit.salary_usd.value for unit in team.units if unit.function == function)
    return inside / whole * team.posts * team.post_fte / team.full


def of_staff(made: Composed) -> list[Residual]:
    """Classes of staff that the files have; several that the teams cannot be told apart in are added up."""
    teams = made.teams.values()
    found = []
    for what, keys, ours in (
        ("central office", OFFICE, _fte(team for team in teams if team.id not in WAGE_TEAMS)),
        ("wage earners", WAGES, _fte(team for team in teams if team.id in WAGE_TEAMS)),
    ):
        parts = {key: made.district.staff[key] for key in keys if key in made.district.staff}
        if parts:
            text = " + ".join(f"{number.value:,.1f} {key} ({number.origin.text})" for key, number in parts.items())
            total = Number(sum(number.value for number in parts.values()), Origin("computed", text))
            names = ", ".join(key.replace("_", " ") for key in parts)
            found.append(Residual(f"{what}: {names}", total, ours))
    return found


def _fte(teams: Iterable[Team]) -> float:
    return sum(team.posts * team.post_fte for team in teams)
