"""One team as a block of the scenario file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from redesign.districts.amounts import HIRE_USD, Amounts, sourced
from redesign.districts.facts import Number, Origin
from redesign.districts.grouping import Team
from redesign.districts.menu import filled

RETRAINED = {
    "math_coaches": (("curriculum", 8000, 0.15),),
    "literacy_coaches": (("curriculum", 8000, 0.15),),
    "principal_supervisors": (("curriculum", 15000, 0.30),),
    "talent_partners": (("hr", 6000, 0.25),),
    "inclusion_coaches": (("special_education_specialists", 6000, 0.15), ("curriculum", 8000, 0.25)),
    "operations_coaches": (("purchasing", 6000, 0.20), ("finance", 6000, 0.20), ("hr", 6000, 0.25)),
}
"""Unit: units whose posts may be retrained for it, dollars and ramp of each."""
NEW_POSTS = {"talent_partners": 7, "inclusion_coaches": 4, "operations_coaches": 7}
"""A team to be: schools for each post it may have at most."""
COACHED_SCHOOLS = 3
"""Schools for each post that coaches may have at most."""


@dataclass(frozen=True, slots=True)
class TodayOf:
    """What one team does today beside requests."""

    packages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Area -> ids of the schools that it visits."""
    hours: float = 0.0
    """Expected work hours of its posts in a year."""
    requests_hours: float = 0.0
    visits_hours: float = 0.0
    other_hours: float = 0.0

    @property
    def busy(self) -> float:
        """Share of its hours that all this takes."""
        return (self.requests_hours + self.visits_hours + self.other_hours) / self.hours if self.hours else 0.0


def team_block(team: Team, amounts: Amounts, today: TodayOf | None, teams: Mapping[str, Team]) -> str:
    """The block; without `today`, of a draft."""
    now = today or TodayOf()
    kitchen = team.id == "kitchen_relief"
    retrained = _retrained(team, teams)
    values = {
        "id": team.id,
        "label": json.dumps(label(team)),
        "unit": team.role.unit,
        "stream": team.role.stream,
        "posts": team.posts,
        "posts_comment": _comment(team),
        "post_fte": f"{team.post_fte:g}",
        "loaded": int(team.loaded_usd),
        "fringe": f"{team.mean('benefit_rate'):.3f}",
        "vacancy": f"{team.mean('vacancy_rate'):.2f}",
        "productive": f"{team.role.productive:g}",
        "other_work": int(now.other_hours),
        "task_hours": f"{team.role.task_hours:g}",
        "allowance": max(20, int(0.8 * now.hours / 26 / 10) * 10),
        "hire": 2000 if kitchen else HIRE_USD[amounts.size],
        "release": 2000 if kitchen else 10000,
        "most": most_posts(team, amounts.schools),
        "retrain_from": "\n".join(retrained),
        **_sources(team, amounts, now),
    }
    flags = {"caseload": team.id == "principal_supervisors", "retrained": bool(retrained)}
    return filled("team", values, {name for name, holds in flags.items() if holds})


def label(team: Team) -> str:
    """The name in charts and tables: who supervises principals depends on the size of the office."""
    fte = team.posts * team.post_fte
    if team.id == "principal_supervisors" and fte < 2:
        return "Superintendent, part of the time" if fte < 0.75 else "Assistant superintendents, part of their time"
    return team.role.label


def most_posts(team: Team, schools: int) -> int:
    """Most posts a plan may have: more where schools are visited, a fifth and two more elsewhere."""
    if team.id in NEW_POSTS:
        return schools // NEW_POSTS[team.id] + 1
    if team.id in ("math_coaches", "literacy_coaches", "coaches"):
        return team.posts + schools // COACHED_SCHOOLS + 1
    if team.id == "principal_supervisors":
        return 2 * team.posts + 1
    if team.id in ("maintenance", "kitchen_relief"):
        return team.posts + 2 + team.posts // 12
    return team.posts + 2 + team.posts // 5


def _retrained(team: Team, teams: Mapping[str, Team]) -> list[str]:
    """Lines of `retrain_from`: nobody is retrained into a post of another part of full time."""
    found = dict[str, str]()
    own = [team.id] if team.copies else [unit.name for unit in team.units]
    for unit in own:
        for source, usd, ramp in RETRAINED.get(unit, ()):
            origin = next(each for each in teams.values() if not each.copies and source in {u.name for u in each.units})
            if origin.id != team.id and origin.post_fte == team.post_fte:
                line = f"      - {{team: {origin.id}, cost_usd: {usd}, ramp_share: {ramp:.2f}}}"
                found.setdefault(origin.id, line)
    return list(found.values())


def _comment(team: Team) -> str:
    if team.posts == 0:
        return "                    # nobody does this today"
    units = [unit.name for unit in team.units]
    return f"                    # {', '.join(units)} in one office" if units[1:] else ""


def _sources(team: Team, amounts: Amounts, now: TodayOf) -> dict[str, object]:
    """A source for every number of the block; DATA.md has the arithmetic of each unit in full."""
    rate = amounts.staffing.pay_ratio.value
    functions = team.functions
    how = team.fte.origin
    posts = f"{team.fte.value:.2f} full-time equivalents: {how.text}" if team.posts else how.text
    fringe = " and ".join(dict.fromkeys(unit.benefit_rate.origin.text for unit in team.units))
    vacancy = "Chicago's, since the files count no vacant posts: vacant share of the same units on 30 June 2019"
    part = (
        f"{team.fte.value:.2f} full-time equivalents in {team.posts} post{'s' * (team.posts != 1)}"
        if team.posts
        else "full time"
    )
    filled_by = f"other work brings today's utilization to {team.busy:.2f}" if now.other_hours else "no other work"
    rest = f"{filled_by}; productive share: {team.role.why}; leave, backlog and cost of release are planner's estimates"
    loaded = f"Chicago's mean pay of the same posts x pay ratio {rate:.3f}, and benefits of {functions}; see DATA.md"
    loaded = f"the pay of {team.copies}: {loaded}" if team.copies else loaded
    kinds = {unit.benefit_rate.origin.kind for unit in team.units}
    return {
        "posts_source": sourced(Number(team.fte.value, Origin(how.kind, posts))),
        "post_fte_source": _assumed(part),
        "loaded_source": _assumed(loaded),
        "fringe_source": sourced(Number(0, Origin("computed" if kinds == {"computed"} else "assumed", fringe))),
        "vacancy_source": _assumed(vacancy),
        "hire_source": _assumed(
            "a guess for a kitchen"
            if team.id == "kitchen_relief"
            else f"Learning Policy Institute 2024: what replacing a teacher costs a {amounts.size} district"
        ),
        "rest_source": _assumed(rest),
    }


def _assumed(text: str) -> str:
    return sourced(Number(math.nan, Origin("assumed", text)))
