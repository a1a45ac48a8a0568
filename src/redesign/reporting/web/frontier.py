"""What more or less money buys: the kept answer of `redesign ask STUDY budget`, to be slid over."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting.asked_budget import why_no_plan
from redesign.reporting.asked_words import NOT_POSSIBLE, SEEN
from redesign.reporting.changed_plans import moved
from redesign.reporting.reading import NOT_DISTINGUISHABLE
from redesign.reporting.text import amount, between, change, counted, exactly, usd
from redesign.reporting.web.parts import Table, bar, paragraph, table
from redesign.reporting.web.pick import slider
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Answer, Bought, Frontier, Point
from redesign.study.study import Study

COLUMNS = ("Budget", "", "Expected support", "At most", "Rise per $100,000", "Posts")
SIMULATED = "Simulated, against the plan"
TITLE = "What would more or less money buy?"


def frontier(study: Study, answer: Answer | None) -> Html:
    """Two sliders, each over a table that is a chart as well; where nothing was asked, how to ask."""
    if not isinstance(answer, Frontier):
        return joined(tag("h3", TITLE), paragraph(*_how_to_ask()))
    about = answer.about
    left = about.base.bound - about.base.support
    gap = f" Differences of up to {amount(left)} may be what the solver has not found." if left > SEEN else ""
    pins = f" The plans must have {'; '.join(about.pins)}." if about.pins else ""
    base = (
        "Each row is a plan made anew for that budget. Its expected support is what the solver counts on under the "
        "team tables that the study has learned: it is not simulated and has no interval. Counted in that way the plan "
        f"of today's budgets has {amount(about.base.support)}; simulated, the plan of this page has "
        f"{between(study.chosen.support)}.{gap}{pins}"
    )
    return joined(
        tag("h3", TITLE),
        paragraph(base),
        _points(study, answer, "yearly", "Yearly budget"),
        _points(study, answer, "one_time", "One-time budget"),
    )


def _points(study: Study, answer: Frontier, which: str, label: str) -> Html:
    points: tuple[Point, ...] = getattr(answer, which)
    if not points:
        return Html("")
    most = max((point.plan.support for point in points if point.plan), default=0.0)
    name = f"table-{which.replace('_', '-')}"
    titles = [f"{usd(point.usd)} ({exactly(point.share)})" for point in points]
    why = why_no_plan("a year" if which == "yearly" else "once", getattr(answer, f"no_{which}"))
    said = tuple(_said(study, answer.about.base, point, why) for point in points)
    rows = tuple((title, *_row(study, point, most)) for title, point in zip(titles, points, strict=True))
    columns: tuple[str, ...] = COLUMNS
    if any(point.verified for point in points):
        columns = (*COLUMNS, SIMULATED)
        rows = tuple((*row, _simulated(point)) for row, point in zip(rows, points, strict=True))
    caption = f"Modeled support by {label.lower()}, the other budget as it is"
    at = min(range(len(points)), key=lambda i: abs(points[i].share - 1))
    shown = table(Table(caption, columns, rows, words=(1,), name=name, said=said))
    return joined(slider(label, name, titles, at), shown, paragraph(why) if why else Html(""))


def _row(study: Study, point: Point, most: float) -> tuple[Child, ...]:
    if point.plan is None:
        return (None, NOT_POSSIBLE, "", "", "")
    plan = point.plan
    return (
        bar(plan.support, most),
        amount(plan.support),
        amount(plan.bound),
        "" if point.per_100k is None else change(point.per_100k),
        amount(_posts(study, plan)),
    )


def _simulated(point: Point) -> str:
    found = point.verified
    if found is None or found.same:
        return "not simulated" if found is None else "the same plan"
    apart = f", {NOT_DISTINGUISHABLE}" if found.verdict == NOT_DISTINGUISHABLE else ""
    missed = "" if found.keeps_promises else "; promises missed"
    return f"{between(found.difference, change)}{apart}{missed}"


def _said(study: Study, base: Bought, point: Point, why: str) -> str:
    if point.plan is None:
        return f"With {usd(point.usd)} no plan keeps the promises and rules. {why}".rstrip()
    plan = point.plan
    changes = moved(study, base, plan, most=None) or "nothing"
    return (
        f"With {usd(point.usd)}: {amount(plan.support)} hours of modeled support expected a year, "
        f"{counted(_posts(study, plan), 'post')}, {usd(plan.yearly_usd)} spent a year and "
        f"{usd(plan.one_time_usd)} once. Other than in the plan for today's budgets: {changes}."
    )


def _posts(study: Study, plan: Bought) -> int:
    """Of the district's own teams: `posts` counts providers, too."""
    return sum(plan.posts[team.id] for team in study.teams)


def _how_to_ask() -> Iterator[Child]:
    yield "This study holds no answer yet. Ask for it, then write the report again: "
    yield tag("code", "redesign ask STUDY budget")
    yield ", "
    yield tag("code", "redesign report STUDY")
    yield " (STUDY: the folder of this study). The page then has a slider over about 30 budgets."
