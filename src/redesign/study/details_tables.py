"""Rows of the tables that say what a strategy does beside its support."""

from __future__ import annotations

from dataclasses import asdict

from redesign.analysis.intervals import Interval
from redesign.study.details_result import FreedHours, SchoolsAt
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import Study

Row = dict[str, object]


def beside_support(s: StrategyResult) -> Row:
    """Columns of `strategies.csv`: what stands beside support."""
    details, fair = s.details, s.details.fairness
    saved = details.principal_savings
    return {
        **with_interval("on_time_share", details.speed.value),
        **with_interval("on_time_difference", details.speed.difference_from_today),
        **with_interval("satisfaction", details.satisfaction.value),
        **with_interval("satisfaction_difference", details.satisfaction.difference_from_today),
        **with_interval("principal_hours_freed", saved.hours if saved else None),
        **with_interval("principal_usd_saved", saved.usd if saved else None),
        **with_interval("principal_usd_reinvested", saved.reinvested_usd if saved else None),
        **with_interval("gap_per_teacher", fair.gap_per_teacher),
        **_reached("minimum", fair.minimum),
        **_reached("ambitious", fair.ambitious),
        "least_taken_per_1000_usd": details.cut_line.least_taken_per_1000_usd,
        "most_left_per_1000_usd": details.cut_line.most_left_per_1000_usd,
    }


def detail_tables(study: Study) -> dict[str, list[Row]]:
    """File name (without ending) -> rows: requests, needs unanswered, work, value, freed hours, core elements."""
    named = [(name, s.details) for name, s in study.strategies.items()]
    return {
        "outcomes": [{"strategy": name, **asdict(row)} for name, d in named for row in d.outcomes],
        "unanswered": [
            {"strategy": name, "service": u.service, "label": u.label, "outcome": u.outcome}
            | with_interval("requests_per_year", u.requests_per_year)
            for name, d in named
            for u in d.unanswered
        ],
        "work": [
            {"strategy": name, "service": w.service}
            | with_interval("hours", w.hours)
            | with_interval("usd", w.usd)
            | with_interval("displaced_support", w.displaced_support)
            for name, d in named
            for w in d.work
        ],
        "value": [
            {"strategy": name, "area": p.area, "package": p.package, "support_per_1000_usd": p.support_per_1000_usd}
            | with_interval("in_plan_per_1000_usd", p.in_plan_per_1000_usd)
            | {"schools": p.schools, "of_schools": p.of_schools}
            for name, d in named
            for p in d.packages
        ],
        "freed": [row for name, d in named if d.freed for row in _freed(name, d.freed)],
        "core_elements": [
            {"strategy": name, "element": e.element, "on": "; ".join(e.on), "marked": e.marked}
            for name, d in named
            for e in d.core_elements
        ],
    }


def with_interval(name: str, interval: Interval | None) -> Row:
    """Three cells: mean, low, high; empty where there is none."""
    mean, low, high = (interval.mean, interval.low, interval.high) if interval else (None, None, None)
    return {name: mean, f"{name}_low": low, f"{name}_high": high}


def _freed(strategy: str, freed: FreedHours) -> list[Row]:
    """A row a team, and the sums of the whole office with the team left empty."""
    office = (None, freed.services_hours.mean + freed.other_hours.mean, freed.visits_hours.mean, freed.post_hours)
    teams = [(each.team, each.freed_hours, each.visits_hours, each.post_hours) for each in freed.by_team]
    keys = ("team", "freed_hours", "visits_hours", "post_hours")
    return [{"strategy": strategy} | dict(zip(keys, row, strict=True)) for row in (*teams, office)]


def _reached(name: str, at: SchoolsAt | None) -> Row:
    return {
        f"{name}_hours_per_teacher": at and at.hours_per_teacher,
        f"{name}_promised_share": at and at.promised_share,
        **with_interval(f"{name}_made_share", at.made_share if at else None),
    }
