"""DATA.md: the first promises, what is usual and what today's office would keep."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from redesign.districts.compose import Composed
from redesign.districts.data_office import table
from redesign.districts.promises import MOST_TIMES, SLACK_SHARE, First

UNITS = {"due_working_hours": "working hours", "due_calendar_days": "calendar days"}


def promises(made: Composed, numbers: Sequence[tuple[str, float, str]]) -> Iterator[str]:
    """Services with a time and a share, then visits with a share; `numbers` are those of the scenario file."""
    found, written = made.promises, {path: value for path, value, _ in numbers}
    yield (
        f"Today's office was simulated for {found.years} years. Where it would not keep what is usual elsewhere, the "
        f"promise is the next longer time that it would keep with {SLACK_SHARE * 100:.0f} points to spare, at most "
        f"{MOST_TIMES} times as long; where none is, the share is lower. "
        "A mandated service keeps its time; where today misses it, a plan need be no worse than today."
    )
    yield ""
    services = ((name, *_of_service(name, first, written)) for name, first in found.services.items())
    yield from table(("Service", "Usual elsewhere", "Today reaches of it", "Promise in scenario.yaml"), services)
    yield ""
    visits = (
        (name, f"{first.usual_share:.0%}", _reached(first), f"{first.share:.0%}") for name, first in found.areas.items()
    )
    yield from table(("Visits of", "Usual share", "Today makes", "Promise"), visits)


def _of_service(name: str, first: First, written: Mapping[str, float]) -> tuple[str, str, str]:
    key = f"services.{name}.promise."
    due, unit = next((written[key + due], unit) for due, unit in UNITS.items() if key + due in written)
    usual = f"{first.usual_share:.0%} in {first.usual_due:g} {unit}"
    return usual, _reached(first), f"{written[key + 'on_time_share']:.0%} in {due:g} {unit}"


def _reached(first: First) -> str:
    return "none today" if math.isnan(first.reached) else f"{first.reached:.1%}"
