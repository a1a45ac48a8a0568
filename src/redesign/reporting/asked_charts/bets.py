"""Which strategy to bet on: how often each is best, and how far ahead of today's office in nine draws of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked_charts.frame import canvas, heading, rows, thousands
from redesign.reporting.asked_charts.source import drawn_from, sentence, under
from redesign.reporting.style import INK, OKABE_ITO
from redesign.reporting.sure import headline, odds, often, strategy
from redesign.reporting.text import between, change, shorten, visible
from redesign.study.ask.sure_result import StrategyOdds, Sure
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Which strategy would you bet on?"
WITHIN = ";\nwithin limits, where that is another share: of the plans that\nstay within budget and hold every floor"
RANGE: dict[str, Any] = {"color": OKABE_ITO["blue"], "linewidth": 2.5}
MEAN: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 7, "linestyle": "none"}
CHOSEN: dict[str, Any] = {**MEAN, "marker": "D", "color": OKABE_ITO["orange"], "markeredgecolor": INK, "markersize": 8}


def chart(sure: Sure, study: Study, axes: Axes | None = None) -> Axes:
    """A row per strategy, the one that is best most often on top."""
    shown, alone = ordered(sure), axes is None
    with canvas(axes, 2.2 + 0.46 * len(shown)) as axes:
        heading(axes, TITLE, finding(sure), _handles(), columns=3)
        if alone:
            under(axes, drawn_from(sure, study))
        axes.axvline(0, color=INK, linewidth=1.2)
        for place, each in enumerate(shown):
            look = CHOSEN if each.strategy == sure.recommended else MEAN
            if each.ahead is not None:
                axes.plot([each.ahead.low, each.ahead.high], [place, place], zorder=2, **RANGE)
            axes.plot([each.ahead.mean if each.ahead else 0.0], [place], zorder=3, **look)
        rows(axes, list(range(len(shown))), [_name(each) for each in shown])
        reference = shorten(strategy(sure, _reference(sure)), 24)
        thousands(axes, f"modeled support beyond {reference}, hours a year{WITHIN if _limited(sure) else ''}")
    return axes


def alt(sure: Sure, study: Study) -> str:
    """The same in words, every strategy."""
    words = [_in_words(each) for each in ordered(sure)]
    return (
        f"Dots with ranges: modeled support beyond {strategy(sure, _reference(sure))}, mean and the range that holds "
        f"90% of the draws, by strategy, with the share of the draws in which it is best. {sentence(finding(sure))} "
        f"{headline(sure)} {'; '.join(words)}. {drawn_from(sure, study)}"
    )


def finding(sure: Sure) -> str:
    """The picture in a line."""
    name = strategy(sure, sure.recommended)
    best = odds(sure, sure.recommended).best.mean
    return f"{sure.standing}: {name} best in {'all draws' if best >= 1 else often(best)}"


def ordered(sure: Sure) -> list[StrategyOdds]:
    """By how often they are best, then by support."""
    return sorted(sure.strategies, key=lambda each: (-each.best.mean, -each.support.mean))


def _reference(sure: Sure) -> str:
    return next((each.strategy for each in sure.strategies if each.ahead is None), sure.strategies[0].strategy)


def _limited(sure: Sure) -> bool:
    """Whether limits make a difference to any plan."""
    return any(each.best_within.mean != each.best.mean for each in sure.strategies)


def _name(each: StrategyOdds) -> str:
    limited = each.best_within.mean != each.best.mean
    within = f"; within limits {often(each.best_within.mean)}" if limited else ""
    return f"{shorten(each.label, 30 if limited else 36)} (best in {often(each.best.mean)}{within})"


def _in_words(each: StrategyOdds) -> str:
    ahead = "the one that others are held against" if each.ahead is None else between(each.ahead, change)
    within = f"within budget and every floor in {often(each.best_within.mean)}"
    return f"{visible(each.label)} best in {often(each.best.mean)}, {within}, {ahead}"


def _handles() -> list[Any]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], label="the plan of this study", **CHOSEN),
        Line2D([], [], label="mean", **MEAN),
        Line2D([], [], label="range of 90% of the draws", **RANGE),
    ]
