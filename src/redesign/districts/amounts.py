"""Money, volumes and limits of a scenario that grow with the district."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from redesign.districts.facts import Number, Origin, PublishedDistrict
from redesign.districts.grouping import Team
from redesign.districts.staffing import Staffing

PRICED_STAFF, FIXED_SHARE = 4516.0, 1 / 7
"""Prices of the menu are those of an office for so many employees; a part of each is fixed."""
SMALL_PUPILS, LARGE_PUPILS = 10_000, 50_000
HIRE_USD = {"small": 11_860, "medium": 16_450, "large": 24_930}
KEPT = ((40, 0.5, 0.75), (150, 0.25, 0.85), (math.inf, 0.1, 0.9))
"""Posts of an office up to which a year may give up such a share of a team, and such a share of trades must stay."""
FLOORS = ((6, 0.0), (30, 0.25), (math.inf, 0.5))
"""Schools up to which each is owed so many effective hours a teacher: a small office cannot reach all of them."""
HOURS_A_YEAR = 1760


@dataclass(frozen=True, slots=True)
class Amounts:
    """What fills the places of the menu."""

    district: PublishedDistrict
    staffing: Staffing
    teams: Mapping[str, Team]

    @property
    def schools(self) -> int:
        """How many schools there are."""
        return len(self.district.schools)

    @property
    def size(self) -> str:
        """Small, medium or large, by pupils."""
        pupils = self.staffing.pupils
        return "small" if pupils < SMALL_PUPILS else "medium" if pupils < LARGE_PUPILS else "large"

    def price(self, usd: float) -> int:
        """A price of the menu for this district's staff, to two digits."""
        scaled = usd * (FIXED_SHARE + (1 - FIXED_SHARE) * self.staffing.staff.value / PRICED_STAFF)
        return int(float(f"{scaled:.2g}"))

    @property
    def yearly_usd(self) -> float:
        """What today's posts cost in a year."""
        return sum(team.posts * team.loaded_usd for team in self.teams.values())

    def hiring(self) -> Number:
        """Hiring cases of a school in a year."""
        own, table = self.district.turnover, self.staffing.table
        percent = table["teacher_turnover_percent"] if own is None else own
        text = (
            f"{self.staffing.teachers:,.1f} teachers x turnover of {percent.value:g}% ({percent.origin.text}) / "
            f"{self.schools} schools x {self.staffing.staff.value:,.1f} staff / {self.staffing.teachers:,.1f} teachers"
        )
        cases = percent.value / 100 * self.staffing.staff.value / self.schools
        return Number(round(cases, 1), Origin("assumed" if own is None else "computed", text))

    def principal_hour(self) -> Number:
        """Loaded cost of an hour of a principal."""
        pay = self.staffing.district.salaries.get("campus_administrators")
        if pay is None or pay.value <= 0:
            mean = self.staffing.pay
            text = f"1.4 times the mean pay of all staff ({mean.origin.text})"
            pay = Number(1.4 * mean.value, Origin("assumed", text))
        rate = self.staffing.benefit_rate("E09")
        text = (
            f"${pay.value:,.0f} ({pay.origin.text}) x {1 + rate.value:.3f} with benefits of school administration "
            f"({rate.origin.text}) / {HOURS_A_YEAR:,} hours (220 days of 8 hours, assumed)"
        )
        return Number(round(pay.value * (1 + rate.value) / HOURS_A_YEAR), Origin("assumed", text))

    def values(self) -> dict[str, object]:
        """Places of the menu by name."""
        hiring, hour = self.hiring(), self.principal_hour()
        posts = sum(team.posts for team in self.teams.values())
        release, trades = next((release, trades) for most, release, trades in KEPT if posts <= most)
        visits = max(40, round(self.schools / 10 * 60 / 10) * 10)
        leaders = self.teams["principal_supervisors"]
        full = max(1, round(leaders.posts * leaders.post_fte))
        return {
            "staff": f"{self.staffing.staff.value:,.0f}",
            "principal_hour_usd": int(hour.value),
            "principal_hour_source": sourced(hour),
            "provider_visits": visits,
            "provider_at_once": max(1, round(visits / 80)),
            "hiring_rate": f"{hiring.value:g}",
            "hiring_source": sourced(hiring),
            "hiring_backlog": round(hiring.value * self.schools / 12),
            "orders_backlog": round(2 * self.staffing.teachers / 52),
            "maintenance_backlog": round(330 * self.schools / 52),
            "evaluations_backlog": round(0.35 * self.staffing.special_education / 26),
            "coach_usd": int(float(f"{11_250 * full:.2g}")),
            "coach_hours": 40 * full,
            "system_hours": 20 * full,
            "release_share": release,
            "trades_share": trades,
            "grant_usd": int(float(f"{450 * self.staffing.pupils:.2g}")),
            "one_time_usd": max(50_000, int(float(f"{0.05 * self.yearly_usd:.1g}"))),
            "floor_hours": next(hours for most, hours in FLOORS if self.schools <= most),
            "turnover": f"{self.district.turnover.value:g}" if self.district.turnover else "",
            "turnover_source": sourced(self.district.turnover) if self.district.turnover else "",
        }


def sourced(number: Number) -> str:
    """The origin of a number as a `source` of the scenario file."""
    return json.dumps(f"{number.origin.kind}: {' '.join(number.origin.text.split())}", ensure_ascii=False)
