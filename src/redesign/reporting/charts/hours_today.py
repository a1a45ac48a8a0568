"""Where the central office's hours go today, by team and kind of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.analysis.measures import KINDS, Kind
from redesign.reporting.reading import labels, whose
from redesign.reporting.style import OKABE_ITO, Look, canvas, heading, rows, say, stack, thousands
from redesign.reporting.text import amount, share, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS: dict[Kind, Look] = {
    "mandated": Look("mandated", OKABE_ITO["blue"]),
    "routine": Look("routine", OKABE_ITO["sky"]),
    "instructional": Look("instructional", OKABE_ITO["vermillion"], "////"),
    "other": Look("other work", "#E8E8E8"),
}
MOST_BARS = 24


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Hours of work done in a year of today's office: a bar per team (per unit where teams are many), four kinds."""
    bars = _bars(study)
    with canvas(axes, 1.5 + 0.3 * len(bars)) as axes:
        places = list(range(len(bars)))
        handles = stack(axes, places, [(LOOKS[k], [hours[k] for _, hours in bars]) for k in KINDS], 0.72)
        heading(axes, "Where hours go today, by kind of work", whose(study), handles)
        if not bars:
            say(axes, "Nobody works in this office.")
            return axes
        rows(axes, places, [name for name, _ in bars])
        thousands(axes, "modeled hours of work per year")
        most = max(sum(hours.values()) for _, hours in bars)
        for place, (_, hours) in enumerate(bars):
            total = sum(hours.values())
            axes.text(total + 0.012 * most, place, amount(round(total)), va="center", fontsize=8)
        axes.set_xlim(0, most * 1.14 or 1.0)
    return axes


def alt(study: Study) -> str:
    """The same hours in words."""
    today = study.today.hours_by_kind
    total = sum(today.values())
    parts = [f"{LOOKS[kind].label} {share(today[kind] / total) if total else share(0.0)}" for kind in KINDS]
    bars = _bars(study)
    sentence = (
        f"Stacked bars of modeled hours of work per year in today's office of {whose(study)}, by team and kind of "
        f"work. Of {amount(round(total))} hours: {', '.join(parts)}."
    )
    if not bars:
        return sentence
    name, largest = bars[0]
    return f"{sentence} The largest bar is {visible(name)}, with {amount(round(sum(largest.values())))} hours."


def _bars(study: Study) -> list[tuple[str, dict[Kind, float]]]:
    """Label and hours by kind of every team that works, largest first."""
    names = labels(study.teams)
    if len(names) > MOST_BARS:
        names = {team.id: team.unit for team in study.teams}
    bars: dict[str, dict[Kind, float]] = {}
    for team in study.today.teams:
        hours = bars.setdefault(names[team.team], dict.fromkeys(KINDS, 0.0))
        for kind in KINDS:
            hours[kind] += team.hours[kind]
    working = [(name, hours) for name, hours in bars.items() if sum(hours.values())]
    return sorted(working, key=lambda bar: -sum(bar[1].values()))
