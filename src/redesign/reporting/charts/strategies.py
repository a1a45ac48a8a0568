"""Strategies at the same budget on the same years: modeled support with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.analysis.intervals import Interval
from redesign.reporting.reading import difference_of, same_terms, whose
from redesign.reporting.style import INK, OKABE_ITO, canvas, heading, rows, thousands
from redesign.reporting.text import amount, between, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIMULATED: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 7}
PROMISED: dict[str, Any] = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6}
BOUND: dict[str, Any] = {"marker": "|", "color": OKABE_ITO["vermillion"], "markersize": 16, "markeredgewidth": 2.5}


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """A dot with its 95% interval per strategy, what its plan promised, and the bound on every admissible plan."""
    items = study.strategies
    with canvas(axes, 1.9 + 0.72 * len(items)) as axes:
        bound = study.certificate.support.upper_bound
        right = max(bound, *(max(s.support.high, s.promised_support) for s in items.values()))
        left = min(0.0, *(s.support.low for s in items.values()))
        axes.set_xlim(left, right + 0.06 * (right - left) or 1.0)
        for place, (name, strategy) in enumerate(items.items()):
            _row(axes, place, strategy.support, strategy.promised_support)
            _words(axes, place, strategy.support, difference_of(strategy))
            if name == study.certificate.strategy:
                axes.plot([bound], [place], linestyle="none", **BOUND)
        heading(axes, f"Strategies compared: {same_terms(study)}", whose(study), _handles(), columns=2)
        rows(axes, list(range(len(items))), [s.label for s in items.values()])
        thousands(axes, "modeled support (coaching-equivalent hours per year)")
    return axes


def alt(study: Study) -> str:
    """The same comparison in words."""
    words = []
    for strategy in study.strategies.values():
        difference = difference_of(strategy)
        numbers = f"{visible(strategy.label)} {between(strategy.support)}"
        words.append(f"{numbers}, {difference}" if difference else numbers)
    return (
        f"Dots with 95% intervals: modeled support of {whose(study)} in coaching-equivalent hours per year. "
        f"{'; '.join(words)}. Upper bound on every admissible plan: {amount(study.certificate.support.upper_bound)}."
    )


def _row(axes: Axes, place: int, support: Interval, promised: float) -> None:
    axes.plot([support.low, support.high], [place, place], color=OKABE_ITO["blue"], linewidth=2.5)
    axes.plot([promised], [place], linestyle="none", **PROMISED)
    axes.plot([support.mean], [place], linestyle="none", **SIMULATED)


def _words(axes: Axes, place: int, support: Interval, difference: str) -> None:
    """Numbers above the dot, on the side where there is room."""
    left, right = axes.get_xlim()
    where = (support.mean - left) / (right - left)
    side = "left" if where < 0.3 else "right" if where > 0.7 else "center"
    spot = left if where < 0.12 else support.mean
    words = between(support) + (f"\n{difference}" if difference else "")
    away: Any = {"xytext": (2 if spot == left else 0, 8), "textcoords": "offset points"}
    axes.annotate(words, (spot, place), ha=side, va="bottom", fontsize=8, **away)


def _handles() -> list[Any]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], linewidth=2.5, label="simulated, 95% interval", **SIMULATED),
        Line2D([], [], linestyle="none", label="promised by its plan", **PROMISED),
        Line2D([], [], linestyle="none", label="no admissible plan beyond", **{**BOUND, "markersize": 11}),
    ]
