"""Which assumptions would change the answer: the expected lead at both ends of each number's range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked_charts.frame import canvas, heading, rows, say, thousands
from redesign.reporting.asked_charts.source import PAPER, drawn_from, sentence, under
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.sure import BESIDE, flipping, headline, named, singles, strategy, turning, valued
from redesign.reporting.text import change, counted, shorten
from redesign.study.ask.sure_result import Moves, Sure
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Which assumptions would change the answer?"
MOST_ROWS = 10
LOW: dict[str, Any] = {"facecolor": "white", "hatch": "/////", "edgecolor": INK, "linewidth": 0.8}
HIGH: dict[str, Any] = {"facecolor": OKABE_ITO["blue"], "edgecolor": INK, "linewidth": 0.8}
TURN: dict[str, Any] = {
    "marker": "D", "color": OKABE_ITO["orange"], "markeredgecolor": INK, "markersize": 8, "linestyle": "none"
}  # fmt: skip
NONE = "No number moves the lead by more than chance explains."


def chart(sure: Sure, study: Study, axes: Axes | None = None) -> Axes:
    """A row per number: those that turn the answer first, then those that move the lead most."""
    shown, alone = ordered(sure)[:MOST_ROWS], axes is None
    with canvas(axes, 2.3 + 0.48 * len(shown)) as axes:
        heading(axes, TITLE, finding(sure), _handles(bool(flipping(sure))) if shown else (), columns=2)
        if alone:
            under(axes, drawn_from(sure, study))
        if not shown or sure.lead is None:
            say(axes, NONE)
            return axes
        ends = [end for one in shown for end in (one.lead_at_low, one.lead_at_high)]
        left, right = min([0.0, *ends]), max([0.0, *ends])
        room = 0.16 * (right - left) or 1.0
        axes.set_xlim(left - room, right + room)
        axes.axvline(0, color=INK, linewidth=1.6, zorder=3)
        for place, one in enumerate(shown):
            _row(axes, place, one, sure.lead.mean)
        rows(axes, list(range(len(shown))), [named(one, BESIDE) for one in shown])
        rival = shorten(strategy(sure, sure.next_best), 24)
        thousands(
            axes, f"expected lead in modeled support, hours a year;\nleft of 0 another plan is best, such as {rival}"
        )
    return axes


def alt(sure: Sure, study: Study) -> str:
    """The same in words, every number that moves anything."""
    words = [f"{named(one)}: {_in_words(sure, one)}" for one in ordered(sure)]
    return (
        f"Bars per number, from the expected lead at the low end of its range to that at the high end. "
        f"{sentence(finding(sure))} {headline(sure)} {'; '.join(words) or NONE.rstrip('.')}. {drawn_from(sure, study)}"
    )


def finding(sure: Sure) -> str:
    """The picture in a line."""
    turning_it = flipping(sure)
    if turning_it:
        count = len(turning_it)
        return f"{counted(count, 'number')} alone {'turns' if count == 1 else 'turn'} it"
    found = ordered(sure)
    if not found:
        return "none that these draws show"
    least = min(min(one.lead_at_low, one.lead_at_high) for one in found)
    return f"none alone: least lead {change(least)}"


def ordered(sure: Sure) -> list[Moves]:
    """Numbers that do anything: those that turn the answer by their worth, then by how far they move the lead."""
    turns = flipping(sure)
    others = [one for one in singles(sure) if one not in turns and _span(one) > 0 and one.total > 0]
    return [*turns, *sorted(others, key=lambda one: -_span(one))]


def _span(one: Moves) -> float:
    return abs(one.lead_at_high - one.lead_at_low)


def _in_words(sure: Sure, one: Moves) -> str:
    turns = "" if one.flips_at is None else f", {turning(sure, one)}"
    at_low, at_high = (f" ({valued(one, end)})" if end is not None else "" for end in (one.low, one.high))
    return (
        f"{change(one.lead_at_low)} at the low end{at_low}, {change(one.lead_at_high)} at the high end{at_high}{turns}"
    )


def _row(axes: Axes, place: int, one: Moves, middle: float) -> None:
    """The longer bar first: where both lie on one side the shorter stands on it, and one text says both ends."""
    low, high = ("" if value is None else valued(one, value) for value in (one.low, one.high))
    one_side = (one.lead_at_low - middle) * (one.lead_at_high - middle) > 0
    if one_side and low:
        low = high = f"{low} to {high}"
    found = [(one.lead_at_low, low, LOW), (one.lead_at_high, high, HIGH)]
    for i, (end, words, look) in enumerate(sorted(found, key=lambda each: -abs(each[0] - middle))):
        axes.barh(place, end - middle, left=middle, height=0.5, zorder=2, **look)
        side = -1 if end < middle or (end == middle and look is LOW) else 1
        _beside(axes, (end, place), "" if one_side and i else words, side)
    if one.flips_at is not None:
        axes.plot([0.0], [place], zorder=4, **TURN)
        _beside(axes, (0.0, place - 0.42), f"turns at {valued(one, one.flips_at)}", 1)


def _beside(axes: Axes, at: tuple[float, float], words: str, side: int) -> None:
    where: Any = {"xytext": (4 * side, 0), "textcoords": "offset points", "fontsize": 8, "va": "center"}
    axes.annotate(words, at, ha="left" if side > 0 else "right", bbox=PAPER, zorder=5, **where)


def _handles(turns: bool) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    turn = [Line2D([], [], label="another plan becomes best", **TURN)] if turns else []
    return [Patch(label="number at its low end", **LOW), Patch(label="at its high end", **HIGH), *turn]
