"""Sentences that several documents say, every number of them from the study."""

from __future__ import annotations

from collections.abc import Iterable

from redesign.reporting.documents.document import name_of
from redesign.reporting.reading import NOT_DISTINGUISHABLE, labels, lever_choices
from redesign.reporting.text import amount, counted, usd
from redesign.study.study import Study

DONE = {
    "automate": "automated",
    "eliminate": "dropped",
    "delegate": "left to schools",
    "adopt": "taken on",
}
MOST_NAMES = 8


def answer(study: Study) -> str:
    """What the plan would bring for which money."""
    today, plan = study.today, study.chosen
    cost = (
        f"The plan costs {usd(plan.cost.yearly_usd)} a year, of a budget of {usd(plan.cost.yearly_budget_usd)}, "
        f"and {usd(plan.cost.one_time_usd)} once."
    )
    found = plan.difference_from_today
    if found is None:
        return f"The plan is today's office. {cost}"
    if found.verdict == NOT_DISTINGUISHABLE:
        return (
            f"Modeled support for schools is not distinguishable from today's {amount(today.support.mean)} "
            f"coaching-equivalent hours a year. {cost}"
        )
    return (
        f"Modeled support for schools goes from {amount(today.support.mean)} to {amount(plan.support.mean)} "
        f"coaching-equivalent hours a year (95% interval {amount(plan.support.low)} to {amount(plan.support.high)}). "
        f"{cost}"
    )


def people(study: Study) -> str:
    """What becomes of posts."""
    t = study.proposal.totals
    return (
        f"Of {counted(t.posts_today, 'post')}, {amount(t.released)} end and {amount(t.retrained)} are retrained for "
        f"another team; {amount(t.hired)} are hired. {amount(t.posts_planned)} are planned."
    )


def visits(study: Study) -> str:
    """Visits that schools are promised."""
    t = study.proposal.totals
    return f"Schools are promised {counted(t.visits_planned, 'visit')} a year; today {amount(t.visits_today)}."


def promises(study: Study) -> str:
    """Promises of the plan, three things apart."""
    t = study.proposal.totals
    open_ones = f" Chance alone may explain {amount(t.undecided)} of these." if t.undecided else ""
    return (
        f"Of {counted(t.promises, 'promise')} of services and visits, {amount(t.meets)} meet the file's own target, "
        f"{amount(t.as_today)} are no worse than today though below it, {amount(t.missed)} are missed.{open_ones}"
    )


def levers(study: Study) -> list[str]:
    """Services that change, and levers of the district that are taken."""
    names = labels(study.services)
    of_services = [
        f"{name_of(names[service])}: {DONE[choice]}"
        for service, choice in lever_choices(study).items()
        if choice in DONE
    ]
    return [*of_services, *(name_of(x.label) for x in study.levers if study.plan.levers.get(x.id) == "taken")]


def unowned(study: Study) -> str:
    """Needs that no team owns."""
    found = [f"{name_of(u.label)} ({amount(u.requests_per_year)} requests a year)" for u in study.today.unmet]
    return f"No team owns: {few(found, MOST_NAMES)}." if found else ""


def doubt(study: Study) -> list[str]:
    """What the answer rests on."""
    c, t = study.certificate, study.proposal.totals
    lines = [
        f"Simulated on {counted(c.replications.final, 'fresh year')} that nothing was fitted to; no admissible plan "
        f"can exceed {amount(c.support.upper_bound)} modeled hours.",
        f"{counted(t.assumptions, 'input number')} of the scenario are assumed: no published figure was found.",
        "Modeled support is not a measured effect on students.",
    ]
    if not c.admissible:
        lines.insert(0, f"The plan is NOT admissible: {few(map(name_of, c.failures), 3)}.")
    return [*(name_of(line) for line in c.below_law), *lines]


def few(names: Iterable[str], most: int) -> str:
    """Names one after the other, and whether there are others."""
    items = list(names)
    return "; ".join([*items[:most], *(["others"] if len(items) > most else [])])
