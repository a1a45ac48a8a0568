"""What is the least that a target costs: the least yearly budget of each, above what is proved to be too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked_charts.frame import canvas, heading, rows, say
from redesign.reporting.asked_charts.source import PAPER, openly, sentence, source, under
from redesign.reporting.style import GRID, INK, OKABE_ITO
from redesign.reporting.text import amount, counted, money, share, usd, visible
from redesign.study.ask.answers import Target, Targets
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST: dict[str, Any] = {"marker": "D", "color": OKABE_ITO["blue"], "markersize": 7}
TOO_LITTLE: dict[str, Any] = {"facecolor": "white", "hatch": "/////", "edgecolor": "#767676", "linewidth": 0.8}
BUDGET: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": ":"}
TITLE = "What is the least that modeled support costs?"
MOST_ROWS = 9
"""That fit on a page; the rest stands in the answer."""
CUT = 0.5
"""Where all money is above this share of the most, the axis begins higher than 0, and says so."""
NONE = "No target was asked for."


def chart(answer: Targets, study: Study, axes: Axes | None = None) -> Axes:
    """A row per target, in the order of asking: all that the file asks, then modeled support."""
    shown, alone = answer.targets[:MOST_ROWS], axes is None
    with canvas(axes, 2.3 + 0.58 * len(shown)) as axes:
        heading(axes, TITLE, finding(answer), _handles(), columns=3)
        if alone:
            left_out = len(answer.targets) - len(shown)
            more = f" Not drawn: {counted(left_out, 'target')}, see targets.txt." if left_out else ""
            under(axes, f"{source(answer.about, study)}{more}")
        if not shown:
            say(axes, NONE)
            return axes
        _money(axes, shown, study.chosen.cost.yearly_budget_usd)
        for place, target in enumerate(shown):
            _row(axes, place, target)
        rows(axes, list(range(len(shown))), [sentence(visible(target.target)).removesuffix(".") for target in shown])
    return axes


def alt(answer: Targets, study: Study) -> str:
    """The same in words: every target, the floor, and promises that the plan falls short of."""
    words = [f"{visible(target.target)}: {in_words(target)}" for target in answer.targets]
    short = "".join(f" {visible(s.target)}: {share(s.asked)} asked, {share(s.reached)} reached." for s in answer.short)
    return (
        "A mark per target: the least yearly budget with which a plan was found, to "
        f"{usd(answer.tolerance_usd)}; bars: budgets that are proved to be too little. {sentence(finding(answer))} "
        f"{'; '.join(words) or NONE.rstrip('.')}. The budget as it is: "
        f"{usd(study.chosen.cost.yearly_budget_usd)}. Floor of every school: "
        f"{answer.floor_asked:g} effective hours per teacher asked, {answer.floor_reached:.4g} can be reached within "
        f"it, no more than {answer.floor_beyond:.4g}.{short}{openly(answer.about)} {source(answer.about, study)}"
    )


def finding(answer: Targets) -> str:
    """The picture in a line: what it takes to keep everything that the file asks."""
    asked = next((target for target in answer.targets if target.support is None), None)
    if asked is None:
        return "nothing was asked for"
    if asked.least_usd is None:
        return "all that is asked is out of reach"
    return f"all that is asked from {money(asked.least_usd)} a year"


def in_words(target: Target) -> str:
    """What is said of one target."""
    if target.least_usd is None:
        most = f"the most that money can buy is {amount(target.plan.support)}" if target.plan else "no plan"
        return f"out of reach: {most}"
    expected = f" ({amount(target.plan.support)} expected)" if target.plan else ""
    proved = f"; {usd(target.proved_usd)} is too little" if target.proved_usd > 0 else ""
    return f"{usd(target.least_usd)}{expected}{proved}"


def _money(axes: Axes, shown: tuple[Target, ...], budget: float) -> None:
    """The axis, and the budget as it is."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    drawn = [budget, *(target.least_usd for target in shown if target.least_usd is not None)]
    span, cut = max(drawn) - min(drawn), min(drawn) > CUT * max(drawn) and len(set(drawn)) > 1
    least, most = min(drawn) - 0.3 * span if cut else 0.0, max(drawn)
    axes.set_xlim(least, most + 0.08 * (most - least) or 1.0)
    axes.axvline(budget, zorder=1, **BUDGET)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: usd(value)))
    axes.set_xlabel("yearly budget" + ("\nthe axis does not begin at 0" if cut else ""))
    axes.grid(axis="x", color=GRID, linewidth=0.6)


def _row(axes: Axes, place: int, target: Target) -> None:
    left, right = axes.get_xlim()
    if target.proved_usd > left:
        axes.barh(place, min(target.proved_usd, right) - left, left=left, height=0.26, zorder=2, **TOO_LITTLE)
    if target.least_usd is not None:
        axes.plot([target.least_usd], [place], linestyle="none", zorder=4, **LEAST)
    away: Any = {"xytext": (3, 9), "textcoords": "offset points", "bbox": PAPER}
    axes.annotate(in_words(target), (left, place), ha="left", va="bottom", fontsize=8, zorder=3, **away)


def _handles() -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return [
        Line2D([], [], linestyle="none", label="least budget found", **LEAST),
        Patch(label="proved too little", **TOO_LITTLE),
        Line2D([], [], label="budget as it is", **BUDGET),
    ]
