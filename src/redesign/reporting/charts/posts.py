"""Posts today and planned, and where the planned ones come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.reading import labels, whose
from redesign.reporting.style import OKABE_ITO, Look, canvas, heading, rows, say, stack, thousands
from redesign.reporting.text import amount, counted, listed, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KEPT = Look("kept", OKABE_ITO["blue"])
RETRAINED_IN = Look("retrained in", OKABE_ITO["orange"], "////")
HIRED = Look("hired", "#FFFFFF", "....")
RETRAINED_OUT = Look("retrained for another team", OKABE_ITO["yellow"], "\\\\\\\\")
RELEASED = Look("released", "#FFFFFF", "xxxx")


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Two bars per team: today's posts by what becomes of them, and planned posts by where they come from."""
    changes = study.plan.posts
    with canvas(axes, 1.75 + 0.38 * len(changes)) as axes:
        upper, lower = [n - 0.19 for n in range(len(changes))], [n + 0.19 for n in range(len(changes))]
        kept = [c.kept for c in changes]
        leaving = [(RETRAINED_OUT, [c.retrained_out for c in changes]), (RELEASED, [c.released for c in changes])]
        coming = [(RETRAINED_IN, [c.retrained for c in changes]), (HIRED, [c.hired for c in changes])]
        handles = stack(axes, upper, [(KEPT, kept), *leaving], 0.36)
        handles += stack(axes, lower, [(KEPT, kept), *coming], 0.36)[1:]
        heading(axes, "Posts today (upper bar) and planned (lower bar)", whose(study), handles, columns=3)
        if not changes:
            say(axes, "The office has no team.")
            return axes
        names = labels(study.teams)
        rows(axes, list(range(len(changes))), [names[c.team] for c in changes])
        thousands(axes, "posts", whole=True)
        most = max(max(c.today, c.planned) for c in changes)
        for place, change in enumerate(changes):
            words = f"{change.today} to {change.planned}" if change.changes else f"{change.today}"
            axes.text(max(change.today, change.planned) + 0.012 * most, place, words, va="center", fontsize=8)
        axes.set_xlim(0, most * 1.18 or 1.0)
    return axes


def alt(study: Study) -> str:
    """The same posts in words."""
    changes, names = study.plan.posts, labels(study.teams)
    moved = sorted((c for c in changes if c.planned != c.today), key=lambda c: -abs(c.planned - c.today))
    sentence = (
        f"Two bars per team of {whose(study)}: {counted(sum(c.today for c in changes), 'post')} today and "
        f"{amount(sum(c.planned for c in changes))} planned, of which {amount(sum(c.kept for c in changes))} kept, "
        f"{amount(sum(c.retrained for c in changes))} retrained in and {amount(sum(c.hired for c in changes))} hired; "
        f"{amount(sum(c.released for c in changes))} released."
    )
    words = [f"{visible(names[c.team])} from {c.today} to {c.planned}" for c in moved]
    return f"{sentence} Largest changes: {listed(words)}." if words else f"{sentence} No team changes its size."
