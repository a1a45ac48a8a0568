"""Which teams shrink and which grow: posts that end, move by retraining, and are hired for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import page, points, say
from redesign.reporting.reading import labels
from redesign.reporting.rows import name_rows, rows_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import GRID, INK, OKABE_ITO, Look
from redesign.reporting.text import amount, counted, shift, visible
from redesign.study.strategy_result import TeamPosts
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Which teams shrink, and which grow?"
FORM = "Bars to the left for posts that leave a team, to the right for posts that come to it."
ENDS = Look("post ends", "#F4B183", "xxxx")
RETRAINED = Look("retrained (out, in)", "#FFFFFF", "/////")
HIRED = Look("hired", OKABE_ITO["blue"])
EDGE = 14.0
"""Points for half of the last number of the axis."""
PART = 3.0
"""Points between a bar and its numbers."""


def finding(study: Study) -> str:
    """Posts in all, and how they change."""
    posts = study.plan.posts
    today, planned = sum(c.today for c in posts), sum(c.planned for c in posts)
    moved = sum(c.changes for c in posts)
    if not moved:
        return f"No team changes: {counted(today, 'post')} stay as they are."
    return (
        f"{counted(today, 'post')} become {amount(planned)}: {moves_in_words(study)}. "
        f"{amount(moved)} of {counted(len(posts), 'team')} {'changes' if moved == 1 else 'change'}."
    )


def moves_in_words(study: Study) -> str:
    """`12 posts end, 13 people retrain, 7 are hired`."""
    posts = study.plan.posts
    ends, into, hired = (sum(getattr(c, name) for c in posts) for name in ("released", "retrained", "hired"))
    return (
        f"{counted(ends, 'post')} {'ends' if ends == 1 else 'end'}, "
        f"{amount(into)} {'person retrains' if into == 1 else 'people retrain'}, "
        f"{amount(hired)} {'is' if hired == 1 else 'are'} hired"
    )


def table(study: Study) -> Section:
    """Every team, those that grow most first."""
    names = labels(study.teams)
    rows = tuple((visible(names[c.team]), *map(amount, _counts(c))) for c in _ordered(study))
    columns = ("Team", "Today", "Posts that end", "Retrained out", "Retrained in", "Hired", "Planned")
    return Section(QUESTION, columns, rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Diverging bars, sorted; teams that do not change are left to the table."""
    names, moved = labels(study.teams), [c for c in _ordered(study) if c.changes]
    rows = rows_of([names[c.team] for c in moved], 17.0)
    note = rows.more(len(moved), "teams that change")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, (ENDS, RETRAINED, HIRED), note) as found:
        if not moved:
            say(found, "No team changes its posts.")
            return found.base
        panel, shown = found.panel(rows.left, EDGE), moved[: rows.shown]
        for place, c in zip(rows.places, shown, strict=True):
            for look, start, wide in _segments(c):
                panel.barh([place], [wide], 11.0, left=[start], **look.face)
        _scale(panel, shown, found.width - rows.left - EDGE)
        for place, c in zip(rows.places, shown, strict=True):
            _word(panel, place, c)
        name_rows(panel, rows)
    return found.base


def _segments(c: TeamPosts) -> list[tuple[Look, float, float]]:
    """Look, start and width: what ends next to the line, then what moves."""
    found = [(ENDS, -c.released, c.released), (RETRAINED, -c.released - c.retrained_out, c.retrained_out)]
    found += [(RETRAINED, 0, c.retrained), (HIRED, c.retrained, c.hired)]
    return [(look, float(start), float(wide)) for look, start, wide in found if wide]


def _scale(panel: Axes, shown: list[TeamPosts], wide: float) -> None:
    """Limits that leave room for the numbers at both ends."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    sides = [_side(c) for c in shown]
    beside = [max((points(_said(c)) + 2 * PART for c, s in zip(shown, sides, strict=True) if s == at), default=PART)
              for at in ("left", "right")]  # fmt: skip
    out = max(c.released + c.retrained_out for c in shown)
    into = max(c.retrained + c.hired for c in shown)
    of_post = max(20.0, wide - sum(beside)) / (out + into or 1)
    panel.set_xlim(-out - beside[0] / of_post, into + beside[1] / of_post)
    panel.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: shift(value)))
    panel.set_xlabel("posts that leave the team (left) and come to it (right)")
    panel.grid(axis="x", color=GRID, linewidth=0.6)


def _word(panel: Axes, place: float, c: TeamPosts) -> None:
    left = _side(c) == "left"
    end = -c.released - c.retrained_out if left else c.retrained + c.hired
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    panel.annotate(
        _said(c),
        (end, place),
        xytext=(-PART if left else PART, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        color=INK,
        bbox=box,
    )


def _side(c: TeamPosts) -> str:
    return "left" if c.planned < c.today or (c.planned == c.today and c.released + c.retrained_out) else "right"


def _said(c: TeamPosts) -> str:
    return f"{shift(c.planned - c.today)} ({amount(c.today)} to {amount(c.planned)})"


def _ordered(study: Study) -> list[TeamPosts]:
    return sorted(study.plan.posts, key=lambda c: c.today - c.planned)


def _counts(c: TeamPosts) -> tuple[int, ...]:
    return c.today, c.released, c.retrained_out, c.retrained, c.hired, c.planned
