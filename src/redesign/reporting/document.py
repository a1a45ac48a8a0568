"""Reading a stored study: the few look-ups that every report needs. Layout: `study.json`, format 1."""

from __future__ import annotations

from typing import Any

from redesign.reporting.text import amount, change, visible

Document = dict[str, Any]
"""A study as in `study.json`."""

KINDS = ("mandated", "routine", "instructional", "other")
"""Kinds of work, in the order in which teams serve them; `other` is work that nobody listed."""

NOT_DISTINGUISHABLE = "not distinguishable"


def chosen_name(study: Document) -> str:
    """The strategy that the certificate speaks of."""
    return str(study["certificate"]["strategy"])


def chosen(study: Document) -> Document:
    """The strategy that the certificate speaks of, as in `strategies`."""
    return dict(study["strategies"][chosen_name(study)])


def labels(study: Document, block: str) -> dict[str, str]:
    """Id to label of `teams`, `services` or `areas`."""
    return {item["id"]: item["label"] for item in study[block]}


def whose(study: Document) -> str:
    """District and year, for a chart's second line."""
    scenario = study["scenario"]
    return visible(", ".join(str(part) for part in (scenario["district"], scenario["year"]) if part))


def retrained_in(change: Document) -> int:
    """Posts that a team gets by retraining (PLAN.posts entry)."""
    return int(sum(change["retrained_in"].values()))


def package_names(study: Document) -> list[str]:
    """Every package of any area, each area's order kept: `none` first."""
    names: list[str] = []
    for area in study["areas"]:
        names += [name for name in area["packages"] if name not in names]
    return names


def lever_choices(study: Document) -> dict[str, str]:
    """Service to `as_is`, `automate` or `eliminate`, for every service that a plan could choose."""
    levers = chosen(study)["plan"]["levers"]
    eligible = [s["id"] for s in study["services"] if s["can_automate"] or s["can_eliminate"]]
    return {service: levers.get(service, "as_is") for service in eligible}


def mean_of(interval: Document | None) -> float | None:
    """Mean of an interval; None where nothing was measured."""
    return None if interval is None else interval["mean"]


def difference_of(study: Document, name: str) -> str:
    """A strategy's paired difference from today in words; empty for today itself."""
    difference = study["strategies"][name]["difference_from_today"]
    if difference is None or difference.get("mean") is None:
        return ""
    if difference["verdict"] == NOT_DISTINGUISHABLE:
        return "not distinguishable from today"
    low, high = amount(difference["low"]), amount(difference["high"])
    return f"{change(difference['mean'])} ({low} to {high}) from today"
