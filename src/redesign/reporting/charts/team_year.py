"""A team's year: how busy it is and what waits, week by week."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from redesign.reporting.page import AXIS, page, say
from redesign.reporting.reading import labels, standing_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import GRID, INK, OKABE_ITO, SIZE
from redesign.reporting.text import amount, share, visible
from redesign.study.close_up import TeamWeeks
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How does a team's year go?"
FORM = "Lines over the weeks of the year, today and planned: the share of hours that is worked, and tasks that wait."
TALL = 150.0
NOW: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": (0, (4, 2)), "zorder": 3}
THEN: dict[str, Any] = {"color": OKABE_ITO["blue"], "linewidth": 3.2}


def team_of(study: Study, team: str | None = None) -> str:
    """The team asked for, or the one that the plan has most to do with; empty where no team has a post.

    That is one that misses a promise, else the one with most posts more or less, else the one with the longest line.
    """
    if team is not None and team not in {row.team for row in study.close_up.weeks}:
        raise KeyError(f"there is no team {team!r}; there are {', '.join(row.id for row in study.teams)}")
    known = {row.team: max(row.waiting) for row in study.close_up.weeks if row.utilization}
    missed, changes = _missed(study), _changes(study)
    return team or max(known, key=lambda name: (missed[name], changes[name], known[name]), default="")


def _missed(study: Study) -> Counter[str]:
    """Promises that each team misses under the plan."""
    return Counter(promise.team for promise in study.chosen.promises if standing_of(promise) == "missed")


def _changes(study: Study) -> Counter[str]:
    """By how many posts each team grows or shrinks."""
    return Counter({posts.team: abs(posts.planned - posts.today) for posts in study.plan.posts})


def _why(study: Study, team: str) -> str:
    """What chose a team that nobody asked for."""
    if _missed(study)[team]:
        return "the team that misses most promises"
    return "the team that changes most" if _changes(study)[team] else "the team with the longest line under the plan"


def finding(study: Study, team: str | None = None) -> str:
    """How busy it is in its busiest week, and how much waits at most."""
    name = team_of(study, team)
    if not name:
        return "No team has a post."
    today, plan = _weeks(study, name)
    when = ((today, "today"), (plan, "planned"))
    busy = [f"{share(max(w.utilization))} {word} (week {_peak(w.utilization)})" for w, word in when if w.utilization]
    waits = [f"{amount(max(w.waiting))} {word}" for w, word in when]
    label = visible(labels(study.teams)[name])
    chosen = "" if team else f", {_why(study, name)}"
    return f"{label}{chosen}. Busiest week: {', '.join(busy)}. Most tasks that wait: {', '.join(waits)}."


def table(study: Study, team: str | None = None) -> Section:
    """Week by week."""
    name = team_of(study, team)
    columns = ("Week", "Busy today", "Busy planned", "Waiting today", "Waiting planned")
    if not name:
        return Section(QUESTION, columns)
    today, plan = _weeks(study, name)
    rows = tuple(
        (amount(week + 1), *(_busy(w, week) for w in (today, plan)), *(amount(w.waiting[week]) for w in (today, plan)))
        for week in range(len(plan.waiting))
    )
    return Section(f"{QUESTION} {visible(labels(study.teams)[name])}", columns, rows)


def chart(study: Study, axes: Axes | None = None, team: str | None = None) -> Axes:
    """Two panels, one above the other."""
    from matplotlib.lines import Line2D

    name = team_of(study, team)
    looks = [Line2D([], [], label=label, **how) for label, how in (("today", NOW), ("planned", THEN))]
    with page(axes, words_of(study, QUESTION, finding(study, team)), 2 * TALL + AXIS, looks) as found:
        if not name:
            say(found, "No team has a post.")
            return found.base
        whole = found.panel(34.0, 8.0)
        whole.set_axis_off()
        upper, lower = whole.inset_axes((0, 0.55, 1, 0.4)), whole.inset_axes((0, 0, 1, 0.4))
        today, plan = _weeks(study, name)
        for weeks, how in ((today, NOW), (plan, THEN)):
            upper.plot(range(1, 1 + len(weeks.utilization)), weeks.utilization, **how)
            lower.plot(range(1, 1 + len(weeks.waiting)), weeks.waiting, **how)
        _axes(
            upper, lower, max((*today.utilization, *plan.utilization, 1.0)), max((*today.waiting, *plan.waiting, 1.0))
        )
    return found.base


def _axes(upper: Axes, lower: Axes, busiest: float, longest: float) -> None:
    upper.set_ylim(0, 1.05 * busiest)
    lower.set_ylim(0, 1.08 * longest)
    upper.set_title("hours worked in a week, as a share of those that there are", loc="left", fontsize=SIZE)
    lower.set_title("tasks of requests and other work that wait at the end of a week", loc="left", fontsize=SIZE)
    upper.yaxis.set_major_formatter(lambda value, _: share(value))
    lower.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    lower.set_xlabel("week of the year (mean of the simulated years)")
    for panel in (upper, lower):
        panel.grid(axis="y", color=GRID, linewidth=0.6)
        panel.locator_params(axis="y", nbins=4)


def _weeks(study: Study, team: str) -> tuple[TeamWeeks, TeamWeeks]:
    today, plan = ({row.team: row for row in each.weeks} for each in (study.close_up_today, study.close_up))
    return today[team], plan[team]


def _peak(values: tuple[float, ...]) -> str:
    return amount(1 + values.index(max(values)))


def _busy(weeks: TeamWeeks, week: int) -> str:
    return share(weeks.utilization[week]) if weeks.utilization else "no posts"
