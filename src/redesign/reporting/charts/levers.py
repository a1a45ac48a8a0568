"""Levers taken and refused: services that could be done otherwise or not at all, by the hours they take today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.reading import labels, lever_choices, whose
from redesign.reporting.style import OKABE_ITO, Look, canvas, heading, rows, say, stack, thousands
from redesign.reporting.text import amount, listed, visible
from redesign.study.strategy_result import Choice
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS: dict[Choice, Look] = {
    "automate": Look("automated", OKABE_ITO["blue"]),
    "eliminate": Look("eliminated", OKABE_ITO["orange"], "////"),
    "delegate": Look("left to schools", OKABE_ITO["sky"], "...."),
    "adopt": Look("adopted", OKABE_ITO["green"], "xxxx"),
    "as_is": Look("kept as it is", "#FFFFFF"),
}


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """A bar per service that a plan could change: its hours today, its look the plan's choice."""
    items = _items(study)
    with canvas(axes, 1.5 + 0.3 * len(items)) as axes:
        places = list(range(len(items)))
        parts = [(look, [hours if choice == key else 0.0 for _, choice, hours in items]) for key, look in LOOKS.items()]
        handles = stack(axes, places, parts, 0.7)
        heading(axes, "Services that could be done otherwise, or not at all", whose(study), handles)
        if not items:
            say(axes, "No service may be done otherwise.")
            return axes
        names = labels(study.services)
        rows(axes, places, [names[service] for service, _, _ in items])
        thousands(axes, "modeled hours of work per year today")
        most = max(hours for *_, hours in items)
        for place, (_, choice, hours) in enumerate(items):
            words = f"{amount(round(hours))}, {LOOKS[choice].label}"
            axes.text(hours + 0.012 * most, place, words, va="center", fontsize=8)
        axes.set_xlim(0, most * 1.34 or 1.0)
    return axes


def alt(study: Study) -> str:
    """The same choices in words."""
    names, items, words = labels(study.services), _items(study), []
    for key, look in LOOKS.items():
        own = [
            f"{visible(names[service])} ({amount(round(hours))})" for service, choice, hours in items if choice == key
        ]
        words += [f"{look.label.capitalize()}: {listed(own, 20)}."] if own else []
    return (
        f"Bars of today's modeled hours of work per year for the services of {whose(study)} that could be done "
        f"otherwise, or not at all. {' '.join(words) or 'There is none.'}"
    )


def _items(study: Study) -> list[tuple[str, Choice, float]]:
    """Service, choice and hours today, most hours first."""
    hours = {item.service: item.hours for item in study.today.services}
    items = [(service, choice, hours.get(service, 0.0)) for service, choice in lever_choices(study).items()]
    return sorted(items, key=lambda item: -item[2])
