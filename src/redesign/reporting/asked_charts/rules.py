"""What each rule costs: the modeled support that is gained where it is lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked_charts.frame import canvas, heading, rows, say, thousands
from redesign.reporting.asked_charts.source import PAPER, openly, sentence, source, under
from redesign.reporting.asked_rules import HOPEFUL
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.text import between, change, visible
from redesign.study.ask.answers import RulePrice, Rules
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIMULATED: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 7}
EXPECTED: dict[str, Any] = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6}
BOUND: dict[str, Any] = {"marker": "|", "color": OKABE_ITO["vermillion"], "markersize": 16, "markeredgewidth": 2.5}
TITLE = "What modeled support does a rule cost?"
LEAST_SPAN = 0.02
"""Of the best plan's support."""
NONE = "No rule in force may be lifted."


def chart(answer: Rules, study: Study, axes: Axes | None = None) -> Axes:
    """A row per rule, the dearest on top: simulated difference with its interval, expected gain, and the most."""
    prices, alone = answer.prices, axes is None
    with canvas(axes, 2.1 + 0.62 * len(prices)) as axes:
        simulated = any(price.verified for price in prices)
        heading(axes, TITLE, finding(answer), _handles(simulated), columns=3)
        if alone:
            under(axes, source(answer.about, study))
        if not prices:
            say(axes, NONE)
            return axes
        left, right = _ends(prices, LEAST_SPAN * answer.about.base.support or 1.0)
        axes.set_xlim(left - 0.04 * (right - left), right + 0.04 * (right - left))
        axes.axvline(0, color=INK, linewidth=0.8)
        for place, price in enumerate(prices):
            _row(axes, place, price)
        rows(axes, list(range(len(prices))), [price.label for price in prices])
        thousands(axes, "modeled support gained where it is lifted, hours a year")
    return axes


def alt(answer: Rules, study: Study) -> str:
    """The same prices in words, every one."""
    words = [f"{visible(price.label)} {in_words(price)}" for price in answer.prices]
    simulated = any(price.verified for price in answer.prices)
    marks = "Dots with 95% intervals" if simulated else "Diamonds, and bars to the most that it can be"
    return (
        f"{marks}: modeled support gained where a rule is lifted, the dearest first. "
        f"{sentence(finding(answer))} {'; '.join(words) or NONE.rstrip('.')}.{openly(answer.about)} "
        f"{source(answer.about, study)}"
    )


def finding(answer: Rules) -> str:
    """The picture in a line: the dearest rule, and all of them."""
    words = [f"{name} {_shortly(price)}" for name, price in _of_note(answer.prices)]
    return ", ".join(words) or "none may be lifted"


def _of_note(prices: tuple[RulePrice, ...]) -> list[tuple[str, RulePrice]]:
    dearest = [("the dearest", price) for price in prices if price.rule][:1]
    return dearest + [("all of them", price) for price in prices if not price.rule]


def _shortly(price: RulePrice) -> str:
    found = price.verified
    if found is None:
        return f"{change(price.gained)} {HOPEFUL if price.forgotten else 'expected'}"
    apart = not found.same and found.verdict != "not distinguishable"
    return change(found.difference.mean) if apart else "not distinguishable"


def in_words(price: RulePrice) -> str:
    """What is said of one rule."""
    expected = f"{change(price.gained)} expected, at most {change(price.at_most)}"
    if price.verified is None:
        return f"{expected}, {HOPEFUL}" if price.forgotten else expected
    found = price.verified
    missed = "" if found.keeps_promises else ", promises missed"
    if found.same:
        return f"the same plan, {expected}{missed}"
    apart = ", not distinguishable" if found.verdict == "not distinguishable" else ""
    return f"{between(found.difference, change)}{apart}{missed}; {expected}"


def _ends(prices: tuple[RulePrice, ...], least: float) -> tuple[float, float]:
    """The least and the most that is drawn; at least so much, so that nothing looks like nothing."""
    drawn = [0.0, *(price.gained for price in prices), *(price.at_most for price in prices)]
    drawn += [end for price in prices if price.verified for end in _interval(price)]
    return min(drawn), max(*drawn, min(drawn) + least)


def _interval(price: RulePrice) -> tuple[float, float]:
    assert price.verified is not None  # noqa: S101 - asked only where it was simulated
    return price.verified.difference.low, price.verified.difference.high


def _row(axes: Axes, place: int, price: RulePrice) -> None:
    axes.plot([price.at_most], [place], linestyle="none", **BOUND)
    axes.plot([price.gained], [place], linestyle="none", **EXPECTED)
    if price.verified:
        axes.plot(_interval(price), [place, place], color=OKABE_ITO["blue"], linewidth=2.5)
        axes.plot([price.verified.difference.mean], [place], linestyle="none", **SIMULATED)
    said = in_words(price).partition("; ")[0]
    away: Any = {"xytext": (3, 8), "textcoords": "offset points"}
    axes.annotate(said, (axes.get_xlim()[0], place), ha="left", va="bottom", fontsize=8, bbox=PAPER, zorder=2, **away)


def _handles(simulated: bool) -> list[Any]:
    from matplotlib.lines import Line2D

    dot = [Line2D([], [], linewidth=2.5, label="simulated, 95% interval", **SIMULATED)] if simulated else []
    return [
        *dot,
        Line2D([], [], linestyle="none", label="expected", **EXPECTED),
        Line2D([], [], linestyle="none", label="at most", **{**BOUND, "markersize": 11}),
    ]
