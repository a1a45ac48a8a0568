"""The next post of each team: modeled support with one more and with one fewer, all else solved again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked_charts.frame import canvas, heading, rows, say, thousands
from redesign.reporting.asked_charts.source import PAPER, open_difference, openly, sentence, source, under
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.text import amount, change, counted, listed, usd, visible
from redesign.study.ask.answers import Bought, NextPost, NextPosts
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GIVEN: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 7}
MORE: dict[str, Any] = {"marker": ">", "color": "white", "markeredgecolor": INK, "markersize": 7}
FEWER: dict[str, Any] = {"marker": "<", "color": OKABE_ITO["orange"], "markeredgecolor": INK, "markersize": 7}
TITLE = "What modeled support is the next post of each team worth?"
MOST_ROWS = 14
"""That fit on a page; the rest stands in the answer."""
NONE = "No team may have a post more or fewer."


def chart(answer: NextPosts, study: Study, axes: Axes | None = None) -> Axes:
    """A row per team, the best next post on top: what is gained or lost against the best plan."""
    base, alone = answer.about.base, axes is None
    teams = [team for team in ordered(answer) if any(gain is not None for gain in gains(base, team))]
    shown = teams[:MOST_ROWS]
    with canvas(axes, 2.2 + 0.42 * len(shown)) as axes:
        heading(axes, TITLE, finding(answer), _handles(answer), columns=2)
        if alone:
            left_out = len(answer.teams) - len(shown)
            more = f" Not drawn: {counted(left_out, 'team')}, see posts.txt." if left_out else ""
            under(axes, f"{source(answer.about, study)} In brackets: posts of the best plan.{more}")
        if not shown:
            say(axes, NONE)
            return axes
        drawn = [gain for team in shown for gain in gains(base, team) if gain is not None]
        left, right = min([0.0, *drawn]), max([0.0, *drawn])
        room = 0.05 * (right - left) or 1.0
        axes.set_xlim(left - room, right + room)
        _nothing(axes, answer)
        for place, team in enumerate(shown):
            _row(axes, place, base, team)
        rows(axes, list(range(len(shown))), [f"{visible(team.label)} ({amount(team.posts)})" for team in shown])
        thousands(axes, "expected modeled support, hours a year,\nmore or less than the best plan")
    return axes


def alt(answer: NextPosts, study: Study) -> str:
    """The same in words, every team."""
    words = [f"{visible(team.label)} {in_words(answer.about.base, team)}" for team in ordered(answer)]
    return (
        f"Marks per team: expected modeled support with one post more and one fewer, against the best plan's "
        f"{amount(answer.about.base.support)}. {sentence(finding(answer))} {'; '.join(words) or NONE.rstrip('.')}."
        f"{openly(answer.about)} {source(answer.about, study)}"
    )


def finding(answer: NextPosts) -> str:
    """The picture in a line."""
    base, unsure = answer.about.base, open_difference(answer.about)
    surely = [team for team in answer.teams if (_gain(base, team.given) or 0.0) > unsure]
    if not surely:
        return "none that the solver cannot have missed" if unsure else "none brings more"
    best = max(surely, key=lambda team: per_100k(base, team))
    return f"at best {change(per_100k(base, best))} for $100,000"


def ordered(answer: NextPosts) -> list[NextPost]:
    """Teams, first whose next post, paid on top, brings most for its money."""
    return sorted(answer.teams, key=lambda team: -per_100k(answer.about.base, team))


def gains(base: Bought, team: NextPost) -> tuple[float | None, float | None, float | None]:
    """Support against the best plan with one more paid on top, one more, one fewer; None where no plan has that."""
    given, more, fewer = (_gain(base, plan) for plan in (team.given, team.more, team.fewer))
    return given, more, fewer


def per_100k(base: Bought, team: NextPost) -> float:
    """Support that a post, paid on top, brings for $100,000; 0 where there is no plan or it costs nothing."""
    gain = _gain(base, team.given)
    return gain / team.given_usd * 1e5 if gain and team.given_usd else 0.0


def in_words(base: Bought, team: NextPost) -> str:
    """What is said of one team."""
    given, more, fewer = gains(base, team)
    paid = f"{_said(given)} with one more paid on top ({usd(team.given_usd)})"
    return f"({amount(team.posts)}) {paid}, {_said(more)} with one more, {_said(fewer)} with one fewer"


def _gain(base: Bought, plan: Bought | None) -> float | None:
    return None if plan is None else plan.support - base.support


def _said(gain: float | None) -> str:
    return "no plan" if gain is None else change(gain)


def _nothing(axes: Axes, answer: NextPosts) -> None:
    """The best plan, and around it what may be the solver's."""
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    if left := open_difference(answer.about):
        axes.axvspan(-left, left, color="#E8E8E8", zorder=0)


def _row(axes: Axes, place: int, base: Bought, team: NextPost) -> None:
    found = gains(base, team)
    for gain, mark, order in zip(found, (GIVEN, MORE, FEWER), (3, 4, 5), strict=True):
        if gain is not None:
            axes.plot([gain], [place], linestyle="none", zorder=order, **mark)
    names = ("one more, paid on top", "one more", "one fewer")
    without = [name for name, gain in zip(names, found, strict=True) if gain is None]
    words = f"{_said(found[0])} for {usd(team.given_usd)}" if found[0] is not None else ""
    words += f"{'; ' if words and without else ''}{f'no plan with {listed(without)}' if without else ''}"
    away: Any = {"xytext": (3, 6), "textcoords": "offset points"}
    axes.annotate(words, (axes.get_xlim()[0], place), ha="left", va="bottom", fontsize=8, bbox=PAPER, zorder=2, **away)


def _handles(answer: NextPosts) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = [("one more, paid on top", GIVEN), ("one more, same budget", MORE), ("one fewer", FEWER)]
    band = [Patch(color="#E8E8E8", label="may be the solver's")] if open_difference(answer.about) else []
    return [*(Line2D([], [], linestyle="none", label=label, **mark) for label, mark in marks), *band]
