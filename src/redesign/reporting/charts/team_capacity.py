"""How much work a team that makes visits can promise, by posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.page import page, say
from redesign.reporting.reading import labels
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import GRID, INK, OKABE_ITO
from redesign.reporting.text import amount, counted, visible
from redesign.study.certified import TeamCapacity
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How much work can a team promise, by posts?"
FORM = "A line with a dot for each number of posts: the most hours of work that the team can promise and keep."
TALL = 220.0
EACH: dict[str, Any] = {"color": OKABE_ITO["blue"], "linewidth": 1.2, "marker": "o", "markersize": 3.5}
NOW: dict[str, Any] = {"marker": "s", "color": "white", "markeredgecolor": INK, "markersize": 9, "markeredgewidth": 1.6}
THEN: dict[str, Any] = {"marker": "D", "color": OKABE_ITO["vermillion"], "markeredgecolor": INK, "markersize": 8}


def capacity_of(study: Study, team: str | None = None) -> TeamCapacity | None:
    """That of the team asked for, or of the one that grows most; None where no team makes visits."""
    known = {row.team: row for row in study.certificate.capacities}
    if team is not None and team not in known:
        raise KeyError(f"no team {team!r} makes visits; these do: {', '.join(known)}")
    most = max(known.values(), key=lambda row: row.posts_planned - row.posts_today, default=None)
    return known[team] if team else most


def finding(study: Study, team: str | None = None) -> str:
    """What the posts of the plan can promise, and what one more would add."""
    row = capacity_of(study, team)
    if row is None:
        return "No team of the district makes visits."
    posts = row.posts_planned
    name, hours = visible(labels(study.teams)[row.team]), amount(_at(row, posts))
    said = f"{name}: {counted(posts, 'post')} can promise {hours} hours"
    more = f"; one more adds {amount(_at(row, posts + 1) - _at(row, posts))}" if posts + 1 < len(row.hours) else ""
    return f"{said} a year{more}. Today's {counted(row.posts_today, 'post')}: {amount(_at(row, row.posts_today))}."


def table(study: Study, team: str | None = None) -> Section:
    """Every number of posts."""
    row, columns = capacity_of(study, team), ("Posts", "Most hours a year", "Office")
    if row is None:
        return Section(QUESTION, columns)
    marks = {row.posts_today: "today", row.posts_planned: "planned"}
    marks |= {row.posts_today: "today and planned"} if row.posts_today == row.posts_planned else {}
    rows = tuple((amount(n), amount(round(hours)), marks.get(n, "")) for n, hours in enumerate(row.hours))
    return Section(f"{QUESTION} {visible(labels(study.teams)[row.team])}", columns, rows)


def chart(study: Study, axes: Axes | None = None, team: str | None = None) -> Axes:
    """Posts to the right, hours upwards."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator

    row = capacity_of(study, team)
    names = (("most hours that it can promise", EACH), ("today", NOW), ("planned", THEN))
    looks = [
        Line2D([], [], label=name, **(how if how is EACH else {"linestyle": "none", **how})) for name, how in names
    ]
    with page(axes, words_of(study, QUESTION, finding(study, team)), TALL, looks) as found:
        if row is None:
            say(found, "No team of the district makes visits.")
            return found.base
        panel = found.panel(60.0, 10.0)
        panel.plot(range(len(row.hours)), row.hours, **EACH)
        for posts, how in ((row.posts_today, NOW), (row.posts_planned, THEN)):
            panel.plot([posts], [_at(row, posts)], linestyle="none", zorder=4, **how)
        panel.set_ylim(min(0.0, *row.hours), 1.08 * max((*row.hours, 1.0)))
        panel.set_xlim(-0.3, max(len(row.hours) - 0.7, 1.0))
        panel.set_xlabel("posts")
        panel.set_ylabel("hours a year: requests,\nother work and visits")
        panel.spines["left"].set_visible(True)
        panel.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        panel.yaxis.set_major_locator(MaxNLocator(5))
        panel.locator_params(axis="x", integer=True)
        panel.grid(axis="y", color=GRID, linewidth=0.6)
    return found.base


def _at(row: TeamCapacity, posts: int) -> float:
    return row.hours[min(posts, len(row.hours) - 1)]
