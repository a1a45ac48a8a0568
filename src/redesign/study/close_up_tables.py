"""Rows of the tables of schools, weeks, capacities and levers' prices."""

from __future__ import annotations

from dataclasses import asdict

from redesign.study.details_tables import Row
from redesign.study.study import Study


def close_up_tables(study: Study) -> dict[str, list[Row]]:
    """File name (without ending) -> rows."""
    return {
        "schools": _schools(study),
        "weeks": _weeks(study),
        "capacities": [
            {"team": each.team, "posts": posts, "most_hours": hours, "tried": posts in each.tried}
            for each in study.certificate.capacities
            for posts, hours in enumerate(each.hours)
        ],
        "lever_prices": [asdict(price) for price in study.lever_prices],
    }


def _schools(study: Study) -> list[Row]:
    facts = {school.id: school for school in study.schools}
    return [
        {
            "strategy": name,
            "school_id": year.school,
            "school": facts[year.school].name,
            "level": facts[year.school].level,
            "need_share": facts[year.school].need_share,
            "need_quartile": facts[year.school].need_quartile,
            "visits_promised": year.visits_promised,
            "visits_made": year.visits_made,
            "visit_hours": year.visit_hours,
            "modeled_support": year.support,
            "principal_hours": year.principal_hours,
        }
        for name, close in study.close_ups.items()
        for year in close.schools
    ]


def _weeks(study: Study) -> list[Row]:
    return [
        {
            "strategy": name,
            "team": team.team,
            "week": week,
            "utilization": team.utilization[week - 1] if team.utilization else None,
            "waiting": waiting,
        }
        for name, close in study.close_ups.items()
        for team in close.weeks
        for week, waiting in enumerate(team.waiting, start=1)
    ]
