"""The tables of a study folder, read off its document: one list of rows for each CSV file."""

from __future__ import annotations

from typing import Any

Row = dict[str, object]


def tables(document: dict[str, Any]) -> dict[str, list[Row]]:
    """File name (without ending) -> rows; every row of a table has the same keys."""
    return {
        "strategies": [_strategy(name, s) for name, s in document["strategies"].items()],
        "posts": [_posts(name, row) for name, s in document["strategies"].items() for row in s["plan"]["posts"]],
        "packages": _packages(document),
        "levers": [
            {"strategy": name, "service": service, "choice": choice}
            for name, s in document["strategies"].items()
            for service, choice in s["plan"]["levers"].items()
        ],
        "promises": [_promise(name, p) for name, s in document["strategies"].items() for p in s["promises"]],
        "hours": [
            {
                "strategy": name,
                "team": t["team"],
                "posts": t["posts"],
                "utilization": (t["utilization"] or {}).get("mean"),
            }
            | {f"{kind}_hours": hours for kind, hours in t["hours"].items()}
            for name, s in document["strategies"].items()
            for t in s["teams"]
        ],
        "assumptions": document["assumptions"],
    }


def _strategy(name: str, s: dict[str, Any]) -> Row:
    difference = s["difference_from_today"] or {}
    return {
        "strategy": name,
        "modeled_support": s["support"]["mean"],
        "modeled_support_low": s["support"]["low"],
        "modeled_support_high": s["support"]["high"],
        "promised_support": s["promised_support"],
        "difference_from_today": difference.get("mean"),
        "difference_low": difference.get("low"),
        "difference_high": difference.get("high"),
        "verdict": difference.get("verdict"),
        "yearly_usd": s["cost"]["yearly_usd"],
        "one_time_usd": s["cost"]["one_time_usd"],
        "principal_hours": s["principal_time"]["hours"]["mean"],
    }


def _posts(strategy: str, row: dict[str, Any]) -> Row:
    sources = "; ".join(f"{n} from {team}" for team, n in row["retrained_in"].items())
    return {"strategy": strategy} | {k: sources if k == "retrained_in" else v for k, v in row.items()}


def _packages(document: dict[str, Any]) -> list[Row]:
    schools = {s["id"]: s for s in document["schools"]}
    return [
        {
            "strategy": name,
            "school_id": school,
            "school": schools[school]["name"],
            "need_quartile": schools[school]["need_quartile"],
            "area": area,
            "package": package,
        }
        for name, s in document["strategies"].items()
        for area, chosen in s["plan"]["packages"].items()
        for school, package in chosen.items()
    ]


def _promise(strategy: str, p: dict[str, Any]) -> Row:
    share = p["share"] or {}
    return (
        {"strategy": strategy}
        | {k: v for k, v in p.items() if k != "share"}
        | {
            "share": share.get("mean"),
            "share_low": share.get("low"),
            "share_high": share.get("high"),
        }
    )
