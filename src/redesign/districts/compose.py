"""A whole scenario from what is published: teams by size, the menu of services and areas, a plausible today."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redesign.districts.amounts import Amounts
from redesign.districts.facts import Number, Origin, PublishedDistrict
from redesign.districts.grouping import Team, team, teams_of, teams_to_be
from redesign.districts.menu import filled, places
from redesign.districts.promised_text import promised
from redesign.districts.promises import FirstPromises, first_promises
from redesign.districts.schools_table import NEED, RosterRow, roster_csv, roster_rows, tells_apart
from redesign.districts.staffing import Staffing
from redesign.districts.team_block import TodayOf, team_block
from redesign.districts.today import VISITS_SHARE, Load, loads, visited

if TYPE_CHECKING:
    from redesign.scenario.model import Scenario

SCENARIO, ROSTER = "scenario.yaml", "schools.csv"
RAISED_SHARE = 0.05
"""Posts are raised where the requests of a usual year take so many more."""
Loader = Callable[[Mapping[str, str]], "Scenario"]
"""Reads a scenario from the text of its files, by name."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A new scenario, and what its page of sources is made of."""

    district: PublishedDistrict
    staffing: Staffing
    teams: Mapping[str, Team]
    rows: tuple[RosterRow, ...]
    files: Mapping[str, str]
    """Name -> text of the scenario and its roster."""
    raised: Mapping[str, str]
    """Team -> why it has more posts than its payroll says."""
    promises: FirstPromises
    today: Mapping[str, TodayOf]


def compose(district: PublishedDistrict, load: Loader) -> Composed:
    """Write the scenario of a district; `load` is used on drafts of it, to learn what work its teams have."""
    rows = tuple(roster_rows(district))
    staffing = Staffing(district)
    units, raised = staffing.units(), dict[str, str]()
    teams = teams_of(units)
    teams |= teams_to_be(teams, len(rows))
    draft = _Draft(district, staffing, rows)
    first = load(draft.files(teams, {}))
    for name, load_of in loads(first).items():
        more = _enough(teams[name], load_of)
        if more is not None:
            raised[name] = more.fte.origin.text
            teams[name] = more
    today = _today(load(draft.files(teams, {})), teams)
    promises = first_promises(load(draft.files(teams, today)))
    files = draft.files(teams, today, promises)
    return Composed(district, staffing, teams, rows, files, raised, promises, today)


def _enough(own: Team, load: Load) -> Team | None:
    """The team with the posts that its requests take, where it has fewer."""
    needed = load.requests_hours / (own.busy * load.full_post_hours)
    if needed <= own.posts * own.post_fte * (1 + RAISED_SHARE):
        return None
    text = (
        f"raised from {own.fte.value:.2f} ({own.fte.origin.text}): requests alone take {load.requests_hours:,.0f} "
        f"hours a year, which keep {needed:.2f} posts busy for {own.busy:.0%} of their hours"
    )
    return team(own.id, own.units, Number(needed / own.full, Origin("assumed", text)))


def _today(draft: Scenario, teams: Mapping[str, Team]) -> dict[str, TodayOf]:
    """Visits that each team makes today, and the other work that fills the rest of a usual year."""
    found = {}
    for name, load in loads(draft).items():
        own = teams[name]
        hours = own.posts * own.post_fte * load.full_post_hours
        left, packages = max(0.0, VISITS_SHARE * hours - load.requests_hours), dict[str, tuple[str, ...]]()
        for area in _areas_today(draft, name):
            span = draft.areas[area].span_schools_per_post
            most = int(own.posts * span) if span else len(draft.schools)
            part = left / (2 if len(_areas_today(draft, name)) - len(packages) > 1 else 1)
            packages[area], used = visited(draft, area, part, most)
            left -= used
        visits = max(0.0, VISITS_SHARE * hours - load.requests_hours) - left
        other = max(0.0, own.busy * hours - load.requests_hours - visits)
        found[name] = TodayOf(packages, hours, load.requests_hours, visits, round(other / 10) * 10.0)
    return found


_TODAY = ("elementary_math_coaching", "secondary_literacy_coaching", "principal_partnership")
"""Areas that somebody visits schools for today."""


