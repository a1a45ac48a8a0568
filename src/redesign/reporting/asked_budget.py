"""What more or less money buys, in words."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting.asked_words import NOT_POSSIBLE, TABLES, base_line, difference, simulated
from redesign.reporting.changed_plans import moved
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, change, exactly, usd, visible
from redesign.study.ask.answers import Bought, Frontier, NoPlan, Point
from redesign.study.study import Study


def budget(answer: Frontier, study: Study) -> Section:
    """A row for each budget; what changes from one to the next, and why small ones have no plan."""
    about, rows = answer.about, [*_points("a year", answer.yearly), *_points("once", answer.one_time)]
    why = (why_no_plan("a year", answer.no_yearly), why_no_plan("once", answer.no_one_time))
    changes = (*_changes(study, "a year", answer.yearly), *_changes(study, "once", answer.one_time))
    lines = (base_line(about, study), *filter(None, why), *changes, TABLES, *simulated(about))
    columns = ("Budget", "expected", "at most", "per $100,000 more", "simulated difference")
    return Section("What more or less money buys in modeled support", columns, tuple(rows), lines)


def why_no_plan(when: str, none: NoPlan | None) -> str:
    """What cannot hold together with the largest budget that has no plan; empty where every budget has one."""
    if none is None:
        return ""
    budget = f"{usd(none.usd)} {when}"
    if not none.conflict:
        return f"With {budget} no plan was found in time; none was ruled out either."
    conflict, repairs = ("; ".join(visible(said) for said in each) for each in (none.conflict, none.repairs))
    mended = f" Any one of these would do, as far as the team tables tell: {repairs}." if repairs else ""
    words = "these cannot hold together, in the words of the scenario file"
    return f"With {budget} there is no plan; {words}: {conflict}.{mended}"


def _points(when: str, points: tuple[Point, ...]) -> Iterator[tuple[str, ...]]:
    for point in points:
        name = f"{usd(point.usd)} {when} ({exactly(point.share)})"
        support = (amount(point.plan.support), amount(point.plan.bound)) if point.plan else (NOT_POSSIBLE, "")
        rise = "" if point.per_100k is None else change(point.per_100k)
        yield (name, *support, rise, difference(point.verified))


def _changes(study: Study, when: str, points: tuple[Point, ...]) -> Iterator[str]:
    """What changes from one budget to the next that has another plan."""
    before: Bought | None = None
    for point in points:
        if point.plan is None:
            continue
        said = moved(study, before, point.plan, most=None) if before is not None else ""
        if said and point.plan.support > before.support:  # type: ignore[union-attr]  # said only of two plans
            yield f"From {usd(point.usd)} {when}: {said}."
            before = point.plan
        before = before or point.plan
