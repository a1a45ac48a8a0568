"""What more or less money buys: the frontier of modeled support by budget, under the bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from redesign.reporting.asked_charts.frame import canvas, heading, say
from redesign.reporting.asked_charts.source import PAPER, sentence, source, under
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.text import amount, between, usd
from redesign.study.ask.answers import Frontier, Point
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

When = Literal["yearly", "one_time"]
WHEN: tuple[When, ...] = ("yearly", "one_time")
TITLES: dict[When, str] = {
    "yearly": "What modeled support does money a year buy?",
    "one_time": "What modeled support does one-time money buy?",
}
MONEY: dict[When, str] = {"yearly": "yearly budget", "one_time": "one-time budget"}
BOUGHT: dict[str, Any] = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 5}
BOUND: dict[str, Any] = {"color": OKABE_ITO["vermillion"], "linewidth": 1.5, "linestyle": "--"}
SIMULATED: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 5}
CUT = 0.5
"""Where all support is above this share of the most, the axis begins higher than 0, and says so."""
FLAT = 0.02
"""Less than this share of the most is no difference to look at more closely."""
NONE = "No plan keeps all promises with any of these budgets."


def chart(answer: Frontier, study: Study, when: When, axes: Axes | None = None) -> Axes:
    """Stairs of the best plans and of what is proved to be the most; what lies between them is open."""
    points, alone = points_of(answer, when), axes is None
    with canvas(axes, 4.1) as axes:
        bought = [point for point in points if point.plan]
        heading(axes, TITLES[when], finding(points), _handles(points), columns=2)
        if alone:
            under(axes, source(answer.about, study))
        if not bought:
            say(axes, NONE)
            return axes
        _stairs(axes, bought)
        _without_plan(axes, points)
        _as_it_is(axes, points)
        _axes(axes, bought, when)
    return axes


def alt(answer: Frontier, study: Study, when: When) -> str:
    """The same frontier in words, every budget."""
    points = points_of(answer, when)
    words = [f"{usd(point.usd)} {in_words(point)}" for point in points]
    return (
        f"Stairs: expected modeled support by {MONEY[when]}, and the most that is proved possible. "
        f"{sentence(finding(points))} {'; '.join(words)}. {source(answer.about, study)}"
    )


def points_of(answer: Frontier, when: When) -> tuple[Point, ...]:
    """One of the two frontiers."""
    return answer.yearly if when == "yearly" else answer.one_time


def finding(points: tuple[Point, ...]) -> str:
    """The picture in a line: both ends and the budget as it is."""
    shown = [point for i, point in enumerate(points) if i in (0, len(points) - 1) or _is_as_it_is(point)]
    return ", ".join(f"{_less_or_more(p)}: {amount(p.plan.support) if p.plan else 'no plan'}" for p in shown)


def in_words(point: Point) -> str:
    """What is said of one budget."""
    if point.plan is None:
        return "no plan"
    simulated = f", simulated {between(point.verified.support)}" if point.verified else ""
    return f"{amount(point.plan.support)} (at most {amount(point.plan.bound)}{simulated})"


def _is_as_it_is(point: Point) -> bool:
    return abs(point.share - 1) < 1e-9


def _less_or_more(point: Point) -> str:
    if _is_as_it_is(point):
        return "as it is"
    return f"{100 * (point.share - 1):+.3g}%" if point.share else "none"


def _stairs(axes: Axes, bought: list[Point]) -> None:
    """A plan stays possible with more money, so its stair goes right; a bound holds for less, so it goes left."""
    money = [point.usd for point in bought]
    plans = [point.plan for point in bought if point.plan]
    support, most = [plan.support for plan in plans], [plan.bound for plan in plans]
    axes.step(money, most, where="pre", zorder=2, **BOUND)
    axes.step(money, support, where="post", color=INK, linewidth=1.8, zorder=3)
    axes.plot(money, support, linestyle="none", zorder=4, **BOUGHT)
    for point in bought:
        if point.verified:
            found = point.verified.support
            axes.plot([point.usd] * 2, [found.low, found.high], color=OKABE_ITO["blue"], linewidth=2.5, zorder=5)
            axes.plot([point.usd], [found.mean], linestyle="none", zorder=6, **SIMULATED)


def _without_plan(axes: Axes, points: tuple[Point, ...]) -> None:
    """Budgets with which there is no plan; they are those below all others."""
    empty = [point.usd for point in points if point.plan is None]
    if empty:
        axes.axvspan(min(empty), max(empty), facecolor="#E8E8E8", hatch="////", edgecolor="white", zorder=0)
        for each in (min(empty), max(empty)):
            axes.axvline(each, color=INK, linewidth=0.5)
        _at_the_foot(axes, min(empty), "no plan")


def _as_it_is(axes: Axes, points: tuple[Point, ...]) -> None:
    for point in points:
        if _is_as_it_is(point):
            axes.axvline(point.usd, color=INK, linewidth=0.8, linestyle=":", zorder=1)
            _at_the_foot(axes, point.usd, f"as it is: {usd(point.usd)}")


def _at_the_foot(axes: Axes, money: float, words: str) -> None:
    """Beside a line, on the side where there is room."""
    left, right = axes.get_xlim()
    side = "left" if money < left + 0.65 * (right - left) else "right"
    where: Any = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "bbox": PAPER}
    axes.annotate(words, (money, 0.0), (4 if side == "left" else -4, 5), ha=side, va="bottom", fontsize=8, **where)


def _axes(axes: Axes, bought: list[Point], when: When) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    values = [value for p in bought if p.plan for value in (p.plan.support, p.plan.bound)]
    values += [end for p in bought if p.verified for end in (p.verified.support.low, p.verified.support.high)]
    span = max(values) - min(values)
    cut = min(values) > CUT * max(values) and span > FLAT * max(values)
    low = min(values) - 0.15 * span if cut else min(0.0, *values)
    axes.set_ylim(low, max(values) + 0.06 * (max(values) - low) or 1.0)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: usd(value)))
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.set_ylabel("modeled support (hours per year)" + ("\nthe axis does not begin at 0" if cut else ""))
    axes.set_xlabel(MONEY[when])
    axes.grid(color="#dddddd", linewidth=0.6)


def _handles(points: tuple[Point, ...]) -> list[Any]:
    from matplotlib.lines import Line2D

    best = Line2D([], [], linewidth=1.8, label="best plan found, expected", **{**BOUGHT, "color": INK})
    best.set_markerfacecolor("white")
    bound = Line2D([], [], label="bound: no plan has more", **BOUND)
    dot = [Line2D([], [], linewidth=2.5, label="simulated, 95% interval", **SIMULATED)]
    return [best, bound, *(dot if any(point.verified for point in points) else [])]
