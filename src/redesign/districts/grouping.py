"""From units in full-time equivalents to teams of posts: small offices combine units, and posts may be part time.

Who waits for a team waits for one of its posts, so a team of 2.4 posts is not one of 2. Units that come to fewer than
two full-time equivalents are held by one team; what is no whole number of posts is posts of a part of full time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from redesign.districts.facts import Number, Origin
from redesign.districts.staffing import FUNCTIONS, KITCHEN_POST_FTE, Unit

SEPARATE_FTE = 2.0
"""Units are teams of their own where each has this many full-time equivalents."""
SPECIALIZED_HR_FTE = 6.0
"""From here on talent partners are a team of their own."""
BUSY = ((2.0, 0.70), (6.0, 0.75), (math.inf, 0.80))
"""Full-time equivalents of a team up to which it is busy for this share of its hours."""
ROUNDED_SHARE = 0.1
"""Whole posts that differ from the full-time equivalents by less are whole; else posts are part time."""


@dataclass(frozen=True, slots=True)
class Role:
    """What is the same for a kind of team in every district; all of it is assumed."""

    label: str
    unit: str
    stream: str = "general"
    productive: float = 0.75
    seasonal: float = 0.0
    """What its work in school weeks only takes off the share of the year in which it is busy."""
    task_hours: float = 2.0
    why: str = "planner's estimates"
    """What stands behind the productive share."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the scenario: its units added up."""

    id: str
    role: Role
    units: tuple[Unit, ...]
    fte: Number
    """Before posts are made of it."""
    posts: int
    post_fte: float
    copies: str = ""
    """The team whose pay it takes, where nobody is in it today."""

    @property
    def full(self) -> float:
        """Full-time equivalents of what counts as one post of it in full."""
        return full_post(self.id)

    @property
    def busy(self) -> float:
        """Share of a usual year's hours in which it is busy: who cannot be covered for keeps time free."""
        size = self.posts * self.post_fte
        return next(share for most, share in BUSY if size <= most) - self.role.seasonal

    def mean(self, field: str) -> float:
        """Of a number of its units, weighted with their full-time equivalents."""
        weights = [unit.fte.value for unit in self.units]
        values = [getattr(unit, field).value for unit in self.units]
        return float(sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights))

    @property
    def loaded_usd(self) -> float:
        """Salary and benefits of one post, to $100."""
        full = sum(u.fte.value * u.salary_usd.value * (1 + u.benefit_rate.value) for u in self.units)
        return round(full / sum(u.fte.value for u in self.units) * self.post_fte / self.full / 100) * 100.0

    @property
    def functions(self) -> str:
        """The F-33 functions of its units in words."""
        return " and ".join(dict.fromkeys(FUNCTIONS[unit.function][2] for unit in self.units))


BUSINESS = ("payroll", "finance", "purchasing")
SPECIAL = ("evaluators", "special_education_specialists")
COACHES = ("math_coaches", "literacy_coaches")
_COACH = "EAB and Bean 2010 (in Kane and Rosenquist): 25-33% of coach time is with teachers"
ROLES = {
    "hr": Role("Personnel analysts", "Human Resources"),
    "payroll": Role("Payroll analysts", "Business Services"),
    "finance": Role("Budget, grants and accounting analysts", "Business Services"),
    "purchasing": Role("Buyers and school finance specialists", "Business Services"),
    "business_office": Role("Business office: payroll, accounts and purchasing", "Business Services"),
    "central_office": Role("Business and personnel office", "Business Services"),
    "it_support": Role("IT support and systems staff", "Technology"),
    "maintenance": Role(
        "Tradespeople", "Facilities", task_hours=4, why="a quarter of the day is driving, parts, paper"
    ),
    "nutrition_office": Role("Nutrition office", "Nutrition", "nutrition"),
    "kitchen_relief": Role(
        "Kitchen relief staff", "Nutrition", "nutrition", 0.85, 0.10, 4, "kitchens run in school weeks only"
    ),
    "evaluators": Role(
        "School psychologists and diagnosticians", "Special Education", "special_education", seasonal=0.05
    ),
    "special_education_specialists": Role("Special-education specialists", "Special Education", "special_education"),
    "special_education": Role(
        "Special-education office: evaluations, placement, records",
        "Special Education",
        "special_education",
        seasonal=0.05,
    ),
    "curriculum": Role("Curriculum and program specialists", "Teaching and Learning", task_hours=4),
    "math_coaches": Role("Elementary mathematics coaches", "Teaching and Learning", "general", 0.33, why=_COACH),
    "literacy_coaches": Role("Secondary literacy coaches", "Teaching and Learning", "general", 0.33, why=_COACH),
    "coaches": Role("Mathematics and literacy coaches", "Teaching and Learning", "general", 0.33, why=_COACH),
    "principal_supervisors": Role(
        "Instructional leadership directors",
        "School Leadership",
        "general",
        0.63,
        why="Goldring et al., Principal Supervisor Initiative (Wallace): 63% of the week with schools by 2017",
    ),
    "talent_partners": Role("Talent partners", "Human Resources", "general", 0.5, why="half of the time in schools"),
    "inclusion_coaches": Role("Inclusion coaches", "Special Education", "special_education", 0.33, why=_COACH),
    "operations_coaches": Role(
        "Operations coaches", "School Leadership", "general", 0.5, why="half of the time in schools"
    ),
}