def _areas_today(draft: Scenario, team_id: str) -> list[str]:
    return [area for area in _TODAY if area in draft.areas and draft.areas[area].team == team_id]


@dataclass(frozen=True, slots=True)
class _Draft:
    """All of a scenario but its teams and what they do today."""

    district: PublishedDistrict
    staffing: Staffing
    rows: tuple[RosterRow, ...]

    def files(
        self, teams: Mapping[str, Team], today: Mapping[str, TodayOf], promises: FirstPromises | None = None
    ) -> dict[str, str]:
        """The files with these teams; without what they do today and the first promises, a draft."""
        amounts = Amounts(self.district, self.staffing, teams)
        names = _names(teams)
        values = amounts.values() | names | self._words() | self._packages(today)
        prices = [place for part in ("services", "rules") for place in places(part) if place.startswith("usd_")]
        values |= {place: amounts.price(float(place.removeprefix("usd_"))) for place in prices}
        values |= promised(promises)
        flags = self._flags(teams, names)
        blocks = [team_block(teams[name], amounts, today.get(name), teams) for name in teams]
        parts = [filled("head", values, flags), *blocks]
        parts += [filled(part, values, flags) for part in ("services", "areas", "rules")]
        return {SCENARIO: "".join(part.rstrip("\n") + "\n" for part in parts), ROSTER: roster_csv(self.rows)}

    def _words(self) -> dict[str, object]:
        district, measure = self.district, self.district.need_measure
        need = "" if measure == "econ_disadvantaged" else f"    # the column holds pupils by another measure: {measure}"
        return {
            "district": one_line(district.name),
            "title": one_line(", ".join(filter(None, (district.name, district.state, district.year)))),
            "name": slug(district.name),
            "district_text": quoted(district.name),
            "state_text": quoted(district.state[:30]),
            "year_text": quoted(district.year[:30]),
            "need_comment": need,
            "need": NEED if tells_apart(self.rows, NEED) else "none",
            "inclusion_need": next(
                (each for each in ("special_education", NEED) if tells_apart(self.rows, each)), "none"
            ),
            "schools": f"{len(self.rows):,}",
            "pupils": f"{self.staffing.pupils:,.0f}",
        }

    def _packages(self, today: Mapping[str, TodayOf]) -> dict[str, object]:
        names = {row.school.id: row.school.name for row in self.rows}
        chosen = {area: ids for of_team in today.values() for area, ids in of_team.packages.items()}
        return {f"today_{area}": package_lines(chosen.get(area, ()), names) for area in _TODAY}

    def _flags(self, teams: Mapping[str, Team], names: Mapping[str, str]) -> set[str]:
        levels = {row.school.level for row in self.rows}
        signs = len({names["purchasing"], names["finance"], names["hr"]}) > 1
        evaluations = names["evaluators"] != names["special_education_specialists"]
        flags = {
            "elementary": "elementary" in levels,
            "secondary": bool(levels - {"elementary"}),
            "operations_coaches": "operations_coaches" in teams,
            "signoffs_split": signs,
            "evaluations_split": evaluations,
            "any_split": signs or evaluations,
            "turnover": self.district.turnover is not None,
        }
        return {name for name, holds in flags.items() if holds}


def _names(teams: Mapping[str, Team]) -> dict[str, str]:
    """The team of each unit, and of the areas that have one of their own only in large offices."""
    names = {unit.name: name for name, own in teams.items() if not own.copies for unit in own.units}
    return names | {
        "talent": "talent_partners" if "talent_partners" in teams else names["hr"],
        "inclusion": "inclusion_coaches" if "inclusion_coaches" in teams else names["special_education_specialists"],
        "operations": "operations_coaches" if "operations_coaches" in teams else names["purchasing"],
    }


def package_lines(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The key `package_today` of an area."""
    if not ids:
        return "    # package_today is left out: nobody is visited today"
    lines = [f"      {quoted(school)}: low   # {one_line(names[school])}" for school in sorted(ids)]
    return "\n".join(["    package_today:                          # the schools with most need", *lines])


def one_line(text: str) -> str:
    """Text for a comment: no line ends, nothing that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def quoted(text: str) -> str:
    """Text as a value of YAML."""
    return json.dumps(one_line(text), ensure_ascii=False)


def slug(name: str) -> str:
    """A district's name as a scenario's: lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or "district"
