"""What the sample study says for the documents of a proposal: a budget added up by hand."""

from __future__ import annotations

from typing import Any


def item(kind: str, label: str, line: str | None, payer: str | None, *usd: float, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": label,
        "line": line,
        "paid_by": payer,
        "posts": more.get("posts"),
        "post_usd": more.get("post_usd"),
        "usd_by_year": list(usd),
        "usd": sum(usd),
    }


def sums(payer: str | None, line: str | None, *usd: float) -> dict[str, Any]:
    own = {} if line is None else {"line": line}
    return {"paid_by": payer, **own, "usd_by_year": list(usd), "usd": sum(usd)}


BUDGET = {
    "items": [
        item("personnel", "Talent Partners", "personnel", "district", 140_000.0, 144_200.0, posts=2, post_usd=70_000.0),
        item("fringe", "Talent Partners", "fringe", "district", 30_000.0, 30_900.0, posts=2, post_usd=15_000.0),
        item("hiring", "Talent Partners", None, "grant", 9_000.0, 0.0, posts=1, post_usd=9_000.0),
        item("training", "Talent Partners", "contractual", "grant", 12_000.0, 0.0, posts=2, post_usd=6_000.0),
        item("lever_once", "Leave requests: automate", "contractual", "grant", 60_000.0, 0.0),
        item("lever", "Leave requests: automate", "contractual", "grant", 25_000.0, 25_000.0),
        item("materials", "", "supplies", None, 30_000.0, 30_000.0),
    ],
    "by_line": [
        sums("grant", "contractual", 97_000.0, 25_000.0),
        sums("district", "personnel", 140_000.0, 144_200.0),
        sums("district", "fringe", 30_000.0, 30_900.0),
    ],
    "direct": [
        sums("grant", None, 97_000.0, 25_000.0),
        sums("district", None, 170_000.0, 175_100.0),
        sums(None, None, 39_000.0, 30_000.0),
    ],
    "usd": 536_100.0,
}


def proposal() -> dict[str, Any]:
    """A fresh one every time: tests may change it."""
    return {
        "title": None,
        "program": None,
        "first_year": "2027-28",
        "project_years": 2,
        "pay_growth_rate": 0.03,
        "roster": [{"label": "Principals", "people": 57.0}],
        "served": [{"label": "Parents", "people": 900.0}, {"label": "Neighbors", "people": None}],
        "outcomes": [
            {
                "label": "Fewer teachers leave",
                "term": "long",
                "measure": "Teachers who leave in a year",
                "unit": "percent of teachers",
                "today_value": 16.1,
                "target_value": None,
                "target_date": None,
            }
        ],
        "external_factors": ["State money per pupil"],
        "totals": {
            "posts_today": 311,
            "posts_planned": 314,
            "retrained": 10,
            "hired": 13,
            "released": 10,
            "visits_today": 6768.0,
            "visits_planned": 6768.0,
            "support_times": 12_500 / 4_020,
            "yearly_change_usd": 640_000.0,
            "promises": 17,
            "meets": 13,
            "as_today": 2,
            "close": 2,
            "missed": 0,
            "assumptions": 24,
        },
        "budget": BUDGET,
    }
