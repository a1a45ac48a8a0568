"""Promises by team and service: shares with intervals against the file's target, and today's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redesign.analysis.intervals import PromiseVerdict
from redesign.reporting.reading import labels, mean_of, whose
from redesign.reporting.style import INK, OKABE_ITO, canvas, grouped, heading, rows, say
from redesign.reporting.text import listed, share, visible
from redesign.study.strategy_result import PromiseResult
from redesign.study.study import Study
from redesign.study.verdicts import promises_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS: dict[PromiseVerdict, dict[str, Any]] = {
    "meets": {"marker": "o", "color": OKABE_ITO["blue"], "markersize": 6},
    "as_today": {"marker": "D", "color": OKABE_ITO["orange"], "markersize": 5},
    "missed": {"marker": "X", "color": OKABE_ITO["vermillion"], "markeredgecolor": INK, "markersize": 7},
}
UNDECIDED: dict[str, Any] = {"markerfacecolor": "white"}
TARGET: dict[str, Any] = {"marker": "|", "color": INK, "markersize": 11, "markeredgewidth": 1.8}
TODAY: dict[str, Any] = {"marker": "s", "color": "#999999", "markersize": 4}


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """A row per service and area under its team: planned share on time with 95% interval, target, and today."""
    lines = _lines(study)
    headers = [p is None for _, p in lines]
    names, places, height = grouped([name for name, _ in lines], headers)
    with canvas(axes, 1.75 + 0.18 * height) as axes:
        heading(axes, "Promises kept, by team and service", whose(study), _handles(), columns=3)
        if not lines:
            say(axes, "No service or visit carries a promise.")
            return axes
        today = {(p.kind, p.id): mean_of(p.share) for p in study.today.promises}
        lowest = [
            _mark(axes, place, p, today.get((p.kind, p.id))) for place, (_, p) in zip(places, lines, strict=True) if p
        ]
        rows(axes, places, names, headers)
        axes.set_xlim(max(0.0, min([0.8, *lowest]) - 0.03), 1.015)
        axes.xaxis.set_major_formatter(lambda value, _: share(value))
        axes.set_xlabel("modeled share on time (services) or made (visits)")
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    return axes


def alt(study: Study) -> str:
    """The same promises in words, each one below its target by name."""
    found = study.chosen.promises
    sentence = f"Shares on time with 95% intervals against targets for {whose(study)}: {promises_in_words(found)}."
    groups = {
        "No worse than today but below the target": [(p, p.file_share) for p in found if p.verdict == "as_today"],
        "Missed": [(p, p.target_share) for p in found if p.verdict == "missed"],
    }
    for name, own in groups.items():
        words = [f"{visible(p.label)} ({share(mean_of(p.share))} for {share(asked)})" for p, asked in own]
        sentence += f" {name}: {listed(words, 12)}." if words else ""
    return sentence


def _lines(study: Study) -> list[tuple[str, PromiseResult | None]]:
    """Label of a team, then those of its promises with the promise, team after team."""
    lines: list[tuple[str, PromiseResult | None]] = []
    for team, label in labels(study.teams).items():
        own = [(p.label, p) for p in study.chosen.promises if p.team == team]
        lines += [(label, None), *own] if own else []
    return lines


def _mark(axes: Axes, place: float, promise: PromiseResult, today: float | None) -> float:
    """Draw one promise; returns the lowest share drawn."""
    drawn, kept, mark = [promise.file_share], promise.share, MARKS[promise.verdict]
    mark = mark if promise.decided else mark | UNDECIDED
    axes.plot([promise.file_share], [place], linestyle="none", zorder=2, **TARGET)
    if today is not None:
        axes.plot([today], [place], linestyle="none", zorder=3, **TODAY)
        drawn.append(today)
    if kept is not None:
        axes.plot([kept.low, kept.high], [place, place], color=mark["color"], linewidth=2, zorder=4)
        axes.plot([kept.mean], [place], linestyle="none", zorder=5, **mark)
        drawn.append(kept.low)
    return min(drawn)


def _handles() -> list[Any]:
    from matplotlib.lines import Line2D

    plan = {"meets": "plan: meets target", "as_today": "plan: as today", "missed": "plan: missed"}
    return [
        *(Line2D([], [], linewidth=2, label=plan[verdict], **mark) for verdict, mark in MARKS.items()),
        Line2D([], [], linestyle="none", label="target", **TARGET),
        Line2D([], [], linestyle="none", label="today", **TODAY),
        Line2D([], [], linestyle="none", label="open: not sure", **MARKS["meets"] | UNDECIDED),
    ]