def grouped(fte: Mapping[str, float]) -> dict[str, str]:
    """Unit -> team, by size."""
    teams = {unit: unit for unit in fte}
    office = sum(fte[unit] for unit in BUSINESS)
    if min(fte["hr"], office) < SEPARATE_FTE:
        teams |= dict.fromkeys(("hr", *BUSINESS), "central_office")
    elif min(fte[unit] for unit in BUSINESS) < SEPARATE_FTE:
        teams |= dict.fromkeys(BUSINESS, "business_office")
    for members, name in ((SPECIAL, "special_education"), (COACHES, "coaches")):
        if min(fte[unit] for unit in members) < SEPARATE_FTE:
            teams |= dict.fromkeys(members, name)
    return teams


def posts_of(fte: float, full: float = 1.0) -> tuple[int, float]:
    """Posts, and full-time equivalents of one: whole posts where that is near enough, else one more part-time post."""
    whole = max(1, int(fte + 0.5))
    if abs(whole - fte) <= ROUNDED_SHARE * fte:
        return whole, full
    posts = math.ceil(fte)
    return posts, round(full * fte / posts, 2)


def full_post(name: str) -> float:
    """Full-time equivalents of a post of a team in full: a kitchen post, whose pay is published, is a six-hour day."""
    return KITCHEN_POST_FTE if name == "kitchen_relief" else 1.0


def teams_of(units: Mapping[str, Unit]) -> dict[str, Team]:
    """Teams that have posts today, in the order of their first units."""
    of_unit = grouped({name: unit.fte.value for name, unit in units.items()})
    found = {}
    for name in dict.fromkeys(of_unit.values()):
        members = tuple(unit for unit in units.values() if of_unit[unit.name] == name)
        found[name] = team(name, members, _sum(members))
    return found


def team(name: str, members: tuple[Unit, ...], fte: Number) -> Team:
    """One team of so many full-time equivalents."""
    posts, post_fte = posts_of(fte.value, full_post(name))
    return Team(name, ROLES[name], members, fte, posts, post_fte)


def teams_to_be(teams: Mapping[str, Team], schools: int) -> dict[str, Team]:
    """Teams without a post today that a plan may build, where the office is large enough for them."""
    wanted = {"inclusion_coaches": ("special_education_specialists", True)}
    wanted["talent_partners"] = ("hr", "hr" in teams and teams["hr"].fte.value >= SPECIALIZED_HR_FTE)
    wanted["operations_coaches"] = ("hr", "purchasing" in teams and "hr" in teams and schools >= 20)
    return {
        name: Team(name, ROLES[name], teams[like].units, Number(0.0, _NOBODY), 0, 1.0, like)
        for name, (like, enough) in wanted.items()
        if like in teams and enough
    }


_NOBODY = Origin("assumed", "nobody does this today")


def _sum(members: tuple[Unit, ...]) -> Number:
    """Of several units one at least is divided as Chicago's, and so assumed."""
    if len(members) == 1:
        return members[0].fte
    text = " + ".join(f"{unit.name} {unit.fte.value:.2f}" for unit in members)
    return Number(sum(unit.fte.value for unit in members), Origin("assumed", text))
