"""Which other plans have nearly as much: how much less than the best plan each has, and what is other in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.reporting.asked import together
from redesign.reporting.asked_charts.frame import canvas, heading, rows, say, thousands
from redesign.reporting.asked_charts.source import PAPER, open_difference, openly, sentence, source, under
from redesign.reporting.changed_plans import changes_in_words, choices_in_words, in_a_row, packages_in_words
from redesign.reporting.page import fitted
from redesign.reporting.reading import NOT_DISTINGUISHABLE
from redesign.reporting.style import INK, OKABE_ITO, SIZE
from redesign.reporting.text import between, change, counted
from redesign.study.ask.answers import Alternative, Alternatives, Bought
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIMULATED: dict[str, Any] = {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 7}
EXPECTED: dict[str, Any] = {"marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6}
LEAST: dict[str, Any] = {"color": OKABE_ITO["vermillion"], "linewidth": 1.5, "linestyle": "--"}
TITLE = "Which other plans come near in modeled support?"
MOST_ROWS = 7
"""That fit on a page; the rest stands in the answer."""
WORDS_POINTS = 350.0
"""Width that the names of rows and the margins leave to the words on a row."""


def chart(answer: Alternatives, study: Study, axes: Axes | None = None) -> Axes:
    """A row per plan, the one that was found first on top: expected and simulated difference, and its choices."""
    base, shown, alone = answer.about.base, answer.plans[:MOST_ROWS], axes is None
    with canvas(axes, 2.4 + 0.76 * len(shown)) as axes:
        heading(axes, TITLE, finding(answer), _handles(answer), columns=3)
        if alone:
            left_out = len(answer.plans) - len(shown)
            more = f" Not drawn: {counted(left_out, 'plan')}, see alternatives.txt." if left_out else ""
            under(axes, f"{source(answer.about, study)}{more}")
        if not shown:
            say(axes, f"No other plan is {_near(answer)}.")
            return axes
        drawn = [0.0, -answer.within * base.support, *(end for plan in shown for end in _ends(base, plan))]
        room = 0.06 * (max(drawn) - min(drawn)) or 1.0
        axes.set_xlim(min(drawn) - room, max(drawn) + room)
        axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
        axes.axvline(-answer.within * base.support, zorder=1, **LEAST)
        if left := open_difference(answer.about):
            axes.axvspan(-left, left, color="#E8E8E8", zorder=0)
        for place, plan in enumerate(shown):
            _row(axes, place, plan, base, _shortly(study, base, plan))
        rows(
            axes, list(range(len(shown))), [f"Plan {i} (differs by {plan.differs})" for i, plan in enumerate(shown, 1)]
        )
        thousands(axes, "modeled support, hours a year, against the best plan")
    return axes


def alt(answer: Alternatives, study: Study) -> str:
    """The same in words: every plan with every choice that is other, and what all of them share."""
    base = answer.about.base
    words = [f"Plan {i} ({_apart(plan)}) {in_words(study, base, plan)}." for i, plan in enumerate(answer.plans, 1)]
    said = " ".join([*words, *together(answer, study)]) or f"No other plan is {_near(answer)}."
    return (
        f"Marks per plan: modeled support against the best plan that differs from it in posts and levers. "
        f"{sentence(finding(answer))} {said}{openly(answer.about)} {source(answer.about, study)}"
    )


def finding(answer: Alternatives) -> str:
    """The picture in a line."""
    if not answer.plans:
        return f"none within {_share(answer)}"
    more = "no more" if answer.complete else "perhaps more"
    return f"{counted(len(answer.plans), 'other plan')} within {_share(answer)}, {more}"


def in_words(study: Study, base: Bought, plan: Alternative) -> str:
    """What is said of one plan."""
    changes = "; ".join(changes_in_words(study, base, plan.plan))
    return f"{_support(base, plan)}: {changes or 'other people are moved'}"


def _shortly(study: Study, base: Bought, plan: Alternative) -> tuple[str, str]:
    """The same where there is little room: packages are not told apart."""
    changes = [*choices_in_words(study, base, plan.plan)]
    if any(packages_in_words(study, base, plan.plan)):
        changes.append("other packages")
    return _support(base, plan), in_a_row(changes) or "other people are moved"


def _support(base: Bought, plan: Alternative) -> str:
    found = plan.verified
    simulated = ""
    if found is not None:
        apart = f", {NOT_DISTINGUISHABLE}" if found.verdict == NOT_DISTINGUISHABLE else ""
        missed = "" if found.keeps_promises else ", promises missed"
        simulated = (
            f", simulated {'the same plan' if found.same else between(found.difference, change) + apart}{missed}"
        )
    return f"{change(plan.plan.support - base.support)} expected{simulated}"


def _near(answer: Alternatives) -> str:
    return f"within {_share(answer)} of the best that differs by {answer.differ} posts and levers or more"


def _share(answer: Alternatives) -> str:
    return f"{100 * answer.within:.3g}%"


def _apart(plan: Alternative) -> str:
    return f"{counted(plan.differs, 'choice')} other than in the nearest"


def _ends(base: Bought, plan: Alternative) -> tuple[float, ...]:
    found = plan.verified
    return (plan.plan.support - base.support, *((found.difference.low, found.difference.high) if found else ()))


def _row(axes: Axes, place: int, plan: Alternative, base: Bought, words: tuple[str, str]) -> None:
    axes.plot([plan.plan.support - base.support], [place], linestyle="none", zorder=4, **EXPECTED)
    if plan.verified:
        interval = plan.verified.difference
        axes.plot([interval.low, interval.high], [place, place], color=OKABE_ITO["blue"], linewidth=2.5, zorder=3)
        axes.plot([interval.mean], [place], linestyle="none", zorder=3, **SIMULATED)
    away: Any = {"xytext": (3, 7), "textcoords": "offset points", "bbox": PAPER}
    said = "\n".join(fitted(line, WORDS_POINTS, lines) for line, lines in zip(words, (1, 3), strict=True))
    axes.annotate(said, (axes.get_xlim()[0], place), ha="left", va="bottom", fontsize=SIZE, zorder=2, **away)


def _handles(answer: Alternatives) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if not answer.plans:
        return []
    dot = [Line2D([], [], linewidth=2.5, label="simulated, 95% interval", **SIMULATED)]
    band = [Patch(color="#E8E8E8", label="may be the solver's")] if open_difference(answer.about) else []
    return [
        Line2D([], [], linestyle="none", label="expected", **EXPECTED),
        *(dot if any(plan.verified for plan in answer.plans) else []),
        Line2D([], [], label=f"{_share(answer)} less than the best", **LEAST),
        *band,
    ]
